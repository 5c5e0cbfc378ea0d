internal import Diary
internal import PMS

/// A row of `/v1/Practices/{practiceId}/WorkingTimes`: our assumption.
struct ExactWorkingTime: Decodable, Sendable {
    let id: String?
    let providerId: String?
    let date: String?
    let startTime: String?
    let endTime: String?
    let breaks: [Pause]?

    struct Pause: Decodable, Sendable {
        let startTime: String?
        let endTime: String?
    }

    func session(
        of practitioners: Set<PractitionerID>, days: ClosedRange<CivilDate>
    ) throws(FieldFault) -> WorkingSession {
        let practitioner = PractitionerID(try WireField.id(providerId, "providerId"))
        guard practitioners.contains(practitioner) else { throw FieldFault.stranger("providerId") }
        let date = try WireField.date(date, "date")
        guard days.contains(date) else {
            throw FieldFault(
                "date", "is not one of the days that were asked for", isForeign: true)
        }
        let time = try WireField.span(startTime, "startTime", endTime, "endTime")
        var session = WorkingSession(
            practitioner: practitioner, date: date, start: time.lowerBound, end: time.upperBound)
        for (index, pause) in (breaks ?? []).enumerated() {
            let name = "breaks[\(index)]"
            let pause = try WireField.span(
                pause.startTime, "\(name).startTime", pause.endTime, "\(name).endTime")
            guard pause.clamped(to: time) == pause, session.breaks.count < PMSLimits.breaks else {
                throw FieldFault(name, "is not inside the working time")
            }
            session.breaks.append(
                WorkingSession.Break(start: pause.lowerBound, end: pause.upperBound))
        }
        return session
    }
}
