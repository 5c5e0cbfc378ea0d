import Foundation
import Testing

@Suite("The command as its users meet it")
struct CommandTests {
    /// Those that need files only.
    static let overFiles = [
        [], ["eval"], ["slots"], ["why"], ["test"], ["snapshot", "validate"], ["explain"],
        ["reference"],
    ]
    static let subcommands =
        overFiles + [
            ["snapshot"], ["snapshot", "pull"], ["snapshot", "redact"], ["snapshot", "diff"],
            ["serve"], ["sync"], ["status"], ["bookings"], ["booking"],
            ["booking", "resolve"], ["simulate"], ["doctor"], ["rules"], ["rules", "check"],
            ["rules", "activate"], ["rules", "rollback"], ["rules", "list"], ["config", "check"],
            ["practice"], ["practice", "add"], ["practice", "change"],
            ["practice", "list"], ["practice", "enable"], ["practice", "disable"], ["types"],
            ["types", "list"], ["types", "add"], ["types", "remove"], ["link"], ["unlink"],
            ["assign"], ["alias"], ["alias", "list"], ["alias", "add"], ["alias", "remove"],
            ["parameter"], ["parameter", "list"], ["parameter", "set"], ["parameter", "unset"],
            ["refresh"], ["resync"], ["audit"], ["ledger"], ["ledger", "backup"],
            ["ledger", "verify"],
        ]

    @Test("every subcommand's help has examples, and help is no error", arguments: subcommands)
    func help(command: [String]) async throws {
        let run = try await Gapbook.run(command + ["--help"])
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        #expect(run.output.contains("Examples:\n  gapbook \(command.joined(separator: " "))"))
    }

