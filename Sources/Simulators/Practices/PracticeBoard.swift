internal import Diagnostics
internal import Diary

/// The practices that a simulator holds, each with the versions that it went through, so that a
/// stale read can tell how things were.
actor PracticeBoard {
    private var practices: [PracticeID: Practice] = [:]
    private var order: [PracticeID] = []
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
        var reading: PMSReading
        /// How often the online-booking set-up was changed.
        var setUpRevision: Int
        /// How often anything was changed.
        var edits: Int
    }

    /// What a call sees of a practice.
    struct View: Sendable {
        var reading: PMSReading
        var zone: Zone
        var setUpRevision: Int
        var isConsenting: Bool
    }

    init(clock: SimulatorClock) { self.clock = clock }

    /// Adds a practice, or replaces the one with that id.
    func add(_ snapshot: Snapshot, zone: Zone) {
        let id = snapshot.pms.practice
        if practices[id] == nil { order.append(id) }
        practices[id] = Practice(
            zone: zone,
            versions: [
                Version(since: clock.now, reading: snapshot.pms, setUpRevision: 1, edits: 0)
            ])
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
            reading: version.reading, zone: practice.zone, setUpRevision: version.setUpRevision,
            isConsenting: practice.isConsenting)
    }

    /// The practices that consent, by id.
    var consenting: [PracticeID] { order.filter { practices[$0]?.isConsenting ?? false } }

    /// Gives or revokes a practice's consent.
    func setConsent(_ isConsenting: Bool, of id: PracticeID) throws(Problem) {
        guard practices[id] != nil else { throw PracticeBoard.unknown(id) }
        practices[id]?.isConsenting = isConsenting
    }

    /// Makes changes: all of them, or none.
    func edit(_ id: PracticeID, _ edits: [PracticeEdit]) throws(Problem) {
        try change(id, isSetUp: edits.contains(where: \.isSetUp)) { reading throws(Problem) in
            for edit in edits { try reading.apply(edit) }
        }
    }

    /// Makes any change; counts as one of the set-up where `isSetUp` says so.
    func change(
        _ id: PracticeID, isSetUp: Bool,
        _ body: @Sendable (inout PMSReading) throws(Problem) -> Void
    ) throws(Problem) {
        guard var practice = practices[id], var version = practice.versions.last else {
            throw PracticeBoard.unknown(id)
        }
        try body(&version.reading)
        version.since = clock.now
        version.edits += 1
        if isSetUp { version.setUpRevision += 1 }
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
