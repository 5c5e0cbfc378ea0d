internal import Diary
internal import Findings
internal import Rules

// Appointment types and their links, for each practitioner (S28, S30).
extension Audit {
    func links() -> [Finding] {
        let linked = LinkedTypes(evaluation)
        return evaluation.practitioners.flatMap { evaluated in
            evaluated.types.flatMap { links(of: $0, with: evaluated, linked) }
        } + typesOfNobody() + linksWithoutType() + sameNames() + oasisNames() + oasisLengths()
    }

    private func links(
        of type: TypeEvaluation, with evaluated: PractitionerEvaluation, _ linked: LinkedTypes
    ) -> [Finding] {
        let who = evaluated.practitioner
        guard type.link != nil else {
            // Somebody who is switched off needs no link; that has a finding of its own (A19).
            return who.isActive ? [unlinked(type, who, linked)] : []
        }
        var findings: [Finding] = []
        for blocker in type.blockers where !isReported(blocker, of: type, with: evaluated) {
            switch blocker {
            case .linkStale: findings.append(stale(type, who))
            case .notInLinkedReason: findings.append(notIn(type, who))
            case .typeLengthUnknown: findings.append(lengthUnknown(type, who))
            default: continue
            }
        }
        return findings + lengthMismatch(type, who)
    }

    /// Whether the cause has a finding already, because the linked reason is the default as well.
    private func isReported(
        _ blocker: Blocker, of type: TypeEvaluation, with evaluated: PractitionerEvaluation
    ) -> Bool {
        let isDefault = type.reason?.id == evaluated.recognisedBy?.id
        return switch blocker {
        case .linkStale: pms.reasons.isEmpty
        case .notInLinkedReason: isDefault
        case .typeLengthUnknown:
            evaluated.blockers.contains(.newPatientLengthBlank)
                || isDefault && evaluated.blockers.contains(.defaultLengthUnknown)
        default: false
        }
    }

    private func subject(_ type: TypeEvaluation, _ who: Practitioner) -> Finding.Subject {
        .init(practitioner: who.id, type: type.type.id, reason: type.link?.reason)
    }

    private func facts(_ type: TypeEvaluation, _ who: Practitioner) -> [Finding.Fact] {
        let reason = type.reason.map { facts(of: $0, as: "linked reason") }
        return [
            .init("type", "\(type.type.id), \(type.type.length)"),
            .init("practitioner", who.id.rawValue),
        ] + [reason].compactMap { $0 }
    }

    private func stale(_ type: TypeEvaluation, _ who: Practitioner) -> Finding {
        let what =
            type.reason.map { "`\($0.name)`, which is switched off" }
            ?? "`\(type.link?.reason.rawValue ?? "")`, which is not in the PMS"
        return finding(
            .linkStale, about: subject(type, who),
            "`\(type.type.name)` with `\(who.name)` is linked to \(what)",
            evidence: facts(type, who))
    }

    private func notIn(_ type: TypeEvaluation, _ who: Practitioner) -> Finding {
        finding(
            .notInLinkedReason, about: subject(type, who),
            "`\(who.name)` is not in `\(type.reason?.name ?? "")`, to which `\(type.type.name)` "
                + "is linked",
            evidence: facts(type, who))
    }

    private func lengthUnknown(_ type: TypeEvaluation, _ who: Practitioner) -> Finding {
        finding(
            .linkedLengthUnknown, about: subject(type, who),
            "`\(type.reason?.name ?? "")` has no length for `\(who.name)`, so "
                + "`\(type.type.name)` cannot be offered",
            evidence: facts(type, who))
    }

    private func lengthMismatch(_ type: TypeEvaluation, _ who: Practitioner) -> [Finding] {
        guard let reason = type.reason, reason.isActive, let length = type.length,
            length != type.type.length
        else { return [] }
        let isHeldBack = !evaluation.settings.allowsLengthMismatch
        return [
            finding(
                .lengthMismatch, about: subject(type, who),
                "`\(type.type.name)` with `\(who.name)` is \(type.type.length), but "
                    + "`\(reason.name)` is \(length) in the PMS",
                evidence: facts(type, who) + [.init("length in the PMS", "\(length)")]
                    + fact(of: "length_mismatch", in: "publishing"),
                severity: isHeldBack ? nil : .warning,
                fix: "Set the length of `\(type.type.name)` with `\(who.name)` to \(length) under "
                    + "Practice Admin > Appointments Setup > Appointment Types. Or change the "
                    + "length of `\(reason.name)` to \(type.type.length) in \(reasonsMenu).")
        ]
    }
}

extension Audit {
    /// Where the practice edits its booking reasons.
    private var reasonsMenu: String {
        switch pms.system {
        case .exact: "Exact Web Setup"
        case .oasis: "Oasis > Wizards > Online Setup > Online Details"
        }
    }
}

