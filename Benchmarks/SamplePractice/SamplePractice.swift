public import Diary

/// A made-up practice in Sydney for measuring: 8-12 and 13-17 (Saturday 9-13, Sunday off), diary
/// rows on five-minute times, twelve booking reasons, six appointment types for each practitioner,
/// all linked. The same seed gives the same practice.
public struct SamplePractice: Sendable {
    /// What is made.
    public let snapshot: Snapshot
    /// The time to evaluate at: nine in the morning of the first day.
    public let now: Instant

    /// Makes a practice.
    ///
    /// - Parameters:
    ///   - first: the first day that was read.
    ///   - days: how many days were read, 1...90; so many are published.
    public init(
        seed: UInt64, practitioners: Int, first: CivilDate, days: Int, zone: Zone
    ) {
        var random = Generator(state: seed &* 0x9E37_79B9_7F4A_7C15 &+ 2026)
        let midnight = CivilDateTime(clockMinute: first.dayNumber * 1440)
        now = Instant(seconds: zone.instant(of: midnight).seconds + 9 * 3600)
        var reading = PMSReading(
            system: .exact, practice: PracticeID("sample-\(seed)"),
            practiceName: "Sample \(seed)", readAt: now,
            days: first...first.adding(days: days - 1))
        reading.stacking = true
        reading.interval = Minutes(15)
        reading.practitioners = (0..<practitioners).map(Self.practitioner)
        let ids = reading.practitioners.map(\.id)
        reading.reasons = Self.reasons(with: ids)
        for id in ids {
            for day in 0..<days {
                random.fill(first.adding(days: day), of: id, in: &reading)
            }
        }
        var setUp = SetUp(timeZone: zone.identifier)
        for id in ids { Self.addTypes(of: id, to: &setUp) }
        setUp.parameters = ["publishing": ["horizon_days": .integer(days)]]
        snapshot = Snapshot(pms: reading, setUp: setUp)
    }

    private static func practitioner(_ place: Int) -> Practitioner {
        let roles = ["Dentist", "Hygienist", "Oral Health Therapist", "Dentist", "Dentist"]
        var practitioner = Practitioner(
            id: PractitionerID("P\(place + 1)"), name: "Practitioner \(place + 1)")
        practitioner.role = roles[place % roles.count]
        practitioner.defaultMinutes = Minutes(30)
        return practitioner
    }

    /// The names and lengths of the reasons; types are linked to the first six.
    static let wording: [(name: String, minutes: Int)] = [
        ("Check-up and clean", 45), ("New patient exam", 60), ("Emergency visit", 30),
        ("Filling", 45), ("Child check-up", 30), ("Consultation", 15), ("Crown preparation", 90),
        ("Whitening", 60), ("Denture review", 30), ("Healthengine appointments", 30),
        ("Implant review", 45), ("Mouthguard fitting", 15),
    ]

    private static func reasons(with ids: [PractitionerID]) -> [BookingReason] {
        wording.enumerated().map { place, wording in
            var reason = BookingReason(id: ReasonID("R\(place + 1)"), name: wording.name)
            reason.minutes = Minutes(wording.minutes)
            reason.practitioners = ids.map { BookingReason.Member($0) }
            return reason
        }
    }

    private static func addTypes(of id: PractitionerID, to setUp: inout SetUp) {
        for (place, wording) in wording.prefix(6).enumerated() {
            let type = AppointmentType(
                id: AppointmentTypeID("T\(id)-\(place + 1)"), practitioner: id,
                name: wording.name, length: Minutes(wording.minutes))
            setUp.appointmentTypes.append(type)
            setUp.links.append(
                Link(type: type.id, practitioner: id, reason: ReasonID("R\(place + 1)")))
        }
    }
}

/// Random numbers that are the same on every machine.
private struct Generator {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// Adds one day of one practitioner.
    mutating func fill(_ date: CivilDate, of id: PractitionerID, in reading: inout PMSReading) {
        let hours = date.weekday == 7 ? [] : date.weekday == 6 ? [(9, 13)] : [(8, 12), (13, 17)]
        for (from, to) in hours {
            guard let start = CivilTime(minuteOfDay: from * 60),
                let end = CivilTime(minuteOfDay: to * 60)
            else { continue }
            reading.sessions.append(
                WorkingSession(practitioner: id, date: date, start: start, end: end))
            var minute = from * 60
            while true {
                minute += chance(30) ? below(13) * 5 : 0
                let length = 15 + below(8) * 5
                guard minute + length <= to * 60 else { break }
                reading.diary.append(
                    DiaryEntry(
                        id: DiaryEntryID("\(id)-\(date.dayNumber)-\(minute)"), practitioner: id,
                        kind: chance(90) ? .appointment : .block,
                        start: .civil(CivilDateTime(clockMinute: date.dayNumber * 1440 + minute)),
                        end: .after(Minutes(length))))
                minute += length
            }
        }
    }
}
