import Foundation
import Ledger
import Ports
import Testing

@testable import Flows

/// Random runs of the booking flow over the real ledger, against everything that can go wrong.
///
/// `GAPBOOK_SIMULATION_RUNS` sets the runs of each mix (250; `--soak` 10,000).
/// `GAPBOOK_SIMULATION_MIX` leaves one mix, with `GAPBOOK_SIMULATION_SEED` one run, whose log is
/// printed, and `GAPBOOK_SIMULATION_WITHOUT` names a guard that the replay lacks.
@Suite("Simulated bookings")
struct SimulationTests {
    static let environment = ProcessInfo.processInfo.environment
    static var runs: UInt64 {
        environment["GAPBOOK_SIMULATION_RUNS"].flatMap { UInt64($0) } ?? 250
    }
    static let kinds: [(PMSCapabilities.Reference, Bool)] =
        PMSCapabilities.Reference.allCases.flatMap { [($0, true), ($0, false)] }

    static func simulation(
        _ mix: FaultMix, seed: UInt64, guards: RunGuards = RunGuards()
    ) async throws -> Simulation {
        let kind = kinds[Int(seed % UInt64(kinds.count))]
        return Simulation(
            mix: mix, chooser: Chooser(seed: seed, mix: mix), guards: guards,
            disk: try SimulatedDisk(try await SimulatedPractice.ledger.value),
            reference: kind.0, rejectsOverlaps: kind.1)
    }

    /// The first seed whose run breaks an invariant, with what it breaks.
    static func failure(
        _ mix: FaultMix, runs: UInt64, guards: RunGuards = RunGuards()
    ) async -> (seed: UInt64, violation: any Error)? {
        for seed in 1...max(runs, 1) {
            do { try await simulation(mix, seed: seed, guards: guards).run() } catch {
                return (seed, error)
            }
        }
        return nil
    }

    @Test(
        "S4, S54, T21, G16: every booking ends once in the diary, rejected, or with a person",
        arguments: FaultMix.all.map(\.name).filter {
            environment["GAPBOOK_SIMULATION_MIX"] ?? $0 == $0
        })
    func mixes(_ name: String) async throws {
        let mix = try #require(FaultMix.all.first { $0.name == name })
        if let failure = await Self.failure(mix, runs: Self.runs) {
            Issue.record(
                """
                \(failure.violation) with seed \(failure.seed); replay it:
                GAPBOOK_SIMULATION_MIX=\(name) GAPBOOK_SIMULATION_SEED=\(failure.seed) \
                swift test --filter SimulationTests/replay
                """)
        }
    }

    @Test("one seed, with its log", .enabled(if: environment["GAPBOOK_SIMULATION_SEED"] != nil))
    func replay() async throws {
        let seed = try #require(Self.environment["GAPBOOK_SIMULATION_SEED"].flatMap { UInt64($0) })
        let name = Self.environment["GAPBOOK_SIMULATION_MIX"] ?? "everything"
        let mix = try #require(FaultMix.all.first { $0.name == name })
        let guards = Self.environment["GAPBOOK_SIMULATION_WITHOUT"].map(Self.without)
        let simulation = try await Self.simulation(
            mix, seed: seed, guards: guards ?? RunGuards())
        simulation.keepsLog = true
        defer { print(simulation.log.joined(separator: "\n")) }
        try await simulation.run()
    }

    @Test("the same seed gives the same run")
    func deterministic() async throws {
        for mix in FaultMix.all {
            var logs: [[String]] = []
            for _ in 0..<2 {
                let simulation = try await Self.simulation(mix, seed: 42)
                simulation.keepsLog = true
                try? await simulation.run()
                logs.append(simulation.log)
            }
            #expect(logs[0] == logs[1])
            #expect(!logs[0].isEmpty)
        }
    }

    /// The guards, each with a mix that misses it before long.
    static let guardNames = [
        ("claim", "rivals"), ("compareAndSwap", "processes"), ("full", "crashes"),
        ("prompt", "stalls"), ("readBack", "staff"), ("wait", "late"),
    ]

    static func without(_ name: String) -> RunGuards {
        var guards = RunGuards()
        switch name {
        case "claim": guards.ledger.claim = false
        case "compareAndSwap": guards.ledger.compareAndSwap = false
        case "full": guards.ledger.full = false
        case "prompt": guards.flow.remove(.prompt)
        case "readBack": guards.flow.remove(.readBack)
        case "wait": guards.flow.remove(.wait)
        default: break
        }
        return guards
    }

    @Test("the simulation notices when a guard is missing", arguments: guardNames)
    func guards(_ name: String, likely: String) async throws {
        let mix = try #require(FaultMix.all.first { $0.name == likely })
        let found = try #require(
            await Self.failure(mix, runs: 1000, guards: Self.without(name)),
            "no run misses the guard")
        print("without \(name): \(found.violation) (\(mix.name), \(found.seed))")
    }
}
