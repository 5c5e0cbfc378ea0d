internal import Diary

/// The contract's endpoints under `/availability`.
struct AvailabilityRoutes {
    let board: MarketplaceBoard
    /// Notes a day that was refused inside a call that was taken.
    let noteViolation: @Sendable (_ message: String, _ practice: String) -> Void

    /// The most days of one call (S56).
    static let mostDays = 100

    var routes: [Route] {
        [
            Route("POST", "/availability/snapshot") { call throws(Refusal) in
                let id = try await board.authorise(call)
                let day = try SentDay(try call.json(), at: "")
                try await board.change(id) { state, now throws(Refusal) in
                    try day.check(against: state)
                    _ = state.take(day.ranges, for: day.key, at: now)
                }
                return .empty()
            },
            Route("POST", "/availability/snapshots") { call throws(Refusal) in
                let id = try await board.authorise(call)
                let body = try call.json()
                guard case .list(let values) = body else {
                    throw Refusal("`body` must be a list, not \(body.kind)")
                }
                guard values.count <= AvailabilityRoutes.mostDays else {
                    throw Refusal("`body` has \(values.count) snapshots, more than 100")
                }
                let answer = try await board.change(id) { state, now in
                    DaysAnswer(values, &state, at: now)
                }
                for error in answer.errors { noteViolation(error.message, id) }
                return .json(answer.json)
            },
        ]
    }
}

/// One availability snapshot of the contract.
private struct SentDay: Sendable {
    var path: String
    var key: DayKey
    var ranges: [FreeRange]

    init(_ value: JSON, at path: String) throws(Refusal) {
        self.path = path
        let fields = try FieldReader(
            value, at: path, known: ["id", "date", "pmsResourceId", "availability"])
        _ = try fields.optionalText("id")
        key = DayKey(book: try fields.text("pmsResourceId"), date: try fields.date("date"))
        ranges = []
        for (index, value) in try fields.list("availability").enumerated() {
            ranges.append(
                try FreeRange(value, at: fields.place("availability[\(index)]")))
        }
    }

    /// Refuses a book or a reason that the configuration does not have.
    func check(against state: MarketplaceState) throws(Refusal) {
        let place = path.isEmpty ? "" : "\(path)."
        guard state.books.contains(where: { $0.id == key.book }) else {
            throw Refusal("`\(place)pmsResourceId` names no resource: `\(key.book)`")
        }
        for (index, range) in ranges.enumerated() {
            for id in range.reasons ?? [] {
                guard let reason = state.reasons.first(where: { $0.id == id }),
                    reason.book == nil || reason.book == key.book
                else {
                    throw Refusal(
                        "`\(place)availability[\(index)].pmsAppointmentTypeIds` names no type of "
                            + "this resource: `\(id)`")
                }
            }
        }
    }
}

extension FreeRange {
    fileprivate init(_ value: JSON, at path: String) throws(Refusal) {
        let fields = try FieldReader(
            value, at: path, known: ["start", "end", "slotLength", "pmsAppointmentTypeIds"])
        start = try fields.time("start")
        end = try fields.time("end", isEnd: true)
        guard start < end else { throw Refusal("`\(path)` must end after its start") }
        slotSeconds = try fields.integer("slotLength", 0...86_400)
        let ids = try fields.optionalTexts("pmsAppointmentTypeIds")
        if let ids, Set(ids).count < ids.count {
            throw Refusal("`\(fields.place("pmsAppointmentTypeIds"))` names a type twice")
        }
        reasons = ids.flatMap { $0.isEmpty ? nil : $0 }
        let minutes = end.minuteOfDay - start.minuteOfDay
        guard slotSeconds <= minutes * 60 else {
            throw Refusal("`\(fields.place("slotLength"))` is longer than its range")
        }
    }
}

/// The answer to several snapshots: each is taken or refused by itself.
private struct DaysAnswer: Sendable {
    var created: [String] = []
    var existing: [String] = []
    var errors: [(id: String, message: String)] = []

    init(_ values: [JSON], _ state: inout MarketplaceState, at now: Instant) {
        for (index, value) in values.enumerated() {
            var id = "\(index)"
            if case .text(let text) = value["id"] ?? .null, !text.isEmpty { id = text }
            do throws(Refusal) {
                let day = try SentDay(value, at: "[\(index)]")
                try day.check(against: state)
                if state.take(day.ranges, for: day.key, at: now) {
                    created.append(id)
                } else {
                    existing.append(id)
                }
            } catch {
                errors.append((id, error.message))
            }
        }
    }

    var json: JSON {
        func texts(_ ids: [String]) -> JSON { .list(ids.map { .text($0) }) }
        let words = errors.map { error -> JSON in
            ["snapshot": .text(error.id), "error": .text(error.message)]
        }
        return .present([
            "created": texts(created), "existing": texts(existing),
            "failed": texts(errors.map(\.id)), "errors": words.isEmpty ? nil : .list(words),
        ])
    }
}
