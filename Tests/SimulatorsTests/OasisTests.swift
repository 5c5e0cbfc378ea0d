import Diary
import Simulators
import Testing
import Wire

/// An Oasis simulator with the practice `banksia-dental`, at a standing clock.
func withOasis(
    pageSize: Int = 2, faults: String = "", _ reference: PracticeOptions.Reference = .carried,
    _ overlaps: PracticeOptions.Overlaps = .accepted,
    _ body: (OasisSimulator, Caller) async throws -> Void
) async throws {
    var options = PracticeOptions()
    options.pageSize = pageSize
    options.reference = reference
    options.overlaps = overlaps
    let simulator = try OasisSimulator(
        practices: [try Sample.snapshot("banksia-dental")], options: options,
        faults: try FaultPlan(faults), clock: SimulatorClock(standingAt: Sample.now))
    let address = try await simulator.start()
    let caller = Caller(address, .pms(product: "Oasis"), headers: [("x-api-key", "simulated-key")])
    do { try await body(simulator, caller) } catch {
        await simulator.stop()
        throw error
    }
    await simulator.stop()
}

enum Oasis {
    static let practice = PracticeID("banksia-dental")
    static let path = "/v1/practices/banksia-dental"
    static let days = [("from", "2026-03-10"), ("to", "2026-04-06")]

    /// All rows of a list, page by page.
    static func all(
        _ caller: Caller, _ list: String, _ query: [(String, String)] = []
    ) async throws -> [[String: Any]] {
        var rows: [[String: Any]] = []
        var cursor: String?
        repeat {
            let more = cursor.map { [("cursor", $0)] } ?? []
            let answer = try await caller.get("\(path)/\(list)", query + more)
            #expect(answer.status == 200, "\(answer.text)")
            rows += answer.object.rows("items")
            cursor = answer.object["next"] as? String
            if cursor == nil { #expect(answer.object["total"] as? Int == rows.count) }
        } while cursor != nil
        return rows
    }
}

@Suite("The simulated Oasis")
struct OasisTests {
    @Test("the practice and its Online Setup stand as in the snapshot")
    func setUp() async throws {
        let sample = try Sample.snapshot("banksia-dental").pms
        try await withOasis { _, caller in
            let practice = try await caller.get(Oasis.path).object
            #expect(practice["name"] as? String == sample.practiceName)
            #expect(practice["setupRevision"] as? String == "1")
            let people = try await Oasis.all(caller, "online-setup/practitioners")
            #expect(
                people.map { $0["enableOnline"] as? String }
                    == sample.practitioners.map(\.enableOnline))
            #expect(
                people.map { $0["newPatientMinutes"] as? Int }
                    == sample.practitioners.map(\.newPatientMinutes?.count))
            let reasons = try await Oasis.all(caller, "online-setup/reasons")
            #expect(reasons.map { $0["name"] as? String } == sample.reasons.map(\.name))
            #expect(
                reasons.map { $0["position"] as? Int } == sample.reasons.indices.map { $0 + 1 })
        }
    }

    @Test("sessions and the diary come whole, by the wall clock")
    func lists() async throws {
        let sample = try Sample.snapshot("banksia-dental").pms
        try await withOasis { simulator, caller in
            let sessions = try await Oasis.all(caller, "sessions", Oasis.days)
            #expect(sessions.count == sample.sessions.count)
            let rows = try await Oasis.all(caller, "diary", Oasis.days)
            #expect(rows.map { $0["id"] as? String } == sample.diary.map(\.id.rawValue))
            #expect(rows.allSatisfy { ($0["minutes"] == nil) != ($0["end"] == nil) })
            let leave = DiaryEntry(
                id: DiaryEntryID("L1"), practitioner: sample.practitioners[0].id, kind: .leave,
                start: .civil(try #require(CivilDateTime("2026-03-08T00:00"))),
                end: .at(.civil(try #require(CivilDateTime("2026-03-10T00:00")))))
            try await simulator.edit(Oasis.practice, .addEntry(leave))
            let row = try await caller.get("\(Oasis.path)/diary/L1").object
            #expect(row["kind"] as? String == "leave")
            #expect(row["end"] as? String == "2026-03-10T00:00")
            // It ends as the first day starts, so it does not overlap; on its own day it does.
            #expect(try await Oasis.all(caller, "diary", Oasis.days).count == rows.count)
            let earlier = [("from", "2026-03-09"), ("to", "2026-03-09")]
            #expect(
                try await Oasis.all(caller, "diary", earlier).map { $0["id"] as? String } == ["L1"])
        }
    }

    @Test("a wrong key is 401, no consent 403, an unknown practice or row 404, a bad day 400")
    func refusals() async throws {
        try await withOasis { simulator, caller in
            let stranger = Caller(try #require(simulator.address))
            #expect(try await stranger.get(Oasis.path).status == 401)
            #expect(try await caller.get("/v1/practices/other").status == 404)
            #expect(try await caller.get("\(Oasis.path)/diary/none").status == 404)
            #expect(try await caller.get("\(Oasis.path)/sessions").status == 400)
            #expect(
                try await caller.get(
                    "\(Oasis.path)/diary", [("from", "2026-03-10T00:00"), ("to", "2026-03-11")]
                ).status == 400)
            let cursor = Oasis.days + [("cursor", "x")]
            #expect(try await caller.get("\(Oasis.path)/diary", cursor).status == 400)
            try await simulator.setConsent(false, of: Oasis.practice)
            #expect(try await caller.get(Oasis.path).status == 403)
            #expect(simulator.violations.count == 3)
        }
    }

    @Test("a change of the Online Setup changes its revision, one of the diary does not")
    func revision() async throws {
        try await withOasis { simulator, caller in
            let person = try #require(
                await simulator.reading(Oasis.practice)?.practitioners.first?.id)
            for (edit, revision) in [
                (PracticeEdit.setEnableOnline(person, "N"), "2"),
                (.removeSessions(person, try #require(CivilDate("2026-03-10"))), "2"),
                (.setNewPatientLength(person, nil), "3"),
            ] {
                try await simulator.edit(Oasis.practice, edit)
                #expect(
                    try await caller.get(Oasis.path).object["setupRevision"] as? String == revision)
            }
        }
    }
}
