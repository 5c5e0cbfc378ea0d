internal import Diary
internal import Findings
internal import Rules

// The default reason: whether there is one, whether it is the one that was meant, and its length.
extension Audit {
    func defaultReason() -> [Finding] {
        nearMisses() + unresolved() + empty() + marketing() + assigned() + severalHealthengine()
            + inactiveCandidates() + healthengineNotFirst() + short() + atBound()
    }

    /// The steps that are tried, in their order.
    private var order: [String] {
        if case .list(let steps)? = evaluation.parameter("order", of: "default_reason")?.value {
            return steps
        }
        return ["healthengine", "assigned", "first"]
    }

    private var step: String { evaluation.defaultReason.step ?? "" }

    /// Whether the order tried a step before it found the default at another one.
    private func passed(_ step: String) -> Bool {
        guard let found = order.firstIndex(of: self.step), let asked = order.firstIndex(of: step)
        else { return false }
        return asked < found
    }

    private func isHealthengine(_ reason: BookingReason) -> Bool {
        let key = NameKey(reason.name).text
        return healthengineKeys.contains { key.hasPrefix($0) }
    }

    private var healthengineKeys: [String] {
        ["healthengine"]
            + setUp.aliases.healthengine.map { NameKey($0).text }.filter { !$0.isEmpty }
    }

    private func nearMisses() -> [Finding] {
        pms.reasons.filter { !isHealthengine($0) && NearMiss.isNear(NameKey($0.name)) }.map {
            finding(
                .nearMissName, about: .init(reason: $0.id),
                "`\($0.name)` is nearly called Healthengine, and so it does not count",
                evidence: [facts(of: $0), .init("folded name", NameKey($0.name).text)])
        }
    }

    private func unresolved() -> [Finding] {
        guard chosenReason == nil else { return [] }
        guard !pms.reasons.isEmpty else {
            return [
                finding(
                    .reasonNone, "`\(pms.practiceName)` has no booking reason in the PMS",
                    evidence: [.init("read at", "\(pms.readAt)")])
            ]
        }
        return [
            finding(
                .defaultUnresolved,
                "no booking reason of `\(pms.practiceName)` can be the default",
                evidence: fact(of: "order", in: "default_reason")
                    + pms.reasons.map { facts(of: $0, as: "`\($0.name)`") })
        ]
    }

    private func empty() -> [Finding] {
        guard let chosen = chosenReason,
            !pms.practitioners.contains(where: { chosen.includes($0.id) })
        else { return [] }
        return [
            finding(
                .defaultEmpty, about: .init(reason: chosen.id),
                "nobody is in the default reason `\(chosen.name)`",
                evidence: [facts(of: chosen, as: "default reason")])
        ]
    }

    private func marketing() -> [Finding] {
        // One assigned by hand was meant, and one named for Healthengine is right (S10).
        guard let chosen = chosenReason, chosen.isMarketing, !isHealthengine(chosen),
            step != "assigned", step != "pinned"
        else { return [] }
        return [
            finding(
                .marketingDefault, about: .init(reason: chosen.id),
                "the marketing reason `\(chosen.name)` is the default",
                evidence: [
                    facts(of: chosen, as: "default reason"),
                    .init("ticked as default", chosen.isMarketingDefault ? "yes" : "no"),
                ])
        ]
    }
}

// S12, T3: the reason that somebody assigned by hand.
extension Audit {
    private func assigned() -> [Finding] {
        guard let assignment = setUp.assigned else { return [] }
        let subject = Finding.Subject(reason: assignment.reason)
        guard let reason = evaluation.reason(assignment.reason) else {
            return [
                finding(
                    .assignedUnusable, about: subject,
                    "the assigned reason `\(assignment.reason)` is not in the PMS",
                    evidence: [.init("assigned", assignment.reason.rawValue)])
            ]
        }
        guard reason.isActive else {
            return [
                finding(
                    .assignedUnusable, about: subject,
                    "the assigned reason `\(reason.name)` is switched off in the PMS",
                    evidence: [facts(of: reason, as: "assigned")])
            ]
        }
        guard reason.id != chosenReason?.id else { return [] }
        let winner = chosenReason.map { "`\($0.name)` is the default" } ?? "none is the default"
        let chosen = chosenReason.map { [facts(of: $0, as: "default reason")] } ?? []
        return [
            finding(
                .assignedShadowed, about: subject, "`\(reason.name)` is assigned, but \(winner)",
                evidence: [
                    facts(of: reason, as: "assigned"),
                    .init("pinned", assignment.isPinned ? "yes" : "no"),
                    .init("step that decided", step.isEmpty ? "none" : step),
                ] + chosen + fact(of: "order", in: "default_reason"))
        ]
    }
}

