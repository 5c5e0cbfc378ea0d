import CSlotsBaseline
import Diary
import Slots

/// The two sides of the comparison, ready to run.
struct Bench {
    enum Case: String, CaseIterable {
        case cSweep = "C: starts from sorted rows"
        case swiftSweep = "Swift: starts from sorted rows"
        case cOpenings = "C: starts from free runs"
        case swiftStarts = "Swift: starts of a timetable"
        case cDecisions = "C: deciding reason of every grid start"
        case swiftDecisions = "Swift: deciding reason of every grid start"
        case swiftTimetables = "Swift: timetables from a snapshot"

        /// The case in C that does the same.
        var baseline: Case? {
            switch self {
            case .swiftSweep, .cOpenings: .cSweep
            case .swiftStarts: .cOpenings
            case .swiftDecisions: .cDecisions
            default: nil
            }
        }
    }

    let workload: Workload
    var timetables: [Timetable]
    let baselines: [Baseline]
    let question: CQuestion
    private var starts = [Int64](repeating: 0, count: 100_000)
    private var decisions = [CDecision](repeating: CDecision(), count: 100_000)
    private(set) var startCount = 0
    private(set) var decisionCount = 0

    init(_ workload: Workload) {
        self.workload = workload
        let all = Timetable.all(of: workload.snapshot, zone: workload.zone)
        let ids = workload.snapshot.pms.practitioners.map(\.id)
        timetables = ids.compactMap { all[$0] }
        baselines = ids.map { Baseline(workload, $0) }
        question = CQuestion(workload)
    }

    mutating func run(_ one: Case) {
        switch one {
        case .cSweep: startCount = each { $0.starts(fromRows: $1) }
        case .cOpenings: startCount = each { $0.starts(fromOpenings: $1) }
        case .cDecisions: decisionCount = each { $0.decide($1) }
        case .swiftSweep:
            for index in timetables.indices { timetables[index].findOpenings() }
            startCount = sum { $0.starts(for: workload.demand, workload.settings).count }
        case .swiftStarts:
            startCount = sum { $0.starts(for: workload.demand, workload.settings).count }
        case .swiftDecisions:
            decisionCount = sum { $0.decisions(for: workload.demand, workload.settings).count }
        case .swiftTimetables:
            timetables.count == Timetable.all(of: workload.snapshot, zone: workload.zone).count
                ? () : print("a timetable is missing")
        }
    }

    /// Whether both sides give the same starts and the same deciding reasons.
    mutating func agrees() -> Bool {
        for (timetable, baseline) in zip(timetables, baselines) {
            let swiftStarts = timetable.starts(for: workload.demand, workload.settings).map {
                Int64($0.clockMinute)
            }
            for count in [starts(fromRows: baseline), starts(fromOpenings: baseline)]
            where !swiftStarts.elementsEqual(starts[..<count]) { return false }
            let count = decide(baseline)
            let reasons = timetable.decisions(for: workload.demand, workload.settings)
            let same = reasons.elementsEqual(decisions[..<count]) {
                $0.start.clockMinute == Int($1.start) && $0.blocker == $1.blocker
            }
            if !same { return false }
        }
        return true
    }

    private func sum(_ count: (Timetable) -> Int) -> Int {
        timetables.reduce(0) { $0 + count($1) }
    }

    private mutating func each(_ count: (inout Bench, Baseline) -> Int) -> Int {
        var sum = 0
        for index in baselines.indices { sum += count(&self, baselines[index]) }
        return sum
    }

    private mutating func starts(fromRows baseline: Baseline) -> Int {
        c_starts_from_rows(
            baseline.stretches, baseline.stretches.count, baseline.rows, baseline.rows.count,
            question, &starts)
    }

    private mutating func starts(fromOpenings baseline: Baseline) -> Int {
        c_starts_from_openings(baseline.openings, baseline.openings.count, question, &starts)
    }

    private mutating func decide(_ baseline: Baseline) -> Int {
        c_decisions(
            baseline.stretches, baseline.stretches.count, baseline.rows, baseline.rows.count,
            question, &decisions)
    }
}
