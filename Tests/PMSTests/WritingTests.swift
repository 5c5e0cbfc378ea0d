import Diagnostics
import Diary
import Foundation
import PMS
import Ports
import Testing
import Wire

/// A call that makes something, by which it is tried.
enum WritingCall: CaseIterable, Sendable {
    case create, insert

    func send(
        _ pms: any DiaryWriter, leaveBy: Instant = .never
    ) async throws(PMSFailure) -> String {
        switch self {
        case .create:
            return try await pms.create(
                Written.patient(), reference: Written.reference, leaveBy: leaveBy
            ).rawValue
        case .insert:
            guard let appointment = try? Written.appointment() else { return "" }
            return try await pms.insert(appointment, leaveBy: leaveBy).rawValue
        }
    }

    var made: String { self == .create ? "PT1" : "A1" }
}

@Suite("A call that makes something")
struct WritingTests {
    /// An answer, the kind of failure that it is, and whether the call may have had an effect.
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let kind: WireFailure.Kind
        let isUnknown: Bool
        let answer: @Sendable (HTTPCall, HTTPAnswer) throws(WireFailure) -> HTTPAnswer

        var testDescription: String { name }

        init(status: Int, _ kind: WireFailure.Kind, unknown: Bool) {
            name = "\(status)"
            self.kind = kind
            isUnknown = unknown
            answer = { _, _ in HTTPAnswer(status: status, headers: ["retry-after": "3"]) }
        }

        init(_ name: String, body: String) {
            self.name = name
            kind = .malformed
            isUnknown = true
            answer = { _, _ in HTTPAnswer(status: 201, body: Array(body.utf8)) }
        }

