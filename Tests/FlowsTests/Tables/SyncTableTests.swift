import Diagnostics
import Diary
import Evaluation
import Ports
import Testing

@testable import Flows

/// The kinds of event that the sync flow can be given.
private enum Kind: CaseIterable {
    case start, loaded, unusable, began, read, readFailed, kept, done, listed, answered, sendFailed
    case storeFailed, interrupted

    /// Those that only say that something failed: they are true whatever was done.
    static let failures: Set<Kind> = [
        .unusable, .readFailed, .sendFailed, .storeFailed, .interrupted,
    ]
}

/// One place of a run: what the flow waits for, and what the world then answers.
private struct Place {
    let name: String
    let state: SyncState
}

/// What each phase waits for; anything else breaks the run off.
private let awaited: [String: Set<Kind>] = [
    "ready": [.start], "loading": [.loaded, .unusable], "beginning": [.began],
    "reading": [.read, .readFailed], "reportEvaluation": [.done], "reportSync": [.done],
    "keep": [.kept], "intendPart": [.done], "sendPart": [.done, .sendFailed],
    "readBack": [.listed, .sendFailed], "recordPart": [.done], "intendDays": [.done],
    "sendDays": [.answered, .sendFailed], "recordDays": [.done], "recordFull": [.done],
    "stop": [.done], "fulfil": [.done], "end": [.done], "finished": [],
]

/// A practice with something to publish in every respect, and with wishes of staff.
private func edited() async throws -> SamplePractice {
    let practice = try await SamplePractice()
    _ = await practice.sync()
    practice.time.advance(.seconds(60))
    await practice.pms.edit { reading in
        reading.diary = [SamplePractice.appointment("A1", minute: 540)]
        reading.reasons[1].name = "Filling, large"
        reading.practitioners[1].name = "Dr B Hall"
    }
    try await practice.store.wish(
        [.configuration, .availability, .reading], for: SamplePractice.id, by: .service,
        at: practice.time.now())
    return practice
}

/// An event of that kind that says nothing true.
private func event(_ kind: Kind, of practice: SamplePractice) async throws -> SyncEvent {
    let problem = Problem("D0001", "the disk is full")
    let record = SamplePractice.record()
    switch kind {
    case .start: return .start
    case .loaded:
        let setUp = try await practice.store.setUp(of: SamplePractice.id)
        return .loaded(
            SyncContext(record: record, setUp: setUp, evaluator: SampleRules.evaluator))
    case .unusable: return .unusable(problem, record, findings: [])
    case .began:
        return .began(
            SyncRun(number: 999, practice: SamplePractice.id, startedAt: practice.time.now()))
    case .read: return .read(SamplePractice.reading(), ClockSkews())
    case .readFailed: return .readFailed(.fake(.serverFailed, "P"))
    case .kept: return .kept(ContentDigest("0"))
    case .done: return .done
    case .listed: return .listed([:])
    case .answered: return .answered(AvailabilityAnswer(created: [], existing: [], failed: [:]))
    case .sendFailed: return .sendFailed(.fake(.serverFailed, "H"))
    case .storeFailed: return .storeFailed(problem)
    case .interrupted: return .interrupted("the process was asked to stop")
    }
}

extension SyncState {
    fileprivate var place: String {
        if case .working(let step) = phase { return String("\(step)".prefix { $0 != "(" }) }
        return "\(phase)"
    }
}

/// Runs a sync up to an effect, gives another event in its place, and goes on to the end.
private func run(
    _ practice: SamplePractice, until last: Int? = nil,
    _ other: (SyncEvent, isPerformed: Bool)? = nil
) async -> (places: [Place], report: SyncReport) {
    let performer = SyncPerformer(
        practice: SamplePractice.id, marketplaceID: SamplePractice.marketplaceID,
        ports: practice.ports, policy: practice.policy, earlier: nil)
    var state = SyncState(
        practice: SamplePractice.id, options: SyncOptions(), policy: practice.policy)
    var places = [Place(name: state.place, state: state)]
    var event = SyncEvent.start
    while true {
        let (next, effect) = SyncFlow.step(state, event, now: practice.time.now())
        state = next
        places.append(Place(name: state.place, state: state))
        if case .finish(let report) = effect { return (places, report) }
        let isLast = places.count - 2 == last
        if !isLast || other?.isPerformed != false { event = await performer.perform(effect) }
        if isLast, let other { event = other.0 }
    }
}

