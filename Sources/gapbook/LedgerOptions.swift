import ArgumentParser
import Diagnostics
import Diary
import Foundation
import Ledger
import Ports
import Server

/// What every command over the ledger needs: the configuration, which says where the ledger is.
struct LedgerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The configuration file.",
            discussion: "Without it, the file that GAPBOOK_CONFIG names, else gapbook.yaml.",
            valueName: "file"))
    var config: String?

    @OptionGroup var output: OutputOptions

    /// Reads the configuration, opens the ledger and does the work; problems are reported in the
    /// format that was asked for.
    ///
    /// - Parameters:
    ///   - creating: Whether a ledger is made where none is.
    ///   - withKeys: Whether patients are to be opened or sealed. All other work needs no key, so
    ///     that people without secrets can do it.
    /// - Throws: `ExitCode` after problems were reported.
    func run(
        creating: Bool = false, withKeys: Bool = false,
        _ work: (OpenLedger) async throws -> Void
    ) async throws {
        do {
            let configuration = try ConfigurationFile(reading: path).configuration
            let (ledger, keyProblems) =
                withKeys
                ? try PatientKeyring.open(configuration, creating: creating)
                : (try Ledger.open(at: configuration.ledger, creating: creating), [])
            defer { try? ledger.close() }
            var opened = OpenLedger(
                ledger: ledger, configuration: configuration, now: .current(),
                actor: Actor("command:\(NSUserName())"))
            opened.keyProblems = keyProblems
            try await work(opened)
        } catch let problems as ConfigurationProblems {
            output.report(problems.problems)
            throw problems.problems.first?.exitStatus ?? ExitStatus.invalidInput
        } catch let problem as Problem {
            output.report([problem])
            throw problem.exitStatus
        }
    }

    /// The file that is read.
    var path: String {
        let named = ProcessInfo.processInfo.environment["GAPBOOK_CONFIG"] ?? ""
        return config ?? (named.isEmpty ? "gapbook.yaml" : named)
    }
}

/// A ledger that a command has opened, with what the command goes by.
struct OpenLedger {
    let ledger: Ledger
    let configuration: Configuration
    let now: Instant
    let actor: Actor
    /// Why keys for patients that are named are not used; empty where no key was wanted.
    var keyProblems: [Problem] = []
}

extension Problem {
    /// Input that cannot be used is not a failure of the work: files and disks are.
    var exitStatus: ExitCode {
        let number = code.rawValue.dropFirst()
        switch code.rawValue.first {
        case "D": return number.hasPrefix("01") ? ExitStatus.invalidInput : ExitStatus.unfinished
        case "C":
            // A file that cannot be read or written, and a port that is taken.
            return ["0101", "0211", "0213"].contains(number)
                ? ExitStatus.unfinished : ExitStatus.invalidInput
        default: return ExitStatus.invalidInput
        }
    }
}

extension Instant {
    /// The time by this machine's clock.
    static func current() -> Instant { Instant(seconds: time(nil)) }
}