        init(fails kind: WireFailure.Kind, unknown: Bool) {
            name = "\(kind)"
            self.kind = kind
            isUnknown = unknown
            answer = { call, _ throws(WireFailure) in
                throw WireSide.pms(product: "x").failure(kind, call)
            }
        }
    }

    static let cases: [Case] = [
        Case(status: 302, .serverFailed, unknown: true),
        Case(status: 400, .refused, unknown: false),
        Case(status: 401, .unauthorised, unknown: false),
        Case(status: 403, .consentMissing, unknown: false),
        Case(status: 404, .notFound, unknown: false),
        Case(status: 408, .noAnswer, unknown: true),
        Case(status: 409, .conflict, unknown: false),
        Case(status: 422, .refused, unknown: false),
        Case(status: 429, .rateLimited(retryAfter: .seconds(3)), unknown: false),
        Case(status: 500, .serverFailed, unknown: true),
        Case(status: 502, .practiceOffline, unknown: true),
        Case(status: 503, .serverFailed, unknown: true),
        Case(status: 504, .practiceOffline, unknown: true),
        Case(fails: .noAnswer, unknown: true),
        Case(fails: .unreachable, unknown: false),
        Case("no body", body: ""), Case("half a row", body: "{\"id\": \"A1\", \"pro"),
        Case("no row", body: "\"accepted\""), Case("a row of nothing", body: "{}"),
    ]

    @Test(
        "invariant 7: leaves once, and its answer is told apart by what may have been made",
        arguments: cases)
    func once(_ expected: Case) async throws {
        for system in PMSSystem.allCases {
            for call in WritingCall.allCases {
                let script = try WritingScript(
                    system,
                    tamper: { _, call, answer throws(WireFailure) in
                        try expected.answer(call, answer)
                    })
                let failure = await #expect(throws: PMSFailure.self) {
                    _ = try await call.send(script.pms)
                }
                #expect(failure?.kind == expected.kind, "\(system), \(call)")
                #expect(failure?.isOutcomeUnknown == expected.isUnknown)
                // A token that is turned away may be an old one; a key stays the same.
                let isRenewed = expected.kind == .unauthorised && system == .exact
                #expect(script.api.calls.count == (isRenewed ? 2 : 1), "\(system), \(call)")
            }
        }
    }

    @Test("is answered with the id of what was made", arguments: PMSSystem.allCases)
    func made(_ system: PMSSystem) async throws {
        let script = try WritingScript(system)
        for call in WritingCall.allCases {
            #expect(try await call.send(script.pms) == call.made)
        }
        #expect(script.api.calls.count == 2)
    }

    @Test("a 429 pauses everybody on the connection", arguments: PMSSystem.allCases)
    func pause(_ system: PMSSystem) async throws {
        let script = try WritingScript(
            system,
            tamper: { number, _, answer in
                number == 0 ? HTTPAnswer(status: 429, headers: ["retry-after": "8"]) : answer
            })
        _ = try? await WritingCall.insert.send(script.pms)
        #expect(try await WritingCall.insert.send(script.pms) == "A1")
        #expect(script.time.elapsed == .seconds(8))
    }

    @Test("a 401 is followed by one more call with another token, whose answer counts")
    func renewal() async throws {
        for status in [201, 409, 500] {
            let script = try WritingScript(
                .exact,
                tamper: { number, _, answer in
                    var answer = answer
                    answer.status = number == 0 ? 401 : status
                    return answer
                })
            let made = try? await WritingCall.insert.send(script.pms)
            #expect((made == "A1") == (status == 201))
            let tokens = script.api.calls.map { $0.header("Authorization") }
            #expect(tokens == ["Bearer token-1", "Bearer token-2"])
            #expect(Set(script.bodies).count == 1)
        }
    }

    /// A change of the row that answers an insertion, as each vendor sends it; nil where only the
    /// other can say so.
    struct Change: Sendable, CustomTestStringConvertible {
        let exact: String?
        let oasis: String?
        /// What the failure says; nil where nothing contradicts.
        let why: String?

        var testDescription: String { exact ?? oasis ?? "" }

        init(_ exact: String?, _ oasis: String?, _ why: String?) {
            self.exact = exact
            self.oasis = oasis
            self.why = why
        }

        func applied(to row: [String: Any], _ system: PMSSystem) -> [String: Any] {
            let text = "{\((system == .exact ? exact : oasis) ?? "")}"
            let fields = try? JSONSerialization.jsonObject(with: Data(text.utf8))
            return row.merging(fields as? [String: Any] ?? ["id": 7]) { $1 }
        }
    }

    static let changes = [
        Change(
            #""providers": [{"id": "P2"}]"#, #""practitioner": "P2""#, "who was sent"),
        Change(#""providers": []"#, #""practitioner": null"#, "who was sent"),
        Change(nil, #""kind": "block""#, "the row's kind is not what was sent"),
        Change(
            #""startDate": "2026-03-03T10:45:00+11:00""#, #""start": "2026-03-03T11:15""#,
            "the row's start is not what was sent"),
        Change(
            #""endDate": "2026-03-03T11:30:00+11:00""#, #""minutes": 30"#,
            "the row's length is not what was sent"),
        Change(
            #""patientId": "PT2""#, #""patient": "PT2""#,
            "the row's patient is not what was sent"),
        Change(
            #""patientId": null"#, #""patient": """#, "the row's patient is not what was sent"),
        Change(
            #""externalReference": "another""#, #""reference": "another""#,
            "the row's reference is not what was sent"),
        Change(#""id": null"#, #""id": null"#, "`id` is missing"),
        Change(
            #""createdDate": "soon""#, #""createdAt": "soon""#, "is no time with an offset"),
        // What contradicts nothing.
        Change(#""externalReference": null"#, #""reference": null"#, nil),
        Change(#""providers": [{"id": "P1"}, {"id": "P2"}]"#, #""status": "confirmed""#, nil),
        Change(#""startDate": "2026-03-03T00:00:00Z""#, #""end": "2026-03-03T12:00""#, nil),
        Change(#""createdDate": null"#, #""createdAt": null"#, nil),
    ]

    @Test(
        "T6: an answer with another practitioner, start, length, patient or reference says nothing",
        arguments: changes)
    func contradicts(_ change: Change) async throws {
        for system in PMSSystem.allCases {
            guard (system == .exact ? change.exact : change.oasis) != nil else { continue }
            let script = try WritingScript(system, row: { change.applied(to: $0, system) })
            guard let why = change.why else {
                #expect(try await WritingCall.insert.send(script.pms) == "A1")
                continue
            }
            let failure = await #expect(throws: PMSFailure.self) {
                _ = try await WritingCall.insert.send(script.pms)
            }
            #expect(failure?.kind == .malformed && failure?.isOutcomeUnknown == true)
            let text = failure?.problem.text() ?? ""
            #expect(text.contains(why) && !text.contains("PT2") && !text.contains("another"))
            #expect(script.api.calls.count == 1)
        }
    }

    @Test("a file that bears another reference is not known to be ours")
    func otherFile() async throws {
        for system in PMSSystem.allCases {
            let field = system == .exact ? "externalReference" : "reference"
            let script = try WritingScript(
                system, row: { $0.merging([field: "another"]) { $1 } })
            let failure = await #expect(throws: PMSFailure.self) {
                _ = try await WritingCall.create.send(script.pms)
            }
            #expect(failure?.isOutcomeUnknown == true)
        }
    }
}
