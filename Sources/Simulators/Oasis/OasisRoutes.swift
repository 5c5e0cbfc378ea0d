internal import Diary

/// Oasis's endpoints, as docs/pms/oasis.md has them.
struct OasisRoutes {
    let board: PracticeBoard
    let options: PracticeOptions

    static let practice = "/v1/practices/{practice}"

    /// Which part of a practice a list shows.
    typealias Revision = any KeyPath<PracticeBoard.Revisions, Int> & Sendable

    var routes: [Route] { readingRoutes + writingRoutes }

    private var readingRoutes: [Route] {
        [
            Route("GET", OasisRoutes.practice) { call throws(Refusal) in
                .json(OasisRows.practice(try await view(call), options))
            },
            list(
                "/online-setup/practitioners", \.setUp, { _, view in view.reading.practitioners }
            ) { row, _ in OasisRows.practitioner(row) },
            list(
                "/online-setup/reasons", \.setUp,
                { _, view in Array(view.reading.reasons.enumerated()) }
            ) { row, _ in OasisRows.reason(row.element, position: row.offset + 1) },
            list("/sessions", \.sessions, sessions) { row, _ in
                OasisRows.session(row.element, number: row.offset)
            },
            list("/diary", \.diary, diary) { row, view in
                OasisRows.diaryRow(row, view, options)
            },
            Route("GET", "\(OasisRoutes.practice)/diary/{id}") { call throws(Refusal) in
                let view = try await view(call)
                let id = DiaryEntryID(call.parameter("id"))
                guard let entry = view.reading.diary.first(where: { $0.id == id }) else {
                    throw Refusal("no such row", status: 404)
                }
                return .json(OasisRows.diaryRow(entry, view, options))
            },
        ]
    }

    /// Numbered through the whole list, so that a row has one id on every page and in every query.
    @Sendable private func sessions(
        _ call: SimulatorCall, _ view: PracticeBoard.View
    ) throws(Refusal) -> [(offset: Int, element: WorkingSession)] {
        let days = try call.days()
        return view.reading.sessions.enumerated().filter { days.contains($1.date) }
    }

    @Sendable private func diary(
        _ call: SimulatorCall, _ view: PracticeBoard.View
    ) throws(Refusal) -> [DiaryEntry] {
        let days = try call.days()
        let first = CivilDateTime(clockMinute: days.lowerBound.dayNumber * 1440)
        let end = CivilDateTime(clockMinute: (days.upperBound.dayNumber + 1) * 1440)
        let practitioner = call.queryValue("practitioner").map(PractitionerID.init)
        return view.reading.diary.filter { entry in
            (practitioner.map { $0 == entry.practitioner } ?? true)
                && view.zone.local(at: entry.start.instant(in: view.zone)) < end
                && first < view.zone.local(at: entry.endInstant(in: view.zone))
        }
    }

    private func list<Row>(
        _ path: String, _ revision: Revision,
        _ rows: @escaping @Sendable (SimulatorCall, PracticeBoard.View) throws(Refusal) -> [Row],
        _ json: @escaping @Sendable (Row, PracticeBoard.View) -> JSON
    ) -> Route {
        Route("GET", OasisRoutes.practice + path) { call throws(Refusal) in
            let view = try await view(call)
            return try page(call, try rows(call, view), view.revisions[keyPath: revision]) { row in
                json(row, view)
            }
        }
    }

    /// One page of a list: the rows, the total, the cursor and the revision in one object. Only the
    /// rows of the page are written out.
    func page<Row>(
        _ call: SimulatorCall, _ rows: [Row], _ revision: Int, _ json: (Row) -> JSON
    ) throws(Refusal) -> SimulatorAnswer {
        let page = try Page(
            rows, after: call.queryValue("cursor"), size: options.pageSize,
            list: call.list(without: "cursor"), faults: call.faults)
        return .json([
            "items": .list(page.rows.map(json)), "total": .integer(page.total),
            "next": .text(orNull: page.next), "revision": .text("\(revision)"),
        ])
    }

    func view(_ call: SimulatorCall) async throws(Refusal) -> PracticeBoard.View {
        guard call.headers["x-api-key"] == options.oasisKey else {
            throw Refusal("the header `x-api-key` is missing or wrong", status: 401)
        }
        let id = call.parameter("practice")
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
    /// `from` and `to` of the query, both days included.
    fileprivate func days() throws(Refusal) -> ClosedRange<CivilDate> {
        let first = try date("from")
        let last = try date("to")
        guard first <= last else { throw Refusal("`from` must not be after `to`") }
        return first...last
    }

    private func date(_ name: String) throws(Refusal) -> CivilDate {
        guard let text = queryValue(name) else { throw Refusal("the query `\(name)` is missing") }
        guard let date = CivilDate(text) else {
            throw Refusal("`\(name)` must be a date as YYYY-MM-DD, not `\(text)`")
        }
        return date
    }
}
