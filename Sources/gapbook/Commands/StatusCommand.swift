import ArgumentParser
import Diagnostics
import Diary
import Ledger
import Ports
import Server

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say how each practice stands: age of its data, health, findings, rules.",
        discussion: """
            Health is what the marketplace would say: it hides the slots of a practice whose
            requests were not polled for 10 minutes, or not answered. A warning says when the
            ledger's disk has little room left.

            Examples:
              gapbook status
              gapbook status --practice harbour-dental
              gapbook status --format json

            Exits with 2 where a practice needs somebody: it is stopped or unhealthy, has a
            finding of severity error, or a booking that waits for a person.
            """)

    @Option(
        help: ArgumentHelp(
            "Only this practice, with its findings.", discussion: "Without it, all of them.",
            valueName: "id"))
    var practice: String?

    @OptionGroup var options: LedgerOptions

    func run() async throws {
        try await options.run { opened in
            let records =
                if let practice { [try await opened.record(practice)] } else {
                    try await opened.ledger.practices()
                }
            var rows: [PracticeHealth] = []
            for record in records {
                let status = try await PracticeStatus(
                    of: record, in: opened.ledger, now: opened.now)
                rows.append(PracticeHealth(status, opened.configuration))
            }
            let console = options.output.console
            switch options.output.format {
            case .json:
                let free = opened.ledger.freeBytes
                console.write(JSONText.of(StatusOutput(rows, freeBytes: free, now: opened.now)))
            case .text:
                if let shortage = Ledger.shortage(at: opened.ledger.path) {
                    console.report(shortage, .warning)
                }
                let text = StatusText(style: console.style)
                let lines =
                    practice == nil ? text.table(rows) : rows.flatMap { text.details($0) }
                if lines.isEmpty {
                    console.note("the ledger has no practice; add one with `gapbook practice add`")
                } else {
                    console.write(lines.joined(separator: "\n"))
                }
            }
            if rows.contains(where: \.needsSomebody) { throw ExitStatus.found }
        }
    }
}

/// A practice's status with the judgement of its health.
struct PracticeHealth {
    let status: PracticeStatus
    /// Why the marketplace would hide its slots; nil where it would not.
    let ailment: String?

    init(_ status: PracticeStatus, _ configuration: Configuration) {
        self.status = status
        // A zone that is not known is a finding of the sync; here its hours are those of UTC.
        let zones = ZoneDatabase()
        let zone =
            (try? zones.zone(named: status.setUp.timeZone)) ?? (try? zones.zone(named: "UTC"))
        ailment = zone.flatMap {
            status.ailment(
                hours: configuration.liveHours, zone: $0,
                gap: configuration.publicURL == nil ? 600 : 3600)
        }
    }

    var errors: Int { status.findings.count { $0.finding.severity == .error } }

    var needsSomebody: Bool {
        status.record.state == .stopped || ailment != nil
            || !status.bookingsNeedingPerson.isEmpty
            || status.record.isEnabled && errors > 0
    }
}
