internal import Diary

extension OasisRoutes {
    /// What finds and makes patients, and makes appointments.
    var writingRoutes: [Route] {
        [
            Route("POST", "\(OasisRoutes.practice)/patients/search") { call throws(Refusal) in
                let view = try await view(call)
                let search = try OasisBody.search(try call.json(), options)
                let found = view.state.patients.filter(search.matches)
                return try page(call, found, view.revisions.patients) { patient in
                    OasisBody.row(patient, options)
                }
            },
            Route("POST", "\(OasisRoutes.practice)/patients") { call throws(Refusal) in
                _ = try await view(call)
                let wish = try OasisBody.patient(try call.json())
                let id = PracticeID(call.parameter("practice"))
                let written = try await board.write(id, at: call.takesEffect) { state, terms in
                    state.create(wish, terms)
                }
                return written.result.answer { OasisBody.row($0, options) }
            },
            Route("POST", "\(OasisRoutes.practice)/diary") { call throws(Refusal) in
                let zone = try await view(call).zone
                let wish = try OasisBody.appointment(try call.json(), zone)
                let id = PracticeID(call.parameter("practice"))
                let written = try await board.write(id, at: call.takesEffect) {
                    state, terms throws(Refusal) in
                    try state.insert(wish, terms)
                }
                return written.result.answer { entry in
                    OasisRows.diaryRow(entry, written.view, options)
                }
            },
        ]
    }
}