    @Test("every example of the help can be typed as it stands", arguments: overFiles)
    func examples(command: [String]) async throws {
        let scratch = try Scratch()
        for name in ["rules", "Fixtures"] { try scratch.copy(name) }
        try scratch.write(try Practice.exact().snapshot, to: "snapshot.json")
        let help = try await Gapbook.run(command + ["--help"]).output
        let examples = try #require(help.components(separatedBy: "Examples:\n").last)
            .components(separatedBy: "\n\n")[0]
        let run = try await Gapbook.start(
            URL(fileURLWithPath: "/bin/bash"),
            [
                "-c",
                "set -e; gapbook() { \(Gapbook.binary.path) \"$@\" || [ $? -eq 2 ]; }\n\(examples)",
            ],
            in: scratch.folder, environment: [:])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.isEmpty)
    }

    @Test("S48: the exit code says clean, unfinished, found, invalid input or wrong usage")
    func exitCodes() async throws {
        let healthy = try Practice.exact().snapshot
        let why = ["why", "-", "--at"]
        let cases: [(arguments: [String], status: Int32)] = [
            (["eval", "-"], 0), (["slots", "-"], 0), (["snapshot", "validate", "-"], 0),
            (why + ["2026-03-03T09:00"], 0), (["explain", "STACKING_OFF"], 0), (["--version"], 0),
            (["test"], 0),
            (["eval", "no-such-file.json"], 1), (["eval", "Fixtures"], 1),
            (why + ["2026-03-03T12:00"], 2), (why + ["2027-03-03T09:00"], 2),
            (["eval", "README.md"], 3), (["eval", "/dev/null"], 3),
            (["eval", "-", "--rules", "no-such-folder"], 3),
            (["eval", "-", "--now", "today"], 3), (why + ["noon"], 3),
            (why + ["2026-03-03T09:00", "--practitioner", "P9"], 3),
            (["slots", "-", "--type", "T9"], 3), (["slots", "-", "--from", "3 March"], 3),
            (["explain", "A99-NOTHING"], 3), (["test", "--practice", "nobody"], 3),
            (["eval"], 64), (["eval", "-", "--days", "0"], 64), (["evaluate"], 64),
            (["eval", "-", "--format", "xml"], 64), (["eval", "-", "--formt", "json"], 64),
            (["reference", "nothing"], 64),
        ]
        for (arguments, status) in cases {
            let run = try await Gapbook.run(arguments, input: healthy)
            #expect(run.status == status, "\(arguments): \(run.errors)")
            #expect(run.errors.isEmpty == (status == 0 || status == 2), "\(arguments)")
            #expect(run.output.isEmpty == (status == 1 || status > 2), "\(arguments)")
        }
    }

    @Test("a warning of a snapshot or a failed rule test ends with 2")
    func found() async throws {
        var practice = Practice.exact()
        practice.pms["stackin"] = true
        let run = try await Gapbook.run(
            ["snapshot", "validate", "-"], input: try practice.snapshot)
        #expect(run.status == 2)
        #expect(run.errors.contains("`stackin`"))
        #expect(run.errors.contains("`stacking`"))
        let scratch = try Scratch()
        try scratch.copy("rules")
        try scratch.write(
            """
            return tests { decision = "interval", cases = {
              { name = "five", input = { lengths = { 30 } }, expect = { minutes = 5 } },
            } }
            """, to: "rules/core/failing_test.lua")
        let tests = try await Gapbook.run(["test", "--format", "json"], in: scratch.folder)
        #expect(tests.status == 2)
        #expect(try tests.json()["failed"].number == 1)
        let failed = try tests.json()["results"].first("name", "five")
        #expect(failed["problem"]["message"].text == "`minutes` is 30, expected 5")
    }

    @Test("--format json answers in a named format, also with problems, and keeps errors empty")
    func formats() async throws {
        let cases: [(arguments: [String], format: String)] = [
            (["eval", "-"], "eval"), (["slots", "-"], "slots"), (["test"], "test"),
            (["why", "-", "--at", "2026-03-03T12:00"], "why"),
            (["snapshot", "validate", "-"], "validate"), (["eval", "README.md"], "problems"),
            (["eval", "nowhere.json"], "problems"), (["explain", "S9999"], "problems"),
        ]
        for (arguments, format) in cases {
            let run = try await Gapbook.run(
                arguments + ["--format", "json"], input: try Practice.exact().snapshot)
            #expect(try run.json()["format"].text == "gapbook.\(format)/1", "\(arguments)")
            #expect(run.errors.isEmpty)
            let schema = "docs/schemas/\(format)-1.schema.json"
            #expect(
                FileManager.default.fileExists(
                    atPath: Gapbook.root.appendingPathComponent(schema).path), "\(schema)")
        }
    }

    @Test("a problem shows code, place, cause and what to do, and names what was probably meant")
    func problems() async throws {
        let broken = try Practice.exact().snapshot
            .replacingOccurrences(of: "\"exact\"", with: "\"exakt\"")
        let run = try await Gapbook.run(["eval", "-"], input: broken)
        #expect(run.errors.hasPrefix("error[S000"))
        #expect(run.errors.contains("<standard input>:1"))
        #expect(run.errors.contains("`exakt`"))
        let code = try await Gapbook.run(["explain", "A03-PRACT-NOT-IN-DEFALT"])
        #expect(code.errors.contains("use `A03-PRACT-NOT-IN-DEFAULT`"))
        let practitioner = try await Gapbook.run(
            ["slots", "-", "--practitioner", "Dr Chen"], input: try Practice.exact().snapshot)
        #expect(practitioner.errors.contains("`P1` Dr Amy Chen"))
    }

    @Test("an empty file and a zone that does not exist are faults of the snapshot, with the line")
    func faultsOfTheFile() async throws {
        for command in [["eval"], ["slots"], ["snapshot", "validate"]] {
            let empty = try await Gapbook.run(command + ["-"], input: "")
            #expect(empty.status == 3)
            #expect(empty.errors.contains("error[S0001]: expected a value"))
            let elsewhere = try Practice.exact().snapshot
                .replacingOccurrences(of: "Australia\\/Sydney", with: "Australia/Sidney")
            let run = try await Gapbook.run(command + ["-"], input: elsewhere)
            #expect(run.status == 3)
            #expect(run.errors.contains("--> <standard input>:1 (setup.time_zone)"))
            #expect(run.errors.contains("the nearest is `Australia/Sydney`"))
        }
    }

    @Test("S48: every code that a finding or a blocker has can be explained, with its fix")
    func explain() async throws {
        var practice = Practice.exact()
        practice.types[0]["minutes"] = 45
        practice.reasons[0]["minutes"] = 20
        practice.pms["stacking"] = false
        let answer = try await practice.evaluated()
        #expect(answer.codes.count >= 3)
        for code in answer.codes.union(answer.blockers()) {
            let page = try await Gapbook.run(["explain", code.lowercased()])
            #expect(page.status == 0)
            #expect(page.output.hasPrefix("# \(code)") || page.output.hasPrefix("## \(code)"))
            #expect(page.output.contains("Exact"))
        }
    }

    @Test("text is coloured on request and on a terminal, where NO_COLOR and TERM=dumb forbid it")
    func colour() async throws {
        let escape = "\u{1B}["
        func text(_ arguments: [String], _ variables: [String: String] = [:]) async throws -> String
        {
            try await Gapbook.run(
                ["eval", "-"] + arguments, input: try Practice.exact().snapshot,
                environment: variables
            ).output
        }
        #expect(!(try await text([])).contains(escape))
        #expect(try await text(["--color", "always"]).contains(escape))
        #expect(!(try await text(["--color", "never"])).contains(escape))
        func terminal(_ variables: [String: String]) async throws -> String {
            let command = "\(Gapbook.binary.path) eval Fixtures/harbour-dental.json"
            return try await Gapbook.start(
                URL(fileURLWithPath: "/usr/bin/script"), ["-qec", command, "/dev/null"],
                in: Gapbook.root, environment: ["TERM": "xterm"].merging(variables) { $1 }
            ).output
        }
        #expect(try await terminal([:]).contains(escape))
        #expect(!(try await terminal(["NO_COLOR": "1"])).contains(escape))
        #expect(!(try await terminal(["TERM": "dumb"])).contains(escape))
    }

    @Test("S17, S48: slots and why answer for one practitioner, type and day, as eval publishes")
    func selection() async throws {
        var practice = Practice.exact()
        practice.practitioner("P2", "Dr Tom Reid", ["role": "Dentist"])
        practice.reasons[0]["practitioners"] = [["practitioner": "P1"], ["practitioner": "P2"]]
        practice.offers("T1", "Exam", 30, "P2", through: "R1")
        practice.works("P2")
        let snapshot = try practice.snapshot
        let slots = try await Gapbook.run(
            [
                "slots", "-", "--practitioner", "dr tom reid", "--type", "exam", "--from",
                Practice.nextDay, "--to", Practice.nextDay, "--format", "json",
            ], input: snapshot
        ).json()
        #expect(slots["offers"].list.count == 1)
        #expect(slots["offers"][0]["practitioner"].text == "P2")
        #expect(slots["count"].number == 14)
        let why = try await Gapbook.run(
            ["why", "-", "--at", "2026-03-03T09:00", "--format", "json"], input: snapshot
        ).json()
        #expect(why["answers"].list.count == 2)
        #expect(why["answers"].list.allSatisfy { $0["offered"].flag == true })
    }

    @Test("S48: an answer names what it rests on: snapshot, rules and zone tables")
    func provenance() async throws {
        let answer = try await Practice.exact().evaluated(["--now", "2026-03-03T09:00:00+11:00"])
        let provenance = answer.json["provenance"]
        #expect(provenance["now"].text == "2026-03-02T22:00:00Z")
        #expect(provenance["snapshot_read_at"].text == "2026-03-02T20:00:00Z")
        #expect(provenance["snapshot_age_minutes"].number == 120)
        #expect(provenance["zone_tables"].text?.hasPrefix("20") == true)
        for rule in provenance["rules"].list {
            #expect(rule["revision"].text?.count == 12)
        }
    }
}
