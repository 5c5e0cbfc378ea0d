/// The contract's endpoints under `/config`.
struct ConfigurationRoutes {
    let board: MarketplaceBoard

    var routes: [Route] {
        [
            Route("GET", "/config/livenessContract") { call throws(Refusal) in
                let state = try await board.seen(by: call)
                return .json(state.schedule?.sent ?? .object([]))
            },
            Route("POST", "/config/livenessContract") { call throws(Refusal) in
                let id = try await board.authorise(call)
                let schedule = try LiveSchedule(try call.json())
                try await board.change(id) { state, _ in state.schedule = schedule }
                return .empty()
            },
            Route("GET", "/config/pmsResources") { call throws(Refusal) in
                .json(.list(try await board.seen(by: call).books.map(\.json)))
            },
            Route("GET", "/config/pmsResources/findById") { call throws(Refusal) in
                let state = try await board.seen(by: call)
                let id = try call.requiredQuery("id")
                return .json(.list(state.books.filter { $0.id == id }.map(\.json)))
            },
            Route("POST", "/config/pmsResources/snapshot") { call throws(Refusal) in
                let id = try await board.authorise(call)
                let books = try BookRow.list(try call.json())
                try await board.change(id) { state, _ in state.take(books) }
                return .empty()
            },
            Route("GET", "/config/pmsAppointmentTypes") { call throws(Refusal) in
                .json(.list(try await board.seen(by: call).reasons.map(\.json)))
            },
            Route("GET", "/config/pmsAppointmentTypes/findById") { call throws(Refusal) in
                let state = try await board.seen(by: call)
                let id = try call.requiredQuery("id")
                return .json(.list(state.reasons.filter { $0.id == id }.map(\.json)))
            },
            Route("POST", "/config/pmsAppointmentTypes/snapshot") { call throws(Refusal) in
                let id = try await board.authorise(call)
                let reasons = try ReasonRow.list(try call.json())
                try await board.change(id) { state, _ throws(Refusal) in
                    for (index, reason) in reasons.enumerated() {
                        guard let book = reason.book,
                            !state.books.contains(where: { $0.id == book })
                        else { continue }
                        throw Refusal("`[\(index)].pmsResourceId` names no resource: `\(book)`")
                    }
                    state.reasons = reasons
                    state.reasonsWantedAt = nil
                }
                return .empty()
            },
        ]
    }
}

extension MarketplaceBoard {
    /// The state of the practice that a call is about, once its headers are right.
    func seen(by call: SimulatorCall) throws(Refusal) -> MarketplaceState {
        try view(try authorise(call), faults: call.faults)
    }
}

extension SimulatorCall {
    /// The query's value of that name, which must be there.
    func requiredQuery(_ name: String) throws(Refusal) -> String {
        guard let value = queryValue(name), !value.isEmpty else {
            throw Refusal("the query `\(name)` is missing")
        }
        return value
    }
}

extension BookRow {
    fileprivate static func list(_ body: JSON) throws(Refusal) -> [BookRow] {
        guard case .list(let values) = body else {
            throw Refusal("`body` must be a list, not \(body.kind)")
        }
        var rows: [BookRow] = []
        var unique = UniqueTexts()
        for (index, value) in values.enumerated() {
            let fields = try FieldReader(
                value, at: "[\(index)]",
                known: [
                    "pmsResourceId", "pmsResourceName", "pmsPractitionerTitle",
                    "pmsPractitionerFirstname", "pmsPractitionerLastname",
                ])
            rows.append(
                BookRow(
                    id: try unique.text("pmsResourceId", of: fields),
                    name: try unique.text("pmsResourceName", of: fields),
                    title: try fields.optionalText("pmsPractitionerTitle"),
                    firstName: try fields.optionalText("pmsPractitionerFirstname"),
                    lastName: try fields.optionalText("pmsPractitionerLastname")))
        }
        return rows
    }

    fileprivate var json: JSON {
        .present([
            "pmsResourceId": .text(id), "pmsResourceName": .text(name),
            "pmsPractitionerTitle": title.map { .text($0) },
            "pmsPractitionerFirstname": firstName.map { .text($0) },
            "pmsPractitionerLastname": lastName.map { .text($0) },
        ])
    }
}

extension ReasonRow {
    fileprivate static func list(_ body: JSON) throws(Refusal) -> [ReasonRow] {
        guard case .list(let values) = body else {
            throw Refusal("`body` must be a list, not \(body.kind)")
        }
        var rows: [ReasonRow] = []
        var unique = UniqueTexts()
        for (index, value) in values.enumerated() {
            let fields = try FieldReader(
                value, at: "[\(index)]",
                known: [
                    "pmsAppointmentTypeId", "pmsAppointmentTypeName", "pmsAppointmentLength",
                    "pmsResourceId",
                ])
            rows.append(
                ReasonRow(
                    id: try unique.text("pmsAppointmentTypeId", of: fields),
                    name: try unique.text("pmsAppointmentTypeName", of: fields),
                    length: try fields.optionalInteger("pmsAppointmentLength", 1...1440),
                    book: try fields.optionalText("pmsResourceId")))
        }
        return rows
    }

    fileprivate var json: JSON {
        .present([
            "pmsAppointmentTypeId": .text(id), "pmsAppointmentTypeName": .text(name),
            "pmsAppointmentLength": length.map { .integer($0) },
            "pmsResourceId": book.map { .text($0) },
        ])
    }
}

/// Refuses a text that stands twice under one name.
private struct UniqueTexts {
    private var seen: [String: Set<String>] = [:]

    mutating func text(_ name: String, of fields: FieldReader) throws(Refusal) -> String {
        let text = try fields.text(name)
        guard seen[name, default: []].insert(text).inserted else {
            throw Refusal("`\(fields.place(name))` must be unique: `\(text)` stands twice")
        }
        return text
    }
}
