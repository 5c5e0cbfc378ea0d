internal import Diagnostics
internal import Diary
internal import GRDB
internal import Ports

// A practice in its tables.
extension OwnedPractice {
    /// Reads one practice; nil where it does not exist.
    static func read(_ practice: PracticeID, in db: Database) throws -> OwnedPractice? {
        let id: StatementArguments = [practice.rawValue]
        guard let row = try db.row(select + " WHERE id = ?", id) else {
            return nil
        }
        var setUp = SetUp(timeZone: try row.text("time_zone"))
        setUp.phone = try row.optionalText("phone")
        setUp.appointmentTypes = try db.rows(
            "SELECT * FROM appointment_type WHERE practice = ? ORDER BY number", id
        ).map { try AppointmentType(row: $0) }
        setUp.links = try db.rows(
            "SELECT * FROM link WHERE practice = ? ORDER BY number", id
        ).map {
            Link(
                type: try $0.id("type"), practitioner: try $0.id("practitioner"),
                reason: try $0.id("reason"))
        }
        setUp.assigned = try db.row("SELECT * FROM assignment WHERE practice = ?", id).map {
            Assignment(reason: try $0.id("reason"), isPinned: try $0.flag("is_pinned"))
        }
        setUp.aliases = Aliases(
            healthengine: try db.rows(
                "SELECT name FROM reason_alias WHERE practice = ? ORDER BY place", id
            ).map { try $0.text("name") },
            types: Dictionary(
                try db.rows("SELECT * FROM type_alias WHERE practice = ?", id).map {
                    (try $0.text("type_name"), try $0.text("reason_name"))
                },
                uniquingKeysWith: { first, _ in first }))
        setUp.parameters = try parameters(of: practice, in: db)
        return OwnedPractice(record: try PracticeRecord(row: row), setUp: setUp)
    }

    /// The rows of practices, each with what stopped it.
    static let select = """
        SELECT practice.*, stop.side AS side, stop.why AS why, stop.since AS since
        FROM practice LEFT JOIN stop ON stop.practice = practice.id
        """

    private static func parameters(
        of practice: PracticeID, in db: Database
    ) throws -> [String: [String: ParameterValue]] {
        var values: [String: [String: ParameterValue]] = [:]
        let id: StatementArguments = [practice.rawValue]
        var lists: [String: [String]] = [:]
        let texts = try db.rows(
            "SELECT * FROM parameter_text WHERE practice = ? ORDER BY place", id)
        for row in texts {
            lists["\(try row.text("settings")) \(try row.text("name"))", default: []]
                .append(try row.text("text"))
        }
        let rows = try db.rows("SELECT * FROM parameter WHERE practice = ?", id)
        for row in rows {
            let (group, name) = (try row.text("settings"), try row.text("name"))
            let value: ParameterValue =
                switch try row.text("kind") {
                case "boolean": .boolean(try row.flag("value"))
                case "integer": .integer(try row.whole("value"))
                case "text": .text(try row.text("value"))
                default: .list(lists["\(group) \(name)"] ?? [])
                }
            values[group, default: [:]][name] = value
        }
        return values
    }
}

extension PracticeRecord {
    /// Reads a row of `OwnedPractice.select`.
    init(row: Row) throws {
        var access: MarketplaceAccess?
        if let practice: MarketplacePracticeID = try row.optionalID("marketplace_practice") {
            guard let key = SecretSource(try row.text("marketplace_key")) else {
                throw Problem.damaged("a key is not where it could be")
            }
            access = MarketplaceAccess(practice: practice, key: key)
        }
        self.init(
            id: try row.id("id"), system: try row.word("system"),
            connection: try row.text("connection"), pmsPractice: try row.text("pms_practice"),
            marketplace: access)
        isEnabled = try row.flag("is_enabled")
        if let why = try row.optionalText("why") {
            stopped = Stop(side: try row.word("side"), why: why, since: try row.instant("since"))
        }
    }
}

extension AppointmentType {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id("id"), practitioner: try row.id("practitioner"),
            name: try row.text("name"), length: Minutes(try row.whole("minutes")))
    }
}

// Writing: only the rows that differ.
extension OwnedPractice {
    /// Writes what differs from before.
    func write(over before: OwnedPractice?, in db: Database) throws {
        let practice = record.id.rawValue
        try writeRecord(in: db)
        if record.stopped != before?.record.stopped {
            try db.run("DELETE FROM stop WHERE practice = ?", [practice])
            if let stop = record.stopped {
                try db.run(
                    "INSERT INTO stop VALUES (?, ?, ?, ?)",
                    [practice, stop.side.rawValue, stop.why, stop.since.seconds])
            }
        }
        try writeTypes(over: before?.setUp, in: db)
        try writeLinks(over: before?.setUp, in: db)
        if setUp.assigned != before?.setUp.assigned {
            try db.run("DELETE FROM assignment WHERE practice = ?", [practice])
            if let assigned = setUp.assigned {
                try db.run(
                    "INSERT INTO assignment VALUES (?, ?, ?)",
                    [practice, assigned.reason.rawValue, assigned.isPinned])
            }
        }
        if setUp.aliases != before?.setUp.aliases { try writeAliases(in: db) }
        try writeParameters(over: before?.setUp.parameters ?? [:], in: db)
    }

