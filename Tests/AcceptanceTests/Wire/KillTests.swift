import Diary
import Foundation
import Simulators
import Testing

/// The daemon is killed at random points while diaries are edited and calls fail. `GAPBOOK_KILLS`
/// says how often, `GAPBOOK_SEED` replays a run.
@Suite("Served: the plug is pulled")
struct KillTests {
    /// What may be in a book on a day; each has starts that are known without any rule.
    private enum State: CaseIterable {
        case free, morningTaken, afternoonTaken

        var starts: [String] {
            switch self {
            case .free: BenchPractice.day
            case .morningTaken: BenchPractice.afternoon
            case .afternoonTaken: BenchPractice.morning
            }
        }
    }

    private struct Place: Hashable {
        let book: String
        let day: CivilDate
    }

    /// The PMS as the test knows it, and how it was since it last was quiet.
    private struct Truth {
        var now: [Place: State] = [:]
        var since: [Place: Set<[String]>] = [:]
        var name = "Exam"
        var entries = 0
    }

    static func number(_ name: String, else usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }

    @Test(
        "S3, S5, S52: killed at any point, nothing wrong is published, and the sync goes on",
        arguments: PMSSystem.allCases)
    func kills(system: PMSSystem) async throws {
        let kills = (Self.number("GAPBOOK_KILLS", else: 40) + 1) / 2
        let seed = UInt64(Self.number("GAPBOOK_SEED", else: 1)) &+ (system == .exact ? 0 : 1_000)
        try await Bench.run(system) { bench in
            var random = Seeded(state: seed)
            var truth = Truth()
            for book in ["P1", "P2"] {
                for offset in 1...12 {
                    let place = Place(book: book, day: bench.day(offset))
                    truth.now[place] = .free
                    truth.since[place] = [BenchPractice.day]
                }
            }
            try await bench.serve()
            for kill in 1...kills {
                let faults = try FaultPlan(
                    seed: random.next(), "lost-answer:0.1,fails-after:0.05,truncated:0.05")
                bench.pms.setFaults(kill % 2 == 0 ? faults : FaultPlan())
                await bench.marketplace.setFaults(kill % 3 == 0 ? faults : FaultPlan())
                for _ in 0...Int.random(in: 0...3, using: &random) {
                    try await Self.edit(bench, &truth, &random)
                    try await Self.look(bench, truth, "seed \(seed), kill \(kill)")
                    try await Task.sleep(
                        for: .milliseconds(Int.random(in: 0...400, using: &random)))
                }
                try await bench.kill()
                try await Self.look(bench, truth, "seed \(seed), after kill \(kill)")
                try await bench.start()
                guard kill % 5 == 0 || kill == kills else { continue }
                bench.pms.setFaults(FaultPlan())
                await bench.marketplace.setFaults(FaultPlan())
                try await Self.settle(bench, &truth)
            }
            try await Self.end(bench)
        }
    }

    /// Something changes at the practice.
    private static func edit(
        _ bench: Bench, _ truth: inout Truth, _ random: inout Seeded
    ) async throws {
        let pms = bench.practice.pms
        if Int.random(in: 0..<6, using: &random) == 0 {
            truth.name = truth.name == "Exam" ? "Check-up" : "Exam"
            try await bench.pms.edit(pms, .renameReason("R1".reason, truth.name))
            return
        }
        let place = Place(
            book: Bool.random(using: &random) ? "P1" : "P2",
            day: bench.day(Int.random(in: 1...12, using: &random)))
        let state = State.allCases.randomElement(using: &random) ?? .free
        truth.entries += 1
        let new: DiaryEntry? =
            switch state {
            case .free: nil
            case .morningTaken:
                try .appointment("E\(truth.entries)", place.day, "09:00", 180, of: place.book)
            case .afternoonTaken:
                try .appointment("E\(truth.entries)", place.day, "13:00", 240, of: place.book)
            }
        try await bench.pms.edit(pms) { reading in
            reading.diary.removeAll { entry in
                guard case .civil(let start) = entry.start else { return false }
                return entry.practitioner.rawValue == place.book && start.date == place.day
            }
            if let new { reading.diary.append(new) }
        }
        truth.now[place] = state
        truth.since[place, default: []].insert(state.starts)
    }

    /// Whatever is published was so at the practice: every book, every reason, every day.
    private static func look(_ bench: Bench, _ truth: Truth, _ when: String) async throws {
        let seen = try await bench.seen()
        #expect(seen.bookIDs == ["P1", "P2"], "\(when)")
        #expect(seen.reasonIDs == ["R1", "R2"], "\(when)")
        #expect(["Exam", "Check-up"].contains(seen.reasons.first?.name), "\(when)")
        for (place, states) in truth.since {
            let times = seen.times(place.book, on: place.day)
            #expect(times.map(states.contains) == true, "\(when): \(place) \(times ?? [])")
        }
    }

    /// All that changed comes through, once nothing disturbs.
    private static func settle(_ bench: Bench, _ truth: inout Truth) async throws {
        let wanted = truth
        try await bench.json("refresh")
        try await bench.until("the practice as it is") { seen in
            seen.reasons.first?.name == wanted.name
                && wanted.now.allSatisfy { place, state in
                    seen.times(place.book, on: place.day) == state.starts
                }
        }
        truth.since = truth.now.mapValues { [$0.starts] }
    }

    /// What the marketplace has is what the commands work out, and the ledger is whole.
    private static func end(_ bench: Bench) async throws {
        let (seen, answer) = (try await bench.seen(), try await bench.evaluated())
        for book in ["P1", "P2"] {
            for offset in 1...12 {
                let day = bench.day(offset)
                #expect(seen.times(book, on: day) == answer.times(of: book, on: "\(day)"))
            }
        }
        try await bench.stop()
        let verified = try await bench.gapbook("ledger", "verify")
        #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    }
}
