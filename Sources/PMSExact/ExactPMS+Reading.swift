internal import Diary
internal import PMS
internal import Ports
internal import Wire

// One reading, list by list.
extension ExactPMS {
    func reading(
        _ caller: inout PMSCaller, _ setUp: ExactOnlineBooking, _ window: PMSWindow
    ) async throws(PMSFailure) -> PMSReading {
        let startedAt = access.connection.clock.now()
        let details = try await details(&caller)
        var leftOut = LeftOut(ExactAccess.side)
        var reading: PMSReading
        do throws(FieldFault) {
            reading = try details.reading(
                of: pmsPractice, as: practice, at: startedAt, days: window.days)
            reading.stacking = setUp.appointmentStacking
            reading.interval = try setUp.interval()
        } catch {
            throw ExactAccess.side.failure(.malformed, call("details"), detail: error.words)
        }
        let rows = try await caller.list(
            "Practitioners", call("Practitioners"), ExactLists(), of: ExactPractitioner.self)
        reading.practitioners = try leftOut.usable(rows, of: "Practitioners") {
            row throws(FieldFault) in try row.practitioner()
        }
        let known = Set(reading.practitioners.map(\.id))
        try add(setUp, to: &reading, &leftOut)
        let times = try await caller.list(
            "WorkingTimes", call("WorkingTimes", query: query(window.start, window.end)),
            ExactLists(), of: ExactWorkingTime.self)
        reading.sessions = try leftOut.usable(times, of: "WorkingTimes") {
            row throws(FieldFault) in try row.session(of: known, days: window.days)
        }
        reading.diary = try await diary(&caller, window, known, &leftOut)
        reading.dropped = leftOut.dropped
        return reading
    }

    private func add(
        _ setUp: ExactOnlineBooking, to reading: inout PMSReading, _ leftOut: inout LeftOut
    ) throws(PMSFailure) {
        let known = Set(reading.practitioners.map(\.id))
        let additions = try leftOut.usable(setUp.providers, of: "OnlineBooking.providers") {
            row throws(FieldFault) in
            let addition = try row.addition()
            guard known.contains(addition.0) else { throw FieldFault.stranger("id") }
            return addition
        }
        for (id, type, length) in additions {
            guard let index = reading.practitioners.firstIndex(where: { $0.id == id }) else {
                continue
            }
            reading.practitioners[index].providerType = type
            reading.practitioners[index].defaultMinutes = length
        }
        let list = "OnlineBooking.reasons"
        var ids: Set<ReasonID> = []
        let reasons = try leftOut.usable(setUp.reasons, of: list) { row throws(FieldFault) in
            let found = try row.reason(of: known)
            guard ids.insert(found.reason.id).inserted else {
                throw FieldFault("id", "stands there twice")
            }
            return found
        }
        for (reason, strangers) in reasons {
            for _ in 0..<strangers {
                leftOut.add(list, id: reason.id.rawValue, FieldFault.stranger("providers"))
            }
        }
        reading.reasons = reasons.map(\.reason)
    }

    private func diary(
        _ caller: inout PMSCaller, _ window: PMSWindow, _ known: Set<PractitionerID>,
        _ leftOut: inout LeftOut
    ) async throws(PMSFailure) -> [DiaryEntry] {
        // An appointment comes by its start, and may reach into the first day from the one before.
        let before = Moment.start(of: window.days.lowerBound.adding(days: -1), in: zone)
        let appointments = try await caller.list(
            "Appointments", call("Appointments", query: query(before, window.end)), ExactLists(),
            of: ExactAppointment.self)
        let blocks = try await caller.list(
            "Blocks", call("Blocks", query: query(window.start, window.end)), ExactLists(),
            of: ExactBlock.self)
        var entries = try leftOut.taken(
            appointments, of: "Appointments", freeing: ExactAppointment.freeing
        ) { row throws(FieldFault) in try row.row(of: known) }
        entries += try leftOut.taken(blocks, of: "Blocks", freeing: []) {
            row throws(FieldFault) in try row.row(of: known)
        }
        var ids: Set<DiaryEntryID> = []
        for entry in entries where !ids.insert(entry.id).inserted {
            throw ExactAccess.side.unusableRow(
                of: "Blocks", id: entry.id.rawValue, FieldFault("id", "stands there twice"))
        }
        return window.touching(entries)
    }

    func query(_ from: Instant, _ to: Instant) -> [(name: String, value: String)] {
        [("from", Moment.text(of: from, in: zone)), ("to", Moment.text(of: to, in: zone))]
    }
}
