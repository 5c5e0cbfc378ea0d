internal import Diary
internal import Findings
internal import Rules

// The practitioners: who is not published and why, and who is published in vain.
extension Audit {
    func practitioners() -> [Finding] {
        evaluation.practitioners.flatMap { absence(of: $0) + lengthAndKind(of: $0) + types(of: $0) }
            + kindCoverage() + sessions()
    }

    private func absence(of evaluated: PractitionerEvaluation) -> [Finding] {
        switch evaluated.answer.blocker {
        case .notInDefaultReason: notInDefault(evaluated)
        case .practitionerInactive: inactive(evaluated)
        case .enableOnlineOff: enableOnline(evaluated)
        case .newPatientLengthBlank: newPatientLength(evaluated)
        case .hiddenByRule: hidden(evaluated)
        case nil: standIn(evaluated)
        // A practice without a default reason has a finding of its own (A01, A02).
        default: []
        }
    }

    private func notInDefault(_ evaluated: PractitionerEvaluation) -> [Finding] {
        guard let chosen = chosenReason else { return [] }
        let who = evaluated.practitioner
        let others = pms.reasons.filter { $0.isActive && $0.includes(who.id) }
        return [
            finding(
                .notInDefault, about: .init(practitioner: who.id, reason: chosen.id),
                "`\(who.name)` is not in the default reason `\(chosen.name)`",
                evidence: [
                    .init("practitioner", who.id.rawValue),
                    facts(of: chosen, as: "default reason"),
                    .init("is in", others.isEmpty ? "no reason" : quoted(others.map(\.name))),
                ])
        ]
    }

    /// T10: also a fallback that a parameter allows is never silent.
    private func standIn(_ evaluated: PractitionerEvaluation) -> [Finding] {
        let who = evaluated.practitioner
        guard let chosen = chosenReason, !chosen.includes(who.id),
            let standIn = evaluated.recognisedBy
        else { return [] }
        return [
            finding(
                .notInDefault, about: .init(practitioner: who.id, reason: chosen.id),
                "`\(who.name)` is not in the default reason `\(chosen.name)`; "
                    + "`\(standIn.name)` stands in for it",
                evidence: [
                    .init("practitioner", who.id.rawValue),
                    facts(of: chosen, as: "default reason"), facts(of: standIn, as: "stands in"),
                ] + fact(of: "fallback", in: "publish_practitioner"), severity: .warning)
        ]
    }

    private func inactive(_ evaluated: PractitionerEvaluation) -> [Finding] {
        let who = evaluated.practitioner
        let types = counted(evaluated.types.count, "appointment type")
        return [
            finding(
                .inactive, about: .init(practitioner: who.id),
                "`\(who.name)` is switched off in the PMS"
                    + (evaluated.types.isEmpty ? "" : " and still has \(types)"),
                evidence: [.init("practitioner", who.id.rawValue), typeCount(evaluated)],
                severity: evaluated.types.isEmpty ? nil : .warning)
        ]
    }

    /// T13: a word that is neither yes nor no counts as no, and is reported as unknown.
    private func enableOnline(_ evaluated: PractitionerEvaluation) -> [Finding] {
        let who = evaluated.practitioner
        let token = who.enableOnline ?? ""
        let word = token.filter { !$0.isWhitespace }.lowercased()
        let isKnown = ["", "n", "no"].contains(word)
        let value = token.isEmpty ? "blank" : "`\(token)`"
        return [
            finding(
                isKnown ? .enableOnline : .enableOnlineToken, about: .init(practitioner: who.id),
                "'Enable Online' is \(value) for `\(who.name)`"
                    + (isKnown ? "" : ", which counts as no"),
                evidence: [
                    .init("practitioner", who.id.rawValue), .init("Enable Online", value),
                    typeCount(evaluated),
                ],
                // Types at the marketplace show that the practitioner was meant to be online.
                severity: evaluated.types.isEmpty ? nil : .error)
        ]
    }

    private func typeCount(_ evaluated: PractitionerEvaluation) -> Finding.Fact {
        .init("appointment types", "\(evaluated.types.count)")
    }

    private func newPatientLength(_ evaluated: PractitionerEvaluation) -> [Finding] {
        let who = evaluated.practitioner
        return [
            finding(
                .newPatientLength, about: .init(practitioner: who.id),
                "the 'New Patient' length of `\(who.name)` is blank",
                evidence: [
                    .init("practitioner", who.id.rawValue),
                    .init("Enable Online", "`\(who.enableOnline ?? "")`"),
                ])
        ]
    }

