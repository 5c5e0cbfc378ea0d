import Diary
import Foundation
import Ports
import Simulators
import Testing
import Wire

/// Calls a simulator as a client does.
struct Caller {
    let connection: Connection

    init(_ address: String, _ side: WireSide = .marketplace, headers: [(String, String)] = []) {
        connection = Connection(
            to: address, side: side, headers: headers.map { (name: $0.0, value: $0.1) })
    }

    func get(_ path: String, _ query: [(String, String)] = []) async throws -> HTTPAnswer {
        try await connection.answer(
            to: HTTPCall(.get, path, query: query.map { (name: $0.0, value: $0.1) }))
    }

    func post(
        _ path: String, _ body: String? = nil, headers: [(String, String)] = []
    ) async throws -> HTTPAnswer {
        let type = body == nil ? [] : [("Content-Type", "application/json")]
        return try await connection.answer(
            to: HTTPCall(
                .post, path, headers: (type + headers).map { (name: $0.0, value: $0.1) },
                body: body.map { Array($0.utf8) }))
    }

    func delete(_ path: String) async throws -> HTTPAnswer {
        try await connection.answer(to: HTTPCall(.delete, path))
    }
}

extension HTTPAnswer {
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body's object; empty where it is none.
    var object: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:]
    }

    /// The body's list; empty where it is none.
    var list: [Any] { (try? JSONSerialization.jsonObject(with: Data(body)) as? [Any]) ?? [] }

    /// The body's list of objects.
    var rows: [[String: Any]] { list.compactMap { $0 as? [String: Any] } }
}

extension [String: Any] {
    func rows(_ name: String) -> [[String: Any]] { self[name] as? [[String: Any]] ?? [] }
    func object(_ name: String) -> [String: Any] { self[name] as? [String: Any] ?? [:] }
    func texts(_ name: String) -> [String] { self[name] as? [String] ?? [] }
}

/// The shipped practices.
enum Sample {
    static func snapshot(_ name: String) throws -> Snapshot {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Fixtures/\(name).json")
        return try Snapshot.read(Array(Data(contentsOf: file)), file: name).snapshot
    }

    static func zone(_ name: String = "Australia/Sydney") throws -> Zone {
        try ZoneDatabase().zone(named: name)
    }

    /// 3 March 2026, a Tuesday, 9:15 in Sydney.
    static let now = Instant(seconds: 1_772_489_700)
}

/// A marketplace with the practice `he-1`, at a standing clock.
func withMarketplace(
    _ options: MarketplaceOptions = MarketplaceOptions(), faults: String = "", seed: UInt64 = 0,
    _ body: (MarketplaceSimulator, Caller) async throws -> Void
) async throws {
    let simulator = MarketplaceSimulator(
        practices: [MarketplacePractice(id: "he-1", key: "k1", zone: try Sample.zone())],
        options: options, faults: try FaultPlan(seed: seed, faults),
        clock: SimulatorClock(standingAt: Sample.now))
    let address = try await simulator.start()
    let caller = Caller(
        "\(address)/pms-api/v1",
        headers: [
            ("api-key", options.apiKey), ("practice-id", "he-1"), ("practice-key", "k1"),
        ])
    do { try await body(simulator, caller) } catch {
        await simulator.stop()
        throw error
    }
    await simulator.stop()
}

extension Caller {
    /// Sends two books, two reasons and one day of starts at 10:00, 10:30 and 11:00 for `R1`.
    func setUp() async throws {
        for (path, body) in [
            ("/config/livenessContract", "{\"liveHours\": {}}"),
            (
                "/config/pmsResources/snapshot",
                #"[{"pmsResourceId": "P1", "pmsResourceName": "Dr A"}, {"pmsResourceId": "P2", "pmsResourceName": "Dr B"}]"#
            ),
            (
                "/config/pmsAppointmentTypes/snapshot",
                #"[{"pmsAppointmentTypeId": "R1", "pmsAppointmentTypeName": "Exam", "pmsAppointmentLength": 30}, {"pmsAppointmentTypeId": "R2:P2", "pmsAppointmentTypeName": "Clean (Dr B)", "pmsResourceId": "P2"}]"#
            ),
            (
                "/availability/snapshot",
                #"{"date": "2026-03-03", "pmsResourceId": "P1", "availability": [{"start": "10:00", "end": "11:30", "slotLength": 1800, "pmsAppointmentTypeIds": ["R1"]}]}"#
            ),
        ] {
            let answer = try await post(path, body)
            #expect(answer.status == 200, "\(path): \(answer.text)")
        }
        _ = try await get("/requests")
    }
}

/// Waits until something holds, however slow the machine is.
func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
    for _ in 0..<1200 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("never came: \(what)")
}
