import Diagnostics
import Diary
import Ports
import Testing

@testable import Flows

@Suite("One sync") struct SyncTests {
    private static let id = SamplePractice.id

    @Test("S3, G1, G5: the first sync sends live hours, books, reasons and every day")
    func first() async throws {
        let practice = try await SamplePractice()
        let report = await practice.sync()
        #expect(report.outcome == .published)
        #expect(report.parts == [.liveHours, .books, .reasons])
        #expect(report.daysSent == 8 && report.isFull)
        #expect(await practice.marketplace.holding == (try await practice.expected()))
        let calls = await practice.marketplace.calls
        #expect(
            calls == ["live hours", "books", "read books", "reasons", "read reasons", "days"])
        let run = try #require(await practice.store.runs(of: Self.id, limit: 1).first)
        #expect(run.outcome == .published && run.daysSent == 8 && run.reading != nil)
        #expect(run.rules?.hasPrefix("core ") == true)
    }

    @Test("S56: nothing is sent while nothing changes, and then only the day that changed")
    func onlyChanges() async throws {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        let before = await practice.marketplace.calls.count
        #expect(await practice.sync().outcome == .unchanged)
        #expect(await practice.marketplace.calls.count == before)
        await practice.pms.edit {
            $0.diary = [SamplePractice.appointment("A1", day: 2, minute: 540)]
        }
        let report = await practice.sync()
        #expect(report.outcome == .published && report.daysSent == 1 && !report.isFull)
        #expect(report.changes.map(\.day.date) == [SamplePractice.firstDay.adding(days: 2)])
        #expect(await practice.marketplace.holding == (try await practice.expected()))
    }

    @Test("S49: today and the practice's horizon are read, and published in calls of 100 days")
    func horizonAndBatches() async throws {
        let practice = try await SamplePractice(horizon: 60)
        let report = await practice.sync()
        #expect(report.daysSent == 122)
        #expect(await practice.marketplace.sent.map(\.count) == [100, 22])
        let read = try #require(await practice.pms.reads.first)
        #expect(read.lowerBound == SamplePractice.firstDay)
        #expect(read.upperBound >= SamplePractice.firstDay.adding(days: 60))
    }

    @Test("S56, G13: all days go out daily, and when staff ask for it") func full() async throws {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        practice.time.advance(.seconds(21 * 3600))
        #expect(await practice.sync().isFull == false)
        practice.time.advance(.seconds(3600))
        #expect(await practice.sync().isFull)
        #expect(await practice.sync().isFull == false)
        try await practice.store.wish(
            [.availability], for: Self.id, by: .service, at: practice.time.now())
        let report = await practice.sync()
        #expect(report.isFull && report.daysSent == 8)
        #expect(try await practice.store.wishes(of: Self.id).isEmpty)
    }

    @Test("a clock that goes back sends everything once, and no more") func clockGoesBack()
        async throws
    {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        practice.time.shift(bySeconds: -3 * 86_400)
        let back = await practice.sync()
        #expect(back.isFull && back.outcome == .published)
        #expect(await practice.store.codes(of: Self.id, from: .sync) == ["F04-CLOCK-SKEW"])
        #expect(await practice.sync().isFull == false)
    }

    @Test("G9: a wish for configuration sends it although nothing changed") func configuration()
        async throws
    {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        try await practice.store.wish(
            [.configuration, .reading, .requests], for: Self.id, by: .service,
            at: practice.time.now())
        #expect(await practice.sync().parts == [.liveHours, .books, .reasons])
        #expect(try await practice.store.wishes(of: Self.id).map(\.kind) == [.requests])
    }

    @Test("G6, G7, G8: only the part of the configuration that changed is sent")
    func parts() async throws {
        var practice = try await SamplePractice()
        _ = await practice.sync()
        await practice.pms.edit { $0.reasons[1].name = "Filling, large" }
        #expect(await practice.sync().parts == [.reasons])
        await practice.pms.edit { $0.practitioners[1].name = "Dr Benjamin Hall" }
        #expect(await practice.sync().parts == [.books])
        practice.policy.liveHours.publicHolidays = []
        #expect(await practice.sync().parts == [.liveHours])
        #expect(await practice.marketplace.holding == (try await practice.expected()))
    }

    @Test("S52: a reading that broke off changes nothing, and says so") func incomplete()
        async throws
    {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        let before = await practice.marketplace.holding
        await practice.pms.edit {
            $0.isComplete = false
            $0.practitioners = []
        }
        #expect(await practice.sync().outcome == .readFailed)
        #expect(await practice.marketplace.holding == before)
        #expect(await practice.store.codes(of: Self.id, from: .sync) == ["F05-PARTIAL-SNAPSHOT"])
    }

    @Test("S47: a list that is not read back as it was sent counts as not sent") func readBack()
        async throws
    {
        let practice = try await SamplePractice()
        await practice.marketplace.listNothing(true)
        let report = await practice.sync()
        #expect(report.outcome == .sendFailed)
        #expect(report.parts == [.liveHours])
        #expect(report.daysSent == 8)
        #expect(
            await practice.store.codes(of: Self.id, from: .sync)
                == ["F15-LISTS-DIFFER", "F15-LISTS-DIFFER"])
        await practice.marketplace.listNothing(false)
        #expect(await practice.sync().parts == [.books, .reasons])
        #expect(await practice.store.codes(of: Self.id, from: .sync).isEmpty)
    }

    @Test("S47: a refused day is a finding, and is sent again until it is taken")
    func refusedDays() async throws {
        let practice = try await SamplePractice()
        let day = BookDay(
            book: AppointmentBookID("P1"), date: SamplePractice.firstDay.adding(days: 1))
        await practice.marketplace.refuse([day])
        let report = await practice.sync()
        #expect(report.outcome == .sendFailed && report.daysFailed == 1 && report.failures == 0)
        #expect(await practice.store.codes(of: Self.id, from: .sync) == ["F13-DAYS-REFUSED"])
        #expect(await practice.sync().changes.map(\.day) == [day])
        await practice.marketplace.refuse([])
        #expect(await practice.sync().outcome == .published)
        #expect(await practice.store.codes(of: Self.id, from: .sync).isEmpty)
    }

    @Test("a dry run sends and records nothing, and says what would be sent") func dryRun()
        async throws
    {
        let practice = try await SamplePractice()
        let report = await practice.sync(SyncOptions(isDryRun: true))
        #expect(report.outcome == .published && report.changes.count == 8)
        #expect(await practice.marketplace.calls.isEmpty)
        #expect(try await practice.store.runs(of: Self.id, limit: 9).isEmpty)
        #expect(try await practice.store.latestReading(of: Self.id) == nil)
    }

    @Test("days that were asked for go out although they did not change, others do not")
    func askedDays() async throws {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        var options = SyncOptions()
        let tomorrow = SamplePractice.firstDay.adding(days: 1)
        options.days = [
            AvailabilityRequest(date: tomorrow, book: AppointmentBookID("P1")),
            AvailabilityRequest(date: SamplePractice.firstDay.adding(days: 70)),
            AvailabilityRequest(date: SamplePractice.firstDay.adding(days: -1)),
            AvailabilityRequest(date: tomorrow, book: AppointmentBookID("nobody")),
        ]
        let report = await practice.sync(options)
        #expect(report.daysSent == 5 && report.outcome == .published)
        #expect(report.changes.filter { $0.after > 0 }.map(\.day.date) == [tomorrow])
    }

    @Test("S59, G4: under another id everything is sent anew, and nothing under the old one")
    func otherID() async throws {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        let other = MarketplacePracticeID("M2")
        try await practice.store.change(
            Self.id,
            .put(
                SamplePractice.record(marketplace: other), timeZone: "Australia/Brisbane",
                phone: nil), by: .service, why: nil, at: practice.time.now())
        let calls = await practice.marketplace.calls.count
        let late = await practice.sync()
        #expect(late.outcome == nil)
        #expect(await practice.marketplace.calls.count == calls)
        let driver = PracticeDriver(
            SamplePractice.record(marketplace: other), ports: practice.ports,
            policy: practice.policy, owner: "test")
        let report = await driver.syncOnce(SyncOptions())
        #expect(report.parts.count == 3 && report.daysSent == 8)
    }

    @Test("a practice without an id at the marketplace is read and judged, and nothing is sent")
    func unpublished() async throws {
        let practice = try await SamplePractice()
        let record = SamplePractice.record(marketplace: nil)
        try await practice.store.change(
            Self.id, .put(record, timeZone: "Australia/Brisbane", phone: nil), by: .service,
            why: nil, at: practice.time.now())
        var ports = practice.ports
        ports.marketplace = nil
        let driver = PracticeDriver(record, ports: ports, policy: practice.policy, owner: "test")
        #expect(await driver.syncOnce(SyncOptions()).outcome == .unchanged)
        #expect(try await practice.store.latestReading(of: Self.id) != nil)
    }

    @Test("two processes never work on one practice at once") func lease() async throws {
        let practice = try await SamplePractice()
        let now = practice.time.now()
        #expect(
            try await practice.store.lease(
                Self.id, to: "other", until: Instant(seconds: now.seconds + 600), now: now))
        let sync = Task { await practice.sync() }
        while practice.time.sleeping == 0 { await Task.yield() }
        sync.cancel()
        let report = await sync.value
        #expect(report.outcome == nil && report.detail == "another process works on the practice")
        #expect(await practice.marketplace.calls.isEmpty)
    }
}

