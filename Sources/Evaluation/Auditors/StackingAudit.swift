internal import Diary
internal import Findings
internal import Rules

// Stacking: whether every free slot shows (S40 to S43, T9).
extension Audit {
    func stacking() -> [Finding] {
        switch pms.stacking {
        case true: []
        case false: [stackingOff()]
        default: stackingUnreported()
        }
    }

    private func stackingOff() -> Finding {
        finding(
            .stackingOff, "stacking is off: only the first free slot of each \(scope) shows",
            evidence: startsOfADay())
    }

    private var scope: String { evaluation.stacking == .firstOfGap ? "gap" : "session" }

    private func stackingUnreported() -> [Finding] {
        let assumed = evaluation.settings.stackingUnreported
        if assumed == true { return [] }
        // Unticked is Exact's own default; of Oasis nothing is known until somebody says it.
        let isSettled = pms.system == .exact || assumed == false
        return [
            finding(
                .stackingUnreported,
                "\(pms.system.productName) does not report stacking, so it counts as off",
                evidence: startsOfADay() + fact(of: "stacking_unreported", in: "publishing"),
                severity: isSettled ? .advice : nil)
        ]
    }

    /// How few starts a day stacking leaves, counted from what is offered.
    private func startsOfADay() -> [Finding.Fact] {
        let days = evaluation.practitioners.flatMap { practitioner in
            practitioner.types.flatMap { type in
                Dictionary(grouping: type.starts, by: \.date).values.map(\.count)
            }
        }
        let sessions = Dictionary(grouping: pms.sessions) { session in
            "\(session.practitioner) \(session.date)"
        }
        let most = sessions.values.map { $0.reduce(0) { $0 + 1 + $1.breaks.count } }.max() ?? 0
        return [
            .init("starts a day of one type", days.isEmpty ? "none" : "at most \(days.max() ?? 0)"),
            .init("sessions a day of one practitioner", "at most \(most)"),
        ]
    }
}
