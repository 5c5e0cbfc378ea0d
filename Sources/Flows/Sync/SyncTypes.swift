public import Diagnostics
public import Diary
public import Evaluation
public import Ports

/// What a sync is to do beyond what is due anyway.
public struct SyncOptions: Sendable, Equatable {
    /// Only work out what would be sent; nothing is sent or recorded.
    public var isDryRun = false
    /// Publish in spite of the threshold against mass deletion.
    public var acceptsDeletions = false
    /// Days that the marketplace asked for: they are sent, changed or not.
    public var days: Set<AvailabilityRequest> = []
    /// Parts of the configuration that the marketplace asked for.
    public var parts: Set<ConfigurationPart> = []

    /// Only what is due.
    public init(isDryRun: Bool = false, acceptsDeletions: Bool = false) {
        self.isDryRun = isDryRun
        self.acceptsDeletions = acceptsDeletions
    }
}

/// All that a sync needs to know before it reads the PMS.
public struct SyncContext: Sendable {
    /// How the practice is reached.
    public var record: PracticeRecord
    /// What Gapbook owns for it.
    public var setUp: SetUp
    /// Bookings that take time although the diary does not show them yet.
    public var claims: [Claim] = []
    /// What the marketplace has.
    public var published = Published()
    /// What staff asked for.
    public var wishes: [Wish] = []
    /// The findings that hold, with their history.
    public var findings: [SeenFinding] = []
    /// The newest runs, newest first.
    public var runs: [SyncRun] = []
    /// The newest run that ended well.
    public var lastGoodRun: SyncRun?
    /// The set-up part of the reading before, for what only a history shows.
    public var earlier: ReadingOutline?
    /// The rules and the zone in force.
    public var evaluator: Evaluator

    /// Joins what every practice has.
    public init(record: PracticeRecord, setUp: SetUp, evaluator: Evaluator) {
        self.record = record
        self.setUp = setUp
        self.evaluator = evaluator
    }
}

/// What the world answers to an effect of the sync flow.
public enum SyncEvent: Sendable {
    case start
    case loaded(SyncContext)
    /// The set-up or the rules cannot be used.
    case unusable(Problem, PracticeRecord, findings: [SeenFinding])
    case began(SyncRun)
    case read(PMSReading, ClockSkews)
    case readFailed(PMSFailure)
    case kept(ContentDigest)
    /// A call to the store or to the marketplace was done.
    case done
    /// What the marketplace lists of a part, by id and name.
    case listed([String: String])
    case answered(AvailabilityAnswer)
    case sendFailed(MarketplaceFailure)
    /// The ledger cannot do it: nothing can be recorded, so nothing more is sent.
    case storeFailed(Problem)
    /// The process is asked to stop, or another one has the practice now.
    case interrupted(String)
}

/// How far the clocks of both sides are ahead of ours, as far as their answers say it (F04).
public struct ClockSkews: Sendable, Equatable {
    /// The PMS's clock.
    public var pms: Duration?
    /// The marketplace's.
    public var marketplace: Duration?

    /// Joins both; nothing is known without them.
    public init(pms: Duration? = nil, marketplace: Duration? = nil) {
        self.pms = pms
        self.marketplace = marketplace
    }
}

/// What the sync flow wants done; one at a time, so that a crash falls between two of them.
public enum SyncEffect: Sendable {
    case load
    case begin
    case read(ClosedRange<CivilDate>)
    case report([Finding], from: FindingSource)
    case keep(PMSReading)
    case send(ConfigurationPart, Listing)
    case readBack(ConfigurationPart)
    case recordPart(ConfigurationPart, ContentDigest, Listing, SyncRun)
    case sendDays([DayAvailability])
    case recordDays([BookDay: SentDay], SyncRun)
    case recordFull(firstDay: CivilDate)
    case fulfil([Wish])
    case stop(PracticeRecord.Stop)
    case end(SyncRun)
    /// The flow has ended.
    case finish(SyncReport)
}

/// What a sync did, or would do.
public struct SyncReport: Sendable {
    /// How it ended; nil where it could not run at all.
    public var outcome: SyncRun.Outcome?
    /// What the outcome rests on, in words.
    public var detail: String?
    /// Why it could not run or record.
    public var problem: Problem?
    /// Whether nothing was sent or recorded on purpose.
    public var isDryRun = false
    /// Parts of the configuration that were taken, or that would be sent.
    public var parts: [ConfigurationPart] = []
    /// Days that differ from what the marketplace has, or that were asked for.
    public var changes: [DayChange] = []
    /// Days that the marketplace asked for although they are not published.
    public var unknownDays: Set<AvailabilityRequest> = []
    /// Days that were taken.
    public var daysSent = 0
    /// Days that the marketplace refused.
    public var daysFailed = 0
    /// What would vanish, where that is why nothing was sent.
    public var deletions: Deletions?
    /// What is wrong, from the evaluation and from the sync itself.
    public var findings: [Finding] = []
    /// How long the other side asked to be left alone.
    public var retryAfter: Duration?
    /// Whether all days were sent.
    public var isFull = false
    /// Whether every call of the run was answered, with refusals at worst.
    public var isThrough = false
    /// What the run read, for the next one.
    public var outline: ReadingOutline?
    /// How many failures in a row the run ends, itself included; 0 after a good one.
    public var failures = 0

    /// A day that is sent.
    public struct DayChange: Sendable, Hashable {
        /// Which day of which book.
        public var day: BookDay
        /// How many starts the marketplace has; nil where it has nothing of that day.
        public var before: Int?
        /// How many starts it gets.
        public var after: Int
    }
}

/// How far a sync has come with the days that it sends.
public struct SyncProgress: Sendable, Equatable {
    /// Days that were answered.
    public var done: Int
    /// Days that are sent in this run.
    public var total: Int
}
