import Diary
import Foundation
import Ports
import Testing

@testable import Flows

@Suite("A sync that is killed, and goes on") struct CrashTests {
    /// A practice of two calls of days, with one edit to publish in every respect.
    private func edited() async throws -> (practice: SamplePractice, watch: Watch) {
        let practice = try await SamplePractice(horizon: 55)
        let watch = Watch()
        _ = await practice.sync()
        await watch.allow(await practice.marketplace.holding)
        practice.time.advance(.seconds(60))
        await practice.pms.edit { reading in
            reading.reasons[3].name = "Whitening at home"
            reading.practitioners.append(Practitioner(id: PractitionerID("P3"), name: "Jo Park"))
            reading.reasons[0].practitioners?.append(.init(PractitionerID("P3")))
            // Every day of Dr Chen changes, so that two calls are needed.
            reading.diary = (0..<60).map {
                SamplePractice.appointment("A\($0)", day: $0, minute: 540)
            }
        }
        await watch.allow(try await practice.expected())
        return (practice, watch)
    }

    private func check(_ practice: SamplePractice, _ watch: Watch) async throws {
        let strangers = await watch.strangers(in: practice.marketplace.holding)
        #expect(strangers.isEmpty, "\(strangers)")
    }

    @Test("killed in front of or behind every single effect, the next run ends where one run would")
    func everyEffect() async throws {
        let (whole, _) = try await edited()
        let steps = try await CrashingProcess(practice: whole).run()
        let wanted = await whole.marketplace.holding
        #expect(wanted == (try await whole.expected()))
        #expect(steps.effects > 15)
        for number in 0..<steps.effects {
            for crash in [CrashingProcess.Crash.beforeEffect, .afterEffect] {
                let (practice, watch) = try await edited()
                _ = try await CrashingProcess(practice: practice).run(crashAt: number, crash) { _ in
                    try await check(practice, watch)
                }
                let report = await practice.sync()
                #expect(
                    report.outcome == .published || report.outcome == .unchanged,
                    "\(number) \(crash)")
                #expect(await practice.marketplace.holding == wanted, "\(number) \(crash)")
                #expect(await practice.sync().outcome == .unchanged)
                let runs = try await practice.store.runs(of: SamplePractice.id, limit: 9)
                #expect(runs.allSatisfy { $0.outcome != nil })
            }
        }
    }

    @Test(
        "failed at every single call, before or after its effect, the next run ends as one would",
        arguments: [
            WireFailure.Kind.noAnswer, .serverFailed, .unreachable,
            .rateLimited(retryAfter: .seconds(5)), .refused, .malformed,
        ])
    func everyCall(kind: WireFailure.Kind) async throws {
        let (whole, _) = try await edited()
        let before = await whole.marketplace.calls.count
        _ = await whole.sync()
        let calls = await whole.marketplace.calls.count - before
        let wanted = await whole.marketplace.holding
        for number in 0..<calls {
            for isApplied in [false, true] {
                let (practice, watch) = try await edited()
                await practice.marketplace.fail(
                    Array(repeating: .none, count: number)
                        + [isApplied ? .after(kind) : .before(kind)])
                _ = await practice.sync()
                try await check(practice, watch)
                let report = await practice.sync()
                #expect(report.outcome == .published || report.outcome == .unchanged)
                #expect(await practice.marketplace.holding == wanted, "\(number) \(isApplied)")
            }
        }
    }

    @Test("an answer that was lost is not believed although the PMS goes back to what was there")
    func lostAnswerAndBack() async throws {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        let original = await practice.pms.reading
        await practice.pms.edit { reading in
            reading.diary = [SamplePractice.appointment("A1", minute: 540)]
            reading.reasons[3].name = "Whitening at home"
            reading.practitioners[1].name = "Dr B Hall"
        }
        // Books, their reading back, reasons, their reading back and days: each answer once.
        for number in 0..<5 {
            await practice.marketplace.fail(
                Array(repeating: .none, count: number) + [.after(.noAnswer)])
            #expect(await practice.sync().outcome == .sendFailed)
            await practice.pms.edit { $0 = original }
            _ = await practice.sync()
            #expect(await practice.marketplace.holding == (try await practice.expected()))
            await practice.pms.edit { reading in
                reading.diary = [SamplePractice.appointment("A1", minute: 540)]
                reading.reasons[3].name = "Whitening at home"
                reading.practitioners[1].name = "Dr B Hall"
            }
        }
    }

    @Test("a book that goes and comes back while answers are lost gets all its days again")
    func bookComesBack() async throws {
        let practice = try await SamplePractice()
        _ = await practice.sync()
        let original = await practice.pms.reading
        await practice.pms.edit { $0.practitioners[1].isActive = false }
        await practice.marketplace.fail([.after(.noAnswer)])
        #expect(await practice.sync().outcome == .sendFailed)
        await practice.pms.edit { $0 = original }
        _ = await practice.sync()
        #expect(await practice.marketplace.holding == (try await practice.expected()))
    }

    @Test("what was recorded is not sent again as changed") func nothingTwice() async throws {
        let practice = try await SamplePractice(horizon: 55)
        _ = await practice.sync()
        practice.time.advance(.seconds(60))
        await practice.pms.edit { reading in
            for who in [SamplePractice.amy, SamplePractice.ben] {
                reading.diary += (0..<56).map {
                    SamplePractice.appointment("\(who)\($0)", who, day: $0, minute: 540)
                }
            }
        }
        let before = await practice.marketplace.sent.count
        await practice.marketplace.fail([.none, .before(.noAnswer)])
        #expect(await practice.sync().daysSent == 100)
        #expect(await practice.sync().daysSent == 12)
        let sent = await practice.marketplace.sent.dropFirst(before)
        #expect(sent.map(\.count) == [100, 12, 12])
        #expect(sent[before + 1] == sent[before + 2])
    }
}