@Suite("A sync that fails") struct SyncFailureTests {
    private static let id = SamplePractice.id

    @Test(
        "S58: what a side refuses stops the practice, with a finding",
        arguments: [WireFailure.Kind.unauthorised, .consentMissing])
    func stops(kind: WireFailure.Kind) async throws {
        let code = kind == .unauthorised ? "D04-AUTH" : "D05-CONSENT"
        let practice = try await SamplePractice()
        await practice.pms.fail([kind])
        #expect(await practice.sync().outcome == .stopped)
        #expect(try await practice.store.practice(Self.id)?.stopped?.side == .pms)
        #expect(await practice.store.codes(of: Self.id, from: .sync) == [code])
        // Nothing more is read or sent until staff let it go on.
        #expect(await practice.sync().outcome == .stopped)
        #expect(await practice.pms.reads.count == 1)
        try await practice.store.change(
            Self.id, .enable, by: .service, why: nil, at: practice.time.now())
        #expect(await practice.sync().outcome == .published)
        #expect(await practice.store.codes(of: Self.id, from: .sync).isEmpty)
    }

    @Test("S58, G2: 403 in the middle of sending stops at once", arguments: 0..<6)
    func stopsWhileSending(call: Int) async throws {
        let practice = try await SamplePractice()
        await practice.marketplace.fail(
            Array(repeating: .none, count: call) + [.before(.consentMissing)])
        #expect(await practice.sync().outcome == .stopped)
        #expect(await practice.marketplace.calls.count == call + 1)
        #expect(try await practice.store.practice(Self.id)?.stopped?.side == .marketplace)
        #expect(await practice.store.codes(of: Self.id, from: .sync) == ["D05-CONSENT"])
    }

