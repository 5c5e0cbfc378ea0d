import Diary
import Foundation
import Testing

/// The practices that the scripts hold.
enum Sample {
    /// A fixture's reading.
    static func fixture(_ name: String) throws -> PMSReading { try snapshot(name).pms }

    /// A fixture.
    static func snapshot(_ name: String) throws -> Snapshot {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/\(name).json")
        return try Snapshot.read(Array(Data(contentsOf: file)), file: name).snapshot
    }

    static func zone(_ name: String = "Australia/Sydney") throws -> Zone {
        try ZoneDatabase().zone(named: name)
    }

    static func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

    /// A small practice: two practitioners, two reasons, two sessions, three diary rows.
    static func practice(_ system: PMSSystem = .exact) throws -> PMSReading {
        let first = try day("2026-03-03")
        var reading = PMSReading(
            system: system, practice: PracticeID("small"), practiceName: "Small Dental",
            readAt: try #require(Instant("2026-03-02T22:15:00Z")),
            days: first...first.adding(days: 1))
        reading.version = "13.900"
        reading.offsetMinutes = system == .exact ? 660 : nil
        reading.stacking = true
        reading.interval = Minutes(15)
        reading.practitioners = [
            practitioner("P1", "Dr Amy Chen", "Dentist", system),
            practitioner("P2", "Mia Walsh", "Oral Health Therapist", system),
        ]
        var exam = BookingReason(id: ReasonID("R1"), name: "Exam and clean")
        exam.minutes = Minutes(45)
        var newPatient = BookingReason(id: ReasonID("R2"), name: "Healthengine New Patient")
        newPatient.practitioners = [
            .init(PractitionerID("P1")), .init(PractitionerID("P2"), minutes: Minutes(60)),
        ]
        newPatient.isMarketing = system == .exact
        newPatient.isMarketingDefault = system == .exact
        reading.reasons = [exam, newPatient]
        reading.sessions = [
            try session("P1", first, "08:30", "17:00", ("12:30", "13:30")),
            try session("P2", first.adding(days: 1), "09:00", "24:00", nil),
        ]
        reading.diary = [
            try entry("D1", "P1", .appointment, .confirmed, "2026-03-03T09:00", "09:45", system),
            try entry("D2", "P1", .appointment, .cancelled, "2026-03-03T10:00", "10:30", system),
            try entry("B1", "P2", .block, nil, "2026-03-04T16:00", "17:00", system),
        ]
        return reading
    }

    private static func practitioner(
        _ id: String, _ name: String, _ role: String, _ system: PMSSystem
    ) -> Practitioner {
        var practitioner = Practitioner(id: PractitionerID(id), name: name)
        practitioner.role = role
        switch system {
        case .exact:
            practitioner.providerType = role == "Dentist" ? "Dentist" : "Unknown"
            practitioner.defaultMinutes = Minutes(30)
        case .oasis:
            practitioner.enableOnline = " y"
            practitioner.newPatientMinutes = role == "Dentist" ? Minutes(60) : nil
        }
        return practitioner
    }

    private static func session(
        _ practitioner: String, _ date: CivilDate, _ start: String, _ end: String,
        _ pause: (String, String)?
    ) throws -> WorkingSession {
        WorkingSession(
            practitioner: PractitionerID(practitioner), date: date,
            start: try #require(CivilTime(start)),
            end: try #require(CivilTime(end)),
            breaks: try pause.map {
                [
                    WorkingSession.Break(
                        start: try #require(CivilTime($0.0)), end: try #require(CivilTime($0.1)))
                ]
            } ?? [])
    }

    private static func entry(
        _ id: String, _ practitioner: String, _ kind: DiaryEntry.Kind,
        _ status: AppointmentStatus?, _ start: String, _ end: String, _ system: PMSSystem
    ) throws -> DiaryEntry {
        let from = try #require(CivilDateTime(start))
        let to = try #require(CivilDateTime("\(from.date)T\(end)"))
        let zone = try zone()
        let isExact = system == .exact
        return DiaryEntry(
            id: DiaryEntryID(id), practitioner: PractitionerID(practitioner), kind: kind,
            status: status,
            start: isExact ? .exact(zone.instant(of: from)) : .civil(from),
            end: .at(isExact ? .exact(zone.instant(of: to)) : .civil(to)))
    }
}