@Suite("Random edits, failures and crashes") struct SimulationTests {
    private static let seeds: Int =
        ProcessInfo.processInfo.environment["GAPBOOK_SEEDS"].flatMap { Int($0) } ?? 200

    @Test("S5, S47, S52: whatever happens, the marketplace ends with what the PMS has")
    func random() async throws {
        for seed in 0..<Self.seeds { try await run(seed) }
    }

    private func run(_ seed: Int) async throws {
        var random = Seeded(seed)
        let practice = try await SamplePractice(horizon: random.chance(10) ? 55 : 3)
        let watch = Watch()
        let options = SyncOptions(acceptsDeletions: true)
        for _ in 0..<random.int(2...6) {
            let edit = random
            await practice.pms.edit { reading in
                var random = edit
                Self.edit(&reading, &random)
            }
            _ = random.next()
            await watch.allow(try await practice.expected())
            await practice.marketplace.fail(Self.faults(&random))
            if random.chance(20) { await practice.pms.fail([Self.kind(&random)]) }
            let process = CrashingProcess(practice: practice, options: options)
            let crashAt = random.chance(50) ? random.int(0...25) : nil
            _ = try await process.run(
                crashAt: crashAt, random.chance(50) ? .beforeEffect : .afterEffect
            ) { _ in
                let strangers = await watch.strangers(in: practice.marketplace.holding)
                #expect(strangers.isEmpty, "seed \(seed): \(strangers)")
            }
        }
        await practice.marketplace.fail([])
        await practice.pms.fail([])
        // Staff may have to let it go on first (S58).
        try await practice.store.change(
            SamplePractice.id, .stop(nil), by: .service, why: nil, at: practice.time.now())
        for _ in 0..<2 { _ = await practice.sync(options) }
        let last = await practice.sync(options)
        #expect(last.outcome == .unchanged, "seed \(seed): \(String(describing: last.detail))")
        #expect(
            await practice.marketplace.holding == (try await practice.expected()), "seed \(seed)")
    }

    private static func kind(_ random: inout Seeded) -> WireFailure.Kind {
        let kinds: [WireFailure.Kind] = [
            .noAnswer, .serverFailed, .unreachable, .practiceOffline, .refused, .malformed,
            .conflict, .notFound, .rateLimited(retryAfter: nil), .consentMissing,
        ]
        return kinds[random.int(0...(random.chance(90) ? 8 : 9))]
    }

    private static func faults(_ random: inout Seeded) -> [FakeMarketplace.Fault] {
        (0..<8).map { _ in
            guard random.chance(25) else { return .none }
            let kind = kind(&random)
            return random.chance(50) ? .before(kind) : .after(kind)
        }
    }

    private static func edit(_ reading: inout PMSReading, _ random: inout Seeded) {
        for _ in 0..<random.int(1...3) {
            switch random.int(0...7) {
            case 0, 1:
                reading.diary.append(
                    SamplePractice.appointment(
                        "A\(random.next())",
                        random.chance(50) ? SamplePractice.amy : SamplePractice.ben,
                        day: random.int(0...3), minute: 540 + random.int(0...8) * 15))
            case 2: if !reading.diary.isEmpty { reading.diary.removeLast() }
            case 3:
                reading.reasons[random.int(0...3)].name = "Reason \(random.int(0...2))"
                reading.reasons[0].name = "Healthengine New Patient"
            case 4: reading.reasons[random.int(1...3)].isActive.toggle()
            case 5: reading.practitioners[1].isActive.toggle()
            case 6:
                reading.reasons[0].practitioners?[1].minutes =
                    random.chance(50) ? Minutes(random.int(6...9) * 5) : nil
            default:
                reading.practitioners[1].specialties = random.chance(50) ? ["A", "B"] : []
            }
        }
    }
}
