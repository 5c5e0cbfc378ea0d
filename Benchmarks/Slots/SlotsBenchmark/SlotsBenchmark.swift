import CSlotsBaseline
import Diary
import Slots

#if canImport(Glibc)
    import Glibc
#endif

/// Slots in Swift beside C that does the same, in turns within one run; prints medians and ratios.
@main
struct SlotsBenchmark {
    static let rounds = 101
    static let repeats = 20

    static func main() throws {
        guard let first = CivilDate("2026-03-02") else { return }
        let workload = Workload(
            zone: try ZoneDatabase().zone(named: "Australia/Sydney"), first: first)
        var bench = Bench(workload)
        guard bench.agrees() else {
            print("the outputs of C and Swift differ")
            exit(1)
        }
        var times = [[Double]](repeating: [], count: Bench.Case.allCases.count)
        for _ in 0..<rounds {
            for (index, one) in Bench.Case.allCases.enumerated() {
                let start = processorSeconds()
                for _ in 0..<repeats { bench.run(one) }
                let spent = processorSeconds() - start
                times[index].append(spent * 1e9 / Double(repeats * Workload.size))
            }
        }
        report(workload, bench, times.map(median))
    }

    private static func report(_ workload: Workload, _ bench: Bench, _ medians: [Double]) {
        let rows = workload.snapshot.pms.diary.count
        print(
            "\(Workload.size) practitioner-days, \(rows) rows, \(bench.startCount) starts,",
            "\(bench.decisionCount) candidates; median of \(rounds) rounds, ns of CPU time each")
        for (one, median) in zip(Bench.Case.allCases, medians) {
            var line = one.rawValue
            while line.count < 46 { line += " " }
            line += tenths(median)
            if let base = one.baseline, let place = Bench.Case.allCases.firstIndex(of: base) {
                line += "   \(tenths(median / medians[place])) x \(base.rawValue)"
            }
            print(line)
        }
    }

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
