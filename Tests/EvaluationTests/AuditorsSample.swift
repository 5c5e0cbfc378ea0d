import Diary
import Evaluation
import Findings
import Foundation
import Rules

/// The smallest practice in which nothing is wrong; the tests of the auditors spoil one thing each.
struct Sample: Sendable {
    var snapshot: Snapshot
    /// Rule files of the practice: name -> text.
    var practiceRules: [String: String] = [:]

    static let dentist = PractitionerID("P1")
    static let colleague = PractitionerID("P2")
    static let defaultReason = ReasonID("R1")
    static let zone = Zone.fixed(secondsEast: 36_000, named: "Australia/Brisbane")
    /// 8:00 on the first day by the practice's clock.
    static let now = zone.instant(of: at(0, minute: 480))

    /// So many days after the first one, 3 March 2026.
    static func day(_ number: Int) -> CivilDate { CivilDate(dayNumber: 20_515 + number) }

    static func at(_ day: Int, minute: Int) -> CivilDateTime {
        CivilDateTime(clockMinute: Self.day(day).dayNumber * 1440 + minute)
    }

    /// One dentist, a Healthengine reason of 45 minutes, one linked type, mornings for 31 days.
    static func exact() -> Sample {
        var sample = Sample(system: .exact)
        sample.pms.offsetMinutes = 600
        sample.pms.reasons[0].practitioners = [.init(dentist)]
        sample.pms.reasons[0].minutes = Minutes(45)
        return sample
    }

    /// The same in Oasis: everybody is in every entry, and 'New Patient' gives the length.
    static func oasis() -> Sample {
        var sample = Sample(system: .oasis)
        sample.pms.practitioners[0].enableOnline = "Y"
        sample.pms.practitioners[0].newPatientMinutes = Minutes(45)
        return sample
    }

    private init(system: PMSSystem) {
        var pms = PMSReading(
            system: system, practice: PracticeID("sample"), practiceName: "Sample Dental",
            readAt: Self.now, days: Self.day(0)...Self.day(30))
        var dentist = Practitioner(id: Self.dentist, name: "Dr Amy Chen")
        dentist.role = "Dentist"
        pms.practitioners = [dentist]
        pms.stacking = true
        pms.reasons = [BookingReason(id: Self.defaultReason, name: "Healthengine New Patient")]
        pms.sessions = Self.mornings(of: Self.dentist)
        var setUp = SetUp(timeZone: "Australia/Brisbane")
        setUp.phone = "07 5550 0123"
        snapshot = Snapshot(pms: pms, setUp: setUp)
        addType("Healthengine New Patient", minutes: 45, linkedTo: Self.defaultReason)
    }

    var pms: PMSReading {
        get { snapshot.pms }
        set { snapshot.pms = newValue }
    }

    var setUp: SetUp {
        get { snapshot.setUp }
        set { snapshot.setUp = newValue }
    }

    /// Sessions from 9:00 to noon, or to another minute of the day.
    static func mornings(
        of practitioner: PractitionerID, days: Range<Int> = 0..<31, endingAt minute: Int = 720
    ) -> [WorkingSession] {
        guard let start = CivilTime("09:00"), let end = CivilTime(minuteOfDay: minute) else {
            return []
        }
        return days.map {
            WorkingSession(practitioner: practitioner, date: day($0), start: start, end: end)
        }
    }

    /// Adds a type, `T1` and so on, with a link where a reason is named.
    mutating func addType(
        _ name: String, minutes: Int, of practitioner: PractitionerID = dentist,
        linkedTo reason: ReasonID? = nil
    ) {
        let type = AppointmentTypeID("T\(setUp.appointmentTypes.count + 1)")
        setUp.appointmentTypes.append(
            AppointmentType(
                id: type, practitioner: practitioner, name: name, length: Minutes(minutes)))
        guard let reason else { return }
        setUp.links.append(Link(type: type, practitioner: practitioner, reason: reason))
    }

    /// Adds a reason, `R2` and so on, with the dentist in it, and gives its id.
    @discardableResult
    mutating func addReason(
        _ name: String, minutes: Int? = 45, at place: Int? = nil,
        change: (inout BookingReason) -> Void = { _ in }
    ) -> ReasonID {
        var reason = BookingReason(id: ReasonID("R\(pms.reasons.count + 1)"), name: name)
        reason.minutes = minutes.map { Minutes($0) }
        if pms.system == .exact { reason.practitioners = [.init(Self.dentist)] }
        change(&reason)
        pms.reasons.insert(reason, at: place ?? pms.reasons.count)
        return reason.id
    }

    /// Adds a second practitioner who works mornings and is in no reason of Exact.
    mutating func addColleague(_ name: String = "Jo Park", role: String? = "Hygienist") {
        guard pms.practitioners.count == 1 else { return }
        var colleague = Practitioner(id: Self.colleague, name: name)
        colleague.role = role
        if pms.system == .oasis {
            colleague.enableOnline = "Y"
            colleague.newPatientMinutes = Minutes(45)
        }
        pms.practitioners.append(colleague)
        pms.sessions += Self.mornings(of: Self.colleague)
    }

    mutating func set(_ parameter: String, of group: String, to value: ParameterValue) {
        setUp.parameters[group, default: [:]][parameter] = value
    }

    func evaluation(zone: Zone = zone, now: Instant = now) throws -> Evaluation {
        let rules = try RuleFolder(practiceRules: practiceRules)
        defer { rules.remove() }
        let set = try RuleSet(
            RuleDirectory(root: rules.root), system: pms.system, practice: pms.practice)
        return Evaluator(rules: set, zone: zone, zoneVersion: "test").evaluate(snapshot, now: now)
    }

    func findings() throws -> [Finding] { try evaluation().findings }

    func findings(_ code: FindingCode) throws -> [Finding] {
        try findings().filter { $0.code == code.rawValue }
    }
}

/// The rules of the repository, with a practice's own files beside them where there are any.
private struct RuleFolder {
    let root: String
    private let isTemporary: Bool

    init(practiceRules: [String: String]) throws {
        let repository = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let rules = repository.appending(path: "rules")
        isTemporary = !practiceRules.isEmpty
        guard isTemporary else {
            root = rules.path()
            return
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for layer in ["core", "exact", "oasis"] {
            try FileManager.default.copyItem(
                at: rules.appending(path: layer), to: folder.appending(path: layer))
        }
        let practice = folder.appending(path: "practices/sample")
        try FileManager.default.createDirectory(at: practice, withIntermediateDirectories: true)
        for (name, text) in practiceRules {
            try Data(text.utf8).write(to: practice.appending(path: name))
        }
        root = folder.path()
    }

    func remove() {
        if isTemporary { try? FileManager.default.removeItem(atPath: root) }
    }
}

/// A small generator, so that a seed gives the same days everywhere.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