    private func writeRecord(in db: Database) throws {
        try db.run(
            """
            INSERT INTO practice VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET system = excluded.system,
              connection = excluded.connection, pms_practice = excluded.pms_practice,
              marketplace_practice = excluded.marketplace_practice,
              marketplace_key = excluded.marketplace_key, is_enabled = excluded.is_enabled,
              time_zone = excluded.time_zone, phone = excluded.phone
            """,
            [
                record.id.rawValue, record.system.rawValue, record.connection, record.pmsPractice,
                record.marketplace?.practice.rawValue, record.marketplace?.key.description,
                record.isEnabled, setUp.timeZone, setUp.phone,
            ])
    }

    private func writeTypes(over before: SetUp?, in db: Database) throws {
        let practice = record.id.rawValue
        let known = Dictionary(
            (before?.appointmentTypes ?? []).map { (TypeKey($0), $0) },
            uniquingKeysWith: { first, _ in first })
        let kept = Set(setUp.appointmentTypes.map { TypeKey($0) })
        for key in known.keys where !kept.contains(key) {
            try db.run(
                "DELETE FROM appointment_type WHERE practice = ? AND id = ? AND practitioner = ?",
                [practice, key.type.rawValue, key.practitioner.rawValue])
        }
        for type in setUp.appointmentTypes where known[TypeKey(type)] != type {
            try db.run(
                """
                INSERT INTO appointment_type (practice, id, practitioner, name, minutes)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (practice, id, practitioner)
                DO UPDATE SET name = excluded.name, minutes = excluded.minutes
                """,
                [
                    practice, type.id.rawValue, type.practitioner.rawValue, type.name,
                    type.length.count,
                ])
        }
    }

    private func writeLinks(over before: SetUp?, in db: Database) throws {
        let practice = record.id.rawValue
        let known = Dictionary(
            (before?.links ?? []).map { (TypeKey($0), $0) }, uniquingKeysWith: { first, _ in first }
        )
        let kept = Set(setUp.links.map { TypeKey($0) })
        for key in known.keys where !kept.contains(key) {
            try db.run(
                "DELETE FROM link WHERE practice = ? AND type = ? AND practitioner = ?",
                [practice, key.type.rawValue, key.practitioner.rawValue])
        }
        for link in setUp.links where known[TypeKey(link)] != link {
            try db.run(
                """
                INSERT INTO link (practice, type, practitioner, reason) VALUES (?, ?, ?, ?)
                ON CONFLICT (practice, type, practitioner) DO UPDATE SET reason = excluded.reason
                """,
                [
                    practice, link.type.rawValue, link.practitioner.rawValue, link.reason.rawValue,
                ])
        }
    }

    private func writeAliases(in db: Database) throws {
        let practice = record.id.rawValue
        try db.run("DELETE FROM reason_alias WHERE practice = ?", [practice])
        try db.run("DELETE FROM type_alias WHERE practice = ?", [practice])
        for (place, name) in setUp.aliases.healthengine.enumerated() {
            try db.run("INSERT INTO reason_alias VALUES (?, ?, ?)", [practice, place, name])
        }
        for (type, reason) in setUp.aliases.types {
            try db.run("INSERT INTO type_alias VALUES (?, ?, ?)", [practice, type, reason])
        }
    }

    private func writeParameters(
        over before: [String: [String: ParameterValue]], in db: Database
    ) throws {
        let practice = record.id.rawValue
        for (group, values) in before {
            for (name, value) in values where setUp.parameters[group]?[name] != value {
                try db.run(
                    "DELETE FROM parameter WHERE practice = ? AND settings = ? AND name = ?",
                    [practice, group, name])
            }
        }
        for (group, values) in setUp.parameters {
            for (name, value) in values where before[group]?[name] != value {
                try value.insert([practice, group, name], in: db)
            }
        }
    }
}

extension ParameterValue {
    fileprivate func insert(_ key: StatementArguments, in db: Database) throws {
        let (kind, value): (String, (any DatabaseValueConvertible)?) =
            switch self {
            case .boolean(let value): ("boolean", value)
            case .integer(let value): ("integer", value)
            case .text(let value): ("text", value)
            case .list: ("list", nil)
            }
        try db.run("INSERT INTO parameter VALUES (?, ?, ?, ?, ?)", key + [kind, value])
        guard case .list(let texts) = self else { return }
        for (place, text) in texts.enumerated() {
            try db.run("INSERT INTO parameter_text VALUES (?, ?, ?, ?, ?)", key + [place, text])
        }
    }
}

/// What makes a type or a link one of its kind.
private struct TypeKey: Hashable {
    var type: AppointmentTypeID
    var practitioner: PractitionerID

    init(_ type: AppointmentType) {
        self.type = type.id
        practitioner = type.practitioner
    }

    init(_ link: Link) {
        type = link.type
        practitioner = link.practitioner
    }
}
