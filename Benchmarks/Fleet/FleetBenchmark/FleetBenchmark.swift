import Diary
import Evaluation
import Foundation
import Measuring
import PlainPractice
import Rules
import SamplePractice

/// Ten thousand different practices in one process: whether the time stays in proportion, and
/// whether anything but the snapshots takes memory.
@main
struct FleetBenchmark {
    static let counts = [1_000, 5_000, 10_000]
    /// How many practices the host in C works through: its time is in proportion by nature.
    static let plainCount = 500
    /// What each practice has: five practitioners over thirty days.
    static let days = 30

    static func main() async throws {
        let root = CommandLine.arguments.dropFirst().first ?? "rules"
        let zone = try ZoneDatabase().zone(named: "Australia/Sydney")
        guard let first = CivilDate("2026-03-02") else { stop("no such day") }
        let rules = try RuleSet(RuleDirectory(root: root), system: .exact, practice: nil)
        let evaluator = Evaluator(rules: rules, zone: zone, zoneVersion: "sample")
        let before = residentBytes()
        let fleet = (0..<(counts.max() ?? 0)).map {
            SamplePractice(
                seed: UInt64($0), practitioners: 5, first: first, days: days, zone: zone)
        }
        print(
            "\(fleet.count) practices of 5 practitioners and \(days) days; their snapshots take",
            "\(megabytes(residentBytes() - before))\n")
        warmUp(evaluator, fleet)
        guard let host = try PlainHost(root: root) else { stop("the host in C does not start") }
        let plain = fleet.prefix(plainCount).map { practice in
            PlainPractice(
                evaluator.evaluate(practice.snapshot, now: practice.now), host: host, zone: zone)
        }
        _ = secondsInC(plain)
        var rows = [
            [
                "practices", "threads", "practices/s", "per practice", "in C", "throughput",
                "memory before", "after",
            ]
        ]
        for threads in [1, 2] {
            for count in counts {
                rows.append(
                    await measure(
                        evaluator, Array(fleet.prefix(count)), threads: threads,
                        inC: secondsInC(plain)))
            }
        }
        print(layOut(rows))
        print("\n" + (try ruleSets(root, fleet, zone)))
    }

    /// The pool's machines and the allocator's first pages are there before anything is measured.
    private static func warmUp(_ evaluator: Evaluator, _ fleet: [SamplePractice]) {
        for practice in fleet.prefix(200) { evaluate(practice, evaluator) }
    }

    private static func evaluate(_ practice: SamplePractice, _ evaluator: Evaluator) {
        let evaluation = evaluator.evaluate(practice.snapshot, now: practice.now)
        guard evaluation.publication?.offers.count == 30, evaluation.ruleFailures.isEmpty else {
            stop("\(practice.snapshot.pms.practice) is published wrongly")
        }
    }

    private static func measure(
        _ evaluator: Evaluator, _ fleet: [SamplePractice], threads: Int, inC: Double
    ) async -> [String] {
        let before = residentBytes()
        let wall = wallSeconds()
        let spent = await withTaskGroup(of: Double.self) { group in
            for thread in 0..<threads {
                group.addTask {
                    let start = threadSeconds()
                    for index in stride(from: thread, to: fleet.count, by: threads) {
                        evaluate(fleet[index], evaluator)
                    }
                    return threadSeconds() - start
                }
            }
            return await group.reduce(0, +)
        }
        let rate = Double(fleet.count) / (wallSeconds() - wall)
        let own = spent / Double(fleet.count)
        return [
            "\(fleet.count)", "\(threads)", decimal(rate, places: 0),
            duration(own * 1e9), duration(inC * 1e9), "\(decimal(inC / own, places: 2)) x C",
            megabytes(before), megabytes(residentBytes()),
        ]
    }

    /// What one practice takes in the host in C, right before the same practices are evaluated.
    private static func secondsInC(_ plain: [PlainPractice]) -> Double {
        let start = threadSeconds()
        for practice in plain where practice.decide() == 0 || practice.sweep() == 0 {
            stop("the host in C gives nothing")
        }
        return (threadSeconds() - start) / Double(plain.count)
    }

    /// What a rule set of its own costs, as a practice with rules of its own needs one: loading,
    /// and the memory that stays with it and with the machine of its first evaluation.
    private static func ruleSets(_ root: String, _ fleet: [SamplePractice], _ zone: Zone) throws
        -> String
    {
        let count = 200
        let before = residentBytes()
        var spent = 0.0
        var evaluators: [Evaluator] = []
        for practice in fleet.prefix(count) {
            let start = threadSeconds()
            let rules = try RuleSet(RuleDirectory(root: root), system: .exact, practice: nil)
            spent += threadSeconds() - start
            evaluators.append(Evaluator(rules: rules, zone: zone, zoneVersion: "sample"))
            if let evaluator = evaluators.last { evaluate(practice, evaluator) }
        }
        let bytes = (residentBytes() - before) / evaluators.count
        return "a rule set of its own takes \(duration(spent * 1e9 / Double(count))) to load and "
            + "keeps \(bytes >> 10) KB with one machine"
    }

    private static func megabytes(_ bytes: Int) -> String { "\(bytes >> 20) MB" }
}
