// The long lists: sessions, diary and claims.
extension SnapshotReader {
    mutating func session(_ row: JSONDocument.Node) -> WorkingSession? {
        guard isObject(row) else { return nil }
        warnOfUnknownFields(in: row, known: ["practitioner", "date", "start", "end", "breaks"])
        let practitioner = knownPractitioner(of: row)
        let date = required("date", of: row, SnapshotFields.date)
        let time = span(of: row)
        let breaks = rows("breaks", of: row, isRequired: false, atMost: SnapshotLimit.breaks) {
            $0.sessionBreak($1, inside: time)
        }
        guard let practitioner, let date, let time, isRead(date, of: row) else { return nil }
        return WorkingSession(
            practitioner: practitioner, date: date, start: time.lowerBound, end: time.upperBound,
            breaks: breaks)
    }

    private mutating func sessionBreak(
        _ row: JSONDocument.Node, inside session: Range<CivilTime>?
    ) -> WorkingSession.Break? {
        guard isObject(row) else { return nil }
        warnOfUnknownFields(in: row, known: ["start", "end"])
        guard let time = span(of: row) else { return nil }
        if let session, time.lowerBound < session.lowerBound || time.upperBound > session.upperBound
        {
            report.add(
                .outOfRange, at: row,
                "the break \(time.lowerBound)-\(time.upperBound) is not inside its session "
                    + "\(session.lowerBound)-\(session.upperBound)",
                hint: "move the break into the session, or remove it")
            return nil
        }
        return WorkingSession.Break(start: time.lowerBound, end: time.upperBound)
    }

    private mutating func span(of row: JSONDocument.Node) -> Range<CivilTime>? {
        let start = required("start", of: row, SnapshotFields.start)
        let end = required("end", of: row, SnapshotFields.end)
        guard let start, let end else { return nil }
        guard start < end else {
            reportEndNotAfterStart(of: row, "\(start)", "\(end)")
            return nil
        }
        return start..<end
    }

    private mutating func isRead(_ date: CivilDate, of row: JSONDocument.Node) -> Bool {
        guard let days, !days.contains(date) else { return true }
        report.add(
            .outOfRange, at: document.member("date", of: row) ?? row,
            "\(date) is not one of the days \(days.lowerBound) to \(days.upperBound) in `pms.days`",
            hint: "leave the session out, or widen `pms.days` to the days that were read")
        return false
    }

    mutating func diary(of pms: JSONDocument.Node) -> [DiaryEntry] {
        var seen: Set<DiaryEntryID> = []
        return rows("diary", of: pms, atMost: SnapshotLimit.diary) {
            $0.diaryEntry($1, seen: &seen)
        }
    }

    private mutating func diaryEntry(
        _ row: JSONDocument.Node, seen: inout Set<DiaryEntryID>
    ) -> DiaryEntry? {
        let known: [StaticString] = [
            "id", "practitioner", "kind", "status", "start", "minutes", "end",
        ]
        guard isObject(row), holdsNoPatientData(row, besides: known) else { return nil }
        warnOfUnknownFields(in: row, known: known)
        let id = required("id", of: row, SnapshotFields.id).map { DiaryEntryID($0) }
        let practitioner = knownPractitioner(of: row)
        let kind = required("kind", of: row, SnapshotFields.word)
        let status = optional("status", of: row, SnapshotFields.word)
        let start = required("start", of: row, SnapshotFields.rowTime)
        let end = entryEnd(of: row, start: start)
        guard let id, isNew(id, in: &seen, at: row, "the diary entry `\(id)`"),
            let practitioner, let kind, let start, let end
        else { return nil }
        let entry = DiaryEntry(
            id: id, practitioner: practitioner, kind: DiaryEntry.Kind(word: kind),
            status: status.map { AppointmentStatus(word: $0) }, start: start, end: end)
        if case .unknown = entry.kind {
            warnOfUnknownWord(kind, "kind", of: row, among: DiaryEntry.Kind.words)
        }
        if case .unknown? = entry.status, let status {
            warnOfUnknownWord(status, "status", of: row, among: AppointmentStatus.words.map(\.0))
        }
        return entry
    }

    private mutating func entryEnd(
        of row: JSONDocument.Node, start: RowTime?
    ) -> DiaryEntry.End? {
        switch (present("minutes", of: row), present("end", of: row)) {
        case (nil, nil):
            report.add(
                .missingField, at: row, missing: "minutes", "neither `minutes` nor `end` is there",
                hint: "add one of the two")
            return nil
        case (_?, let end?):
            report.add(
                .wrongValue, at: end, "`minutes` and `end` stand side by side",
                hint: "remove one of the two")
            return nil
        case (_?, nil):
            return optional("minutes", of: row, SnapshotFields.length).map { .after($0) }
        case (nil, let node?):
            guard let end = optional("end", of: row, SnapshotFields.rowTime), let start,
                isInOrder(start, end, of: row, at: node)
            else { return nil }
            return .at(end)
        }
    }

