import Diagnostics
import Diary
import PMSExact
import PMSOasis
import Ports
import Testing
import Wire

@Suite("Faults of a PMS")
struct FaultTests {
    /// What can become of one answer.
    enum Fault: CaseIterable {
        case lost, unreachable, empty, cut, noArray, otherJSON, nextPageLost, tokenRepeated
        case totalWrong, status500, status502, status429, status401, status403
        case status400, status404

        func answer(
            instead answer: HTTPAnswer, of call: HTTPCall, _ side: WireSide
        ) throws(WireFailure) -> HTTPAnswer {
            var answer = answer
            switch self {
            case .lost: throw side.failure(.noAnswer, call)
            case .unreachable: throw side.failure(.unreachable, call)
            case .empty: answer.body = []
            case .cut: answer.body = Array(answer.body.dropLast(answer.body.count / 2))
            case .noArray: answer.body = Array("{}".utf8)
            case .otherJSON: answer.body = Array("\"<html>\"".utf8)
            case .nextPageLost:
                answer.headers["x-continuation-token"] = nil
                answer.body = FaultTests.replacing("\"next\":\"c2\"", "\"next\":null", answer.body)
            case .tokenRepeated:
                answer.headers["x-continuation-token"] = "next-0"
                answer.body = FaultTests.replacing("\"next\":null", "\"next\":\"c0\"", answer.body)
            case .totalWrong:
                answer.headers["x-total-count"] = "99"
                answer.body = FaultTests.replacing("\"total\":", "\"total\":9", answer.body)
            case .status500: answer = HTTPAnswer(status: 500)
            case .status502: answer = HTTPAnswer(status: 502)
            case .status429: answer = HTTPAnswer(status: 429, headers: ["retry-after": "3"])
            case .status401: answer = HTTPAnswer(status: 401)
            case .status403: answer = HTTPAnswer(status: 403)
            case .status400: answer = HTTPAnswer(status: 400)
            case .status404: answer = HTTPAnswer(status: 404)
            }
            return answer
        }
    }

    static func replacing(_ old: String, _ new: String, _ body: [UInt8]) -> [UInt8] {
        Array(String(decoding: body, as: UTF8.self).replacing(old, with: new).utf8)
    }

    /// A practice whose every list has several pages.
    private static func practice(_ system: PMSSystem) throws -> PMSReading {
        var practice = try Sample.practice(system)
        let first = practice.diary[0]
        for number in 4...7 {
            var entry = first
            entry.id = DiaryEntryID("D\(number)")
            practice.diary.insert(entry, at: 0)
        }
        practice.reasons += [BookingReason(id: ReasonID("R3"), name: "Emergency")]
        practice.practitioners += [Practitioner(id: PractitionerID("P3"), name: "Jo Park")]
        practice.sessions += practice.sessions
        return practice
    }

    private static func run(
        _ system: PMSSystem, _ tamper: @escaping Script.Tamper
    ) throws -> (practice: PMSReading, pms: any PMSPort, api: Script) {
        let practice = try practice(system)
        let zone = try Sample.zone()
        switch system {
        case .exact:
            let script = ExactScript(practice, zone: zone, tamper: tamper)
            return (practice, script.pms, script.api)
        case .oasis:
            let script = OasisScript(practice, zone: zone, tamper: tamper)
            return (practice, script.pms, script.api)
        }
    }

