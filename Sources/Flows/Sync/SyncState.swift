public import Diary
internal import Evaluation
internal import Findings
internal import Ports

/// Where one sync stands. It lives in memory only: a crash loses it, and the next run works out
/// again what is left to do, because nothing counts as sent before its answer was recorded.
public struct SyncState: Sendable {
    let practice: PracticeID
    let options: SyncOptions
    let policy: FlowPolicy
    var phase: Phase = .ready
    var context: SyncContext?
    /// The findings that held before; with their history.
    var seen: [SeenFinding] = []
    var run: SyncRun?
    var plan: SyncPlan?
    var reading: PMSReading?
    /// The findings of the evaluation, with what the history adds.
    var evaluationFindings: [Finding] = []
    var trouble = SyncTrouble()
    /// How many starts of a day the marketplace has no form for.
    var leftOut: [BookDay: Int] = [:]
    /// What was last reported with the source `sync`, so that the same is not reported twice.
    var reported: [Finding]?
    /// Whether the marketplace answered every call of the run, with refusals at worst.
    var isThrough = false
    var report = SyncReport()
    /// Steps that are left after what the phase waits for, first one first.
    var queue: [Step] = []

    /// What the flow waits for.
    enum Phase: Sendable, Equatable {
        case ready
        case loading
        case beginning
        case reading
        case working(Step)
        case finished
    }

    /// The steps after the reading, each of them one effect.
    enum Step: Sendable, Equatable {
        case reportEvaluation
        case reportSync
        case keep
        case intendPart(ConfigurationPart)
        case sendPart(ConfigurationPart)
        case readBack(ConfigurationPart)
        case recordPart(ConfigurationPart)
        case intendDays
        case sendDays
        case recordDays(taken: [Int])
        case recordFull
        case stop(PracticeRecord.Stop)
        case fulfil
        case end
    }

    /// Begins a sync of a practice.
    public init(practice: PracticeID, options: SyncOptions, policy: FlowPolicy) {
        self.practice = practice
        self.options = options
        self.policy = policy
        report.isDryRun = options.isDryRun
    }

    /// How far the sync has come with its days.
    public var progress: SyncProgress {
        SyncProgress(done: report.daysSent + report.daysFailed, total: plan?.changes.count ?? 0)
    }

    /// The marketplace's id of the practice; nil where it is not published.
    var marketplace: MarketplacePracticeID? { context?.record.marketplace?.practice }

    /// The codes of the findings that this flow reports with the source `sync`.
    static let codes: Set<String> = Set(
        [
            FindingCode.pmsOffline, .credentials, .consent, .lastSyncOld, .staleSnapshot,
            .rateLimit, .clockSkew, .schemaDrift, .practiceIDChanged, .readFailed, .daysRefused,
            .configurationRefused, .listsDiffer, .deletionsHeld, .sendFailed, .setUpUnusable,
            .partialSnapshot, .startsLeftOut,
        ].map(\.rawValue)
    ).union(Drift.codes)
}

/// What went wrong in one sync, gathered until it is reported at its end.
struct SyncTrouble: Sendable {
    /// Findings about the reading of the PMS.
    var reading: [Finding] = []
    /// Findings about clocks that disagree.
    var clocks: [Finding] = []
    /// Findings about the drift of the set-up.
    var drift: [Finding] = []
    /// Findings about what was held back.
    var held: [Finding] = []
    /// The finding about what the marketplace has no form for.
    var leftOut: [Finding] = []
    /// Findings about what was sent.
    var sending: [Finding] = []
    /// Findings about the run as a whole.
    var run: [Finding] = []
    /// How far the run came: what lies beyond was not judged, and keeps its findings.
    var stage = Stage.reading
    /// Parts of the configuration that were not taken.
    var failedParts: [ConfigurationPart] = []
    /// Days that were refused, with the marketplace's words.
    var refusedDays: [(day: BookDay, words: String)] = []

    enum Stage: Int, Sendable, Comparable {
        case reading, comparing, sending
        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// All findings of the run, with those of stages that it did not reach carried on.
    func findings(carrying seen: [SeenFinding]) -> [Finding] {
        let mine = clocks + reading + drift + held + leftOut + sending + run
        let judged = SyncTrouble.codes(through: stage)
        let carried = seen.map(\.finding).filter {
            SyncState.codes.contains($0.code) && !judged.contains($0.code)
        }
        let known = Set(mine.map(\.code))
        return mine + carried.filter { !known.contains($0.code) }
    }

    private static func codes(through stage: Stage) -> Set<String> {
        var codes: Set<FindingCode> = [
            .pmsOffline, .credentials, .consent, .rateLimit, .schemaDrift, .practiceIDChanged,
            .readFailed, .lastSyncOld, .staleSnapshot, .setUpUnusable,
        ]
        if stage >= .comparing {
            codes.formUnion([.deletionsHeld, .partialSnapshot, .clockSkew, .startsLeftOut])
        }
        var texts = Set(codes.map(\.rawValue))
        if stage >= .comparing { texts.formUnion(Drift.codes) }
        if stage >= .sending {
            texts.formUnion(
                [FindingCode.daysRefused, .configurationRefused, .listsDiffer, .sendFailed]
                    .map(\.rawValue))
        }
        return texts
    }
}

extension SyncState.Step {
    /// Whether the event is an answer to the step's effect.
    func awaits(_ event: SyncEvent) -> Bool {
        switch (self, event) {
        case (.keep, .kept), (.readBack, .listed), (.sendDays, .answered),
            (.sendPart, .done), (.sendPart, .sendFailed), (.readBack, .sendFailed),
            (.sendDays, .sendFailed):
            true
        case (.reportEvaluation, .done), (.reportSync, .done), (.intendPart, .done),
            (.recordPart, .done), (.intendDays, .done), (.recordDays, .done), (.recordFull, .done),
            (.stop, .done), (.fulfil, .done), (.end, .done):
            true
        default: false
        }
    }
}
