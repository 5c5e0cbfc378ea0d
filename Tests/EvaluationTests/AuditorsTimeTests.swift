import Diary
import Evaluation
import Findings
import Foundation
import Slots
import Testing

@Suite("The auditors of time") struct TimeAuditTests {
    @Test("stacking that is not reported is no finding once it is said to be on (T9)")
    func stackingSaid() throws {
        for var sample in [Sample.exact(), Sample.oasis()] {
            sample.pms.stacking = nil
            sample.set("stacking_unreported", of: "publishing", to: .text("on"))
            #expect(try sample.findings() == [])
        }
    }

    @Test("what Exact does not report is its own default, also where nobody says so (T9)")
    func exactDefault() throws {
        var sample = Sample.exact()
        sample.pms.stacking = nil
        sample.set("stacking_unreported", of: "publishing", to: .text("unknown"))
        #expect(try sample.findings(.stackingUnreported).map(\.severity) == [.advice])
    }

    @Test("the evidence counts the starts that stacking leaves") func stackingEvidence() throws {
        var sample = Sample.exact()
        sample.pms.stacking = false
        sample.pms.sessions = sample.pms.sessions.map { session in
            var long = session
            long.end = CivilTime(minuteOfDay: 1020) ?? session.end
            if let start = CivilTime("12:00"), let end = CivilTime("13:00") {
                long.breaks = [.init(start: start, end: end)]
            }
            return long
        }
        let evidence = try #require(try sample.findings(.stackingOff).first?.evidence)
        #expect(evidence.map(\.value) == ["at most 2", "at most 2"])
        sample.set("stacking_scope", of: "publishing", to: .text("gap"))
        #expect(
            try sample.findings(.stackingOff).map(\.message) == [
                "stacking is off: only the first free slot of each gap shows"
            ])
    }

    @Test("an interval conflicts with the PMS's own, or with the lengths (T15)") func interval()
        throws
    {
        let table: [(pms: Int?, parameter: Int?, lengths: [Int], shown: Finding.Severity?)] = [
            (nil, nil, [45, 30], nil), (15, nil, [45, 30], nil), (45, nil, [45], nil),
            (15, nil, [45], .advice), (20, nil, [45, 30], .warning), (nil, 15, [45, 30], nil),
            (15, 15, [45, 30], nil), (15, 5, [45, 30], .advice), (nil, 20, [45, 30], .warning),
            (1, nil, [45, 30], .advice), (1, nil, [45, 47], .advice), (10, 20, [45], .warning),
            (nil, 15, [45], .advice),
        ]
        for row in table {
            var sample = Sample.exact()
            sample.pms.interval = row.pms.map { Minutes($0) }
            for length in row.lengths.dropFirst() {
                let reason = sample.addReason("Visit of \(length)", minutes: length)
                sample.addType("Visit of \(length)", minutes: length, linkedTo: reason)
            }
            if let parameter = row.parameter {
                sample.set("minutes", of: "interval", to: .integer(parameter))
            }
            let found = try sample.findings(.intervalGrid)
            #expect(found.map(\.severity) == [row.shown].compactMap { $0 }, "\(row)")
        }
    }

    @Test("lengths that need less than 5 minutes are reported, others are not") func raised() throws
    {
        for (length, count) in [(47, 1), (46, 1), (50, 0), (60, 0)] {
            var sample = Sample.exact()
            let reason = sample.addReason("Visit", minutes: length)
            sample.addType("Visit", minutes: length, linkedTo: reason)
            #expect(try sample.findings(.intervalRaised).count == count, "\(length) min")
        }
    }

    @Test("one length below 5 minutes is raised, and that is no conflict") func tinyLength() throws
    {
        var sample = Sample.exact()
        sample.pms.reasons[0].minutes = Minutes(4)
        sample.setUp.appointmentTypes[0].length = Minutes(4)
        #expect(try sample.findings(.intervalRaised).count == 1)
        #expect(try sample.findings(.intervalGrid).isEmpty)
    }

    @Test("usual lead times and horizons are no finding") func usual() throws {
        for lead in [15, 60, 1440] {
            var sample = Sample.exact()
            sample.set("lead_minutes", of: "publishing", to: .integer(lead))
            #expect(try sample.findings() == [])
        }
        for days in [14, 30] {
            var sample = Sample.exact()
            sample.set("horizon_days", of: "publishing", to: .integer(days))
            #expect(try sample.findings() == [])
        }
    }
}

