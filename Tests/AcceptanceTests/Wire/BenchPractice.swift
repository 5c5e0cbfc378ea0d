import Diary
import Ports
import Testing

/// A practice on the bench: two practitioners who work 9-17 with a break 12-13 on twelve days from
/// tomorrow on, and a type `T1` of 30 minutes that both are linked for. The same on either PMS.
///
/// Nobody works today, so that no start comes too near while a test runs.
struct BenchPractice {
    /// Gapbook's id.
    let id: PracticeID
    /// The id at the PMS, which is another one.
    let pms: PracticeID
    /// The id at the marketplace.
    let marketplace: String
    /// The environment variable with the key there.
    let keyName: String
    let system: PMSSystem

    /// Sydney by day; in its evening Perth, so that no midnight falls into a test.
    static let zone: String = {
        guard let sydney = try? ZoneDatabase().zone(named: "Australia/Sydney") else { return "" }
        let hour = sydney.local(at: Bench.now).minuteOfDay / 60
        return hour < 20 ? "Australia/Sydney" : "Australia/Perth"
    }()
    static let morning = BenchPractice.starts("09:00", "12:00")
    static let afternoon = BenchPractice.starts("13:00", "17:00")
    /// A whole day of `T1`.
    static let day = morning + afternoon

    init(_ system: PMSSystem, number: Int) {
        id = PracticeID("practice-\(number)")
        pms = PracticeID("PMS-\(number)")
        marketplace = "he-\(number)"
        keyName = BenchSettings.keyName(of: marketplace)
        self.system = system
    }

    /// Half hours from the first time on, the last of them ending with the second one.
    static func starts(_ first: String, _ end: String, length: Int = 30) -> [String] {
        guard let first = CivilTime(first), let end = CivilTime(end) else { return [] }
        return stride(from: first.minuteOfDay, through: end.minuteOfDay - length, by: 30)
            .compactMap { CivilTime(minuteOfDay: $0)?.description }
    }

    /// What the practice's PMS holds.
    func snapshot(now: Instant, zone: Zone) -> Snapshot {
        let today = zone.local(at: now).date
        let days = today.adding(days: -1)...today.adding(days: 40)
        var reading = PMSReading(
            system: system, practice: pms, practiceName: "Practice \(id)", readAt: now, days: days)
        reading.stacking = true
        if system == .exact { reading.offsetMinutes = zone.offset(at: now) / 60 }
        reading.practitioners = [person("P1", "Dr Amy Chen"), person("P2", "Dr Tom Reid")]
        reading.reasons = [reason("R1", "Exam", 30), reason("R2", "Long exam", 60)]
        for offset in 1...12 {
            for person in ["P1", "P2"] {
                reading.sessions.append(
                    BenchPractice.session(person, today.adding(days: offset)))
            }
        }
        return Snapshot(pms: reading, setUp: SetUp(timeZone: BenchPractice.zone))
    }

    private static func hour(_ hour: Int) -> CivilTime {
        guard let time = CivilTime(minuteOfDay: hour * 60) else { preconditionFailure("no hour") }
        return time
    }

    /// Working time 9-17 with a break.
    static func session(_ person: String, _ day: CivilDate) -> WorkingSession {
        let lunch = WorkingSession.Break(start: hour(12), end: hour(13))
        return WorkingSession(
            practitioner: person.person, date: day, start: hour(9), end: hour(17), breaks: [lunch])
    }

    /// The same as a person of the practice.
    func person(_ id: String, _ name: String) -> Practitioner {
        var person = Practitioner(id: PractitionerID(id), name: name)
        person.role = "Dentist"
        switch system {
        case .exact: person.providerType = "Dentist"
        case .oasis:
            person.enableOnline = "Y"
            person.newPatientMinutes = Minutes(30)
        }
        return person
    }

    /// A booking reason with both; at Oasis one of 30 minutes takes its length from 'New Patient'.
    func reason(_ id: String, _ name: String, _ minutes: Int) -> BookingReason {
        var reason = BookingReason(id: ReasonID(id), name: name)
        switch system {
        case .exact:
            reason.minutes = Minutes(minutes)
            reason.practitioners = [.init("P1".person), .init("P2".person)]
        case .oasis: reason.minutes = minutes == 30 ? nil : Minutes(minutes)
        }
        return reason
    }

    /// What the ledger knows of it before the service starts.
    var setUp: [SetUpChange] {
        let record = PracticeRecord(
            id: id, system: system, connection: "vendor", pmsPractice: pms.rawValue,
            marketplace: .init(
                practice: MarketplacePracticeID(marketplace),
                key: .environment(keyName)))
        return [.put(record, timeZone: BenchPractice.zone, phone: "02 5550 0100")]
            + ["P1", "P2"].flatMap { person -> [SetUpChange] in
                [
                    .putType(
                        AppointmentType(
                            id: "T1".type, practitioner: person.person, name: "Exam",
                            length: Minutes(30))),
                    .link(
                        Link(type: "T1".type, practitioner: person.person, reason: "R1".reason)),
                ]
            }
    }
}

/// Ids as tests write them.
extension String {
    var person: PractitionerID { PractitionerID(self) }
    var reason: ReasonID { ReasonID(self) }
    var type: AppointmentTypeID { AppointmentTypeID(self) }
    var entry: DiaryEntryID { DiaryEntryID(self) }
}

extension DiaryEntry {
    /// An appointment in the diary.
    static func appointment(
        _ id: String, _ day: CivilDate, _ time: String, _ minutes: Int, of person: String = "P1"
    ) throws -> DiaryEntry {
        DiaryEntry(
            id: id.entry, practitioner: person.person, kind: .appointment, status: .confirmed,
            start: .civil(try #require(CivilDateTime("\(day)T\(time)"))),
            end: .after(Minutes(minutes)))
    }
}
