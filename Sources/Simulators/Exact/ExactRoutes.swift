internal import Diary

/// Exact's endpoints, as docs/pms/exact.md has them.
struct ExactRoutes {
    let board: PracticeBoard
    let tokens: ExactTokens
    let options: PracticeOptions

    /// Which part of a practice a list shows.
    typealias Revision = any KeyPath<PracticeBoard.Revisions, Int> & Sendable

    static let practice = "/v1/Practices/{practiceId}"

    var routes: [Route] { readingRoutes + writingRoutes }

    private var readingRoutes: [Route] {
        [
            Route("POST", "/connect/token") { call throws(Refusal) in try tokens.answer(call) },
            one("/details", "practice.get") { _, view in ExactRows.details(view) },
            one("/OnlineBooking", "onlinebooking.get") { _, view in ExactRows.onlineBooking(view) },
            list(
                "/Practitioners", "practitioner.list", \.setUp,
                { _, view in view.reading.practitioners }
            ) { row, _ in ExactRows.practitioner(row) },
            list("/Appointments", "appointment.list", \.diary, appointments) { row, view in
                ExactRows.appointment(row, view, options)
            },
            row("/Appointments", "appointment.get") { entry, view in
                entry.isAppointment ? ExactRows.appointment(entry, view, options) : nil
            },
            list("/WorkingTimes", "workingtime.list", \.sessions, workingTimes) { row, _ in
                ExactRows.workingTime(row.element, number: row.offset)
            },
            list("/Blocks", "block.list", \.diary, blocks, ExactRows.block),
            row("/Blocks", "block.get") { entry, view in
                entry.isAppointment ? nil : ExactRows.block(entry, view)
            },
            Route("GET", "/v1/Subscriptions/active") { call throws(Refusal) in
                try tokens.check(call, scope: "productsubscription.get")
                return .json(.list(await board.consenting.map { .text("\($0)") }))
            },
        ]
    }

    /// A document of a practice.
    private func one(
        _ path: String, _ scope: String,
        _ body: @escaping @Sendable (SimulatorCall, PracticeBoard.View) throws(Refusal) -> JSON
    ) -> Route {
        Route("GET", ExactRoutes.practice + path) { call throws(Refusal) in
            .json(try body(call, try await view(call, scope)))
        }
    }

    /// One row of the diary.
    private func row(
        _ path: String, _ scope: String,
        _ body: @escaping @Sendable (DiaryEntry, PracticeBoard.View) -> JSON?
    ) -> Route {
        Route("GET", "\(ExactRoutes.practice)\(path)/{id}") { call throws(Refusal) in
            let view = try await view(call, scope)
            let id = DiaryEntryID(call.parameter("id"))
            let entry = view.reading.diary.first { $0.id == id }
            guard let json = entry.flatMap({ body($0, view) }) else {
                throw Refusal("no such row", status: 404)
            }
            return .json(json)
        }
    }

    @Sendable private func appointments(
        _ call: SimulatorCall, _ view: PracticeBoard.View
    ) throws(Refusal) -> [DiaryEntry] {
        let time = try call.timeRange()
        let matches = ExactRows.appointmentFilter(call)
        return view.reading.diary.filter { entry in
            entry.isAppointment && time.contains(entry.start.instant(in: view.zone))
                && matches(entry)
        }
    }

    /// Numbered through the whole list, so that a row has one id on every page and in every query.
    @Sendable private func workingTimes(
        _ call: SimulatorCall, _ view: PracticeBoard.View
    ) throws(Refusal) -> [(offset: Int, element: WorkingSession)] {
        let time = try call.timeRange()
        return view.reading.sessions.enumerated().filter { _, session in
            time.contains(view.zone.instant(of: CivilDateTime(session.date, session.start)))
        }
    }

    @Sendable private func blocks(
        _ call: SimulatorCall, _ view: PracticeBoard.View
    ) throws(Refusal) -> [DiaryEntry] {
        let time = try call.timeRange()
        return view.reading.diary.filter { entry in
            !entry.isAppointment && entry.start.instant(in: view.zone) < time.upperBound
                && time.lowerBound < entry.endInstant(in: view.zone)
        }
    }

    private func list<Row>(
        _ path: String, _ scope: String, _ revision: Revision,
        _ rows: @escaping @Sendable (SimulatorCall, PracticeBoard.View) throws(Refusal) -> [Row],
        _ json: @escaping @Sendable (Row, PracticeBoard.View) -> JSON
    ) -> Route {
        Route("GET", ExactRoutes.practice + path) { call throws(Refusal) in
            let view = try await view(call, scope)
            return try page(call, try rows(call, view), view.revisions[keyPath: revision]) { row in
                json(row, view)
            }
        }
    }

    /// One page of a list: the token in a header, the rows bare. Only the rows of the page are
    /// written out.
    func page<Row>(
        _ call: SimulatorCall, _ rows: [Row], _ revision: Int, _ json: (Row) -> JSON
    ) throws(Refusal) -> SimulatorAnswer {
        let page = try Page(
            rows, after: call.queryValue("continuationToken"), size: options.pageSize,
            list: call.list(without: "continuationToken"), faults: call.faults)
        var answer = SimulatorAnswer.json(.list(page.rows.map(json)))
        answer.headers.append(("x-total-count", "\(page.total)"))
        answer.headers.append(("x-list-revision", "\(revision)"))
        if let next = page.next { answer.headers.append(("x-continuation-token", next)) }
        return answer
    }

    func view(
        _ call: SimulatorCall, _ scope: String
    ) async throws(Refusal) -> PracticeBoard.View {
        try tokens.check(call, scope: scope)
        let id = call.parameter("practiceId")
        guard let view = await board.view(PracticeID(id), faults: call.faults) else {
            throw Refusal("no practice `\(id)`", status: 404)
        }
        guard view.isConsenting else {
            throw Refusal("the practice has not consented", status: 403)
        }
        return view
    }
}

extension SimulatorCall {
    /// What names a list: its path, its query but for the token, and its body.
    func list(without token: String) -> String {
        segments.joined(separator: "/") + "?"
            + query.filter { $0.name != token }.map { "\($0.name)=\($0.value)" }
            .joined(separator: "&") + "\n" + String(decoding: body, as: UTF8.self)
    }

    /// `from` and `to` of the query, both with an offset.
    fileprivate func timeRange() throws(Refusal) -> Range<Instant> {
        let from = try instant("from")
        let to = try instant("to")
        guard from < to else { throw Refusal("`from` must be before `to`") }
        return from..<to
    }

    private func instant(_ name: String) throws(Refusal) -> Instant {
        guard let text = queryValue(name) else { throw Refusal("the query `\(name)` is missing") }
        guard let instant = Instant(text) else {
            throw Refusal("`\(name)` must be a date with a UTC offset, not `\(text)`")
        }
        return instant
    }
}

extension DiaryEntry {
    /// Whether Exact lists it among the appointments, and not among the blocks.
    var isAppointment: Bool { kind == .appointment }

    /// When it ends.
    func endInstant(in zone: Zone) -> Instant {
        switch end {
        case .after(let length): start.instant(in: zone).adding(length)
        case .at(let time): time.instant(in: zone)
        }
    }
}
