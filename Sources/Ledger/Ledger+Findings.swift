internal import Diagnostics
public import Diary
internal import GRDB
public import Ports

extension Ledger {
    /// Replaces a source's findings: new ones are first seen now, missing ones end now.
    ///
    /// A finding is the same one while its code and its subject are the same: a changed message,
    /// severity or evidence is written over the old one, and `firstSeen` stays. Where a source
    /// reports one code about one subject several times, they are told apart by their order.
    public func replace(
        _ findings: [Finding], from source: FindingSource, of practice: PracticeID,
        at now: Instant
    ) async throws {
        try await write { db in
            try db.require(practice)
            var known = try FindingRows.holding(of: practice, from: source, in: db)
            var places: [FindingKey: Int] = [:]
            for finding in findings {
                var key = FindingKey(finding)
                key.place = places[key, default: 0]
                places[FindingKey(finding), default: 0] += 1
                if let row = known.removeValue(forKey: key) {
                    try row.see(finding, at: now, in: db)
                } else {
                    try FindingRows.insert(
                        finding, key, from: source, of: practice, at: now, in: db)
                }
            }
            for row in known.values.sorted(by: { $0.number < $1.number }) {
                try db.run(
                    "UPDATE finding SET ended_at = ? WHERE number = ?", [now.seconds, row.number])
            }
        }
    }

    /// The findings that hold now, worst first, then by code and in the order of their coming up.
    public func findings(of practice: PracticeID) async throws -> [SeenFinding] {
        try await read { db in
            try FindingRows.read("practice = ? AND ended_at IS NULL", [practice.rawValue], in: db)
                .map(\.seen)
        }
    }

    /// Findings that ended not longer ago than retention allows, the newest end first.
    public func endedFindings(
        of practice: PracticeID, limit: Int
    ) async throws -> [(seen: SeenFinding, endedAt: Instant)] {
        try await read { db in
            try FindingRows.read(
                "practice = ? AND ended_at IS NOT NULL", [practice.rawValue, max(0, limit)],
                order: "ended_at DESC, number DESC LIMIT ?", in: db
            ).compactMap { row in row.endedAt.map { (row.seen, $0) } }
        }
    }
}

/// What makes a finding the same one as before.
private struct FindingKey: Hashable {
    var code: String
    var subject: Finding.Subject
    /// Which one of several with this code and subject.
    var place = 0

    init(_ finding: Finding) {
        code = finding.code
        subject = finding.subject
    }
}

/// A finding in its table.
private struct FindingRows {
    let number: Int
    let place: Int
    let seen: SeenFinding
    let endedAt: Instant?

    static func holding(
        of practice: PracticeID, from source: FindingSource, in db: Database
    ) throws -> [FindingKey: FindingRows] {
        let rows = try read(
            "practice = ? AND source = ? AND ended_at IS NULL",
            [practice.rawValue, source.rawValue], in: db)
        return Dictionary(
            rows.map { row in
                var key = FindingKey(row.seen.finding)
                key.place = row.place
                return (key, row)
            }, uniquingKeysWith: { first, _ in first })
    }

    static func read(
        _ condition: String, _ arguments: StatementArguments,
        order: String = """
        CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, code, number
        """, in db: Database
    ) throws -> [FindingRows] {
        let rows = try db.rows(
            "SELECT * FROM finding WHERE \(condition) ORDER BY \(order)", arguments)
        return try rows.map { row in
            let number = try row.whole("number")
            let facts = try db.rows(
                "SELECT name, value FROM finding_fact WHERE finding = ? ORDER BY place", [number])
            let finding = Finding(
                code: try row.text("code"), severity: try row.word("severity"),
                subject: Finding.Subject(
                    practitioner: try row.optionalID("practitioner"),
                    type: try row.optionalID("type"), reason: try row.optionalID("reason"),
                    rule: try row.optionalText("rule")),
                message: try row.text("message"),
                evidence: try facts.map {
                    Finding.Fact(try $0.text("name"), try $0.text("value"))
                },
                fix: try row.text("fix"), fixer: try row.word("fixer"))
            return FindingRows(
                number: number, place: try row.whole("place"),
                seen: SeenFinding(
                    finding: finding, firstSeen: try row.instant("first_seen"),
                    lastSeen: try row.instant("last_seen")),
                endedAt: try row.optionalInstant("ended_at"))
        }
    }

    static func insert(
        _ finding: Finding, _ key: FindingKey, from source: FindingSource,
        of practice: PracticeID, at now: Instant, in db: Database
    ) throws {
        try db.run(
            """
            INSERT INTO finding (practice, source, code, practitioner, type, reason, rule, place,
              severity, message, fix, fixer, first_seen, last_seen)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?13, ?13)
            """,
            [
                practice.rawValue, source.rawValue, finding.code,
                finding.subject.practitioner?.rawValue, finding.subject.type?.rawValue,
                finding.subject.reason?.rawValue, finding.subject.rule, key.place,
                finding.severity.rawValue, finding.message, finding.fix, finding.fixer.rawValue,
                now.seconds,
            ])
        try insert(finding.evidence, of: Int(db.lastInsertedRowID), in: db)
    }

    private static func insert(
        _ evidence: [Finding.Fact], of number: Int, in db: Database
    ) throws {
        for (place, fact) in evidence.enumerated() {
            try db.run(
                "INSERT INTO finding_fact VALUES (?, ?, ?, ?)",
                [number, place, fact.name, fact.value])
        }
    }

    /// Writes that it was seen again, and what has changed of it.
    func see(_ finding: Finding, at now: Instant, in db: Database) throws {
        try db.run("UPDATE finding SET last_seen = ? WHERE number = ?", [now.seconds, number])
        guard finding != seen.finding else { return }
        try db.run(
            "UPDATE finding SET severity = ?, message = ?, fix = ?, fixer = ? WHERE number = ?",
            [
                finding.severity.rawValue, finding.message, finding.fix, finding.fixer.rawValue,
                number,
            ])
        try db.run("DELETE FROM finding_fact WHERE finding = ?", [number])
        try FindingRows.insert(finding.evidence, of: number, in: db)
    }
}
