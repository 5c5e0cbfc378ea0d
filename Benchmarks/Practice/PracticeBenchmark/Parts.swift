import Diary
import Evaluation
import Measuring
import Rules
import SamplePractice
import Slots

/// The parts of an evaluation by themselves: where the time goes.
struct Parts {
    let sample: SamplePractice
    let rules: RuleSet
    let zone: Zone
    let evaluation: Evaluation

    func cases(times: Int) -> [Case] {
        func part(_ name: String, _ body: @escaping () -> Int) -> Case {
            Case("part: \(name)", units: times) {
                for _ in 0..<times where body() == 0 { stop("`\(name)` gives nothing") }
            }
        }
        return [
            part("parameters") { parameters() },
            part("session, without a decision") { session() },
            part("session and its decisions") { decisions() },
            part("timetables") { Timetable.all(of: sample.snapshot, zone: zone).count },
            part("starts of the timetables", startsOfTimetables()),
            part("publication") { evaluation.publication?.offers.count ?? 0 },
        ]
    }

    private func parameters() -> Int {
        rules.parameterGroups.reduce(0) { count, group in
            count
                + rules.parameters(
                    of: group, setUp: sample.snapshot.setUp.parameters[group] ?? [:]
                ).count
        }
    }

    private func session() -> Int {
        _ = RuleSession(rules, snapshot: sample.snapshot)
        return 1
    }

    private func decisions() -> Int {
        let session = RuleSession(rules, snapshot: sample.snapshot)
        var failures = session.defaultReason().1.failures.count
        for practitioner in evaluation.practitioners {
            failures += session.kind(of: practitioner.practitioner).1.failures.count
            failures +=
                session.publishes(
                    practitioner.practitioner, kind: practitioner.kind,
                    defaultReason: practitioner.recognisedBy
                ).1.failures.count
        }
        failures +=
            session.interval(lengths: [15, 30, 45, 60].map { Minutes($0) }).1.failures.count
        return failures == 0 ? 1 : 0
    }

    private func startsOfTimetables() -> () -> Int {
        let timetables = Timetable.all(of: sample.snapshot, zone: zone)
        let settings = evaluation.slotSettings
        return {
            var count = 0
            for practitioner in evaluation.practitioners {
                guard let timetable = timetables[practitioner.practitioner.id],
                    let length = practitioner.defaultLength
                else { continue }
                let demands =
                    [Demand(length: length, need: length)]
                    + practitioner.types.compactMap(\.demand)
                for demand in demands { count += timetable.starts(for: demand, settings).count }
            }
            return count
        }
    }
}
