import Diary
import Evaluation
import Rules
import Slots
import Testing

@Suite("Evaluating the shipped practices")
struct EvaluatorTests {
    @Test("all fixtures can be read, and none has a rule that fails")
    func readable() {
        #expect(Fixture.all.count >= 10)
        for fixture in Fixture.all { #expect(fixture.evaluated().ruleFailures.isEmpty) }
    }

    @Test(
        "offered means explained as offered; all else has a first blocker (invariant 5)",
        arguments: Fixture.all)
    func servingIsExplaining(fixture: Fixture) {
        let evaluation = fixture.evaluated()
        let timetables = Timetable.all(of: evaluation.snapshot, zone: evaluation.zone)
        let first = evaluation.zone.local(at: evaluation.now).date
        var numbers = SeededNumbers(seed: 5)
        for practitioner in evaluation.practitioners.prefix(6) {
            guard let timetable = timetables[practitioner.practitioner.id] else { continue }
            for type in practitioner.types {
                let published = Set(type.starts)
                #expect(type.starts == published.sorted())
                if let demand = type.demand, type.isOffered {
                    for day in (0...8).map({ first.adding(days: $0) }) {
                        let explained = timetable.explain(
                            demand, evaluation.slotSettings, on: day)
                        let offered = explained.filter { $0.blockers.isEmpty }.map(\.start)
                        #expect(offered == type.starts.filter { $0.date == day })
                    }
                }
                var asked = Array(type.starts.prefix(3))
                for _ in 0..<6 {
                    let minute = Int.random(in: -1_440..<12_960, using: &numbers)
                    asked.append(CivilDateTime(clockMinute: first.dayNumber * 1_440 + minute))
                }
                for start in asked {
                    let answer = evaluation.explain(type, of: practitioner, at: start)
                    #expect(answer.isOffered == published.contains(start))
                    #expect(
                        answer.blockers.map(\.blocker) == answer.blockers.map(\.blocker).sorted())
                }
            }
        }
    }

    @Test("T2: `both` publishes where `type` and `default` both would", arguments: Fixture.small)
    func basis(fixture: Fixture) {
        func starts(_ basis: String) -> Evaluation {
            fixture.evaluated {
                // With stacking the first of two lists is not the first of their common part.
                $0.pms.stacking = true
                $0.setUp.parameters["publishing", default: [:]]["publish_basis"] = .text(basis)
                $0.setUp.parameters["publishing"]?["length_mismatch"] = .text("warn")
            }
        }
        let (both, type, standard) = (starts("both"), starts("type"), starts("default"))
        for (index, practitioner) in both.practitioners.enumerated() {
            #expect(practitioner.recognised == standard.practitioners[index].recognised)
            for (place, evaluated) in practitioner.types.enumerated() where evaluated.isOffered {
                let long = Set(practitioner.recognised)
                let own = type.practitioners[index].types[place].starts
                #expect(evaluated.starts == own.filter(long.contains))
                #expect(
                    standard.practitioners[index].types[place].starts == practitioner.recognised)
            }
        }
    }

    @Test("the same input gives the same answer, also side by side (invariant 3)")
    func sameAnswer() async {
        for fixture in Fixture.small {
            let once = Seen(fixture.evaluated())
            #expect(once == Seen(fixture.evaluated()))
            await withTaskGroup(of: Seen.self) { group in
                for _ in 0..<4 { group.addTask { Seen(fixture.evaluated()) } }
                for await other in group { #expect(other == once) }
            }
        }
    }

    @Test("an incomplete snapshot publishes nothing, whatever is in it (invariant 6)")
    func incomplete() {
        for fixture in Fixture.all {
            let evaluation = fixture.evaluated { $0.pms.isComplete = false }
            #expect(evaluation.publication == nil)
            for practitioner in evaluation.practitioners {
                #expect(practitioner.blockers.first == .snapshotIncomplete)
                #expect(practitioner.recognised.isEmpty)
                #expect(practitioner.types.allSatisfy { $0.starts.isEmpty && !$0.isOffered })
            }
        }
    }

    @Test("a claim takes the time that was offered, and no other")
    func claim() throws {
        let fixture = try #require(Fixture.all.first { $0.name == "harbour-dental.json" })
        let before = fixture.evaluated()
        let practitioner = try #require(before.practitioners.first)
        let type = try #require(practitioner.types.first { !$0.starts.isEmpty })
        let start = try #require(type.starts.first)
        let length = try #require(type.length)
        let after = fixture.evaluated {
            $0.claims.append(
                Claim(
                    id: ClaimID("new"), practitioner: practitioner.practitioner.id,
                    start: .civil(start), length: length))
        }
        let left = try #require(after.practitioners.first?.types.first { $0.type == type.type })
        let gone = Set(type.starts).subtracting(left.starts)
        #expect(gone.contains(start))
        let need = try #require(type.demand?.need.count)
        #expect(
            gone.allSatisfy {
                $0.clockMinute < start.clockMinute + length.count
                    && $0.clockMinute + need > start.clockMinute
            })
        #expect(Set(left.starts).isSubset(of: type.starts))
        for (one, other) in zip(before.practitioners, after.practitioners).dropFirst() {
            #expect(one.types.map(\.starts) == other.types.map(\.starts))
        }
    }
}
