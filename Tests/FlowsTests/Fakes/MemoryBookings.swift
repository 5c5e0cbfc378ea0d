import Diagnostics
import Diary
import Ports

@testable import Flows

/// Bookings in memory.
actor MemoryBookings: BookingStore {
    private(set) var rows: [BookingID: Booking] = [:]
    private(set) var patients: [BookingID: PatientDetails] = [:]
    private(set) var waiting: [BookingMessage] = []
    private(set) var events: [BookingID: [BookingEvent]] = [:]
    private var numbers = 0
    nonisolated let sealsPatients: Bool

    init(sealsPatients: Bool = true) { self.sealsPatients = sealsPatients }

    /// Runs before each booking is admitted; what it throws is thrown then.
    private var beforeAdmit: @Sendable (BookingID) async throws -> Void = { _ in }
    func beforeAdmitting(_ hook: @escaping @Sendable (BookingID) async throws -> Void) {
        beforeAdmit = hook
    }
    /// Runs after each booking is admitted: what it throws is thrown although it is stored.
    private var afterAdmit: @Sendable (BookingID) throws -> Void = { _ in }
    func afterAdmitting(_ hook: @escaping @Sendable (BookingID) throws -> Void) {
        afterAdmit = hook
    }
    /// How often the ledger was asked for the open bookings.
    private(set) var looks = 0

    func admit(
        _ booking: Booking, patient: PatientDetails?, messages: [BookingMessage.Draft],
        events: [BookingEvent]
    ) async throws -> BookingAdmission {
        try await beforeAdmit(booking.id)
        if let known = rows[booking.id] { return .known(known) }
        if booking.holdsPlace, let place = booking.place {
            let span = DayRows.span(of: place)
            let other = rows.values.first {
                guard let other = $0.place, $0.holdsPlace else { return false }
                return other.practitioner == place.practitioner
                    && DayRows.span(of: other).overlaps(span)
            }
            if let other { return .taken(by: other.id) }
        }
        var booking = booking
        booking.version = 1
        patients[booking.id] = patient
        put(booking, messages, events)
        try afterAdmit(booking.id)
        return .admitted(booking)
    }

    func change(
        _ booking: Booking, messages: [BookingMessage.Draft], events: [BookingEvent]
    ) throws -> Booking? {
        guard rows[booking.id]?.version == booking.version else { return nil }
        var booking = booking
        booking.version += 1
        put(booking, messages, events)
        return booking
    }

    private func put(
        _ booking: Booking, _ drafts: [BookingMessage.Draft], _ new: [BookingEvent]
    ) {
        rows[booking.id] = booking
        events[booking.id, default: []] += new
        for draft in drafts {
            numbers += 1
            waiting.append(
                BookingMessage(
                    number: numbers, practice: booking.practice, booking: booking.id,
                    draft: draft, dueAt: booking.since))
        }
    }

    func booking(_ id: BookingID, of practice: PracticeID) throws -> Booking? { rows[id] }
    func openBookings(of practice: PracticeID) throws -> [Booking] {
        looks += 1
        return rows.values.filter { !$0.isFinal }.sorted { $0.id.rawValue < $1.id.rawValue }
    }
    func confirmedBookings(
        of practice: PracticeID, startingFrom: Instant
    ) throws -> [Booking] {
        rows.values.filter { booking in
            booking.state == .confirmed
                && (booking.holdsPlace || booking.place.map { $0.start >= startingFrom } ?? false)
        }.sorted { $0.id.rawValue < $1.id.rawValue }
    }
    func bookings(of practice: PracticeID?, limit: Int) throws -> [Booking] {
        Array(rows.values.sorted { $0.id.rawValue > $1.id.rawValue }.prefix(limit))
    }
    func timeline(of id: BookingID, in practice: PracticeID) throws -> [BookingEvent] {
        events[id] ?? []
    }
    func messages(of practice: PracticeID, dueBy now: Instant) throws -> [BookingMessage] {
        var seen: Set<BookingID> = []
        return waiting.filter { seen.insert($0.booking).inserted && $0.dueAt <= now }
    }
    func settle(
        _ message: BookingMessage, acknowledged: Bool, events new: [BookingEvent]
    ) throws {
        waiting.removeAll { $0.number == message.number }
        events[message.booking, default: []] += new
        if acknowledged { rows[message.booking]?.told = message.draft.what }
    }
    func postpone(_ message: BookingMessage, until: Instant) throws {
        guard let place = waiting.firstIndex(where: { $0.number == message.number }) else {
            return
        }
        waiting[place].dueAt = until
        waiting[place].attempts += 1
    }
    func patient(of id: BookingID, in practice: PracticeID) throws -> PatientDetails? {
        patients[id]
    }
    func purgePatients(finalBefore: Instant) throws -> Int { 0 }
}

/// A diary in memory that can be written.
actor FakeDiary: DiaryWriter {
    private(set) var rows: [PlacedAppointment] = []
    private(set) var known: [KnownPatient] = []
    private(set) var made: [PatientDetails] = []
    private(set) var sent: [NewAppointment] = []
    private(set) var leaveBy: [Instant] = []
    /// What the next insertions fail with, after their effect.
    private var lost = 0

    func know(_ patients: [KnownPatient]) { known = patients }
    /// Making a file takes a while from now on.
    private var isSlow = false
    func slowDown() { isSlow = true }
    func loseAnswers(_ count: Int) { lost = count }
    func enter(_ row: PlacedAppointment) { rows.append(row) }
    func removeRows() { rows = [] }
    /// Runs before each search, and how many there were.
    private var beforeSearch: @Sendable () async -> Void = {}
    private(set) var searches = 0
    func beforeSearching(_ hook: @escaping @Sendable () async -> Void) { beforeSearch = hook }

    /// A name that too many patients have.
    private var common: String?
    func isCommon(_ lastName: String) { common = lastName }
    func patients(like details: PatientDetails) async throws(PMSFailure) -> [KnownPatient] {
        searches += 1
        await beforeSearch()
        if details.lastName == common {
            throw PMSFailure(.refused, Problem("P0007", "too many", hint: "none"))
        }
        return known
    }

    func create(
        _ details: PatientDetails, reference: BookingReference, leaveBy: Instant
    ) async throws(PMSFailure) -> PatientID {
        if isSlow { for _ in 0..<1000 { await Task.yield() } }
        made.append(details)
        self.leaveBy.append(leaveBy)
        let id = PatientID("new\(made.count)")
        known.append(KnownPatient(id: id, details: details))
        return id
    }

    func insert(
        _ appointment: NewAppointment, leaveBy: Instant
    ) throws(PMSFailure) -> DiaryEntryID {
        sent.append(appointment)
        self.leaveBy.append(leaveBy)
        let id = DiaryEntryID("A\(sent.count)")
        rows.append(
            PlacedAppointment(
                entry: DiaryEntry(
                    id: id, practitioner: appointment.practitioner, kind: .appointment,
                    status: .unset, start: appointment.start, end: .after(appointment.length)),
                reference: appointment.reference, patient: appointment.patient))
        if lost > 0 {
            lost -= 1
            throw .fake(.noAnswer, "P")
        }
        return id
    }

    func appointments(
        of practitioner: PractitionerID?, on date: CivilDate
    ) throws(PMSFailure) -> [PlacedAppointment] {
        rows.filter { practitioner == nil || $0.entry.practitioner == practitioner }
    }
}
