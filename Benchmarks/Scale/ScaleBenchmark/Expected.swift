import Diary
import Evaluation
import Flows
import Measuring
import Ports
import Rules
import Simulators
import StandIns

extension Member {
    /// The shipped rules with its zone.
    func evaluator() throws -> Evaluator {
        let rules = try RuleSet(RuleDirectory(root: "rules"), system: system, practice: nil)
        return Evaluator(rules: rules, zone: zone, zoneVersion: "sample")
    }
}

extension StandIns {
    /// How many practices are compared day by day.
    private static let mostCompared = 40

    /// Stops the benchmark where the marketplace shows something else than a fresh evaluation of
    /// what stands in the PMS, of practices spread over all.
    func checkPublished() async throws {
        let step = max(1, members.count / Self.mostCompared)
        var compared = 0
        // An odd step would meet both kinds in turns, an even one only one of them.
        for place in stride(from: 0, to: members.count, by: step | 1) {
            let member = members[place]
            guard let reading = await pms(of: member).reading(member.id) else {
                stop("\(member.id) is not at its PMS")
            }
            var snapshot = member.snapshot
            snapshot.pms = reading
            let evaluation = try member.evaluator().evaluate(snapshot, now: SampleFleet.now)
            guard let listing = evaluation.listing() else { stop("\(member.id) is not published") }
            let seen = try await marketplace.observe(member.marketplace)
            compared += compare(listing, seen, of: member)
        }
        guard compared > 0 else { stop("no day was compared") }
        say("\(compared) published days agree with a fresh evaluation\n")
    }

    /// Every day after today, which is the same whatever the time is now.
    private func compare(
        _ listing: Listing, _ seen: MarketplaceObservation, of member: Member
    ) -> Int {
        let today = member.zone.local(at: SampleFleet.now).date
        let days = listing.days.filter { $0.date > today }
        for day in days {
            let own = day.starts.map { "\($0.time) \($0.length.count)" }
            let there = (seen.published[day.book.rawValue]?[day.date] ?? []).map {
                "\($0.time) \($0.length.count)"
            }
            guard own == there else {
                stop("\(member.id) shows \(there) for \(day.book) on \(day.date), not \(own)")
            }
        }
        return days.count { !$0.starts.isEmpty }
    }
}
