internal import Diagnostics
public import Diary
internal import Evaluation
internal import Findings
internal import Ports
internal import Rules

/// The sync of one practice as steps (invariant 11): read, check, evaluate, compare, record, send.
///
/// Pure: no clock, no waiting, no chance. Each step answers one event with one effect, so the
/// driver and the simulation run the same flow, and a crash can only fall between two effects.
public enum SyncFlow {
    /// Answers an event with the state after it and what is to be done next.
    public static func step(
        _ state: SyncState, _ event: SyncEvent, now: Instant
    ) -> (state: SyncState, effect: SyncEffect) {
        var state = state
        let effect = state.advance(event, now: now)
        return (state, effect)
    }
}

extension SyncState {
    /// What every pair of a phase and an event comes to. An event that the phase does not wait for
    /// breaks the run off: nothing counts as done, and the next run does it.
    mutating func advance(_ event: SyncEvent, now: Instant) -> SyncEffect {
        switch (phase, event) {
        case (.finished, _): return finish()
        case (.ready, .start):
            phase = .loading
            return .load
        case (_, .storeFailed(let problem)):
            // What the ledger does not know has not happened, a stop included.
            report.outcome = nil
            report.problem = problem
            report.detail = problem.message
            report.failures = failuresBefore + 1
            return finish()
        case (_, .interrupted(let why)): return breakOff(why, now: now)
        case (.loading, .loaded(let context)): return loaded(context, now: now)
        case (.loading, .unusable(let problem, let record, let findings)):
            return unusable(problem, record, findings, now: now)
        case (.beginning, .began(let run)):
            self.run = run
            return startReading(now: now)
        case (.reading, .read(let reading, let skews)):
            noteSkews(skews)
            return evaluate(reading, now: now)
        case (.reading, .readFailed(let failure)):
            readFailed(failure, now: now)
            return next(now: now)
        case (.working(let step), let event) where step.awaits(event):
            after(step, event, now: now)
            return next(now: now)
        default:
            return breakOff("the flow was given an event that it did not wait for", now: now)
        }
    }

    /// Ends a run in its middle; where it had begun, the ledger is told so.
    private mutating func breakOff(_ why: String, now: Instant) -> SyncEffect {
        queue = []
        if phase == .working(.end) || run == nil {
            report.detail = report.detail ?? why
            return finish()
        }
        close(.interrupted, why, now: now)
        queue.removeAll { $0 != .end }
        return next(now: now)
    }

    mutating func finish() -> SyncEffect {
        phase = .finished
        return .finish(report)
    }

    private mutating func loaded(_ context: SyncContext, now: Instant) -> SyncEffect {
        self.context = context
        seen = context.findings
        if let stop = context.record.stopped, !options.isDryRun {
            report.outcome = .stopped
            report.detail = stop.why
            return finish()
        }
        guard !options.isDryRun else { return startReading(now: now) }
        phase = .beginning
        return .begin
    }

    private mutating func unusable(
        _ problem: Problem, _ record: PracticeRecord, _ findings: [SeenFinding], now: Instant
    ) -> SyncEffect {
        seen = findings
        report.problem = problem
        report.detail = problem.message
        report.failures = 1
        trouble.run.append(
            Finding(
                .setUpUnusable, message: problem.message, evidence: problem.facts,
                system: record.system))
        report.findings = trouble.findings(carrying: seen)
        queue = options.isDryRun ? [] : [.reportSync]
        return next(now: now)
    }

    /// S49: today and as many days after it as the practice publishes, and one more, so that a
    /// reading that midnight overtakes still covers them all.
    private mutating func startReading(now: Instant) -> SyncEffect {
        guard let context else { return finish() }
        noteOwnClock(context, now: now)
        let horizon = context.evaluator.rules.publishingSettings(of: context.setUp).horizonDays
        let today = context.evaluator.zone.local(at: now).date
        phase = .reading
        return .read(today...today.adding(days: horizon + 1))
    }

    private mutating func evaluate(_ reading: PMSReading, now: Instant) -> SyncEffect {
        guard let context else { return finish() }
        var reading = reading
        reading.practice = context.record.id
        self.reading = reading
        trouble.stage = .comparing
        guard reading.isComplete else {
            trouble.reading.append(
                finding(
                    .partialSnapshot, "the reading of the PMS broke off, so nothing is published",
                    [.init("read at", "\(reading.readAt)")]))
            trouble.stage = .reading
            close(.readFailed, "the reading broke off", now: now)
            if options.isDryRun { queue = [] }
            return next(now: now)
        }
        let snapshot = Snapshot(pms: reading, setUp: context.setUp, claims: context.claims)
        let evaluation = context.evaluator.evaluate(snapshot, now: now)
        let drift = Drift(
            earlier: context.earlier, reading: reading, setUp: context.setUp,
            published: context.published, seen: context.findings, now: now,
            lasts: policy.driftLasts)
        evaluationFindings = drift.dated(evaluation.findings)
        trouble.drift = drift.findings()
        run?.rules = evaluation.revisions.map { "\($0.layer.rawValue) \($0.digest)" }
            .joined(separator: ", ")
        report.outline = ReadingOutline(reading)
        plan = SyncPlan(evaluation, context: context, options: options, policy: policy)
        return compare(evaluation, now: now)
    }

    /// Decides what is done with what was read: nothing is sent past the threshold (S52).
    private mutating func compare(_ evaluation: Evaluation, now: Instant) -> SyncEffect {
        guard let context, let plan else { return finish() }
        report.parts = plan.parts
        report.changes = plan.changes
        report.isFull = plan.isFull
        report.unknownDays = plan.unknown
        carryLeftOut(plan)
        let isAccepted =
            options.acceptsDeletions || context.wishes.contains { $0.kind == .acceptDeletions }
        let isHeld =
            !isAccepted
            && plan.deletions.mustBeConfirmed(over: evaluation.settings.deletionPercent)
        if isHeld {
            report.deletions = plan.deletions
            trouble.held.append(deletionsHeld(plan.deletions, evaluation))
        }
        if options.isDryRun {
            let isSame = plan.parts.isEmpty && plan.changes.isEmpty
            report.outcome = isHeld ? .held : isSame ? .unchanged : .published
            gather()
            return finish()
        }
        report.parts = []
        if isHeld {
            // Not kept: the next reading is to be compared with the last one that was trusted.
            report.outline = context.earlier
            queue = [.reportEvaluation]
            close(.held, "too much would vanish at once", now: now)
            return next(now: now)
        }
        queue = [.reportEvaluation, .reportSync, .keep]
        if marketplace != nil {
            queue += plan.parts.flatMap { [.intendPart($0), .sendPart($0)] }
            if !plan.batches.isEmpty { queue += [.intendDays, .sendDays] }
        }
        return next(now: now)
    }

    /// Takes the findings of the run into the report.
    mutating func gather() {
        report.findings = evaluationFindings + trouble.findings(carrying: seen)
    }

    func finding(
        _ code: FindingCode, _ message: String, _ evidence: [Finding.Fact],
        severity: Finding.Severity? = nil
    ) -> Finding {
        Finding(
            code, message: message, evidence: evidence, system: context?.record.system ?? .exact,
            severity: severity)
    }
}
