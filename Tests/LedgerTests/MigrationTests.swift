import Diagnostics
import Diary
import Foundation
import GRDB
import Ports
import Testing

@testable import Ledger

/// `Schemas/N.sql` is what version N was when it was released, with a practice in it. Such a file is
/// never changed; a new version gets a new one, written by `frozen` below.
@Suite("Every earlier schema is brought forward")
struct MigrationTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    static let versions = Array(1...Migration.current)

    private static func frozen(_ version: Int) throws -> String {
        let path = try #require(
            Bundle.module.path(forResource: "\(version)", ofType: "sql", inDirectory: "Schemas"))
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    private func database(_ version: Int) throws -> String {
        let path = scratch["\(version).sqlite"]
        let queue = try DatabaseQueue(path: path)
        let sql = try Self.frozen(version)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
        return path
    }

    @Test("the steps up to a version still make what was released", arguments: versions)
    func unchanged(version: Int) throws {
        let queue = try DatabaseQueue()
        let sql = try Self.frozen(version)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        let found = try queue.read { try Migration.schema(of: $0) }
        let expected = try Migration.schema(upTo: version)
        #expect(found == expected)
    }

    @Test("it becomes the schema of a new ledger, and is sound", arguments: versions)
    func forward(version: Int) async throws {
        let ledger = try Ledger.open(at: try database(version), creating: false)
        let found = try await ledger.read { try Migration.schema(of: $0) }
        let expected = try Migration.schema()
        #expect(found == expected)
        #expect(try await ledger.verify() == [])
    }

    @Test("what stood in it is still there", arguments: versions)
    func content(version: Int) async throws {
        let ledger = try Ledger.open(at: try database(version), creating: false, keys: .sample())
        let record = try #require(try await ledger.practice(harbour))
        #expect(record.pmsPractice == "PMS-harbour-dental")
        #expect(record.stopped?.why == "consent was withdrawn")
        let setUp = try await ledger.setUp(of: harbour)
        #expect(setUp.links == [Link(type: exam, practitioner: chen, reason: ReasonID("R1"))])
        #expect(setUp.parameters["publish"]?["texts"] == .list(["a", "b"]))
        #expect(setUp.aliases == Aliases(healthengine: ["HE"], types: ["Exam": "Check-up"]))
        #expect(setUp.assigned == Assignment(reason: ReasonID("R1"), isPinned: true))
        #expect(try await ledger.audit(of: harbour, limit: 100).count >= 7)
        #expect(try await ledger.wishes(of: harbour).count == 3)
        if version >= 2 {
            #expect(try await ledger.latestReading(of: harbour) == .sample(rows: 2))
            #expect(try await ledger.activeRevision(of: harbour)?.actor == staff)
        }
        if version >= 3 {
            #expect(try await ledger.lastGoodRun(of: harbour)?.daysSent == 1)
            let published = try await ledger.published(
                of: harbour, at: MarketplacePracticeID("M-harbour-dental"))
            #expect(published.days.count == 1)
            #expect(try await ledger.findings(of: harbour).count == 1)
        }
        if version >= 4 { try await Self.checkBookings(ledger) }
        // And it can be worked with.
        try await ledger.make(.enable)
        #expect(try await ledger.beginRun(of: harbour, at: start).number > 0)
    }

    @Test("a step that fails leaves the ledger as it was")
    func failing() throws {
        let path = try database(1)
        let queue = try DatabaseQueue(path: path)
        // The second step makes a table of that name.
        try queue.write { try $0.execute(sql: "CREATE TABLE activation (x)") }
        let before = try queue.read { try Migration.schema(of: $0) }
        #expect(throws: Problem.self) { try Ledger.open(at: path) }
        let after = try queue.read { (try Migration.schema(of: $0), try Mark.read($0)) }
        #expect(after.0 == before)
        #expect(after.1.version == 1)
    }

    @Test("two programs that open an old ledger at once both get the new one")
    func together() async throws {
        let path = try database(1)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let ledger = try Ledger.open(at: path, patience: .seconds(60))
                    return try await ledger.practices().count
                }
            }
            for try await count in group { #expect(count == 1) }
        }
    }

    @Test(
        "writes the file of the current version, where GAPBOOK_FREEZE names a folder",
        .enabled(if: ProcessInfo.processInfo.environment["GAPBOOK_FREEZE"] != nil))
    func freeze() async throws {
        let folder = try #require(ProcessInfo.processInfo.environment["GAPBOOK_FREEZE"])
        let ledger = try scratch.ledger()
        try await Self.fill(ledger)
        try ledger.close()
        let dump = Process()
        dump.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        dump.arguments = ["sqlite3", ledger.path, ".dump"]
        let output = Pipe()
        dump.standardOutput = output
        try dump.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        dump.waitUntilExit()
        let text = """
            \(String(decoding: data, as: UTF8.self))
            PRAGMA application_id = \(Mark.application);
            PRAGMA user_version = \(Migration.current);

            """
        try text.write(
            toFile: "\(folder)/\(Migration.current).sql", atomically: true, encoding: .utf8)
    }

    /// Something in every table.
    static func fill(_ ledger: Ledger) async throws {
        try await ledger.add(harbour)
        try await ledger.make(.putType(.sample()))
        try await ledger.make(.link(Link(type: exam, practitioner: chen, reason: ReasonID("R1"))))
        try await ledger.make(.aliases(Aliases(healthengine: ["HE"], types: ["Exam": "Check-up"])))
        try await ledger.make(.assign(Assignment(reason: ReasonID("R1"), isPinned: true)))
        try await ledger.make(.parameter(group: "publish", name: "texts", .list(["a", "b"])))
        try await ledger.make(
            .stop(.init(side: .marketplace, why: "consent was withdrawn", since: start)))
        let digest = try await ledger.keep(PMSReading.sample(rows: 2))
        let rules = RuleRevision(
            id: RuleRevisionID("r1"), files: [.init(path: "core/interval.lua", text: "return 1")],
            keptAt: start)
        try await ledger.keep(rules)
        try await ledger.make(.activateRules(rules.id))
        let at = MarketplacePracticeID("M-harbour-dental")
        #expect(try await ledger.lease(harbour, to: "a", until: start.later(60), now: start))
        var run = try await ledger.beginRun(of: harbour, at: start)
        let book = AppointmentBook(
            id: AppointmentBookID("P1"), practitioner: chen, name: "Dr Amy Chen")
        let reason = ListedReason(
            id: ListedReasonID("R1"), reason: ReasonID("R1"), name: "Exam", length: Minutes(30))
        let listing = Listing(books: [book], reasons: [reason], days: [])
        for part in ConfigurationPart.allCases {
            try await ledger.recordSent(part, digest: digest, listing: listing, run: run, at: at)
        }
        let day = BookDay(book: book.id, date: CivilDate(dayNumber: 20_500))
        try await ledger.recordSent([day: SentDay(digest: digest, starts: 4)], run: run, at: at)
        try await ledger.recordPoll(of: harbour, at: start)
        try await ledger.replace([.sample()], from: .evaluation, of: harbour, at: start)
        run.outcome = .published
        run.endedAt = start.later(5)
        run.reading = digest
        run.daysSent = 1
        try await ledger.endRun(run)
        try await fillBookings(ledger)
    }

    /// One that stands, one that was rejected, one that is over and was taken away.
    private static func fillBookings(_ ledger: Ledger) async throws {
        var former = Booking.sample("B0", state: .rejected(code: "D01-SLOT-TAKEN"))
        former.since = start.later(-500 * 86_400)
        _ = try await ledger.admit(former, patient: nil, messages: [], events: [])
        try await ledger.prune(now: start.later(-30 * 86_400))
        let event = BookingEvent(at: start, what: "received", detail: "claimed")
        var booking = Booking.sample("B1")
        _ = try await ledger.admit(booking, patient: .sample, messages: [], events: [event])
        booking.stand(in: "D9", version: 1)
        _ = try await ledger.change(
            booking, messages: [.init(.confirmed)], events: [event])
        _ = try await ledger.admit(
            .sample("B2", state: .rejected(code: "D01-SLOT-TAKEN")), patient: .sample,
            messages: [.init(.rejected, reason: "the time was taken")], events: [event])
    }

    private static func checkBookings(_ ledger: Ledger) async throws {
        let bookings = try await ledger.bookings(of: harbour, limit: 10)
        #expect(bookings.map(\.id.rawValue) == ["B2", "B1"])
        #expect(bookings.map(\.holdsPlace) == [false, true])
        #expect(bookings.last?.entry == DiaryEntryID("D9"))
        for booking in bookings {
            #expect(try await ledger.patient(of: booking.id, in: harbour) == .sample)
            #expect(try await !ledger.timeline(of: booking.id, in: harbour).isEmpty)
        }
        #expect(try await ledger.messages(of: harbour, dueBy: start.later(9)).count == 2)
        #expect(try await ledger.claims(of: harbour).map(\.id) == [ClaimID("B1")])
        let again = Booking.sample("B0")
        #expect(
            await code { _ = try await ledger.admit(again, patient: nil, messages: [], events: []) }
                == "D0304")
    }
}
