internal import Diagnostics
internal import Diary

/// The marketplace's own control endpoints.
struct MarketplaceControl {
    let board: MarketplaceBoard
    let webhooks: Webhooks

    var routes: [Route] {
        [
            Route("GET", "/_simulator/practices") { _ throws(Refusal) in
                .json(.list(await board.ids.map { .text($0) }))
            },
            Route("GET", "/_simulator/practices/{practice}") { call throws(Refusal) in
                let state = try await board.view(call.parameter("practice"))
                let seen = MarketplaceObservation(state, at: board.clock.now, board.options)
                return .json(seen.json(date: call.queryValue("date").flatMap { CivilDate($0) }))
            },
            Route("POST", "/_simulator/practices") { call throws(Refusal) in
                let fields = try FieldReader(
                    try call.controlJSON(), known: ["id", "key", "time_zone"])
                let zone: Zone
                do throws(Problem) {
                    zone = try ZoneDatabase().zone(named: try fields.zoneName())
                } catch {
                    throw Refusal(error)
                }
                await board.add(
                    MarketplacePractice(
                        id: try fields.text("id"), key: try fields.text("key"), zone: zone))
                return .json([:], status: 201)
            },
            Route("POST", "/_simulator/practices/{practice}/consent") { call throws(Refusal) in
                let fields = try FieldReader(try call.controlJSON(), known: ["consents"])
                let consents = try fields.flag("consents")
                try await board.change(call.parameter("practice")) { state, _ in
                    state.isConsenting = consents
                }
                return .json([:])
            },
            Route("POST", "/_simulator/practices/{practice}/requests") { call throws(Refusal) in
                try await fulfil(MarketplaceWish(try call.controlJSON()), call)
            },
            Route("POST", "/_simulator/practices/{practice}/bookings") { call throws(Refusal) in
                try await fulfil(.booking(BookingWish(try call.controlJSON())), call)
            },
            Route("POST", "/_simulator/practices/{practice}/bookings/{booking}/cancel") {
                call throws(Refusal) in
                guard let booking = Int(call.parameter("booking")) else {
                    throw Refusal("`booking` must be a number")
                }
                return try await fulfil(.cancellation(booking: booking), call)
            },
        ]
    }

    private func fulfil(
        _ wish: MarketplaceWish, _ call: SimulatorCall
    ) async throws(Refusal) -> SimulatorAnswer {
        let event = try await board.fulfil(wish, of: call.parameter("practice"))
        await webhooks.tell(event)
        return .json(
            .present([
                "kind": .text(event.kind), "booking": event.booking.map { .integer($0) },
                "request": event.request.map { .integer($0) },
            ]), status: 201)
    }
}

extension FieldReader {
    /// The zone's name, in a form that does not mix the errors of two kinds.
    fileprivate func zoneName() throws(Problem) -> String {
        guard case .text(let name)? = value("time_zone") else {
            throw Problem("Z0001", "`time_zone` is missing", hint: "give an IANA name")
        }
        return name
    }
}

extension BookingWish {
    fileprivate init(_ body: JSON) throws(Refusal) {
        let fields = try FieldReader(
            body,
            known: [
                "book", "start", "reason", "hides_reason", "type_name", "minutes", "new_patient",
                "patient", "double", "forced", "withdrawn",
            ])
        let text = try fields.text("start")
        guard let start = CivilDateTime(text) else {
            throw Refusal("`start` must be a time such as 2026-03-04T09:30, not `\(text)`")
        }
        self.init(book: try fields.text("book"), start: start)
        reason = try fields.optionalText("reason")
        hidesReason = fields.value("hides_reason") == .flag(true)
        typeName = try fields.optionalText("type_name") ?? typeName
        length = try fields.optionalInteger("minutes", 1...1440).map(Minutes.init)
        isNewPatient = fields.value("new_patient") != .flag(false)
        if let person = fields.value("patient") {
            patient = try MarketplacePatient(person, at: fields.place("patient"))
        }
        isDouble = fields.value("double") == .flag(true)
        isForced = fields.value("forced") == .flag(true)
        isWithdrawn = fields.value("withdrawn") == .flag(true)
    }
}

extension MarketplaceWish {
    fileprivate init(_ body: JSON) throws(Refusal) {
        let fields = try FieldReader(body, known: ["kind", "date", "book", "booking"])
        let kind = try fields.text("kind")
        switch kind {
        case "availability":
            self = .availability(try fields.date("date"), book: try fields.optionalText("book"))
        case "bookingUpdates": self = .update(booking: try fields.integer("booking", 0...Int.max))
        case "pmsAppointmentChanges":
            self = .appointmentChanges(booking: try fields.integer("booking", 0...Int.max))
        case "pmsResources": self = .books
        case "pmsAppointmentTypes": self = .reasons
        default: self = .other(kind)
        }
    }
}
