internal import Diary

/// The contract's endpoints under `/requests`: what the marketplace asks for.
struct RequestRoutes {
    let board: MarketplaceBoard

    var routes: [Route] {
        [
            Route("GET", "/requests") { call throws(Refusal) in
                let id = try await board.authorise(call)
                try await board.change(id) { state, now in state.lastPoll = now }
                let state = try await board.view(id, faults: call.faults)
                return .json(.list(state.outstanding.map { .text($0) }))
            },
            list("bookings") { state, now, options in
                state.bookings.filter { $0.stage == .waiting }.map { $0.json(at: now, options) }
            },
            list("bookingUpdates") { state, now, options in
                state.updates.filter { $0.answer == nil }.map { update in
                    update.json(state, at: now, options)
                }
            },
            list("availability") { state, _, options in
                state.dayRequests.map { request in
                    .filled(
                        ["day": .text("\(request.date)"), "pmsResourceId": request.book.text],
                        options)
                }
            },
            list("pmsAppointmentChanges") { state, _, options in
                state.changeRequests.map { request in
                    let booking = state.bookings.first { $0.id == request.booking }
                    return .filled(
                        [
                            "bookingId": .integer(request.booking),
                            "pmsAppointmentIds": .list(
                                booking?.appointments.map { .text($0) } ?? []),
                            "pmsPatientId": booking?.patientID.text,
                        ], options)
                }
            },
        ]
            + ["availableDocuments", "uploadDocuments", "clientSnapshots", "attachDocuments"].map {
                // Nothing is simulated of the optional features but that somebody asks for them.
                kind in list(kind) { _, _, _ in [] }
            }
    }

    private func list(
        _ kind: String,
        _ rows: @escaping @Sendable (MarketplaceState, Instant, MarketplaceOptions) -> [JSON]
    ) -> Route {
        Route("GET", "/requests/\(kind)") { call throws(Refusal) in
            let state = try await board.seen(by: call)
            return .json(try await board.page(rows(state, board.clock.now, board.options), call))
        }
    }
}

extension MarketplaceBoard {
    /// The page that the query asks for, the first by default.
    func page(_ rows: [JSON], _ call: SimulatorCall) throws(Refusal) -> JSON {
        let number = call.queryValue("page").map { Int($0) } ?? 1
        guard let number, number >= 1 else {
            throw Refusal("the query `page` must be a whole number from 1")
        }
        let size = max(1, options.pageSize)
        let pages = max(1, (rows.count + size - 1) / size)
        let first = min(rows.count, (min(number, pages + 1) - 1) * size)
        return [
            "data": .list(Array(rows[first..<min(rows.count, first + size)])),
            "page": [
                "currentPage": .integer(number), "totalPages": .integer(pages),
                "perPage": .integer(size), "total": .integer(rows.count),
            ],
        ]
    }
}

extension JSON {
    /// An object whose members without a value are left out, or null, as the options say.
    static func filled(
        _ members: KeyValuePairs<String, JSON?>, _ options: MarketplaceOptions
    ) -> JSON {
        guard options.writesNull else { return .present(members) }
        return .object(members.map { Member(name: $0, value: $1 ?? .null) })
    }
}

extension String? {
    /// The text as a value; nil where there is none.
    fileprivate var text: JSON? { map { .text($0) } }
}

extension BookingRow {
    /// The booking as the contract writes it.
    fileprivate func json(at now: Instant, _ options: MarketplaceOptions) -> JSON {
        .filled(
            [
                "bookingId": .integer(id), "pmsResourceId": book.text,
                "pmsAppointmentTypeId": reason.text,
                "pmsAppointmentIds": .list(appointments.map { .text($0) }),
                "pmsPatientId": patientID.text,
                "bookedTime": .text(MarketplaceTime.utc(createdAt)),
                "bookingStatus": .text(
                    status(at: now, confirmsAfter: options.confirmsAfterSeconds)),
                "pmsAppointmentTime": .text(MarketplaceTime.local(start)),
                "pmsAppointmentLength": .integer(lengthSeconds),
                "reason": "first line\nsecond line", "comments": .text(typeName),
                "patient": patient.json(options), "telehealthUrl": nil,
                "isNewPatient": .flag(isNewPatient),
            ], options)
    }
}

extension UpdateRow {
    fileprivate func json(
        _ state: MarketplaceState, at now: Instant, _ options: MarketplaceOptions
    ) -> JSON {
        let row = state.bookings.first { $0.id == booking }
        let status =
            isCancellation
            ? "Cancelled"
            : row?.status(at: now, confirmsAfter: options.confirmsAfterSeconds) ?? "Confirmed"
        return .filled(
            [
                "requestId": .integer(id), "bookingId": .integer(booking),
                "pmsAppointmentIds": .list(row?.appointments.map { .text($0) } ?? []),
                "pmsPatientId": row?.patientID.text,
                "updatedAt": .text(MarketplaceTime.utc(at)), "bookingStatus": .text(status),
            ], options)
    }
}
