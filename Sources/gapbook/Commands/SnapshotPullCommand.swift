import ArgumentParser
import Diagnostics
import Diary
import Foundation
import Ledger
import Ports
import Rules
import Server

struct SnapshotPullCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Read a practice's PMS now, and write the snapshot that would be evaluated.",
        discussion: """
            The snapshot holds no patient data. It has the days that the practice publishes,
            the set-up of the ledger, and what is on its way to the diary. Nothing is kept or
            sent.

            Examples:
              gapbook snapshot pull --practice harbour-dental --output today.json
              gapbook snapshot pull --practice harbour-dental | gapbook eval -
            """)

    @Option(
        help: ArgumentHelp(
            "The file to write.", discussion: "Without it, standard output.", valueName: "file"))
    var output: String?

    @OptionGroup var practice: PracticeSelection
    @OptionGroup var options: LedgerOptions

    func run() async throws {
        try await options.run { opened in
            let known = try await opened.practice(practice)
            let zone = try ZoneDatabase().zone(named: known.setUp.timeZone)
            let parameters = try await known.rules().parameters(
                of: "publishing", setUp: known.setUp.parameters["publishing"] ?? [:])
            let today = zone.local(at: opened.now).date
            let days =
                today...today.adding(days: PublishingSettings(parameters).horizonDays + 1)
            let connector = ServiceConnector(
                opened.configuration, ledger: opened.ledger, logger: .silent)
            let reading: PMSReading
            do {
                reading = try await connector.pms(for: known.record, zone: zone).read(days)
            } catch let failure as PMSFailure {
                options.output.report([failure.problem])
                throw ExitStatus.unfinished
            }
            let snapshot = Snapshot(
                pms: reading, setUp: known.setUp,
                claims: try await opened.ledger.claims(of: known.id))
            try write(snapshot.json())
        }
    }

    private func write(_ text: String) throws {
        guard let output else {
            FileHandle.standardOutput.write(Data(text.utf8))
            return
        }
        do { try Data(text.utf8).write(to: URL(fileURLWithPath: output), options: .atomic) } catch {
            options.output.report([
                Problem(
                    "C0213", "cannot write `\(output)`", hint: "check the folder and its rights")
            ])
            throw ExitStatus.unfinished
        }
        options.output.console.note("wrote \(output)")
    }
}
