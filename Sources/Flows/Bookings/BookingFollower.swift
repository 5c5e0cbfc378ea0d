internal import Diary
internal import Findings
internal import Ports

/// Follows what staff do with booked appointments (S26, S55), and compares ledger and diary.
struct BookingFollower: Sendable {
    let practice: PracticeID
    let pms: any PMSPort
    let diary: any DiaryWriter
    let store: any BookingStore
    let zone: Zone

    /// Rows are followed until a day after their start.
    static let followFor = 24 * 3600

    /// Compares the confirmed bookings with the latest kept reading.
    ///
    /// - Returns: whether staff changed what became of any of them, so that time may be free.
    func follow(now: Instant, in readings: any ReadingStore) async throws -> Bool {
        let since = now.adding(seconds: -BookingFollower.followFor)
        let bookings = try await store.confirmedBookings(of: practice, startingFrom: since)
        // Most practices have none at most times, and a reading is large.
        guard !bookings.isEmpty, let reading = try await readings.latestReading(of: practice)
        else { return false }
        var hasChanged = false
        // An appointment of several practitioners has a row for each.
        let rows = Dictionary(grouping: reading.diary, by: \.id.ofAppointment)
        for booking in bookings {
            guard let id = booking.entry?.ofAppointment else { continue }
            let columns = rows[id] ?? []
            let booked = columns.first { $0.practitioner == booking.place?.practitioner }
            if let row = booked ?? columns.first {
                let fate = BookingFate(booking, row: row, zone: zone)
                // Until all readings are sure to have the row, only the claim keeps its time.
                guard fate != .stands || isAfterInsertion(reading, of: booking) else { continue }
                hasChanged = try await apply(fate, to: booking, now: now) || hasChanged
            } else if isMissing(booking, in: reading) {
                hasChanged = try await ask(id, booking, now: now) || hasChanged
            }
        }
        return hasChanged
    }

    /// A reading that covers its day, and is sure to have the row.
    private func isMissing(_ booking: Booking, in reading: PMSReading) -> Bool {
        reading.isComplete && reading.days.contains(day(of: booking))
            && isAfterInsertion(reading, of: booking)
    }

    /// Whether it was made so long after the row was read back that the insertion has arrived
    /// everywhere, copies that lag included.
    private func isAfterInsertion(_ reading: PMSReading, of booking: Booking) -> Bool {
        let delay = Int(pms.capabilities.longestDelay.components.seconds)
        return reading.readAt > booking.since.adding(seconds: delay)
    }

    /// The day of its place, which staff may have moved.
    private func day(of booking: Booking) -> CivilDate {
        booking.place.map { zone.local(at: $0.start).date } ?? booking.request.start.date
    }

    /// Absence from a list proves nothing; the PMS is asked for the row itself.
    private func ask(
        _ id: DiaryEntryID, _ booking: Booking, now: Instant
    ) async throws -> Bool {
        let row: DiaryEntry?
        do { row = try await pms.entry(id) } catch { return false }
        let fate = BookingFate(booking, row: row, zone: zone)
        // The row is there and the reading has it not: only the claim keeps its time.
        guard fate != .stands else { return false }
        return try await apply(fate, to: booking, now: now)
    }

    private func apply(
        _ fate: BookingFate, to booking: Booking, now: Instant
    ) async throws -> Bool {
        guard var change = fate.change(of: booking, now: now) else { return false }
        if fate == .removed,
            try await store.timeline(of: booking.id, in: practice).contains(where: {
                $0.what == BookingEvent.patientCancelled
            })
        {
            // Staff did what E01 asks for, so E08 would be a false alarm.
            change.events = [BookingEvent(at: now, what: "removed after the patient cancelled")]
        }
        // Where another change came first, the next reading tells again.
        let isStored =
            try await store.change(
                change.booking, messages: change.messages, events: change.events) != nil
        return isStored && fate != .stands
    }

