import Diagnostics
import Diary
import Testing

@Suite("Writing snapshots")
struct RoundTripTests {
    @Test("any snapshot is read back as it was, without a warning", arguments: 0..<400)
    func random(seed: Int) throws {
        var random = Seeded(seed: seed)
        let snapshot = Snapshot.random(&random)
        let text = snapshot.json()
        let (again, warnings) = try Snapshot.read(Array(text.utf8), file: "seed \(seed)")
        #expect(again == snapshot, "seed \(seed)")
        #expect(again.json() == text, "seed \(seed)")
        #expect(warnings.allSatisfy { $0.code == "S0102" || $0.code == "S0103" }, "seed \(seed)")
    }

    @Test("the examples are read back as they were", arguments: ["exact", "oasis"])
    func examples(system: String) throws {
        let snapshot = try #require(Verdict(Example.of(system)).snapshot)
        #expect(Verdict(snapshot.json()).snapshot == snapshot)
    }

    @Test("what says the same as nothing is left out")
    func defaults() throws {
        let text = try #require(Verdict(Example.exact).snapshot).json()
        for field in ["\"active\"", "\"marketing\"", "\"complete\"", "\"pinned\"", "null"] {
            #expect(!text.contains(field))
        }
    }
}

extension Snapshot {
    /// A snapshot of random facts; it is valid, and nothing more.
    fileprivate static func random(_ random: inout Seeded) -> Snapshot {
        let first = CivilDate(dayNumber: random.int(0...60_000))
        var pms = PMSReading(
            system: random.pick(PMSSystem.allCases), practice: PracticeID("a-practice_1.2"),
            practiceName: random.name(), readAt: random.instant(),
            days: first...first.adding(days: random.int(0...399)))
        pms.version = random.maybe { $0.chance(20) ? "" : $0.name() }
        pms.offsetMinutes = random.maybe { $0.int(-720...840) }
        pms.stacking = random.maybe { $0.chance(50) }
        pms.interval = random.maybe { $0.minutes() }
        pms.isComplete = random.chance(80)
        pms.dropped = random.list(0...2) { DroppedRows(list: $0.name(), count: 7, why: $0.name()) }
        pms.practitioners = (0..<random.int(0...4)).map {
            random.practitioner(PractitionerID("P \($0)\u{2028}"))
        }
        let people = pms.practitioners.map(\.id)
        pms.reasons = (0..<random.int(0...4)).map { random.reason(ReasonID("R\"\($0)"), people) }
        if !people.isEmpty {
            pms.sessions = random.list(0...5) { $0.session(people, pms.days) }
            pms.diary = (0..<random.int(0...6)).map {
                random.entry(DiaryEntryID("D\\\($0)"), people)
            }
        }
        let claims: [Claim] = (0..<(people.isEmpty ? 0 : random.int(0...2))).map {
            Claim(
                id: ClaimID("G\($0)"), practitioner: random.pick(people), start: random.rowTime(),
                length: random.minutes())
        }
        return Snapshot(pms: pms, setUp: random.setUp(), claims: claims)
    }
}

extension Seeded {
    fileprivate mutating func maybe<Value>(_ make: (inout Seeded) -> Value) -> Value? {
        chance(60) ? make(&self) : nil
    }

    fileprivate mutating func list<Value>(
        _ count: ClosedRange<Int>, _ make: (inout Seeded) -> Value
    ) -> [Value] { (0..<int(count)).map { _ in make(&self) } }

    fileprivate mutating func name() -> String {
        let pieces = [
            "Exam", " ", "\"", "\\", "/", "é", "漢", "😀", "&", "'", "\u{2028}", "e\u{301}",
        ]
        return "N" + list(0...6) { $0.pick(pieces) }.joined()
    }

    fileprivate mutating func minutes() -> Minutes { Minutes(int(1...1440)) }

    fileprivate mutating func instant() -> Instant {
        Instant(seconds: int(-2_208_988_800...7_289_654_399))
    }

    fileprivate mutating func rowTime() -> RowTime {
        chance(50)
            ? .exact(instant()) : .civil(CivilDateTime(clockMinute: int(-36_000_000...100_000_000)))
    }

