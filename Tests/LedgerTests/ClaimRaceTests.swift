import Diary
import Ports
import Testing

@testable import Ledger

/// Each ledger is a connection of its own, as those of two programs are.
@Suite("Bookings that race for one time")
struct ClaimRaceTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("exactly one of them wins, and all others know who", arguments: [2, 8, 64])
    func oneWins(contenders: Int) async throws {
        let first = try await scratch.ledger(with: [harbour])
        let ledgers = [first] + (try (1..<4).map { _ in try scratch.ledger() })
        for round in 0..<(contenders == 64 ? 2 : 8) {
            let time = tenOClock.later(round * 7_200)
            let answers = try await withThrowingTaskGroup(of: BookingAdmission.self) { group in
                for number in 0..<contenders {
                    // All of them overlap the same minute.
                    let booking = Booking.sample(
                        "\(round)-\(number)", at: time.later(number % 30 * 60))
                    group.addTask {
                        try await ledgers[number % ledgers.count].admit(
                            booking, patient: .sample, messages: [], events: [])
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let winners = answers.compactMap { answer -> BookingID? in
                if case .admitted(let booking) = answer { booking.id } else { nil }
            }
            #expect(winners.count == 1)
            let others = answers.filter { $0 == .taken(by: winners[0]) }
            #expect(others.count == contenders - 1)
        }
        #expect(try await first.verify() == [])
    }

    @Test("one booking that comes through several programs at once is taken in once")
    func sameBooking() async throws {
        let first = try await scratch.ledger(with: [harbour])
        let ledgers = [first, try scratch.ledger()]
        let answers = try await withThrowingTaskGroup(of: BookingAdmission.self) { group in
            for number in 0..<8 {
                group.addTask {
                    var booking = Booking.sample("B1")
                    booking.reference = BookingReference("ref-\(number)")
                    return try await ledgers[number % 2].admit(
                        booking, patient: .sample, messages: [], events: [])
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let admitted = answers.filter { if case .admitted = $0 { true } else { false } }
        #expect(admitted.count == 1)
        let stored = try #require(try await first.booking(BookingID("B1"), of: harbour))
        #expect(answers.filter { $0 == .known(stored) }.count == 7)
    }

    @Test("of changes that rest on one version, one is made")
    func changes() async throws {
        let first = try await scratch.ledger(with: [harbour])
        let ledgers = [first, try scratch.ledger()]
        try await first.admit(.sample("B1"))
        var booking = Booking.sample("B1").admitted
        for version in 1...10 {
            booking.version = version
            booking.send(at: start.later(version))
            let sent = booking
            let made = try await withThrowingTaskGroup(of: Booking?.self) { group in
                for number in 0..<6 {
                    group.addTask { try await ledgers[number % 2].change(sent) }
                }
                return try await group.reduce(into: [Booking]()) { made, one in
                    if let one { made.append(one) }
                }
            }
            #expect(made.map(\.version) == [version + 1])
        }
    }
}
