internal import Diagnostics
internal import Diary
internal import Evaluation
internal import Findings
internal import Ports
internal import Rules

// What a failed reading means, and the findings about the run as a whole.
extension SyncState {
    /// Runs that failed in a row right before this one, at either side.
    var failuresBefore: Int {
        (context?.runs ?? []).prefix { $0.outcome == .readFailed || $0.outcome == .sendFailed }
            .count
    }

    /// Whether a failure that may pass by itself has lasted long enough to be a finding.
    func isLasting(_ outcome: SyncRun.Outcome) -> Bool {
        let before = (context?.runs ?? []).prefix { $0.outcome == outcome }.count
        return before + 1 >= policy.failuresBeforeFinding
    }

    mutating func readFailed(_ failure: PMSFailure, now: Instant) {
        defer { if options.isDryRun { queue = [] } }
        let problem = failure.problem
        report.problem = problem
        switch failure.kind {
        case .unauthorised, .consentMissing:
            return stop(.pms, failure, now: now)
        case .practiceOffline:
            let since = firstSeen(.pmsOffline) ?? run?.startedAt ?? now
            trouble.reading.append(
                finding(
                    .pmsOffline, "the practice's own server has been away since \(since)",
                    [.init("since", "\(since)"), publishedFact] + problem.facts))
        case .rateLimited(let wait):
            report.retryAfter = wait
            trouble.reading.append(rateLimited(failure, wait: wait))
        case .notFound:
            trouble.reading.append(
                finding(
                    .practiceIDChanged,
                    "the PMS does not know the practice `\(context?.record.pmsPractice ?? "")`",
                    problem.facts))
        case .malformed:
            trouble.reading.append(
                finding(.schemaDrift, problem.message, problem.facts + [publishedFact]))
        case .refused, .conflict: trouble.reading.append(unreadable(problem, now: now))
        case .serverFailed, .noAnswer, .unreachable:
            // One lost answer is no news; it is one when it lasts.
            if isLasting(.readFailed) {
                trouble.reading.append(unreadable(problem, now: now))
            }
        }
        close(.readFailed, problem.message, now: now)
    }

    private func unreadable(_ problem: Problem, now: Instant) -> Finding {
        let since = firstSeen(.readFailed) ?? run?.startedAt ?? now
        return finding(
            .readFailed, problem.message,
            [.init("reported since", "\(since)"), publishedFact] + problem.facts)
    }

    func rateLimited(_ failure: WireFailure, wait: Duration?) -> Finding {
        finding(
            .rateLimit, failure.problem.message,
            [.init("wait", wait.map { "\($0.components.seconds) s" } ?? "not said")]
                + failure.problem.facts)
    }

    /// Since when a finding holds that is reported again.
    private func firstSeen(_ code: FindingCode) -> Instant? {
        seen.first { $0.finding.code == code.rawValue }?.firstSeen
    }

    /// How old what is published is.
    private var publishedFact: Finding.Fact {
        let end = context?.lastGoodRun.map { $0.endedAt ?? $0.startedAt }
        return .init("last good run", end.map { "\($0)" } ?? "none")
    }

    /// F01 and B01: how old what patients see has become. Only for a run that did not get through.
    func staleFindings(now: Instant) -> [Finding] {
        guard let context, let good = context.lastGoodRun,
            now.since(good.endedAt ?? good.startedAt) > policy.staleAfter
        else { return [] }
        let today = context.evaluator.zone.local(at: now).date
        let starts = context.published.days.reduce(0) { sum, day in
            day.key.date >= today ? sum + day.value.starts : sum
        }
        let old = finding(
            .lastSyncOld, "the last good sync ended at \(good.endedAt ?? good.startedAt)",
            [publishedFact])
        guard starts > 0 else { return [old] }
        return [
            old,
            finding(
                .staleSnapshot,
                "the marketplace offers \(starts) starts as they were at "
                    + "\(good.endedAt ?? good.startedAt)",
                [publishedFact, .init("starts from today on", "\(starts)")]),
        ]
    }

    func deletionsHeld(_ deletions: Deletions, _ evaluation: Evaluation) -> Finding {
        let percent = evaluation.settings.deletionPercent
        func fact(_ name: String, _ count: Deletions.Count) -> Finding.Fact {
            .init(name, "\(count.before) published, \(count.lost) would vanish")
        }
        let practice = context?.record.id.rawValue ?? ""
        var finding = finding(
            .deletionsHeld,
            "\(deletions.books.lost) of \(deletions.books.before) appointment books, "
                + "\(deletions.reasons.lost) of \(deletions.reasons.before) booking reasons and "
                + "\(deletions.starts.lost) of \(deletions.starts.before) starts would vanish",
            [
                fact("appointment books", deletions.books),
                fact("booking reasons", deletions.reasons), fact("starts", deletions.starts),
                .init("publishing.deletion_percent", "\(percent)"),
                .init(
                    "lists with unusable rows",
                    deletions.droppedLists.isEmpty
                        ? "none" : deletions.droppedLists.joined(separator: ", ")),
            ])
        finding.fix =
            "Check in the PMS whether the practice really removed this. If so, run `gapbook sync "
            + "--practice \(practice) --accept-deletions`. If not, it goes on once the PMS "
            + "answers in full."
        return finding
    }
}

/// The finding about a side that refuses the practice (S58).
enum StopFinding {
    static func finding(
        _ side: PracticeRecord.Stop.Side, _ failure: WireFailure, system: PMSSystem
    ) -> Finding {
        let code: FindingCode = failure.kind == .unauthorised ? .credentials : .consent
        let name = side == .pms ? system.productName : "the marketplace"
        return Finding(
            code, message: "\(failure.problem.message), so the traffic stands still",
            evidence: [.init("side", name)] + failure.problem.facts, system: system)
    }
}

extension Problem {
    /// The problem as evidence of a finding.
    var facts: [Finding.Fact] {
        [.init("problem", "\(code): \(message)")]
            + (hint.map { [.init("hint", $0)] } ?? [])
            + context.prefix(10).map { .init($0.name, $0.value) }
    }
}