    @Test(
        "S52, invariant 6: whatever becomes of the n-th answer, the reading is whole or fails",
        arguments: PMSSystem.allCases, Fault.allCases)
    func nth(_ system: PMSSystem, _ fault: Fault) async throws {
        let side = WireSide.pms(product: system.productName)
        let (practice, pms, api) = try Self.run(system) { _, _, answer in answer }
        #expect(try await pms.read(practice.days) == practice)
        let count = api.calls.count
        #expect(count > 8)
        var whole = 0
        for number in 0..<count {
            for lasts in [false, true] {
                let (practice, pms, _) = try Self.run(system) {
                    index, call, answer throws(WireFailure) in
                    guard lasts ? index >= number : index == number else { return answer }
                    return try fault.answer(instead: answer, of: call, side)
                }
                do throws(PMSFailure) {
                    var reading = try await pms.read(practice.days)
                    reading.readAt = practice.readAt
                    #expect(reading == practice, "call \(number) \(fault), lasting \(lasts)")
                    whole += 1
                } catch {
                    #expect(!error.problem.message.isEmpty)
                }
            }
        }
        // What passes by itself must not fail a reading where it comes once.
        let passes: [Fault] = [
            .lost, .unreachable, .empty, .cut, .otherJSON, .status500, .status502, .status429,
            .nextPageLost, .tokenRepeated, .totalWrong,
        ]
        if passes.contains(fault) { #expect(whole >= count, "\(fault): \(whole) of \(count)") }
    }

    @Test(
        "S52: an answer that is cut at any byte gives the whole reading or a failure",
        arguments: PMSSystem.allCases)
    func truncated(_ system: PMSSystem) async throws {
        let (practice, pms, api) = try Self.run(system) { _, _, answer in answer }
        _ = try await pms.read(practice.days)
        let last = api.calls.count - 2
        for length in 0..<200 {
            for lasts in [false, true] {
                let (practice, pms, _) = try Self.run(system) { index, _, answer in
                    guard lasts ? index >= last : index == last else { return answer }
                    var answer = answer
                    answer.body = Array(answer.body.prefix(length))
                    return answer
                }
                var reading = try? await pms.read(practice.days)
                reading?.readAt = practice.readAt
                #expect(reading == nil || reading == practice, "cut at \(length)")
                if !lasts { #expect(reading != nil) }
            }
        }
    }

    @Test(
        "S58: each status that lasts ends a reading with its kind",
        arguments: [
            (400, .refused), (401, .unauthorised), (403, .consentMissing), (404, .notFound),
            (409, .conflict), (429, .rateLimited(retryAfter: nil)), (500, .serverFailed),
            (502, .practiceOffline), (503, .serverFailed), (504, .practiceOffline),
        ] as [(Int, WireFailure.Kind)])
    func statuses(_ status: Int, _ kind: WireFailure.Kind) async throws {
        for system in PMSSystem.allCases {
            let (practice, pms, api) = try Self.run(system) { _, _, _ in
                HTTPAnswer(status: status)
            }
            let failure = await #expect(throws: PMSFailure.self) {
                _ = try await pms.read(practice.days)
            }
            #expect(failure?.kind == kind)
            let tries = failure?.isRetryable == true ? 4 : status == 401 && system == .exact ? 2 : 1
            #expect(api.calls.count == tries)
        }
    }

    @Test("S52: a row that comes twice, and a page that does not say whether it is the last, fail")
    func doubtfulPages() async throws {
        let zone = try Sample.zone()
        let exact = try Sample.practice(.exact)
        let twice = ExactScript(
            exact, zone: zone, change: { $0 == "Blocks" ? $1 + $1 : $1 },
            tamper: { _, _, answer in
                var answer = answer
                answer.headers["x-total-count"] = nil
                return answer
            })
        let repeated = await #expect(throws: PMSFailure.self) {
            _ = try await twice.pms.read(exact.days)
        }
        #expect(repeated?.problem.code == "P0006")
        let oasis = try Sample.practice(.oasis)
        let silent = OasisScript(
            oasis, zone: zone,
            tamper: { _, call, answer in
                var answer = answer
                answer.body = Self.replacing("\"next\":null,", "", answer.body)
                return answer
            })
        let cut = await #expect(throws: PMSFailure.self) {
            _ = try await silent.pms.read(oasis.days)
        }
        #expect(cut?.kind == .malformed)
    }

    @Test("a row that slips from one page to the one before it is not lost")
    func slippedRow() async throws {
        let practice = try Self.practice(.exact)
        let zone = try Sample.zone()
        let later = ExactState(reading: practice, zone: zone, change: { $1 })
        // Between the first two pages a row went and another came: the totals are the same.
        var before = practice
        before.diary.insert(before.diary.removeLast(), at: 0)
        before.diary[0] = before.diary[1]
        before.diary[0].id = DiaryEntryID("D0")
        let earlier = ExactState(reading: before, zone: zone, change: { $1 })
        let script = ExactScript(
            practice, zone: zone,
            tamper: { index, call, answer in
                guard call.path.hasSuffix("Appointments") else { return answer }
                let isFirst = call.query("continuationToken") == nil && index < 8
                var answer = (isFirst ? earlier : later).answer(to: call)
                answer.headers["x-list-revision"] = isFirst ? "1" : "2"
                answer.headers["x-total-count"] = nil
                return answer
            })
        #expect(try await script.pms.read(practice.days) == practice)
        #expect(script.api.calls.count { $0.path.hasSuffix("Appointments") } == 5)
    }

    @Test("a list that never stands still fails, and so does one without an end")
    func endless() async throws {
        let zone = try Sample.zone()
        let practice = try Sample.practice()
        let endless = ExactScript(
            practice, zone: zone,
            tamper: { index, call, answer in
                guard call.path.hasSuffix("Practitioners") else { return answer }
                return .json([Any](), headers: ["x-continuation-token": "t\(index)"])
            })
        let failure = await #expect(throws: PMSFailure.self) {
            _ = try await endless.pms.read(practice.days)
        }
        #expect(failure?.problem.code == "P0007")
        let circling = ExactScript(
            practice, zone: zone,
            tamper: { _, call, answer in
                guard call.path.hasSuffix("Practitioners") else { return answer }
                return .json([Any](), headers: ["x-continuation-token": "same"])
            })
        let circle = await #expect(throws: PMSFailure.self) {
            _ = try await circling.pms.read(practice.days)
        }
        #expect(circle?.problem.code == "P0006" && circling.api.calls.count < 10)
        let restless = ExactScript(
            practice, zone: zone,
            tamper: { index, call, answer in
                guard call.path.hasSuffix("OnlineBooking") else { return answer }
                var answer = answer
                answer.body = Self.replacing("\"17\"", "\"\(index)\"", answer.body)
                return answer
            })
        let other = await #expect(throws: PMSFailure.self) {
            _ = try await restless.pms.read(practice.days)
        }
        #expect(other?.problem.code == "P0006" && other?.isRetryable == true)
    }

    @Test("a set-up that changes once while it is read is read anew")
    func setUpMoves() async throws {
        let practice = try Sample.practice()
        let script = ExactScript(
            practice, zone: try Sample.zone(),
            tamper: { index, call, answer in
                guard call.path.hasSuffix("OnlineBooking"), index == 0 else { return answer }
                var answer = answer
                answer.body = Self.replacing("\"17\"", "\"16\"", answer.body)
                answer.body = Self.replacing("\"R1\"", "\"R0\"", answer.body)
                return answer
            })
        let reading = try await script.pms.read(practice.days)
        #expect(reading == practice)
        #expect(script.api.names.filter { $0 == "OnlineBooking" }.count == 4)
    }

    @Test("an answer about another practice is not taken for this one's")
    func otherPractice() async throws {
        for (field, list) in [("practiceId", "details"), ("id", "practice")] {
            let zone = try Sample.zone()
            let change: @Sendable (String, [[String: Any]]) -> [[String: Any]] = { name, rows in
                name == list ? rows.map { $0.merging([field: "UKXYZ999"]) { $1 } } : rows
            }
            let exact = list == "details"
            let practice = try Sample.practice(exact ? .exact : .oasis)
            let pms: any PMSPort =
                exact
                ? ExactScript(practice, zone: zone, change: change).pms
                : OasisScript(practice, zone: zone, change: change).pms
            let failure = await #expect(throws: PMSFailure.self) {
                _ = try await pms.read(practice.days)
            }
            #expect(failure?.kind == .malformed)
        }
    }
}
