import ArgumentParser
import Diagnostics
import Diary
import Foundation
import Simulators
import UnixSignals

/// What every simulator takes.
struct SimulateOptions: ParsableArguments {
    @Option(help: "The port on 127.0.0.1; 0 takes any free one.")
    var port = 0

    @Option(help: ArgumentHelp("A file that is to hold the address.", valueName: "file"))
    var addressFile: String?

    @Option(help: "Decides where the faults' rates hit.")
    var seed: UInt64 = 0

    @Option(
        help: ArgumentHelp(
            "What goes wrong: KIND[=VALUE][@ENDPOINT][~PRACTICE][:RATE or #CALLS], separated by "
                + "commas.", valueName: "faults"))
    var faults = ""

    /// The plan that the options say.
    func plan() throws -> FaultPlan { try FaultPlan(seed: seed, faults) }

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port must be from 0 to 65535")
        }
    }
}

/// Which practices a simulator holds.
struct SimulatedPracticeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A practice's snapshot; the option may stand several times.", valueName: "file"))
    var snapshot: [String] = []

    @Option(help: "So many copies of each, with ids that end in -0001 and so on.")
    var copies = 1

    @Option(help: ArgumentHelp("Move all days so that the first is that one.", valueName: "date"))
    var today: String?

    @Flag(help: "Move all days so that the first is today at the practice.")
    var shiftToToday = false

    func validate() throws {
        guard (1...10_000).contains(copies) else {
            throw ValidationError("--copies must be from 1 to 10000")
        }
        if let today, CivilDate(today) == nil {
            throw ValidationError("--today must be a date as 2026-03-03")
        }
    }

    /// Reads the snapshots and moves their days.
    func practices(at now: Instant) throws -> [Snapshot] {
        let output = try OutputOptions.parse([])
        return try snapshot.flatMap { path -> [Snapshot] in
            let file = try SnapshotFile(path: path).read(output, zones: ZoneDatabase())
            var first = today.flatMap { CivilDate($0) }
            if shiftToToday { first = file.zone.local(at: now).date }
            let moved =
                first.map { file.snapshot.shifted(toFirstDay: $0, in: file.zone) } ?? file.snapshot
            return moved.copies(copies)
        }
    }
}

/// How a simulated PMS takes what is written.
struct SimulatedWritingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What becomes of the reference of a patient or an appointment: honoured, carried or "
                + "absent.", valueName: "use"),
        transform: { try SimulatedWritingOptions.word("--reference", $0) })
    var reference = PracticeOptions().reference

    @Option(
        help: ArgumentHelp(
            "What becomes of an appointment whose time is taken: accepted or rejected.",
            valueName: "use"),
        transform: { try SimulatedWritingOptions.word("--overlaps", $0) })
    var overlaps = PracticeOptions().overlaps

    /// Sets it.
    func set(_ behaviour: inout PracticeOptions) {
        behaviour.reference = reference
        behaviour.overlaps = overlaps
    }

    private static func word<Word: RawRepresentable & CaseIterable>(
        _ option: String, _ text: String
    ) throws -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("\(option) must be one of \(words)")
        }
        return word
    }
}

/// Runs a simulator until SIGINT or SIGTERM.
struct SimulatorRun {
    let options: SimulateOptions
    let name: String
    let start: () async throws -> String
    let stop: () async -> Void

    /// Runs it; stops it cleanly.
    ///
    /// - Throws: `ExitStatus.unfinished` where it cannot start, after the problem was reported.
    func untilSignal() async throws {
        let console = Console(colour: .auto)
        // Trapped before the address is known, so that nobody can stop it in between.
        let signals = await UnixSignalsSequence(trapping: [.sigint, .sigterm])
        do {
            let address = try await start()
            console.write("\(name) at \(address)")
            try writeAddressFile(address)
        } catch let problem as Problem {
            console.report(problem)
            await stop()
            throw ExitStatus.unfinished
        }
        for await _ in signals { break }
        await stop()
    }

    private func writeAddressFile(_ address: String) throws {
        guard let file = options.addressFile else { return }
        do {
            // Written beside and moved, so that nobody reads half of it.
            try Data("\(address)\n".utf8).write(to: URL(filePath: file), options: .atomic)
        } catch {
            throw Problem(
                "C0001", "cannot write `\(file)`", hint: "name a file in a folder that exists")
        }
    }
}

/// Reports a problem of the input and gives the exit status that goes with it.
func reportingInput<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let problem as Problem {
        Console(colour: .auto).report(problem)
        throw ExitStatus.invalidInput
    }
}
