internal import Diagnostics
internal import Diary
internal import Logging
public import Ports

/// Runs the flows of one practice over its ports: the sync, the request loop and the appointment
/// changes, side by side.
public struct PracticeDriver: Sendable {
    /// The practice as it was when the driver was made.
    public let record: PracticeRecord
    let ports: PracticePorts
    let policy: FlowPolicy
    let owner: String
    let gate: Gate?
    let signals = Signals()
    let memory = SyncMemory()
    /// Where the adapter writes: who brings bookings into the diary.
    let desk: BookingDesk?
    /// How long it waits before its first sync and poll.
    var stagger = Stagger.none

    /// A request that waits for the answer to its booking is looked at again after so long (G25).
    static let waitsForBooking = Duration.seconds(3)

    /// Makes the driver of a practice.
    ///
    /// - Parameter owner: who holds the practice's lease while a sync runs. A service that is
    ///   alone on its ledger gives the same name after a restart, and need not wait for the lease
    ///   of the process that died.
    public init(
        _ record: PracticeRecord, ports: PracticePorts, policy: FlowPolicy, owner: String
    ) {
        self.init(record, ports: ports, policy: policy, owner: owner, gate: nil)
    }

    init(
        _ record: PracticeRecord, ports: PracticePorts, policy: FlowPolicy, owner: String,
        gate: Gate?
    ) {
        self.record = record
        var ports = ports
        ports.logger[metadataKey: "practice"] = "\(record.id)"
        self.ports = ports
        var policy = policy
        policy.callback = ports.callback ?? policy.callback
        self.policy = policy
        self.owner = owner
        self.gate = gate
        var bookings = BookingPolicy()
        bookings.staleAfter = Int(policy.staleAfter.components.seconds)
        desk = BookingDesk(
            record, ports: ports, policy: bookings,
            onClaims: { [signals] in await signals.wantSync() })
    }

