import Diagnostics
import Diary
import Foundation
import Ports
import Testing

@testable import Ledger

/// How often a process is killed; more by `GAPBOOK_LEDGER_KILLS`.
private let kills =
    ProcessInfo.processInfo.environment["GAPBOOK_LEDGER_KILLS"].flatMap { Int($0) } ?? 20

@Suite("A process that is killed while it books")
struct CrashTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("what was acknowledged is there, whole transactions only, and no time is claimed twice")
    func killed() async throws {
        let path = scratch["ledger.sqlite"]
        let log = scratch["acknowledged"]
        try await scratch.ledger(with: [harbour]).close()
        #expect(FileManager.default.createFile(atPath: log, contents: nil))
        var lines = 0
        for round in 0..<kills {
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, log = log as String, round = round as Int] in
                try await Booker(path: path, log: log, round: round).bookUntilKilled()
            }
            let text = try String(contentsOfFile: log, encoding: .utf8)
            let acknowledged = text.split(separator: "\n").map(Acknowledgement.init)
            #expect(acknowledged.count >= lines)
            lines = acknowledged.count
            try await check(acknowledged, round: round)
        }
        #expect(lines > 0)
    }

    private func check(_ acknowledged: [Acknowledgement], round: Int) async throws {
        let ledger = try scratch.ledger()
        #expect(try await ledger.verify() == [], "after kill \(round)")
        let stored = try await ledger.bookings(of: harbour, limit: .max)
        let byID = Dictionary(uniqueKeysWithValues: stored.map { ($0.id.rawValue, $0) })
        let newest = Dictionary(
            acknowledged.map { ($0.id, $0) },
            uniquingKeysWith: { $0.version > $1.version ? $0 : $1 })
        for (id, known) in newest {
            let booking = try #require(byID[id], "booking \(id) is lost, kill \(round)")
            #expect(booking.version >= known.version, "a change of \(id) is lost, kill \(round)")
            if booking.version == known.version {
                #expect(booking.state.word.rawValue == known.state)
            }
        }
        let messages = try await ledger.messages(of: harbour, dueBy: start.later(1 << 30))
        let waiting = Set(messages.map(\.booking))
        for booking in stored {
            // Each transaction wrote one event, and the last one a message with it.
            let events = try await ledger.timeline(of: booking.id, in: harbour)
            #expect(events.count == booking.version + (booking.told == nil ? 0 : 1))
            #expect(waiting.contains(booking.id) == (booking.isFinal && booking.told == nil))
            #expect(try await ledger.patient(of: booking.id, in: harbour) == .sample)
        }
        try ledger.close()
    }
}

/// A line of the log: what a call had returned before the process was killed.
private struct Acknowledgement {
    let id: String
    let version: Int
    let state: String

    init(_ line: Substring) {
        let parts = line.split(separator: " ")
        id = String(parts[0])
        version = Int(parts[1]) ?? 0
        state = String(parts[2])
    }
}

/// What the process does: takes bookings in, brings them to an end and tells the marketplace, and
/// logs each call that returned.
private struct Booker: Sendable {
    let ledger: Ledger
    let log: Int32
    let round: Int

    init(path: String, log: String, round: Int) throws {
        ledger = try Ledger.open(at: path, patience: .seconds(60), keys: .sample())
        self.log = open(log, O_WRONLY | O_APPEND)
        self.round = round
    }

    func bookUntilKilled() async throws {
        // What an earlier process left goes on first, as at a start of the service.
        for booking in try await ledger.openBookings(of: harbour) { try await finish(booking) }
        // The first kills come early, so that opening and the first pages are met as well.
        var random = Seeded(round)
        let delay = UInt32.random(in: 0...(round % 2 == 0 ? 20_000 : 300_000), using: &random)
        Thread.detachNewThread {
            usleep(delay)
            kill(getpid(), SIGKILL)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<3 {
                group.addTask { try await book(task) }
            }
            try await group.waitForAll()
        }
    }

    private func book(_ task: Int) async throws {
        var random = Seeded(round * 10 + task)
        for number in 0... {
            // Few enough times that many are taken.
            let time = tenOClock.later(Int.random(in: 0..<(40 * (round + 1)), using: &random) * 600)
            let booking = Booking.sample("\(round)-\(task)-\(number)", at: time)
            let event = BookingEvent(at: start, what: "received")
            let answer = try await ledger.admit(
                booking, patient: .sample, messages: [], events: [event])
            guard case .admitted(let admitted) = answer else { continue }
            acknowledge(admitted)
            try await finish(admitted)
        }
    }

    private func finish(_ booking: Booking) async throws {
        var booking = booking
        if booking.state == .intended {
            booking.send()
            booking = try await change(booking, [])
        }
        if booking.version % 2 == 0, booking.id.rawValue.hasSuffix("3") {
            booking.reject()
            booking = try await change(booking, [.init(.rejected, reason: "taken")])
        } else {
            booking.stand(in: "D-\(booking.id)")
            booking = try await change(booking, [.init(.confirmed)])
        }
        for message in try await ledger.messages(of: harbour, dueBy: start.later(1 << 30)).prefix(1)
        {
            try await ledger.settle(
                message, acknowledged: true, events: [BookingEvent(at: start, what: "told")])
        }
    }

    private func change(
        _ booking: Booking, _ messages: [BookingMessage.Draft]
    ) async throws -> Booking {
        let event = BookingEvent(at: start, what: booking.state.word.rawValue)
        guard
            let stored = try await ledger.change(booking, messages: messages, events: [event])
        else { return booking }
        acknowledge(stored)
        return stored
    }

    /// One write of a short line to a file that is appended to is whole or not there.
    private func acknowledge(_ booking: Booking) {
        let line = "\(booking.id) \(booking.version) \(booking.state.word)\n"
        _ = line.withCString { write(log, $0, strlen($0)) }
    }
}