    /// Ledger against diary, both ways, on all days to come that have a booking: empty, or a list
    /// for staff. What was not compared is in the list.
    ///
    /// - Parameters:
    ///   - mostDays: how many days of practitioners are read.
    ///   - mostKnown: how many bookings are looked at, the newest ones.
    func differences(
        now: Instant, mostDays: Int = 500, mostKnown: Int = 20_000
    ) async throws -> [String] {
        let known = try await store.bookings(of: practice, limit: mostKnown)
        let bookings = known.filter { ($0.place?.start ?? Instant(seconds: 0)) >= now }
        let days = Dictionary(grouping: bookings) {
            PractitionerDay(
                practitioner: $0.place?.practitioner ?? PractitionerID(""),
                date: day(of: $0))
        }
        let carries = pms.capabilities.reference != .absent
        var differences: [String] = []
        var bearers: [Reconciliation.Bearer] = []
        let ordered = days.keys.sorted()
        for day in ordered.prefix(mostDays) {
            let rows: [PlacedAppointment]
            do {
                rows = try await diary.appointments(of: day.practitioner, on: day.date)
            } catch {
                differences.append("\(day.practitioner) on \(day.date) could not be read")
                continue
            }
            differences += Reconciliation.differences(
                days[day] ?? [], rows, carries: carries, zone: zone)
            bearers += Reconciliation.bearers(in: rows)
        }
        if ordered.count > mostDays {
            differences.append(
                "the days from \(ordered[mostDays].date) on were not compared: too many")
        }
        if known.count >= mostKnown {
            differences.append("bookings older than the newest \(mostKnown) were not compared")
        }
        return differences + (try await strangers(among: bearers, mostKnown: mostKnown))
    }

    /// Rows with a reference of ours that no booking has: the ledger has lost one, as after an
    /// older backup was put in its place. It is asked after the rows: a booking may have come
    /// meanwhile.
    private func strangers(
        among bearers: [Reconciliation.Bearer], mostKnown: Int
    ) async throws -> [String] {
        guard !bearers.isEmpty else { return [] }
        let known = try await store.bookings(of: practice, limit: mostKnown)
        // A list that was cut cannot say that a reference is nobody's.
        guard known.count < mostKnown else { return [] }
        let references = Set(known.map(\.reference))
        return bearers.filter { !references.contains($0.reference) }.map {
            "row \($0.row) bears a reference of ours, and no booking has it"
        }
    }

    private struct PractitionerDay: Hashable, Comparable {
        let practitioner: PractitionerID
        let date: CivilDate

        static func < (left: Self, right: Self) -> Bool {
            (left.date, left.practitioner.rawValue) < (right.date, right.practitioner.rawValue)
        }
    }
}

/// What became of the row of a confirmed booking.
enum BookingFate: Equatable {
    case stands
    case cancelled
    case didNotAttend
    case moved(Booking.Place)
    case removed

    /// Judges by the row as the PMS has it; nil where it says that there is none.
    init(_ booking: Booking, row: DiaryEntry?, zone: Zone) {
        guard let row else {
            self = .removed
            return
        }
        switch row.status {
        case .cancelled: self = .cancelled
        case .didNotAttend: self = .didNotAttend
        default:
            let span = DayRows.span(of: row, zone: zone)
            guard var place = booking.place,
                place.start != span.lowerBound || place.practitioner != row.practitioner
            else {
                self = .stands
                return
            }
            place.start = span.lowerBound
            place.practitioner = row.practitioner
            self = .moved(place)
        }
    }

    /// What it changes; nil for nothing. The claim ends in any case: the row itself, or none, takes
    /// the time in the evaluation from now on.
    func change(
        of booking: Booking, now: Instant
    ) -> (booking: Booking, messages: [BookingMessage.Draft], events: [BookingEvent])? {
        var next = booking
        next.holdsPlace = false
        var messages: [BookingMessage.Draft] = []
        var event: BookingEvent?
        switch self {
        case .stands:
            return booking.holdsPlace ? (next, [], []) : nil
        case .cancelled:
            next.state = .ended(.cancelled)
            messages = [.init(.cancelled, reason: "cancelled in the practice's diary")]
            event = BookingEvent(at: now, what: FindingCode.cancelledInPMS.rawValue)
        case .didNotAttend:
            next.state = .ended(.didNotAttend)
            messages = [.init(.didNotAttend, reason: "the patient did not attend")]
            event = BookingEvent(at: now, what: FindingCode.didNotAttend.rawValue)
        case .removed:
            // S55: absence alone never cancels; staff are told, and the time is offered again.
            next.state = .ended(.removed)
            event = BookingEvent(
                at: now, what: FindingCode.appointmentAbsent.rawValue,
                detail: booking.entry.map { "row \($0)" })
        case .moved(let place):
            next.place = place
            event = BookingEvent(
                at: now, what: FindingCode.movedInPMS.rawValue,
                detail: "from \(booking.place.map(words) ?? "?") to \(words(place))")
        }
        if next.state != booking.state { next.since = now }
        return (next, messages, event.map { [$0] } ?? [])
    }

    private func words(_ place: Booking.Place) -> String {
        "\(place.start) with \(place.practitioner)"
    }
}

extension BookingEvent {
    /// In a timeline: the patient cancelled at the marketplace, and staff were asked to take the
    /// row out of the diary (S25, S26).
    static let patientCancelled = "the patient cancelled at the marketplace"
}