    /// Serves the practice until the task is cancelled or its traffic stands still (S58). What is
    /// under way is finished first, so that nothing ends between a call and its record.
    public func run() async {
        ports.logger.info("serving")
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await syncLoop() }
            if let marketplace = ports.marketplace {
                let performer = RequestPerformer(
                    practice: record.id, ports: ports, marketplace: marketplace, signals: signals,
                    desk: desk)
                group.addTask { await serveBookings() }
                group.addTask { await requestLoop(performer) }
                group.addTask { await changeLoop(performer) }
                if let callback = policy.callback {
                    group.addTask { await subscribe(callback, at: marketplace) }
                }
            }
            for await _ in group where await memory.isStopped { group.cancelAll() }
        }
        await unsubscribe()
        ports.logger.info("no longer serving")
    }

    /// Syncs as soon as possible: staff changed something or asked for it.
    public func syncSoon() async {
        await desk?.look()
        await signals.sync.ring()
    }

    /// Polls the requests as soon as possible (G18).
    public func pollSoon(_ cause: PollCause) async { await signals.wantPoll(cause) }

    /// The practice is to end for good under its id: its webhooks are taken back before `run`
    /// returns (S59, S60).
    func leave() async { await memory.leave() }

    /// One sync by itself, as the command runs it.
    ///
    /// - Parameter progress: told after every call how many days were answered.
    public func syncOnce(
        _ options: SyncOptions,
        progress: @escaping @Sendable (SyncProgress) -> Void = { _ in }
    ) async -> SyncReport {
        let runner = SyncRunner(driver: self, options: options, progress: progress)
        let report = options.isDryRun ? await runner.run(lease: nil) : await runner.runLeased()
        await memory.keep(report)
        return report
    }

    /// Waits for the practice's turn among those that start together; a ring comes before it.
    private func takeTurn(after wait: Duration, _ bell: Doorbell) async {
        guard wait > .zero else { return }
        _ = try? await bell.wait(atMost: wait, by: ports.time)
    }

    private func syncLoop() async {
        await takeTurn(after: stagger.sync, signals.sync)
        while !Task.isCancelled {
            let options = await signals.takeOptions(now: ports.time.now())
            let report =
                if let gate {
                    await gate.pass { Task.isCancelled ? SyncReport() : await syncOnce(options) }
                } else {
                    await syncOnce(options)
                }
            if report.outcome == .stopped { return await stop() }
            await signals.add(unknownDays: report.unknownDays)
            await desk?.follow()
            if report.isThrough && !options.days.isEmpty {
                ports.observer.observe(
                    .answered(.availability, count: options.days.count), of: record.id)
            }
            do {
                let isFailing = report.failures > 0
                await signals.setSyncFails(isFailing)
                // At least a little apart, whoever rings; and as long as the other side asked for.
                try await ports.time.sleep(for: max(policy.syncSpacing, report.retryAfter ?? .zero))
                let wait =
                    isFailing ? policy.waits.wait(record.id, report.failures) : policy.syncEvery
                _ = try await signals.sync.wait(atMost: wait, by: ports.time)
            } catch {
                return
            }
        }
    }

    private func requestLoop(_ performer: RequestPerformer) async {
        var state = RequestState(
            system: record.system, policy: policy, takesBookings: desk != nil)
        var cause = PollCause.start
        var failures = 0
        await takeTurn(after: stagger.poll, signals.poll)
        while !Task.isCancelled {
            let report = await round(&state, cause, performer)
            if report.isStopped { return await stop() }
            failures = report.isAnswered ? 0 : failures + 1
            let backoff = failures == 0 ? .zero : policy.waits.wait(record.id, failures)
            // A poll that failed is not put off for long: a gap of ten minutes hides the slots.
            let every =
                report.waiting > 0
                ? min(policy.pollEvery, PracticeDriver.waitsForBooking)
                : policy.pollEvery
            let wait = max(every, min(backoff, .seconds(60)), report.retryAfter ?? .zero)
            do {
                let isRung = try await signals.poll.wait(atMost: wait, by: ports.time)
                let rung = await signals.takeCause()
                cause = isRung ? rung ?? .timer : .timer
            } catch {
                return
            }
        }
    }

    private func round(
        _ state: inout RequestState, _ cause: PollCause, _ performer: RequestPerformer
    ) async -> RequestReport {
        for changes in await signals.takeReports() { state.note(changes, now: ports.time.now()) }
        state.note(unknownDays: await signals.takeUnknownDays(), now: ports.time.now())
        var event = RequestEvent.poll(cause)
        while true {
            let (next, effect) = RequestFlow.step(state, event, now: ports.time.now())
            state = next
            if case .finish(let report) = effect {
                tell(report)
                return report
            }
            event = await shielded { await performer.perform(effect) }
            if Task.isCancelled { return RequestReport() }
        }
    }

    private func tell(_ report: RequestReport) {
        guard report.isAnswered else {
            ports.logger.warning("poll not answered")
            return ports.observer.observe(.pollFailed, of: record.id)
        }
        ports.observer.observe(.polled(waiting: report.kinds.count), of: record.id)
        for (kind, requests) in Dictionary(grouping: report.answered, by: { $0 }) {
            ports.logger.info("answered \(requests.count) \(kind.words)")
            ports.observer.observe(.answered(kind, count: requests.count), of: record.id)
        }
    }

    private func serveBookings() async {
        if let desk { return await desk.run() }
        // What a desk before it reported, when the connection still wrote, holds no more.
        try? await ports.store.replace([], from: .bookings, of: record.id, at: ports.time.now())
    }

    private func changeLoop(_ performer: RequestPerformer) async {
        var isWaiting = false
        while !Task.isCancelled {
            do {
                let wait = isWaiting ? PracticeDriver.waitsForBooking : .seconds(3600)
                let isRung = try await signals.changes.wait(atMost: wait, by: ports.time)
                guard isRung || isWaiting else { continue }
            } catch {
                return
            }
            var state = ChangeState()
            var event = ChangeEvent.start
            while !Task.isCancelled {
                let (next, effect) = ChangeFlow.step(state, event, now: ports.time.now())
                state = next
                if case .finish(let report) = effect {
                    await signals.add(report)
                    isWaiting = report.waiting > 0
                    if report.answered > 0 {
                        ports.observer.observe(
                            .answered(.appointmentChanges, count: report.answered), of: record.id)
                    }
                    if report.refusal != nil { return await stopped(by: report) }
                    break
                }
                event = await shielded { await performer.perform(effect) }
            }
        }
    }

    /// The request loop does not come to report what stopped the practice here.
    private func stopped(by report: ChangeReport) async {
        var state = RequestState(system: record.system, policy: policy)
        state.note(report, now: ports.time.now())
        let findings = state.findings
        await shielded {
            try? await ports.store.replace(
                findings, from: .requests, of: record.id, at: ports.time.now())
        }
        await stop()
    }

    private func stop() async {
        await memory.stop()
        ports.logger.warning("traffic stands still until staff let it go on")
        ports.observer.observe(.stopped, of: record.id)
    }
}

/// What the sync of one practice remembers from run to run.
actor SyncMemory {
    private(set) var outline: ReadingOutline?
    private(set) var isStopped = false
    private(set) var isLeaving = false

    func keep(_ report: SyncReport) {
        if !report.isDryRun, let outline = report.outline { self.outline = outline }
    }

    func stop() { isStopped = true }
    func leave() { isLeaving = true }
}

/// Finishes a call although the task around it is cancelled: what was sent is recorded.
func shielded<Result: Sendable>(_ work: @escaping @Sendable () async -> Result) async -> Result {
    await Task { await work() }.value
}
