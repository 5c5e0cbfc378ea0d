import Diagnostics
import Diary
import Foundation
import Ports

@testable import Ledger

/// A folder that goes with the test.
final class Scratch: Sendable {
    let folder: String

    init() throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("gapbook-ledger-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// A path in the folder.
    subscript(_ name: String) -> String { "\(folder)/\(name)" }

    /// A ledger in the folder.
    func ledger(
        _ name: String = "ledger.sqlite", patience: Duration = .seconds(60),
        keys: PatientKeys? = nil
    ) throws -> Ledger {
        try Ledger.open(at: self[name], patience: patience, keys: keys ?? .sample())
    }

    /// A ledger with practices that publish.
    func ledger(with practices: [PracticeID]) async throws -> Ledger {
        let ledger = try ledger()
        for practice in practices { try await ledger.add(practice) }
        return ledger
    }
}

/// The code of the problem that a call throws; nil where it throws none.
func code(of call: () async throws -> Void) async -> ProblemCode? {
    do {
        try await call()
        return nil
    } catch {
        return (error as? Problem)?.code ?? "not a problem"
    }
}

let start = Instant(seconds: 1_772_000_000)
let staff = Actor("command:amy")
let harbour = PracticeID("harbour-dental")
let banksia = PracticeID("banksia-dental")
let exam = AppointmentTypeID("T1")
let clean = AppointmentTypeID("T2")
let chen = PractitionerID("P1")
let singh = PractitionerID("P2")

extension Instant {
    func later(_ seconds: Int) -> Instant { Instant(seconds: self.seconds + seconds) }
}

extension PracticeRecord {
    /// A practice that publishes to an id of its own.
    static func sample(_ id: PracticeID, marketplace: String? = nil) -> PracticeRecord {
        PracticeRecord(
            id: id, system: .exact, connection: "soe", pmsPractice: "PMS-\(id)",
            marketplace: PracticeRecord.MarketplaceAccess(
                practice: MarketplacePracticeID(marketplace ?? "M-\(id)"),
                key: .environment("KEY")))
    }
}

extension Ledger {
    func add(_ practice: PracticeID) async throws {
        try await make(
            .put(.sample(practice), timeZone: "Australia/Sydney", phone: nil), of: practice)
    }

    /// Makes a change as staff.
    func make(
        _ change: SetUpChange, of practice: PracticeID = harbour, why: String? = nil,
        at now: Instant = start
    ) async throws {
        try await self.change(practice, change, by: staff, why: why, at: now)
    }
}

extension AppointmentType {
    static func sample(
        _ id: AppointmentTypeID = exam, _ practitioner: PractitionerID = chen,
        name: String = "Exam", minutes: Int = 30
    ) -> AppointmentType {
        AppointmentType(id: id, practitioner: practitioner, name: name, length: Minutes(minutes))
    }
}

extension ContentDigest {
    /// A digest of its own for each number.
    static func sample(_ number: Int) -> ContentDigest {
        ContentDigest(of: "sample \(number)".utf8)
    }
}

extension PMSReading {
    /// A reading with some rows of each list.
    static func sample(
        _ practice: PracticeID = harbour, rows: Int = 3, readAt: Instant = start
    ) throws -> PMSReading {
        let day = CivilDate(dayNumber: 20_500)
        var reading = PMSReading(
            system: .exact, practice: practice, practiceName: "Harbour Dental", readAt: readAt,
            days: day...day.adding(days: 29))
        reading.practitioners = [Practitioner(id: chen, name: "Dr Amy Chen")]
        var reason = BookingReason(id: ReasonID("R1"), name: "Exam")
        reason.minutes = Minutes(30)
        reason.practitioners = [BookingReason.Member(chen)]
        reading.reasons = [reason]
        for row in 0..<rows {
            reading.diary.append(
                DiaryEntry(
                    id: DiaryEntryID("D\(row)"), practitioner: chen, kind: .appointment,
                    status: .confirmed,
                    start: .civil(CivilDateTime(clockMinute: day.dayNumber * 1440 + 540 + row)),
                    end: .after(Minutes(10))))
        }
        return reading
    }
}

extension Finding {
    static func sample(
        _ code: String = "A03-PRACT-NOT-IN-DEFAULT", severity: Severity = .error,
        about practitioner: PractitionerID? = chen, message: String = "she is missing",
        evidence: [Fact] = [Fact("default reason", "Exam")]
    ) -> Finding {
        Finding(
            code: code, severity: severity, subject: Subject(practitioner: practitioner),
            message: message, evidence: evidence, fix: "add her", fixer: .practice)
    }
}

/// A seeded source of numbers, so that a failure can be replayed.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
