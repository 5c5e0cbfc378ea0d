import Diary
import Ports
import Testing

@testable import Flows

@Suite("What the diary shows of booked appointments, and when that counts")
struct FollowerTests {
    private let desk: BookingDeskTests
    private static let zone = Zone.fixed(secondsEast: 0, named: "UTC")

    init() async throws { desk = try await BookingDeskTests() }

    private var follower: BookingFollower {
        BookingFollower(
            practice: SamplePractice.id, pms: desk.practice.pms, diary: desk.diary,
            store: desk.bookings, zone: SamplePractice.zone)
    }

    private func follow() async throws -> Bool {
        try await follower.follow(now: desk.practice.time.now(), in: desk.practice.store)
    }

    /// A booking that was just read back.
    private func confirmed() async throws -> DiaryEntry {
        _ = await desk.reception().take([desk.request()])
        try await desk.work()
        #expect(await desk.state() == .confirmed)
        return try #require(await desk.diary.rows.first).entry
    }

    @Test("S26, S55: a row that a reading lacks is asked for itself, and only where that is no gap")
    func absence() async throws {
        let entry = try await confirmed()
        // A reading from before the insertion can have arrived everywhere proves nothing.
        desk.practice.time.advance(.seconds(60))
        _ = await desk.practice.sync()
        #expect(try await !follow())
        desk.practice.time.advance(.seconds(1))
        _ = await desk.practice.sync()
        await desk.practice.pms.put(entry)
        // Asked for itself it is there: as long as no reading has it, the claim keeps its time.
        #expect(try await !follow())
        #expect(await desk.state() == .confirmed)
        #expect(await desk.bookings.rows[BookingID("1")]?.holdsPlace == true)
        await desk.practice.pms.remove(entry.id)
        #expect(try await follow())
        #expect(await desk.state() == .ended(.removed))
        #expect(await desk.bookings.waiting.allSatisfy { $0.draft.what == .confirmed })
    }

    @Test("a reading that shows the row ends the claim once all readings are sure to show it")
    func laggingCopy() async throws {
        let entry = try await confirmed()
        func holds() async -> Bool? { await desk.bookings.rows[BookingID("1")]?.holdsPlace }
        await desk.practice.pms.edit { $0.diary.append(entry) }
        for wait in [60, 1] {
            // The row is shown, and a copy that lags may not show it next time.
            #expect(await holds() == true)
            desk.practice.time.advance(.seconds(wait))
            _ = await desk.practice.sync()
            // Nothing that anybody need be told.
            #expect(try await !follow())
        }
        #expect(await holds() == false)
        #expect(await desk.state() == .confirmed)
    }

    @Test("S55: an appointment that also takes a colleague's time, first or not, was not moved")
    func severalColumns() async throws {
        let entry = try await confirmed()
        var first = entry
        first.practitioner = PractitionerID("P2")
        var second = entry
        second.id = DiaryEntryID("\(entry.id)@\(entry.practitioner)")
        let columns = [first, second]
        await desk.practice.pms.edit { $0.diary += columns }
        desk.practice.time.advance(.seconds(61))
        _ = await desk.practice.sync()
        #expect(try await !follow())
        #expect(await desk.state() == .confirmed)
        let place = await desk.bookings.rows[BookingID("1")]?.place
        #expect(place?.practitioner == entry.practitioner)
    }

    @Test("S55: a row in another practitioner's column was moved, at whatever time")
    func otherColumn() {
        var booking = BookingFlowTests.booking(.confirmed, sent: 1)
        booking.entry = DiaryEntryID("A1")
        var entry = BookingFlowTests.row("A1").entry
        entry.practitioner = PractitionerID("elsewhere")
        let fate = BookingFate(booking, row: entry, zone: Self.zone)
        guard case .moved(let place) = fate else {
            Issue.record("\(fate)")
            return
        }
        #expect(place.practitioner == PractitionerID("elsewhere"))
        #expect(place.start == booking.place?.start)
    }

