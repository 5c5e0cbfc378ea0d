internal import Diagnostics
internal import Diary
internal import Findings
internal import Ports

// What the answers to the effects mean for the rest of the run.
extension SyncState {
    mutating func after(_ step: Step, _ event: SyncEvent, now: Instant) {
        switch (step, event) {
        case (.keep, .kept(let digest)): run?.reading = digest
        case (.sendPart(let part), .done):
            // S47: what was taken is read back, not assumed.
            queue.insert(part == .liveHours ? .recordPart(part) : .readBack(part), at: 0)
        case (.sendPart(let part), .sendFailed(let failure)),
            (.readBack(let part), .sendFailed(let failure)):
            partFailed(part, failure, now: now)
        case (.readBack(let part), .listed(let names)): readBack(part, names)
        case (.recordPart(let part), .done): report.parts.append(part)
        case (.sendDays, .answered(let answer)): answered(answer)
        case (.sendDays, .sendFailed(let failure)): daysFailed(failure, now: now)
        case (.recordDays(let taken), .done):
            report.daysSent += taken.count
            nextBatch()
        default: break
        }
    }

    private mutating func nextBatch() {
        plan?.batches.removeFirst()
        if plan?.batches.isEmpty == false {
            queue.insert(contentsOf: [.intendDays, .sendDays], at: 0)
        }
    }

    /// S56: created and existing days are recorded; a failed one, or one that the answer says
    /// nothing of, is sent again by the next run.
    private mutating func answered(_ answer: AvailabilityAnswer) {
        guard let batch = plan?.batches.first else { return }
        let taken = Set(answer.created + answer.existing).subtracting(answer.failed.keys)
            .filter(batch.indices.contains).sorted()
        for (index, day) in batch.enumerated() where !taken.contains(index) {
            trouble.refusedDays.append(
                (day.bookDay, answer.failed[index] ?? "the answer does not mention the day"))
        }
        report.daysFailed += batch.count - taken.count
        reportRefusedDays()
        for index in taken { leftOut[batch[index].bookDay] = answer.leftOut[index] }
        reportLeftOut()
        if taken.isEmpty { nextBatch() } else { queue.insert(.recordDays(taken: taken), at: 0) }
    }

    private mutating func daysFailed(_ failure: MarketplaceFailure, now: Instant) {
        guard let batch = plan?.batches.first, !endsRun(failure, now: now) else { return }
        trouble.refusedDays += batch.map { ($0.bookDay, failure.problem.message) }
        report.daysFailed += batch.count
        reportRefusedDays()
        nextBatch()
    }

    private mutating func reportRefusedDays() {
        let days = trouble.refusedDays
        guard !days.isEmpty else { return }
        trouble.sending.removeAll { $0.code == FindingCode.daysRefused.rawValue }
        trouble.sending.append(
            finding(
                .daysRefused,
                "the marketplace refused \(days.count == 1 ? "1 day" : "\(days.count) days")",
                days.prefix(SyncState.mostFacts).map {
                    .init($0.day.words, String($0.words.prefix(200)))
                }))
    }

    /// The most rows that the evidence of one finding lists.
    static let mostFacts = 20

    private mutating func partFailed(
        _ part: ConfigurationPart, _ failure: MarketplaceFailure, now: Instant
    ) {
        guard !endsRun(failure, now: now) else { return }
        trouble.failedParts.append(part)
        trouble.sending.append(
            finding(
                .configurationRefused, "the marketplace did not take the \(part.words)",
                [.init("part", part.words)] + failure.problem.facts))
    }

    private mutating func readBack(_ part: ConfigurationPart, _ listed: [String: String]) {
        guard let listing = plan?.listing else { return }
        let sent =
            part == .books
            ? listing.books.map { ($0.id.rawValue, $0.name) }
            : listing.reasons.map { ($0.id.rawValue, $0.name) }
        let expected = Dictionary(sent, uniquingKeysWith: { first, _ in first })
        guard listed != expected else {
            queue.insert(.recordPart(part), at: 0)
            return
        }
        let missing = expected.keys.filter { listed[$0] == nil }.sorted()
        let extra = listed.keys.filter { expected[$0] == nil }.sorted()
        let renamed = expected.keys.filter { listed[$0] != nil && listed[$0] != expected[$0] }
        trouble.failedParts.append(part)
        trouble.sending.append(
            finding(
                .listsDiffer, "the marketplace lists other \(part.words) than it took",
                [("missing", missing), ("too much", extra), ("other name", renamed.sorted())]
                    .filter { !$0.1.isEmpty }
                    .map { name, ids in
                        .init(name, ids.prefix(SyncState.mostFacts).joined(separator: ", "))
                    }))
    }

    /// Ends the run where no further call can go through; false where only this one failed.
    private mutating func endsRun(_ failure: MarketplaceFailure, now: Instant) -> Bool {
        switch failure.kind {
        case .unauthorised, .consentMissing:
            stop(.marketplace, failure, now: now)
        case .rateLimited(let wait):
            trouble.stage = .sending
            report.retryAfter = wait
            trouble.sending.append(rateLimited(failure, wait: wait))
            close(.sendFailed, failure.problem.message, now: now)
        case .practiceOffline, .serverFailed, .noAnswer, .unreachable:
            trouble.stage = .sending
            if isLasting(.sendFailed) {
                trouble.sending.append(
                    finding(
                        .sendFailed, "\(failure.problem.message), so nothing more was sent",
                        failure.problem.facts))
            }
            close(.sendFailed, failure.problem.message, now: now)
        case .notFound, .conflict, .refused, .malformed: return false
        }
        return true
    }

    /// S58: without consent the traffic stands still until staff let it go on.
    mutating func stop(
        _ side: PracticeRecord.Stop.Side, _ failure: WireFailure, now: Instant
    ) {
        trouble.run.append(
            StopFinding.finding(side, failure, system: context?.record.system ?? .exact))
        close(.stopped, failure.problem.message, now: now)
        queue.insert(
            .stop(PracticeRecord.Stop(side: side, why: failure.problem.message, since: now)), at: 0)
    }
}

extension ConfigurationPart {
    /// The part in the words of a message.
    var words: String {
        switch self {
        case .liveHours: "live hours"
        case .books: "appointment books"
        case .reasons: "booking reasons"
        }
    }
}
