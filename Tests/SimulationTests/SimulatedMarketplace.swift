import Diagnostics
import Diary
import Ports

@testable import Flows

/// The marketplace as one process reaches it. The flow of bookings uses the answers to bookings
/// alone; every other call is refused.
final class SimulatedMarketplace: MarketplacePort, @unchecked Sendable {
    private unowned let process: SimulatedProcess

    init(_ process: SimulatedProcess) { self.process = process }

    private func tell(
        _ id: BookingID, _ what: Booking.Told, row: DiaryEntryID? = nil
    ) async throws(MarketplaceFailure) {
        let simulation = process.simulation
        guard process.isAlive else { throw .sample(.unreachable) }
        let fault = simulation.chooser.fault(among: [
            .requestLost, .answerLost, .crashBefore, .crashAfter, .powerLoss,
        ])
        if fault == .crashBefore { await process.crash() }
        if fault == .requestLost || fault == .crashBefore { throw .sample(.noAnswer) }
        simulation.market.tell(id, what, row: row, at: simulation.now)
        simulation.note("booking \(id): told \(what)")
        switch fault {
        case .crashAfter, .powerLoss: await process.crash(power: fault == .powerLoss)
        case .answerLost: break
        default: return
        }
        throw .sample(.noAnswer)
    }

    func confirm(
        _ booking: BookingID, appointment: DiaryEntryID, patient: String
    ) async throws(MarketplaceFailure) { try await tell(booking, .confirmed, row: appointment) }

    func reject(_ booking: BookingID, reason: String) async throws(MarketplaceFailure) {
        try await tell(booking, .rejected)
    }

    func cancel(_ booking: BookingID, reason: String) async throws(MarketplaceFailure) {
        try await tell(booking, .cancelled)
    }

    func didNotAttend(_ booking: BookingID, reason: String) async throws(MarketplaceFailure) {
        try await tell(booking, .didNotAttend)
    }

    private func none<Answer>() throws(MarketplaceFailure) -> Answer { throw .sample(.refused) }

    func send(_ hours: LiveHours) async throws(MarketplaceFailure) { throw .sample(.refused) }
    func send(_ books: [AppointmentBook]) async throws(MarketplaceFailure) {
        throw .sample(.refused)
    }
    func send(_ reasons: [ListedReason]) async throws(MarketplaceFailure) {
        throw .sample(.refused)
    }
    func send(
        _ days: [DayAvailability]
    ) async throws(MarketplaceFailure) -> AvailabilityAnswer { try none() }
    func books() async throws(MarketplaceFailure) -> [AppointmentBookID: String] { try none() }
    func reasons() async throws(MarketplaceFailure) -> [ListedReasonID: String] { try none() }
    func outstanding() async throws(MarketplaceFailure) -> [RequestKind] { try none() }
    func bookings() async throws(MarketplaceFailure) -> [BookingRequest] { try none() }
    func bookingUpdates() async throws(MarketplaceFailure) -> [BookingUpdate] { try none() }
    func availabilityRequests() async throws(MarketplaceFailure) -> [AvailabilityRequest] {
        try none()
    }
    func changeRequests() async throws(MarketplaceFailure) -> [ChangeRequest] { try none() }
    func confirmUpdate(
        _ request: UpdateRequestID, of booking: BookingID
    ) async throws(MarketplaceFailure) { throw .sample(.refused) }
    func rejectUpdate(
        _ request: UpdateRequestID, of booking: BookingID, reason: String
    ) async throws(MarketplaceFailure) { throw .sample(.refused) }
    func noChange(_ booking: BookingID) async throws(MarketplaceFailure) { throw .sample(.refused) }
    func enabledFeatures() async throws(MarketplaceFailure) -> [String] { try none() }
    func disableFeature(_ id: String) async throws(MarketplaceFailure) { throw .sample(.refused) }
    func subscribe(callback: String) async throws(MarketplaceFailure) { throw .sample(.refused) }
    func unsubscribe() async throws(MarketplaceFailure) { throw .sample(.refused) }
}
