import Diagnostics
import Diary
import Ledger
import Ports

@testable import Flows

/// What a run has proven wrong.
struct Violation: Error, CustomStringConvertible {
    let invariant: String
    let what: String
    var description: String { "\(invariant): \(what)" }
}

/// What may be switched off, in the flow and in the ledger.
struct RunGuards {
    var flow = BookingGuards.all
    var ledger = Guards()
}

/// One run: processes, a machine with the ledger, a PMS, a marketplace and staff under one clock.
/// Nothing in it happens by itself; one task takes step after step, and all steps of the flow are
/// the real ones.
final class Simulation: @unchecked Sendable {
    let mix: FaultMix
    let chooser: Chooser
    let terms: BookingTerms
    let machine: SimulatedMachine
    var now = SimulatedPractice.began
    var diary: ModelDiary
    var market = ModelMarket()
    var processes: [SimulatedProcess] = []
    /// Rows that a reading has shown, with the time that it showed.
    var shown: [DiaryEntryID: Int] = [:]
    var violation: Violation?
    /// Bookings whose rows staff took out of sight before they were confirmed.
    var lostSight: Set<BookingID> = []
    /// What is still to come whatever the processes do: bookings, late insertions, starts.
    var pending = 0
    /// The reading that was kept last, by which bookings are checked.
    var newest = SimulatedPractice.reading(at: SimulatedPractice.readAt)
    /// By which one each booking was.
    private(set) var judgedBy: [BookingID: PMSReading] = [:]
    /// How long the reason has been, and since when.
    private var lengths = [(since: Int.min, length: SimulatedPractice.length)]
    private var checkedAt = -1
    var steps = 0
    var log: [String] = []
    var keepsLog = false

    private var queue: [(at: Int, number: Int, action: (Simulation) async -> Void)] = []
    private var numbers = 0
    let began = SimulatedPractice.began

    /// Until then things go wrong.
    static let faultsLast = 240
    /// Then everything must be over.
    static let longest = 4000
    /// More steps than any run needs.
    static let mostSteps = 60_000

    /// A run over the real ledger on that disk; over the model of it without one.
    init(
        mix: FaultMix, chooser: Chooser, guards: RunGuards = RunGuards(),
        disk: SimulatedDisk? = nil, ending: SimulatedMachine.Ending? = nil,
        reference: PMSCapabilities.Reference, rejectsOverlaps: Bool
    ) {
        self.mix = mix
        self.chooser = chooser
        diary = ModelDiary(
            reference: reference, rejectsOverlaps: rejectsOverlaps,
            skew: chooser.number(-mix.pmsSkew...mix.pmsSkew))
        machine = SimulatedMachine(
            disk: disk, guards: guards.ledger, ending: ending,
            comparesEach: ending != nil || mix.endsChanges)
        terms = BookingTerms(
            capabilities: diary.capabilities, zone: SimulatedPractice.zone,
            policy: BookingPolicy(), guards: guards.flow)
    }

