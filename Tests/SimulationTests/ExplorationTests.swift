import Foundation
import Ports
import Testing

@testable import Flows

/// Every run of one booking with at most so many things that go wrong, at every point at which one
/// can: a search through all scripts, not a sample. The model of the ledger stands for it here,
/// which the random runs compare with the real one.
///
/// `GAPBOOK_EXPLORED_FAULTS` sets how many (2; `--soak` 3).
@Suite("Explored bookings")
struct ExplorationTests {
    static let most =
        ProcessInfo.processInfo.environment["GAPBOOK_EXPLORED_FAULTS"].flatMap { Int($0) } ?? 2

    static func mix(patientRoll: Int) -> FaultMix {
        var mix = FaultMix(name: "explored")
        // Within a change the process ends at a write of a disk: see `DiskTests`.
        for fault in Fault.allCases
        where ![.none, .crashAmid, .powerAmid, .syncFails, .overtaken].contains(fault) {
            mix.perMille[fault] = 1
        }
        mix.rivals = 1...1
        mix.bookings = 0...0
        mix.patientRoll = patientRoll
        return mix
    }

    @Test(
        "S4, T21: no order of up to two faults inserts twice, loses, or tells a lie",
        arguments: 0..<SimulationTests.kinds.count, [0, 80])
    func explore(_ kind: Int, _ patientRoll: Int) async {
        let (reference, rejects) = SimulationTests.kinds[kind]
        let mix = Self.mix(patientRoll: patientRoll)
        var scripts: [[Int]] = [[]]
        var runs = 0
        while let script = scripts.popLast() {
            let chooser = Chooser(script: script, mix: mix)
            let simulation = Simulation(
                mix: mix, chooser: chooser, reference: reference, rejectsOverlaps: rejects)
            runs += 1
            do {
                try await simulation.run()
            } catch {
                Issue.record("\(error) with \(reference), rejects \(rejects), script \(script)")
                return
            }
            guard script.count(where: { $0 > 0 }) < Self.most else { continue }
            for place in script.count..<max(script.count, chooser.branches.count) {
                let zeros = Array(repeating: 0, count: place - script.count)
                for choice in 1..<max(chooser.branches[place], 1) {
                    scripts.append(script + zeros + [choice])
                }
            }
        }
        print("explored \(runs) runs with \(reference), rejects \(rejects), \(patientRoll)")
        #expect(runs > 1)
    }
}
