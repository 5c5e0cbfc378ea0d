import Foundation
import Testing

@Suite("The examples of the commands over the ledger")
struct ExampleTests {
    static let subcommands = [
        ["practice"], ["practice", "add"], ["practice", "change"], ["practice", "list"],
        ["practice", "enable"], ["practice", "disable"], ["types"], ["types", "list"],
        ["types", "add"], ["types", "remove"], ["link"], ["unlink"], ["assign"], ["alias"],
        ["alias", "list"], ["alias", "add"], ["alias", "remove"], ["parameter"],
        ["parameter", "list"], ["parameter", "set"], ["parameter", "unset"], ["refresh"],
        ["resync"], ["audit"], ["ledger"], ["ledger", "backup"], ["ledger", "verify"],
        ["bookings"], ["booking"], ["booking", "resolve"],
    ]

    /// Where there is no configuration, what is understood ends with 1, wrong usage with 64.
    @Test("every example is understood as it stands", arguments: subcommands)
    func usage(command: [String]) async throws {
        let help = try await Gapbook.run(command + ["--help"]).output
        let examples = try #require(help.components(separatedBy: "Examples:\n").last)
            .components(separatedBy: "\n\n")[0]
        let scratch = try Scratch()
        let run = try await Gapbook.start(
            URL(fileURLWithPath: "/bin/bash"),
            [
                "-c",
                """
                gapbook() { \(Gapbook.binary.path) "$@"; echo "status $?"; }
                \(examples)
                """,
            ], in: scratch.folder, environment: ["GAPBOOK_CONFIG": ""])
        let statuses = run.output.split(separator: "\n").filter { $0.hasPrefix("status ") }
        let lines = examples.split(separator: "\n").filter { $0.hasPrefix("  gapbook ") }
        #expect(statuses.count == lines.count)
        #expect(statuses.allSatisfy { $0 == "status 1" }, "\(run.output)\(run.errors)")
    }
}