    private func hidden(_ evaluated: PractitionerEvaluation) -> [Finding] {
        let who = evaluated.practitioner
        let record = evaluation.decisions.first {
            $0.decision == "publish_practitioner" && $0.subject == who.id.rawValue
        }
        let file = record?.answeredBy.file
        let why = evaluated.answer.why
        return [
            finding(
                .ruleDropped, about: .init(practitioner: who.id, rule: file),
                "a rule hides `\(who.name)`" + (why.map { ": \($0)" } ?? ""),
                evidence: [
                    .init("practitioner", who.id.rawValue),
                    .init("rule", file ?? RuleLayer.builtIn.rawValue),
                    .init("why", why ?? "the rule does not say"),
                ])
        ]
    }

    private func lengthAndKind(of evaluated: PractitionerEvaluation) -> [Finding] {
        let who = evaluated.practitioner
        var findings: [Finding] = []
        if evaluated.blockers.contains(.defaultLengthUnknown), let reason = evaluated.recognisedBy {
            findings.append(
                finding(
                    .defaultLengthUnknown, about: .init(practitioner: who.id, reason: reason.id),
                    "the default reason `\(reason.name)` has no length for `\(who.name)`",
                    evidence: [
                        .init("practitioner", who.id.rawValue),
                        facts(of: reason, as: "default reason"),
                    ]))
        }
        if evaluated.kind == .other && who.isActive {
            findings.append(
                finding(
                    .roleUnknown, about: .init(practitioner: who.id),
                    "nothing says which kind of practitioner `\(who.name)` is",
                    evidence: [
                        .init("role", who.role.map { "`\($0)`" } ?? "none"),
                        .init("provider type", who.providerType.map { "`\($0)`" } ?? "none"),
                    ]))
        }
        return findings
    }

    private func types(of evaluated: PractitionerEvaluation) -> [Finding] {
        let who = evaluated.practitioner
        guard evaluated.blockers.isEmpty, evaluated.types.isEmpty else { return [] }
        return [
            finding(
                .notLinked, about: .init(practitioner: who.id),
                "`\(who.name)` is published, but has no appointment type",
                evidence: [
                    .init("practitioner", who.id.rawValue),
                    .init(
                        "starts of the default reason", "\(evaluated.recognised.count)"),
                ])
        ]
    }
}

// S9: every kind is covered. S6, S17: every published practitioner works at some time.
extension Audit {
    private static let kinds: [(kind: PractitionerKind, name: String)] = [
        (.dentist, "dentist"), (.oht, "oral health therapist"), (.hygienist, "hygienist"),
    ]

    private func kindCoverage() -> [Finding] {
        guard let chosen = chosenReason,
            pms.practitioners.contains(where: { chosen.includes($0.id) })
        else { return [] }
        return Audit.kinds.compactMap { kind, name in
            let all = evaluation.practitioners.filter {
                $0.kind == kind && $0.practitioner.isActive
            }
            guard !all.isEmpty,
                all.allSatisfy({ $0.answer.blocker == .notInDefaultReason })
            else { return nil }
            return finding(
                .kindCoverage, about: .init(reason: chosen.id),
                "no \(name) is in the default reason `\(chosen.name)`",
                evidence: [
                    facts(of: chosen, as: "default reason"),
                    .init("\(name)s", quoted(all.map(\.practitioner.name))),
                ])
        }
    }

    /// How many days without a session at the end make a roster look ended.
    private static let restDays = 14

    private func sessions() -> [Finding] {
        let end = min(evaluation.lastDay, pms.days.upperBound)
        let start = max(today, pms.days.lowerBound)
        guard start <= end else { return [] }
        var last: [PractitionerID: CivilDate] = [:]
        for place in pms.sessions.indices {
            let date = pms.sessions[place].date
            guard date >= start && date <= end else { continue }
            keepLater(date, in: &last[pms.sessions[place].practitioner, default: start])
        }
        return evaluation.practitioners.filter(\.blockers.isEmpty).compactMap { evaluated in
            let who = evaluated.practitioner
            var span: Finding.Fact { .init("days", "\(start) to \(end)") }
            guard let last = last[who.id] else {
                return finding(
                    .noSession, about: .init(practitioner: who.id),
                    "`\(who.name)` has no session from \(start) to \(end)",
                    evidence: [.init("practitioner", who.id.rawValue), span])
            }
            guard end.dayNumber - last.dayNumber >= Audit.restDays else { return nil }
            return finding(
                .templateEnded, about: .init(practitioner: who.id),
                "`\(who.name)` has no session after \(last)",
                evidence: [
                    .init("practitioner", who.id.rawValue), span, .init("last session", "\(last)"),
                ])
        }
    }
}

private func keepLater(_ date: CivilDate, in latest: inout CivilDate) { latest = max(latest, date) }
