internal import Diagnostics
internal import Diary

/// The control endpoints of a simulated PMS.
struct PracticeControl {
    let board: PracticeBoard

    var routes: [Route] {
        [
            Route("GET", "/_simulator/practices") { _ throws(Refusal) in
                .json(.list(await board.ids.map { .text("\($0)") }))
            },
            Route("GET", "/_simulator/practices/{practice}") { call throws(Refusal) in
                let view = try await view(call)
                let setUp = SetUp(timeZone: view.zone.identifier)
                return SimulatorAnswer(
                    status: 200, headers: [("Content-Type", "application/json")],
                    body: Array(Snapshot(pms: view.reading, setUp: setUp).json().utf8))
            },
            Route("GET", "/_simulator/practices/{practice}/patients") { call throws(Refusal) in
                .json(.list(try await view(call).state.patients.map(\.json)))
            },
            Route("GET", "/_simulator/practices/{practice}/rows") { call throws(Refusal) in
                let view = try await view(call)
                return .json(.list(view.state.rows.map { $0.json(view.zone) }))
            },
            Route("POST", "/_simulator/practices/{practice}/edits") { call throws(Refusal) in
                let body = try call.controlJSON()
                var edits: [PracticeEdit] = []
                if case .list(let values) = body {
                    for (index, value) in values.enumerated() {
                        edits.append(try PracticeEdit(value, at: "[\(index)]"))
                    }
                } else {
                    edits.append(try PracticeEdit(body, at: "body"))
                }
                do throws(Problem) {
                    try await board.edit(PracticeID(call.parameter("practice")), edits)
                } catch {
                    throw Refusal(error)
                }
                return .json(["edits": .integer(edits.count)])
            },
            Route("POST", "/_simulator/practices/{practice}/consent") { call throws(Refusal) in
                let fields = try FieldReader(try call.controlJSON(), known: ["consents"])
                do throws(Problem) {
                    try await board.setConsent(
                        try PracticeControl.consents(fields),
                        of: PracticeID(call.parameter("practice")))
                } catch {
                    throw Refusal(error)
                }
                return .json([:])
            },
        ]
    }

    private func view(_ call: SimulatorCall) async throws(Refusal) -> PracticeBoard.View {
        let id = PracticeID(call.parameter("practice"))
        guard let view = await board.view(id) else {
            throw Refusal("no practice `\(id)`", status: 404)
        }
        return view
    }

    private static func consents(_ fields: FieldReader) throws(Problem) -> Bool {
        guard case .flag(let consents)? = fields.value("consents") else {
            throw Problem("C0303", "`consents` must be true or false", hint: nil)
        }
        return consents
    }
}
