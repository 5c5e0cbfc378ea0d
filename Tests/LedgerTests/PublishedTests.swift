import Diagnostics
import Diary
import Ports
import Testing

@testable import Ledger

@Suite("What the marketplace has")
struct PublishedTests {
    private let scratch: Scratch
    private let there = MarketplacePracticeID("M-harbour-dental")
    private let elsewhere = MarketplacePracticeID("M9")
    private let today = CivilDate(dayNumber: 20_500)

    init() throws { scratch = try Scratch() }

    private func book(_ id: String, name: String? = nil) -> AppointmentBook {
        AppointmentBook(
            id: AppointmentBookID(id), practitioner: PractitionerID(id), name: name ?? "Dr \(id)")
    }

    private func day(_ book: String, _ offset: Int = 0) -> BookDay {
        BookDay(book: AppointmentBookID(book), date: today.adding(days: offset))
    }

    private func listing(_ books: [AppointmentBook] = []) -> Listing {
        Listing(
            books: books,
            reasons: [
                ListedReason(
                    id: ListedReasonID("R2"), reason: ReasonID("R2"), name: "Clean",
                    length: Minutes(45)),
                ListedReason(
                    id: ListedReasonID("R1:P1"), reason: ReasonID("R1"), name: "Exam (Dr P1)",
                    length: Minutes(30), book: AppointmentBookID("P1")),
            ], days: [])
    }

    @Test("nothing stands at an id where nothing was sent")
    func nothing() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        #expect(try await ledger.published(of: harbour, at: there) == Published())
    }

    @Test("S47: what was recorded is read back, parts, lists in their order, and days")
    func recorded() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        let run = try await ledger.beginRun(of: harbour, at: start)
        let listing = listing([book("P2"), book("P1")])
        var expected = Published()
        for (number, part) in ConfigurationPart.allCases.enumerated() {
            try await ledger.recordSent(
                part, digest: .sample(number), listing: listing, run: run, at: there)
            expected.configuration[part] = .sample(number)
        }
        expected.books = listing.books
        expected.reasons = listing.reasons
        expected.days = [
            day("P1"): SentDay(digest: .sample(7), starts: 4),
            day("P2", 1): SentDay(digest: .sample(8), starts: 0),
        ]
        try await ledger.recordSent(expected.days, run: run, at: there)
        #expect(try await ledger.published(of: harbour, at: there) == expected)

        expected.days[day("P1")] = SentDay(digest: .sample(9), starts: 2)
        try await ledger.recordSent(
            [day("P1"): SentDay(digest: .sample(9), starts: 2)], run: run, at: there)
        #expect(try await ledger.published(of: harbour, at: there) == expected)
    }

    @Test("days of books that are gone are forgotten with them; books may swap their names")
    func books() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        let run = try await ledger.beginRun(of: harbour, at: start)
        try await ledger.recordSent(
            .books, digest: .sample(1), listing: listing([book("P1"), book("P2"), book("P3")]),
            run: run, at: there)
        let sent = SentDay(digest: .sample(2), starts: 1)
        try await ledger.recordSent(
            [day("P1"): sent, day("P2"): sent, day("P3"): sent], run: run, at: there)
        let after = [book("P3", name: "Dr P1"), book("P1", name: "Dr P3")]
        try await ledger.recordSent(
            .books, digest: .sample(3), listing: listing(after), run: run, at: there)
        let published = try await ledger.published(of: harbour, at: there)
        #expect(published.books == after)
        #expect(Set(published.days.keys) == [day("P1"), day("P3")])
        #expect(published.reasons == [])
    }

    @Test("a day of a book that was never sent is refused, and nothing of its call is recorded")
    func unknownBook() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        let run = try await ledger.beginRun(of: harbour, at: start)
        try await ledger.recordSent(
            .books, digest: .sample(1), listing: listing([book("P1")]), run: run, at: there)
        let sent = SentDay(digest: .sample(2), starts: 1)
        #expect(
            await code {
                try await ledger.recordSent(
                    [day("P1"): sent, day("P9"): sent], run: run, at: there)
            } == "D0303")
        #expect(try await ledger.published(of: harbour, at: there).days == [:])
    }

    @Test("S56: a full publication is remembered, and days before its first are forgotten")
    func full() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        let run = try await ledger.beginRun(of: harbour, at: start)
        try await ledger.recordSent(
            .books, digest: .sample(1), listing: listing([book("P1")]), run: run, at: there)
        let sent = SentDay(digest: .sample(2), starts: 1)
        try await ledger.recordSent(
            [day("P1", -1): sent, day("P1"): sent, day("P1", 1): sent], run: run, at: there)
        try await ledger.recordFull(
            at: start.later(9), firstDay: today, of: harbour, at: there)
        let published = try await ledger.published(of: harbour, at: there)
        #expect(published.fullAt == start.later(9))
        #expect(Set(published.days.keys) == [day("P1"), day("P1", 1)])
    }

    @Test("S59, G4: a changed id starts from nothing, also when it changes back")
    func changedID() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        let run = try await ledger.beginRun(of: harbour, at: start)
        try await ledger.recordSent(
            .books, digest: .sample(1), listing: listing([book("P1")]), run: run, at: there)
        #expect(try await ledger.published(of: harbour, at: elsewhere) == Published())
        var record = PracticeRecord.sample(harbour)
        record.marketplace?.practice = elsewhere
        try await ledger.make(.put(record, timeZone: "Australia/Sydney", phone: nil))
        #expect(try await ledger.published(of: harbour, at: elsewhere) == Published())
        #expect(try await ledger.published(of: harbour, at: there).books.count == 1)
        try await ledger.add(harbour)
        #expect(try await ledger.published(of: harbour, at: there) == Published())
    }

    @Test("a new key at the same id starts from nothing, too")
    func changedKey() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        let run = try await ledger.beginRun(of: harbour, at: start)
        try await ledger.recordSent(
            .books, digest: .sample(1), listing: listing([book("P1")]), run: run, at: there)
        var record = PracticeRecord.sample(harbour)
        record.marketplace?.key = .file("/run/key")
        try await ledger.make(.put(record, timeZone: "Australia/Sydney", phone: nil))
        #expect(try await ledger.published(of: harbour, at: there) == Published())
    }
}
