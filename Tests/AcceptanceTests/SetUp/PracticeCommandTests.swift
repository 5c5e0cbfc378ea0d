import Diary
import Foundation
import Ledger
import Ports
import Testing

@Suite("Practices by command")
struct PracticeCommandTests {
    private static let reach = [
        "--connection", "exact-cloud", "--pms-practice", "UKABC123", "--time-zone",
        "Australia/Sydney",
    ]

    private func add(
        _ folder: LedgerFolder, _ id: String = "test-dental", _ more: String...
    ) async throws -> Gapbook.Run {
        try await Gapbook.run(
            ["practice", "add", id] + Self.reach + more, in: folder.scratch.folder)
    }

    @Test("the first practice makes the ledger; all that was said is kept, and the key is not")
    func add() async throws {
        let folder = try LedgerFolder()
        let run = try await add(
            folder, "test-dental", "--phone", "02 5550 0100", "--marketplace-practice", "42",
            "--marketplace-key", "env:TEST_KEY", "--why", "go live")
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.output.hasPrefix("test-dental is added and enabled\n  put practice test-dental"))
        #expect(run.output.contains("next: the service does the rest within seconds"))
        let record = try await folder.record()
        #expect(record.system == .exact)
        #expect(record.marketplace?.practice.rawValue == "42")
        #expect(record.marketplace?.key == .environment("TEST_KEY"))
        #expect(try await folder.setUp().phone == "02 5550 0100")
        let row = try await folder.json("practice", "list")["practices"][0]
        #expect(row["id"].text == "test-dental")
        #expect(row["state"].text == "published")
        #expect(row["pms_practice"].text == "UKABC123")
        #expect(row["marketplace_practice"].text == "42")
        #expect(row["time_zone"].text == "Australia/Sydney")
        #expect(row["read_age_minutes"].isNull)
        #expect(try await folder.run("practice", "list").output.contains("never"))
    }

    @Test("what cannot work is refused with what to do, and nothing is made of it")
    func refusals() async throws {
        let folder = try LedgerFolder()
        let cases: [(arguments: [String], code: String, says: String)] = [
            (["a b"] + Self.reach, "C0407", "`a b`"),
            (["../x"] + Self.reach, "C0407", "`../x`"),
            (["x"], "C0105", "`--connection`"),
            (
                ["x", "--connection", "exact-clod"] + Self.reach.dropFirst(2), "C0109",
                "`exact-cloud`"
            ),
            (["x"] + Self.reach + ["--pms", "oasis"], "C0106", "leads to Exact, not to Oasis"),
            (["x"] + Self.reach + ["--pms", "exakt"], "C0106", "use `exact`"),
            (["x", "--connection", "exports"] + Self.reach.dropFirst(2), "C0105", "--pms exact"),
            (["x"] + Self.reach.dropLast() + ["Australia/Sydny"], "Z0001", "Australia/Sydney"),
            (["x"] + Self.reach + ["--marketplace-practice", "42"], "C0105", "env:NAME"),
            (["x"] + Self.reach + ["--marketplace-key", "env:K"], "C0105", "come together"),
            (
                ["x"] + Self.reach + [
                    "--marketplace-practice", "4", "--marketplace-key", "s3cret",
                ],
                "C0108", "env:NAME or file:PATH"
            ),
        ]
        for (arguments, code, says) in cases {
            let run = try await Gapbook.run(
                ["practice", "add"] + arguments, in: folder.scratch.folder)
            #expect(run.status == 3, "\(arguments)")
            #expect(run.errors.contains("error[\(code)]"), "\(arguments): \(run.errors)")
            #expect(run.errors.contains(says), "\(arguments): \(run.errors)")
            #expect(!(run.output + run.errors).contains("s3cret"))
        }
        #expect(
            try await folder.run("practice", "list").errors.contains("the ledger has no practice"))
    }

    @Test("a practice is added once; a file of a key is kept by its whole path")
    func again() async throws {
        let folder = try LedgerFolder()
        #expect(
            try await add(
                folder, "test-dental", "--marketplace-practice", "42", "--marketplace-key",
                "file:keys/test"
            ).status == 0)
        guard case .file(let path)? = try await folder.record().marketplace?.key else {
            Issue.record("the key is no file")
            return
        }
        #expect(path.hasPrefix("/") && path.hasSuffix("/keys/test"))
        let run = try await add(folder)
        #expect(run.status == 3)
        #expect(run.errors.contains("error[C0406]"))
        #expect(run.errors.contains("`gapbook practice change test-dental`"))
    }

    @Test("S60: a practice is switched off and on; on, all that the marketplace shows is due")
    func disableAndEnable() async throws {
        let folder = try await LedgerFolder.read(.exact())
        let off = try await folder.json("practice", "disable", "test-dental", "--why", "holidays")
        #expect(off["changes"][0]["after"].text == "disabled")
        #expect(off["next"].text?.contains("`gapbook practice enable test-dental`") == true)
        #expect(try await folder.due().isEmpty)
        #expect(
            try await folder.json("practice", "list")["practices"][0]["state"].text == "disabled")
        let on = try await folder.json("practice", "enable", "test-dental")
        #expect(Set(on["due"].texts) == ["configuration", "availability", "requests"])
        #expect(try await folder.due() == ["configuration", "availability", "requests"])
        #expect(try await folder.record().isEnabled)
        let again = try await folder.json("practice", "enable", "test-dental")
        #expect(again["changes"].list.isEmpty)
        #expect(again["due"].list.isEmpty)
    }

    @Test("S58: enabling lets a stopped practice go on, and says what had stopped it")
    func stopped() async throws {
        let folder = try await LedgerFolder.read(.exact())
        let ledger = try folder.ledger()
        try await ledger.change(
            "test-dental".practice,
            .stop(.init(side: .marketplace, why: "no consent", since: Instant(seconds: 1))),
            by: .service, why: nil, at: Instant(seconds: 1))
        let listed = try await folder.json("practice", "list")["practices"][0]
        #expect(listed["state"].text == "stopped")
        #expect(listed["stopped"]["side"].text == "marketplace")
        let resync = try await folder.run("resync", "configuration")
        #expect(resync.output.contains("the marketplace refuses (no consent)"))
        let run = try await folder.run(
            "practice", "enable", "test-dental", "--why", "consent renewed")
        #expect(run.output.contains("no longer stopped by the marketplace: no consent"))
        #expect(try await folder.record().stopped == nil)
        #expect(try await folder.due().contains("requests"))
        try ledger.close()
    }

    @Test("a new id at the marketplace wants its own key, and all is due there")
    func changedID() async throws {
        let folder = try await LedgerFolder.read(.exact())
        let keyless = try await folder.run(
            "practice", "change", "test-dental", "--marketplace-practice", "43")
        #expect(keyless.status == 3)
        #expect(keyless.errors.contains("`--marketplace-key` is missing"))
        let run = try await folder.run(
            "practice", "change", "test-dental", "--marketplace-practice", "43",
            "--marketplace-key", "env:NEW")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("nothing more goes to `42` at the marketplace"))
        #expect(run.output.contains("`43` at the marketplace starts from nothing"))
        #expect(try await folder.record().marketplace?.practice.rawValue == "43")
        #expect(try await folder.due() == ["configuration", "availability", "requests"])
        // What no option names has stayed.
        #expect(try await folder.record().pmsPractice == "test-dental")
        #expect(
            try await folder.run("practice", "change", "test-dental", "--unpublish").status == 0)
        #expect(try await folder.record().marketplace == nil)
        #expect(try await folder.run("practice", "change", "test-dental").status == 64)
    }

    @Test("two enabled practices never share an id at the marketplace")
    func shared() async throws {
        let folder = try LedgerFolder()
        try await folder.add()
        let run = try await add(
            folder, "second", "--marketplace-practice", "42", "--marketplace-key", "env:K")
        #expect(run.status == 3)
        #expect(run.errors.contains("error[D0104]"))
    }

    @Test("a command says that the configuration would take its change back")
    func configured() async throws {
        let folder = try LedgerFolder(
            """
            practices:
              - { id: test-dental, connection: exact-cloud, pms_practice: X, time_zone: UTC }
            """)
        let run = try await add(folder)
        #expect(run.status == 0)
        #expect(run.errors.contains("warning[C0408]"))
    }

    @Test("the configuration is the option's, else GAPBOOK_CONFIG's, else gapbook.yaml")
    func configurationFile() async throws {
        let folder = try LedgerFolder()
        try await folder.add()
        let elsewhere = try Scratch()
        let file = folder.scratch.path("gapbook.yaml").path
        let list = ["practice", "list"]
        let none = try await Gapbook.run(list, in: elsewhere.folder)
        #expect(none.status == 1)
        #expect(none.errors.contains("`gapbook.yaml`"))
        let variable = ["GAPBOOK_CONFIG": file]
        #expect(
            try await Gapbook.run(list, in: elsewhere.folder, environment: variable).status == 0)
        #expect(
            try await Gapbook.run(
                list + ["--config", "other.yaml"], in: elsewhere.folder, environment: variable
            ).errors.contains("`other.yaml`"))
        #expect(try await Gapbook.run(list + ["--config", file], in: elsewhere.folder).status == 0)
    }

    @Test("where the ledger has several practices one must be named; a misspelt one is corrected")
    func named() async throws {
        let folder = try LedgerFolder()
        try await folder.add()
        try await folder.add("second", marketplace: nil)
        let unnamed = try await folder.run("types", "list")
        #expect(unnamed.status == 3)
        #expect(unnamed.errors.contains("the ledger has 2 practices"))
        let misspelt = try await folder.run("types", "list", "--practice", "test-dentel")
        #expect(misspelt.errors.contains("use `test-dental`"))
        #expect(try await folder.run("types", "list", "--practice", "second").status == 0)
    }
}

extension String {
    /// The id of a practice.
    var practice: PracticeID { PracticeID(self) }
}
