package import Diary
internal import Foundation
package import Ports
internal import Simulators

/// One practice of a run.
package struct Member: Sendable {
    /// Its id, the same at Gapbook and at its PMS.
    package let id: PracticeID
    /// What its PMS holds at the start, and what Gapbook owns for it.
    package let snapshot: Snapshot
    /// Its zone.
    package let zone: Zone

    /// Its id at the marketplace.
    package var marketplace: String { "he-\(id)" }
    /// Which PMS it runs.
    package var system: PMSSystem { snapshot.pms.system }

    /// How Gapbook reaches it.
    package var record: PracticeRecord {
        PracticeRecord(
            id: id, system: system, connection: system.rawValue, pmsPractice: id.rawValue,
            marketplace: .init(
                practice: MarketplacePracticeID(marketplace), key: .environment(Keys.practice)))
    }

    /// What staff entered for it.
    package var setUp: [SetUpChange] {
        let own = snapshot.setUp
        let parameters = own.parameters.sorted { $0.key < $1.key }.flatMap { group, values in
            values.sorted { $0.key < $1.key }.map { name, value in
                SetUpChange.parameter(group: group, name: name, value)
            }
        }
        return [.put(record, timeZone: own.timeZone, phone: own.phone)]
            + own.appointmentTypes.map(SetUpChange.putType) + own.links.map(SetUpChange.link)
            + (own.assigned.map { [.assign($0)] } ?? []) + parameters
    }
}

/// The names of the environment variables with the secrets, and what is in them.
package enum Keys {
    package static let practice = "BENCHMARK_PRACTICE_KEY"
    package static let values = [
        practice: "benchmark-practice", "BENCHMARK_EXACT": "simulated-secret",
        "BENCHMARK_OASIS": "simulated-key", "BENCHMARK_MARKETPLACE": "simulated-api-key",
        "BENCHMARK_PATIENTS": Data(repeating: 7, count: 32).base64EncodedString(),
    ]
}

/// Copies of the two sample practices, all days moved so that the first is today.
package enum SampleFleet {
    static let files = ["harbour-dental", "banksia-dental"]

    /// So many practices, Exact and Oasis in turns.
    package static func members(_ count: Int, now: Instant) throws -> [Member] {
        let kinds = try files.map { name in
            try members(of: name, copies: (count + 1) / 2, now: now)
        }
        return Array(
            (0..<(count + 1) / 2).flatMap { place in kinds.map { $0[place] } }.prefix(count))
    }

    private static func members(of name: String, copies: Int, now: Instant) throws -> [Member] {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "Fixtures/\(name).json")))
        let read = try Snapshot.read(bytes, file: name).snapshot
        let zone = try ZoneDatabase().zone(named: read.setUp.timeZone)
        var sample = read.shifted(toFirstDay: zone.local(at: now).date, in: zone)
        sample.claims = []
        // One copy would keep its name.
        return sample.copies(max(copies, 2)).prefix(copies).map {
            Member(id: $0.pms.practice, snapshot: $0, zone: zone)
        }
    }

    /// The time now.
    package static var now: Instant { Instant(seconds: Int(Date().timeIntervalSince1970)) }
}
