import Diagnostics
import Diary
import Ports

@testable import Flows

/// The ledger as one process reaches it: each change may fail, lie, or be the process's last.
final class SimulatedStore: BookingStore, @unchecked Sendable {
    private unowned let process: SimulatedProcess
    private var simulation: Simulation { process.simulation }
    private var machine: SimulatedMachine { process.simulation.machine }

    init(_ process: SimulatedProcess) { self.process = process }

    static let ended = Problem("D0009", "the process has ended", hint: "start it")

    private func change<Answer: Equatable & Sendable>(
        of booking: BookingID, _ real: (any BookingStore) async throws -> Answer,
        _ modelled: (inout ModelLedger) -> Answer
    ) async throws -> Answer {
        guard process.isAlive else { throw Self.ended }
        let fault = simulation.chooser.fault(among: FaultMix.storeFaults)
        if fault != .none { simulation.note("the ledger of \(process.number): \(fault)") }
        if fault == .crashBefore {
            await process.crash()
            throw Self.ended
        }
        let result = await machine.change(
            of: booking, by: process.number, meeting: fault, at: place(of: fault),
            { try await real($0) }, modelled)
        switch fault {
        case .crashAfter: await process.crash()
        case .powerLoss, .powerAmid: await process.crash(power: true)
        case .crashAmid: await process.crash()
        case .storeLies:
            _ = try result.get()
            throw SimulatedMachine.failed
        default:
            if machine.hasEnded(process.number) {
                await process.crash(power: machine.ending?.takesPower == true)
            }
        }
        guard process.isAlive else { throw Self.ended }
        return try result.get()
    }

    /// At which of its writes a change fails; it makes twenty or so, and one sync.
    private func place(of fault: Fault) -> Int {
        switch fault {
        case .storeFails, .crashAmid, .powerAmid: simulation.chooser.number(0...24)
        default: 0
        }
    }

    /// Reads the ledger where there is one, else the model.
    private func read<Answer: Sendable>(
        _ real: (any BookingStore) async throws -> Answer, _ modelled: (ModelLedger) -> Answer
    ) async throws -> Answer {
        guard process.isAlive else { throw Self.ended }
        guard let ledger = machine.ledger(of: process.number) else {
            return modelled(machine.model)
        }
        return try await real(ledger)
    }

    func admit(
        _ booking: Booking, patient: PatientDetails?, messages: [BookingMessage.Draft],
        events: [BookingEvent]
    ) async throws -> BookingAdmission {
        if simulation.chooser.fault(among: [.overtaken]) == .overtaken {
            await process.letOthersTakeIn()
        }
        return try await change(of: booking.id) {
            try await $0.admit(booking, patient: patient, messages: messages, events: events)
        } _: {
            $0.admit(booking, messages, events)
        }
    }

    func change(
        _ booking: Booking, messages: [BookingMessage.Draft], events: [BookingEvent]
    ) async throws -> Booking? {
        try await change(of: booking.id) {
            try await $0.change(booking, messages: messages, events: events)
        } _: {
            $0.change(booking, messages, events)
        }
    }

    func settle(
        _ message: BookingMessage, acknowledged: Bool, events: [BookingEvent]
    ) async throws {
        _ = try await change(of: message.booking) {
            try await $0.settle(message, acknowledged: acknowledged, events: events)
            return true
        } _: {
            $0.settle(message, acknowledged: acknowledged, events)
            return true
        }
    }

    func postpone(_ message: BookingMessage, until: Instant) async throws {
        _ = try await change(of: message.booking) {
            try await $0.postpone(message, until: until)
            return true
        } _: {
            $0.postpone(message, until: until)
            return true
        }
    }

    func booking(_ id: BookingID, of practice: PracticeID) async throws -> Booking? {
        try await read {
            try await $0.booking(id, of: practice)
        } _: {
            $0.bookings[id]
        }
    }

    func openBookings(of practice: PracticeID) async throws -> [Booking] {
        try await read {
            try await $0.openBookings(of: practice)
        } _: {
            $0.open
        }
    }

    func confirmedBookings(
        of practice: PracticeID, startingFrom time: Instant
    ) async throws -> [Booking] {
        try await read {
            try await $0.confirmedBookings(of: practice, startingFrom: time)
        } _: {
            $0.bookings.values.filter { $0.state == .confirmed }
        }
    }

    func bookings(of practice: PracticeID?, limit: Int) async throws -> [Booking] {
        try await read {
            try await $0.bookings(of: practice, limit: limit)
        } _: {
            Array($0.bookings.values)
        }
    }

    func timeline(of id: BookingID, in practice: PracticeID) async throws -> [BookingEvent] {
        try await read {
            try await $0.timeline(of: id, in: practice)
        } _: {
            $0.events[id] ?? []
        }
    }

    func messages(of practice: PracticeID, dueBy now: Instant) async throws -> [BookingMessage] {
        try await read {
            try await $0.messages(of: practice, dueBy: now)
        } _: {
            $0.due.filter { $0.dueAt <= now }
        }
    }

    func patient(of id: BookingID, in practice: PracticeID) async throws -> PatientDetails? {
        try await read {
            try await $0.patient(of: id, in: practice)
        } _: { _ in
            SimulatedPractice.patient
        }
    }

    func purgePatients(finalBefore: Instant) async throws -> Int {
        try await read {
            try await $0.purgePatients(finalBefore: finalBefore)
        } _: { _ in
            0
        }
    }
}
