internal import Diary
internal import Findings

// What the reading of the PMS itself tells: whether it is whole, and whether it can be trusted.
extension Audit {
    func reading() -> [Finding] {
        partialSnapshot() + rowsDropped() + unknownWords() + daysNotRead() + fixedOffset()
    }

    private func partialSnapshot() -> [Finding] {
        guard !pms.isComplete else { return [] }
        return [
            finding(
                .partialSnapshot,
                "the last reading of `\(pms.practiceName)` broke off, so nothing is published",
                evidence: [.init("read at", "\(pms.readAt)")])
        ]
    }

    private func rowsDropped() -> [Finding] {
        guard !pms.dropped.isEmpty else { return [] }
        let count = pms.dropped.reduce(0) { $0 + $1.count }
        return [
            finding(
                .rowsDropped, "\(counted(count, "row")) of the PMS could not be used",
                evidence: pms.dropped.map {
                    .init($0.list, "\(counted($0.count, "row")): \($0.why)")
                })
        ]
    }

    private func unknownWords() -> [Finding] {
        var statuses: [String: Int] = [:]
        var kinds: [String: Int] = [:]
        // By their places: copying the rows of a whole diary costs more than looking at them.
        let diary = pms.diary
        for place in diary.indices {
            if case .unknown(let word)? = diary[place].status { statuses[word, default: 0] += 1 }
            if case .unknown(let word) = diary[place].kind { kinds[word, default: 0] += 1 }
        }
        return unknownWords(statuses, "status", .statusBlocks)
            + unknownWords(kinds, "kind", .kindBlocks)
    }

    private func unknownWords(
        _ counts: [String: Int], _ noun: String, _ code: FindingCode
    ) -> [Finding] {
        guard !counts.isEmpty else { return [] }
        let words = counts.keys.sorted()
        let rows = counts.values.reduce(0, +)
        return [
            finding(
                code,
                "\(counted(rows, "diary entry", "diary entries")) of the unknown \(noun) "
                    + "\(quoted(words)) \(rows == 1 ? "takes" : "take") time",
                evidence: words.map { .init("\(noun) `\($0)`", counted(counts[$0] ?? 0, "row")) })
        ]
    }

    /// S49, S52: days that are published must have been read.
    private func daysNotRead() -> [Finding] {
        let published = today...max(today, evaluation.lastDay)
        guard pms.isComplete,
            pms.days.lowerBound > published.lowerBound || pms.days.upperBound < published.upperBound
        else { return [] }
        return [
            finding(
                .daysNotRead,
                "the snapshot covers \(pms.days.lowerBound) to \(pms.days.upperBound), but "
                    + "\(published.lowerBound) to \(published.upperBound) should be published",
                evidence: [.init("read at", "\(pms.readAt)")]
                    + fact(of: "horizon_days", in: "publishing"))
        ]
    }

    /// T16: the PMS's fixed offset is never used, but it shows where the zone is wrong.
    private func fixedOffset() -> [Finding] {
        guard let reported = pms.offsetMinutes else { return [] }
        let actual = evaluation.zone.offset(at: pms.readAt)
        guard reported * 60 != actual else { return [] }
        return [
            finding(
                .fixedOffset,
                "the PMS reports \(reported) min from UTC, but `\(evaluation.zone.identifier)` has "
                    + "\(actual / 60) min",
                evidence: [
                    .init("read at", "\(pms.readAt)"), .init("PMS offset", "\(reported) min"),
                    .init("zone", evaluation.zone.identifier),
                ])
        ]
    }
}
