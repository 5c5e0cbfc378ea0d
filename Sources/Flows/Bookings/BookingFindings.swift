internal import Diary
internal import Findings
internal import Ports

/// What staff should see of the bookings of a practice: what waits for a person, and what happened
/// within a day. All of it is read from the ledger, so that no crash loses it.
struct BookingFindings: Sendable {
    let practice: PracticeRecord
    let store: any BookingStore
    let now: Instant
    let differences: [String]
    /// What was rejected without being stored, and when.
    var notStored: [BookingID: Instant] = [:]

    /// What happened once stays among the findings so long, in seconds.
    static let last = 24 * 3600

    func findings() async throws -> [Finding] {
        var facts: [FindingCode: [Finding.Fact]] = [:]
        for booking in try await store.bookings(of: practice.id, limit: BookingDesk.mostListed) {
            for (code, detail) in try await codes(of: booking) {
                let fact = Finding.Fact("booking \(booking.id)", detail)
                if facts[code]?.contains(fact) != true { facts[code, default: []].append(fact) }
            }
        }
        if !differences.isEmpty {
            facts[.orphan] = differences.map { .init("difference", $0) }
        }
        for (id, at) in notStored.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            facts[.notStored, default: []].append(.init("booking \(id)", "rejected at \(at)"))
        }
        // Said before the first patient is turned away.
        if !store.sealsPatients { facts[.noPatientKey, default: []] += [] }
        return facts.sorted { $0.key.rawValue < $1.key.rawValue }.map { code, facts in
            Finding(
                code, message: message(code, count(facts, of: code)),
                evidence: evidence(facts), system: practice.system)
        }
    }

    /// The first facts, and how many more there are.
    private func evidence(_ facts: [Finding.Fact]) -> [Finding.Fact] {
        guard facts.count > SyncState.mostFacts else { return facts }
        let shown = facts.prefix(SyncState.mostFacts - 1)
        return shown + [.init("more", "\(facts.count - shown.count), not listed here")]
    }

    /// How many bookings they are of, or how many differences.
    private func count(_ facts: [Finding.Fact], of code: FindingCode) -> Int {
        code == .orphan ? facts.count : Set(facts.map(\.name)).count
    }

    /// What it says must be told from what the same code says of the practice's present state.
    private func message(_ code: FindingCode, _ count: Int) -> String {
        switch count {
        case 0: code.entry.title
        case 1 where code == .orphan: "ledger and diary differ"
        case 1: "of a booking: \(code.entry.title)"
        default:
            code == .orphan
                ? "ledger and diary differ \(count) times"
                : "of \(count) bookings: \(code.entry.title)"
        }
    }

    private func codes(of booking: Booking) async throws -> [(FindingCode, String)] {
        var codes: [(FindingCode, String)] = []
        if case .needsPerson(let code) = booking.state, let code = FindingCode(rawValue: code) {
            codes.append((code, "waits since \(booking.since)"))
        }
        guard now.seconds - booking.since.seconds < BookingFindings.last else { return codes }
        let timeline = try await store.timeline(of: booking.id, in: practice.id)
        // Where a person has decided, nobody is asked any more for what they were asked.
        if case .rejected(let code) = booking.state, let code = FindingCode(rawValue: code),
            !timeline.contains(where: { $0.what == BookingEvent.decidedAgainst })
        {
            codes.append((code, "rejected at \(booking.since)"))
        }
        // What the timeline names by a code of the catalogue.
        for event in timeline {
            if let code = FindingCode(rawValue: event.what) {
                codes.append((code, event.detail ?? "at \(event.at)"))
            }
        }
        return codes
    }
}
