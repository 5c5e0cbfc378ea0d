import Diagnostics
import Diary
import GRDB
import Ports
import Testing

@testable import Ledger

/// Every table in turn refuses a write. A call that then fails must leave no trace of its other
/// steps.
@Suite("A call that fails half-way leaves nothing")
struct AllOrNothingTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// All content of all tables.
    private static func content(_ db: Database) throws -> [String: [[DatabaseValue]]] {
        let tables = try String.fetchAll(
            db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        var content: [String: [[DatabaseValue]]] = [:]
        for table in tables {
            content[table] = try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"")
                .map { Array($0.databaseValues) }
        }
        return content
    }

    private typealias Call = @Sendable (Ledger) async throws -> Void

    private static let calls: [(name: String, call: Call)] = [
        (
            "put",
            { ledger in
                var record = PracticeRecord.sample(harbour)
                record.marketplace?.practice = MarketplacePracticeID("M9")
                try await ledger.make(.put(record, timeZone: "Australia/Perth", phone: "1"))
            }
        ),
        ("enable", { try await $0.make(.enable) }),
        ("remove type", { try await $0.make(.removeType(exam, chen)) }),
        ("aliases", { try await $0.make(.aliases(Aliases(healthengine: ["x", "y"]))) }),
        (
            "parameter",
            { try await $0.make(.parameter(group: "publish", name: "texts", .list(["c", "d"]))) }
        ),
        (
            "activate",
            { ledger in
                try await ledger.keep(
                    RuleRevision(
                        id: RuleRevisionID("r2"), files: [.init(path: "core/x.lua", text: "x")],
                        keptAt: start))
                try await ledger.make(.activateRules(RuleRevisionID("r2")))
            }
        ),
        ("wish", { try await $0.wish(Wish.Kind.allCases, for: harbour, by: staff, at: start) }),
        ("keep reading", { _ = try await $0.keep(PMSReading.sample(rows: 9)) }),
        (
            "findings",
            { ledger in
                try await ledger.replace(
                    [.sample("A01"), .sample(message: "other", evidence: [.init("x", "y")])],
                    from: .evaluation, of: harbour, at: start.later(1))
            }
        ),
        ("begin run", { _ = try await $0.beginRun(of: harbour, at: start) }),
    ]

    @Test("whichever table refuses, the whole call is undone")
    func undone() async throws {
        let tables = try await filled("tables").read {
            try String.fetchAll(
                $0,
                sql: """
                    SELECT name FROM sqlite_master
                    WHERE type = 'table' AND name NOT GLOB 'sqlite_*'
                    """)
        }
        var failures = 0
        for (name, call) in Self.calls {
            let ledger = try await filled(name)
            for table in tables {
                for (when, event) in [
                    ("BEFORE", "INSERT"), ("AFTER", "INSERT"), ("AFTER", "UPDATE"),
                    ("AFTER", "DELETE"),
                ] {
                    let before = try await ledger.write { db in
                        try db.execute(
                            sql: """
                                CREATE TRIGGER refusal \(when) \(event) ON \(table)
                                BEGIN SELECT RAISE(ABORT, 'refused'); END
                                """)
                        return try Self.content(db)
                    }
                    let failed = await code { try await call(ledger) }
                    let after = try await ledger.write { db in
                        try db.execute(sql: "DROP TRIGGER refusal")
                        return try Self.content(db)
                    }
                    guard failed != nil else { break }
                    failures += 1
                    // `activate` consists of two calls, of which the first may have been done.
                    if name != "activate" {
                        #expect(after == before, "\(name), \(when) \(event) ON \(table)")
                    } else {
                        #expect(after["audit"] == before["audit"])
                        #expect(after["activation"] == before["activation"])
                    }
                }
            }
        }
        #expect(failures > 30)
    }

    private func filled(_ name: String) async throws -> Ledger {
        let ledger = try scratch.ledger(name)
        try await MigrationTests.fill(ledger)
        _ = try await ledger.beginRun(of: harbour, at: start)
        return ledger
    }
}
