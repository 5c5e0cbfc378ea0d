import Diagnostics
import Diary
import Ports
import Testing

@testable import Ledger

@Suite("What the marketplace is to be told")
struct MessageTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private let told = BookingEvent(at: start.later(5), what: "told")

    private func ledger() async throws -> Ledger {
        let ledger = try await scratch.ledger(with: [harbour, banksia])
        for (place, id) in ["B1", "B2"].enumerated() {
            var booking = Booking.sample(id, at: tenOClock.later(place * 3_600)).admitted
            try await ledger.admit(booking)
            booking.stand(in: "D\(id)")
            _ = try await ledger.change(booking, messages: [.init(.confirmed)], events: [])
        }
        return ledger
    }

    @Test("of each booking only the oldest one is due, and the next one when that is settled")
    func order() async throws {
        let ledger = try await ledger()
        var booking = try #require(try await ledger.booking(BookingID("B1"), of: harbour))
        booking.state = .ended(.cancelled)
        booking.since = start.later(4)
        _ = try await ledger.change(
            booking, messages: [.init(.cancelled, reason: "in the diary")], events: [])
        let due = try await ledger.messages(of: harbour, dueBy: start.later(9))
        #expect(due.map(\.booking.rawValue) == ["B1", "B2"])
        #expect(due.map(\.draft) == [.init(.confirmed), .init(.confirmed)])
        #expect(try await ledger.messages(of: harbour, dueBy: start.later(1)).isEmpty)
        #expect(try await ledger.messages(of: banksia, dueBy: start.later(9)).isEmpty)

        try await ledger.settle(due[0], acknowledged: true, events: [told])
        let next = try await ledger.messages(of: harbour, dueBy: start.later(9))
        #expect(next.map(\.booking.rawValue) == ["B2", "B1"])
        #expect(next.last?.draft == .init(.cancelled, reason: "in the diary"))
        let settled = try #require(try await ledger.booking(BookingID("B1"), of: harbour))
        #expect(settled.told == .confirmed)
        #expect(settled.version == 3)
        #expect(try await ledger.timeline(of: settled.id, in: harbour) == [told])
    }

    @Test("a message that is put off comes back at its time, and keeps the later ones waiting")
    func postponed() async throws {
        let ledger = try await ledger()
        let due = try await ledger.messages(of: harbour, dueBy: start.later(9))
        var booking = try #require(try await ledger.booking(BookingID("B1"), of: harbour))
        booking.state = .ended(.cancelled)
        _ = try await ledger.change(booking, messages: [.init(.cancelled)], events: [])
        try await ledger.postpone(due[0], until: start.later(60))
        let left = try await ledger.messages(of: harbour, dueBy: start.later(59))
        #expect(left.map(\.booking.rawValue) == ["B2"])
        let again = try await ledger.messages(of: harbour, dueBy: start.later(60))
        #expect(again.first?.attempts == 1)
        #expect(again.first?.number == due[0].number)
    }

    @Test("one that the marketplace has no more is taken away without having been told")
    func gone() async throws {
        let ledger = try await ledger()
        let due = try await ledger.messages(of: harbour, dueBy: start.later(9))
        try await ledger.settle(due[0], acknowledged: false, events: [told])
        #expect(try await ledger.booking(BookingID("B1"), of: harbour)?.told == nil)
        // A second settling changes nothing.
        try await ledger.settle(due[0], acknowledged: true, events: [told])
        #expect(try await ledger.booking(BookingID("B1"), of: harbour)?.told == nil)
        #expect(try await ledger.timeline(of: BookingID("B1"), in: harbour).count == 1)
    }

    @Test("a change that was read before the acknowledgement does not take back what was told")
    func toldStays() async throws {
        let ledger = try await ledger()
        var booking = try #require(try await ledger.booking(BookingID("B1"), of: harbour))
        let due = try await ledger.messages(of: harbour, dueBy: start.later(9))
        try await ledger.settle(due[0], acknowledged: true, events: [])
        booking.holdsPlace = false
        #expect(try await ledger.change(booking)?.told == .confirmed)
    }
}
