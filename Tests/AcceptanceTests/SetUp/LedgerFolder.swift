import Diary
import Foundation
import Ledger
import Ports
import Testing

/// A folder with a configuration and a ledger, as an operator has one; removed with it.
struct LedgerFolder {
    let scratch: Scratch

    /// The only practice of most tests, which the builder's snapshots are of.
    static let practice = "test-dental"

    var ledgerPath: String { scratch.path("gapbook.sqlite").path }

    /// Writes the configuration; the ledger comes with the first practice.
    init(_ more: String = "") throws {
        scratch = try Scratch()
        let rules = Gapbook.root.appendingPathComponent("rules").path
        try scratch.write(
            """
            ledger: gapbook.sqlite
            rules: \(rules)
            connections:
              - name: exact-cloud
                system: exact
                url: https://exact.example.net
                sign_in_url: https://auth.example.net
                client_id: gapbook
                secret: env:EXACT_SECRET
              - { name: exports, system: files, path: exports }
            \(more)
            """, to: "gapbook.yaml")
    }

    /// A folder whose ledger has the practice, read once with that content.
    static func read(_ practice: Practice) async throws -> LedgerFolder {
        let folder = try LedgerFolder()
        try await folder.add()
        try await folder.keep(practice)
        return folder
    }

    /// Runs the command where the configuration is.
    func run(_ arguments: String...) async throws -> Gapbook.Run {
        try await Gapbook.run(arguments, in: scratch.folder)
    }

    /// Runs a command that must succeed, and reads its JSON.
    func json(
        _ arguments: String..., status: Int32 = 0,
        _ location: SourceLocation = #_sourceLocation
    ) async throws -> JSON {
        let run = try await Gapbook.run(arguments + ["--format", "json"], in: scratch.folder)
        #expect(run.status == status, "\(run.output)\(run.errors)", sourceLocation: location)
        return try run.json(location)
    }

    /// Adds the practice, published unless told otherwise.
    func add(
        _ id: String = practice, marketplace: String? = "42",
        _ location: SourceLocation = #_sourceLocation
    ) async throws {
        let access = marketplace.map {
            ["--marketplace-practice", $0, "--marketplace-key", "env:KEY_\($0)"]
        }
        let run = try await Gapbook.run(
            [
                "practice", "add", id, "--connection", "exports", "--pms", "exact",
                "--pms-practice", id, "--time-zone", "Australia/Sydney",
            ] + (access ?? []), in: scratch.folder)
        #expect(run.status == 0, "\(run.errors)", sourceLocation: location)
    }

    /// Opens the ledger as the service does, beside the commands.
    func ledger() throws -> Ledger { try Ledger.open(at: ledgerPath, creating: false) }

    /// Keeps a reading of the practice, and its set-up.
    func keep(_ practice: Practice) async throws {
        let ledger = try ledger()
        let id = PracticeID(Self.practice)
        let snapshot = try Snapshot.read(Array(try practice.snapshot.utf8), file: "test").snapshot
        _ = try await ledger.keep(snapshot.pms)
        for type in snapshot.setUp.appointmentTypes { try await change(.putType(type), in: ledger) }
        for link in snapshot.setUp.links { try await change(.link(link), in: ledger) }
        try await ledger.fulfil(try await ledger.wishes(of: id), of: id)
        try ledger.close()
    }

    private func change(_ change: SetUpChange, in ledger: Ledger) async throws {
        try await ledger.change(
            PracticeID(Self.practice), change, by: Actor("test"), why: nil,
            at: Instant(seconds: 1_772_500_000))
    }

    /// What is due for the practice, by kind.
    func due() async throws -> Set<String> {
        let ledger = try ledger()
        defer { try? ledger.close() }
        return Set(try await ledger.wishes(of: PracticeID(Self.practice)).map(\.kind.rawValue))
    }

    /// What the ledger owns of the practice.
    func setUp() async throws -> SetUp {
        let ledger = try ledger()
        defer { try? ledger.close() }
        return try await ledger.setUp(of: PracticeID(Self.practice))
    }

    /// The practice's record.
    func record() async throws -> PracticeRecord {
        let ledger = try ledger()
        defer { try? ledger.close() }
        return try #require(try await ledger.practice(PracticeID(Self.practice)))
    }
}
