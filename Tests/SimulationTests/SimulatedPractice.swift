import Diary
import Evaluation
import Foundation
import Ledger
import Logging
import Ports
import Rules

@testable import Flows

/// The practice of the simulation: one dentist, one type, two long days, and the ledger that every
/// run begins with.
enum SimulatedPractice {
    static let id = PracticeID("practice")
    static let dentist = PractitionerID("P1")
    /// Who sees no patients of the marketplace, and to whom staff move some.
    static let colleague = PractitionerID("P2")
    static let zone = Zone.fixed(secondsEast: 0, named: "UTC")
    /// When each run begins: 8:00 on a Friday.
    static let began = 1_800_000_000
    /// When the reading was made by which all bookings are checked. It becomes an old one (I13)
    /// while patients book.
    static let readAt = began - 840
    static let record = PracticeRecord(
        id: id, system: .exact, connection: "exact", pmsPractice: "1",
        marketplace: .init(practice: MarketplacePracticeID("M1"), key: .environment("KEY")))
    static let logger = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
    static let patient: PatientDetails = {
        var patient = PatientDetails(firstName: "Margaret", lastName: "Planted")
        patient.birthDate = "1984-03-07"
        return patient
    }()

    static func keys() throws -> PatientKeys {
        try PatientKeys([
            PatientKey(id: "k1", base64: Data(repeating: 7, count: 32).base64EncodedString())
        ])
    }

    /// How long its reason is, unless staff have changed that.
    static let length = Minutes(30)

    /// What the PMS shows of it, with the rows of its diary.
    static func reading(
        _ rows: [DiaryEntry] = [], length: Minutes = length, at now: Int = began
    ) -> PMSReading {
        let today = zone.local(at: Instant(seconds: began)).date
        var reading = PMSReading(
            system: .exact, practice: id, practiceName: "Simulated",
            readAt: Instant(seconds: now), days: today...today.adding(days: 3))
        reading.stacking = true
        reading.practitioners = [
            Practitioner(id: dentist, name: "Dr Amy Chen"),
            Practitioner(id: colleague, name: "Dr Ben Singh"),
        ]
        for place in reading.practitioners.indices {
            reading.practitioners[place].role = "Dentist"
        }
        var reason = BookingReason(id: ReasonID("R1"), name: "Healthengine New Patient")
        reason.minutes = length
        reason.practitioners = [.init(dentist)]
        reading.reasons = [reason]
        if let eight = CivilTime("08:00"), let night = CivilTime("23:00") {
            reading.sessions = (1...2).map { day in
                WorkingSession(
                    practitioner: dentist, date: today.adding(days: day), start: eight, end: night)
            }
        }
        reading.diary = rows
        return reading
    }

    /// The file that a ledger of this version is, with the practice set up and read: made once.
    static let ledger = Task { () throws -> Data in
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("gapbook-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("ledger.sqlite").path
        let ledger = try Ledger.open(at: path, keys: try keys())
        let now = Instant(seconds: readAt)
        let type = AppointmentTypeID("T1")
        let changes: [SetUpChange] = [
            .put(record, timeZone: "UTC", phone: nil),
            .putType(
                AppointmentType(
                    id: type, practitioner: dentist, name: "Check-up", length: length)),
            .link(Link(type: type, practitioner: dentist, reason: ReasonID("R1"))),
            .parameter(group: "publishing", name: "horizon_days", .integer(2)),
        ]
        for change in changes {
            try await ledger.change(id, change, by: .service, why: nil, at: now)
        }
        _ = try await ledger.keep(reading(at: readAt))
        // The file of an open ledger is not all of it.
        let copy = folder.appendingPathComponent("copy.sqlite")
        try await ledger.backup(to: copy.path)
        try ledger.close()
        return try Data(contentsOf: copy)
    }
}

/// The native rules: those in Lua have a limit of time, which a busy machine may reach, and a run
/// must not depend on that.
struct SimulatedRules: EvaluatorSupplier {
    static let evaluator = Evaluator(
        rules: .builtIn, zone: SimulatedPractice.zone, zoneVersion: "test")

    func evaluator(
        for record: PracticeRecord, setUp: SetUp, active: ActiveRevision?
    ) -> Evaluator { Self.evaluator }
}
