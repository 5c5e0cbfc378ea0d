import Diary
import PMSExact
import PMSOasis
import Ports
import Testing
import Wire

@Suite("A reading")
struct ReadingTests {
    @Test(
        "S1, S2, S6: an Exact practice reads as it is",
        arguments: [
            "harbour-dental", "marketing-default", "short-default", "stacking-off", "near-miss",
            "clock-change",
        ])
    func exact(_ name: String) async throws {
        let fixture = try Sample.fixture(name)
        let zone = try Sample.zone()
        let script = ExactScript(fixture, zone: zone, time: ManualTime("\(fixture.readAt)"))
        let reading = try await script.pms.read(fixture.days)
        #expect(reading == fixture.onExactsWire(zone).within(fixture.days, zone))
    }

    @Test(
        "S1, S17, S18, S39: an Oasis practice reads as it is",
        arguments: ["banksia-dental", "enable-online", "new-patient-blank"])
    func oasis(_ name: String) async throws {
        let fixture = try Sample.fixture(name)
        let zone = try Sample.zone("Australia/Melbourne")
        let script = OasisScript(fixture, zone: zone, time: ManualTime("\(fixture.readAt)"))
        let reading = try await script.pms.read(fixture.days)
        #expect(reading == fixture.within(fixture.days, zone))
    }

    @Test("S11, S20: every field of the set-up comes, and reasons keep the PMS's order")
    func small() async throws {
        let zone = try Sample.zone()
        let exact = try Sample.practice(.exact)
        #expect(try await ExactScript(exact, zone: zone).pms.read(exact.days) == exact)
        let oasis = try Sample.practice(.oasis)
        #expect(try await OasisScript(oasis, zone: zone).pms.read(oasis.days) == oasis)
    }

    @Test("a reading can always be written as a snapshot and read again")
    func snapshot() async throws {
        var practice = try Sample.practice()
        let zone = try Sample.zone()
        practice.diary[0].status = .unknown("Waiting in the car")
        practice.diary[2].kind = .unknown("Sterilisation")
        let script = ExactScript(
            practice, zone: zone,
            change: { list, rows in
                list == "Appointments" ? rows + [["id": "X", "providers": [Any]()]] : rows
            })
        let reading = try await script.pms.read(practice.days)
        #expect(reading.dropped.count == 1)
        let text = Snapshot(pms: reading, setUp: SetUp(timeZone: zone.identifier)).json()
        #expect(try Snapshot.read(Array(text.utf8), file: "s").snapshot.pms == reading)
    }

    @Test("B02: words that nobody knows are kept, take time and are said")
    func unknownWords() async throws {
        var practice = try Sample.practice(.oasis)
        practice.diary[0].status = .unknown("on the phone")
        practice.diary[2].kind = .unknown("staff meeting")
        let script = OasisScript(practice, zone: try Sample.zone())
        let reading = try await script.pms.read(practice.days)
        #expect(reading == practice)
        #expect(reading.diary.filter(\.takesTime).count == 2)
    }

    @Test(
        "every status of Exact's API has its meaning",
        arguments: [
            ("Unset", .unset), ("Pending", .pending), ("Arrived", .arrived),
            ("InSurgery", .inSurgery), ("Completed", .completed),
            ("DidNotAttend", .didNotAttend), ("Confirmed", .confirmed),
            ("Cancelled", .cancelled), ("cancelled", .unknown("cancelled")),
        ] as [(String, AppointmentStatus)])
    func statuses(_ word: String, _ status: AppointmentStatus) async throws {
        let practice = try Sample.practice()
        let script = ExactScript(
            practice, zone: try Sample.zone(),
            change: { list, rows in
                list == "Appointments" ? rows.map { $0.merging(["status": word]) { $1 } } : rows
            })
        #expect(try await script.pms.read(practice.days).diary[0].status == status)
    }

    @Test("an appointment of two practitioners takes the time of both, and reads back by either id")
    func twoProviders() async throws {
        let practice = try Sample.practice()
        let script = ExactScript(
            practice, zone: try Sample.zone(),
            change: { list, rows in
                guard list == "Appointments" else { return rows }
                return rows.map { $0.merging(["providers": [["id": "P1"], ["id": "P2"]]]) { $1 } }
            })
        let reading = try await script.pms.read(practice.days)
        let both = reading.diary.filter { $0.id.rawValue.hasPrefix("D1") }
        #expect(both.map(\.id.rawValue) == ["D1", "D1@P2"])
        #expect(both.map(\.practitioner.rawValue) == ["P1", "P2"])
        for entry in both { #expect(try await script.pms.entry(entry.id) == entry) }
        #expect(try await script.pms.entry(DiaryEntryID("D1@P3")) == nil)
    }

    @Test("an end that is missing is made of the scheduled length, else of the chair's")
    func lengthsInsteadOfEnds() async throws {
        for (fields, minutes) in [
            (["scheduledDurationMinutes": 40, "chairDurationMinutes": 20], 40),
            (["chairDurationMinutes": 20], 20),
        ] {
            let practice = try Sample.practice()
            let script = ExactScript(
                practice, zone: try Sample.zone(),
                change: { list, rows in
                    guard list == "Appointments" else { return rows }
                    return rows.map { row in
                        var row = row
                        row["endDate"] = nil
                        return row.merging(fields) { $1 }
                    }
                })
            #expect(
                try await script.pms.read(practice.days).diary[0].end == .after(Minutes(minutes)))
        }
    }

