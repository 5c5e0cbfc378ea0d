import Diagnostics
import Diary
import GRDB
import Ports
import Testing

@testable import Ledger

@Suite("Bookings")
struct BookingTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func ledger() async throws -> Ledger {
        try await scratch.ledger(with: [harbour, banksia])
    }

    private let received = BookingEvent(at: start, what: "received", detail: "claimed")

    @Test("what was taken in comes back, without what the patient wrote")
    func admitted() async throws {
        let ledger = try await ledger()
        let booking = Booking.sample("B1")
        let answer = try await ledger.admit(
            booking, patient: .sample, messages: [], events: [received])
        #expect(answer == .admitted(booking.admitted))
        #expect(try await ledger.booking(booking.id, of: harbour) == booking.admitted)
        #expect(try await ledger.booking(booking.id, of: banksia) == nil)
        #expect(try await ledger.timeline(of: booking.id, in: harbour) == [received])
        #expect(try await ledger.patient(of: booking.id, in: harbour) == .sample)
        #expect(try await ledger.openBookings(of: harbour) == [booking.admitted])
        #expect(
            try await ledger.claims(of: harbour)
                == [
                    Claim(
                        id: ClaimID("B1"), practitioner: chen, start: .exact(tenOClock),
                        length: Minutes(30))
                ])
        #expect(try await ledger.verify() == [])
    }

    @Test("one that comes again is known, as it is now, and nothing is added")
    func known() async throws {
        let ledger = try await ledger()
        var booking = Booking.sample("B1")
        _ = try await ledger.admit(booking, patient: .sample, messages: [], events: [received])
        booking.version = 1
        booking.send()
        let sent = try #require(try await ledger.change(booking))
        var again = Booking.sample("B1", at: tenOClock.later(86_400))
        again.reference = BookingReference("another")
        let answer = try await ledger.admit(
            again, patient: .sample, messages: [.init(.rejected)], events: [received])
        #expect(answer == .known(sent))
        #expect(try await ledger.timeline(of: booking.id, in: harbour).count == 1)
        #expect(try await ledger.messages(of: harbour, dueBy: start.later(99)).isEmpty)
        #expect(try await ledger.claims(of: harbour).count == 1)
    }

    @Test(
        "a time that a live booking overlaps is taken; touching it, or another column, is not",
        arguments: [
            (0, 30, true), (-29, 30, true), (29, 30, true), (10, 5, true), (-60, 120, true),
            (-1_400, 1_401, true), (-1_400, 1_400, false), (-30, 30, false), (30, 30, false),
            (-1, 1, false), (30, 1_440, false),
        ])
    func taken(minutes: Int, length: Int, isTaken: Bool) async throws {
        let ledger = try await ledger()
        try await ledger.admit(.sample("B1"))
        let time = tenOClock.later(minutes * 60)
        let answer = try await ledger.admit(.sample("B2", at: time, minutes: length))
        #expect((answer == .taken(by: BookingID("B1"))) == isTaken)
        #expect((try await ledger.booking(BookingID("B2"), of: harbour) == nil) == isTaken)
        for (id, practice, practitioner) in [("B3", harbour, singh), ("B4", banksia, chen)] {
            let other = Booking.sample(
                id, of: practice, with: practitioner, at: time, minutes: length)
            #expect(try await ledger.admit(other) == .admitted(other.admitted))
        }
        #expect(try await ledger.verify() == [])
    }

    @Test("the table itself refuses a second claim, also from a program that does not look")
    func claimGuard() async throws {
        let ledger = try await ledger()
        try await ledger.admit(.sample("B1"))
        try await ledger.admit(.sample("B2", at: tenOClock.later(1_800)))
        let overlapping = await code {
            try await ledger.write { db in
                try db.execute(
                    sql: "INSERT OR REPLACE INTO claim VALUES (2, ?, ?, ?, ?)",
                    arguments: ["harbour-dental", "P1", tenOClock.seconds, tenOClock.seconds + 60])
            }
        }
        #expect(overlapping == "D0106")
        for sql in ["UPDATE claim SET start = start + 60", "UPDATE booking SET reference = 'x'"] {
            #expect(
                await code { try await ledger.write { try $0.execute(sql: sql) } } == "D0106")
        }
        #expect(try await ledger.claims(of: harbour).count == 2)
    }

    @Test("without the claim's guard two bookings get one time, and verifying tells it")
    func claimUnguarded() async throws {
        try await ledger().close()
        var guards = Guards()
        guards.claim = false
        let ledger = try Ledger.open(at: scratch["ledger.sqlite"], guards: guards)
        for id in ["B1", "B2"] {
            #expect(try await ledger.admit(.sample(id)) == .admitted(.sample(id).admitted))
        }
        #expect(try await ledger.verify().map(\.code) == ["D0603"])
    }

    @Test("a booking that was refused is stored with its message, and claims nothing")
    func refused() async throws {
        let ledger = try await ledger()
        let booking = Booking.sample("B1", state: .rejected(code: "D02-PAST"))
        let answer = try await ledger.admit(
            booking, patient: .sample, messages: [.init(.rejected, reason: "in the past")],
            events: [received])
        #expect(answer == .admitted(booking.admitted))
        #expect(try await ledger.claims(of: harbour).isEmpty)
        #expect(try await ledger.openBookings(of: harbour).isEmpty)
        #expect(try await ledger.messages(of: harbour, dueBy: start).count == 1)
    }

    @Test("a change rests on the newest version, and the loser changes nothing")
    func compareAndSwap() async throws {
        let ledger = try await ledger()
        try await ledger.admit(.sample("B1"))
        let read = try #require(try await ledger.booking(BookingID("B1"), of: harbour))
        var mine = read
        mine.send()
        var theirs = read
        theirs.reject()
        let stored = try await ledger.change(mine, messages: [], events: [received])
        #expect(stored?.version == 2)
        #expect(stored?.state == .sending)
        let lost = try await ledger.change(
            theirs, messages: [.init(.rejected)], events: [received])
        #expect(lost == nil)
        #expect(try await ledger.booking(read.id, of: harbour) == stored)
        #expect(try await ledger.timeline(of: read.id, in: harbour).count == 1)
        #expect(try await ledger.messages(of: harbour, dueBy: start.later(99)).isEmpty)
        #expect(try await ledger.claims(of: harbour).count == 1)
        #expect(try await ledger.change(.sample("B9")) == nil)
    }

    @Test("without compare and swap, an old change overwrites a newer one")
    func unguardedSwap() async throws {
        try await ledger().close()
        var guards = Guards()
        guards.compareAndSwap = false
        let ledger = try Ledger.open(at: scratch["ledger.sqlite"], guards: guards)
        try await ledger.admit(.sample("B1"))
        var old = Booking.sample("B1").admitted
        old.send()
        _ = try await ledger.change(old)
        #expect(try await ledger.change(old)?.version == 3)
    }

    @Test("FULL can be taken away for a test, and for that only")
    func unguardedDisk() async throws {
        try await ledger().close()
        var guards = Guards()
        guards.full = false
        let ledger = try Ledger.open(at: scratch["ledger.sqlite"], guards: guards)
        try await ledger.recordPoll(of: harbour, at: start)
        let synchronous = try await ledger.pool.writeWithoutTransaction {
            try Int.fetchOne($0, sql: "PRAGMA synchronous")
        }
        #expect(synchronous == 1)
    }

    @Test("a final state ends the claim, and the time can be claimed again")
    func ends() async throws {
        let ledger = try await ledger()
        try await ledger.admit(.sample("B1"))
        var booking = Booking.sample("B1").admitted
        booking.reject()
        let rejected = try #require(try await ledger.change(booking))
        #expect(!rejected.holdsPlace)
        #expect(try await ledger.claims(of: harbour).isEmpty)

        try await ledger.admit(.sample("B2"))
        var second = Booking.sample("B2").admitted
        second.stand(in: "D9")
        second = try #require(try await ledger.change(second))
        #expect(second.holdsPlace)
        #expect(try await ledger.admit(.sample("B3")) == .taken(by: BookingID("B2")))
        second.state = .ended(.removed)
        second = try #require(try await ledger.change(second))
        #expect(!second.holdsPlace)
        let third = try await ledger.admit(.sample("B3"))
        #expect(third == .admitted(Booking.sample("B3").admitted))
        #expect(try await ledger.verify() == [])
    }

    @Test("a claim that ended does not come back with a change")
    func claimStaysOver() async throws {
        let ledger = try await ledger()
        try await ledger.admit(.sample("B1"))
        var booking = Booking.sample("B1").admitted
        booking.stand(in: "D9")
        booking = try #require(try await ledger.change(booking))
        booking.holdsPlace = false
        booking = try #require(try await ledger.change(booking))
        #expect(!booking.holdsPlace)
        booking.holdsPlace = true
        #expect(try await ledger.change(booking)?.holdsPlace == false)
    }

    @Test("S55: a booking that the diary moved has its new place, and claims neither one")
    func moved() async throws {
        let ledger = try await ledger()
        try await ledger.admit(.sample("B1"))
        var booking = Booking.sample("B1").admitted
        booking.stand(in: "D9")
        booking.version = try #require(try await ledger.change(booking)).version
        booking.place?.start = tenOClock.later(7_200)
        booking.place?.practitioner = singh
        let moved = try #require(try await ledger.change(booking))
        #expect(moved.place == booking.place)
        #expect(!moved.holdsPlace)
        #expect(try await ledger.claims(of: harbour).isEmpty)
        let next = try await ledger.admit(.sample("B2"))
        #expect(next == .admitted(Booking.sample("B2").admitted))
        #expect(try await ledger.verify() == [])
    }

    @Test("S26: the claim of a confirmed booking lasts until a change ends it, whatever is read")
    func readBack() async throws {
        let ledger = try await ledger()
        try await ledger.admit(.sample("B1"))
        var booking = Booking.sample("B1").admitted
        booking.send()
        booking = try #require(try await ledger.change(booking))
        _ = try await ledger.keep(PMSReading.sample(rows: 3))
        #expect(try await ledger.claims(of: harbour).count == 1)
        booking.stand(in: "D2")
        booking = try #require(try await ledger.change(booking))
        _ = try await ledger.keep(PMSReading.sample(rows: 3))
        #expect(try await ledger.claims(of: harbour).count == 1)
        #expect(try await ledger.confirmedBookings(of: harbour, startingFrom: .later).count == 1)
        booking.holdsPlace = false
        _ = try await ledger.change(booking)
        #expect(try await ledger.claims(of: harbour).isEmpty)
        #expect(try await ledger.confirmedBookings(of: harbour, startingFrom: .later).isEmpty)
    }

    @Test("a final state is never left, and each change raises the version, also by hand")
    func final() async throws {
        let ledger = try await ledger()
        try await ledger.admit(.sample("B1"))
        var booking = Booking.sample("B1").admitted
        booking.stand(in: "D9")
        booking = try #require(try await ledger.change(booking))
        var back = booking
        back.state = .reconciling
        back.deadline = start.later(60)
        #expect(await code { _ = try await ledger.change(back) } == "D0106")
        booking.state = .ended(.cancelled)
        booking = try #require(try await ledger.change(booking))
        back = booking
        back.state = .confirmed
        #expect(await code { _ = try await ledger.change(back) } == "D0106")
        let sql = "UPDATE booking SET state = 'ended'"
        #expect(await code { try await ledger.write { try $0.execute(sql: sql) } } == "D0106")
        #expect(try await ledger.booking(booking.id, of: harbour) == booking)
    }

    @Test("what does not fit together is refused, and nothing of it is stored")
    func constraints() async throws {
        let ledger = try await ledger()
        var broken: [Booking] = []
        func add(_ change: (inout Booking) -> Void) {
            var booking = Booking.sample("B1")
            change(&booking)
            broken.append(booking)
        }
        add { $0.deadline = nil }
        add { $0.state = .confirmed }
        add { $0.place = nil }
        add { $0.state = .sending }
        add { $0.insertions = 1 }
        add { $0.place?.length = Minutes(0) }
        add { $0.place?.length = Minutes(1_441) }
        add {
            $0.reject(); $0.deadline = start
        }
        for booking in broken {
            let code = await code {
                _ = try await ledger.admit(
                    booking, patient: .sample, messages: [.init(.rejected)], events: [received])
            }
            #expect(code == "D0106")
        }
        #expect(try await ledger.bookings(of: nil, limit: 10).isEmpty)
        #expect(try await ledger.claims(of: harbour).isEmpty)
        #expect(
            await code { try await ledger.admit(.sample("B1", of: PracticeID("none"))) }
                == "D0101")
    }

    @Test("lists: open ones oldest first, confirmed ones by their start, all newest first")
    func lists() async throws {
        let ledger = try await ledger()
        for number in 0..<6 {
            let id = "B\(number)"
            let practice = number == 5 ? banksia : harbour
            let time = tenOClock.later(-number * 86_400)
            try await ledger.admit(.sample(id, of: practice, at: time))
            guard (1...3).contains(number) else { continue }
            var booking = Booking.sample(id, at: time).admitted
            booking.stand(in: "D\(number)")
            booking.holdsPlace = false
            _ = try await ledger.change(booking)
        }
        func ids(_ bookings: [Booking]) -> [String] { bookings.map(\.id.rawValue) }
        #expect(ids(try await ledger.openBookings(of: harbour)) == ["B0", "B4"])
        #expect(ids(try await ledger.bookings(of: harbour, limit: 3)) == ["B4", "B3", "B2"])
        #expect(ids(try await ledger.bookings(of: nil, limit: 2)) == ["B5", "B4"])
        #expect(ids(try await ledger.bookings(of: nil, limit: -1)).isEmpty)
        let from = tenOClock.later(-2 * 86_400)
        let confirmed = try await ledger.confirmedBookings(of: harbour, startingFrom: from)
        #expect(ids(confirmed) == ["B2", "B1"])
    }

    @Test("words that are too long are cut, so that no booking is lost for them")
    func longWords() async throws {
        let ledger = try await ledger()
        let long = String(repeating: "é", count: 5_000)
        _ = try await ledger.admit(
            .sample("B1", state: .rejected(code: "D01")), patient: nil,
            messages: [.init(.rejected, reason: long)],
            events: [BookingEvent(at: start, what: long, detail: long)])
        let event = try await ledger.timeline(of: BookingID("B1"), in: harbour).first
        #expect(event?.what.count == 200)
        #expect(event?.detail?.count == 2_000)
        #expect(
            try await ledger.messages(of: harbour, dueBy: start).first?.draft.reason?.count
                == 2_000)
    }

    @Test("bookings go 400 days after their time; their id and reference stay for ever")
    func retention() async throws {
        let ledger = try await ledger()
        let day = 86_400
        let end = tenOClock.seconds - start.seconds
        for (number, id) in ["B1", "B2", "B3"].enumerated() {
            let time = tenOClock.later(number * 1_800)
            _ = try await ledger.admit(
                .sample(id, at: time), patient: .sample, messages: [], events: [received])
            var booking = Booking.sample(id, at: time).admitted
            booking.stand(in: "D\(id)")
            guard id != "B3" else { continue }
            _ = try await ledger.change(
                booking, messages: id == "B2" ? [.init(.confirmed)] : [], events: [])
        }
        try await ledger.prune(now: start.later(end + 3 * day))
        #expect(try await ledger.claims(of: harbour).map(\.id.rawValue) == ["B3"])
        // Its patient is still there.
        let later = start.later(end + 401 * day)
        #expect(try await ledger.prune(now: later).rows["bookings"] == 0)
        #expect(try await ledger.purgePatients(finalBefore: later) == 1)
        #expect(try await ledger.prune(now: start.later(400 * day)).rows["bookings"] == 0)
        #expect(try await ledger.prune(now: later).rows["bookings"] == 1)
        #expect(try await ledger.booking(BookingID("B1"), of: harbour) == nil)
        #expect(try await ledger.bookings(of: nil, limit: 9).count == 2)
        let former = try await ledger.read {
            try String.fetchAll($0, sql: "SELECT reference FROM former_booking")
        }
        #expect(former == [Booking.sample("B1").reference.rawValue])
        #expect(await code { try await ledger.admit(.sample("B1")) } == "D0304")
        #expect(try await ledger.verify() == [])
    }
}

extension Instant {
    fileprivate static let later = tenOClock.later(1)
}
