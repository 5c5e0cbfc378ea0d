import Diagnostics
import Diary
import Testing

@testable import Rules

@Suite("Answers that do not fit their question")
struct AnswerTests {
    private func session(_ decision: String, returns answer: String) -> (RuleSession, Snapshot) {
        var snapshot = Layered.snapshot
        var off = BookingReason(id: ReasonID("R2"), name: "Off")
        off.isActive = false
        var others = BookingReason(id: ReasonID("R3"), name: "Of others")
        others.practitioners = [.init(PractitionerID("P2"))]
        snapshot.pms.reasons += [off, others]
        let text = """
            return override { decision = "\(decision)", why = "t",
              decide = function() return \(answer) end }
            """
        let rules = Layered.rules(Layered.file(.practice, text))
        return (RuleSession(rules, snapshot: snapshot), snapshot)
    }

    @Test("T19: a default reason that is unknown or switched off is refused, whoever chose it")
    func defaultReason() {
        for (answer, part) in [
            ("{ reason = \"R9\" }", "`R9`, which the PMS does not have"),
            ("{ reason = \"R2\" }", "`R2`, which is switched off"), ("{ reason = 5 }", "a string"),
        ] {
            let (reason, record) = session("default_reason", returns: answer).0.defaultReason()
            #expect(reason.reason?.rawValue == "R1")
            #expect(record.failures.first?.problem.message.contains(part) == true)
            #expect(record.failures.first?.kind == .answer)
        }
        let (none, record) = session("default_reason", returns: "{}").0.defaultReason()
        #expect(none == DefaultReason())
        #expect(record.failures.isEmpty)
    }

    @Test("T10: only an active reason with the practitioner in it can stand in for the default")
    func publish() {
        for (reason, isGood) in [("R1", true), ("R2", false), ("R3", false), ("R9", false)] {
            let (session, snapshot) = session(
                "publish_practitioner", returns: "{ publish = true, reason = \"\(reason)\" }")
            let (answer, record) = session.publishes(
                snapshot.pms.practitioners[0], kind: .dentist, defaultReason: nil)
            #expect(answer.isPublished == isGood, "\(reason)")
            #expect(record.failures.isEmpty == isGood)
        }
        let (session, snapshot) = session(
            "publish_practitioner", returns: "{ publish = false, why = \"away\" }")
        let answer = session.publishes(
            snapshot.pms.practitioners[0], kind: .dentist, defaultReason: nil
        ).0
        #expect(answer.blocker == .hiddenByRule)
        #expect(answer.why == "away")
    }

    @Test("T14: a proposal is one of the candidates, and ambiguity proposes nothing")
    func match() {
        for (answer, isGood) in [
            ("{ match = \"exact\", reason = \"R1\", confidence = 1 }", true),
            ("{ match = \"exact\", reason = \"R3\" }", false), ("{ match = \"exact\" }", false),
            ("{ match = \"none\" }", true), ("{ match = \"none\", reason = \"R1\" }", false),
            ("{ match = \"ambiguous\", reason = \"R1\" }", false),
            ("{ match = \"exact\", reason = \"R1\", confidence = 2 }", false),
        ] {
            let (session, snapshot) = session("match_appointment_type", returns: answer)
            let type = AppointmentType(
                id: AppointmentTypeID("T1"), practitioner: PractitionerID("P1"), name: "Exam",
                length: Minutes(30))
            let (proposal, record) = session.proposal(
                for: type, among: [(reason: snapshot.pms.reasons[0], minutes: nil)])
            #expect(record.failures.isEmpty == isGood, "\(answer)")
            if !isGood { #expect(proposal.match == .none && proposal.reason == nil) }
        }
    }

    @Test("a kind is one of the known ones")
    func kind() {
        let (session, snapshot) = session("practitioner_kind", returns: "{ kind = \"surgeon\" }")
        let (kind, record) = session.kind(of: snapshot.pms.practitioners[0])
        #expect(kind == .other)
        #expect(record.failures.first?.problem.message.contains("`surgeon`") == true)
        #expect(record.failures.first?.problem.message.contains("`hygienist`") == true)
    }
}