    @Test("a booking with two rows of ours is a difference, whichever of them it names")
    func twoRows() {
        var booking = BookingFlowTests.booking(.confirmed, sent: 1)
        booking.entry = DiaryEntryID("A1")
        let rows = [BookingFlowTests.row("A1", "ref"), BookingFlowTests.row("A2", "ref")]
        let list = Reconciliation.differences([booking], rows, carries: true, zone: Self.zone)
        #expect(list == ["booking 7 has rows A1, A2"])
    }

    @Test("without a reference a second row of one patient at one place is a difference")
    func twins() {
        var booking = BookingFlowTests.booking(.confirmed, sent: 1)
        booking.entry = DiaryEntryID("A1")
        func row(_ id: String, patient: String? = "pat", offset: Int = 0) -> PlacedAppointment {
            BookingFlowTests.row(id, offset: offset, patient: patient)
        }
        func list(_ rows: [PlacedAppointment], carries: Bool = false) -> [String] {
            Reconciliation.differences([booking], rows, carries: carries, zone: Self.zone)
        }
        var longer = row("A2")
        longer.entry.end = .after(Minutes(45))
        var elsewhere = row("A2")
        elsewhere.entry.practitioner = PractitionerID("elsewhere")
        var over = row("A2")
        over.entry.status = .cancelled
        for other in [
            row("A2", patient: "another"), row("A2", patient: nil), row("A2", offset: 300), longer,
            elsewhere, over,
        ] {
            #expect(list([row("A1"), other]).isEmpty, "\(other)")
        }
        #expect(list([row("A1", patient: nil), row("A2", patient: nil)]).isEmpty)
        #expect(list([row("A2"), row("A1")]) == ["booking 7 has rows A1, A2"])
        // Where the PMS carries the reference, that alone says whose a row is.
        #expect(list([row("A2"), row("A1")], carries: true).isEmpty)
        #expect(list([row("A2")]) == ["booking 7 is confirmed, its row is not there"])
    }

    @Test("a row that bears a reference of ours is a difference where no booking has it")
    func strangers() async throws {
        _ = try await confirmed()
        #expect(try await follower.differences(now: desk.practice.time.now()).isEmpty)
        let lost = BookingReference.of(BookingID("lost"), in: SamplePractice.id)
        var row = try #require(await desk.diary.rows.first)
        // Staff write what they like into that field; only our own kind counts.
        for (number, reference) in ["front desk", lost.rawValue.uppercased()].enumerated() {
            row.entry.id = DiaryEntryID("S\(number)")
            row.reference = BookingReference(reference)
            await desk.diary.enter(row)
        }
        #expect(try await follower.differences(now: desk.practice.time.now()).isEmpty)
        row.entry.id = DiaryEntryID("LOST")
        row.reference = lost
        await desk.diary.enter(row)
        #expect(
            try await follower.differences(now: desk.practice.time.now()) == [
                "row LOST bears a reference of ours, and no booking has it"
            ])
        row.entry.status = .cancelled
        await desk.diary.removeRows()
        await desk.diary.enter(row)
        #expect(
            try await follower.differences(now: desk.practice.time.now()) == [
                "booking 1 is confirmed, its row is not there"
            ])
    }

    @Test("what is too much to compare is told")
    func tooMuch() async throws {
        _ = try await confirmed()
        let now = desk.practice.time.now()
        let day = desk.request().start.date
        #expect(
            try await follower.differences(now: now, mostDays: 0) == [
                "the days from \(day) on were not compared: too many"
            ])
        #expect(try await follower.differences(now: now, mostDays: 1).isEmpty)
        #expect(
            try await follower.differences(now: now, mostKnown: 1) == [
                "bookings older than the newest 1 were not compared"
            ])
        #expect(try await follower.differences(now: now, mostKnown: 2).isEmpty)
    }
}
