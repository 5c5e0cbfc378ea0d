import Diary
import Ports

@testable import Flows

// The PMS as a process reads it apart from the flow of one booking.
extension SimulatedProcess: PMSPort, DiaryWriter, ReadingStore {
    var capabilities: PMSCapabilities { simulation.diary.capabilities }

    private func reached() throws(PMSFailure) {
        guard isAlive, simulation.now >= simulation.diary.isDownUntil else {
            throw .sample(.unreachable)
        }
    }

    func read(_ days: ClosedRange<CivilDate>) async throws(PMSFailure) -> PMSReading {
        try reached()
        return simulation.reading(at: simulation.now)
    }

    func entry(_ id: DiaryEntryID) async throws(PMSFailure) -> DiaryEntry? {
        try reached()
        return simulation.diary.rows.first { $0.id == id && $0.exists(at: simulation.now) }
            .map { simulation.diary.entry($0, at: simulation.now) }
    }

    func clockSkew() async -> Duration? { nil }

    func latestReading(of practice: PracticeID) async throws -> PMSReading? {
        let today = SimulatedPractice.zone.local(at: now()).date
        return try await read(today...today)
    }

    func appointments(
        of practitioner: PractitionerID?, on date: CivilDate
    ) async throws(PMSFailure) -> [PlacedAppointment] {
        try reached()
        return simulation.diary.day(of: practitioner, on: date, at: simulation.now)
    }

    // What follows is the flow's, which asks the model of the PMS with faults of its own.
    func patients(like details: PatientDetails) async throws(PMSFailure) -> [KnownPatient] {
        throw .sample(.refused)
    }
    func create(
        _ details: PatientDetails, reference: BookingReference, leaveBy: Instant
    ) async throws(PMSFailure) -> PatientID { throw .sample(.refused) }
    func insert(
        _ appointment: NewAppointment, leaveBy: Instant
    ) async throws(PMSFailure) -> DiaryEntryID { throw .sample(.refused) }
    func keep(_ reading: PMSReading) async throws -> ContentDigest {
        throw WireFailure.sample(.refused)
    }
    func claims(of practice: PracticeID) async throws -> [Claim] { [] }
}
