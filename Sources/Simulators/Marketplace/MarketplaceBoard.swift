internal import Diary

/// The simulated marketplace's state, practice by practice.
actor MarketplaceBoard {
    let options: MarketplaceOptions
    let clock: SimulatorClock
    private var states: [String: MarketplaceState] = [:]
    private var order: [String] = []
    private var history: [String: [(since: Instant, state: MarketplaceState)]] = [:]
    private var random: SeededRandom
    private var lastBooking = 1_000
    private var lastRequest = 500

    /// Whether earlier states are kept, for stale reads; they cost memory.
    var keepsHistory = false

    /// The most earlier states of a practice that are kept.
    static let mostVersions = 100

    init(_ options: MarketplaceOptions, clock: SimulatorClock) {
        self.options = options
        self.clock = clock
        random = SeededRandom(seed: options.seed)
    }

    /// Adds a practice, or starts the one with that id afresh.
    func add(_ practice: MarketplacePractice) {
        if states[practice.id] == nil { order.append(practice.id) }
        states[practice.id] = MarketplaceState(practice)
    }

    /// All ids, in the order in which they came.
    var ids: [String] { order }

    /// Keeps earlier states from now on, or forgets them.
    func setKeepsHistory(_ keeps: Bool) {
        keepsHistory = keeps
        if !keeps { history = [:] }
    }

    /// Checks the three headers of a call: 401 where one is wrong, 403 without consent.
    func authorise(_ call: SimulatorCall) throws(Refusal) -> String {
        guard call.headers["api-key"] == options.apiKey else {
            throw Refusal("`api-key` is missing or wrong", status: 401)
        }
        guard let id = call.headers["practice-id"], let state = states[id],
            call.headers["practice-key"] == state.practice.key
        else { throw Refusal("`practice-id` or `practice-key` is missing or wrong", status: 401) }
        guard state.isConsenting else {
            throw Refusal("the practice has not consented", status: 403)
        }
        return id
    }

    /// A practice's state as a call sees it.
    func view(_ id: String, faults: [Fault] = []) throws(Refusal) -> MarketplaceState {
        guard let state = states[id] else { throw Refusal("no practice `\(id)`", status: 404) }
        let earlier = history[id] ?? []
        var seen = state
        for fault in faults {
            switch fault {
            case .staleBySeconds(let seconds):
                let then = clock.now.seconds - seconds
                // Each row holds the state that ended then, so the first later one is right.
                if let row = earlier.first(where: { $0.since.seconds > then }) { seen = row.state }
            case .staleByEdits(let edits):
                if !earlier.isEmpty { seen = earlier[max(0, earlier.count - edits)].state }
            default: continue
            }
        }
        return seen
    }

    /// Changes a practice's state. A body that throws has changed nothing yet.
    ///
    /// - Parameter time: when it takes effect, where that is not now.
    func change<Result: Sendable>(
        _ id: String, at time: Instant? = nil,
        _ body: @Sendable (inout MarketplaceState, Instant) throws(Refusal) -> Result
    ) throws(Refusal) -> Result {
        // Taken out, because what is held twice would be copied at its first change.
        guard var state = states.removeValue(forKey: id) else {
            throw Refusal("no practice `\(id)`", status: 404)
        }
        defer { states[id] = state }
        let before = keepsHistory ? state : nil
        let result = try body(&state, time ?? clock.now)
        if let before {
            history[id, default: []].append((clock.now, before))
            if history[id, default: []].count > MarketplaceBoard.mostVersions {
                history[id]?.removeFirst()
            }
        }
        return result
    }

    /// The next booking's number.
    func newBooking() -> Int {
        lastBooking += 1
        return lastBooking
    }

    /// The next request's number.
    func newRequest() -> Int {
        lastRequest += 1
        return lastRequest
    }

    /// An id in the form of a UUID.
    func newIdentifier() -> String { random.identifier() }
}
