internal import CDecisionHost
internal import DecisionHosts
package import Diary
package import Evaluation
internal import Rules

/// A practice in plain C: the same decisions asked in the same order as an evaluation, and one sweep
/// over sorted rows for each question about starts.
package final class PlainPractice {
    private let host: PlainHost
    private let document: CBytes
    private let places: SampleDocument
    private let kinds: [UnsafePointer<CChar>?]
    private let lengths: [Int64]
    private let defaultPlace: Int
    private let columns: [PlainColumn]

    /// Takes what an evaluation of the practice asked.
    package init(_ evaluation: Evaluation, host: PlainHost, zone: Zone) {
        self.host = host
        let snapshot = evaluation.snapshot
        places = SampleDocument(snapshot)
        document = Kept.bytes(places.bytes)
        kinds = evaluation.practitioners.map { Kept.text($0.kind.rawValue) }
        let types = evaluation.practitioners.flatMap(\.types)
        lengths = Set(types.compactMap(\.length?.count)).sorted().map { Int64($0) }
        defaultPlace =
            snapshot.pms.reasons.firstIndex { $0.id == evaluation.defaultReason.reason } ?? 0
        columns = evaluation.practitioners.map { PlainColumn($0, of: evaluation, zone: zone) }
    }

    /// Opens the rules over the document and asks everything; how many calls were answered.
    package func decide() -> Int {
        guard c_host_begin(host.pointer, document) else { return 0 }
        let practice = Int32(places.practice)
        let reasons = Int32(places.reasons)
        var answered = 0
        var question = CDefaultReasonQuestion(
            practice: practice, reasons: reasons, assigned: nil, pinned: false, names: host.names,
            name_count: 1)
        answered += asked { c_default_reason($0, 0, host.parameters[0], &question, $1) }
        for (place, reference) in places.practitionerPlaces.enumerated() {
            answered += asked {
                c_kind($0, 1, host.parameters[1], practice, Int32(reference), $1)
            }
            var question = CPublishQuestion(
                practice: practice, practitioner: Int32(reference), reasons: reasons,
                default_reason: Int32(places.reasonPlaces[defaultPlace]), kind: kinds[place],
                in_default: true)
            answered += asked { c_publish($0, 2, host.parameters[2], &question, $1) }
        }
        answered += asked {
            c_interval($0, 3, host.parameters[3], practice, lengths, lengths.count, $1)
        }
        return answered
    }

    /// Sweeps every column once for each question; how many starts there are.
    package func sweep() -> Int {
        var count = 0
        for column in columns {
            for question in column.questions { count += host.starts(of: column, question) }
        }
        return count
    }

    /// Whether it has the starts of the evaluation that it was made from, and some of each.
    package func agrees(with evaluation: Evaluation) -> Bool {
        zip(evaluation.practitioners, columns).allSatisfy { practitioner, column in
            let own = [practitioner.recognised] + practitioner.types.map(\.starts)
            return zip(own, column.questions).allSatisfy { starts, question in
                !starts.isEmpty
                    && host.listed(column, question).elementsEqual(
                        starts.map { Int64($0.clockMinute) })
            }
        }
    }

    private func asked(_ ask: (OpaquePointer, UnsafeMutablePointer<COutcome>) -> Bool) -> Int {
        var outcome = COutcome()
        let isAnswered = ask(host.pointer, &outcome)
        c_outcome_free(&outcome)
        return isAnswered ? 1 : 0
    }
}
