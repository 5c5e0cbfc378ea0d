internal import Diagnostics
internal import Diary

/// The practices that a simulator holds, each with the versions that it went through, so that a
/// stale read can tell how things were. One change at a time: of two calls that want the same time
/// the second sees what the first did.
actor PracticeBoard {
    private var practices: [PracticeID: Practice] = [:]
    private var order: [PracticeID] = []
    private var random: SeededRandom
    private let options: PracticeOptions
    private let clock: SimulatorClock

    /// The most versions of a practice that are kept.
    static let mostVersions = 100

    private struct Practice {
        var zone: Zone
        var isConsenting = true
        var versions: [Version]
    }

    /// A practice as it was from a time on.
    struct Version: Sendable {
        /// Since when.
        var since: Instant
        /// All that the PMS holds.
        var state: PracticeState
        /// How often each part was changed.
        var revisions = Revisions()
    }

    /// How often the parts of a practice were changed.
    struct Revisions: Sendable, Equatable {
        /// The online-booking set-up, practitioners included.
        var setUp = 1
        /// The working time.
        var sessions = 1
        /// The diary.
        var diary = 1
        /// The patients.
        var patients = 1
    }

    /// What a call sees of a practice.
    struct View: Sendable {
        var state: PracticeState
        var zone: Zone
        var revisions: Revisions
        var isConsenting: Bool
        /// What a reading shows.
        var reading: PMSReading { state.reading }
    }

    init(_ options: PracticeOptions, clock: SimulatorClock) {
        self.options = options
        self.clock = clock
        // Salted, so that no id of a row is also a token.
        random = SeededRandom(seed: options.seed, salts: [], texts: ["rows"])
    }

    /// Adds a practice, or replaces the one with that id.
    func add(_ snapshot: Snapshot, zone: Zone) {
        let id = snapshot.pms.practice
        if practices[id] == nil { order.append(id) }
        let first = Version(since: clock.now, state: PracticeState(reading: snapshot.pms))
        practices[id] = Practice(zone: zone, versions: [first])
    }

    /// All ids, in the order in which they came.
    var ids: [PracticeID] { order }

    /// A practice as a call sees it; nil where there is none.
    func view(_ id: PracticeID, faults: [Fault] = []) -> View? {
        guard let practice = practices[id], let newest = practice.versions.last else { return nil }
        var version = newest
        for fault in faults {
            switch fault {
            case .staleBySeconds(let seconds):
                let then = clock.now.seconds - seconds
                version =
                    practice.versions.last { $0.since.seconds <= then } ?? practice.versions[0]
            case .staleByEdits(let edits):
                version = practice.versions[max(0, practice.versions.count - 1 - edits)]
            default: continue
            }
        }
        return View(
            state: version.state, zone: practice.zone, revisions: version.revisions,
            isConsenting: practice.isConsenting)
    }

    /// The practices that consent, by id.
    var consenting: [PracticeID] { order.filter { practices[$0]?.isConsenting ?? false } }

    /// Gives or revokes a practice's consent.
    func setConsent(_ isConsenting: Bool, of id: PracticeID) throws(Problem) {
        guard practices[id] != nil else { throw PracticeBoard.unknown(id) }
        practices[id]?.isConsenting = isConsenting
    }
}

// What staff and callers change.
extension PracticeBoard {
    /// Makes changes: all of them, or none.
    func edit(_ id: PracticeID, _ edits: [PracticeEdit]) throws(Problem) {
        try change(id, isSetUp: edits.contains(where: \.isSetUp)) { state throws(Problem) in
            for edit in edits { try state.apply(edit) }
        }
    }

    /// Makes any change; counts as one of the set-up where `isSetUp` says so.
    func change(
        _ id: PracticeID, isSetUp: Bool,
        _ body: @Sendable (inout PracticeState) throws(Problem) -> Void
    ) throws(Problem) {
        guard var state = practices[id]?.versions.last?.state else {
            throw PracticeBoard.unknown(id)
        }
        try body(&state)
        keep(state, of: id, isSetUp: isSetUp, at: clock.now)
    }

    /// Does what a call over the wire asks for, always to the newest version; returns what came of
    /// it, and the practice as it is then.
    ///
    /// - Parameter time: when it takes effect, where that is not now.
    func write<Result: Sendable>(
        _ id: PracticeID, at time: Instant?,
        _ body: @Sendable (inout PracticeState, WriteTerms) throws(Refusal) -> Result
    ) throws(Refusal) -> (result: Result, view: View) {
        guard let practice = practices[id], let before = practice.versions.last?.state else {
            throw Refusal("no practice `\(id)`", status: 404)
        }
        let terms = WriteTerms(
            now: time ?? clock.now, id: random.identifier(), zone: practice.zone, options: options)
        var state = before
        let result = try body(&state, terms)
        if state != before { keep(state, of: id, isSetUp: false, at: terms.now) }
        guard let view = view(id) else { throw Refusal("no practice `\(id)`", status: 404) }
        return (result, view)
    }

    private func keep(_ state: PracticeState, of id: PracticeID, isSetUp: Bool, at now: Instant) {
        guard var practice = practices[id], let before = practice.versions.last else { return }
        var version = Version(since: now, state: state, revisions: before.revisions)
        version.state.followDiary(since: before.state.reading.diary, at: now)
        let (old, new) = (before.state.reading, state.reading)
        if isSetUp { version.revisions.setUp += 1 }
        if new.sessions != old.sessions { version.revisions.sessions += 1 }
        if new.diary != old.diary || version.state.details != before.state.details {
            version.revisions.diary += 1
        }
        if state.patients != before.state.patients { version.revisions.patients += 1 }
        practice.versions.append(version)
        if practice.versions.count > PracticeBoard.mostVersions { practice.versions.removeFirst() }
        practices[id] = practice
    }

    private static func unknown(_ id: PracticeID) -> Problem {
        Problem(
            "C0303", "the simulator has no practice `\(id)`",
            hint: "use one that `GET /_simulator/practices` lists")
    }
}
