internal import Diary
internal import PMS
internal import Ports
internal import Wire

// One reading, list by list.
extension OasisPMS {
    func reading(
        _ caller: inout PMSCaller, _ details: OasisPractice, _ window: PMSWindow,
        _ startedAt: Instant
    ) async throws(PMSFailure) -> PMSReading {
        var leftOut = LeftOut(OasisAccess.side)
        var reading: PMSReading
        do throws(FieldFault) {
            reading = try details.reading(
                of: pmsPractice, as: practice, at: startedAt, days: window.days)
        } catch {
            throw OasisAccess.side.failure(.malformed, call(""), detail: error.words)
        }
        let rows = try await caller.list(
            "practitioners", call("/online-setup/practitioners"), OasisLists(),
            of: OasisPractitioner.self)
        reading.practitioners = try leftOut.usable(rows, of: "practitioners") {
            row throws(FieldFault) in try row.practitioner()
        }
        let known = Set(reading.practitioners.map(\.id))
        reading.reasons = try await reasons(&caller, known, &leftOut)
        let days = [
            ("from", "\(window.days.lowerBound)"), ("to", "\(window.days.upperBound)"),
        ]
        let sessions = try await caller.list(
            "sessions", call("/sessions", query: days), OasisLists(), of: OasisSession.self)
        reading.sessions = try leftOut.usable(sessions, of: "sessions") { row throws(FieldFault) in
            try row.session(of: known, days: window.days)
        }
        let diary = try await caller.list(
            "diary", call("/diary", query: days), OasisLists(), of: OasisDiaryRow.self)
        reading.diary = window.touching(
            try leftOut.taken(diary, of: "diary", freeing: OasisDiaryRow.freeing) {
                row throws(FieldFault) in try row.row(of: known)
            })
        reading.dropped = leftOut.dropped
        return reading
    }

    private func reasons(
        _ caller: inout PMSCaller, _ known: Set<PractitionerID>, _ leftOut: inout LeftOut
    ) async throws(PMSFailure) -> [BookingReason] {
        let list = "reasons"
        var why = ""
        for _ in 1...PMSLimits.rounds {
            let rows = try await caller.list(
                list, call("/online-setup/reasons"), OasisLists(), of: OasisReason.self)
            // The order decides which reason is the first (S20), so it must be beyond doubt.
            let places = rows.map { row in try? row.value.get().position }
            guard zip(places, 1...).allSatisfy({ $0 == nil || $0 == $1 }) else {
                why = "its rows are out of order"
                continue
            }
            let reasons = try leftOut.usable(rows, of: list) { row throws(FieldFault) in
                try row.reason(of: known)
            }
            for (reason, strangers) in reasons {
                for _ in 0..<strangers {
                    leftOut.add(
                        list, id: reason.id.rawValue, FieldFault.stranger("practitioners"))
                }
            }
            return reasons.map(\.reason)
        }
        throw OasisAccess.side.notWhole(list, why)
    }
}
