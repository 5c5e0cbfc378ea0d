import Diagnostics
import Diary
import Ledger
import Ports

@testable import Flows

/// The machine that the processes run on: a disk with the real ledger, and beside it the model of
/// what must stand there. After each change the two are compared.
final class SimulatedMachine {
    /// What must stand in the ledger.
    private(set) var model: ModelLedger
    /// What changes that failed may have left on the disk, for a later start to find: SQLite says
    /// of a sync that failed only that it does not know.
    private var doubtful: [ModelLedger] = []
    private var disk: SimulatedDisk?
    private var ledgers: [Int: Ledger] = [:]
    private let guards: Guards
    /// How often the model has changed.
    private(set) var changes = 0
    /// The first difference between ledger and model.
    private(set) var difference: String?
    let ending: Ending?
    /// Whether ledger and model are compared after each change, not only at each start and at the
    /// end: where nothing goes wrong with the disk the answers to the changes say enough.
    private let comparesEach: Bool

    /// Where the first process ends: at a write or sync, counted over the whole run, and whether
    /// the power goes with it.
    struct Ending {
        let write: Int
        let takesPower: Bool
    }

    /// Without a disk the model is the ledger.
    init(
        disk: SimulatedDisk?, guards: Guards = Guards(), ending: Ending? = nil,
        comparesEach: Bool = true
    ) {
        self.comparesEach = comparesEach
        self.disk = disk
        self.guards = guards
        self.ending = ending
        model = ModelLedger(guards: guards)
    }

    /// Opens the ledger for a process, as the service does.
    func open(_ process: Int) async {
        guard let disk else { return }
        let isFirst = ledgers.isEmpty
        do {
            let ledger = try Ledger.open(
                at: disk.path(of: process), creating: false, keys: SimulatedPractice.keys(),
                guards: guards)
            ledgers[process] = ledger
            if let ending, process == 1 { disk.set(.processEnds, for: 1, at: ending.write) }
            await compare(by: process, withEvents: true)
            if isFirst { doubtful = [] }
        } catch {
            report("the ledger does not open: \(error)")
        }
    }

    func ledger(of process: Int) -> Ledger? { ledgers[process] }

    /// Whether the process ended in the middle of a change.
    func hasEnded(_ process: Int) -> Bool { disk?.hasEnded(process) ?? false }

    /// The processes are gone, without another word to the disk.
    ///
    /// - Parameter seed: where the power went with them, what of the unsynced was lost.
    func end(_ gone: [Int], loss seed: UInt64? = nil) async {
        guard let old = disk else { return }
        for process in gone {
            old.end(process)
            ledgers[process] = nil
        }
        guard ledgers.isEmpty else {
            if let other = ledgers.keys.min() { await compare(by: other) }
            return
        }
        do { disk = try old.after(loss: seed) } catch { report("\(error)") }
    }

    /// The process ends in order.
    func close(_ process: Int) {
        do { try ledgers[process]?.close() } catch { report("the ledger does not close: \(error)") }
        ledgers[process] = nil
    }

    /// Makes one change in the ledger and in the model; both must answer the same.
    func change<Answer: Equatable & Sendable>(
        of booking: BookingID, by process: Int, meeting fault: Fault, at place: Int,
        _ real: (Ledger) async throws -> Answer, _ modelled: (inout ModelLedger) -> Answer
    ) async -> Result<Answer, any Error> {
        var after = model
        let expected = modelled(&after)
        guard let disk else {
            if fault == .storeFails || fault == .syncFails { return .failure(Self.failed) }
            adopt(after)
            return .success(expected)
        }
        guard let ledger = ledgers[process] else { return .failure(Self.failed) }
        if let diskFault = fault.ofDisk { disk.set(diskFault, for: process, at: place) }
        defer { if fault.ofDisk != nil { disk.set(nil, for: process) } }
        do {
            let answer = try await real(ledger)
            if answer != expected { report("the ledger answers \(answer), not \(expected)") }
            if after != model { doubtful = [] }
            adopt(after)
            if fault.ofDisk != nil { disk.set(nil, for: process) }
            if comparesEach { await compare(by: process, only: booking) }
            return .success(answer)
        } catch {
            guard fault.ofDisk != nil || disk.hasEnded(process) else {
                report("the ledger refuses: \(error)")
                return .failure(error)
            }
            doubtful.append(after)
            disk.set(nil, for: process)
            if !disk.hasEnded(process) { await compare(by: process) }
            return .failure(error)
        }
    }