@Suite("The auditor of gaps") struct GapAuditTests {
    /// A morning with random appointments, and a type of 30 minutes beside the default of 45.
    private func sample(seed: UInt64) -> Sample {
        var random = SplitMix(state: seed)
        var sample = Sample.exact()
        let exam = sample.addReason("Exam", minutes: 30)
        sample.addType("Exam", minutes: 30, linkedTo: exam)
        for day in 0..<31 {
            for number in 0..<Int.random(in: 0...4, using: &random) {
                let start = Sample.at(day, minute: 540 + 5 * Int.random(in: 0..<36, using: &random))
                sample.pms.diary.append(
                    DiaryEntry(
                        id: DiaryEntryID("D\(day)-\(number)"), practitioner: Sample.dentist,
                        kind: .appointment, status: .confirmed, start: .civil(start),
                        end: .after(Minutes(5 * Int.random(in: 1...12, using: &random)))))
            }
        }
        return sample
    }

    @Test("the gaps that are counted are those that the explanation shows, for 14 days")
    func countsWhatExplanationShows() throws {
        for seed in UInt64(0)..<60 {
            var sample = sample(seed: seed)
            sample.set("lead_minutes", of: "publishing", to: .integer(Int(seed % 4) * 1500))
            let evaluation = try sample.evaluation()
            let demand = try #require(evaluation.practitioners[0].types[1].demand)
            let timetable = try #require(
                Timetable.all(of: sample.snapshot, zone: Sample.zone)[Sample.dentist])
            let held = (0..<14).flatMap { day in
                timetable.explain(demand, evaluation.slotSettings, on: Sample.day(day))
            }.filter { $0.blockers.first?.blocker == .defaultDoesNotFit }
            let fact = evaluation.findings
                .first { $0.code == FindingCode.gapShorterThanDefault.rawValue }?.evidence.first?
                .value
            let expected = held.first.map { first in
                "\(held.count) start\(held.count == 1 ? "" : "s"), the first at \(first.start)"
            }
            #expect(fact?.components(before: ", where") == expected, "seed \(seed)")
        }
    }

    @Test("with stacking off the same gaps are counted, because stacking comes last")
    func stackingComesLast() throws {
        var sample = sample(seed: 7)
        let all = try sample.findings(.gapShorterThanDefault).map(\.evidence)
        sample.pms.stacking = false
        #expect(try sample.findings(.gapShorterThanDefault).map(\.evidence) == all)
        #expect(!all.isEmpty)
    }

    @Test("where the type's own length decides, no gap is held back (T2)") func basis() throws {
        var sample = sample(seed: 7)
        sample.set("publish_basis", of: "publishing", to: .text("type"))
        #expect(try sample.findings() == [])
    }

    @Test("a type that is held back anyway has no gaps") func heldBackAnyway() throws {
        var sample = sample(seed: 7)
        sample.setUp.appointmentTypes[1].length = Minutes(40)
        #expect(try sample.findings().map(\.code) == [FindingCode.lengthMismatch.rawValue])
    }

    @Test("the evidence names what the default reason runs into") func obstacle() throws {
        var sample = Sample.exact()
        let exam = sample.addReason("Exam", minutes: 30)
        sample.addType("Exam", minutes: 30, linkedTo: exam)
        sample.snapshot.claims = [
            Claim(
                id: ClaimID("G1"), practitioner: Sample.dentist,
                start: .exact(Sample.zone.instant(of: Sample.at(0, minute: 570))),
                length: Minutes(30))
        ]
        let fact = try sample.findings(.gapShorterThanDefault).first?.evidence.first?.value
        #expect(fact?.hasSuffix("T09:00, where claim G1 at 09:30 leaves less than 45 min") == true)
    }
}

extension String {
    fileprivate func components(before mark: String) -> String {
        range(of: mark).map { String(self[..<$0.lowerBound]) } ?? self
    }
}