// S10, S37, T4, T12, T19: reasons that were made for Healthengine, and reasons switched off.
extension Audit {
    private func severalHealthengine() -> [Finding] {
        let own = pms.reasons.filter { $0.isActive && isHealthengine($0) }
        guard order.contains("healthengine"), own.count > 1, let first = own.first else {
            return []
        }
        return [
            finding(
                .severalHealthengine, about: .init(reason: first.id),
                "several reasons are made for Healthengine, \(quoted(own.map(\.name))); "
                    + "the first counts",
                evidence: own.map { facts(of: $0, as: "`\($0.name)`") })
        ]
    }

    private func healthengineNotFirst() -> [Finding] {
        guard pms.system == .oasis, !order.contains("healthengine"), let chosen = chosenReason,
            !isHealthengine(chosen),
            let own = pms.reasons.first(where: { $0.isActive && isHealthengine($0) })
        else { return [] }
        return [
            finding(
                .healthengineNotFirst, about: .init(reason: own.id),
                "`\(own.name)` is not the first entry; `\(chosen.name)` is the default",
                evidence: [facts(of: own), facts(of: chosen, as: "default reason")])
        ]
    }

    private func inactiveCandidates() -> [Finding] {
        guard let chosen = chosenReason else { return [] }
        let inactive = pms.reasons.filter { !$0.isActive }
        let before = pms.reasons.prefix { $0.id != chosen.id }.filter { !$0.isActive }
        let own = passed("healthengine") ? inactive.filter(isHealthengine) : []
        let isTickMissed = step == "marketing" && !chosen.isMarketingDefault
        let marketing = inactive.filter { reason in
            reason.isMarketing && !own.contains(reason)
                && (passed("marketing") || isTickMissed && reason.isMarketingDefault)
        }
        let first = before.filter { step == "first" && !$0.isMarketing && !own.contains($0) }
        return candidates(own, of: "healthengine", severity: .warning)
            + candidates(marketing, of: "marketing", severity: .advice)
            + candidates(first, of: "first", severity: .advice)
    }

    private func candidates(
        _ reasons: [BookingReason], of step: String, severity: Finding.Severity
    ) -> [Finding] {
        guard let first = reasons.first else { return [] }
        let verb = reasons.count == 1 ? "is" : "are"
        return [
            finding(
                .candidateInactive, about: .init(reason: first.id),
                "\(quoted(reasons.map(\.name))) would come before the default at the step "
                    + "`\(step)`, but \(verb) switched off",
                evidence: reasons.map { facts(of: $0, as: "`\($0.name)`") }
                    + (chosenReason.map { [facts(of: $0, as: "default reason")] } ?? []),
                severity: severity)
        ]
    }
}

// S8, S44, T1: the length by which availability is recognised.
extension Audit {
    private var minimum: Int { number("minimum_minutes", of: "default_reason", or: 30) }

    private var recognised: [(practitioner: Practitioner, reason: BookingReason, length: Minutes)] {
        evaluation.practitioners.compactMap { evaluated in
            guard evaluated.answer.isPublished, let reason = evaluated.recognisedBy,
                let length = evaluated.defaultLength
            else { return nil }
            return (evaluated.practitioner, reason, length)
        }
    }

    private func short() -> [Finding] {
        recognised.filter { $0.length.count < minimum }.map { practitioner, reason, length in
            finding(
                .defaultShort, about: .init(practitioner: practitioner.id, reason: reason.id),
                "\(lengthName(reason)) is \(length) for `\(practitioner.name)`; it should be at "
                    + "least \(minimum) min",
                evidence: [
                    facts(of: reason, as: "default reason"), .init("length", "\(length)"),
                ] + fact(of: "minimum_minutes", in: "default_reason"))
        }
    }

    private func atBound() -> [Finding] {
        let bound = number("longer_than_minutes", of: "default_reason", or: 30)
        let near = recognised.filter { $0.length.count >= minimum && $0.length.count <= bound }
        return pms.reasons.compactMap { reason in
            let own = near.filter { $0.reason.id == reason.id }
            guard !own.isEmpty else { return nil }
            return finding(
                .defaultAtBound, about: .init(reason: reason.id),
                "\(lengthName(reason)) is not longer than \(bound) min for "
                    + quoted(own.map(\.practitioner.name)),
                evidence: [facts(of: reason, as: "default reason")]
                    + own.map { .init("length for `\($0.practitioner.name)`", "\($0.length)") }
                    + fact(of: "longer_than_minutes", in: "default_reason"))
        }
    }

    /// What support staff call the length that counts (S19).
    private func lengthName(_ reason: BookingReason) -> String {
        switch pms.system {
        case .exact: "the default reason `\(reason.name)`"
        case .oasis: "the 'New Patient' length"
        }
    }
}
