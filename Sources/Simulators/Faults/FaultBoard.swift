internal import Synchronization

/// Draws the faults of each call from the plan.
///
/// What a rate hits depends on the seed, the rule, the endpoint, the practice and the call's number
/// among those of that endpoint and practice, so that calls of many practices that come in another
/// order at another run are hit alike.
final class FaultBoard: Sendable {
    private let state: Mutex<State>

    private struct State {
        var plan: FaultPlan
        var matches: [Int]
        var calls: [Key: UInt64] = [:]

        init(_ plan: FaultPlan) {
            self.plan = plan
            matches = Array(repeating: 0, count: plan.rules.count)
        }
    }

    private struct Key: Hashable {
        var endpoint: String
        var practice: String
    }

    /// Starts with a plan.
    init(_ plan: FaultPlan) { state = Mutex(State(plan)) }

    /// The plan that holds; setting one starts all counting again.
    var plan: FaultPlan {
        get { state.withLock { $0.plan } }
        set { state.withLock { $0 = State(newValue) } }
    }

    /// The faults of the next call, in the order of the rules; each range of a time drawn to one
    /// value.
    func draw(endpoint: String, practice: String?) -> [Fault] {
        state.withLock { state in
            guard !state.plan.rules.isEmpty else { return [] }
            let key = Key(endpoint: endpoint, practice: practice ?? "")
            state.calls[key, default: 0] += 1
            let number = state.calls[key] ?? 1
            var faults: [Fault] = []
            for (index, rule) in state.plan.rules.enumerated() {
                guard rule.names(endpoint), rule.practice.map({ $0 == practice }) ?? true
                else { continue }
                state.matches[index] += 1
                var random = SeededRandom(
                    seed: state.plan.seed, salts: [UInt64(index), number],
                    texts: [endpoint, key.practice])
                let isHit =
                    switch rule.occurrence {
                    case .always: true
                    case .rate(let rate): random.fraction() < rate
                    case .calls(let calls): calls.contains(state.matches[index])
                    }
                if isHit { faults.append(rule.fault.drawn(by: &random)) }
            }
            return faults
        }
    }
}

extension Fault {
    fileprivate func drawn(by random: inout SeededRandom) -> Fault {
        func drawn(_ range: ClosedRange<Int>) -> ClosedRange<Int> {
            let value = range.lowerBound + Int(random.fraction() * Double(range.count))
            return value...value
        }
        switch self {
        case .latency(let range): return .latency(drawn(range))
        case .appliedLate(let range, let status):
            return .appliedLate(after: drawn(range), status: status)
        default: return self
        }
    }
}

/// SplitMix64: a sequence that a seed decides.
struct SeededRandom: Sendable {
    private var state: UInt64

    /// Starts from the seed alone.
    init(seed: UInt64) { state = seed }

    /// Starts from the seed and from what tells this draw from others.
    init(seed: UInt64, salts: [UInt64], texts: [String]) {
        state = seed
        for salt in salts { state = next() ^ salt }
        for text in texts {
            for byte in text.utf8 { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            state = next()
        }
    }

    /// The next number.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// The next number from 0 to less than 1.
    mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }

    /// An id in the form of a UUID of version 4.
    mutating func identifier() -> String {
        let digits = [next(), next()].map { number in
            let text = String(number, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var parts: [Substring] = []
        var rest = Substring(digits)
        for length in [8, 4, 4, 4, 12] {
            parts.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        parts[2] = "4" + parts[2].dropFirst()
        parts[3] = "a" + parts[3].dropFirst()
        return parts.joined(separator: "-")
    }
}