@Suite("Every phase of a sync and every event") struct SyncTableTests {
    /// A place of each kind, from a run that publishes and from one that is refused.
    private static func places(_ practice: SamplePractice) async throws -> [Place] {
        let published = await run(practice).places
        let refused = try await SamplePractice()
        await refused.pms.fail([.consentMissing])
        let all = published + (await run(refused).places)
        #expect(Set(all.map(\.name)) == Set(awaited.keys))
        var seen: Set<String> = []
        return all.filter { seen.insert($0.name).inserted }
    }

    @Test("each pair of them has one outcome, and what nobody waited for breaks the run off")
    func table() async throws {
        let practice = try await edited()
        for place in try await Self.places(practice) {
            let hasRun = place.state.run != nil && place.name != "end"
            for kind in Kind.allCases {
                let event = try await event(kind, of: practice)
                let (state, effect) = SyncFlow.step(place.state, event, now: practice.time.now())
                let pair = "\(place.name), \(kind)"
                switch (kind, effect) {
                case _ where place.name == "finished":
                    guard case .finish(let report) = effect else {
                        Issue.record("\(pair): \(effect)")
                        continue
                    }
                    #expect(report.outcome == place.state.report.outcome, "\(pair)")
                case (_, let effect) where awaited[place.name]?.contains(kind) == true:
                    if case .end(let run) = effect {
                        #expect(run.outcome != .interrupted, "\(pair)")
                    }
                    #expect(state.report.detail?.contains("did not wait") != true, "\(pair)")
                case (.storeFailed, .finish(let report)):
                    #expect(report.outcome == nil && report.problem != nil, "\(pair)")
                case (.storeFailed, _): Issue.record("\(pair): \(effect)")
                case (_, .finish(let report)):
                    #expect(!hasRun && report.detail != nil, "\(pair)")
                case (_, .end(let run)):
                    #expect(hasRun && run.outcome == .interrupted, "\(pair)")
                default: Issue.record("\(pair): \(effect)")
                }
            }
        }
    }

    @Test("S47, S60: after a wrong event anywhere, the next runs do all that was to be done")
    func nothingLost() async throws {
        let whole = try await edited()
        let places = await run(whole).places
        #expect(await whole.marketplace.holding == (try await whole.expected()))
        #expect(places.count > 20)
        var seen: Set<String> = []
        for (index, place) in places.dropFirst().dropLast().enumerated() {
            let isFirst = seen.insert(place.name).inserted
            for (number, kind) in Kind.allCases.enumerated() {
                let isFailure = Kind.failures.contains(kind)
                // A success that is not true is no wrong event, it is a lie.
                guard isFailure || awaited[place.name]?.contains(kind) != true else { continue }
                // A failure may come anywhere, before or after its effect; of what nobody waits for
                // a part will do.
                guard isFailure || isFirst else { continue }
                let isEven = (index + number).isMultiple(of: 2)
                for isPerformed in isFailure ? [false, true] : [isEven] {
                    try await check(index, kind, isPerformed, place.name)
                }
            }
        }
    }

    private func check(
        _ index: Int, _ kind: Kind, _ isPerformed: Bool, _ place: String
    ) async throws {
        let practice = try await edited()
        let other = try await event(kind, of: practice)
        _ = await run(practice, until: index, (other, isPerformed))
        let pair: Comment = "\(index) \(place), \(kind), \(isPerformed)"
        for _ in 0..<2 { _ = await practice.sync() }
        #expect(await practice.marketplace.holding == (try await practice.expected()), pair)
        #expect(try await practice.store.wishes(of: SamplePractice.id).isEmpty, pair)
        let last = await practice.sync()
        #expect(last.outcome == .unchanged, pair)
        let runs = try await practice.store.runs(of: SamplePractice.id, limit: 9)
        #expect(runs.allSatisfy { $0.outcome != nil }, pair)
    }
}
