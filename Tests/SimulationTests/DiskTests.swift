import Diagnostics
import Diary
import Foundation
import Ledger
import Ports
import Testing

@testable import Flows

/// The disk under the simulation, and the process that ends at each of its writes.
@Suite("A disk that forgets")
struct DiskTests {
    private static func booking(_ number: Int) -> Booking {
        let start = Instant(seconds: SimulatedPractice.began + number * 1800)
        return Booking(
            id: BookingID("\(number)"), practice: SimulatedPractice.id,
            reference: BookingReference("r\(number)"),
            request: BookingRequest(
                id: BookingID("\(number)"), book: nil, reason: nil,
                start: CivilDateTime(clockMinute: start.seconds / 60), lengthSeconds: 1800,
                bookedAt: start),
            receivedAt: start,
            place: .init(
                practitioner: SimulatedPractice.dentist, reason: ReasonID("R1"), start: start,
                length: Minutes(30)),
            state: .intended, deadline: start)
    }

    private static func admit(
        _ number: Int, to ledger: Ledger
    ) async throws -> BookingAdmission {
        try await ledger.admit(
            booking(number), patient: SimulatedPractice.patient, messages: [], events: [])
    }

    private static func open(
        _ disk: SimulatedDisk, _ process: Int, full: Bool = true
    ) throws -> Ledger {
        var guards = Guards()
        guards.full = full
        return try Ledger.open(
            at: disk.path(of: process), creating: false, keys: SimulatedPractice.keys(),
            guards: guards)
    }

    @Test(
        "a commit lasts through a loss of power, and only because it is synced",
        arguments: [true, false])
    func powerLoss(_ full: Bool) async throws {
        let disk = try SimulatedDisk(try await SimulatedPractice.ledger.value)
        let ledger = try Self.open(disk, 1, full: full)
        _ = try await Self.admit(1, to: ledger)
        #expect((disk.unsynced == 0) == full)
        disk.end(1)
        let afterKill = try disk.after()
        let killed = try Self.open(afterKill, 2)
        #expect(try await killed.bookings(of: nil, limit: 9).count == 1)
        let afterLoss = try disk.after(loss: 0)
        let without = try Self.open(afterLoss, 3)
        #expect(try await without.bookings(of: nil, limit: 9).count == (full ? 1 : 0))
        #expect(try await without.verify().isEmpty)
        withExtendedLifetime((disk, afterKill, afterLoss)) {}
    }

    @Test(
        "a full disk and a sync that fails are told as D0006, and the ledger goes on after them",
        arguments: [SimulatedDisk.Fault.full, .syncFails])
    func failures(_ fault: SimulatedDisk.Fault) async throws {
        let disk = try SimulatedDisk(try await SimulatedPractice.ledger.value)
        let ledger = try Self.open(disk, 1)
        disk.set(fault, for: 1)
        await #expect { _ = try await Self.admit(1, to: ledger) } throws: {
            Problem(ofStore: $0).code.rawValue == "D0006"
        }
        #expect(ledger.refusal?.code == "D0006")
        // A poll is not synced: a disk that cannot sync seems to take it.
        try? await ledger.recordPoll(of: SimulatedPractice.id, at: Instant(seconds: 1))
        #expect(ledger.refusal?.code == "D0006")
        #expect(try await ledger.bookings(of: nil, limit: 9).isEmpty)
        await #expect { try await ledger.testWrite() } throws: {
            Problem(ofStore: $0).code.rawValue == "D0006"
        }
        #expect(ledger.refusal?.code == "D0006")
        disk.set(nil, for: 1)
        try await ledger.testWrite()
        #expect(ledger.refusal == nil)
        _ = try await Self.admit(2, to: ledger)
        disk.end(1)
        let afterLoss = try disk.after(loss: 3)
        let next = try Self.open(afterLoss, 2)
        #expect(try await next.bookings(of: nil, limit: 9).map(\.id.rawValue) == ["2"])
        #expect(try await next.verify().isEmpty)
        withExtendedLifetime((disk, afterLoss)) {}
    }

    @Test("a poll that a full disk does not take is a refusal")
    func poll() async throws {
        let disk = try SimulatedDisk(try await SimulatedPractice.ledger.value)
        let ledger = try Self.open(disk, 1)
        disk.set(.full, for: 1)
        await #expect {
            try await ledger.recordPoll(of: SimulatedPractice.id, at: Instant(seconds: 1))
        } throws: {
            Problem(ofStore: $0).code.rawValue == "D0006"
        }
        #expect(ledger.refusal?.code == "D0006")
        disk.end(1)
        withExtendedLifetime(disk) {}
    }

    /// I10: one booking, whose process, or machine, ends at the first, the second, ... write or sync that it
    /// makes, whatever it is about then; after the last one nothing ends any more.
    @Test(
        "S4: a process that ends at any write of its disk is followed by one that ends the work",
        arguments: [0, 4], [false, true])
    func everyWrite(_ kind: Int, _ takesPower: Bool) async throws {
        let (reference, rejects) = SimulationTests.kinds[kind]
        var mix = FaultMix(name: "one booking", rivals: 1...1, bookings: 0...0)
        mix.patientRoll = 80
        var place = 0
        var isLast = false
        while !isLast {
            let simulation = Simulation(
                mix: mix, chooser: Chooser(seed: 1, mix: mix),
                disk: try SimulatedDisk(try await SimulatedPractice.ledger.value),
                ending: .init(write: place, takesPower: takesPower),
                reference: reference, rejectsOverlaps: rejects)
            do { try await simulation.run() } catch {
                Issue.record("\(error), where the process ends at write \(place)")
                return
            }
            isLast = simulation.processes.count == 1
            place += 1
        }
        print("ended at each of \(place - 1) writes with \(reference), power \(takesPower)")
        #expect(place > 50)
    }
}
