import Diary
import Evaluation
import Foundation
import Rules
import Testing

@Suite("Snapshots that nobody would write")
struct EvaluatorMutationTests {
    /// How many snapshots are made of each fixture.
    static let count = ProcessInfo.processInfo.environment["GAPBOOK_SOAK"] == nil ? 40 : 4_000

    @Test(
        "whatever a snapshot holds, it is evaluated, and what is offered is bookable",
        arguments: Fixture.small)
    func mutations(fixture: Fixture) {
        for seed in 0..<UInt64(Self.count) {
            var mutation = Mutation(seed: seed)
            let evaluation = fixture.evaluated { mutation.apply(to: &$0) }
            let note = "\(fixture) seed \(seed)"
            #expect((evaluation.publication == nil) == !evaluation.snapshot.pms.isComplete)
            for offer in evaluation.publication?.offers ?? [] {
                check(offer, in: evaluation, note)
            }
        }
    }

    /// Looks at an offer with nothing but the snapshot's own rows.
    private func check(
        _ offer: Publication.Offer, in evaluation: Evaluation, _ note: String
    ) {
        let pms = evaluation.snapshot.pms
        let zone = evaluation.zone
        let earliest = evaluation.now.seconds + evaluation.settings.lead.count * 60
        #expect(
            evaluation.snapshot.setUp.links.contains {
                $0.type == offer.type && $0.practitioner == offer.practitioner
                    && $0.reason == offer.reason
            }, "\(note)")
        #expect(pms.reasons.contains { $0.id == offer.reason && $0.isActive }, "\(note)")
        // T2: by `publish_basis` = `default` offered no longer means bookable, and B07 says so.
        let defaults = evaluation.practitioners.filter { $0.practitioner.id == offer.practitioner }
            .compactMap(\.defaultLength)
        let isProbed = evaluation.settings.basis == .default
        let free = isProbed ? defaults.min() ?? offer.length : offer.length
        for start in offer.starts {
            let begin = zone.instant(of: start).seconds
            let end = begin + free.count * 60
            #expect(begin >= earliest && start.date <= evaluation.lastDay, "\(note)")
            #expect(pms.days.contains(start.date), "\(note)")
            let isWorking = pms.sessions.contains { session in
                session.practitioner == offer.practitioner && session.date == start.date
                    && zone.instant(of: CivilDateTime(session.date, session.start)).seconds <= begin
            }
            #expect(isWorking, "\(note) \(start)")
            let taken = pms.diary.first { entry in
                guard entry.practitioner == offer.practitioner, entry.takesTime else {
                    return false
                }
                let from = entry.start.instant(in: zone).seconds
                let until =
                    switch entry.end {
                    case .after(let length): from + length.count * 60
                    case .at(let time): time.instant(in: zone).seconds
                    }
                return from < end && until > begin && from < until
            }
            #expect(taken == nil, "\(note) \(start)")
        }
    }
}

/// Spoils some things of a snapshot; the same seed spoils the same.
struct Mutation {
    private var numbers: SeededNumbers

    init(seed: UInt64) { numbers = SeededNumbers(seed: seed) }

    private mutating func below(_ limit: Int) -> Int {
        Int.random(in: 0..<max(1, limit), using: &numbers)
    }

    private mutating func minutes() -> Minutes? {
        below(4) == 0 ? nil : Minutes([1, 4, 5, 7, 29, 30, 31, 60, 240, 1440][below(10)])
    }

    private mutating func pick<Element>(_ list: [Element]) -> Element? {
        list.isEmpty ? nil : list[below(list.count)]
    }

    mutating func apply(to snapshot: inout Snapshot) {
        for _ in 0...below(5) {
            switch below(12) {
            case 0: people(&snapshot.pms)
            case 1: reasons(&snapshot.pms)
            case 2: order(&snapshot.pms)
            case 3: sessions(&snapshot.pms)
            case 4: diary(&snapshot.pms)
            case 5: types(&snapshot.setUp)
            case 6: links(&snapshot.setUp, snapshot.pms)
            case 7: parameters(&snapshot.setUp)
            case 8: practice(&snapshot.pms)
            case 9: assignment(&snapshot.setUp, snapshot.pms)
            case 10: claims(&snapshot)
            default: names(&snapshot)
            }
        }
    }

    private mutating func people(_ pms: inout PMSReading) {
        guard !pms.practitioners.isEmpty else { return }
        let index = below(pms.practitioners.count)
        switch below(6) {
        case 0: pms.practitioners.remove(at: index)
        case 1: pms.practitioners.append(pms.practitioners[index])
        case 2: pms.practitioners[index].isActive.toggle()
        case 3: pms.practitioners[index].enableOnline = ["Y", "", "?", "yes"][below(4)]
        case 4: pms.practitioners[index].newPatientMinutes = minutes()
        default: pms.practitioners[index].defaultMinutes = minutes()
        }
    }

