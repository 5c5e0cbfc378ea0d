import Diary
import Evaluation

/// `gapbook slots --format json`: `docs/schemas/slots-1.schema.json`.
struct SlotsOutput: Encodable {
    let format = "gapbook.slots/1"
    let practice: PracticeOutput
    let provenance: ProvenanceOutput
    /// How many starts are listed.
    let count: Int
    let offers: [OfferOutput]

    init(
        _ evaluation: Evaluation,
        _ matches: [(practitioner: PractitionerEvaluation, types: [TypeEvaluation])],
        first: CivilDate?, last: CivilDate?
    ) {
        practice = PracticeOutput(evaluation.snapshot)
        provenance = ProvenanceOutput(evaluation)
        let days = Selection(first: first, last: last)
        let wanted = matches.map { match in
            (match.practitioner.practitioner.id, Set(match.types.map(\.type.id)))
        }
        let offers = (evaluation.publication?.offers ?? []).compactMap { offer in
            guard
                wanted.contains(where: { $0.0 == offer.practitioner && $0.1.contains(offer.type) })
            else { return nil as Publication.Offer? }
            var offer = offer
            offer.starts = offer.starts.filter { days.includes($0.date) }
            return offer
        }
        count = offers.reduce(0) { $0 + $1.starts.count }
        self.offers = offers.map(OfferOutput.init)
    }
}
