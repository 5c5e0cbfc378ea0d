import Diagnostics
import Diary
import GRDB
import Ports
import Testing

@testable import Ledger

@Suite("The set-up, its audit, and what staff ask for")
struct SetUpTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("practices are listed by id, each as it was put")
    func practices() async throws {
        let ledger = try scratch.ledger()
        var oasis = PracticeRecord(
            id: banksia, system: .oasis, connection: "oasis", pmsPractice: "77", marketplace: nil)
        try await ledger.make(
            .put(.sample(harbour), timeZone: "Australia/Sydney", phone: "02 5550"))
        try await ledger.make(
            .put(oasis, timeZone: "Australia/Perth", phone: nil), of: banksia)
        #expect(try await ledger.practices() == [oasis, .sample(harbour)])
        #expect(try await ledger.practice(harbour) == .sample(harbour))
        #expect(try await ledger.practice(PracticeID("none")) == nil)
        let setUp = try await ledger.setUp(of: harbour)
        #expect(setUp.timeZone == "Australia/Sydney")
        #expect(setUp.phone == "02 5550")

        oasis.marketplace = .init(practice: MarketplacePracticeID("M7"), key: .file("/run/key"))
        try await ledger.make(
            .put(oasis, timeZone: "Australia/Perth", phone: nil), of: banksia)
        #expect(try await ledger.practice(banksia) == oasis)
    }

    @Test("every change of a set-up is read back, in the order of adding")
    func changes() async throws {
        let ledger = try await scratch.ledger(with: [harbour, banksia])
        let first = AppointmentType.sample(clean, singh, name: "Clean", minutes: 45)
        try await ledger.make(.putType(first))
        try await ledger.make(.putType(.sample()))
        try await ledger.make(.putType(.sample(exam, singh)))
        try await ledger.make(.putType(.sample(clean, singh, name: "Clean and scale")))
        try await ledger.make(.link(Link(type: exam, practitioner: singh, reason: ReasonID("R1"))))
        try await ledger.make(.link(Link(type: exam, practitioner: chen, reason: ReasonID("R1"))))
        try await ledger.make(.link(Link(type: exam, practitioner: singh, reason: ReasonID("R2"))))
        try await ledger.make(.assign(Assignment(reason: ReasonID("R1"), isPinned: true)))
        let aliases = Aliases(healthengine: ["b", "a"], types: ["Exam": "Check"])
        try await ledger.make(.aliases(aliases))
        let values: [(String, String, ParameterValue)] = [
            ("interval", "minutes", .integer(15)), ("publish", "on", .boolean(false)),
            ("publish", "basis", .text("both")), ("default_reason", "order", .list(["first", ""])),
            ("default_reason", "none", .list([])),
        ]
        for (group, name, value) in values {
            try await ledger.make(.parameter(group: group, name: name, value))
        }

        var expected = SetUp(timeZone: "Australia/Sydney")
        expected.appointmentTypes = [
            .sample(clean, singh, name: "Clean and scale"), .sample(), .sample(exam, singh),
        ]
        expected.links = [
            Link(type: exam, practitioner: singh, reason: ReasonID("R2")),
            Link(type: exam, practitioner: chen, reason: ReasonID("R1")),
        ]
        expected.assigned = Assignment(reason: ReasonID("R1"), isPinned: true)
        expected.aliases = aliases
        for (group, name, value) in values {
            expected.parameters[group, default: [:]][name] = value
        }
        #expect(try await ledger.setUp(of: harbour) == expected)
        #expect(try await ledger.setUp(of: banksia) == SetUp(timeZone: "Australia/Sydney"))

        try await ledger.make(.removeType(exam, singh))
        try await ledger.make(.unlink(exam, chen))
        try await ledger.make(.assign(nil))
        try await ledger.make(.aliases(Aliases()))
        for (group, name, _) in values {
            try await ledger.make(.parameter(group: group, name: name, nil))
        }
        expected = SetUp(timeZone: "Australia/Sydney")
        expected.appointmentTypes = [
            .sample(clean, singh, name: "Clean and scale"), .sample(),
        ]
        #expect(try await ledger.setUp(of: harbour) == expected)
    }

    @Test("an entry says who, when, why, what, and the value before and after")
    func audit() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try await ledger.make(.putType(.sample()), why: "new at the marketplace")
        try await ledger.make(.link(Link(type: exam, practitioner: chen, reason: ReasonID("R1"))))
        try await ledger.make(
            .link(Link(type: exam, practitioner: chen, reason: ReasonID("R2"))),
            why: "R1 is gone", at: start.later(60))
        try await ledger.make(.removeType(exam, chen))
        let entries = try await ledger.audit(of: harbour, limit: 3)
        #expect(entries.map(\.action) == ["remove type", "link", "link"])
        #expect(
            entries[1]
                == AuditEntry(
                    number: entries[1].number, at: start.later(60), actor: staff,
                    practice: harbour, action: "link", subject: "T1 with P1", before: "R1",
                    after: "R2", why: "R1 is gone"))
        #expect(entries[0].before == "Exam, 30 min, linked to R2")
        #expect(entries[0].after == nil)
        let all = try await ledger.audit(of: nil, limit: 100)
        #expect(all.map(\.number) == all.map(\.number).sorted(by: >))
        #expect(
            all.last?.after
                == "Exact PMS-harbour-dental over soe, marketplace M-harbour-dental with env:KEY, "
                + "Australia/Sydney")
    }

    @Test("what changes nothing leaves no entry, no wish and no count")
    func nothing() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try await ledger.make(.putType(.sample()))
        let link = Link(type: exam, practitioner: chen, reason: ReasonID("R1"))
        try await ledger.make(.link(link))
        try await ledger.fulfil(ledger.wishes(of: harbour), of: harbour)
        let count = try await ledger.changeCount()
        let entries = try await ledger.audit(of: nil, limit: 100)
        let same: [SetUpChange] = [
            .put(.sample(harbour), timeZone: "Australia/Sydney", phone: nil), .enable,
            .stop(nil), .putType(.sample()), .link(link), .assign(nil), .aliases(Aliases()),
            .parameter(group: "interval", name: "minutes", nil),
        ]
        for change in same { try await ledger.make(change) }
        #expect(try await ledger.changeCount() == count)
        #expect(try await ledger.audit(of: nil, limit: 100) == entries)
        #expect(try await ledger.wishes(of: harbour) == [])
    }

    @Test("an unknown practice or type, and a value that no set-up holds, are refused")
    func refused() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        let none = PracticeID("none")
        #expect(await code { try await ledger.make(.enable, of: none) } == "D0101")
        #expect(await code { _ = try await ledger.setUp(of: none) } == "D0101")
        #expect(await code { try await ledger.make(.removeType(exam, chen)) } == "D0102")
        #expect(await code { try await ledger.make(.unlink(exam, chen)) } == "D0102")
        let link = Link(type: exam, practitioner: chen, reason: ReasonID("R1"))
        #expect(await code { try await ledger.make(.link(link)) } == "D0102")
        let bad: [SetUpChange] = [
            .putType(.sample(name: "")), .putType(.sample(minutes: 0)),
            .putType(.sample(name: "two\nlines")),
            .parameter(group: "Interval", name: "minutes", .integer(15)),
            .parameter(group: "interval", name: "minutes", .integer(1 << 40)),
            .put(.sample(harbour), timeZone: "Sydney!", phone: nil),
            .put(.sample(banksia), timeZone: "Australia/Sydney", phone: nil),
            .aliases(Aliases(healthengine: Array(repeating: "a", count: 1_001))),
        ]
        for change in bad {
            #expect(await code { try await ledger.make(change) } == "D0105", "\(change)")
        }
        var record = PracticeRecord.sample(harbour)
        record.connection = ""
        let put = SetUpChange.put(record, timeZone: "Australia/Sydney", phone: nil)
        #expect(await code { try await ledger.make(put) } == "D0106")
        #expect(
            await code {
                try await ledger.make(
                    .put(.sample(PracticeID("../up")), timeZone: "Australia/Sydney", phone: nil),
                    of: PracticeID("../up"))
            } == "D0105")
        #expect(try await ledger.audit(of: nil, limit: 100).count == 1)
    }

    @Test("two enabled practices cannot publish to one id at the marketplace (S52)")
    func shared() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        let second = SetUpChange.put(
            .sample(banksia, marketplace: "M-harbour-dental"), timeZone: "Australia/Sydney",
            phone: nil)
        #expect(await code { try await ledger.make(second, of: banksia) } == "D0104")
        try await ledger.make(.disable)
        try await ledger.make(second, of: banksia)
        #expect(await code { try await ledger.make(.enable) } == "D0104")
    }

    @Test("S60, G10, G14, G17, G21: enabling asks for configuration, availability and requests")
    func enable() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try await ledger.fulfil(ledger.wishes(of: harbour), of: harbour)
        try await ledger.make(.disable)
        #expect(try await ledger.practice(harbour)?.isEnabled == false)
        #expect(try await ledger.wishes(of: harbour) == [])
        try await ledger.make(.enable)
        #expect(try await ledger.practice(harbour)?.isEnabled == true)
        #expect(
            try await ledger.wishes(of: harbour).map(\.kind)
                == [.configuration, .availability, .requests])
    }

    @Test("S58: a stop keeps its first time, and enabling lets the practice go on")
    func stop() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try await ledger.fulfil(ledger.wishes(of: harbour), of: harbour)
        let stop = PracticeRecord.Stop(side: .marketplace, why: "no consent", since: start)
        try await ledger.make(.stop(stop))
        try await ledger.make(
            .stop(.init(side: .marketplace, why: "no consent", since: start.later(60))))
        #expect(try await ledger.practice(harbour)?.stopped == stop)
        // The configuration file puts the practice again at the next start of the service.
        try await ledger.add(harbour)
        #expect(try await ledger.practice(harbour)?.stopped == stop)
        #expect(try await ledger.wishes(of: harbour) == [])
        try await ledger.make(.enable)
        #expect(try await ledger.practice(harbour)?.stopped == nil)
        #expect(try await ledger.wishes(of: harbour).count == 3)
        let entry = try await ledger.audit(of: harbour, limit: 1).first
        #expect(entry?.before == "enabled, stopped by the marketplace: no consent")
        #expect(entry?.after == "enabled")
    }

    @Test("putting a disabled practice again leaves it disabled")
    func putDisabled() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try await ledger.make(.disable)
        try await ledger.make(
            .put(.sample(harbour), timeZone: "Australia/Perth", phone: "08 5550"))
        #expect(try await ledger.practice(harbour)?.isEnabled == false)
        #expect(try await ledger.setUp(of: harbour).phone == "08 5550")
    }

    @Test("S59, G1, G4, G5, G12: a new id or key asks for everything there")
    func newID() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        var record = PracticeRecord.sample(harbour)
        for change in 1...2 {
            try await ledger.fulfil(ledger.wishes(of: harbour), of: harbour)
            if change == 1 {
                record.marketplace?.practice = MarketplacePracticeID("M9")
            } else {
                record.marketplace?.key = .environment("OTHER")
            }
            try await ledger.make(.put(record, timeZone: "Australia/Sydney", phone: nil))
            #expect(
                try await ledger.wishes(of: harbour).map(\.kind)
                    == [.configuration, .availability, .requests])
        }
    }

    @Test("a practice whose PMS is reached another way is read again")
    func moved() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try await ledger.fulfil(ledger.wishes(of: harbour), of: harbour)
        var record = PracticeRecord.sample(harbour)
        record.pmsPractice = "other"
        try await ledger.make(.put(record, timeZone: "Australia/Sydney", phone: nil))
        #expect(try await ledger.wishes(of: harbour).map(\.kind) == [.reading])
    }

    @Test("a wish that comes again while it is fulfilled stays")
    func wishes() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try await ledger.fulfil(ledger.wishes(of: harbour), of: harbour)
        try await ledger.wish([.availability, .reading], for: harbour, by: staff, at: start)
        let taken = try await ledger.wishes(of: harbour)
        #expect(taken.map(\.kind) == [.availability, .reading])
        try await ledger.wish([.availability], for: harbour, by: staff, at: start)
        try await ledger.fulfil(taken, of: harbour)
        #expect(try await ledger.wishes(of: harbour).map(\.kind) == [.availability])
        #expect(
            await code {
                try await ledger.wish([.reading], for: banksia, by: staff, at: start)
            } == "D0101")
    }

    @Test("what staff ask for is audited, what the service asks of itself is not")
    func wishAudit() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        try await ledger.wish([.acceptDeletions], for: harbour, by: staff, at: start)
        #expect(try await ledger.audit(of: harbour, limit: 1).first?.action == "ask for")
        #expect(try await ledger.audit(of: harbour, limit: 1).first?.subject == "accept deletions")
        let count = try await ledger.audit(of: harbour, limit: 100).count
        try await ledger.wish([.requests], for: harbour, by: .service, at: start)
        #expect(try await ledger.audit(of: harbour, limit: 100).count == count)
    }

    @Test("the change count grows with every change and every wish, and never shrinks")
    func changeCount() async throws {
        let ledger = try scratch.ledger()
        var last = try await ledger.changeCount()
        #expect(last == 0)
        func grew() async throws {
            let now = try await ledger.changeCount()
            #expect(now > last)
            last = now
        }
        try await ledger.add(harbour)
        try await grew()
        try await ledger.make(.disable)
        try await grew()
        try await ledger.wish([.requests], for: harbour, by: .service, at: start)
        try await grew()
        try await ledger.fulfil(ledger.wishes(of: harbour), of: harbour)
        #expect(try await ledger.changeCount() == last)
        try await ledger.wish([.requests], for: harbour, by: .service, at: start)
        try await grew()
    }

    @Test("an audited change can be neither changed nor removed, also by hand")
    func immutable() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        for sql in ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"] {
            #expect(await code { try await ledger.write { try $0.execute(sql: sql) } } != nil)
        }
        #expect(try await ledger.audit(of: nil, limit: 10).first?.actor == staff)
    }
}
