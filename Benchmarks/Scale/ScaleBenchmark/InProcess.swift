import Diary
import Flows
import Foundation
import Ledger
import Logging
import Measuring
import Ports
import Rules
import Server
import StandIns

/// Many practices through the real flows and a real ledger, with the PMS and the marketplace in
/// memory: what is left when the network costs nothing.
final class InProcess {
    private let most: Int
    private let now = SampleFleet.now
    private let folder: Folder
    private let ledger: Ledger
    private let evaluators: ServiceEvaluators
    private let firstRules: FirstRules
    private let logger = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
    private var places: [Place] = []
    private var rows = [
        [
            "practices", "what", "syncs", "syncs a minute", "CPU of a sync", "of it evaluation",
            "memory",
        ]
    ]

    /// As many as the service lets sync at a time.
    private static let atOnce = 32
    /// So many practices, spread over all, are read again.
    private static let mostRepeated = 1_000

    /// One practice with its two sides.
    struct Place {
        let member: Member
        let pms: MemoryPMS
        let marketplace: MemoryMarketplace
        let driver: PracticeDriver
    }

    init(most: Int) throws {
        self.most = most
        folder = try Folder(for: "scale")
        ledger = try Ledger.open(at: folder.path("gapbook.sqlite"))
        let directory = RuleDirectory(root: "rules")
        evaluators = ServiceEvaluators(store: ledger, directory: directory)
        firstRules = FirstRules(store: ledger, directory: directory, logger: logger)
    }

    func run() async throws {
        let counts = [most / 10, most / 2, most].filter { $0 > 0 }
        let members = try SampleFleet.members(most, now: now)
        for count in counts {
            let new = try await add(Array(members[places.count..<count]))
            let bare = try BareEvaluation(of: members)
            try await measure("first publication", new, bare) { $0.daysSent > 0 && $0.isFull }
            let again = spread()
            for place in again { place.edit(count) }
            try await measure("one day changed", again, bare) { $0.daysSent == 1 }
            for place in again { place.check() }
            try await measure("nothing changed", again, bare) {
                $0.daysSent == 0 && $0.outcome == .unchanged
            }
        }
        guard try await ledger.verify().isEmpty else { stop("the ledger is not sound") }
        try ledger.close()
        folder.remove()
        say(layOut(rows))
    }

    /// Writes practices to the ledger, and joins their sides.
    private func add(_ members: [Member]) async throws -> [Place] {
        try await SetUpWriter.write(members, to: ledger.path)
        var new: [Place] = []
        for member in members {
            let pms = MemoryPMS(member.snapshot.pms, now: now)
            let marketplace = MemoryMarketplace()
            let ports = PracticePorts(
                pms: pms, marketplace: marketplace, store: ledger, time: StandingTime(instant: now),
                evaluators: evaluators, logger: logger)
            try await firstRules.ensure(for: member.record, now: now)
            let driver = PracticeDriver(
                member.record, ports: ports, policy: FlowPolicy(), owner: "benchmark")
            new.append(
                Place(member: member, pms: pms, marketplace: marketplace, driver: driver))
        }
        places += new
        return new
    }

    private func spread() -> [Place] {
        let step = max(1, places.count / Self.mostRepeated)
        return stride(from: 0, to: places.count, by: step).map { places[$0] }
    }

    /// Syncs each of them once, and stops the benchmark where one does something else.
    private func measure(
        _ what: String, _ chosen: [Place], _ bare: BareEvaluation,
        isRight: @escaping @Sendable (SyncReport) -> Bool
    ) async throws {
        let start = wallSeconds()
        let processor = clock()
        let progress = Progress("\(what), \(places.count) practices")
        await withTaskGroup(of: Void.self) { group in
            var done = 0
            for (number, place) in chosen.enumerated() {
                if number >= Self.atOnce {
                    await group.next()
                    done += 1
                    progress.tell(done, of: chosen.count)
                }
                group.addTask {
                    let report = await place.driver.syncOnce(SyncOptions())
                    guard report.problem == nil, isRight(report) else {
                        stop(
                            "\(place.member.id), \(what): \(report.outcome?.rawValue ?? "not run"),"
                                + " \(report.daysSent) days, \(report.detail ?? "")")
                    }
                }
            }
        }
        let each = Double(clock() - processor) / Double(CLOCKS_PER_SEC) / Double(chosen.count)
        let rate = Double(chosen.count) / (wallSeconds() - start) * 60
        rows.append([
            "\(places.count)", what, "\(chosen.count)", decimal(rate, places: 0),
            duration(each * 1e9), bare.share(of: each), "\(residentBytes() >> 20) MB",
        ])
    }
}

extension InProcess.Place {
    /// Staff enter an appointment at a start that the newest day offers.
    func edit(_ number: Int) {
        guard let (day, time) = marketplace.offered else { stop("\(member.id) offers nothing") }
        pms.add(
            DiaryEntry(
                id: DiaryEntryID("EDIT-\(number)"), practitioner: PractitionerID(day.book.rawValue),
                kind: .appointment, status: .confirmed,
                start: .civil(CivilDateTime(day.date, time)), end: .after(Minutes(15))))
        marketplace.expectChange()
    }

    /// The day that was sent is the one that was edited, without the start that was taken.
    func check() {
        guard marketplace.isChangedAsExpected else {
            stop("\(member.id) sent another day than the one that was edited")
        }
    }
}
