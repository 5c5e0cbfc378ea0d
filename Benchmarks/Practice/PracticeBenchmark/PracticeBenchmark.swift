import CSlotsBaseline
import Diary
import Evaluation
import Foundation
import Measuring
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
        let plain = try plainPractice(root, sample, evaluation, zone)
        check(evaluation, plain.practice, plain.columns)
        let parts = Parts(sample: sample, rules: rules, zone: zone, evaluation: evaluation)
        let cases = whole(evaluator, sample, plain.practice, evaluation) + parts.cases(times: times)
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
        let reason = defaultPlace(evaluation)
        let calls = evaluation.decisions.count
        let decide = { guard plain.decide(defaultReason: reason) == calls else { stop("C") } }
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

    private static func defaultPlace(_ evaluation: Evaluation) -> Int {
        evaluation.snapshot.pms.reasons.firstIndex { $0.id == evaluation.defaultReason.reason } ?? 0
    }

    private static func plainPractice(
        _ root: String, _ sample: SamplePractice, _ evaluation: Evaluation, _ zone: Zone
    ) throws -> (practice: PlainPractice, columns: [PlainColumn]) {
        let columns = evaluation.practitioners.map { practitioner in
            var column = PlainColumn(
                practitioner.practitioner.id, of: sample.snapshot, zone: zone)
            let length = practitioner.defaultLength ?? Minutes(30)
            let demands =
                [Demand(length: length, need: length)] + practitioner.types.compactMap(\.demand)
            column.questions = demands.map { CQuestion($0, evaluation) }
            return column
        }
        let rules = try PlainPractice.ruleNames.map { name in
            let path = "\(root)/core/\(name).lua"
            return (name: path, text: try String(contentsOfFile: path, encoding: .utf8))
        }
        let lengths = Set(evaluation.practitioners.flatMap { $0.types.compactMap(\.length?.count) })
        let practice = PlainPractice(
            sample.snapshot, rules: rules, kinds: evaluation.practitioners.map(\.kind.rawValue),
            lengths: lengths.sorted().map { Int64($0) }, columns: columns)
        guard let practice else { stop("the host in C does not start") }
        return (practice, columns)
    }

    /// Both sides must give the same starts before anything is timed.
    private static func check(
        _ evaluation: Evaluation, _ plain: PlainPractice, _ columns: [PlainColumn]
    ) {
        for (practitioner, column) in zip(evaluation.practitioners, columns) {
            let own = [practitioner.recognised] + practitioner.types.map(\.starts)
            for (starts, question) in zip(own, column.questions) {
                let same = plain.listed(column, question).elementsEqual(
                    starts.map { Int64($0.clockMinute) })
                guard same, !starts.isEmpty else { stop("the starts of C and Swift differ") }
            }
        }
    }
}

extension CQuestion {
    fileprivate init(_ demand: Demand, _ evaluation: Evaluation) {
        let now = evaluation.now.seconds / 60
        self.init(
            length: Int32(demand.length.count), need: Int32(demand.need.count),
            interval: Int32(evaluation.interval.interval.count), now: Int32(now),
            earliest: Int32(now + evaluation.settings.lead.count),
            horizon: Int32((evaluation.lastDay.dayNumber + 1) * 1440))
    }
}
