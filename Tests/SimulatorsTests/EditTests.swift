import Diagnostics
import Diary
import Simulators
import Testing
import Wire

@Suite("Editing a practice while it is simulated")
struct EditTests {
    private static let edits = "/_simulator/practices/harbour-dental/edits"

    @Test("each edit does what its word says", arguments: EditCase.all)
    func edits(edit: EditCase) async throws {
        try await withExact { simulator, caller in
            let before = try #require(await simulator.reading(Exact.practice))
            // Named, so that a failure does not print the whole practice.
            let heldBefore = edit.check(before)
            #expect(!heldBefore)
            let answer = try await caller.post(Self.edits, edit.body)
            #expect(answer.status == 200, "\(answer.text)")
            let after = try #require(await simulator.reading(Exact.practice))
            let holdsAfter = edit.check(after)
            #expect(holdsAfter)
        }
    }

    @Test(
        "an edit that cannot be is refused and changes nothing, nor do those with it",
        arguments: [
            (#"{"edit": "rename"}"#, 400), (#"{}"#, 400), ("[", 400),
            (#"{"edit": "rename_reason", "reason": "R1"}"#, 400),
            (#"{"edit": "rename_reason", "reason": "R1", "name": "A", "more": 1}"#, 400),
            (#"{"edit": "rename_reason", "reason": "R99", "name": "A"}"#, 409),
            (#"{"edit": "delete_entry", "entry": "none"}"#, 409),
            (#"{"edit": "add_practitioner", "id": "P1", "name": "A"}"#, 409),
            (#"{"edit": "set_practitioner_active", "practitioner": "P99", "active": true}"#, 409),
            (
                #"{"edit": "add_entry", "id": "N", "practitioner": "P1", "start": "tomorrow", "minutes": 30}"#,
                400
            ),
            (
                #"{"edit": "add_session", "practitioner": "P99", "date": "2026-03-07", "start": "09:00", "end": "10:00"}"#,
                409
            ),
        ])
    func refusals(body: String, status: Int) async throws {
        try await withExact { simulator, caller in
            let before = await simulator.reading(Exact.practice)
            let alone = try await caller.post(Self.edits, body)
            #expect(alone.status == status)
            let both = #"[{"edit": "set_version", "version": "x"}, \#(body)]"#
            #expect(try await caller.post(Self.edits, both).status == status)
            #expect(await simulator.reading(Exact.practice) == before)
            let elsewhere = Self.edits.replacing("harbour-dental", with: "other")
            let good = #"{"edit": "set_version", "version": "x"}"#
            #expect(try await caller.post(elsewhere, good).status == 409)
        }
    }

    @Test("a move keeps the length, however start and end were told")
    func lengths() async throws {
        let zone = try Sample.zone()
        let from = try #require(CivilDateTime("2026-03-03T16:00"))
        let to = try #require(CivilDateTime("2026-03-03T16:45"))
        let new = try #require(CivilDateTime("2026-03-09T08:00"))
        for end in [
            DiaryEntry.End.after(Minutes(45)), .at(.civil(to)), .at(.exact(zone.instant(of: to))),
        ] {
            var start = RowTime.civil(from)
            if case .at(.exact) = end { start = .exact(zone.instant(of: from)) }
            var reading = try Sample.snapshot("harbour-dental").pms
            try reading.apply(
                .addEntry(
                    DiaryEntry(
                        id: DiaryEntryID("N"), practitioner: PractitionerID("P1"), kind: .block,
                        start: start, end: end)))
            try reading.apply(.moveEntry(DiaryEntryID("N"), to: .civil(new), practitioner: nil))
            let entry = try #require(reading.diary.last)
            let after: Instant =
                switch entry.end {
                case .after(let length): entry.start.instant(in: zone).adding(length)
                case .at(let time): time.instant(in: zone)
                }
            #expect(after.seconds - entry.start.instant(in: zone).seconds == 45 * 60)
        }
    }

    @Test("what changes is seen by the next call, also one that is in the middle of a list")
    func whileRunning() async throws {
        try await withExact(pageSize: 2) { simulator, caller in
            let first = try await caller.get("\(Exact.path)/Practitioners")
            #expect(first.headers["x-total-count"] == "5")
            let new = Practitioner(id: PractitionerID("P9"), name: "Dr Z")
            try await simulator.edit(Exact.practice, .addPractitioner(new))
            let token = try #require(first.headers["x-continuation-token"])
            let second = try await caller.get(
                "\(Exact.path)/Practitioners", [("continuationToken", token)])
            #expect(second.headers["x-total-count"] == "6")
            let setUp = try await caller.get("\(Exact.path)/OnlineBooking").object
            #expect(setUp["revision"] as? String == "2")
            try await simulator.edit(Exact.practice) { $0.practiceName = "Renamed" }
            let details = try await caller.get("\(Exact.path)/details").object
            #expect(details["practiceName"] as? String == "Renamed")
        }
    }

    @Test(
        "the practice is shown as a snapshot, and consent can be revoked, over the control endpoint"
    )
    func control() async throws {
        try await withExact { simulator, caller in
            let shown = try await caller.get("/_simulator/practices/harbour-dental")
            let read = try Snapshot.read(shown.body, file: "shown").snapshot
            #expect(read.pms == (await simulator.reading(Exact.practice)))
            #expect(
                try await caller.get("/_simulator/practices").list as? [String] == [
                    "harbour-dental"
                ])
            #expect(try await caller.get("/_simulator/practices/other").status == 404)
            let consent = "/_simulator/practices/harbour-dental/consent"
            #expect(try await caller.post(consent, #"{"consents": false}"#).status == 200)
            #expect(try await caller.get("\(Exact.path)/details").status == 403)
            #expect(try await caller.post(consent, #"{"consents": 1}"#).status == 409)
        }
    }
}

/// An edit as JSON, and what holds once it is made and not before.
struct EditCase: Sendable, CustomTestStringConvertible {
    let body: String
    let check: @Sendable (PMSReading) -> Bool

    init(_ body: String, _ check: @escaping @Sendable (PMSReading) -> Bool) {
        self.body = body
        self.check = check
    }

    var testDescription: String { body }

    static let all: [EditCase] = [
        EditCase(
            #"{"edit": "add_entry", "id": "N1", "practitioner": "P1", "kind": "block", "start": "2026-03-03T16:00", "minutes": 30}"#,
            { $0.diary.last?.id.rawValue == "N1" && $0.diary.last?.kind == .block }
        ),
        EditCase(
            #"{"edit": "add_entry", "id": "N1", "practitioner": "P1", "start": "2026-03-03T16:00:00+11:00", "end": "2026-03-03T17:00:00+11:00"}"#,
            { $0.diary.last?.id.rawValue == "N1" && $0.diary.last?.kind == .appointment }
        ),
        EditCase(
            #"{"edit": "delete_entry", "entry": "D0001"}"#,
            { !$0.diary.contains { $0.id.rawValue == "D0001" } }
        ),
        EditCase(
            #"{"edit": "cancel_entry", "entry": "D0001"}"#,
            { $0.diary.first { $0.id.rawValue == "D0001" }?.status == .cancelled }
        ),
        EditCase(
            #"{"edit": "set_status", "entry": "D0001", "status": "did_not_attend"}"#,
            { $0.diary.first { $0.id.rawValue == "D0001" }?.status == .didNotAttend }
        ),
        EditCase(
            #"{"edit": "set_status", "entry": "D0001", "status": "Sleeping"}"#,
            { $0.diary.first { $0.id.rawValue == "D0001" }?.status == .unknown("Sleeping") }
        ),
        EditCase(
            #"{"edit": "move_entry", "entry": "D0001", "start": "2026-03-06T15:00", "practitioner": "P3"}"#,
            { $0.diary.first { $0.id.rawValue == "D0001" }?.practitioner.rawValue == "P3" }
        ),
        EditCase(#"{"edit": "set_stacking", "stacking": false}"#, { $0.stacking == false }),
        EditCase(#"{"edit": "set_stacking", "stacking": null}"#, { $0.stacking == nil }),
        EditCase(#"{"edit": "set_interval", "minutes": 20}"#, { $0.interval == Minutes(20) }),
        EditCase(#"{"edit": "set_offset", "minutes": 600}"#, { $0.offsetMinutes == 600 }),
        EditCase(#"{"edit": "set_version", "version": "14.0"}"#, { $0.version == "14.0" }),
        EditCase(
            #"{"edit": "add_reason", "id": "R9", "name": "New", "minutes": 20, "practitioners": ["P1", {"practitioner": "P2", "minutes": 25}], "at": 0}"#,
            { $0.reasons[0].id.rawValue == "R9" && $0.reasons[0].practitioners?.count == 2 }
        ),
        EditCase(
            #"{"edit": "remove_reason", "reason": "R1"}"#,
            { !$0.reasons.contains { $0.id.rawValue == "R1" } }
        ),
        EditCase(
            #"{"edit": "rename_reason", "reason": "R1", "name": "Other"}"#,
            { $0.reasons[0].name == "Other" }
        ),
        EditCase(
            #"{"edit": "set_reason_active", "reason": "R1", "active": false}"#,
            { !$0.reasons[0].isActive }
        ),
        EditCase(
            #"{"edit": "move_reason", "reason": "R1", "at": 2}"#,
            { $0.reasons[2].id.rawValue == "R1" }
        ),
        EditCase(
            #"{"edit": "set_reason_length", "reason": "R1", "minutes": 50}"#,
            { $0.reasons[0].minutes == Minutes(50) }
        ),
        EditCase(
            #"{"edit": "set_members", "reason": "R1", "practitioners": []}"#,
            { $0.reasons[0].practitioners == [] }
        ),
        EditCase(
            #"{"edit": "set_members", "reason": "R1", "practitioners": null}"#,
            { $0.reasons[0].practitioners == nil }
        ),
        EditCase(
            #"{"edit": "add_practitioner", "id": "P9", "name": "Dr Z", "role": "Dentist"}"#,
            { $0.practitioners.last?.id.rawValue == "P9" }
        ),
        EditCase(
            #"{"edit": "remove_practitioner", "practitioner": "P1"}"#,
            { reading in
                !reading.practitioners.contains { $0.id.rawValue == "P1" }
                    && !reading.diary.contains { $0.practitioner.rawValue == "P1" }
                    && !reading.reasons.contains { $0.includes(PractitionerID("P1")) }
            }
        ),
        EditCase(
            #"{"edit": "set_practitioner_active", "practitioner": "P1", "active": false}"#,
            { !$0.practitioners[0].isActive }
        ),
        EditCase(
            #"{"edit": "rename_practitioner", "practitioner": "P1", "name": "Dr Y"}"#,
            { $0.practitioners[0].name == "Dr Y" }
        ),
        EditCase(
            #"{"edit": "set_enable_online", "practitioner": "P1", "token": "Y"}"#,
            { $0.practitioners[0].enableOnline == "Y" }
        ),
        EditCase(
            #"{"edit": "set_new_patient_length", "practitioner": "P1", "minutes": 40}"#,
            { $0.practitioners[0].newPatientMinutes == Minutes(40) }
        ),
        EditCase(
            #"{"edit": "set_default_length", "practitioner": "P1", "minutes": null}"#,
            { $0.practitioners[0].defaultMinutes == nil }
        ),
        EditCase(
            #"{"edit": "add_session", "practitioner": "P1", "date": "2026-03-07", "start": "09:00", "end": "24:00", "breaks": [{"start": "12:00", "end": "13:00"}]}"#,
            { $0.sessions.last?.end.minuteOfDay == 1440 && $0.sessions.last?.breaks.count == 1 }
        ),
        EditCase(
            #"{"edit": "remove_sessions", "practitioner": "P1", "date": "2026-03-03"}"#,
            { reading in
                !reading.sessions.contains {
                    $0.practitioner.rawValue == "P1" && $0.date.description == "2026-03-03"
                }
            }
        ),
    ]
}