// Types without a link: C09 where others have one, C06 where names do not decide, else C01.
extension Audit {
    private func unlinked(
        _ type: TypeEvaluation, _ who: Practitioner, _ linked: LinkedTypes
    ) -> Finding {
        let others = linked.practitioners(of: type.type)
        let evidence = facts(type, who) + proposalFacts(type.proposal)
        let fix = proposedFix(type, who)
        if !others.isEmpty {
            return finding(
                .linkMissingForSome, about: subject(type, who),
                "`\(type.type.name)` is linked for \(quoted(others)), but not for `\(who.name)`",
                evidence: evidence, fix: fix)
        }
        if type.proposal?.match == .ambiguous {
            return finding(
                .nameAmbiguous, about: subject(type, who),
                "`\(type.type.name)` with `\(who.name)` is not linked, and several reasons fit "
                    + "its name",
                evidence: evidence)
        }
        return finding(
            .unlinked, about: subject(type, who),
            "`\(type.type.name)` with `\(who.name)` is not linked", evidence: evidence, fix: fix)
    }

    private func proposalFacts(_ proposal: LinkProposal?) -> [Finding.Fact] {
        guard let proposal else { return [] }
        guard let reason = evaluation.reason(proposal.reason) else {
            return [.init("proposal", proposal.why.map { "none: \($0)" } ?? "none")]
        }
        let percent = Int((proposal.confidence * 100).rounded())
        return [
            facts(of: reason, as: "proposal `\(reason.name)`"),
            .init("match", "\(proposal.match.rawValue), \(percent) % sure"),
        ] + (proposal.why.map { [.init("why", $0)] } ?? [])
    }

    private func proposedFix(_ type: TypeEvaluation, _ who: Practitioner) -> String? {
        evaluation.reason(type.proposal?.reason).map { reason in
            "Link `\(type.type.name)` with `\(who.name)` to `\(reason.name)`, if that is meant. "
                + "Otherwise choose another booking reason."
        }
    }
}

// What belongs to nothing, and names that are hard to tell apart.
extension Audit {
    private func typesOfNobody() -> [Finding] {
        let known = Set(pms.practitioners.map(\.id))
        let lost = setUp.appointmentTypes.filter { !known.contains($0.practitioner) }
        return Dictionary(grouping: lost, by: \.practitioner).sorted { $0.key < $1.key }.map {
            practitioner, types in
            finding(
                .typeWithoutPractitioner, about: .init(practitioner: practitioner),
                "\(quoted(types.map(\.name))) \(types.count == 1 ? "belongs" : "belong") to the "
                    + "practitioner `\(practitioner)`, whom the PMS does not have",
                evidence: types.map { .init("`\($0.name)`", "\($0.id), \($0.length)") })
        }
    }

    private func linksWithoutType() -> [Finding] {
        let known = Set(setUp.appointmentTypes.map { LinkKey($0.id, $0.practitioner) })
        return setUp.links.filter { !known.contains(LinkKey($0.type, $0.practitioner)) }
            .map { link in
                finding(
                    .linkWithoutType,
                    about: .init(
                        practitioner: link.practitioner, type: link.type, reason: link.reason),
                    "a link of `\(name(of: link.practitioner))` names the type `\(link.type)`, "
                        + "which does not exist",
                    evidence: [.init("linked reason", link.reason.rawValue)])
            }
    }

    private func sameNames() -> [Finding] {
        let active = pms.reasons.filter(\.isActive)
        let keys = active.map { NameKey($0.name) }
        guard Set(keys).count < keys.count else { return [] }
        let groups = Dictionary(grouping: zip(keys, active), by: \.0)
        return zip(keys, active).compactMap { key, reason in
            guard let same = groups[key]?.map(\.1), same.count > 1, same.first?.id == reason.id
            else { return nil }
            return finding(
                .nameAmbiguous, about: .init(reason: reason.id),
                "\(counted(same.count, "booking reason")) have the same name: "
                    + quoted(same.map(\.name)),
                evidence: same.map { facts(of: $0, as: "`\($0.name)`") }, severity: .advice)
        }
    }
}

/// For whom which types are linked, by id and by folded name; collected once.
private struct LinkedTypes {
    private var byID: [AppointmentTypeID: [String]] = [:]
    private var byName: [NameKey: [String]] = [:]

    /// Nobody asks where all types are linked, so then nothing is collected.
    init(_ evaluation: Evaluation) {
        let isAsked = evaluation.practitioners.contains { evaluated in
            evaluated.types.contains { $0.link == nil }
        }
        guard isAsked else { return }
        for evaluated in evaluation.practitioners {
            for type in evaluated.types where type.link != nil {
                byID[type.type.id, default: []].append(evaluated.practitioner.name)
                byName[NameKey(type.type.name), default: []].append(evaluated.practitioner.name)
            }
        }
    }

    /// The practitioners for whom a type of that id, else of that name, is linked.
    func practitioners(of type: AppointmentType) -> [String] {
        byID[type.id] ?? byName[NameKey(type.name)] ?? []
    }
}
