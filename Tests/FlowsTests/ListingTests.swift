import Diary
import Evaluation
import Ports
import Testing

@testable import Flows

@Suite("The listing of an evaluation") struct ListingTests {
    private func evaluation(
        horizon: Int = 10, _ change: (inout Snapshot) -> Void = { _ in }
    ) -> Evaluation {
        var setUp = SetUp(timeZone: "Australia/Brisbane")
        setUp.parameters = ["publishing": ["horizon_days": .integer(horizon)]]
        for (type, who, minutes, reason) in [
            ("T1", SamplePractice.amy, 45, "R1"), ("T1", SamplePractice.ben, 45, "R1"),
            ("T2", SamplePractice.amy, 30, "R2"), ("T3", SamplePractice.amy, 60, "R3"),
        ] {
            setUp.appointmentTypes.append(
                AppointmentType(
                    id: AppointmentTypeID(type), practitioner: who, name: type,
                    length: Minutes(minutes)))
            setUp.links.append(
                Link(type: AppointmentTypeID(type), practitioner: who, reason: ReasonID(reason)))
        }
        var snapshot = Snapshot(pms: SamplePractice.reading(), setUp: setUp)
        change(&snapshot)
        return SampleRules.evaluator.evaluate(snapshot, now: SamplePractice.start)
    }

    @Test("there is a book for everybody who is published, and every day of each, empty ones too")
    func booksAndDays() throws {
        let listing = try #require(evaluation().listing())
        #expect(listing.books.map(\.id.rawValue) == ["P1", "P2"])
        #expect(listing.books.map(\.name) == ["Dr Amy Chen", "Dr Ben Hall"])
        #expect(listing.days.count == 2 * 11)
        let days = listing.days
        let first = try #require(days.first)
        #expect(first.date == SamplePractice.firstDay)
        #expect(!first.starts.isEmpty)
        #expect(listing.reasons.map(\.id.rawValue) == ["R1", "R2", "R3", "R4"])
        #expect(listing.reasons.allSatisfy { $0.book == nil })
    }

    @Test("S52: an incomplete snapshot has no listing at all") func incomplete() {
        let evaluation = evaluation { $0.pms.isComplete = false }
        #expect(evaluation.listing() == nil)
    }

