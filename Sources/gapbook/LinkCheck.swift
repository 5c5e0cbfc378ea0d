import Diagnostics
import Diary
import Evaluation
import Ports

/// Whether links would work, by the evaluation that publishes: the set-up with the links in it.
struct LinkCheck {
    /// What keeps a link from working, link by link.
    let problems: [Problem]

    /// Evaluates the practice as it would be with these links.
    ///
    /// - Throws: C0404 before the first reading.
    init(of links: [Link], in known: KnownPractice) async throws {
        let evaluation = try await known.evaluation(with: known.setUp.linked(links))
        problems = links.compactMap { Self.problem(with: $0, in: evaluation, known) }
    }

    /// What keeps a link of an evaluated set-up from working; nil where it works.
    static func problem(
        with link: Link, in evaluation: Evaluation, _ known: KnownPractice
    ) -> Problem? {
        let row = evaluation.practitioners.first { $0.practitioner.id == link.practitioner }
        let pms = known.record.system.productName
        guard let type = row?.types.first(where: { $0.type.id == link.type }) else {
            return Problem(
                "C0409", "the latest reading has no practitioner `\(link.practitioner)`",
                hint: "read the PMS again with `gapbook refresh`, or remove the type")
        }
        let reason = known.words(link.reason)
        let person = known.words(link.practitioner)
        if type.blockers.contains(.linkStale) {
            return Problem(
                "C0409", "the booking reason \(reason) is switched off in \(pms)",
                hint: "switch it on in \(pms), or link another one")
        }
        if type.blockers.contains(.notInLinkedReason) {
            return Problem(
                "C0409", "\(person) is not in the booking reason \(reason)",
                hint: "add the practitioner to it in \(pms), or link another one")
        }
        if type.blockers.contains(.typeLengthUnknown) {
            return Problem(
                "C0409", "\(pms) says no length of \(reason) with \(person)",
                hint: "set the length in \(pms), then run `gapbook refresh`")
        }
        guard type.blockers.contains(.lengthMismatch), let length = type.length else { return nil }
        let own = type.type.length
        return Problem(
            "C0409",
            "the lengths differ: the type \(link.type) \(type.type.name) has \(own), \(reason) "
                + "has \(length) with \(person)",
            hint: "set \(length) at the marketplace and with `gapbook types add`, or \(own) in "
                + "\(pms); --anyway links it, and it is not offered until they are equal")
    }
}

extension SetUp {
    /// The same with these links in place of others of the same types.
    func linked(_ links: [Link]) -> SetUp {
        var setUp = self
        setUp.links.removeAll { old in
            links.contains { $0.type == old.type && $0.practitioner == old.practitioner }
        }
        setUp.links += links
        return setUp
    }
}
