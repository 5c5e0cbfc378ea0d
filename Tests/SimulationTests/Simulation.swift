import Diagnostics
import Diary
import Ports

@testable import Flows

/// What a run has proven wrong.
struct Violation: Error, CustomStringConvertible {
    let invariant: String
    let what: String
    var description: String { "\(invariant): \(what)" }
}

/// One run: processes, a ledger, a PMS, a marketplace and staff under one clock. Nothing in it
/// happens by itself; all steps of the flow are the real ones.
final class Simulation {
    let mix: FaultMix
    let chooser: Chooser
    let guards: BookingGuards
    let terms: BookingTerms
    var now = 1_800_000_000
    var diary: ModelDiary
    var ledger: ModelLedger
    var market = ModelMarket()
    var processes: [SimulatedProcess] = []
    /// Rows that a reading has shown, with the time that it showed.
    var shown: [DiaryEntryID: Int] = [:]
    var violation: Violation?
    /// Bookings whose rows staff have touched.
    var touched: Set<BookingID> = []
    /// Overlaps that the reading showed which confirmed a booking.
    var overlapsSeen: Set<BookingID> = []
    /// What is still to come whatever the processes do: bookings, late insertions, starts.
    var pending = 0
    private var checkedAt = -1
    var steps = 0
    var log: [String] = []
    var keepsLog = false

    private var queue: [(at: Int, number: Int, action: (Simulation) -> Void)] = []
    private var numbers = 0
    let began: Int

    /// Until then things go wrong.
    static let faultsLast = 240
    /// Then everything must be over.
    static let longest = 4000
    /// More steps than any run needs.
    static let mostSteps = 60_000

    init(
        mix: FaultMix, chooser: Chooser, guards: BookingGuards = .all,
        reference: PMSCapabilities.Reference, rejectsOverlaps: Bool
    ) {
        self.mix = mix
        self.chooser = chooser
        self.guards = guards
        diary = ModelDiary(reference: reference, rejectsOverlaps: rejectsOverlaps)
        ledger = ModelLedger(guards: guards)
        terms = BookingTerms(
            capabilities: diary.capabilities, zone: .fixed(secondsEast: 0, named: "UTC"),
            policy: BookingPolicy(), guards: guards)
        began = now
    }

    func after(_ seconds: Int, _ action: @escaping (Simulation) -> Void) {
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
    func later(_ seconds: Int, _ action: @escaping (Simulation) -> Void) {
        pending += 1
        after(seconds) { simulation in
            simulation.pending -= 1
            action(simulation)
        }
    }

    func note(_ text: @autoclosure () -> String) {
        if keepsLog { log.append("\(now - began) s: \(text())") }
    }

    /// Runs to the end, or to the first violation.
    func run() throws {
        arrange()
        startProcess()
        while let next = queue.popLast() {
            now = next.at
            steps += 1
            if now - began > Simulation.faultsLast { chooser.isOver = true }
            next.action(self)
            let written = ledger.writes + diary.writes + market.writes
            if written != checkedAt { check() }
            checkedAt = written
            if let violation { throw violation }
            if isOver { break }
            if now - began > Simulation.longest || steps > Simulation.mostSteps {
                throw Violation(invariant: "I5", what: "not over after \(now - began) s")
            }
        }
        checkEnd()
        if let violation { throw violation }
    }

    /// Nothing waits for anybody, and nothing is still on its way.
    private var isOver: Bool {
        pending == 0 && ledger.open.isEmpty && ledger.seen.messages.isEmpty
            && market.waiting(at: now).isEmpty
    }

    /// Patients, staff, and a second process.
    private func arrange() {
        var number = 0
        func booking(slot: Int, practitioner: String, at seconds: Int) {
            number += 1
            let id = BookingID("\(number)")
            let start = Instant(seconds: began + 86_400 + slot * 1800)
            later(seconds) { simulation in
                simulation.market.book(id, practitioner, start, at: simulation.now)
            }
        }
        for _ in 0..<chooser.number(mix.rivals) {
            booking(slot: 0, practitioner: "P1", at: chooser.number(0...3))
        }
        let others = chooser.number(mix.bookings)
        for slot in 0..<others {
            booking(slot: slot + 1, practitioner: "P1", at: chooser.number(0...120))
        }
        if mix.staffRows + mix.staffRemovals > 0 { after(1) { $0.staffWork() } }
        if mix.secondProcess { later(chooser.number(5...200)) { $0.startProcess() } }
        after(60) { $0.personWorks() }
    }

    private func staffWork() {
        guard !chooser.isOver else { return }
        let places = ledger.seen.bookings.values.compactMap(\.place)
            .sorted { $0.start < $1.start }
        if !places.isEmpty, chooser.happens(perMille: mix.staffRows) {
            diary.staffEnter(places[chooser.number(0...(places.count - 1))], at: now)
        }
        let own = diary.rows.filter { $0.origin != nil && $0.isLive(at: now) }
        if !own.isEmpty, chooser.happens(perMille: mix.staffRemovals) {
            let row = own[chooser.number(0...(own.count - 1))]
            if let booking = row.origin { touched.insert(booking) }
            diary.staffTake(row.id, cancel: chooser.number(0...1) == 1, at: now)
        }
        after(chooser.number(2...10)) { $0.staffWork() }
    }

    /// A person decides what waits for one, after looking at the diary as it is.
    private func personWorks() {
        for booking in ledger.open {
            guard case .needsPerson = booking.state,
                now >= booking.since.seconds + ModelDiary.latest + ModelDiary.oldestReplica
            else { continue }
            let rows = diary.live(of: booking.id, at: now)
            let verdict = rows.first.map { BookingVerdict.inDiary($0.id) } ?? .notInDiary
            if let row = rows.first { shown[row.id] = now }
            let run = BookingRun(booking, terms: terms)
            let (_, effect) = BookingFlow.step(
                run, .decided(verdict), now: Instant(seconds: now))
            if case .store(let next, let messages, let events) = effect {
                _ = ledger.change(next, messages, events)
                note("booking \(booking.id): a person decides \(verdict)")
            }
        }
        after(60) { $0.personWorks() }
    }

    func startProcess() {
        let process = SimulatedProcess(number: processes.count + 1, simulation: self)
        processes.append(process)
        process.start()
    }
}
