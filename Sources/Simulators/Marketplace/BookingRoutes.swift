internal import Diary

/// The contract's endpoints under `/bookings`: what is answered and told about bookings.
struct BookingRoutes {
    let board: MarketplaceBoard

    var routes: [Route] { insertRoutes + updateRoutes + changeRoutes }

    private var insertRoutes: [Route] {
        [
            Route("POST", "/bookings/{bookingId}/confirmInsert") { call throws(Refusal) in
                let id = try await board.authorise(call)
                let booking = try call.number("bookingId")
                let fields = try FieldReader(
                    try call.json(),
                    known: [
                        "pmsAppointmentIds", "pmsPatientId", "patientAppointmentLink",
                        "patientAppointmentDescription", "practitionerAppointmentLink",
                        "practitionerAppointmentDescription",
                    ])
                _ = try fields.list("pmsAppointmentIds")
                let appointments = try fields.optionalTexts("pmsAppointmentIds") ?? []
                let patient = try fields.text("pmsPatientId")
                try await board.change(id, at: call.takesEffect) { state, now throws(Refusal) in
                    let place = try state.place(ofWaiting: booking)
                    state.bookings[place].stage = .confirmed
                    state.bookings[place].answeredAt = now
                    state.bookings[place].appointments = appointments
                    state.bookings[place].patientID = patient
                }
                return .empty()
            },
            Route("POST", "/bookings/{bookingId}/rejectInsert") { call throws(Refusal) in
                let id = try await board.authorise(call)
                let booking = try call.number("bookingId")
                let reason = try call.reason()
                try await board.change(id, at: call.takesEffect) {
                    [options = board.options] state, now throws(Refusal) in
                    let place = try state.place(ofWaiting: booking)
                    let status = state.bookings[place].status(
                        at: now, confirmsAfter: options.confirmsAfterSeconds)
                    let isLate = status == "Confirmed"
                    guard !isLate || !options.refusesLateRejections else {
                        throw Refusal.wrongState("booking \(booking) is confirmed already")
                    }
                    state.bookings[place].stage = isLate ? .confirmed : .rejected
                    state.bookings[place].isLateRejection = isLate
                    state.bookings[place].answeredAt = now
                    state.bookings[place].rejectReason = reason
                }
                return .empty()
            },
        ]
    }

    private var updateRoutes: [Route] {
        [("confirmUpdate", true), ("rejectUpdate", false)].map { word, isConfirmed in
            Route("POST", "/bookings/{bookingId}/\(word)/{requestId}") { call throws(Refusal) in
                let id = try await board.authorise(call)
                let booking = try call.number("bookingId")
                let request = try call.number("requestId")
                if isConfirmed {
                    _ = try FieldReader(try call.optionalJSON(), known: [])
                } else {
                    _ = try call.reason()
                }
                try await board.change(id) { state, _ throws(Refusal) in
                    let place = try state.place(ofBooking: booking)
                    let update = state.updates.firstIndex {
                        $0.id == request && $0.booking == booking
                    }
                    guard let update else {
                        throw Refusal("booking \(booking) has no request \(request)", status: 404)
                    }
                    guard state.updates[update].answer == nil else {
                        throw Refusal.wrongState("request \(request) is answered already")
                    }
                    state.updates[update].answer = isConfirmed
                    if isConfirmed, state.updates[update].isCancellation {
                        state.bookings[place].stage = .cancelled
                    }
                }
                return .empty()
            }
        }
    }

    private var changeRoutes: [Route] {
        [
            Route("POST", "/bookings/{bookingId}/cancel") { call throws(Refusal) in
                try await end(call, as: .cancelled)
            },
            Route("POST", "/bookings/{bookingId}/didNotAttend") { call throws(Refusal) in
                try await end(call, as: .notAttended)
            },
            Route("POST", "/bookings/{bookingId}/noPmsAppointmentChange") { call throws(Refusal) in
                let id = try await board.authorise(call)
                let booking = try call.number("bookingId")
                _ = try FieldReader(try call.optionalJSON(), known: [])
                try await board.change(id) { state, _ throws(Refusal) in
                    _ = try state.place(ofBooking: booking)
                    guard state.changeRequests.contains(where: { $0.booking == booking }) else {
                        throw Refusal.wrongState("nobody asked about booking \(booking)")
                    }
                    state.changeRequests.removeAll { $0.booking == booking }
                }
                return .empty()
            },
        ]
    }

    private func end(
        _ call: SimulatorCall, as stage: BookingRow.Stage
    ) async throws(Refusal) -> SimulatorAnswer {
        let id = try await board.authorise(call)
        let booking = try call.number("bookingId")
        let reason = try call.reason()
        try await board.change(id, at: call.takesEffect) { state, now throws(Refusal) in
            let place = try state.place(ofBooking: booking)
            guard state.bookings[place].isLive else {
                throw Refusal.wrongState(
                    "booking \(booking) is \(state.bookings[place].stage.rawValue)")
            }
            state.bookings[place].stage = stage
            state.bookings[place].endedAt = now
            state.bookings[place].rejectReason = reason
            state.changeRequests.removeAll { $0.booking == booking }
        }
        return .empty()
    }
}

extension MarketplaceState {
    /// The place of a booking that waits for an answer: 404 where there is none of that number,
    /// 400 where it has its answer.
    fileprivate func place(ofWaiting id: Int) throws(Refusal) -> Int {
        let place = try place(ofBooking: id)
        guard bookings[place].stage == .waiting else {
            throw Refusal.wrongState("booking \(id) is \(bookings[place].stage.rawValue)")
        }
        return place
    }
}

extension SimulatorCall {
    /// A number in the path.
    fileprivate func number(_ name: String) throws(Refusal) -> Int {
        guard let number = Int(parameter(name)) else {
            throw Refusal("`\(name)` in the path must be a whole number")
        }
        return number
    }

    /// The body `{"reason": ...}`, which must be there; its reason may be left out or null.
    fileprivate func reason() throws(Refusal) -> String? {
        try FieldReader(try json(), known: ["reason"]).optionalText("reason")
    }
}