    private mutating func isInOrder(
        _ start: RowTime, _ end: RowTime, of row: JSONDocument.Node, at node: JSONDocument.Node
    ) -> Bool {
        let minutes: Int
        switch (start, end) {
        case (.civil(let first), .civil(let last)): minutes = last.clockMinute - first.clockMinute
        case (.exact(let first), .exact(let last)):
            // A part of a minute counts as one, so that only an end after its start passes.
            minutes = (last.seconds - first.seconds + (last > first ? 59 : 0)) / 60
        default:
            report.add(
                .wrongValue, at: node, "one of `start` and `end` has an offset, the other has none",
                hint: "write both with an offset, or both without")
            return false
        }
        guard minutes > 0 else {
            let written = [document.member("start", of: row), node].map {
                $0.flatMap { document.text(of: $0) } ?? ""
            }
            reportEndNotAfterStart(of: row, written[0], written[1])
            return false
        }
        guard minutes <= SnapshotLimit.days * 1440 else {
            report.add(
                .outOfRange, at: node, "the entry takes more than \(SnapshotLimit.days) days",
                hint: "end the entry earlier, or write several")
            return false
        }
        return true
    }

    private mutating func reportEndNotAfterStart(
        of row: JSONDocument.Node, _ start: String, _ end: String
    ) {
        report.add(
            .outOfRange, at: document.member("end", of: row) ?? row,
            "the end `\(end)` is not after the start `\(start)`",
            hint: "correct one of the two; a stretch over midnight is two rows")
    }

    mutating func claims(of root: JSONDocument.Node) -> [Claim] {
        var seen: Set<ClaimID> = []
        return rows("claims", of: root, isRequired: false, atMost: SnapshotLimit.claims) {
            $0.claim($1, seen: &seen)
        }
    }

    private mutating func claim(_ row: JSONDocument.Node, seen: inout Set<ClaimID>) -> Claim? {
        let known: [StaticString] = ["id", "practitioner", "start", "minutes"]
        guard isObject(row), holdsNoPatientData(row, besides: known) else { return nil }
        warnOfUnknownFields(in: row, known: known)
        let id = required("id", of: row, SnapshotFields.id).map { ClaimID($0) }
        let practitioner = knownPractitioner(of: row)
        let start = required("start", of: row, SnapshotFields.rowTime)
        let length = required("minutes", of: row, SnapshotFields.length)
        guard let id, isNew(id, in: &seen, at: row, "the claim `\(id)`"), let practitioner,
            let start, let length
        else { return nil }
        return Claim(id: id, practitioner: practitioner, start: start, length: length)
    }

    private mutating func holdsNoPatientData(
        _ row: JSONDocument.Node, besides known: [StaticString]
    ) -> Bool {
        var isGood = true
        for key in document.names(of: row)
        where !known.contains(where: { document.name(key, is: $0) }) {
            guard let name = document.text(of: key), PatientData.isField(name) else { continue }
            report.addPatientData(at: key)
            isGood = false
        }
        return isGood
    }

    private mutating func warnOfUnknownWord(
        _ word: String, _ field: StaticString, of row: JSONDocument.Node, among known: [String]
    ) {
        report.warn(
            .unknownWord, at: document.member(field, of: row) ?? row,
            "the \(field) `\(shortened(word))` is not known; the entry takes time",
            hint: Self.suggestion(for: word, among: known))
    }
}

extension DiaryEntry.Kind {
    /// The words of the kinds that Gapbook knows.
    static let words = ["appointment", "block", "leave"]

    /// The kind that a word stands for.
    init(word: String) {
        switch word {
        case "appointment": self = .appointment
        case "block": self = .block
        case "leave": self = .leave
        default: self = .unknown(word)
        }
    }

    /// The word for the kind.
    var word: String {
        switch self {
        case .appointment: "appointment"
        case .block: "block"
        case .leave: "leave"
        case .unknown(let word): word
        }
    }
}

extension AppointmentStatus {
    /// Each known status and its word.
    static let words: [(String, AppointmentStatus)] = [
        ("unset", .unset), ("pending", .pending), ("confirmed", .confirmed), ("arrived", .arrived),
        ("in_surgery", .inSurgery), ("completed", .completed),
        ("did_not_attend", .didNotAttend), ("cancelled", .cancelled),
    ]

    /// The status that a word stands for.
    init(word: String) {
        self = AppointmentStatus.words.first { $0.0 == word }?.1 ?? .unknown(word)
    }

    /// The word for the status.
    var word: String {
        if case .unknown(let word) = self { return word }
        return AppointmentStatus.words.first { $0.1 == self }?.0 ?? "unset"
    }
}