    @Test("a practitioner who is not published has no book, and nobody's reason is not listed")
    func unpublished() throws {
        let listing = try #require(
            evaluation { snapshot in
                snapshot.pms.practitioners[1].isActive = false
                snapshot.pms.reasons[2].isActive = false
            }.listing())
        #expect(listing.books.map(\.id.rawValue) == ["P1"])
        #expect(listing.reasons.map(\.id.rawValue) == ["R1", "R2"])
    }

    @Test("where a reason's length differs there is one for each book, with a joined id and name")
    func differingLengths() throws {
        let evaluation = evaluation { $0.pms.reasons[0].practitioners?[1].minutes = Minutes(60) }
        let listing = try #require(evaluation.listing())
        let own = listing.reasons.filter { $0.reason == ReasonID("R1") }
        #expect(own.map(\.id.rawValue) == ["R1:P1", "R1:P2"])
        #expect(own.map(\.length.count) == [45, 60])
        #expect(own.map(\.book?.rawValue) == ["P1", "P2"])
        #expect(
            own.map(\.name) == [
                "Healthengine New Patient (Dr Amy Chen)", "Healthengine New Patient (Dr Ben Hall)",
            ])
        let day = try #require(listing.days.first { $0.book.rawValue == "P1" })
        #expect(day.starts.contains { $0.reasons.map(\.rawValue).contains("R1:P1") })
    }

    @Test("G11: a practitioner with several specialties has a book for each, with the same starts")
    func specialties() throws {
        let evaluation = evaluation { snapshot in
            snapshot.pms.practitioners[0].specialties = [
                "Orthodontics", "orthodontics ", "", "Paediatric dentistry",
            ]
            snapshot.pms.practitioners[1].specialties = ["Endodontics"]
        }
        let listing = try #require(evaluation.listing())
        #expect(
            listing.books.map(\.id.rawValue) == ["P1:orthodontics", "P1:paediatricdentistry", "P2"])
        #expect(listing.books.map(\.practitioner.rawValue) == ["P1", "P1", "P2"])
        #expect(listing.books[1].name == "Dr Amy Chen (Paediatric dentistry)")
        let first = listing.days.filter { $0.book == listing.books[0].id }
        let second = listing.days.filter { $0.book == listing.books[1].id }
        #expect(first.map(\.starts) == second.map(\.starts))
    }

    @Test("days beyond a horizon that was shortened are listed as empty")
    func shortened() throws {
        let last = SamplePractice.firstDay.adding(days: 30)
        let listing = try #require(evaluation(horizon: 3).listing(through: last))
        #expect(listing.days.map(\.date).max() == last)
        let beyond = listing.days.filter { $0.date > SamplePractice.firstDay.adding(days: 3) }
        #expect(beyond.flatMap { $0.starts }.isEmpty)
    }

    @Test("a day's digest depends on all that is said of it, and on nothing else")
    func digests() throws {
        let listing = try #require(evaluation().listing())
        let day = try #require(listing.days.first { $0.starts.count > 1 })
        var other = day
        #expect(other.digest == day.digest)
        other.starts.removeLast()
        #expect(other.digest != day.digest)
        other = day
        other.starts[0].reasons.append(ListedReasonID("R9"))
        #expect(other.digest != day.digest)
        other = day
        other.starts[0].length = Minutes(5)
        #expect(other.digest != day.digest)
        other = day
        other.date = day.date.adding(days: 1)
        #expect(other.digest != day.digest)
        #expect(day.digest.description.count == 64)
    }

    @Test("the starts of a listing are those of the publication", arguments: 0..<40)
    func sameStarts(seed: Int) throws {
        var random = Seeded(seed)
        let evaluation = evaluation { Self.spoil(&$0, &random) }
        let listing = try #require(evaluation.listing())
        let publication = try #require(evaluation.publication)
        struct Offered: Hashable {
            let who: PractitionerID
            let reason: ReasonID
            let start: CivilDateTime
            let length: Minutes
        }
        var published: Set<Offered> = []
        for offer in publication.offers {
            for start in offer.starts {
                published.insert(
                    Offered(
                        who: offer.practitioner, reason: offer.reason, start: start,
                        length: offer.length))
            }
        }
        let reasonOf = Dictionary(uniqueKeysWithValues: listing.reasons.map { ($0.id, $0) })
        for who in Set(listing.books.map(\.practitioner)).union(published.map(\.who)) {
            for book in listing.books where book.practitioner == who {
                var listed: Set<Offered> = []
                for day in listing.days where day.book == book.id {
                    for start in day.starts {
                        for id in start.reasons {
                            let reason = try #require(reasonOf[id])
                            #expect(reason.book == nil || reason.book == book.id)
                            #expect(reason.length == start.length)
                            listed.insert(
                                Offered(
                                    who: who, reason: reason.reason,
                                    start: CivilDateTime(day.date, start.time),
                                    length: start.length))
                        }
                    }
                }
                #expect(listed == published.filter { $0.who == who })
            }
        }
        #expect(
            Set(published.map(\.who)).isSubset(of: Set(listing.books.map(\.practitioner))))
    }

    @Test("ids and names are unique whatever the PMS calls its rows", arguments: 0..<60)
    func unique(seed: Int) throws {
        var random = Seeded(1000 + seed)
        let evaluation = evaluation { Self.spoil(&$0, &random) }
        let listing = try #require(evaluation.listing())
        #expect(Set(listing.books.map(\.id)).count == listing.books.count)
        #expect(Set(listing.reasons.map(\.id)).count == listing.reasons.count)
        #expect(
            Set(listing.books.map { UniqueNames.key($0.name) }).count == listing.books.count)
        #expect(
            Set(listing.reasons.map { UniqueNames.key($0.name) }).count == listing.reasons.count)
        #expect(Set(listing.days.map(\.bookDay)).count == listing.days.count)
        #expect(listing.books.allSatisfy { !$0.name.isEmpty })
    }

    /// Odd names, lengths, members, specialties and rows.
    private static func spoil(_ snapshot: inout Snapshot, _ random: inout Seeded) {
        let names = [
            "", " ", "Exam", "exam", "EXAM ", "Exam (R2)", "Exam (r2)", "Exam (P1)", "Ex am",
            "Exam (R2) (R3)", "Dr  Amy  Chen", "dr amy chen",
        ]
        let ids = ["R1:P1", "r2", "R2:P1:2", "R9"]
        for index in 0..<random.int(0...4) {
            snapshot.pms.reasons.append(
                SamplePractice.reason(
                    ids[index % ids.count], names[random.int(0...11)], random.int(3...12) * 5,
                    [SamplePractice.amy, SamplePractice.ben]))
        }
        for index in snapshot.pms.reasons.indices {
            if random.chance(60) { snapshot.pms.reasons[index].name = names[random.int(0...11)] }
            if random.chance(40), snapshot.pms.reasons[index].practitioners?.isEmpty == false {
                snapshot.pms.reasons[index].practitioners?[0].minutes = Minutes(
                    random.int(3...12) * 5)
            }
        }
        for index in snapshot.pms.practitioners.indices {
            if random.chance(50) {
                snapshot.pms.practitioners[index].name = names[random.int(0...11)]
            }
            if random.chance(40) {
                snapshot.pms.practitioners[index].specialties = ["A", "a!", "B"]
            }
        }
        // The default must have everybody for anything to be published; keep it mostly so.
        if random.chance(20) { snapshot.pms.practitioners[0].isActive = false }
        for (type, reason) in zip(
            snapshot.setUp.appointmentTypes.indices, ["R1", "R1", "R2", "R3"])
        {
            let found = snapshot.pms.reasons.first { $0.id.rawValue == reason }
            let who = snapshot.setUp.appointmentTypes[type].practitioner
            let length =
                found?.practitioners?.first { $0.practitioner == who }?.minutes ?? found?.minutes
            if let length { snapshot.setUp.appointmentTypes[type].length = length }
        }
    }
}
