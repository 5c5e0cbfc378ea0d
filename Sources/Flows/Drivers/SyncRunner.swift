internal import Diagnostics
internal import Diary
internal import Logging
internal import Ports

/// Runs one sync to its end: feeds the flow with what the world answers, holds the lease, stops
/// between two effects where the process is to end.
struct SyncRunner: Sendable {
    let driver: PracticeDriver
    let options: SyncOptions
    let progress: @Sendable (SyncProgress) -> Void

    private var practice: PracticeID { driver.record.id }
    private var ports: PracticePorts { driver.ports }
    private var policy: FlowPolicy { driver.policy }

    /// How often another process's lease is waited for.
    static let leaseTries = 30

    /// Runs while nobody else works on the practice.
    func runLeased() async -> SyncReport {
        let lease = Lease()
        for number in 1...SyncRunner.leaseTries {
            do {
                if try await take() { break }
            } catch {
                var report = SyncReport()
                report.problem = .init(ofStore: error)
                report.detail = report.problem?.message
                report.failures = 1
                return report
            }
            if number == SyncRunner.leaseTries { return busy() }
            do { try await ports.time.sleep(for: .seconds(1)) } catch { return busy() }
        }
        let report = await withTaskGroup(of: SyncReport?.self) { group in
            group.addTask {
                await renew(lease)
                return nil
            }
            group.addTask { await run(lease: lease) }
            for await report in group {
                guard let report else { continue }
                group.cancelAll()
                return report
            }
            return SyncReport()
        }
        await shielded { try? await ports.store.release(practice, from: driver.owner) }
        return report
    }

    private func take() async throws -> Bool {
        let now = ports.time.now()
        return try await ports.store.lease(
            practice, to: driver.owner,
            until: Instant(seconds: now.seconds + Int(policy.leaseLasts.components.seconds)),
            now: now)
    }

    /// Renews the lease while the run goes on; where that fails the run stops in front of its next
    /// effect.
    private func renew(_ lease: Lease) async {
        while true {
            do { try await ports.time.sleep(for: policy.leaseLasts / 3) } catch { return }
            if (try? await take()) != true { return await lease.lose() }
        }
    }

    private func busy() -> SyncReport {
        var report = SyncReport()
        report.detail = "another process works on the practice"
        report.failures = 1
        return report
    }

    /// Runs the flow; without a lease for what changes nothing.
    func run(lease: Lease?) async -> SyncReport {
        let performer = SyncPerformer(
            practice: practice, marketplaceID: driver.record.marketplace?.practice, ports: ports,
            policy: policy, earlier: await driver.memory.outline)
        var state = SyncState(practice: practice, options: options, policy: policy)
        var event = SyncEvent.start
        let began = ContinuousClock.now
        while true {
            let (next, effect) = SyncFlow.step(state, event, now: ports.time.now())
            state = next
            if case .finish(let report) = effect {
                tell(report, took: ContinuousClock.now - began)
                return report
            }
            // Whoever has the practice now records what stands at the marketplace; we no longer do.
            if let lease, await lease.isLost { return lost(state.report) }
            if Task.isCancelled && effect.reachesOut {
                event = .interrupted("the process was asked to stop")
                continue
            }
            event = await shielded { await performer.perform(effect) }
            progress(state.progress)
        }
    }

    private func lost(_ report: SyncReport) -> SyncReport {
        var report = report
        report.outcome = .interrupted
        report.detail = "another process has the practice now"
        report.failures = 1
        return report
    }

    private func tell(_ report: SyncReport, took: Duration) {
        ports.observer.observe(.synced(report, took: took), of: practice)
        guard !report.isDryRun else { return }
        if report.daysSent > 0 || !report.parts.isEmpty {
            ports.observer.observe(.published(days: report.daysSent, after: took), of: practice)
        }
        let metadata: Logger.Metadata = [
            "outcome": "\(report.outcome?.rawValue ?? "none")", "days": "\(report.daysSent)",
            "refused": "\(report.daysFailed)",
        ]
        switch report.outcome {
        case .published: ports.logger.info("published", metadata: metadata)
        case .unchanged: ports.logger.debug("unchanged", metadata: metadata)
        default:
            ports.logger.warning("sync: \(report.detail ?? "not run")", metadata: metadata)
        }
    }
}

extension SyncEffect {
    /// Whether the effect calls the other side; what it answered before is still recorded where
    /// the process is to stop.
    fileprivate var reachesOut: Bool {
        switch self {
        case .load, .begin, .read, .send, .readBack, .sendDays: true
        default: false
        }
    }
}

/// Whether the practice still belongs to this process.
actor Lease {
    private(set) var isLost = false
    func lose() { isLost = true }
}
