public import Diary

/// What lasts: the ledger as the flows and the commands see it. Every call is one transaction.
///
/// All calls throw a `Problem` with a code of the letter D where the store cannot do it.
public protocol Store: SetUpStore, ReadingStore, PublicationStore, FindingStore, RuleStore {}

/// Practices and their set-up, and the audit of every change.
public protocol SetUpStore: Sendable {
    /// Every practice, by id.
    func practices() async throws -> [PracticeRecord]
    /// One practice; nil where it does not exist.
    func practice(_ id: PracticeID) async throws -> PracticeRecord?
    /// What Gapbook owns for a practice.
    func setUp(of practice: PracticeID) async throws -> SetUp
    /// Makes one change and audits it. A change that changes nothing leaves no entry.
    ///
    /// - Throws: D0101 for a practice, D0102 for a type, D0103 for a revision that does not exist.
    func change(
        _ practice: PracticeID, _ change: SetUpChange, by actor: Actor, why: String?,
        at now: Instant
    ) async throws
    /// The newest entries first.
    func audit(of practice: PracticeID?, limit: Int) async throws -> [AuditEntry]
    /// A number that grows with every change, so that the service notices changes cheaply.
    func changeCount() async throws -> Int

    /// Asks for work.
    func wish(
        _ kinds: [Wish.Kind], for practice: PracticeID, by actor: Actor, at now: Instant
    ) async throws
    /// What is asked for and not done yet, oldest first.
    func wishes(of practice: PracticeID) async throws -> [Wish]
    /// Takes fulfilled wishes away.
    func fulfil(_ wishes: [Wish], of practice: PracticeID) async throws
}

/// What was read from PMSs.
public protocol ReadingStore: Sendable {
    /// Keeps a complete reading by its content; the same content is kept once.
    func keep(_ reading: PMSReading) async throws -> ContentDigest
    /// The newest kept reading of a practice.
    func latestReading(of practice: PracticeID) async throws -> PMSReading?
    /// Live bookings of ours that take time in the next evaluation.
    func claims(of practice: PracticeID) async throws -> [Claim]
}

/// What was published, and by which runs.
public protocol PublicationStore: Sendable {
    /// Lets one process work on a practice until a time; false while another one does.
    func lease(
        _ practice: PracticeID, to owner: String, until: Instant, now: Instant
    ) async throws -> Bool
    /// Gives the practice free.
    func release(_ practice: PracticeID, from owner: String) async throws

    /// Begins a run. A run of the same practice that never ended becomes `interrupted`.
    func beginRun(of practice: PracticeID, at now: Instant) async throws -> SyncRun
    /// Ends a run.
    func endRun(_ run: SyncRun) async throws
    /// The newest runs first.
    func runs(of practice: PracticeID, limit: Int) async throws -> [SyncRun]
    /// The newest run that ended `published` or `unchanged`.
    func lastGoodRun(of practice: PracticeID) async throws -> SyncRun?

    /// What the marketplace has of a practice, at one id there (S59).
    func published(
        of practice: PracticeID, at marketplace: MarketplacePracticeID
    ) async throws -> Published
    /// Records a part of the configuration that the marketplace took. For `.books`, days of books
    /// that are gone are forgotten with them.
    func recordSent(
        _ part: ConfigurationPart, digest: ContentDigest, listing: Listing, run: SyncRun,
        at marketplace: MarketplacePracticeID
    ) async throws
    /// Records days that the marketplace took.
    func recordSent(
        _ days: [BookDay: SentDay], run: SyncRun, at marketplace: MarketplacePracticeID
    ) async throws
    /// Records that all days were sent, and forgets the days before `firstDay`.
    func recordFull(
        at now: Instant, firstDay: CivilDate, of practice: PracticeID,
        at marketplace: MarketplacePracticeID
    ) async throws
    /// Records a poll of the marketplace's requests that was answered.
    func recordPoll(of practice: PracticeID, at now: Instant) async throws
    /// When the requests were last polled; nil before the first time.
    func lastPoll(of practice: PracticeID) async throws -> Instant?
}

/// Findings with their history.
public protocol FindingStore: Sendable {
    /// Replaces a source's findings: new ones are first seen now, missing ones end now.
    func replace(
        _ findings: [Finding], from source: FindingSource, of practice: PracticeID,
        at now: Instant
    ) async throws
    /// The findings that hold now, worst first.
    func findings(of practice: PracticeID) async throws -> [SeenFinding]
}

/// Revisions of rules.
public protocol RuleStore: Sendable {
    /// Keeps a revision; the same files are kept once.
    func keep(_ revision: RuleRevision) async throws
    /// A kept revision; nil where it does not exist.
    func revision(_ id: RuleRevisionID) async throws -> RuleRevision?
    /// The revision that decides for a practice; nil before the first activation.
    func activeRevision(of practice: PracticeID) async throws -> ActiveRevision?
    /// The revisions that were active, newest first.
    func activations(of practice: PracticeID, limit: Int) async throws -> [ActiveRevision]
}

/// A revision that a practice runs, or ran.
public struct ActiveRevision: Sendable, Equatable {
    /// Which.
    public var id: RuleRevisionID
    /// Since when.
    public var since: Instant
    /// Who switched to it.
    public var actor: Actor
    /// Why.
    public var why: String?

    /// Makes one.
    public init(id: RuleRevisionID, since: Instant, actor: Actor, why: String?) {
        self.id = id
        self.since = since
        self.actor = actor
        self.why = why
    }
}
