public import Diary
public import Ports
internal import Wire

extension HealthengineMarketplace {
    /// Answers a booking: it stands in the diary.
    public func confirm(
        _ booking: BookingID, appointment: DiaryEntryID, patient: String
    ) async throws(MarketplaceFailure) {
        struct Confirmation: Encodable {
            let pmsAppointmentIds: [String]
            let pmsPatientId: String
        }
        try await tell(
            booking, "confirmInsert",
            saying: Confirmation(pmsAppointmentIds: [appointment.rawValue], pmsPatientId: patient))
    }

    /// Answers a booking: it does not and will not stand in the diary. The reason is for the
    /// marketplace's own staff (T8), and is cut at 500 characters.
    public func reject(_ booking: BookingID, reason: String) async throws(MarketplaceFailure) {
        try await tell(booking, "rejectInsert", saying: Reason(reason))
    }

    /// Answers an update: done.
    public func confirmUpdate(
        _ request: UpdateRequestID, of booking: BookingID
    ) async throws(MarketplaceFailure) {
        try await tell(booking, "confirmUpdate", request: request, saying: Reason?.none)
    }

    /// Answers an update: not done.
    public func rejectUpdate(
        _ request: UpdateRequestID, of booking: BookingID, reason: String
    ) async throws(MarketplaceFailure) {
        try await tell(booking, "rejectUpdate", request: request, saying: Reason(reason))
    }

    /// Reports that the appointment was cancelled in the PMS (S55).
    public func cancel(_ booking: BookingID, reason: String) async throws(MarketplaceFailure) {
        try await tell(booking, "cancel", saying: Reason(reason))
    }

    /// Reports that the patient did not attend (S55).
    public func didNotAttend(
        _ booking: BookingID, reason: String
    ) async throws(MarketplaceFailure) {
        try await tell(booking, "didNotAttend", saying: Reason(reason))
    }

    /// Answers that the appointment neither was cancelled nor missed.
    public func noChange(_ booking: BookingID) async throws(MarketplaceFailure) {
        try await tell(booking, "noPmsAppointmentChange", saying: Reason?.none)
    }

    /// Why, in the words for the marketplace's staff.
    private struct Reason: Encodable {
        let reason: String

        init(_ reason: String) { self.reason = reason.shownWords }
    }

    private func tell(
        _ booking: BookingID, _ what: String, request: UpdateRequestID? = nil,
        saying body: (some Encodable)?
    ) async throws(MarketplaceFailure) {
        let parts = [booking.rawValue, what] + (request.map { [$0.rawValue] } ?? [])
        let call = try calls.post(
            "/bookings/" + parts.map(HTTPCall.escaped).joined(separator: "/"), body,
            timeout: MarketplaceLimits.shortTimeout)
        _ = try await calls.answer(
            to: call, repeating: .onlyIfUnsent, words: .hidden,
            first: ["confirmInsert", "rejectInsert"].contains(what))
    }
}