    @Test("S26: one row reads back, and one that is gone is nil, not an error")
    func entries() async throws {
        let zone = try Sample.zone()
        for system in PMSSystem.allCases {
            let practice = try Sample.practice(system)
            let pms: any PMSPort =
                system == .exact
                ? ExactScript(practice, zone: zone).pms : OasisScript(practice, zone: zone).pms
            for entry in practice.diary { #expect(try await pms.entry(entry.id) == entry) }
            #expect(try await pms.entry(DiaryEntryID("gone")) == nil)
        }
    }

    @Test("where the practice itself is gone, a row that is not found is a failure")
    func practiceGone() async throws {
        let zone = try Sample.zone()
        for system in PMSSystem.allCases {
            let practice = try Sample.practice(system)
            let gone: Script.Tamper = { _, _, _ throws(PMSFailure) in .notFound }
            let pms: any PMSPort =
                system == .exact
                ? ExactScript(practice, zone: zone, tamper: gone).pms
                : OasisScript(practice, zone: zone, tamper: gone).pms
            let failure = await #expect(throws: PMSFailure.self) {
                _ = try await pms.entry(DiaryEntryID("D1"))
            }
            #expect(failure?.kind == .notFound)
        }
    }

    @Test("what lasts for years is cut to the days, in which it takes the same time")
    func openEnd() async throws {
        let practice = try Sample.practice()
        let zone = try Sample.zone()
        let script = ExactScript(
            practice, zone: zone,
            change: { list, rows in
                guard list == "Blocks" else { return rows }
                return rows.map {
                    $0.merging([
                        "startDate": "0001-01-01T00:00:00Z",
                        "endDate": "9999-12-31T23:59:59.9999999Z",
                    ]) { $1 }
                }
            })
        let leave = try #require(try await script.pms.read(practice.days).diary.last)
        #expect(leave.start == .exact(try #require(Instant("2026-03-03T00:00:00+11:00"))))
        #expect(leave.end == .at(.exact(try #require(Instant("2026-03-05T00:00:00+11:00")))))
    }

    @Test("T8, S25: neither PMS cancels, and only Exact reports stacking")
    func capabilities() throws {
        let zone = try Sample.zone()
        let exact = ExactScript(try Sample.practice(), zone: zone).pms.capabilities
        let oasis = OasisScript(try Sample.practice(.oasis), zone: zone).pms.capabilities
        #expect(!exact.cancels && !oasis.cancels)
        #expect(exact.reportsStacking && !oasis.reportsStacking)
        #expect(!exact.rejectsOverlaps && !oasis.rejectsOverlaps)
    }

    @Test("F04: the other clock's lead is measured, and changes no time")
    func skew() async throws {
        let practice = try Sample.practice()
        let script = ExactScript(
            practice, zone: try Sample.zone(),
            tamper: { _, _, answer in
                var answer = answer
                answer.headers["date"] = "Mon, 02 Mar 2026 22:22:00 GMT"
                return answer
            })
        #expect(await script.pms.clockSkew() == nil)
        #expect(try await script.pms.read(practice.days) == practice)
        #expect(await script.pms.clockSkew() == .seconds(420))
    }
}

extension PMSReading {
    /// The reading with the diary rows that touch those days.
    func within(_ days: ClosedRange<CivilDate>, _ zone: Zone) -> PMSReading {
        var reading = self
        let midnight = { (day: CivilDate) in
            zone.instant(of: CivilDateTime(clockMinute: day.dayNumber * 1440))
        }
        let start = midnight(days.lowerBound)
        let end = midnight(days.upperBound.adding(days: 1))
        reading.diary.removeAll { entry in
            let from = entry.start.instant(in: zone)
            let until =
                switch entry.end {
                case .after(let length): from.adding(length)
                case .at(let time): time.instant(in: zone)
                }
            return from >= end || until <= start
        }
        return reading
    }
}