    fileprivate mutating func practitioner(_ id: PractitionerID) -> Practitioner {
        var practitioner = Practitioner(id: id, name: name())
        practitioner.role = maybe { $0.name() }
        practitioner.providerType = maybe { $0.name() }
        practitioner.specialties = chance(30) ? (1...int(1...3)).map { _ in name() } : []
        practitioner.isActive = chance(80)
        practitioner.enableOnline = maybe { $0.pick(["Y", "", "y ", "Maybe"]) }
        practitioner.newPatientMinutes = maybe { $0.minutes() }
        practitioner.defaultMinutes = maybe { $0.minutes() }
        return practitioner
    }

    fileprivate mutating func reason(_ id: ReasonID, _ people: [PractitionerID]) -> BookingReason {
        var reason = BookingReason(id: id, name: name())
        reason.isActive = chance(80)
        reason.isMarketing = chance(20)
        reason.isMarketingDefault = chance(20)
        reason.minutes = maybe { $0.minutes() }
        let length = maybe { $0.minutes() }
        reason.practitioners = maybe {
            people.prefix($0.int(0...4)).map { BookingReason.Member($0, minutes: length) }
        }
        return reason
    }

    fileprivate mutating func session(
        _ people: [PractitionerID], _ days: ClosedRange<CivilDate>
    ) -> WorkingSession {
        let times = [int(0...360), int(361...720), int(721...1080), int(1081...1440)]
            .compactMap { CivilTime(minuteOfDay: $0) }
        let pause = WorkingSession.Break(start: times[1], end: times[2])
        let span = days.upperBound.dayNumber - days.lowerBound.dayNumber
        return WorkingSession(
            practitioner: pick(people), date: days.lowerBound.adding(days: int(0...span)),
            start: times[0], end: times[3], breaks: chance(50) ? [pause] : [])
    }

    fileprivate mutating func entry(_ id: DiaryEntryID, _ people: [PractitionerID]) -> DiaryEntry {
        let start = rowTime()
        let length = minutes()
        let isTime = chance(50)
        let end: DiaryEntry.End =
            switch start {
            case .civil(let time) where isTime:
                .at(.civil(CivilDateTime(clockMinute: time.clockMinute + length.count)))
            case .exact(let time) where isTime && time.seconds < 7_289_000_000:
                .at(.exact(time.adding(length)))
            default: .after(length)
            }
        return DiaryEntry(
            id: id, practitioner: pick(people),
            kind: pick([.appointment, .block, .leave, .unknown("Besuch \"x\"")]),
            status: maybe {
                $0.pick([
                    .unset, .pending, .confirmed, .arrived, .inSurgery, .completed, .didNotAttend,
                    .cancelled, .unknown("late"),
                ])
            }, start: start, end: end)
    }

    fileprivate mutating func setUp() -> SetUp {
        var setUp = SetUp(timeZone: pick(["Australia/Lord_Howe", "Etc/GMT+10", "UTC"]))
        setUp.phone = maybe { _ in "02 5550 0123" }
        for number in 0..<int(0...4) {
            let type = AppointmentTypeID("T\(number)")
            let practitioner = PractitionerID("somebody")
            setUp.appointmentTypes.append(
                AppointmentType(
                    id: type, practitioner: practitioner, name: name(), length: minutes()))
            setUp.links.append(
                Link(type: type, practitioner: practitioner, reason: ReasonID("gone")))
        }
        setUp.assigned = maybe { Assignment(reason: ReasonID("R"), isPinned: $0.chance(50)) }
        setUp.aliases.healthengine = list(0...3) { $0.name() }
        for number in 0..<int(0...3) { setUp.aliases.types["\(name())\(number)"] = name() }
        for group in ["default_reason", "publishing"].prefix(int(0...2)) {
            setUp.parameters[group] = [
                "flag": .boolean(chance(50)), "number": .integer(int(-9...9)),
            ]
            setUp.parameters[group]?["text"] = maybe { .text($0.name()) }
            setUp.parameters[group]?["list"] = maybe { .list($0.list(0...3) { $0.name() }) }
        }
        return setUp
    }
}
