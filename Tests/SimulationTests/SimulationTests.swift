import Foundation
import Ports
import Testing

@testable import Flows

/// Random runs of the booking flow against everything that can go wrong.
///
/// `GAPBOOK_SIMULATION_RUNS` sets the runs of each mix (250; `--soak` 10,000).
/// `GAPBOOK_SIMULATION_SEED` and `GAPBOOK_SIMULATION_MIX` replay one run and print its log.
@Suite("Simulated bookings")
struct SimulationTests {
    static let environment = ProcessInfo.processInfo.environment
    static var runs: UInt64 {
        environment["GAPBOOK_SIMULATION_RUNS"].flatMap { UInt64($0) } ?? 250
    }
    static let kinds: [(PMSCapabilities.Reference, Bool)] =
        PMSCapabilities.Reference.allCases.flatMap { [($0, true), ($0, false)] }

    static func simulation(
        _ mix: FaultMix, seed: UInt64, guards: BookingGuards = .all
    ) -> Simulation {
        let kind = kinds[Int(seed % UInt64(kinds.count))]
        return Simulation(
            mix: mix, chooser: Chooser(seed: seed, mix: mix), guards: guards,
            reference: kind.0, rejectsOverlaps: kind.1)
    }

    /// The first seed whose run breaks an invariant, with what it breaks.
    static func failure(
        _ mix: FaultMix, runs: UInt64, guards: BookingGuards = .all
    ) -> (seed: UInt64, violation: any Error)? {
        for seed in 1...max(runs, 1) {
            do { try simulation(mix, seed: seed, guards: guards).run() } catch {
                return (seed, error)
            }
        }
        return nil
    }

    @Test(
        "S4, S54, T21, G16: every booking ends once in the diary, rejected, or with a person",
        arguments: FaultMix.all.map(\.name))
    func mixes(_ name: String) throws {
        let mix = try #require(FaultMix.all.first { $0.name == name })
        if let failure = Self.failure(mix, runs: Self.runs) {
            Issue.record(
                """
                \(failure.violation) with seed \(failure.seed); replay it:
                GAPBOOK_SIMULATION_MIX=\(name) GAPBOOK_SIMULATION_SEED=\(failure.seed) \
                swift test --filter SimulationTests/replay
                """)
        }
    }

    @Test("one seed, with its log", .enabled(if: environment["GAPBOOK_SIMULATION_SEED"] != nil))
    func replay() throws {
        let seed = try #require(Self.environment["GAPBOOK_SIMULATION_SEED"].flatMap { UInt64($0) })
        let name = Self.environment["GAPBOOK_SIMULATION_MIX"] ?? "everything"
        let mix = try #require(FaultMix.all.first { $0.name == name })
        var guards = BookingGuards.all
        if let off = Self.environment["GAPBOOK_SIMULATION_WITHOUT"] {
            guards.remove(Self.guardNames[off] ?? [])
        }
        let simulation = Self.simulation(mix, seed: seed, guards: guards)
        simulation.keepsLog = true
        defer { print(simulation.log.joined(separator: "\n")) }
        try simulation.run()
    }

    @Test("the same seed gives the same run")
    func deterministic() throws {
        for mix in FaultMix.all {
            let logs = (0..<2).map { _ in
                let simulation = Self.simulation(mix, seed: 42)
                simulation.keepsLog = true
                try? simulation.run()
                return simulation.log
            }
            #expect(logs[0] == logs[1])
            #expect(!logs[0].isEmpty)
        }
    }

    static let guardNames: [String: BookingGuards] = [
        "claim": .claim, "wait": .wait, "readBack": .readBack, "durable": .durable,
        "compareAndSwap": .compareAndSwap,
    ]

    @Test(
        "the simulation notices when a guard is missing", arguments: guardNames.keys.sorted())
    func guards(_ name: String) throws {
        let missing = try #require(Self.guardNames[name])
        let found = FaultMix.all.lazy.compactMap { mix in
            Self.failure(mix, runs: 250, guards: .all.subtracting(missing)).map { (mix, $0) }
        }.first
        let failure = try #require(found, "no run misses the guard")
        print("without \(name): \(failure.1.violation) (\(failure.0.name), \(failure.1.seed))")
    }
}
