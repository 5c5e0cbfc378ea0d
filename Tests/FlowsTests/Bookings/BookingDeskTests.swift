import Diary
import Findings
import Logging
import Ports
import Testing

@testable import Flows

@Suite("Bookings of a practice, from the marketplace to the diary")
struct BookingDeskTests {
    let practice: SamplePractice
    let bookings = MemoryBookings()
    let diary = FakeDiary()

    init() async throws {
        practice = try await SamplePractice()
        _ = await practice.sync()
    }

    var ports: PracticePorts {
        var ports = practice.ports
        ports.diary = diary
        ports.bookings = bookings
        return ports
    }

    func reception() -> BookingReception {
        BookingReception(
            practice: SamplePractice.record(), ports: ports, store: bookings,
            policy: BookingPolicy())
    }

    static func patient(_ first: String = "Margaret") -> PatientDetails {
        var patient = PatientDetails(firstName: first, lastName: "Planted")
        patient.birthDate = "1984-03-07"
        patient.phone = "0412345678"
        return patient
    }

    /// A booking of the second day at 9:00 with Amy, 45 minutes.
    func request(_ id: String = "1", change: (inout BookingRequest) -> Void = { _ in })
        -> BookingRequest
    {
        var request = BookingRequest(
            id: BookingID(id), book: AppointmentBookID("P1"), reason: ListedReasonID("R1"),
            start: CivilDateTime(
                clockMinute: SamplePractice.firstDay.adding(days: 1).dayNumber * 1440 + 540),
            lengthSeconds: 2700, bookedAt: practice.time.now())
        request.patient = Self.patient()
        change(&request)
        return request
    }

    func state(_ id: String = "1") async -> Booking.State? {
        await bookings.rows[BookingID(id)]?.state
    }

    /// Runs one open booking to its rest.
    func work(_ id: String = "1", through ports: PracticePorts? = nil) async throws {
        let booking = try #require(await bookings.rows[BookingID(id)])
        let terms = BookingTerms(
            capabilities: practice.pms.capabilities, zone: SamplePractice.zone)
        let runner = BookingRunner(
            performer: BookingPerformer(
                practice: SamplePractice.record(), ports: ports ?? self.ports, store: bookings,
                diary: diary),
            time: practice.time)
        await runner.run(BookingRun(booking, terms: terms))
    }

    @Test("S4, S16: a booking goes into the diary once, with the PMS's length, and is told")
    func straight() async throws {
        #expect(await reception().take([request()]).new == 1)
        #expect(await state() == .intended)
        try await work()
        #expect(await state() == .confirmed)
        #expect(await diary.sent.count == 1)
        #expect(await diary.sent.first?.length == Minutes(45))
        #expect(await diary.made.count == 1)
        let messages = BookingMessages(
            practice: SamplePractice.id, store: bookings, marketplace: practice.marketplace,
            time: practice.time)
        #expect(try await messages.tellDue().told.map(\.what) == [.confirmed])
        #expect(await practice.marketplace.answers == ["confirm 1"])
        #expect(await reception().take([request()]).new == 0, "listed again, not taken again")
    }

    @Test("G22, G23: a known patient with another phone is used, and no file is made")
    func known() async throws {
        var details = Self.patient()
        details.phone = "0499999999"
        await diary.know([KnownPatient(id: PatientID("old"), details: details)])
        _ = await reception().take([request()])
        try await work()
        #expect(await diary.made.isEmpty)
        #expect(await diary.sent.first?.patient == PatientID("old"))
    }

    @Test("when a row was made counts by our clock, whatever the PMS's says")
    func skew() async throws {
        _ = await reception().take([request()])
        var row = BookingFlowTests.row("A9", patient: "pat")
        row.createdAt = Instant(seconds: 1_000_000)
        await diary.enter(row)
        let performer = BookingPerformer(
            practice: SamplePractice.record(), ports: ports, store: bookings, diary: diary)
        let booking = try #require(await bookings.rows[BookingID("1")])
        for (skew, expected) in [(nil, 1_000_000), (-240, 1_000_240), (90, 999_910)] {
            await practice.pms.setSkew(skew.map { .seconds($0) })
            let answer = await performer.perform(.readWholeDay, for: booking)
            guard case .rows(let rows) = answer else {
                Issue.record("\(answer)")
                continue
            }
            #expect(rows.map { $0.createdAt?.seconds } == [expected])
        }
    }

