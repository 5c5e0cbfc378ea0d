internal import Diagnostics
internal import Diary
internal import Evaluation
internal import Ports

/// Carries out the effects of the sync flow over the ports, one at a time.
struct SyncPerformer: Sendable {
    let practice: PracticeID
    let marketplaceID: MarketplacePracticeID?
    let ports: PracticePorts
    let policy: FlowPolicy
    /// The outline of the reading before; nil where the ledger must be asked.
    let earlier: ReadingOutline?

    /// How many runs are looked at to count failures in a row.
    static let mostRuns = 20

    func perform(_ effect: SyncEffect) async -> SyncEvent {
        do {
            switch effect {
            case .load: return try await load()
            case .begin:
                return .began(try await ports.store.beginRun(of: practice, at: ports.time.now()))
            case .read(let days): return await read(days)
            case .keep(let reading): return .kept(try await ports.store.keep(reading))
            case .report, .recordPart, .recordDays, .recordFull, .fulfil, .stop, .end:
                try await record(effect)
                return .done
            case .send, .readBack, .sendDays: return await send(effect)
            case .finish: return .done
            }
        } catch {
            return .storeFailed(Problem(ofStore: error))
        }
    }

    private func load() async throws -> SyncEvent {
        let store = ports.store
        guard let record = try await store.practice(practice) else {
            throw Problem(
                "D0101", "no practice `\(practice)`", hint: "see `gapbook practice list`")
        }
        // The ports were made for one id at the marketplace; whoever changed it starts anew (S59).
        guard record.marketplace?.practice == marketplaceID else {
            return .interrupted("the practice has another id at the marketplace now")
        }
        let setUp = try await store.setUp(of: practice)
        let findings = try await store.findings(of: practice)
        let active = try await store.activeRevision(of: practice)
        let evaluator: Evaluator
        do {
            evaluator = try await ports.evaluators.evaluator(
                for: record, setUp: setUp, active: active)
        } catch {
            return .unusable(Problem(ofStore: error), record, findings: findings)
        }
        var context = SyncContext(record: record, setUp: setUp, evaluator: evaluator)
        context.findings = findings
        context.claims = try await store.claims(of: practice)
        context.wishes = try await store.wishes(of: practice)
        context.runs = try await store.runs(of: practice, limit: SyncPerformer.mostRuns)
        context.lastGoodRun = try await store.lastGoodRun(of: practice)
        if let marketplaceID {
            context.published = try await store.published(of: practice, at: marketplaceID)
        }
        if let earlier {
            context.earlier = earlier
        } else {
            context.earlier = try await store.latestReading(of: practice).map(ReadingOutline.init)
        }
        return .loaded(context)
    }

    private func read(_ days: ClosedRange<CivilDate>) async -> SyncEvent {
        do {
            let reading = try await ports.pms.read(days)
            let skews = ClockSkews(
                pms: await ports.pms.clockSkew(),
                marketplace: await ports.marketplace?.clockSkew())
            return .read(reading, skews)
        } catch {
            return .readFailed(error)
        }
    }

    private func record(_ effect: SyncEffect) async throws {
        let store = ports.store
        let now = ports.time.now()
        switch effect {
        case .report(let findings, let source):
            try await store.replace(findings, from: source, of: practice, at: now)
        case .fulfil(let wishes): try await store.fulfil(wishes, of: practice)
        case .stop(let stop):
            try await store.change(practice, .stop(stop), by: .service, why: stop.why, at: now)
        case .end(let run): try await store.endRun(run)
        default: break
        }
        guard let marketplaceID else { return }
        switch effect {
        case .recordPart(let part, let digest, let listing, let run):
            try await store.recordSent(
                part, digest: digest, listing: listing, run: run, at: marketplaceID)
        case .recordDays(let days, let run):
            try await store.recordSent(days, run: run, at: marketplaceID)
        case .recordFull(let firstDay):
            try await store.recordFull(
                at: now, firstDay: firstDay, of: practice, at: marketplaceID)
        default: break
        }
    }

    private func send(_ effect: SyncEffect) async -> SyncEvent {
        guard let marketplace = ports.marketplace else {
            return .interrupted("the practice is not published")
        }
        do {
            switch effect {
            case .send(.liveHours, _): try await marketplace.send(policy.liveHours)
            case .send(.books, let listing): try await marketplace.send(listing.books)
            case .send(.reasons, let listing): try await marketplace.send(listing.reasons)
            case .readBack(.books):
                return .listed(SyncPerformer.texts(try await marketplace.books()))
            case .readBack(.reasons):
                return .listed(SyncPerformer.texts(try await marketplace.reasons()))
            case .sendDays(let days): return .answered(try await marketplace.send(days))
            default: break
            }
            return .done
        } catch {
            return .sendFailed(error)
        }
    }

    private static func texts<Kind>(_ names: [Identifier<Kind>: String]) -> [String: String] {
        Dictionary(
            names.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Problem {
    /// What a store or a supplier threw, as a problem.
    init(ofStore error: any Error) {
        self =
            error as? Problem
            ?? Problem(
                "D0001", "the ledger failed: \(type(of: error))",
                hint: "see the log of the service, and run `gapbook ledger verify`")
    }
}
