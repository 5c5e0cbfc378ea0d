import Diary
import Foundation
import Ledger
import Ports
import Simulators
import Testing

/// `gapbook serve` as a process of its own, over real HTTP, against a PMS and a marketplace in the
/// test's process, where their state is edited and seen.
///
/// When it ends, the service must stop cleanly, neither side may have seen a call that its
/// interface forbids, and nothing that was written may hold a secret or a patient's name.
final class Bench {
    let practices: [BenchPractice]
    let pms: any PracticeSimulator
    let marketplace: MarketplaceSimulator
    let scratch: Scratch
    let zone: Zone
    let today: CivilDate
    var settings = BenchSettings()
    /// What the service logs.
    var logLevel = "info"
    private(set) var service: Background?
    private(set) var address = ""
    private var starts = 0
    private var commands = 0

    /// The practice that most tests are about.
    var practice: BenchPractice { practices[0] }

    /// Runs a test on a bench, and looks after it when the test has ended.
    static func run(
        _ system: PMSSystem = .exact, practices count: Int = 1,
        options: PracticeOptions = PracticeOptions(),
        marketplace: MarketplaceOptions = MarketplaceOptions(),
        _ location: SourceLocation = #_sourceLocation, _ body: (Bench) async throws -> Void
    ) async throws {
        await BenchGate.shared.enter()
        do {
            let bench = try await Bench(system, count, options, marketplace)
            do {
                try await body(bench)
            } catch {
                Issue.record("\(error): \(bench.log.suffix(3_000))", sourceLocation: location)
            }
            await bench.end(location)
        } catch {
            Issue.record("no bench: \(error)", sourceLocation: location)
        }
        await BenchGate.shared.leave()
    }

    private init(
        _ system: PMSSystem, _ count: Int, _ options: PracticeOptions,
        _ marketplaceOptions: MarketplaceOptions
    ) async throws {
        var options = options
        options.clientSecret = BenchSettings.pmsSecret
        options.oasisKey = BenchSettings.pmsSecret
        var marketplaceOptions = marketplaceOptions
        marketplaceOptions.apiKey = BenchSettings.marketplaceSecret
        scratch = try Scratch()
        let zone = try ZoneDatabase().zone(named: BenchPractice.zone)
        let now = Bench.now
        self.zone = zone
        today = zone.local(at: now).date
        let practices = (1...count).map { BenchPractice(system, number: $0) }
        self.practices = practices
        let snapshots = practices.map { $0.snapshot(now: now, zone: zone) }
        marketplace = MarketplaceSimulator(
            practices: practices.map {
                .init(
                    id: $0.marketplace, key: BenchSettings.key(of: $0.marketplace), zone: zone)
            }, options: marketplaceOptions)
        switch system {
        case .exact:
            let exact = try ExactSimulator(practices: snapshots, options: options)
            settings.pmsAddress = try await exact.start()
            pms = exact
        case .oasis:
            let oasis = try OasisSimulator(practices: snapshots, options: options)
            settings.pmsAddress = try await oasis.start()
            pms = oasis
        }
        settings.system = system
        settings.marketplaceAddress = try await marketplace.start()
    }

    static var now: Instant { Instant(seconds: Int(Date().timeIntervalSince1970)) }

    /// The day so many days from the bench's own.
    func day(_ offset: Int) -> CivilDate { today.adding(days: offset) }

    /// All that the services have logged.
    var log: String {
        (1...max(1, starts)).map {
            ((try? scratch.text("serve-\($0).out")) ?? "")
                + ((try? scratch.text("serve-\($0).err")) ?? "")
        }.joined()
    }

    private func end(_ location: SourceLocation) async {
        do {
            if service != nil { try await stop(location) }
        } catch {
            Issue.record("the service did not stop: \(error)", sourceLocation: location)
        }
        service = nil
        await pms.stop()
        await marketplace.stop()
        #expect(marketplace.violations.map(\.message).isEmpty, sourceLocation: location)
        #expect(pms.violations.map(\.message).isEmpty, sourceLocation: location)
        for leak in leaks { Issue.record("written: \(leak)", sourceLocation: location) }
    }

    /// Files that hold a secret, or something about the sample patient.
    var leaks: [String] {
        let names =
            (try? FileManager.default.subpathsOfDirectory(atPath: scratch.folder.path)) ?? []
        return names.flatMap { name -> [String] in
            guard let data = try? Data(contentsOf: scratch.path(name)) else { return [] }
            return BenchSettings.private.filter { data.range(of: Data($0.utf8)) != nil }
                .map { "\($0) in \(name)" }
        }
    }
}

