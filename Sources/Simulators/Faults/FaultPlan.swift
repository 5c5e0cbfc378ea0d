public import Diagnostics

/// Which calls go wrong, and how. The same plan with the same seed hits the same calls.
public struct FaultPlan: Sendable, Equatable {
    /// Decides where a rate hits.
    public var seed: UInt64
    /// What goes wrong; several rules can hit one call.
    public var rules: [Rule]

    /// A fault and the calls that it hits.
    public struct Rule: Sendable, Equatable {
        /// What goes wrong.
        public var fault: Fault
        /// Only calls whose endpoint's name contains this, at its end where a `$` ends it; nil for
        /// all calls. What starts with `WEBHOOK` means the marketplace's own calls instead.
        public var endpoint: String?
        /// Only calls about this practice; nil for all.
        public var practice: String?
        /// Which of those.
        public var occurrence: Occurrence

        /// Joins the parts.
        public init(
            _ fault: Fault, endpoint: String? = nil, practice: String? = nil,
            _ occurrence: Occurrence = .always
        ) {
            self.fault = fault
            self.endpoint = endpoint
            self.practice = practice
            self.occurrence = occurrence
        }
    }

    /// Which of the calls that match a rule it hits.
    public enum Occurrence: Sendable, Equatable {
        /// Every one.
        case always
        /// That share of them, 0...1, chosen by the seed.
        case rate(Double)
        /// Those, counted from 1 since the plan was set.
        case calls(ClosedRange<Int>)
    }

    /// What the names of the marketplace's own calls start with.
    static let webhook = "WEBHOOK"

    /// Makes a plan; without rules nothing goes wrong.
    public init(seed: UInt64 = 0, rules: [Rule] = []) {
        self.seed = seed
        self.rules = rules
    }

    /// Reads rules separated by commas, for example `lost-answer:0.05,latency=50..400:0.3`.
    ///
    /// - Throws: C0301 for a rule that cannot be read, naming it.
    public init(seed: UInt64 = 0, _ text: String) throws(Problem) {
        self.seed = seed
        rules = []
        for part in text.split(separator: ",") {
            rules.append(try Rule(String(part.drop { $0 == " " })))
        }
    }
}

extension FaultPlan.Rule: CustomStringConvertible {
    /// Reads `KIND[=VALUE][@ENDPOINT][~PRACTICE][:RATE or #FIRST[..LAST]]`.
    ///
    /// - Throws: C0301 where it cannot be read.
    public init(_ text: String) throws(Problem) {
        var rest = Substring(text)
        occurrence = .always
        if let mark = rest.lastIndex(where: { $0 == ":" || $0 == "#" }) {
            let value = String(rest[rest.index(after: mark)...])
            guard let found = FaultPlan.Occurrence(value, isRate: rest[mark] == ":") else {
                throw FaultPlan.Rule.unreadable(
                    text, "`\(value)` is neither a rate from 0 to 1 nor calls such as `3..5`")
            }
            occurrence = found
            rest = rest[..<mark]
        }
        practice = FaultPlan.Rule.cut(&rest, from: "~")
        endpoint = FaultPlan.Rule.cut(&rest, from: "@")
        let value = FaultPlan.Rule.cut(&rest, from: "=")
        let kind = String(rest)
        guard let fault = Fault(kind: kind, value: value) else {
            let why =
                Fault.kinds.contains(kind)
                ? "`\(kind)` cannot have the value `\(value ?? "")`"
                : "no fault is called `\(kind)`"
            throw FaultPlan.Rule.unreadable(
                text, why, nearest: Spelling.nearest(to: kind, among: Fault.kinds))
        }
        self.fault = fault
    }

    /// The rule as it is read.
    public var description: String {
        var text = fault.kind + (fault.value.map { "=\($0)" } ?? "")
        if let endpoint { text += "@\(endpoint)" }
        if let practice { text += "~\(practice)" }
        switch occurrence {
        case .always: break
        case .rate(let rate): text += ":\(rate)"
        case .calls(let calls):
            text += "#\(calls.lowerBound)"
            if calls.upperBound != calls.lowerBound {
                text += calls.upperBound == .max ? ".." : "..\(calls.upperBound)"
            }
        }
        return text
    }

    /// Whether the rule is about an endpoint of that name.
    func names(_ name: String) -> Bool {
        guard let endpoint else { return !name.hasPrefix(FaultPlan.webhook) }
        guard name.hasPrefix(FaultPlan.webhook) == endpoint.hasPrefix(FaultPlan.webhook) else {
            return false
        }
        return endpoint.hasSuffix("$")
            ? name.hasSuffix(endpoint.dropLast()) : name.contains(endpoint)
    }

    private static func cut(_ text: inout Substring, from mark: Character) -> String? {
        guard let place = text.firstIndex(of: mark) else { return nil }
        defer { text = text[..<place] }
        return String(text[text.index(after: place)...])
    }

    private static func unreadable(_ text: String, _ why: String, nearest: String? = nil) -> Problem
    {
        Problem(
            "C0301", "the fault `\(text)` cannot be read: \(why)",
            hint: nearest.map { "write `\($0)` if that is what it means" }
                ?? "write it as docs/reference/simulators.md shows, for example `lost-answer:0.05`")
    }
}

extension FaultPlan.Occurrence {
    /// Reads a rate, or `3`, `3..5` or `3..` for calls.
    fileprivate init?(_ text: String, isRate: Bool) {
        if isRate {
            guard let rate = Double(text), (0...1).contains(rate) else { return nil }
            self = .rate(rate)
            return
        }
        let isOpen = text.hasSuffix("..")
        let bounds = Fault.range(isOpen ? String(text.dropLast(2)) : text, 1...1_000_000_000)
        guard let bounds else { return nil }
        self = .calls(isOpen ? bounds.lowerBound...Int.max : bounds)
    }
}
