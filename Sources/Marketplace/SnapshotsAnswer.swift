internal import Ports

/// The answer to a call with several days, as the contract writes it. Every list may be missing.
struct SnapshotsAnswer: Decodable, Sendable {
    let created: [TextID]?
    let existing: [TextID]?
    let failed: [TextID]?
    let errors: [Refusal]?

    /// Why a snapshot was refused.
    struct Refusal: Decodable, Sendable {
        let snapshot: TextID
        let error: String?
    }

    /// What became of each snapshot, by its place in the call.
    ///
    /// A reference is a snapshot's id, or its place where the id was not understood. One that is
    /// neither says nothing about any of ours.
    func answer(to ids: [String]) -> AvailabilityAnswer {
        let places = Dictionary(
            ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        func named(_ references: [TextID]?) -> Set<Int> {
            Set(
                (references ?? []).compactMap { reference in
                    places[reference.text]
                        ?? Int(reference.text).flatMap { ids.indices.contains($0) ? $0 : nil }
                })
        }
        let created = named(created)
        let existing = named(existing)
        let failed = named(failed).union(named(errors?.map(\.snapshot)))
        var answer = AvailabilityAnswer(created: [], existing: [], failed: [:])
        for place in ids.indices {
            switch (created.contains(place), existing.contains(place), failed.contains(place)) {
            case (true, false, false): answer.created.append(place)
            case (false, true, false): answer.existing.append(place)
            case (false, false, true): answer.failed[place] = words(about: named, place)
            case (false, false, false): answer.failed[place] = "not mentioned in the answer"
            default:
                answer.failed[place] =
                    "mentioned twice in the answer"
                    + (failed.contains(place)
                        ? ": " + words(about: named, place) : "")
            }
        }
        return answer
    }

    private func words(about named: ([TextID]?) -> Set<Int>, _ place: Int) -> String {
        let words = (errors ?? []).filter { named([$0.snapshot]).contains(place) }
            .compactMap(\.error).filter { !$0.isEmpty }.joined(separator: "; ")
        return words.isEmpty ? "refused without a reason" : words.shownWords
    }
}
