internal import Diary
internal import Ports

// The steps after the comparison: each one is an effect, and what its answer means.
extension SyncState {
    /// The next effect; steps that have nothing to do are passed over.
    mutating func next(now: Instant) -> SyncEffect {
        while true {
            if queue.isEmpty {
                guard report.outcome == nil, report.problem == nil else {
                    gather()
                    return finish()
                }
                sentAll(now: now)
            }
            let step = queue.removeFirst()
            if let effect = effect(of: step, now: now) {
                phase = .working(step)
                return effect
            }
        }
    }

    /// Everything was sent, or there was nothing to send: the run ends by what became of it.
    private mutating func sentAll(now: Instant) {
        guard let plan else { return close(.readFailed, "nothing was evaluated", now: now) }
        trouble.stage = .sending
        isThrough = true
        report.isThrough = true
        let refused = trouble.refusedDays.count
        if !trouble.failedParts.isEmpty || refused > 0 {
            let parts = trouble.failedParts.map(\.rawValue).joined(separator: ", ")
            let words = [
                parts.isEmpty ? nil : "not taken: \(parts)",
                refused == 0 ? nil : "\(refused) days refused",
            ]
            close(.sendFailed, words.compactMap { $0 }.joined(separator: "; "), now: now)
        } else if report.parts.isEmpty && report.daysSent == 0 {
            close(.unchanged, marketplace == nil ? "not published anywhere" : nil, now: now)
        } else {
            close(.published, nil, now: now)
        }
        if plan.isFull && marketplace != nil { queue.insert(.recordFull, at: 0) }
    }

    /// Sets how the run ends, and leaves only what ends it.
    mutating func close(_ outcome: SyncRun.Outcome, _ detail: String?, now: Instant) {
        report.outcome = outcome
        report.detail = detail
        let isGood = outcome == .published || outcome == .unchanged
        report.failures = isGood || isThrough || outcome == .held ? 0 : failuresBefore + 1
        if outcome == .interrupted { report.failures = 0 }
        if !isGood && !isThrough { trouble.run += staleFindings(now: now) }
        // A run that ends in front of the sending keeps only its report of the evaluation.
        queue = queue.filter { $0 == .reportEvaluation } + [.fulfil, .reportSync, .end]
    }

    private mutating func effect(of step: Step, now: Instant) -> SyncEffect? {
        guard let run else { return step == .reportSync ? reportSync() : nil }
        switch step {
        case .reportEvaluation: return .report(evaluationFindings, from: .evaluation)
        case .reportSync: return reportSync()
        case .keep: return reading.map(SyncEffect.keep)
        case .intendPart(let part): return intend(part, run)
        case .sendPart(let part): return plan.map { .send(part, $0.listing) }
        case .readBack(let part): return .readBack(part)
        case .recordPart(let part):
            guard let listing = plan?.listing else { return nil }
            let digest = listing.digest(of: part, liveHours: policy.liveHours)
            return .recordPart(part, digest, listing, run)
        case .intendDays: return intendDays(run)
        case .sendDays: return plan?.batches.first.map(SyncEffect.sendDays)
        case .recordDays(let taken): return recordDays(taken, run)
        case .recordFull: return plan.map { .recordFull(firstDay: $0.today) }
        case .stop(let stop): return .stop(stop)
        case .fulfil:
            let wishes = fulfilledWishes
            return wishes.isEmpty ? nil : .fulfil(wishes)
        case .end: return end(run, now: now)
        }
    }

    private mutating func reportSync() -> SyncEffect? {
        let findings = trouble.findings(carrying: seen)
        guard reported != findings else { return nil }
        reported = findings
        return .report(findings, from: .sync)
    }

    /// Before the call goes out: whatever its answer, the part counts as not known from here on.
    /// Books that are to go are forgotten with their days, so that one that comes back is sent in
    /// full.
    private func intend(_ part: ConfigurationPart, _ run: SyncRun) -> SyncEffect? {
        guard let plan, let published = context?.published,
            published.configuration[part] != ContentDigest.unknown || part == .books
        else { return nil }
        let staying = Set(plan.listing.books.map(\.id))
        let listing = Listing(
            books: part == .books
                ? published.books.filter { staying.contains($0.id) } : published.books,
            reasons: published.reasons, days: [])
        return .recordPart(part, .unknown, listing, run)
    }

    private func intendDays(_ run: SyncRun) -> SyncEffect? {
        guard let batch = plan?.batches.first, let published = context?.published else {
            return nil
        }
        var days: [BookDay: SentDay] = [:]
        for day in batch {
            let before = published.days[day.bookDay]
            guard before?.digest != ContentDigest.unknown else { continue }
            days[day.bookDay] = SentDay(digest: .unknown, starts: before?.starts ?? 0)
        }
        return days.isEmpty ? nil : .recordDays(days, run)
    }

    private func recordDays(_ taken: [Int], _ run: SyncRun) -> SyncEffect? {
        guard let batch = plan?.batches.first, !taken.isEmpty else { return nil }
        var days: [BookDay: SentDay] = [:]
        for index in taken { days[batch[index].bookDay] = batch[index].sent }
        return .recordDays(days, run)
    }

    private mutating func end(_ run: SyncRun, now: Instant) -> SyncEffect {
        var run = run
        // Where the clock went back, a run still ends no earlier than it began.
        run.endedAt = max(now, run.startedAt)
        run.outcome = report.outcome
        run.detail = report.detail
        run.daysSent = report.daysSent
        run.daysFailed = report.daysFailed
        self.run = run
        return .end(run)
    }

    /// The wishes that this run has fulfilled; the others wait for the next one.
    private var fulfilledWishes: [Wish] {
        let isGood = report.outcome == .published || report.outcome == .unchanged
        return (context?.wishes ?? []).filter { wish in
            switch wish.kind {
            case .requests: false
            case .reading: reading != nil
            case .configuration: isThrough && trouble.failedParts.isEmpty
            case .availability: isThrough
            case .acceptDeletions: isGood
            }
        }
    }
}
