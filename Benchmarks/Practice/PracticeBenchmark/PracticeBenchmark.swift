import Diary
import Evaluation
import Measuring
import PlainPractice
import Rules
import SamplePractice
import Slots

/// A whole practice, snapshot to publication, beside the same decisions and sweeps in plain C.
@main
struct PracticeBenchmark {
    static let rounds = 101
    static let times = 10

    static func main() throws {
        let root = CommandLine.arguments.dropFirst().first ?? "rules"
        let zone = try ZoneDatabase().zone(named: "Australia/Sydney")
        guard let first = CivilDate("2026-03-02") else { stop("no such day") }
        let sample = SamplePractice(
            seed: 1, practitioners: 5, first: first, days: 90, zone: zone)
        let rules = try RuleSet(RuleDirectory(root: root), system: .exact, practice: nil)
        let evaluator = Evaluator(rules: rules, zone: zone, zoneVersion: "sample")
        let evaluation = evaluator.evaluate(sample.snapshot, now: sample.now)
        guard let host = try PlainHost(root: root) else { stop("the host in C does not start") }
        let plain = PlainPractice(evaluation, host: host, zone: zone)
        guard plain.agrees(with: evaluation) else { stop("the starts of C and Swift differ") }
        let parts = Parts(sample: sample, rules: rules, zone: zone, evaluation: evaluation)
        let cases = whole(evaluator, sample, plain, evaluation) + parts.cases(times: times)
        let starts = evaluation.publication?.offers.reduce(0) { $0 + $1.starts.count } ?? 0
        print(
            "5 practitioners, 90 days, \(sample.snapshot.pms.diary.count) diary rows,",
            "\(evaluation.decisions.count) decisions, \(starts) published starts,",
            "\(evaluation.findings.count) findings; \(rounds) rounds, CPU time of the thread\n")
        print(Measurement(cases, rounds: rounds).table())
    }

    private static func whole(
        _ evaluator: Evaluator, _ sample: SamplePractice, _ plain: PlainPractice,
        _ evaluation: Evaluation
    ) -> [Case] {
        let calls = evaluation.decisions.count
        let decide = { guard plain.decide() == calls else { stop("C") } }
        let sweep = { guard plain.sweep() > 0 else { stop("no starts in C") } }
        return [
            Case("C: decisions and sweeps", units: times) {
                for _ in 0..<times {
                    decide()
                    sweep()
                }
            },
            Case(
                "Swift: whole practice", units: times, beside: "C: decisions and sweeps",
                target: "<= 1 ms"
            ) {
                for _ in 0..<times {
                    let evaluation = evaluator.evaluate(sample.snapshot, now: sample.now)
                    guard evaluation.publication != nil else { stop("nothing is published") }
                }
            },
            Case("C: open 4 sources, 12 decisions", units: times) {
                for _ in 0..<times { decide() }
            },
            Case("C: sweeps", units: times) { for _ in 0..<times { sweep() } },
        ]
    }
}
