import ArgumentParser
import Diagnostics
import Diary
import Ledger
import Ports
import Server

struct PracticeAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a practice to the ledger.",
        discussion: """
            The id names the practice's folder of rules and never changes. The key at the
            marketplace is never given itself, only where it is: env:NAME or file:PATH, as
            the service finds it.

            Examples:
              gapbook practice add harbour-dental --connection exact-cloud \\
                --pms-practice UKABC123 --time-zone Australia/Sydney \\
                --phone "02 5550 0100" --marketplace-practice 42 \\
                --marketplace-key env:HARBOUR_KEY
              gapbook practice add export-dental --connection exports --pms oasis \\
                --pms-practice export-dental --time-zone Australia/Perth
            """)

    @Argument(help: "The practice's id: letters, digits, `.`, `-` and `_`.")
    var id: String

    @OptionGroup var reach: ReachOptions
    @OptionGroup var change: ChangeOptions

    func run() async throws {
        try await change.ledger.run(creating: true) { opened in
            let id = PracticeID(id)
            try Self.check(id)
            guard try await opened.ledger.practice(id) == nil else {
                throw Problem(
                    "C0406", "there is a practice `\(id)` already",
                    hint: "change it with `gapbook practice change \(id)`")
            }
            let put = try reach.put(id, over: nil, in: opened.configuration)
            let work = try await opened.change(id, [put], why: change.why)
            let report = try await ChangeReport(
                id, in: opened, done: ["\(id) is added and enabled"], work,
                warnings: opened.configuration.warnings(of: id))
            report.write(change.output)
        }
    }

    private static func check(_ id: PracticeID) throws(Problem) {
        let isPlain =
            id.rawValue.wholeMatch(of: /[A-Za-z0-9_\-][A-Za-z0-9._\-]{0,63}/) != nil
        guard !isPlain else { return }
        throw Problem(
            "C0407", "`\(id)` is no id of a practice",
            hint: "use 1 to 64 letters, digits, `.`, `-` and `_`, such as harbour-dental")
    }
}

extension Configuration {
    /// What the service does at its next start to a practice that the file names as well.
    func warnings(of practice: PracticeID) -> [Problem] {
        guard practices.contains(where: { $0.record.id == practice }) else { return [] }
        return [
            Problem(
                "C0408", "the configuration names `\(practice)` too, and wins at the next start",
                hint: "make the change there as well, or take the practice out of `practices:`")
        ]
    }
}