// The process.
extension Bench {
    /// Writes the set-up of the practices to a ledger, as staff would by command.
    func setUp() async throws {
        let ledger = try Ledger.open(at: scratch.path("gapbook.sqlite").path)
        for practice in practices {
            for change in practice.setUp {
                try await ledger.change(
                    practice.id, change, by: Actor("test"), why: nil, at: Bench.now)
            }
        }
        try ledger.close()
    }

    /// Takes the ledger away, as where another integration served the practice before.
    func forgetLedger() throws {
        for end in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(at: scratch.path("gapbook.sqlite\(end)"))
        }
    }

    /// Serves the first practice out of exported files, which nothing can be written to.
    func export(_ change: (inout PMSReading) -> Void = { _ in }) async throws {
        var reading = try #require(await pms.reading(practice.pms))
        reading.practice = practice.id
        change(&reading)
        let export = Snapshot(pms: reading, setUp: SetUp(timeZone: BenchPractice.zone))
        try scratch.write(export.json(), to: "exports/\(practice.pms)/pms.json")
        settings.connection = "{ name: vendor, system: files, path: exports }"
    }

    /// Does something to the ledger beside the service, as nobody should.
    func ledger(_ statement: String) async throws {
        let script =
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=60); "
            + "c.execute(sys.argv[2]); c.commit()"
        let run = try await program(
            URL(fileURLWithPath: "/usr/bin/python3"),
            ["-c", script, scratch.path("gapbook.sqlite").path, statement])
        #expect(run.status == 0, "\(run.errors)")
    }

    /// How many rows the ledger has of a table, with a condition.
    func count(_ rows: String) async throws -> Int {
        let script =
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=60); "
            + "print(c.execute('SELECT count(*) FROM ' + sys.argv[2]).fetchone()[0])"
        let run = try await program(
            URL(fileURLWithPath: "/usr/bin/python3"),
            ["-c", script, scratch.path("gapbook.sqlite").path, rows])
        return try #require(Int(run.output.trimmingCharacters(in: .newlines)), "\(run.errors)")
    }

    /// Starts the service, and returns as soon as it listens.
    func start(_ location: SourceLocation = #_sourceLocation) async throws {
        try scratch.write(settings.file, to: "gapbook.yaml")
        starts += 1
        let service = try Background(
            "serve-\(starts)", ["serve", "--log-level", logLevel], in: scratch,
            environment: BenchSettings.environment)
        self.service = service
        address = try await service.address(location)
    }

    /// Asks the service to stop, which must go cleanly.
    func stop(_ location: SourceLocation = #_sourceLocation) async throws {
        service?.signal(SIGTERM)
        let status = try await service?.ended(location)
        #expect(status == 0, "\(log.suffix(2_000))", sourceLocation: location)
        service = nil
    }

    /// Pulls the plug.
    func kill(_ location: SourceLocation = #_sourceLocation) async throws {
        service?.signal(SIGKILL)
        _ = try await service?.ended(location)
        service = nil
    }

    /// Sets the practices up, starts, and waits until all of it stands at the marketplace.
    func serve(_ location: SourceLocation = #_sourceLocation) async throws {
        try await setUp()
        try await start(location)
        for practice in practices {
            try await until("the first publication", of: practice, location) {
                $0.times("P2", on: self.day(12)) == BenchPractice.day
            }
        }
    }
}

// What it shows.
extension Bench {
    /// Waits until the marketplace shows something of a practice.
    func until(
        _ what: String, of practice: BenchPractice? = nil, at id: String? = nil,
        _ location: SourceLocation = #_sourceLocation,
        _ condition: (MarketplaceObservation) throws -> Bool
    ) async throws {
        let id = id ?? (practice ?? self.practice).marketplace
        try await eventually(what, location) {
            try condition(try await self.marketplace.observe(id))
        }
    }

    /// Waits until one more sync has ended that found nothing to send.
    func untilSettled(_ location: SourceLocation = #_sourceLocation) async throws {
        let began = try await status()["last_run"]["started_at"].text
        try await eventually("a sync without a change", location) {
            let run = try await self.status()["last_run"]
            return run["started_at"].text != began && run["outcome"].text == "unchanged"
        }
    }

    /// What the marketplace has of the practice.
    func seen() async throws -> MarketplaceObservation {
        try await marketplace.observe(practice.marketplace)
    }

