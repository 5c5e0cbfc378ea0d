internal import Diary

/// Exact's endpoints, as docs/pms/exact.md has them.
struct ExactRoutes {
    let board: PracticeBoard
    let tokens: ExactTokens
    let options: PracticeOptions

    private static let practice = "/v1/Practices/{practiceId}"

    var routes: [Route] {
        [
            Route("POST", "/connect/token") { call throws(Refusal) in try tokens.answer(call) },
            one("/details", "practice.get") { _, view in ExactRows.details(view) },
            one("/OnlineBooking", "onlinebooking.get") { _, view in ExactRows.onlineBooking(view) },
            list("/Practitioners", "practitioner.list") { _, view in
                view.reading.practitioners.map(ExactRows.practitioner)
            },
            list("/Appointments", "appointment.list") { call, view throws(Refusal) in
                let time = try call.timeRange()
                let known = ExactRows.appointmentFilter(call)
                return view.reading.diary.filter { entry in
                    entry.isAppointment && time.contains(entry.start.instant(in: view.zone))
                        && known(entry)
                }.map { ExactRows.appointment($0, view) }
            },
            row("/Appointments", "appointment.get") { entry, view in
                entry.isAppointment ? ExactRows.appointment(entry, view) : nil
            },
            list("/WorkingTimes", "workingtime.list") { call, view throws(Refusal) in
                let time = try call.timeRange()
                return view.reading.sessions.enumerated().filter { _, session in
                    let start = view.zone.instant(of: CivilDateTime(session.date, session.start))
                    return time.contains(start)
                }.map { ExactRows.workingTime($1, number: $0) }
            },
            list("/Blocks", "block.list") { call, view throws(Refusal) in
                let time = try call.timeRange()
                return view.reading.diary.filter { entry in
                    !entry.isAppointment
                        && entry.start.instant(in: view.zone) < time.upperBound
                        && time.lowerBound < entry.endInstant(in: view.zone)
                }.map { ExactRows.block($0, view) }
            },
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

    /// A list, page by page: the token in a header, the rows bare.
    private func list(
        _ path: String, _ scope: String,
        _ rows: @escaping @Sendable (SimulatorCall, PracticeBoard.View) throws(Refusal) -> [JSON]
    ) -> Route {
        Route("GET", ExactRoutes.practice + path) { call throws(Refusal) in
            let all = try rows(call, try await view(call, scope))
            let page = try Page(
                all, after: call.queryValue("continuationToken"), size: options.pageSize,
                list: call.list(without: "continuationToken"), faults: call.faults)
            var answer = SimulatorAnswer.json(.list(page.rows))
            answer.headers.append(("x-total-count", "\(page.total)"))
            if let next = page.next { answer.headers.append(("x-continuation-token", next)) }
            return answer
        }
    }

    private func view(
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
    /// What names a list: its path and its query but for the token.
    func list(without token: String) -> String {
        segments.joined(separator: "/") + "?"
            + query.filter { $0.name != token }.map { "\($0.name)=\($0.value)" }
            .joined(separator: "&")
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
