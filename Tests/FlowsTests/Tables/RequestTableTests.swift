import Diagnostics
import Diary
import Findings
import Ports
import Testing

@testable import Flows

/// The kinds of event that the request loop can be given.
private enum Kind: CaseIterable {
    case poll, loaded, kinds, bookings, updates, days, features, done, failed, storeFailed
}

/// What each effect waits for; anything else ends the round.
private let awaited: [String: Set<Kind>] = [
    "load": [.loaded, .storeFailed], "outstanding": [.kinds, .failed],
    "bookings": [.bookings, .failed], "bookingUpdates": [.updates, .failed],
    "availability": [.days, .failed], "features": [.features, .failed],
    "rejectBooking": [.done, .failed], "rejectUpdate": [.done, .failed],
    "disableFeature": [.done, .failed], "wantDays": [.done], "wantParts": [.done],
    "startChanges": [.done], "recordPoll": [.done, .storeFailed],
    "fulfilWishes": [.done, .storeFailed], "report": [.done, .storeFailed],
    "takeBookings": [.done, .storeFailed], "stop": [.done, .storeFailed], "idle": [.poll],
]

private func event(_ kind: Kind) -> RequestEvent {
    switch kind {
    case .poll: .poll(.timer)
    case .loaded: .loaded(lastPoll: nil, findings: [])
    case .kinds: .kinds([])
    case .bookings: .bookings([])
    case .updates: .updates([])
    case .days: .days([])
    case .features: .features([])
    case .done: .done
    case .failed: .failed(.fake(.serverFailed, "H"))
    case .storeFailed: .storeFailed(Problem("D0001", "the disk is full"))
    }
}

extension RequestState {
    fileprivate var place: String {
        guard case .waiting(let effect) = phase else { return "idle" }
        if case .fetch(let kind) = effect { return kind.words }
        return String("\(effect)".prefix { $0 != "(" })
    }
}

/// A practice of which the marketplace asks everything.
private func asked() async throws -> SamplePractice {
    let practice = try await SamplePractice()
    try await practice.store.replace(
        [
            Finding(
                .pollGap, message: "", evidence: [.init("then", "\(SamplePractice.start)")],
                system: .exact)
        ],
        from: .requests, of: SamplePractice.id, at: SamplePractice.start)
    try await practice.store.wish(
        [.requests], for: SamplePractice.id, by: .service, at: SamplePractice.start)
    let start = CivilDateTime(clockMinute: SamplePractice.firstDay.dayNumber * 1440 + 600)
    await practice.marketplace.ask(
        bookings: ["1", "2"].map {
            BookingRequest(
                id: BookingID($0), book: nil, reason: nil, start: start, lengthSeconds: 2700,
                bookedAt: SamplePractice.start)
        },
        updates: [
            BookingUpdate(
                id: UpdateRequestID("9"), booking: BookingID("7"), appointments: [],
                isCancellation: true)
        ],
        days: [AvailabilityRequest(date: SamplePractice.firstDay)],
        changes: [ChangeRequest(booking: BookingID("5"), appointments: [])],
        others: [.books, .reasons, .other("documents")], features: ["documents"])
    return practice
}

/// A process that polls.
private struct Process {
    let practice: SamplePractice
    let signals = Signals()
    var state: RequestState

    init(_ practice: SamplePractice, takesBookings: Bool = false) {
        self.practice = practice
        state = RequestState(
            system: .exact, policy: practice.policy, takesBookings: takesBookings)
    }

    /// Polls; the answer to one effect is another one, with or without the effect.
    mutating func poll(
        _ cause: PollCause = .start, until last: Int? = nil,
        _ other: (event: RequestEvent, isPerformed: Bool)? = nil
    ) async -> [RequestState] {
        let performer = RequestPerformer(
            practice: SamplePractice.id, ports: practice.ports, marketplace: practice.marketplace,
            signals: signals)
        var event = RequestEvent.poll(cause)
        var states: [RequestState] = []
        while true {
            let (next, effect) = RequestFlow.step(state, event, now: practice.time.now())
            state = next
            if case .finish = effect { return states }
            states.append(state)
            let isLast = states.count - 1 == last
            if !isLast || other?.isPerformed != false { event = await performer.perform(effect) }
            if isLast, let other { event = other.event }
        }
    }
}

@Suite("Every phase of the request loop and every event") struct RequestTableTests {
    /// A place of each kind, from rounds with and without bookings, and from one that is refused.
    private func places() async throws -> [RequestState] {
        var rejecting = Process(try await asked())
        var all = [rejecting.state]
        all += await rejecting.poll()
        var taking = Process(try await asked(), takesBookings: true)
        all += await taking.poll()
        let practice = try await asked()
        await practice.marketplace.fail([.before(.consentMissing)])
        var refused = Process(practice)
        all += await refused.poll()
        #expect(Set(all.map(\.place)) == Set(awaited.keys))
        var seen: Set<String> = []
        return all.filter { seen.insert($0.place).inserted }
    }

    @Test("each pair of them has one outcome, and what nobody waited for ends the round")
    func table() async throws {
        for place in try await places() {
            for kind in Kind.allCases {
                let (state, effect) = RequestFlow.step(
                    place, event(kind), now: SamplePractice.start)
                let pair = "\(place.place), \(kind)"
                if awaited[place.place]?.contains(kind) == true {
                    // What follows is what was lined up, or what the answer brought.
                    if case .finish = effect { #expect(place.queue.isEmpty, "\(pair)") }
                } else {
                    guard case .finish = effect else {
                        Issue.record("\(pair): \(effect)")
                        continue
                    }
                    #expect(state.phase == .idle && state.queue.isEmpty, "\(pair)")
                }
            }
        }
    }

    @Test("S53, G16: after a wrong event anywhere, the next polls answer all that waits")
    func nothingLost() async throws {
        var whole = Process(try await asked())
        let states = await whole.poll()
        #expect(states.count > 15)
        for (index, place) in states.enumerated() {
            for kind in Kind.allCases {
                let isAnswer = awaited[place.place]?.contains(kind) == true
                guard !isAnswer || [.failed, .storeFailed].contains(kind) else { continue }
                for isPerformed in [false, true] {
                    let practice = try await asked()
                    var process = Process(practice)
                    _ = await process.poll(until: index, (event(kind), isPerformed))
                    for _ in 0..<2 { _ = await process.poll(.wish) }
                    let pair = "\(index) \(place.place), \(kind), \(isPerformed)"
                    #expect(
                        Set(await practice.marketplace.answers) == [
                            "reject 1", "reject 2", "reject update 9",
                        ], "\(pair)")
                    let options = await process.signals.takeOptions(now: practice.time.now())
                    #expect(options.days.count == 1 && options.parts.count == 2, "\(pair)")
                    #expect(await practice.marketplace.features.isEmpty, "\(pair)")
                    #expect(
                        try await practice.store.lastPoll(of: SamplePractice.id) != nil, "\(pair)")
                    #expect(
                        try await practice.store.wishes(of: SamplePractice.id).isEmpty, "\(pair)")
                    // What an earlier process reported is not forgotten.
                    let codes = await practice.store.codes(of: SamplePractice.id, from: .requests)
                    #expect(codes.contains("F12-POLL-GAP"), "\(pair)")
                    #expect(codes.contains("D19-BOOKING-NOT-SET-UP"), "\(pair)")
                }
            }
        }
    }
}
