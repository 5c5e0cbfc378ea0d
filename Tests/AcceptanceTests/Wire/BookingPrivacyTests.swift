import Diary
import Findings
import Foundation
import Simulators
import Testing

/// A patient whose every word is found nowhere else is planted; then all that the program writes is
/// searched: log, ledger, backup, snapshots, and what each command and each address says.
@Suite("Served: nothing that is written tells who a booking is for")
struct BookingPrivacyTests {
    /// Every word of the patient, in the forms in which it may come out.
    private static let words = [
        "quillonia", "featherstonehaugh", "23-11-1979", "1979-11-23", "19791123", "0491570156",
        "491570156", "quillon@planted", "planted crescent", "wollongbar", "for my sore tooth",
    ]

    private static func patient(_ change: (inout MarketplacePatient) -> Void = { _ in })
        -> MarketplacePatient
    {
        var patient = MarketplacePatient()
        (patient.firstName, patient.lastName) = ("Quillonia", "Featherstonehaugh")
        (patient.dateOfBirth, patient.phone) = ("23-11-1979", "0491570156")
        (patient.email, patient.address) = ("quillon@planted.example", "77 Planted Crescent")
        (patient.suburb, patient.state, patient.postcode) = ("Wollongbar", "NSW", "2477")
        change(&patient)
        return patient
    }

    @Test(
        "S57, invariant 8: planted patients are in no log, ledger, backup, snapshot, page or answer",
        arguments: PMSSystem.allCases)
    func planted(system: PMSSystem) async throws {
        try await Bench.run(system, marketplace: BookingConflictTests.patient) { bench in
            bench.settings.insertion = "{ longest_delay_seconds: 1 }"
            bench.logLevel = "debug"
            try await bench.serve()
            let ids = try await Self.bookings(bench)
            try await Self.commands(bench, ids)
            try await Self.search(bench)
            try await bench.stop()
            try await Self.search(bench)
        }
    }

    /// Bookings of every end, with faults on the way.
    private static func bookings(_ bench: Bench) async throws -> [Int] {
        func book(
            _ offset: Int, _ time: String, _ change: (inout BookingWish) -> Void = { _ in }
        ) async throws -> Int {
            try await bench.book(offset, time) {
                $0.patient = patient()
                $0.typeName = "Exam for my sore tooth"
                change(&$0)
            }
        }
        let first = try await book(2, "10:00")
        try await bench.until(booking: first, is: "confirmed")
        bench.pms.setFaults(try FaultPlan("lost-answer@\(bench.practice.insertion)#1"))
        let lost = try await book(3, "10:00") { $0.patient.phone = "0491570156x" }
        try await bench.until(booking: lost, is: "confirmed")
        bench.pms.setFaults(
            try FaultPlan("fails-before=422@\(bench.practice.insertion),truncated@/search#1"))
        let refused = try await book(4, "10:00")
        try await bench.until(booking: refused, is: "rejected")
        bench.pms.setFaults(FaultPlan())
        let wrong = try await book(5, "10:00") {
            ($0.length, $0.isForced) = (Minutes(25 * 60), true)
        }
        try await bench.until(booking: wrong, is: "rejected")
        // A second file of the same person: only a person can say which one is meant.
        var twin = SimulatedPatient(
            id: "TWIN", firstName: "Quillonia", lastName: "Featherstonehaugh")
        twin.dateOfBirth = CivilDate("1979-11-23")
        try await bench.edit(.addPatient(twin))
        let waiting = try await book(6, "10:00")
        try await bench.until(booking: waiting, isKept: "needs_person")
        try await bench.marketplace.fulfil(
            .cancellation(booking: first), of: bench.practice.marketplace)
        try await eventually("the cancellation is answered") { bench.calls("rejectUpdate") == 1 }
        return [first, lost, refused, wrong, waiting]
    }

    /// All that staff and machines can ask; each answer becomes a file of the bench.
    private static func commands(_ bench: Bench, _ ids: [Int]) async throws {
        let practice = bench.practice.id.rawValue
        let at = "\(bench.day(2))T10:00"
        let asks =
            [
                ["snapshot", "pull", "--practice", practice, "--output", "pulled.json"],
                ["ledger", "backup", "copy.sqlite"], ["ledger", "verify"],
                ["bookings"], ["status"], ["doctor"], ["audit"], ["practice", "list"],
                ["types", "list"], ["alias", "list"], ["parameter", "list"], ["config", "check"],
                ["rules", "list"], ["rules", "check"], ["refresh"], ["resync", "availability"],
                ["sync", "--dry-run"],
                ["eval", "pulled.json", "--rules", bench.settings.rules],
                ["slots", "pulled.json", "--rules", bench.settings.rules],
                [
                    "why", "pulled.json", "--practitioner", "P1", "--type", "T1", "--at", at,
                    "--rules", bench.settings.rules,
                ],
                ["snapshot", "validate", "pulled.json"],
                ["snapshot", "diff", "pulled.json", "pulled.json"],
                ["explain", "D10-PATIENT-AMBIGUOUS"],
                ["booking", "resolve", "\(ids[4])", "--in-diary", "nothing"],
                ["booking", "resolve", "\(ids[4])", "--not-in-diary"],
            ] + ids.map { ["booking", "\($0)"] }
        for ask in asks {
            for format in ["text", "json"] {
                let run = try await bench.gapbook(ask + ["--format", format])
                let isAnswered = !run.output.isEmpty || !run.errors.isEmpty
                #expect(isAnswered && run.status != 64, "\(ask): \(run.output)\(run.errors)")
            }
        }
        for path in ["health", "metrics", "nothing"] {
            _ = try await bench.http("GET", "\(bench.address)/\(path)")
        }
        #expect(try await bench.page(of: ids[4])["state"].text == "rejected")
    }

    /// Compressed content counts as what it says.
    private static func search(_ bench: Bench) async throws {
        let script = """
            import glob, gzip, sqlite3, zlib
            def plain(value):
                if not isinstance(value, bytes): return str(value).encode()
                for wbits in (31, 15, -15):
                    try: return zlib.decompress(value, wbits)
                    except zlib.error: pass
                return value
            for name in glob.glob("*.sqlite"):
                ledger = sqlite3.connect(f"file:{name}?mode=ro", uri=True, timeout=60)
                with open(name + ".dump", "wb") as dump:
                    tables = ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                    for (table,) in tables.fetchall():
                        for row in ledger.execute(f'SELECT * FROM "{table}"'):
                            dump.write(table.encode() + b": ")
                            dump.write(b" | ".join(map(plain, row)) + b"\\n")
            """
        let run = try await Gapbook.start(
            URL(fileURLWithPath: "/usr/bin/python3"), ["-c", script], in: bench.scratch.folder,
            environment: [:])
        #expect(run.status == 0, "\(run.errors)")
        let dump = try bench.scratch.text("gapbook.sqlite.dump")
        #expect(dump.contains("patient_record: ") && dump.contains("booking_event: "))
        #expect(dump.contains(#""practitioners""#), "no reading was expanded")
        let names = try FileManager.default.subpathsOfDirectory(atPath: bench.scratch.folder.path)
        #expect(names.contains("copy.sqlite.dump") && names.contains("serve-1.err"))
        for name in names {
            guard let data = try? Data(contentsOf: bench.scratch.path(name)) else { continue }
            let text = String(decoding: data, as: UTF8.self).lowercased()
            for word in words where text.contains(word) {
                Issue.record("`\(word)` stands in \(name)")
            }
        }
    }
}
