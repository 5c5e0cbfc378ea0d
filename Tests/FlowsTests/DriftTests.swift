import Diary
import Ports
import Testing

@testable import Flows

@Suite("What only a history shows") struct DriftTests {
    private static let id = SamplePractice.id

    private func findings(_ practice: SamplePractice, _ code: String) async throws -> [Finding] {
        try await practice.store.findings(of: Self.id).map(\.finding).filter { $0.code == code }
    }

    @Test("S15: a linked reason that was renamed is reported until it is named as before")
    func renamed() async throws {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        await practice.pms.edit { $0.reasons[1].name = "Filling (long)" }
        _ = await practice.sync()
        _ = await practice.sync()
        var found = try await findings(practice, "C16-LINKED-RENAMED")
        #expect(found.count == 1)
        #expect(found.first?.evidence.prefix(2).map(\.value) == ["Filling", "Filling (long)"])
        await practice.pms.edit { $0.reasons[1].name = "Filling, long" }
        _ = await practice.sync()
        found = try await findings(practice, "C16-LINKED-RENAMED")
        #expect(found.first?.evidence.prefix(2).map(\.value) == ["Filling", "Filling, long"])
        await practice.pms.edit { $0.reasons[1].name = "Filling" }
        _ = await practice.sync()
        #expect(try await findings(practice, "C16-LINKED-RENAMED").isEmpty)
    }

    @Test("S15: what only a dry run has seen is still news to the run that follows") func dryRun()
        async throws
    {
        let practice = try await SamplePractice()
        let driver = practice.driver()
        _ = await driver.syncOnce(SyncOptions())
        await practice.pms.edit { $0.reasons[1].name = "Filling (long)" }
        let dry = await driver.syncOnce(SyncOptions(isDryRun: true))
        #expect(dry.findings.contains { $0.code == "C16-LINKED-RENAMED" })
        _ = await driver.syncOnce(SyncOptions())
        #expect(try await findings(practice, "C16-LINKED-RENAMED").count == 1)
    }

    @Test("S15: a linked reason's new length is reported, for two weeks at most") func retimed()
        async throws
    {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        await practice.pms.edit { $0.reasons[1].minutes = Minutes(35) }
        _ = await practice.sync()
        let found = try await findings(practice, "C17-LINKED-RETIMED")
        #expect(found.map(\.subject.type?.rawValue) == ["T2"])
        #expect(try await findings(practice, "C02-LEN-MISMATCH").count == 1)
        practice.time.advance(.seconds(15 * 86_400))
        _ = await practice.sync()
        #expect(try await findings(practice, "C17-LINKED-RETIMED").isEmpty)
    }

    @Test(
        "S15, S19, T6: where a reason has no length of its own, the one that stands in for it counts",
        arguments: PMSSystem.allCases)
    func standIns(system: PMSSystem) async throws {
        let practice = try await SamplePractice { reading in
            reading.system = system
            reading.reasons[1].minutes = nil
            for index in reading.practitioners.indices {
                reading.practitioners[index].enableOnline = "Y"
                // The other product's column, which counts for nothing.
                reading.practitioners[index].defaultMinutes = Minutes(30)
                reading.practitioners[index].newPatientMinutes = Minutes(30)
            }
        }
        func setColumns(_ minutes: Int?) async {
            await practice.pms.edit { reading in
                let length = minutes.map { Minutes($0) }
                switch system {
                case .exact: reading.practitioners[0].defaultMinutes = length
                case .oasis: reading.practitioners[0].newPatientMinutes = length
                }
            }
        }
        _ = await practice.sync()
        for minutes in [40, nil, 50] as [Int?] {
            await setColumns(minutes)
            for _ in 0..<2 {
                _ = await practice.sync()
                let found = try await findings(practice, "C17-LINKED-RETIMED")
                #expect(found.map(\.subject.type?.rawValue) == ["T2"])
                let facts = found.first?.evidence.map(\.value) ?? []
                #expect(
                    facts.prefix(2) == ["30 min", minutes.map { "\($0) min" } ?? "no known time"])
                #expect(
                    facts.dropFirst(3).first
                        == (system == .oasis
                            ? "the 'New Patient' column" : "the practitioner's default length"))
            }
        }
        await setColumns(30)
        _ = await practice.sync()
        #expect(try await findings(practice, "C17-LINKED-RETIMED").isEmpty)
        // The column of the other product, and one of nobody who is linked.
        await practice.pms.edit { reading in
            switch system {
            case .exact: reading.practitioners[0].newPatientMinutes = Minutes(40)
            case .oasis: reading.practitioners[0].defaultMinutes = Minutes(40)
            }
            reading.practitioners[1].newPatientMinutes = Minutes(40)
            reading.practitioners[1].defaultMinutes = Minutes(40)
        }
        _ = await practice.sync()
        #expect(try await findings(practice, "C17-LINKED-RETIMED").isEmpty)
    }

    @Test("S15: of somebody who is gone no length is compared any more") func goneWithLength()
        async throws
    {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        await practice.pms.edit { $0.reasons[0].minutes = Minutes(50) }
        _ = await practice.sync()
        func people() async throws -> [PractitionerID?] {
            try await findings(practice, "C17-LINKED-RETIMED").map(\.subject.practitioner)
        }
        #expect(try await people() == [SamplePractice.amy, SamplePractice.ben])
        await practice.pms.edit { reading in
            reading.practitioners.removeLast()
            reading.sessions.removeAll { $0.practitioner == SamplePractice.ben }
        }
        #expect(await practice.sync().outcome == .published)
        #expect(try await people() == [SamplePractice.amy])
    }

    @Test("S15: a stale link says when its reason was last seen, also later on") func staleLink()
        async throws
    {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        let seen = practice.time.now()
        practice.time.advance(.seconds(60))
        await practice.pms.edit { $0.reasons.remove(at: 1) }
        for _ in 0..<3 {
            _ = await practice.sync()
            practice.time.advance(.seconds(60))
            let found = try #require(try await findings(practice, "C03-LINK-STALE").first)
            #expect(found.evidence.contains(.init("last seen in the PMS", "\(seen)")))
            #expect(found.evidence.contains(.init("name at that time", "Filling")))
        }
    }

    @Test("a deleted reason and a practitioner who is gone are reported until they are back")
    func gone() async throws {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        let whole = await practice.pms.reading
        await practice.pms.edit { reading in
            reading.reasons.removeLast()
            reading.practitioners.removeLast()
            reading.sessions.removeAll { $0.practitioner == SamplePractice.ben }
        }
        _ = await practice.sync()
        _ = await practice.sync()
        #expect(try await findings(practice, "C18-REASON-DELETED").count == 1)
        let gone = try await findings(practice, "A45-PRACT-GONE")
        #expect(gone.map(\.subject.practitioner) == [SamplePractice.ben])
        #expect(gone.first?.evidence.last?.value == "yes")
        await practice.pms.edit { $0 = whole }
        _ = await practice.sync()
        #expect(try await findings(practice, "C18-REASON-DELETED").isEmpty)
        #expect(try await findings(practice, "A45-PRACT-GONE").isEmpty)
    }
}
