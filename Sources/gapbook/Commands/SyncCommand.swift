import ArgumentParser
import Diagnostics
import Diary
import Flows
import Foundation
import Ledger
import Logging
import Ports
import Server

struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Read one practice's PMS now and publish what changed.",
        discussion: """
            Does once what the service does by itself, also for a practice that it serves: the
            two wait for each other. With --dry-run nothing is sent or recorded, and every
            day that would be sent is listed.

            Where too much would vanish at once, nothing is sent until somebody looks: see the
            finding F16-DELETIONS-HELD, and confirm with --accept-deletions.

            Examples:
              gapbook sync --practice harbour-dental --dry-run
              gapbook sync --practice harbour-dental --accept-deletions

            Exits with 2 where deletions are held, with 1 where the sync did not get through.
            """)

    @Flag(help: "Say what would be sent; send and record nothing.")
    var dryRun = false

    @Flag(help: "Publish although much would vanish, this once.")
    var acceptDeletions = false

    @OptionGroup var practice: PracticeSelection
    @OptionGroup var options: LedgerOptions

    func validate() throws {
        if dryRun && acceptDeletions {
            throw ValidationError("--dry-run sends nothing, so it needs no --accept-deletions")
        }
    }

    func run() async throws {
        try await options.run { opened in
            let record = try await opened.record(practice.practice)
            try Self.check(record, isDryRun: dryRun)
            let bar = ProgressBar("\(record.id)")
            let driver = try await opened.driver(of: record)
            if acceptDeletions {
                // The wish is the audited consent; it is fulfilled by the run that uses it.
                _ = try await opened.wish([.acceptDeletions], for: record.id)
            }
            let report = await driver.syncOnce(
                SyncOptions(isDryRun: dryRun, acceptsDeletions: acceptDeletions)
            ) { bar.show($0.done, of: $0.total) }
            bar.end()
            write(report, of: record)
            try Self.exit(after: report)
        }
    }

    private func write(_ report: SyncReport, of record: PracticeRecord) {
        let console = options.output.console
        switch options.output.format {
        case .json: console.write(JSONText.of(SyncOutput(report, of: record)))
        case .text:
            console.write(
                SyncText(report: report, record: record, style: console.style).lines
                    .joined(separator: "\n"))
        }
    }

    /// S60, S58: what staff or a side has stopped is not worked around by hand.
    private static func check(_ record: PracticeRecord, isDryRun: Bool) throws(Problem) {
        guard !isDryRun else { return }
        let why: String? =
            switch record.state {
            case .disabled: "is disabled"
            case .stopped: "is stopped: \(record.stopped?.why ?? "")"
            case .published, .unpublished: nil
            }
        guard let why else { return }
        throw Problem(
            "C0212", "`\(record.id)` \(why)",
            hint: "run `gapbook practice enable \(record.id)`, or sync with --dry-run")
    }

    private static func exit(after report: SyncReport) throws {
        switch report.outcome {
        case .published, .unchanged: return
        case .held: throw ExitStatus.found
        case nil where report.isDryRun && report.problem == nil: return
        default: throw ExitStatus.unfinished
        }
    }
}

extension OpenLedger {
    /// What drives one practice from the command: silent but for errors, which the report has.
    func driver(of record: PracticeRecord) async throws -> PracticeDriver {
        let connector = ServiceConnector(configuration, ledger: ledger, logger: .silent)
        return PracticeDriver(
            record, ports: try await connector.ports(for: record), policy: configuration.policy,
            owner: "command \(ProcessInfo.processInfo.processIdentifier)")
    }
}
