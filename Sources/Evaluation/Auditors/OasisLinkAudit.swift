internal import Diary
internal import Findings

// What Oasis asks of links beyond Exact: names that match, and lengths beside 'New Patient'.
extension Audit {
    private struct LinkedType {
        let type: AppointmentType
        let reason: BookingReason
        let practitioner: Practitioner
        let isRecognisedByIt: Bool
    }

    private var linkedTypes: [LinkedType] {
        guard pms.system == .oasis else { return [] }
        return evaluation.practitioners.flatMap { evaluated in
            evaluated.types.compactMap { type in
                guard let reason = type.reason, reason.isActive else { return nil }
                return LinkedType(
                    type: type.type, reason: reason, practitioner: evaluated.practitioner,
                    isRecognisedByIt: reason.id == evaluated.recognisedBy?.id)
            }
        }
    }

    /// S23: names best match exactly; ids make the link all the same (T14).
    func oasisNames() -> [Finding] {
        let different = linkedTypes.filter { $0.type.name != $0.reason.name }
        return Dictionary(grouping: different) { [$0.type.name, $0.reason.id.rawValue] }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .compactMap { _, same in
                guard let first = same.first else { return nil }
                return finding(
                    .nameNear, about: .init(type: first.type.id, reason: first.reason.id),
                    "`\(first.type.name)` is linked to the entry `\(first.reason.name)`, whose "
                        + "name differs",
                    evidence: [
                        .init("type", "`\(first.type.name)`"),
                        facts(of: first.reason, as: "`\(first.reason.name)`"),
                        .init("practitioners", quoted(same.map(\.practitioner.name))),
                    ])
            }
    }

    /// T6: an entry without a length takes the 'New Patient' length, also for existing patients.
    /// The entry that recognises availability is meant to (S19, S20).
    func oasisLengths() -> [Finding] {
        let borrowed = linkedTypes.filter { linked in
            let member = linked.reason.practitioners?.first {
                $0.practitioner == linked.practitioner.id
            }
            return linked.reason.minutes == nil && member?.minutes == nil
                && !linked.isRecognisedByIt
        }
        return pms.reasons.compactMap { reason in
            let own = borrowed.filter { $0.reason.id == reason.id }
            guard !own.isEmpty else { return nil }
            return finding(
                .newVersusExisting, about: .init(reason: reason.id),
                "the entry `\(reason.name)` has no length, so the 'New Patient' length counts",
                evidence: [facts(of: reason, as: "entry")]
                    + own.map { .init("`\($0.type.name)`", "with `\($0.practitioner.name)`") })
        }
    }
}
