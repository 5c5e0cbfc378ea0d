internal import Diary
internal import Findings
internal import Ports

/// What only a history shows: how the set-up at the PMS has drifted away from the links (S15).
///
/// Pure: compares the outline of the reading before with the new reading. A drift is seen once, so
/// its finding is carried on until it is undone, the link is gone, or its time is over.
struct Drift {
    let earlier: ReadingOutline?
    let reading: PMSReading
    let setUp: SetUp
    let published: Published
    let seen: [SeenFinding]
    let now: Instant
    let lasts: Duration

    private var current: ReadingOutline { ReadingOutline(reading) }

    /// The codes that come from here.
    static let codes: Set<String> = Set(
        [FindingCode.linkedRenamed, .linkedRetimed, .reasonDeleted, .practitionerGone]
            .map(\.rawValue))

    /// The drifts that are new, and those that are carried on.
    func findings() -> [Finding] {
        let current = current
        let fresh = renamed(current) + retimed(current) + deleted(current) + gone(current)
        let freshKeys = Set(fresh.map(Key.init))
        let carried = seen.filter { Drift.codes.contains($0.finding.code) }
            .filter { now.since($0.firstSeen) < lasts }
            .filter { !freshKeys.contains(Key($0.finding)) && stillHolds($0.finding, current) }
        return fresh + carried.map(\.finding)
    }

    /// The stale links of an evaluation, with when and under which name the reason was last seen.
    func dated(_ findings: [Finding]) -> [Finding] {
        findings.map { finding in
            guard finding.code == FindingCode.linkStale.rawValue,
                let reason = finding.subject.reason
            else { return finding }
            var finding = finding
            if let known = earlier?.reasons[reason], known.isActive, let earlier {
                finding.evidence += [
                    .init("last seen in the PMS", "\(earlier.readAt)"),
                    .init("name at that time", known.name),
                ]
            } else if let before = seen.first(where: { Key($0.finding) == Key(finding) }) {
                finding.evidence += before.finding.evidence.filter {
                    ["last seen in the PMS", "name at that time"].contains($0.name)
                }
            }
            return finding
        }
    }

    private struct Key: Hashable {
        let code: String
        let subject: Finding.Subject

        init(_ finding: Finding) {
            code = finding.code
            subject = finding.subject
        }
    }

    private var linked: Set<ReasonID> { Set(setUp.links.map(\.reason)) }

    private func renamed(_ current: ReadingOutline) -> [Finding] {
        linked.sorted().compactMap { id in
            guard let was = earlier?.reasons[id], let new = current.reasons[id],
                was.name != new.name
            else { return nil }
            let original = original(.linkedRenamed, .init(reason: id)) ?? was.name
            guard original != new.name else { return nil }
            return Finding(
                .linkedRenamed, .init(reason: id),
                message: "the linked reason `\(original)` is called `\(new.name)` now",
                evidence: [
                    .init("was", original), .init("is", new.name), .init("reason", id.rawValue),
                    .init("seen", "\(reading.readAt)"),
                ], system: reading.system)
        }
    }

    private func retimed(_ current: ReadingOutline) -> [Finding] {
        setUp.links.compactMap { link in
            let subject = Finding.Subject(
                practitioner: link.practitioner, type: link.type, reason: link.reason)
            guard let earlier, let reason = current.reasons[link.reason],
                let practitioner = current.practitioners[link.practitioner]
            else { return nil }
            let was = earlier.length(of: link.reason, with: link.practitioner)
            let length = words(current.length(of: link.reason, with: link.practitioner))
            // A length that is known for the first time has not been changed.
            guard words(was) != length,
                let original = original(.linkedRetimed, subject) ?? was.map(words),
                original != length
            else { return nil }
            return Finding(
                .linkedRetimed, subject,
                message: "`\(reason.name)` took \(original) with `\(practitioner)` and takes "
                    + "\(length) now",
                evidence: [
                    .init("was", original), .init("is", length),
                    .init("reason", link.reason.rawValue),
                    .init("set at", place(of: reason, with: link.practitioner)),
                    .init("seen", "\(reading.readAt)"),
                ], system: reading.system)
        }
    }

    /// A length that is gone is a change as well.
    private func words(_ length: Minutes?) -> String { length?.description ?? "no known time" }

    /// Where staff see the length in the PMS.
    private func place(
        of reason: ReadingOutline.Reason, with practitioner: PractitionerID
    ) -> String {
        if reason.length(with: practitioner) != nil { return "the booking reason" }
        return switch reading.system {
        case .exact: "the practitioner's default length"
        case .oasis: "the 'New Patient' column"
        }
    }

    /// A linked one has C03 of the evaluation; this is for those that only the list shows.
    private func deleted(_ current: ReadingOutline) -> [Finding] {
        guard let earlier else { return [] }
        return earlier.reasons.keys.sorted()
            .filter { current.reasons[$0] == nil && !linked.contains($0) }
            .map { id in
                let name = earlier.reasons[id]?.name ?? id.rawValue
                return Finding(
                    .reasonDeleted, .init(reason: id),
                    message: "the booking reason `\(name)` is no longer in the PMS",
                    evidence: [
                        .init("reason", id.rawValue), .init("last seen", "\(earlier.readAt)"),
                    ], system: reading.system)
            }
    }

    private func gone(_ current: ReadingOutline) -> [Finding] {
        guard let earlier else { return [] }
        return earlier.practitioners.keys.sorted()
            .filter { current.practitioners[$0] == nil }
            .map { id in
                let name = earlier.practitioners[id] ?? id.rawValue
                return Finding(
                    .practitionerGone, .init(practitioner: id),
                    message: "`\(name)` is no longer in the PMS",
                    evidence: [
                        .init("practitioner", id.rawValue),
                        .init("last seen", "\(earlier.readAt)"),
                        .init(
                            "had an appointment book",
                            published.books.contains { $0.practitioner == id } ? "yes" : "no"),
                    ], system: reading.system)
            }
    }

    /// What a drift that is still reported started from.
    private func original(_ code: FindingCode, _ subject: Finding.Subject) -> String? {
        seen.first { $0.finding.code == code.rawValue && $0.finding.subject == subject }?
            .finding.evidence.first { $0.name == "was" }?.value
    }

    private func stillHolds(_ finding: Finding, _ current: ReadingOutline) -> Bool {
        let was = finding.evidence.first { $0.name == "was" }?.value
        switch finding.code {
        case FindingCode.linkedRenamed.rawValue:
            guard let id = finding.subject.reason, let reason = current.reasons[id] else {
                return false
            }
            return linked.contains(id) && reason.name != was
        case FindingCode.linkedRetimed.rawValue:
            guard let id = finding.subject.reason, let who = finding.subject.practitioner,
                current.reasons[id] != nil, current.practitioners[who] != nil
            else { return false }
            return words(current.length(of: id, with: who)) != was
                && setUp.links.contains {
                    $0.reason == id && $0.practitioner == who && $0.type == finding.subject.type
                }
        case FindingCode.reasonDeleted.rawValue:
            return finding.subject.reason.map { current.reasons[$0] == nil } ?? false
        default:
            return finding.subject.practitioner.map { current.practitioners[$0] == nil } ?? false
        }
    }
}
