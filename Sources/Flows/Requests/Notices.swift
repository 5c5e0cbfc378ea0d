internal import Diary
internal import Findings
internal import Ports

/// Things that happened once and that people should still see a day later: rejected bookings,
/// appointments that are gone, gaps between polls.
///
/// Each is one fact of its code's finding, with when it happened as the value, so that a process
/// that starts anew reads them back from the findings of the one before.
struct Notices: Sendable, Equatable {
    /// One thing that happened.
    struct Notice: Sendable, Hashable {
        let code: FindingCode
        /// What it was, for example `booking 12`; no patient data.
        let what: String
        let at: Instant
    }

    private(set) var all: [Notice] = []

    /// The most things that are remembered for one code; the oldest go first.
    static let mostPerCode = SyncState.mostFacts

    /// The codes that are told in this way.
    static let codes: [FindingCode] = [
        .bookingRejected, .updateRejected, .unknownBooking, .appointmentAbsent, .webhookLost,
        .pollGap, .optionalFeature, .cancelUnsupported, .daysUnknown,
    ]

    /// Takes back what an earlier process reported.
    init(_ seen: [SeenFinding] = []) {
        for finding in seen.map(\.finding) {
            guard let code = Notices.codes.first(where: { $0.rawValue == finding.code }) else {
                continue
            }
            for fact in finding.evidence {
                if let at = Instant(fact.value) { add(code, fact.name, at: at) }
            }
        }
    }

    /// Remembers something; the same again only moves its time.
    mutating func add(_ code: FindingCode, _ what: String, at: Instant) {
        all.removeAll { $0.code == code && $0.what == what }
        all.append(Notice(code: code, what: what, at: at))
        let mine = all.filter { $0.code == code }
        guard mine.count > Notices.mostPerCode, let oldest = mine.first else { return }
        all.removeAll { $0 == oldest }
    }

    /// Joins what was known before; what is known already is newer.
    mutating func add(contentsOf earlier: Notices) {
        let newer = all
        all = earlier.all
        for notice in newer { add(notice.code, notice.what, at: notice.at) }
    }

    /// Forgets what is over.
    mutating func forget(olderThan age: Duration, now: Instant) {
        all.removeAll { now.since($0.at) > age }
    }

    /// One finding for each code, newest facts first.
    func findings(system: PMSSystem) -> [Finding] {
        Notices.codes.compactMap { code in
            let mine = all.filter { $0.code == code }.reversed()
            guard !mine.isEmpty else { return nil }
            return Finding(
                code, message: Notices.message(code, mine.count),
                evidence: mine.map { .init($0.what, "\($0.at)") }, system: system)
        }
    }

    private static func message(_ code: FindingCode, _ count: Int) -> String {
        let isOne = count == 1
        return switch code {
        case .bookingRejected:
            "\(isOne ? "a booking was" : "\(count) bookings were") rejected because bookings are "
                + "not set up"
        case .updateRejected:
            "\(isOne ? "an update was" : "\(count) updates were") rejected because bookings are "
                + "not set up"
        case .cancelUnsupported:
            "\(isOne ? "a change" : "\(count) changes") of booked appointments "
                + "\(isOne ? "was" : "were") answered as unsupported; "
                + "the patient calls the practice"
        case .unknownBooking:
            "the marketplace asked about \(isOne ? "a booking" : "\(count) bookings") without "
                + "a known appointment"
        case .appointmentAbsent:
            "the diary no longer has \(isOne ? "a booked appointment" : "booked appointments")"
        case .daysUnknown:
            "the marketplace asked for \(isOne ? "a day" : "\(count) days") that "
                + "\(isOne ? "is" : "are") not published"
        case .webhookLost:
            "polling found \(isOne ? "a request" : "requests") that no webhook had announced"
        case .pollGap: "requests were not polled for too long, so the slots were hidden"
        default: "the marketplace asked for an optional feature, which was switched off"
        }
    }
}