    func after(_ seconds: Int, _ action: @escaping (Simulation) async -> Void) {
        numbers += 1
        let entry = (at: now + max(seconds, 0), number: numbers, action: action)
        // Sorted by time and order, the next one last.
        var low = 0
        var high = queue.count
        while low < high {
            let middle = (low + high) / 2
            let other = queue[middle]
            if (other.at, other.number) > (entry.at, entry.number) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        queue.insert(entry, at: low)
    }

    /// The same for what the end of the run must wait for.
    func later(_ seconds: Int, _ action: @escaping (Simulation) async -> Void) {
        pending += 1
        after(seconds) { simulation in
            simulation.pending -= 1
            await action(simulation)
        }
    }

    func note(_ text: @autoclosure () -> String) {
        if keepsLog { log.append("\(now - began) s: \(text())") }
    }

    /// Runs to the end, or to the first violation.
    func run() async throws {
        arrange()
        await startProcess()
        while let next = queue.popLast() {
            now = next.at
            steps += 1
            if now - began > Simulation.faultsLast { chooser.isOver = true }
            await next.action(self)
            try checkStep()
            if isOver { break }
            if now - began > Simulation.longest || steps > Simulation.mostSteps {
                throw Violation(invariant: "I5", what: "not over after \(now - began) s")
            }
        }
        chooser.isOver = true
        try await settle()
        await checkEnd()
        if let violation { throw violation }
    }

    private func checkStep() throws {
        let changes = machine.changes + diary.changes + market.changes
        if changes != checkedAt { check() }
        checkedAt = changes
        if let difference = machine.difference {
            throw Violation(invariant: "I10", what: difference)
        }
        if let violation { throw violation }
    }

    /// Nothing waits for anybody, and nothing is still on its way.
    private var isOver: Bool {
        pending == 0 && machine.model.open.isEmpty && machine.model.messages.isEmpty
            && market.waiting().isEmpty
    }

    /// The last look at what staff did, once everything shows it, and the last messages.
    private func settle() async throws {
        guard mix.hasStaff, let process = processes.last(where: \.isAlive) else { return }
        now += 300
        if mix.syncs {
            await process.sync(again: false)
        } else {
            await process.follow(again: false)
        }
        for _ in 0..<20 where !machine.model.messages.isEmpty {
            now += 60
            await process.tell()
        }
        try checkStep()
    }

    /// Patients, staff, and what happens to processes and to the PMS.
    private func arrange() {
        var number = 0
        func booking(slot: Int, at seconds: Int) {
            number += 1
            let id = BookingID("\(number)")
            let start = Instant(seconds: began + 86_400 + slot * 1800)
            later(seconds) { $0.market.book(id, start, at: $0.now) }
        }
        for _ in 0..<chooser.number(mix.rivals) { booking(slot: 0, at: chooser.number(0...3)) }
        let others = chooser.number(mix.bookings)
        for slot in 0..<others { booking(slot: slot + 1, at: chooser.number(0...120)) }
        for _ in 0..<chooser.number(mix.lateRivals) {
            booking(slot: chooser.number(0...others), at: chooser.number(20...230))
        }
        if mix.changesLength { arrangeLengths() }
        if mix.hasStaff { after(1) { $0.staffWork() } }
        if let second = mix.secondProcess {
            later(chooser.number(second)) { await $0.startProcess() }
        }
        if mix.restarts {
            after(chooser.number(10...200)) { simulation in
                let alive = simulation.processes.filter(\.isAlive)
                guard !alive.isEmpty else { return }
                alive[simulation.chooser.number(0...(alive.count - 1))].stop()
            }
        }
        if mix.pmsRestarts {
            after(chooser.number(5...150)) { simulation in
                simulation.diary.isDownUntil = simulation.now + simulation.chooser.number(5...60)
                simulation.note("the PMS is down until \(simulation.diary.isDownUntil)")
            }
        }
        after(60) { await $0.personWorks() }
    }

    private func arrangeLengths() {
        for (range, length) in [(30...110, Minutes(45)), (120...200, SimulatedPractice.length)] {
            later(chooser.number(range)) { simulation in
                simulation.note("the reason takes \(length)")
                simulation.lengths.append((simulation.now, length))
            }
        }
    }

    /// What the PMS showed at a time, read now.
    func reading(at time: Int) -> PMSReading {
        let rows = diary.rows.filter { $0.exists(at: time) }
        return SimulatedPractice.reading(
            rows.map { diary.entry($0, at: time) },
            length: lengths.last { $0.since <= time }?.length ?? SimulatedPractice.length, at: now)
    }

    /// Remembers by which reading bookings are checked that are not taken in yet.
    func judging<Answer>(
        _ requests: [BookingRequest], _ work: () async -> Answer
    ) async -> Answer {
        for request in requests where machine.model.bookings[request.id] == nil {
            judgedBy[request.id] = newest
        }
        return await work()
    }

    func startProcess() async {
        let process = SimulatedProcess(number: processes.count + 1, simulation: self)
        processes.append(process)
        await process.start()
    }
}
