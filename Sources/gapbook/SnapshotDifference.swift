import Diary

/// What differs between two snapshots, list by list, by the ids of the rows.
struct SnapshotDifference {
    let parts: [Part]

    /// One list of both snapshots.
    struct Part {
        let name: String
        /// Rows that only the second one has.
        let added: [String]
        /// Rows that only the first one has.
        let removed: [String]
        /// Rows that both have, and that differ.
        let changed: [String]

        var isNone: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }
    }

    var isNone: Bool { parts.allSatisfy(\.isNone) }

    init(_ old: Snapshot, _ new: Snapshot) {
        parts = [
            Part("practice", Self.facts(old), Self.facts(new)),
            Part(
                "practitioners", old.pms.practitioners, new.pms.practitioners,
                id: { "\($0.id)" }),
            Part("reasons", old.pms.reasons, new.pms.reasons, id: { "\($0.id)" }),
            Part(
                "order of reasons", ["order": old.pms.reasons.map { "\($0.id)" }],
                ["order": new.pms.reasons.map { "\($0.id)" }]),
            Part("sessions", Self.sessions(old), Self.sessions(new)),
            Part("diary", old.pms.diary, new.pms.diary, id: { "\($0.id)" }),
            Part(
                "appointment types", old.setUp.appointmentTypes, new.setUp.appointmentTypes,
                id: { "\($0.id) with \($0.practitioner)" }),
            Part(
                "links", old.setUp.links, new.setUp.links,
                id: { "\($0.type) with \($0.practitioner)" }),
            Part("set-up", Self.setUp(old), Self.setUp(new)),
            Part("claims", old.claims, new.claims, id: { "\($0.id)" }),
        ]
    }

    private static func facts(_ snapshot: Snapshot) -> [String: String] {
        let pms = snapshot.pms
        return [
            "practice": pms.practice.rawValue, "name": pms.practiceName,
            "system": pms.system.rawValue, "stacking": pms.stacking.map { "\($0)" } ?? "-",
            "interval": pms.interval.map { "\($0)" } ?? "-",
            "days": "\(pms.days.lowerBound) to \(pms.days.upperBound)",
            "complete": "\(pms.isComplete)", "version": pms.version ?? "-",
        ]
    }

    private static func setUp(_ snapshot: Snapshot) -> [String: String] {
        let setUp = snapshot.setUp
        var facts = [
            "time_zone": setUp.timeZone, "phone": setUp.phone ?? "-",
            "assigned": setUp.assigned.map {
                "\($0.reason)\($0.isPinned ? ", pinned" : "")"
            } ?? "-", "aliases": "\(setUp.aliases.healthengine.sorted())",
        ]
        for (name, reason) in setUp.aliases.types { facts["alias \(name)"] = reason }
        for (group, values) in setUp.parameters {
            for (name, value) in values { facts["\(group).\(name)"] = "\(value)" }
        }
        return facts
    }

    private static func sessions(_ snapshot: Snapshot) -> [String: [WorkingSession]] {
        Dictionary(grouping: snapshot.pms.sessions) { "\($0.practitioner) on \($0.date)" }
    }
}

extension SnapshotDifference.Part {
    init<Value: Equatable>(_ name: String, _ old: [String: Value], _ new: [String: Value]) {
        self.name = name
        added = new.keys.filter { old[$0] == nil }.sorted()
        removed = old.keys.filter { new[$0] == nil }.sorted()
        changed = new.keys.filter { key in old[key].map { $0 != new[key] } ?? false }.sorted()
    }

    init<Row: Equatable>(_ name: String, _ old: [Row], _ new: [Row], id: (Row) -> String) {
        func byID(_ rows: [Row]) -> [String: Row] {
            Dictionary(rows.map { (id($0), $0) }, uniquingKeysWith: { first, _ in first })
        }
        self.init(name, byID(old), byID(new))
    }
}