    /// Keeps a reading, which meets no fault: bookings are checked by it from now on.
    func keep(_ reading: PMSReading, by process: Int) async -> Bool {
        guard let ledger = ledgers[process] else { return false }
        do { _ = try await ledger.keep(reading) } catch {
            report("a reading is not kept: \(error)")
            return false
        }
        return true
    }

    static let failed = Problem("D0006", "the disk refuses to keep the change", hint: "wait")

    private func adopt(_ next: ModelLedger) {
        guard next != model else { return }
        model = next
        changes += 1
    }

    private func report(_ what: String) {
        if difference == nil { difference = what }
    }

    /// What stands in the ledger is what must, or what a change that failed has left; of one
    /// booking after it was changed, of all after anything else.
    private func compare(
        by process: Int, only booking: BookingID? = nil, withEvents: Bool = false
    ) async {
        guard let ledger = ledgers[process] else { return }
        func contents(_ model: ModelLedger) -> Contents {
            Contents(model, only: booking, withEvents: withEvents)
        }
        do {
            let seen = try await Contents(ledger, only: booking, withEvents: withEvents)
            let expected = contents(model)
            if seen == expected { return }
            if let left = doubtful.first(where: { seen == contents($0) }) { return adopt(left) }
            report("the ledger has \(seen.words(unlike: expected))")
        } catch {
            if !hasEnded(process) { report("the ledger cannot be read: \(error)") }
        }
    }

    /// The power goes, and a new process finds the ledger whole.
    func checkAfterPowerLoss(_ process: Int, seed: UInt64) async {
        guard disk != nil else { return }
        await end(Array(ledgers.keys), loss: seed)
        await open(process)
        // A ledger without a guard does not verify, and all of them would take too long.
        guard guards.claim, seed % 8 == 0 else { return }
        do {
            let faults = try await ledgers[process]?.verify() ?? []
            if !faults.isEmpty { report("the ledger is damaged: \(faults)") }
        } catch {
            report("the ledger cannot be verified: \(error)")
        }
    }
}

/// What of a ledger is compared.
private struct Contents: Equatable {
    var bookings: [BookingID: Booking] = [:]
    var due: [BookingMessage] = []
    var events: [BookingID: [BookingEvent]] = [:]

    init(_ model: ModelLedger, only booking: BookingID?, withEvents: Bool) {
        bookings =
            booking.map { [$0: model.bookings[$0]].compactMapValues { $0 } } ?? model.bookings
        due = model.due
        if withEvents { events = model.events }
    }

    init(_ ledger: Ledger, only booking: BookingID?, withEvents: Bool) async throws {
        if let booking {
            bookings[booking] = try await ledger.booking(booking, of: SimulatedPractice.id)
        } else {
            for booking in try await ledger.bookings(of: nil, limit: 1000) {
                bookings[booking.id] = booking
            }
        }
        due = try await ledger.messages(of: SimulatedPractice.id, dueBy: .max)
        guard withEvents else { return }
        for id in bookings.keys {
            events[id] = try await ledger.timeline(of: id, in: SimulatedPractice.id)
        }
    }

    func words(unlike other: Contents) -> String {
        let ids = Set(bookings.keys).union(other.bookings.keys).sorted {
            $0.rawValue < $1.rawValue
        }
        for id in ids where bookings[id] != other.bookings[id] {
            func word(_ booking: Booking?) -> String {
                booking.map { "\($0.state) v\($0.version), told \($0.told.map { "\($0)" } ?? "-")" }
                    ?? "nothing"
            }
            return "of booking \(id): \(word(bookings[id])); it must be \(word(other.bookings[id]))"
        }
        return due == other.due ? "another timeline" : "to tell \(due), not \(other.due)"
    }
}

extension Fault {
    /// What it is at the disk.
    fileprivate var ofDisk: SimulatedDisk.Fault? {
        switch self {
        case .storeFails: .full
        case .syncFails: .syncFails
        case .crashAmid, .powerAmid: .processEnds
        default: nil
        }
    }
}
