import CDecisionHost
import DecisionHosts
import LuaVM

/// The C side: Swift makes its questions ready once, and C does the rest.
final class CHost {
    private let host: OpaquePointer
    private let document: CBytes
    private let parameters: CBytes
    private let questions: [CCheckedQuestion]

    init?(_ sources: [Source], _ questions: Questions) {
        guard let host = Kept.host(sources.map { ($0.name, $0.text) }) else { return nil }
        self.host = host
        document = Kept.bytes(questions.document)
        parameters = Kept.bytes(SampleParameters.defaultReason)
        let names = Kept.texts(Questions.healthengineNames)
        self.questions = questions.all.map { question in
            CCheckedQuestion(
                question: CDefaultReasonQuestion(
                    practice: Int32(questions.practice), reasons: Int32(question.reasons),
                    assigned: question.assigned.flatMap(Kept.text), pinned: question.isPinned,
                    names: names, name_count: Questions.healthengineNames.count),
                reason: Kept.text(question.expected.reason),
                step: Kept.text(question.expected.step))
        }
        guard c_host_begin(host, document) else { return nil }
    }

    deinit { c_host_close(host) }

    /// Asks all questions so many times; how many answers were right.
    func decide(times: Int) -> Int {
        c_decide(host, 0, parameters, questions, questions.count, times)
    }

    /// Asks an empty rule so many times; how many calls were answered.
    func askNothing(of source: Int32, times: Int) -> Int { c_empty(host, source, times) }
}
