import DecisionHosts
import Diary
import Foundation
import LuaVM
import Measuring
import Rules
import SamplePractice

/// One decision with twelve reasons, in Swift and in a plain C host on the same guarded machine.
@main
struct DecisionBenchmark {
    static let rounds = 101
    static let times = 100

    static func main() throws {
        let root = CommandLine.arguments.dropFirst().first ?? "rules"
        guard let first = CivilDate("2026-03-02") else { stop("no such day") }
        let sample = SamplePractice(
            seed: 1, practitioners: 5, first: first, days: 1,
            zone: .fixed(secondsEast: 36_000, named: "UTC+10"))
        let sources = [
            try source("\(root)/core/default_reason.lua"),
            Source(name: "empty.lua", text: "return { decide = function() return {} end }"),
        ]
        let questions = Questions(sample.snapshot.pms)
        let swift = try SwiftHost(SwiftHost.program(sources), document: questions.document)
        guard let plain = CHost(sources, questions) else { stop("the host in C does not start") }
        check(swift, plain, questions)
        let cases =
            decisions(swift, plain, questions) + emptyCalls(swift, plain)
            + [try session(root, sample)] + (try machines(root, sample))
        print("One decision with 12 reasons; \(rounds) rounds, CPU time of the thread\n")
        print(Measurement(cases, rounds: rounds).table())
    }

    /// Both sides must give the right answers, and leave a trace, before anything is timed.
    private static func check(_ swift: SwiftHost, _ plain: CHost, _ questions: Questions) {
        guard plain.decide(times: 1) == questions.all.count else { stop("C answers wrongly") }
        for question in questions.all {
            let outcome = swift.ask(question, of: questions)
            guard isRight(outcome, question), !outcome.trace.events.isEmpty else {
                stop("Swift answers `\(question.branch)` wrongly: \(outcome.result)")
            }
        }
    }

    private static func isRight(_ outcome: Outcome, _ question: Question) -> Bool {
        guard case .success(let value) = outcome.result else { return false }
        return value["reason"]?.stringValue == question.expected.reason
            && value["step"]?.stringValue == question.expected.step
    }

    private static func decisions(
        _ swift: SwiftHost, _ plain: CHost, _ questions: Questions
    ) -> [Case] {
        let units = times * questions.all.count
        return [
            Case("C: decision", units: units) {
                guard plain.decide(times: times) == units else { stop("C answers wrongly") }
            },
            Case("Swift: decision", units: units, beside: "C: decision", target: ">= 0.8") {
                for _ in 0..<times {
                    for question in questions.all {
                        let outcome = swift.ask(question, of: questions)
                        guard isRight(outcome, question) else { stop("Swift answers wrongly") }
                    }
                }
            },
        ]
    }

    private static func emptyCalls(_ swift: SwiftHost, _ plain: CHost) -> [Case] {
        [
            Case("C: empty call", units: times) {
                guard plain.askNothing(of: 1, times: times) == times else { stop("no answer") }
            },
            Case("Swift: empty call", units: times, beside: "C: empty call") {
                for _ in 0..<times {
                    guard case .success = swift.askNothing(of: 1).result else { stop("no answer") }
                }
            },
        ]
    }

    /// All that an evaluation does for the decision: argument written, rule asked, answer held
    /// against its declaration, trace in the diary's words.
    private static func session(_ root: String, _ sample: SamplePractice) throws -> Case {
        let rules = try RuleSet(RuleDirectory(root: root), system: .exact, practice: nil)
        let session = RuleSession(rules, snapshot: sample.snapshot)
        return Case("Swift: decision of a session", units: times) {
            for _ in 0..<times {
                let (answer, record) = session.defaultReason()
                guard answer.step == "healthengine", record.failures.isEmpty else {
                    stop("the session answers wrongly")
                }
            }
        }
    }

    private static func machines(_ root: String, _ sample: SamplePractice) throws -> [Case] {
        let names = [
            "default_reason", "interval", "match_appointment_type", "practitioner_kind",
            "publish_practitioner",
        ]
        let core = try names.map { try source("\(root)/core/\($0).lua") }
        let program = SwiftHost.program(core)
        let machine = try Machine(program)
        let document = SampleDocument(sample.snapshot).bytes
        return [
            Case("begin: 5 practitioners, 12 reasons", units: 10) {
                for _ in 0..<10 { orStop { try machine.begin(document) } }
            },
            Case("begin, and open 5 sources", units: 10) {
                for _ in 0..<10 {
                    orStop {
                        try machine.begin(document)
                        for index in core.indices { _ = try machine.open(index) }
                    }
                }
            },
            Case("build a machine of 5 sources") { orStop { _ = try Machine(program) } },
        ]
    }

    private static func orStop(_ body: () throws -> Void) {
        do { try body() } catch { stop("\(error)") }
    }

    private static func source(_ path: String) throws -> Source {
        Source(name: path, text: try String(contentsOfFile: path, encoding: .utf8))
    }
}
