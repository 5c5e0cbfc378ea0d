import Diagnostics
import Diary
import Marketplace
import Ports
import Testing
import Wire

@Suite("What became of each day")
struct AvailabilityAnswerTests {
    private static let days = [
        day("b1", "2026-03-04", ["09:00 30 a"]), day("b2", "2026-03-04", []),
        day("b1", "2026-03-05", ["23:45 30 a"]),
    ]

    @Test(
        "S47, S56: created, existing and failed are told one by one, by id or by place",
        arguments: [
            (
                #"{"created": ["2026-03-04/b1"], "existing": ["2026-03-04/b2", "2026-03-05/b1"]}"#,
                [0], [1, 2], [:]
            ),
            (#"{"created": ["0", 1, "2"], "existing": null}"#, [0, 1, 2], [], [:]),
            (
                #"{"created": ["0", "1"], "failed": ["2"], "errors": [{"snapshot": "2026-03-05/b1", "error": "too\nlate"}]}"#,
                [0, 1], [], [2: "too late"]
            ),
            // Only one of the two lists names it.
            (
                #"{"created": ["0"], "failed": ["1"], "errors": [{"snapshot": "2"}]}"#, [0], [],
                [1: "refused without a reason", 2: "refused without a reason"]
            ),
            // In none, and in two.
            (
                #"{"created": ["0", "1"], "existing": ["1"]}"#, [0], [],
                [1: "mentioned twice in the answer", 2: "not mentioned in the answer"]
            ),
            (
                #"{"created": ["0", "1", "2"], "failed": [2], "errors": [{"snapshot": 2, "error": "x"}]}"#,
                [0, 1], [], [2: "mentioned twice in the answer: x"]
            ),
            // Named twice in one list, and references to nothing of ours.
            (
                #"{"created": ["0", "0", "7", "-1", "2026-03-04/b9"], "existing": ["1", "2"]}"#,
                [0], [1, 2], [:]
            ),
            (
                "{}", [], [],
                [
                    0: "not mentioned in the answer", 1: "not mentioned in the answer",
                    2: "not mentioned in the answer",
                ]
            ),
        ] as [(String, [Int], [Int], [Int: String])])
    func answers(
        _ body: String, _ created: [Int], _ existing: [Int], _ failed: [Int: String]
    ) async throws {
        let answer = try await client(ScriptedMarketplace(body)).send(Self.days)
        #expect(
            answer
                == AvailabilityAnswer(
                    created: created, existing: existing, failed: failed, leftOut: [2: 1]))
    }

    @Test("no days send nothing")
    func none() async throws {
        let script = ScriptedMarketplace([])
        let answer = try await client(script).send([DayAvailability]())
        #expect(answer == AvailabilityAnswer(created: [], existing: [], failed: [:]))
        #expect(script.calls.isEmpty)
    }

    @Test("S56: a hundred days go out in one compressed call, one more does not go out")
    func hundred() async throws {
        let days = (0...100).map { day("b\($0)", "2026-03-04", ["09:00 30 a", "09:30 30 a"]) }
        let ids = days.prefix(100).map { #""2026-03-04/\#($0.book)""# }.joined(separator: ",")
        let script = ScriptedMarketplace(#"{"created": [\#(ids)]}"#)
        let marketplace = try client(ExchangeRecorder(inner: script, name: "hundred"))
        let answer = try await marketplace.send(Array(days.prefix(100)))
        #expect(answer.created == Array(0..<100))
        #expect(script.calls.first?.header("content-encoding") == "gzip")
        let failure = await failure { () throws(MarketplaceFailure) in
            try await marketplace.send(days)
        }
        #expect(failure?.problem.code.rawValue == "H1001" && failure?.kind == .refused)
        #expect(script.calls.count == 1)
    }

    @Test("a day that is there twice does not go out, for its answer would be ambiguous")
    func twice() async throws {
        let script = ScriptedMarketplace([])
        let marketplace = try client(script)
        let failure = await failure { () throws(MarketplaceFailure) in
            try await marketplace.send([Self.days[0], Self.days[0]])
        }
        #expect(failure?.problem.code.rawValue == "H1001" && script.calls.isEmpty)
    }
}
