internal import Diary
internal import Findings
internal import Rules

// What is published of the free time: horizon, lead time, interval, basis.
extension Audit {
    func publishing() -> [Finding] {
        horizon() + leadTime() + interval() + intervalRaised() + shortProbe()
    }

    /// Fewer days than this look like a slip (S49: 30 by default).
    private static let leastHorizonDays = 14
    /// Less or more than this looks like a slip (S51: an hour by default).
    private static let usualLead = Minutes(15)...Minutes(1440)

    private func horizon() -> [Finding] {
        let days = evaluation.settings.horizonDays
        guard days < Audit.leastHorizonDays else { return [] }
        return [
            finding(
                .horizon, "only \(counted(days, "day")) after today are published",
                evidence: [.init("last day", "\(evaluation.lastDay)")]
                    + fact(of: "horizon_days", in: "publishing"))
        ]
    }

    private func leadTime() -> [Finding] {
        let lead = evaluation.settings.lead
        guard !Audit.usualLead.contains(lead) else { return [] }
        return [
            finding(
                .leadTime, "the first bookable start is \(lead) after now",
                evidence: [.init("lead time", "\(lead)")]
                    + fact(of: "lead_minutes", in: "publishing"))
        ]
    }

    /// The different lengths of the linked types, ascending (T15).
    private var linkedLengths: [Minutes] {
        let lengths = evaluation.practitioners.flatMap { $0.types.compactMap(\.length) }
        return Set(lengths).sorted()
    }

    private var undivided: [Minutes] {
        linkedLengths.filter { $0.count % evaluation.interval.interval.count != 0 }
    }

    private func interval() -> [Finding] {
        let interval = evaluation.interval.interval
        let isGiven = [.parameter, .pms].contains(evaluation.interval.basis)
        var conflicts: [String] = []
        if isGiven, !undivided.isEmpty {
            let lengths = undivided.map(\.description).joined(separator: ", ")
            conflicts.append(
                "does not divide the \(undivided.count == 1 ? "length" : "lengths") \(lengths)")
        } else if isGiven, linkedLengths.count == 1, let length = linkedLengths.first,
            length != interval
        {
            conflicts.append("is not the length \(length) that all types have")
        }
        if let own = pms.interval, own != interval {
            conflicts.append("is not the PMS's own interval of \(own)")
        }
        guard !conflicts.isEmpty else { return [] }
        return [
            finding(
                .intervalGrid,
                "the interval of \(interval) " + conflicts.joined(separator: " and "),
                evidence: [
                    .init("interval", "\(interval), from \(evaluation.interval.basis.words)"),
                    .init("the PMS's own", pms.interval?.description ?? "not reported"),
                    lengthsFact,
                ] + fact(of: "minutes", in: "interval"),
                severity: isGiven && !undivided.isEmpty ? .warning : nil)
        ]
    }

    private func intervalRaised() -> [Finding] {
        guard [.equal, .divisor].contains(evaluation.interval.basis), !undivided.isEmpty else {
            return []
        }
        return [
            finding(
                .intervalRaised,
                "no interval of 5 min or more divides all lengths, so "
                    + "\(evaluation.interval.interval) is used",
                evidence: [lengthsFact])
        ]
    }

    private var lengthsFact: Finding.Fact {
        let lengths = linkedLengths.map(\.description).joined(separator: ", ")
        return .init("lengths of the linked types", lengths.isEmpty ? "none" : lengths)
    }

    /// T2: offered means bookable, unless this parameter says otherwise.
    private func shortProbe() -> [Finding] {
        guard evaluation.settings.basis == .default else { return [] }
        let longer = evaluation.practitioners.flatMap { evaluated in
            evaluated.types.filter { type in
                guard let length = type.length, let free = evaluated.defaultLength else {
                    return false
                }
                return length > free
            }
        }
        return [
            finding(
                .shortProbe,
                "`publish_basis` is `default`, so offered no longer means bookable",
                evidence: fact(of: "publish_basis", in: "publishing") + [
                    .init(
                        "types longer than the default reason",
                        longer.isEmpty ? "none" : quoted(longer.uniqueNames))
                ],
                severity: longer.isEmpty ? nil : .error)
        ]
    }
}

extension IntervalAnswer.Basis {
    /// Where the interval comes from, as part of a sentence.
    fileprivate var words: String {
        switch self {
        case .parameter: "a parameter"
        case .pms: "the PMS"
        case .equal, .divides, .divisor: "the lengths"
        case .none: "Gapbook, because nothing is linked"
        }
    }
}

extension [TypeEvaluation] {
    /// The types' names, each once, in their order.
    var uniqueNames: [String] {
        reduce(into: []) { names, type in
            if !names.contains(type.type.name) { names.append(type.type.name) }
        }
    }
}
