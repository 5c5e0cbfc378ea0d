internal import Diary
internal import PMS

/// A row of `/sessions`.
struct OasisSession: Decodable, Sendable {
    let id: String?
    let practitioner: String?
    let date: String?
    let start: String?
    let end: String?
    let breaks: [Pause]?

    struct Pause: Decodable, Sendable {
        let start: String?
        let end: String?
    }

    func session(
        of known: Set<PractitionerID>, days: ClosedRange<CivilDate>
    ) throws(FieldFault) -> WorkingSession {
        let column = PractitionerID(try WireField.id(practitioner, "practitioner"))
        guard known.contains(column) else { throw FieldFault.stranger("practitioner") }
        let date = try WireField.date(date, "date")
        guard days.contains(date) else {
            throw FieldFault(
                "date", "is not one of the days that were asked for", isForeign: true)
        }
        let time = try WireField.span(start, "start", end, "end")
        var session = WorkingSession(
            practitioner: column, date: date, start: time.lowerBound, end: time.upperBound)
        for (index, pause) in (breaks ?? []).enumerated() {
            let name = "breaks[\(index)]"
            let pause = try WireField.span(
                pause.start, "\(name).start", pause.end, "\(name).end")
            guard pause.clamped(to: time) == pause, session.breaks.count < PMSLimits.breaks else {
                throw FieldFault(name, "is not inside the session")
            }
            session.breaks.append(
                WorkingSession.Break(start: pause.lowerBound, end: pause.upperBound))
        }
        return session
    }
}