    @Test("S48: an offline practice has a finding that says since when, until it is back")
    func offline() async throws {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        let began = practice.time.now()
        await practice.pms.fail([.practiceOffline, .practiceOffline])
        #expect(await practice.sync().outcome == .readFailed)
        practice.time.advance(.seconds(600))
        let report = await practice.sync()
        #expect(report.failures == 2)
        let finding = try #require(
            report.findings.first { $0.code == "D02-PMS-OFFLINE" })
        #expect(finding.evidence.first == .init("since", "\(began)"))
        #expect(finding.evidence.contains { $0.name == "last good run" })
        #expect(await practice.sync().failures == 0)
        #expect(await practice.store.codes(of: Self.id, from: .sync).isEmpty)
    }

    @Test(
        "a lost answer is no news, a lasting failure is",
        arguments: [
            WireFailure.Kind.noAnswer, .unreachable, .serverFailed,
        ])
    func lasting(kind: WireFailure.Kind) async throws {
        let practice = try await SamplePractice()
        await practice.pms.fail([kind, kind])
        _ = await practice.sync()
        #expect(await practice.store.codes(of: Self.id, from: .sync).isEmpty)
        _ = await practice.sync()
        #expect(await practice.store.codes(of: Self.id, from: .sync) == ["F11-READ-FAILED"])
    }

    @Test(
        "each other kind of failure has its own finding",
        arguments: [
            (WireFailure.Kind.notFound, "F07-PRACTICE-ID-CHANGED"),
            (.malformed, "F06-SCHEMA-DRIFT"), (.refused, "F11-READ-FAILED"),
            (.rateLimited(retryAfter: .seconds(90)), "F02-RATE-LIMIT"),
        ])
    func kinds(kind: WireFailure.Kind, code: String) async throws {
        let practice = try await SamplePractice()
        await practice.pms.fail([kind])
        let report = await practice.sync()
        #expect(report.outcome == .readFailed)
        #expect(report.retryAfter == (code == "F02-RATE-LIMIT" ? .seconds(90) : nil))
        #expect(await practice.store.codes(of: Self.id, from: .sync) == [code])
    }

    @Test("what is published becomes stale when no sync ends well for too long")
    func stale() async throws {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        practice.time.advance(.seconds(3600))
        await practice.pms.fail([.serverFailed])
        _ = await practice.sync()
        #expect(
            await practice.store.codes(of: Self.id, from: .sync)
                == ["F01-LAST-SYNC-OLD", "B01-STALE-SNAPSHOT"])
        _ = await practice.sync()
        #expect(await practice.store.codes(of: Self.id, from: .sync).isEmpty)
    }

    @Test("findings of what a run did not reach stay as they were") func carried() async throws {
        let practice = try await SamplePractice()
        await practice.marketplace.refuse([
            BookDay(book: AppointmentBookID("P1"), date: SamplePractice.firstDay)
        ])
        _ = await practice.sync()
        await practice.pms.fail([.noAnswer])
        _ = await practice.sync()
        #expect(await practice.store.codes(of: Self.id, from: .sync) == ["F13-DAYS-REFUSED"])
    }

    @Test("a part that is refused does not hold up the days") func refusedPart() async throws {
        let practice = try await SamplePractice()
        await practice.marketplace.fail([.before(.refused)])
        let report = await practice.sync()
        #expect(report.parts == [.books, .reasons] && report.daysSent == 8)
        #expect(report.outcome == .sendFailed)
        #expect(await practice.store.codes(of: Self.id, from: .sync) == ["F14-CONFIG-REFUSED"])
    }

    @Test("without a ledger nothing is sent") func brokenStore() async throws {
        let practice = try await SamplePractice()
        await practice.store.breakDown(true)
        let report = await practice.sync()
        #expect(report.outcome == nil && report.problem?.code == "D0001")
        #expect(await practice.marketplace.calls.isEmpty)
    }
}
