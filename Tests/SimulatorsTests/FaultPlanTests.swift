import Diagnostics
import Simulators
import Testing
import Wire

@Suite("Fault plans")
struct FaultPlanTests {
    @Test(
        "a rule is read as it is written",
        arguments: [
            "latency=200:0.5", "latency=50..400#3..", "lost-request", "lost-answer:0.05",
            "fails-before=503@availability/snapshots#2", "fails-after=500~he-1", "truncated#1..3",
            "stale=60s", "stale=2@/Appointments~UKABC123:1.0", "consent-revoked#7",
            "rate-limited=30#1", "offline=504:0.1", "clock-skew=-300", "token-repeated#1",
            "token-missing", "applied-late=90@POST /v1:0.04", "applied-late=5..90/504~he-1",
            "duplicated@WEBHOOK bookings#1", "lost-answer@{practiceId}/Patients$:0.1",
        ])
    func reading(text: String) throws {
        #expect(try FaultPlan.Rule(text).description == text)
    }

    @Test("values that are left out have their usual ones")
    func defaults() throws {
        let plan = try FaultPlan("fails-before, offline,rate-limited,stale,clock-skew,applied-late")
        #expect(
            plan.rules.map(\.fault) == [
                .failsBefore(status: 500), .offline(status: 502), .rateLimited(retryAfter: 1),
                .staleByEdits(1), .clockSkew(300), .appliedLate(after: 30...30, status: nil),
            ])
        #expect(try FaultPlan("").rules.isEmpty)
    }

    @Test(
        "a rule that cannot be read says what is wrong",
        arguments: [
            ("lost-anser", "no fault is called `lost-anser`"),
            ("latency", "`latency` cannot have the value ``"),
            ("latency=400..50", "`latency` cannot have the value `400..50`"),
            ("lost-answer=3", "`lost-answer` cannot have the value `3`"),
            ("offline=503", "`offline` cannot have the value `503`"),
            ("fails-after=200", "`fails-after` cannot have the value `200`"),
            ("truncated:2", "`2` is neither a rate from 0 to 1 nor calls such as `3..5`"),
            ("truncated#0", "`0` is neither a rate from 0 to 1 nor calls such as `3..5`"),
            ("applied-late=90..5", "`applied-late` cannot have the value `90..5`"),
            ("applied-late=5/404", "`applied-late` cannot have the value `5/404`"),
            ("applied-late=5/", "`applied-late` cannot have the value `5/`"),
            ("duplicated=2", "`duplicated` cannot have the value `2`"),
            ("stale=0s", "`stale` cannot have the value `0s`"),
        ])
    func refusals(text: String, why: String) throws {
        let problem = try #require(throws: Problem.self) { try FaultPlan(text) }
        #expect(problem.code == "C0301")
        #expect(problem.message == "the fault `\(text)` cannot be read: \(why)")
    }

    /// The statuses of so many polls under a plan.
    private static func statuses(_ seed: UInt64, _ count: Int) async throws -> [Int] {
        var statuses: [Int] = []
        try await withMarketplace(faults: "fails-before=503:0.4", seed: seed) { _, caller in
            for _ in 0..<count { statuses.append(try await caller.get("/requests").status) }
        }
        return statuses
    }

    @Test("the same seed hits the same calls, another one others, each about at its rate")
    func seeds() async throws {
        let first = try await Self.statuses(7, 60)
        #expect(try await Self.statuses(7, 60) == first)
        #expect(try await Self.statuses(8, 60) != first)
        #expect((12...36).contains(first.count { $0 == 503 }))
    }

    @Test("which calls are hit does not depend on what else is called in between")
    func independence() async throws {
        let alone = try await Self.statuses(7, 30)
        var mixed: [Int] = []
        try await withMarketplace(faults: "fails-before=503:0.4", seed: 7) { _, caller in
            for _ in 0..<30 {
                _ = try await caller.get("/features")
                mixed.append(try await caller.get("/requests").status)
            }
        }
        #expect(mixed == alone)
    }
}