    @Test("S57: a file that was made is told by our reference, else by the patient's details")
    func found() async throws {
        _ = await reception().take([request()])
        let booking = try #require(await bookings.rows[BookingID("1")])
        let performer = BookingPerformer(
            practice: SamplePractice.record(), ports: ports, store: bookings, diary: diary)
        var other = Self.patient()
        other.lastName = "PLANTED (NEW)"
        let same = KnownPatient(id: PatientID("same"), details: Self.patient())
        let stranger = KnownPatient(
            id: PatientID("other"), details: other, reference: BookingReference("another"))
        let own = KnownPatient(
            id: PatientID("own"), details: other, reference: booking.reference)
        for (files, found) in [
            ([same, stranger], ["same"]), ([same, own, stranger], ["own"]), ([stranger], []),
        ] {
            await diary.know(files)
            #expect(
                await performer.perform(.findMade, for: booking)
                    == .foundMade(found.map { PatientID($0) }))
        }
    }

    @Test("S57: two files of one name and birth date wait for a person")
    func ambiguous() async throws {
        await diary.know(
            ["a", "b"].map { KnownPatient(id: PatientID($0), details: Self.patient()) })
        _ = await reception().take([request()])
        try await work()
        #expect(await state() == .needsPerson(code: "D10-PATIENT-AMBIGUOUS"))
        #expect(await diary.sent.isEmpty)
    }

    @Test("S57: the timeline says how the patient was matched, with the likeness of each file")
    func trace() async throws {
        var other = Self.patient()
        (other.phone, other.birthDate) = ("0499999999", "1990-01-01")
        await diary.know([
            KnownPatient(id: PatientID("b"), details: other),
            KnownPatient(id: PatientID("a"), details: Self.patient()),
        ])
        _ = await reception().take([request()])
        try await work()
        #expect(await state() == .confirmed)
        let events = await bookings.events[BookingID("1")] ?? []
        let decision = try #require(events.first { $0.what == "match_patient" }?.detail)
        for words in [
            "`use`, of 2 files, by ", "core/match_patient.lua",
            "the same names and birth date", "same: kept c1; dropped c2",
        ] {
            #expect(decision.contains(words), "\(decision)")
        }
        let files = events.filter { $0.what.hasPrefix("file ") }
            .map { "\($0.what): \($0.detail ?? "")" }
        #expect(
            files == [
                "file c1: first name 100 %, last name 100 %, birth date 100 %, phone 100 %, "
                    + "email not said, address not said",
                "file c2: first name 100 %, last name 100 %, birth date 0 %, phone 0 %, "
                    + "email not said, address not said",
            ])
        #expect(!"\(events)".contains("Planted") && !"\(events)".contains("0412345678"))
    }

    @Test("S54: of 64 patients for one time exactly one is taken, the others at once refused")
    func rivals() async throws {
        let requests = (1...64).map { number in
            request("\(number)") {
                $0.bookedAt = Instant(seconds: $0.bookedAt.seconds - number % 3)
            }
        }
        #expect(await reception().take(requests).new == 64)
        let states = await bookings.rows.values.map(\.state)
        #expect(states.count { $0 == .intended } == 1)
        #expect(
            states.count {
                $0 == .rejected(code: "D01-SLOT-TAKEN") || $0 == .rejected(code: "D24-NOT-OFFERED")
            } == 63)
        #expect(await bookings.waiting.count == 63)
    }

    @Test("S54: each thing that is wrong with a booking has its code")
    func refusals() async throws {
        let cases: [(FindingCode, (inout BookingRequest) -> Void)] = [
            (.bookNull, { $0.book = nil }),
            (.bookUnknown, { $0.book = AppointmentBookID("P9") }),
            (.typeUnknown, { $0.reason = ListedReasonID("R9") }),
            (.bookedLengthMismatch, { $0.lengthSeconds = 1800 }),
            (.bookingUnreadable, { $0.unreadable = ["pmsAppointmentTime"] }),
            (.patientField, { $0.patient = nil }),
            (.cancelledBefore, { $0.isCancelled = true }),
            (
                .lateReject,
                { $0.bookedAt = Instant(seconds: $0.bookedAt.seconds - 12) }
            ),
            (
                .pastStart,
                { $0.start = CivilDateTime(clockMinute: $0.start.clockMinute - 2 * 1440) }
            ),
            (
                .notOffered,
                { $0.start = CivilDateTime(clockMinute: $0.start.clockMinute + 7) }
            ),
        ]
        for (number, (code, change)) in cases.enumerated() {
            let id = "\(number + 100)"
            _ = await reception().take([request(id, change: change)])
            #expect(await state(id) == .rejected(code: code.rawValue))
            #expect(await bookings.rows[BookingID(id)]?.place == nil)
            #expect(await bookings.patients[BookingID(id)] == nil)
        }
        #expect(await bookings.waiting.count == cases.count)
        #expect(await diary.sent.isEmpty)
    }

    @Test("invariant 8: the stored request has no patient")
    func privacy() async throws {
        _ = await reception().take([request()])
        let booking = try #require(await bookings.rows[BookingID("1")])
        #expect(booking.request.patient == nil)
        #expect(!"\(booking)".contains("Planted"))
        #expect(!"\(request())".contains("Planted"))
    }

    @Test("S55, S26: cancelled, missed, moved and removed rows are told apart")
    func fates() async throws {
        var booking = BookingFlowTests.booking(.confirmed, sent: 1)
        booking.entry = DiaryEntryID("A1")
        let zone = Zone.fixed(secondsEast: 0, named: "UTC")
        func fate(_ row: PlacedAppointment?) -> BookingFate {
            BookingFate(booking, row: row?.entry, zone: zone)
        }
        #expect(fate(BookingFlowTests.row("A1")) == .stands)
        #expect(fate(BookingFlowTests.row("A1", status: .cancelled)) == .cancelled)
        #expect(fate(BookingFlowTests.row("A1", status: .didNotAttend)) == .didNotAttend)
        #expect(fate(nil) == .removed)
        let moved = fate(BookingFlowTests.row("A1", offset: 3600))
        let change = moved.change(of: booking, now: BookingFlowTests.zero)
        #expect(change?.booking.state == .confirmed, "a moved one is never cancelled")
        #expect(change?.messages.isEmpty == true)
        #expect(change?.events.first?.what == "E03-MOVED-IN-PMS")
        let removed = fate(nil).change(of: booking, now: BookingFlowTests.zero)
        #expect(removed?.messages.isEmpty == true, "absence alone never cancels")
        #expect(removed?.booking.holdsPlace == false)
        let cancelled = fate(BookingFlowTests.row("A1", status: .cancelled))
            .change(of: booking, now: BookingFlowTests.zero)
        #expect(cancelled?.messages.map(\.what) == [.cancelled])
    }

    @Test("the daily comparison of ledger and diary is empty, or a list")
    func reconciliation() {
        let zone = Zone.fixed(secondsEast: 0, named: "UTC")
        var booking = BookingFlowTests.booking(.confirmed, sent: 1)
        booking.entry = DiaryEntryID("A1")
        func list(_ booking: Booking, _ rows: [PlacedAppointment]) -> [String] {
            Reconciliation.differences([booking], rows, carries: true, zone: zone)
        }
        #expect(list(booking, [BookingFlowTests.row("A1", "ref")]).isEmpty)
        #expect(list(booking, []).count == 1)
        let rejected = BookingFlowTests.booking(.rejected(code: "D01-SLOT-TAKEN"))
        #expect(list(rejected, []).isEmpty)
        #expect(list(rejected, [BookingFlowTests.row("A1", "ref")]).count == 1)
    }
}
