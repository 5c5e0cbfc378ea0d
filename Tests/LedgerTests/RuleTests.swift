import Diagnostics
import Diary
import GRDB
import Ports
import Testing

@testable import Ledger

@Suite("Revisions of rules")
struct RuleTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func revision(_ id: String, _ text: String = "return 1") -> RuleRevision {
        RuleRevision(
            id: RuleRevisionID(id),
            files: [
                .init(path: "practices/x/interval.lua", text: text),
                .init(path: "core/interval.lua", text: "return 2"),
            ], keptAt: start)
    }

    private func active(_ ledger: Ledger) async throws -> String? {
        try await ledger.activeRevision(of: harbour)?.id.rawValue
    }

    @Test("a revision is read back as it was first kept, and files that are the same stand once")
    func keep() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try await ledger.keep(revision("a"))
        var later = revision("a")
        later.keptAt = start.later(60)
        try await ledger.keep(later)
        try await ledger.keep(revision("b", "return 3"))
        #expect(try await ledger.revision(RuleRevisionID("a")) == revision("a"))
        #expect(try await ledger.revision(RuleRevisionID("none")) == nil)
        let texts = try await ledger.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM rule_text")
        }
        #expect(texts == 3)
    }

    @Test("an id never means other files, and no kept file can be changed by hand")
    func immutable() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try await ledger.keep(revision("a"))
        let other = revision("a", "return 9")
        #expect(await code { try await ledger.keep(other) } == "D0401")
        for sql in [
            "UPDATE rule_text SET text = 'x'", "UPDATE rule_revision SET kept_at = 0",
            "UPDATE rule_file SET path = path || 'x'",
        ] {
            #expect(await code { try await ledger.write { try $0.execute(sql: sql) } } != nil)
        }
        #expect(try await ledger.revision(RuleRevisionID("a")) == revision("a"))
    }

    @Test("an activation says who and why; the same one again is none")
    func activate() async throws {
        let ledger = try await scratch.ledger(with: [harbour, banksia])
        #expect(try await ledger.activeRevision(of: harbour) == nil)
        #expect(
            await code { try await ledger.make(.activateRules(RuleRevisionID("a"))) } == "D0103")
        try await ledger.keep(revision("a"))
        try await ledger.make(.activateRules(RuleRevisionID("a")), why: "first")
        try await ledger.make(.activateRules(RuleRevisionID("a")), why: "again", at: start.later(9))
        let expected = ActiveRevision(
            id: RuleRevisionID("a"), since: start, actor: staff, why: "first")
        #expect(try await ledger.activations(of: harbour, limit: 10) == [expected])
        #expect(try await ledger.activeRevision(of: banksia) == nil)
        let entry = try #require(try await ledger.audit(of: harbour, limit: 1).first)
        #expect(entry.action == "activate rules")
        #expect(entry.after == "a")
        #expect(
            await code {
                try await ledger.make(.activateRules(RuleRevisionID("a")), of: PracticeID("none"))
            } == "D0101")
    }

    @Test("switching back goes one revision back each time, then no further")
    func rollBack() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        #expect(await code { try await ledger.make(.rollbackRules) } == "D0103")
        for id in ["a", "b", "c"] {
            try await ledger.keep(revision(id, "return '\(id)'"))
            try await ledger.make(.activateRules(RuleRevisionID(id)))
        }
        try await ledger.make(.rollbackRules)
        #expect(try await active(ledger) == "b")
        try await ledger.make(.rollbackRules)
        #expect(try await active(ledger) == "a")
        #expect(await code { try await ledger.make(.rollbackRules) } == "D0103")
        #expect(try await active(ledger) == "a")
        try await ledger.make(.activateRules(RuleRevisionID("c")))
        try await ledger.make(.rollbackRules)
        #expect(try await active(ledger) == "a")
        #expect(
            try await ledger.activations(of: harbour, limit: 10).map(\.id.rawValue)
                == ["a", "c", "a", "b", "c", "b", "a"])
        let entry = try #require(try await ledger.audit(of: harbour, limit: 1).first)
        #expect([entry.before, entry.after] == ["c", "a"])
    }
}