    private mutating func reasons(_ pms: inout PMSReading) {
        guard !pms.reasons.isEmpty else { return }
        let index = below(pms.reasons.count)
        switch below(6) {
        case 0: pms.reasons.remove(at: index)
        case 1: pms.reasons.append(pms.reasons[index])
        case 2: pms.reasons[index].isActive.toggle()
        case 3: pms.reasons[index].minutes = minutes()
        case 4: pms.reasons[index].practitioners = below(2) == 0 ? nil : []
        default:
            pms.reasons[index].practitioners = [
                .init(PractitionerID("nobody")), .init(PractitionerID("P1"), minutes: minutes()),
            ]
        }
    }

    private mutating func order(_ pms: inout PMSReading) {
        pms.practitioners.shuffle(using: &numbers)
        pms.reasons.shuffle(using: &numbers)
        pms.sessions.shuffle(using: &numbers)
        pms.diary.shuffle(using: &numbers)
    }

    private mutating func sessions(_ pms: inout PMSReading) {
        guard !pms.sessions.isEmpty else { return }
        let index = below(pms.sessions.count)
        let (one, other) = (CivilTime(minuteOfDay: below(1_440)), CivilTime(minuteOfDay: 1_440))
        switch below(4) {
        case 0: pms.sessions.append(pms.sessions[index])
        case 1: pms.sessions.removeAll()
        case 2:
            // Also sessions that end before they start, and breaks outside of them.
            if let one { pms.sessions[index].end = one }
        default:
            guard let one, let other else { return }
            pms.sessions[index].breaks = [.init(start: one, end: other)]
        }
    }

    private mutating func diary(_ pms: inout PMSReading) {
        guard let entry = pick(pms.diary) else { return }
        var copy = entry
        switch below(4) {
        case 0: copy.end = .after(Minutes(below(50_000)))
        case 1: copy.end = .at(copy.start)
        case 2: copy.kind = .unknown("mystery")
        default: copy.status = [.cancelled, .unknown("mystery"), nil][below(3)]
        }
        pms.diary.append(copy)
    }

    private mutating func types(_ setUp: inout SetUp) {
        guard !setUp.appointmentTypes.isEmpty else { return }
        let index = below(setUp.appointmentTypes.count)
        switch below(3) {
        case 0: setUp.appointmentTypes[index].practitioner = PractitionerID("nobody")
        case 1: setUp.appointmentTypes[index].length = minutes() ?? Minutes(30)
        default: setUp.appointmentTypes.append(setUp.appointmentTypes[index])
        }
    }

    private mutating func links(_ setUp: inout SetUp, _ pms: PMSReading) {
        guard !setUp.links.isEmpty else { return }
        let index = below(setUp.links.count)
        switch below(3) {
        case 0: setUp.links.remove(at: index)
        case 1: setUp.links[index].reason = pick(pms.reasons)?.id ?? ReasonID("gone")
        default: setUp.links[index].reason = ReasonID("gone")
        }
    }

    private mutating func parameters(_ setUp: inout SetUp) {
        let names = [
            "lead_minutes", "horizon_days", "publish_basis", "stacking_scope", "grid", "minutes",
            "order", "fallback", "steps", "least_percent", "length_mismatch",
        ]
        let values: [ParameterValue] = [
            .integer(0), .integer(-1), .integer(7), .integer(43_200), .integer(.max),
            .text("type"), .text("default"), .text("gap"), .text("midnight"), .text("warn"),
            .text("first_with_practitioner"), .boolean(true), .list([]), .list(["7", "first"]),
        ]
        let groups = ["publishing", "interval", "default_reason", "publish_practitioner", "none"]
        setUp.parameters[groups[below(groups.count)], default: [:]][names[below(names.count)]] =
            values[below(values.count)]
    }

    private mutating func practice(_ pms: inout PMSReading) {
        switch below(5) {
        case 0: pms.isComplete = false
        case 1: pms.stacking = [true, false, nil][below(3)]
        case 2: pms.interval = minutes()
        case 3: pms.readAt = Instant(seconds: pms.readAt.seconds + (below(200) - 100) * 86_400)
        default:
            let day = pms.days.lowerBound
            pms.days = day...day.adding(days: below(3))
        }
    }

    private mutating func assignment(_ setUp: inout SetUp, _ pms: PMSReading) {
        let id = below(2) == 0 ? ReasonID("gone") : pick(pms.reasons)?.id
        setUp.assigned = id.map { Assignment(reason: $0, isPinned: below(2) == 0) }
    }

    private mutating func claims(_ snapshot: inout Snapshot) {
        guard let entry = pick(snapshot.pms.diary) else { return }
        snapshot.claims.append(
            Claim(
                id: ClaimID("C1"), practitioner: entry.practitioner, start: entry.start,
                length: minutes() ?? Minutes(30)))
    }

    private mutating func names(_ snapshot: inout Snapshot) {
        let odd = [
            "", " ", "\u{0}", "Healthengine", "ﬀ🦷\u{301}", String(repeating: "x", count: 5_000),
        ]
        if !snapshot.pms.reasons.isEmpty {
            snapshot.pms.reasons[below(snapshot.pms.reasons.count)].name = odd[below(odd.count)]
        }
        if !snapshot.setUp.appointmentTypes.isEmpty {
            let index = below(snapshot.setUp.appointmentTypes.count)
            snapshot.setUp.appointmentTypes[index].name = odd[below(odd.count)]
        }
    }
}
