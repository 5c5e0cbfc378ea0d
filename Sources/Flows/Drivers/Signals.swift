internal import Diary
internal import Ports

/// What the loops of one practice tell each other. It is lost in a crash, which costs nothing: the
/// marketplace goes on asking until it has its answer.
actor Signals {
    let sync = Doorbell()
    let poll = Doorbell()
    let changes = Doorbell()

    private var days: Set<AvailabilityRequest> = []
    private var parts: Set<ConfigurationPart> = []
    private var served: [AvailabilityRequest: Instant] = [:]
    private var partsServed: [ConfigurationPart: Instant] = [:]
    private var cause: PollCause?
    private var reports: [ChangeReport] = []
    private var unknownDays: Set<AvailabilityRequest> = []
    private var syncFails = false

    /// A request that is still there right after it was served does not start another sync; the
    /// next regular one serves it again.
    static let patience = Duration.seconds(30)

    func want(days wanted: Set<AvailabilityRequest>, now: Instant) async {
        served = served.filter { isRecent($0.value, now) }
        days.formUnion(wanted)
        if !syncFails, wanted.contains(where: { served[$0] == nil }) { await sync.ring() }
    }

    func want(parts wanted: Set<ConfigurationPart>, now: Instant) async {
        partsServed = partsServed.filter { isRecent($0.value, now) }
        parts.formUnion(wanted)
        if !syncFails, wanted.contains(where: { partsServed[$0] == nil }) { await sync.ring() }
    }

    /// Bookings claim times, or let them go; while the sync fails that waits with everything else.
    func wantSync() async {
        if !syncFails { await sync.ring() }
    }

    private func isRecent(_ at: Instant, _ now: Instant) -> Bool {
        let age = now.since(at)
        return age >= .zero && age < Signals.patience
    }

    /// While the sync fails, the marketplace's requests do not shorten its waits.
    func setSyncFails(_ fails: Bool) { syncFails = fails }

    /// What the marketplace asked the sync for, once.
    func takeOptions(now: Instant) -> SyncOptions {
        var options = SyncOptions()
        options.days = days
        options.parts = parts
        for day in days { served[day] = now }
        for part in parts { partsServed[part] = now }
        days = []
        parts = []
        return options
    }

    func wantPoll(_ cause: PollCause) async {
        self.cause = cause
        await poll.ring()
    }

    /// Why the poll was rung for, once.
    func takeCause() -> PollCause? {
        defer { cause = nil }
        return cause
    }

    func add(unknownDays days: Set<AvailabilityRequest>) { unknownDays.formUnion(days) }

    /// The days that the marketplace asked the sync for in vain, once.
    func takeUnknownDays() -> Set<AvailabilityRequest> {
        defer { unknownDays = [] }
        return unknownDays
    }

    func wantChanges() async { await changes.ring() }

    func add(_ report: ChangeReport) { reports.append(report) }

    /// What the flow of appointment changes found, once.
    func takeReports() -> [ChangeReport] {
        defer { reports = [] }
        return reports
    }
}
