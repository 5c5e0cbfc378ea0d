import Diary
import Simulators
import Testing

@Suite("Served: types and links by command")
struct LinkingTests {
    @Test(
        "S13, S21, S27, S28, S30, T18: types are linked to reasons for each practitioner",
        arguments: PMSSystem.allCases)
    func types(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            try await bench.serve()
            let day = bench.day(2)
            try await bench.json(
                "types", "add", "T2", "--name", "Long exam", "--minutes", "60", "--all")
            try await bench.untilFinding("C01")
            let before = try await bench.seen().published["P1"]?[day] ?? []
            #expect(!before.contains { $0.reasons == ["R2"] })
            try await bench.json(
                "link", "T2", "Long exam", "--practitioner", "Dr Amy Chen", "--why", "asked for")
            try await bench.until("the type in the linked book") {
                $0.published["P1"]?[day]?.contains { $0.reasons == ["R2"] } == true
            }
            let seen = try await bench.seen()
            #expect(seen.published["P2"]?[day]?.contains { $0.reasons == ["R2"] } == false)
            #expect(
                seen.published["P1"]?[day]?.first { $0.reasons == ["R2"] }?.length == Minutes(60))
            let list = try await bench.json("types", "list")
            #expect(list["types"].list.count == 4)
            let audit = try await bench.json("audit")
            let entry = audit["entries"][0]
            #expect(entry["why"].text == "asked for", "\(audit)")
            try await bench.json("unlink", "T2", "--practitioner", "P1")
            try await bench.until("and out of it") {
                $0.published["P1"]?[day]?.contains { $0.reasons == ["R2"] } == false
            }
        }
    }

    @Test("S29: a type of another length than its reason's is not offered, and staff are told")
    func lengths() async throws {
        try await Bench.run { bench in
            try await bench.serve()
            try await bench.json(
                "types", "add", "T1", "--name", "Exam", "--minutes", "45", "--practitioner", "P1",
                "--anyway")
            try await bench.until("not offered") { $0.times(on: bench.day(2)) == [] }
            try await bench.untilFinding("C02")
            #expect(
                try await bench.seen().times("P2", on: bench.day(2)) == BenchPractice.day)
        }
    }

    @Test(
        "S15, S47: a linked reason that is renamed, re-timed or deleted is a finding",
        arguments: PMSSystem.allCases)
    func drift(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            let pms = bench.practice.pms
            // At Oasis as well it has a length of its own.
            try await bench.pms.edit(pms, .setReasonLength("R1".reason, Minutes(30)))
            try await bench.serve()
            try await bench.pms.edit(pms, .renameReason("R1".reason, "Examination"))
            try await bench.until("the new name") { $0.reasons.first?.name == "Examination" }
            let renamed = try await bench.untilFinding("C16")
            #expect(renamed["reason"].text == "R1")
            try await bench.pms.edit(pms, .setReasonLength("R1".reason, Minutes(40)))
            try await bench.untilFinding("C17")
            try await bench.until("the new length") { seen in
                seen.reasons.first?.length == Minutes(40) && seen.times(on: bench.day(2)) == []
            }
            try await bench.pms.edit(pms, .removeReason("R2".reason))
            let deleted = try await bench.untilFinding("C18")
            #expect(deleted["reason"].text == "R2")
            try await bench.until("the reason is gone") { $0.reasonIDs == ["R1"] }
            try await bench.pms.edit(
                pms, .addReason(bench.practice.reason("R5", "Check-up", 30), at: 0),
                .removeReason("R1".reason))
            let stale = try await bench.untilFinding("C03")
            #expect(stale["reason"].text == "R1")
            // The last reason goes only when staff confirm it.
            let id = bench.practice.id.rawValue
            let run = try await bench.gapbook("sync", "--practice", id, "--accept-deletions")
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            try await bench.until("the next one") { $0.reasonIDs == ["R5"] }
        }
    }

    @Test(
        "S31: a refresh reads the PMS's reasons again, for one practitioner or all",
        arguments: PMSSystem.allCases)
    func refresh(system: PMSSystem) async throws {
        try await Bench.run(system) { bench in
            // Nothing reads by itself meanwhile.
            bench.settings.syncSeconds = 86_400
            try await bench.serve()
            let pms = bench.practice.pms
            try await bench.pms.edit(
                pms, .addReason(bench.practice.reason("R3", "Whitening", 45), at: nil))
            try await bench.json("refresh", "--practitioner", "Dr Amy Chen")
            try await bench.until("the new reason") { $0.reasonIDs == ["R1", "R2", "R3"] }
            try await bench.pms.edit(pms, .renameReason("R3".reason, "Bleaching"))
            try await bench.json("refresh")
            try await bench.until("its new name") { $0.reasons.last?.name == "Bleaching" }
            // The same button at the marketplace.
            try await bench.pms.edit(pms, .removeReason("R3".reason))
            try await bench.marketplace.fulfil(.reasons, of: bench.practice.marketplace)
            try await bench.until("it is gone, and the request is done") {
                $0.reasonIDs == ["R1", "R2"] && $0.outstanding.isEmpty
            }
        }
    }
}
