internal import Diary

extension ExactRoutes {
    /// What finds and makes patients, and makes appointments.
    var writingRoutes: [Route] {
        [
            Route("POST", "\(ExactRoutes.practice)/Patients/search") { call throws(Refusal) in
                let view = try await view(call, "patient.list")
                let search = try ExactBody.search(try call.json(), options)
                let found = view.state.patients.filter(search.matches)
                return try page(call, found, view.revisions.patients) { patient in
                    ExactRows.patient(patient, options)
                }
            },
            Route("POST", "\(ExactRoutes.practice)/Patients") { call throws(Refusal) in
                _ = try await view(call, "patient.create")
                let wish = try ExactBody.patient(try call.json())
                let id = PracticeID(call.parameter("practiceId"))
                let written = try await board.write(id, at: call.takesEffect) { state, terms in
                    state.create(wish, terms)
                }
                return written.result.answer { ExactRows.patient($0, options) }
            },
            Route("POST", "\(ExactRoutes.practice)/Appointments") { call throws(Refusal) in
                let zone = try await view(call, "appointment.create").zone
                let wish = try ExactBody.appointment(try call.json(), zone)
                let id = PracticeID(call.parameter("practiceId"))
                let written = try await board.write(id, at: call.takesEffect) {
                    state, terms throws(Refusal) in
                    try state.insert(wish, terms)
                }
                return written.result.answer { entry in
                    ExactRows.appointment(entry, written.view, options)
                }
            },
        ]
    }
}
