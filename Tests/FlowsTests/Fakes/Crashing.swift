import Diary
import Ports

@testable import Flows

/// Runs the steps of a sync one effect at a time, and forgets everything after the n-th: what a
/// process does that is killed.
struct CrashingProcess: Sendable {
    enum Crash { case beforeEffect, afterEffect }

    let practice: SamplePractice
    var options = SyncOptions()

    /// Runs to the end, or to the crash.
    ///
    /// - Returns: the report, and how many effects were done; no report after a crash.
    func run(
        crashAt number: Int? = nil, _ crash: Crash = .beforeEffect,
        check: (SyncEffect) async throws -> Void = { _ in }
    ) async throws -> (report: SyncReport?, effects: Int) {
        let performer = SyncPerformer(
            practice: SamplePractice.id, marketplaceID: SamplePractice.marketplaceID,
            ports: practice.ports, policy: practice.policy, earlier: nil)
        var state = SyncState(
            practice: SamplePractice.id, options: options, policy: practice.policy)
        var event = SyncEvent.start
        var done = 0
        while true {
            let (next, effect) = SyncFlow.step(state, event, now: practice.time.now())
            state = next
            if case .finish(let report) = effect { return (report, done) }
            if done == number && crash == .beforeEffect { return (nil, done) }
            event = await performer.perform(effect)
            try await check(effect)
            if done == number { return (nil, done) }
            done += 1
        }
    }
}

/// Watches what the marketplace holds: every part of it must come from one complete reading.
actor Watch {
    private var books: [[AppointmentBook]] = [[]]
    private var reasons: [[ListedReason]] = [[]]
    private var days: [BookDay: Set<DayAvailability>] = [:]

    /// What may stand at the marketplace from now on as well.
    func allow(_ holding: FakeMarketplace.Holding) {
        books.append(holding.books)
        reasons.append(holding.reasons)
        for (day, content) in holding.days { days[day, default: []].insert(content) }
    }

    /// What of a holding comes from no complete reading.
    func strangers(in holding: FakeMarketplace.Holding) -> [String] {
        var found: [String] = []
        if !books.contains(holding.books) { found.append("books \(holding.books.map(\.id))") }
        if !reasons.contains(holding.reasons) {
            found.append("reasons \(holding.reasons.map(\.id))")
        }
        for (day, content) in holding.days
        where !content.starts.isEmpty && days[day]?.contains(content) != true {
            found.append("\(day.book) on \(day.date)")
        }
        return found
    }
}