    /// Runs a command beside the service. Nothing blocks meanwhile: the simulators answer it.
    func gapbook(_ arguments: String...) async throws -> Gapbook.Run {
        try await gapbook(arguments)
    }

    /// The same with a list.
    func gapbook(_ arguments: [String]) async throws -> Gapbook.Run {
        try await program(Gapbook.binary, arguments)
    }

    /// Runs a command that must end with that code, and reads its JSON.
    @discardableResult
    func json(
        _ arguments: String..., status: Int32 = 0, _ location: SourceLocation = #_sourceLocation
    ) async throws -> JSON {
        let run = try await program(Gapbook.binary, arguments + ["--format", "json"])
        #expect(
            run.status == status, "\(arguments): \(run.output)\(run.errors)",
            sourceLocation: location)
        return try run.json(location)
    }

    /// How a practice stands.
    func status(_ practice: BenchPractice? = nil) async throws -> JSON {
        let id = (practice ?? self.practice).id.rawValue
        let run = try await gapbook("status", "--practice", id, "--format", "json")
        return try run.json()["practices"][0]
    }

    /// Waits until `gapbook status` shows a finding; returns it.
    @discardableResult
    func untilFinding(
        _ code: String, _ location: SourceLocation = #_sourceLocation
    ) async throws -> JSON {
        var found = JSON(nil)
        try await eventually("finding \(code)", location) {
            found = JSON(
                try await self.status()["findings"].list
                    .first { $0["finding"]["code"].text?.hasPrefix(code + "-") == true }?["finding"]
                    .value)
            return !found.isNull
        }
        return found
    }

    /// Waits until a finding is gone.
    func untilNoFinding(
        _ code: String, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        try await eventually("no finding \(code)", location) {
            try await self.status()["findings"].list
                .allSatisfy { $0["finding"]["code"].text?.hasPrefix(code + "-") == false }
        }
    }

    /// What the practice offers by its PMS as it is now, as `gapbook snapshot pull` and
    /// `gapbook eval` tell.
    func evaluated() async throws -> Answer {
        _ = try await gapbook(
            "snapshot", "pull", "--practice", practice.id.rawValue, "--output", "pulled.json")
        let run = try await gapbook(
            "eval", "pulled.json", "--rules", settings.rules, "--format", "json")
        return Answer(json: try run.json(), status: run.status)
    }

    /// Calls an address.
    func http(
        _ method: String, _ url: String, _ headers: [String: String] = [:]
    ) async throws -> (status: Int, body: String) {
        let headers = headers.flatMap { ["-H", "\($0.key): \($0.value)"] }
        let run = try await program(
            URL(fileURLWithPath: "/usr/bin/curl"),
            ["-s", "-X", method, "-w", "\n%{http_code}", "--max-time", "60", url] + headers)
        var lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
        let status = Int(lines.popLast() ?? "") ?? 0
        return (status, lines.joined(separator: "\n"))
    }

    /// A metric of the practice; 0 where it is not told.
    func metric(_ name: String) async throws -> Int {
        let text = try await http("GET", "\(address)/metrics").body
        let line = text.split(separator: "\n").first {
            $0.hasPrefix(name) && $0.contains("\"\(practice.id)\"")
        }
        return line?.split(separator: " ").last.flatMap { Double($0) }.map { Int($0) } ?? 0
    }

    /// How often the marketplace was called at an endpoint about a practice.
    func calls(_ endpoint: String, of practice: BenchPractice? = nil) -> Int {
        let id = (practice ?? self.practice).marketplace
        return marketplace.calls.count { $0.practice == id && $0.endpoint.contains(endpoint) }
    }

    private func program(_ program: URL, _ arguments: [String]) async throws -> Gapbook.Run {
        commands += 1
        let name = "command-\(commands)"
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = scratch.folder
        process.environment = ProcessInfo.processInfo.environment
            .merging(BenchSettings.environment) { $1 }.merging(["NO_COLOR": "1"]) { $1 }
        return try await process.ran(writing: "\(name).out", "\(name).err", in: scratch)
    }
}

extension MarketplaceObservation {
    /// The starts of a book on a day; nil where the day was never sent.
    func times(_ book: String = "P1", on day: CivilDate) -> [String]? {
        published[book]?[day]?.map { "\($0.time)" }
    }

    var bookIDs: [String] { books.map(\.id) }
    var reasonIDs: [String] { reasons.map(\.id) }
}

/// Lets only so many benches run at a time, each with a service of its own.
actor BenchGate {
    static let shared = BenchGate()
    private var free = 10
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
