import CDecisionHost
import CSlotsBaseline
import DecisionHosts
import Diary

/// The same practice in plain C: the same decisions asked in the same order, and one sweep over
/// sorted rows for each question about starts.
final class PlainPractice {
    private let host: OpaquePointer
    private let document: CBytes
    private let places: SampleDocument
    private let sources: [Int32]
    private let parameters: [CBytes]
    private let kinds: [UnsafePointer<CChar>?]
    private let names = Kept.texts(["healthengine"])
    private let lengths: [Int64]
    private let columns: [PlainColumn]
    private var starts = [Int64](repeating: 0, count: 100_000)

    /// Takes the core rules in the order of `ruleNames`.
    init?(
        _ snapshot: Snapshot, rules: [(name: String, text: String)], kinds: [String],
        lengths: [Int64], columns: [PlainColumn]
    ) {
        guard let host = Kept.host(rules) else { return nil }
        self.host = host
        places = SampleDocument(snapshot)
        document = Kept.bytes(places.bytes)
        sources = rules.indices.map { Int32($0) }
        parameters = [
            SampleParameters.defaultReason, SampleParameters.kind, SampleParameters.publish,
            SampleParameters.interval,
        ].map(Kept.bytes)
        self.kinds = kinds.map(Kept.text)
        self.lengths = lengths
        self.columns = columns
    }

    deinit { c_host_close(host) }

    static let ruleNames = [
        "default_reason", "practitioner_kind", "publish_practitioner", "interval",
    ]

    /// Opens the rules over the document and asks everything; how many calls were answered.
    func decide(defaultReason: Int) -> Int {
        guard c_host_begin(host, document) else { return 0 }
        let practice = Int32(places.practice)
        let reasons = Int32(places.reasons)
        var answered = 0
        var question = CDefaultReasonQuestion(
            practice: practice, reasons: reasons, assigned: nil, pinned: false, names: names,
            name_count: 1)
        answered += asked { c_default_reason(host, sources[0], parameters[0], &question, $0) }
        for (place, reference) in places.practitionerPlaces.enumerated() {
            answered += asked {
                c_kind(host, sources[1], parameters[1], practice, Int32(reference), $0)
            }
            var question = CPublishQuestion(
                practice: practice, practitioner: Int32(reference), reasons: reasons,
                default_reason: Int32(places.reasonPlaces[defaultReason]), kind: kinds[place],
                in_default: true)
            answered += asked { c_publish(host, sources[2], parameters[2], &question, $0) }
        }
        answered += asked {
            c_interval(host, sources[3], parameters[3], practice, lengths, lengths.count, $0)
        }
        return answered
    }

    /// Sweeps every column once for each question; how many starts there are.
    func sweep() -> Int {
        var count = 0
        for column in columns {
            for question in column.questions { count += starts(of: column, question) }
        }
        return count
    }

    /// The starts of one question, for comparison.
    func listed(_ column: PlainColumn, _ question: CQuestion) -> [Int64] {
        Array(starts[..<starts(of: column, question)])
    }

    private func starts(of column: PlainColumn, _ question: CQuestion) -> Int {
        c_starts_from_rows(
            column.stretches, column.stretches.count, column.rows, column.rows.count, question,
            &starts)
    }

    private func asked(_ ask: (UnsafeMutablePointer<COutcome>) -> Bool) -> Int {
        var outcome = COutcome()
        let isAnswered = ask(&outcome)
        c_outcome_free(&outcome)
        return isAnswered ? 1 : 0
    }
}

/// One practitioner's rows, and what is asked of them.
struct PlainColumn {
    private(set) var stretches: [CStretch] = []
    private(set) var rows: [CRow] = []
    var questions: [CQuestion] = []

    /// Takes the rows of a sample practice, which ascend and never overlap.
    init(_ practitioner: PractitionerID, of snapshot: Snapshot, zone: Zone) {
        func minute(_ local: CivilDateTime) -> Int32 { Int32(zone.instant(of: local).seconds / 60) }
        for session in snapshot.pms.sessions where session.practitioner == practitioner {
            let start = CivilDateTime(session.date, session.start)
            let offset = Int32(zone.offset(at: zone.instant(of: start)) / 60)
            let end = minute(CivilDateTime(session.date, session.end))
            stretches.append(CStretch(start: minute(start), end: end, offset: offset))
        }
        for entry in snapshot.pms.diary where entry.practitioner == practitioner {
            guard case .civil(let local) = entry.start, case .after(let length) = entry.end else {
                continue
            }
            let start = minute(local)
            rows.append(CRow(start: start, end: start + Int32(length.count), kind: 2))
        }
    }
}
