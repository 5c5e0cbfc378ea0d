import Foundation
import Testing

/// An Exact practice, the marketplace and a ledger of its own: all over real HTTP on loopback.
private final class Surgery {
    let scratch: Scratch
    let exact: Background
    let market: Background
    let exactAddress: String
    let marketAddress: String
    /// What the service's environment has: the secrets.
    let environment = [
        "EXACT_SECRET": "simulated-secret", "MARKET_KEY": "simulated-api-key",
        "HARBOUR_KEY": "key-1001",
        "PATIENT_KEY": "cGF0aWVudC1rZXktb2YtdGhlLWJlbmNoLTMyYnl0ZXM=",
    ]

    init(
        listen: String = "127.0.0.1:0", _ more: String = "poll: { seconds: 1 }"
    ) async throws {
        scratch = try Scratch()
        try scratch.copy("rules")
        exact = try Background(
            "exact",
            [
                "simulate", "exact", "--snapshot", Surgery.snapshot, "--shift-to-today",
            ], in: scratch)
        market = try Background(
            "market",
            [
                "simulate", "marketplace", "--practice", "he-1001:key-1001:Australia/Sydney",
                "--webhook-retries", "0.2,0.4,0.8",
            ], in: scratch)
        exactAddress = try await exact.address()
        marketAddress = try await market.address()
        try scratch.write(
            """
            ledger: gapbook.sqlite
            rules: rules
            listen: \(listen)
            connections:
              - name: exact
                system: exact
                url: \(exactAddress)
                sign_in_url: \(exactAddress)
                client_id: simulated-client
                secret: env:EXACT_SECRET
                calls_per_minute: 60000
            marketplace:
              url: \(marketAddress)/pms-api/v1
              api_key: env:MARKET_KEY
              user_agent: Gapbook (support@example.net) TEST
              calls_per_minute: 60000
            sync: { seconds: 5 }
            patient_keys: [{ id: k1, key: env:PATIENT_KEY }]
            practices:
              - id: harbour-dental
                connection: exact
                pms_practice: harbour-dental
                time_zone: Australia/Sydney
                marketplace: { practice: he-1001, key: env:HARBOUR_KEY }
            \(more)
            """, to: "gapbook.yaml")
    }

    static let snapshot = Gapbook.root.appendingPathComponent("Fixtures/harbour-dental.json").path

    func serve(_ name: String = "serve") throws -> Background {
        try Background(name, ["serve", "--log", "json"], in: scratch, environment: environment)
    }

    func run(_ arguments: String...) async throws -> Gapbook.Run {
        try await Gapbook.run(arguments, in: scratch.folder, environment: environment)
    }

    /// Adds a linked type for the first practitioner.
    func linkType() async throws {
        let added = try await run(
            "types", "add", "T1", "--name", "New patient", "--minutes", "60", "--practitioner",
            "P1", "--anyway")
        try #require(added.status == 0, "\(added.errors)\(added.output)")
        let linked = try await run("link", "T1", "R3", "--practitioner", "P1", "--anyway")
        try #require(linked.status == 0, "\(linked.errors)\(linked.output)")
    }

    /// What the marketplace has of the practice.
    func published() async throws -> JSON {
        let answer = try await call("GET", "\(marketAddress)/_simulator/practices/he-1001")
        return JSON(try JSONSerialization.jsonObject(with: Data(answer.body.utf8)))
    }

    func status() async throws -> JSON {
        try await run("status", "--format", "json").json()["practices"][0]
    }

    /// Waits until a sync has ended well.
    func synced() async throws {
        try await eventually("the practice is published") {
            let outcome = try await self.status()["last_good_run"]["outcome"].text
            return outcome != nil
        }
    }
}

@Suite("The service over HTTP")
struct ServiceTests {
    @Test(
        "S3, S5, G1, G5: the service reads, sends all three parts of the configuration, publishes and polls by itself, and follows what a command changes"
    )
    func serves() async throws {
        let surgery = try await Surgery()
        let service = try surgery.serve()
        let address = try await service.address()
        try await surgery.synced()
        let sent = try await surgery.published()
        #expect(sent["has_live_hours"].flag == true)
        #expect(!sent["books"].list.isEmpty && !sent["reasons"].list.isEmpty)
        try await surgery.linkType()
        try await eventually("the linked type's starts are published") {
            try await surgery.status()["published"]["starts"].number ?? 0 > 0
        }
        try await eventually("requests are polled") {
            try await surgery.status()["last_poll"].text != nil
        }
        let health = try await call("GET", "\(address)/health")
        #expect(health.status == 200)
        let metrics = try await call("GET", "\(address)/metrics")
        #expect(metrics.body.contains("gapbook_days_sent_total{practice=\"harbour-dental\"}"))
        let status = try await surgery.status()
        #expect(status["unhealthy"].isNull && status["state"].text == "published")
        // The directory's rules were checked and brought into service.
        #expect(status["rules"]["revision"].text?.count == 64)
        service.signal(SIGTERM)
        #expect(try await service.ended() == 0)
        #expect(service.text.contains("\"stopped\""))
        for secret in ["simulated-secret", "simulated-api-key", "key-1001"] {
            #expect(!service.text.contains(secret))
        }
    }

    @Test("a service whose ledger is deleted says so and ends with a failure")
    func ledgerGone() async throws {
        let surgery = try await Surgery()
        let service = try surgery.serve()
        try await surgery.synced()
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(
                at: surgery.scratch.folder.appendingPathComponent("gapbook.sqlite\(suffix)"))
        }
        #expect(try await service.ended() != 0)
        #expect(service.text.contains("[D0010]"))
        #expect(!service.text.contains("\"stopped\""))
    }

    @Test("a service whose disk refuses says so while it does, and goes on by itself")
    func diskRefuses() async throws {
        let surgery = try await Surgery()
        let service = try surgery.serve()
        let address = try await service.address()
        try await surgery.synced()
        try await service.limitWrites(true)
        try await eventually("/health answers 503") {
            try await call("GET", "\(address)/health").status == 503
        }
        let health = try await call("GET", "\(address)/health").body
        let body = JSON(try JSONSerialization.jsonObject(with: Data(health.utf8)))
        #expect(body["status"].text == "unwell" && body["ledger"]["code"].text == "D0006")
        #expect(body["unhealthy"].number == 0)
        let metrics = try await call("GET", "\(address)/metrics").body
        #expect(metrics.contains("\ngapbook_ledger_refuses 1\n"))
        #expect(metrics.contains(/\ngapbook_ledger_free_bytes [1-9][0-9]+\n/))
        try await service.limitWrites(false)
        try await eventually("/health answers 200") {
            try await call("GET", "\(address)/health").status == 200
        }
        #expect(
            try await call("GET", "\(address)/metrics").body.contains(
                "\ngapbook_ledger_refuses 0\n"))
        service.signal(SIGTERM)
        #expect(try await service.ended() == 0)
    }

    @Test("S58: a withdrawn consent stops the traffic, and `practice enable` lets it go on")
    func consent() async throws {
        let surgery = try await Surgery()
        let service = try surgery.serve()
        try await surgery.synced()
        let practice = "\(surgery.exactAddress)/_simulator/practices/harbour-dental/consent"
        #expect(try await call("POST", practice, body: #"{"consents": false}"#).status < 300)
        try await eventually("the practice is stopped") {
            try await surgery.status()["state"].text == "stopped"
        }
        #expect(
            try await surgery.status()["findings"].list.contains {
                $0["finding"]["code"].text?.hasPrefix("D05") == true
            })
        #expect(try await surgery.run("status").status == 2)
        // By hand neither, but a dry run may look.
        #expect(try await surgery.run("sync").status == 3)
        #expect(try await call("POST", practice, body: #"{"consents": true}"#).status < 300)
        #expect(try await surgery.run("practice", "enable", "harbour-dental").status == 0)
        try await eventually("the practice is published again") {
            try await surgery.status()["state"].text == "published"
        }
        service.signal(SIGINT)
        #expect(try await service.ended() == 0)
    }

    @Test(
        "S60, G14: a practice that was disabled gets all days again when it is enabled"
    )
    func disabling() async throws {
        let surgery = try await Surgery()
        let service = try surgery.serve()
        try await surgery.synced()
        #expect(try await surgery.run("practice", "disable", "harbour-dental").status == 0)
        try await eventually("the service lets the practice go") {
            service.text.contains("no longer serving")
        }
        let before = try await surgery.status()["published"]["full_at"].text
        #expect(try await surgery.run("practice", "enable", "harbour-dental").status == 0)
        try await eventually("all days are sent again") {
            let status = try await surgery.status()
            return status["due"].list.isEmpty && status["published"]["full_at"].text != before
        }
    }

    @Test(
        "G18, G19: with webhooks a booking is answered at once, long before the next poll is due"
    )
    func webhooks() async throws {
        let port = try freePort()
        let surgery = try await Surgery(
            listen: "127.0.0.1:\(port)",
            "public_url: http://127.0.0.1:\(port)\npoll: { seconds: 600 }")
        let service = try surgery.serve()
        try await surgery.synced()
        try await eventually("the service has subscribed") {
            service.text.contains("subscribed to webhooks")
        }
        let book = try #require(try await surgery.published()["books"][0]["id"].text)
        let booked = try await call(
            "POST", "\(surgery.marketAddress)/_simulator/practices/he-1001/bookings",
            body:
                #"{"book": "\#(book)", "start": "2030-01-07T10:00", "minutes": 30, "forced": true}"#
        )
        try #require(booked.status < 300, "\(booked.body)")
        try await eventually("the booking is rejected") {
            try await surgery.published()["bookings"][0]["stage"].text == "rejected"
        }
        #expect(try await surgery.published()["failed_webhooks"].number == 0)
        let metrics = try await call("GET", "http://127.0.0.1:\(port)/metrics").body
        #expect(metrics.contains("gapbook_webhooks_total{result=\"rung\"}"))
        #expect(!service.text.contains("/webhooks/"))
    }

    @Test("a resync of configuration and availability is asked for by command, and done")
    func resync() async throws {
        let surgery = try await Surgery()
        let service = try surgery.serve()
        try await surgery.synced()
        let before = try await surgery.status()["published"]["full_at"].text
        #expect(try await surgery.run("resync", "configuration").status == 0)
        #expect(try await surgery.run("resync", "availability").status == 0)
        try await eventually("both are done") {
            let status = try await surgery.status()
            return status["due"].list.isEmpty && status["published"]["full_at"].text != before
        }
        _ = service
    }

    @Test("a sync by hand says what it would send, and sends it")
    func byHand() async throws {
        let surgery = try await Surgery()
        let added = try await surgery.run(
            "practice", "add", "harbour-dental", "--connection", "exact", "--pms-practice",
            "harbour-dental", "--time-zone", "Australia/Sydney", "--marketplace-practice",
            "he-1001", "--marketplace-key", "env:HARBOUR_KEY")
        try #require(added.status == 0, "\(added.errors)")
        let dry = try await surgery.run("sync", "--dry-run", "--format", "json").json()
        #expect(dry["dry_run"].flag == true)
        #expect(dry["changes"].list.count > 0)
        #expect(try await surgery.published()["books"].list.isEmpty)
        let done = try await surgery.run("sync", "--format", "json").json()
        #expect(done["outcome"].text == "published")
        #expect(done["days_sent"].number == dry["changes"].list.count)
        let again = try await surgery.run("sync", "--format", "json").json()
        #expect(again["outcome"].text == "unchanged")
    }

    @Test("a snapshot that is pulled can be evaluated, and holds no patient")
    func pull() async throws {
        let surgery = try await Surgery()
        let service = try surgery.serve()
        try await surgery.synced()
        let pulled = try await surgery.run("snapshot", "pull", "--output", "now.json")
        #expect(pulled.status == 0, "\(pulled.errors)")
        #expect(try await surgery.run("snapshot", "validate", "now.json").status == 0)
        #expect(try await surgery.run("snapshot", "diff", "now.json", "now.json").status == 0)
        _ = service
    }

    @Test("the doctor finds nothing wrong with what works, and says what is wrong otherwise")
    func doctor() async throws {
        let surgery = try await Surgery()
        let service = try surgery.serve()
        try await surgery.synced()
        let well = try await surgery.run("doctor", "--format", "json")
        let checks = try well.json()["checks"].list
        #expect(
            checks.allSatisfy { $0["result"].text == "ok" },
            "\(checks.map { "\($0["subject"].text ?? "") \($0["words"].text ?? "")" })")
        #expect(well.status == 0)
        let words = checks.map { "\($0["subject"].text ?? ""): \($0["words"].text ?? "")" }
        #expect(words.contains("practice harbour-dental: the marketplace takes its key"))
        #expect(words.contains("connection exact: takes the secret; 1 practice consenting"))
        for (name, subject) in [
            ("HARBOUR_KEY", "practice harbour-dental"), ("MARKET_KEY", "practice harbour-dental"),
            ("EXACT_SECRET", "connection exact"),
        ] {
            let run = try await Gapbook.run(
                ["doctor", "--format", "json"], in: surgery.scratch.folder,
                environment: surgery.environment.merging([name: "another-one"]) { $1 })
            #expect(run.status == 2)
            let wrong = try run.json()["checks"].list.filter { $0["result"].text != "ok" }
            #expect(wrong.map { $0["subject"].text } == [subject], "\(name): \(run.output)")
            #expect(!run.output.contains("another-one"))
        }
        let consent = "\(surgery.exactAddress)/_simulator/practices/harbour-dental/consent"
        #expect(try await call("POST", consent, body: #"{"consents": false}"#).status < 300)
        let revoked = try await surgery.run("doctor")
        #expect(revoked.status == 2)
        #expect(revoked.output.contains("`harbour-dental` has not consented"))
        let without = try await Gapbook.run(["doctor"], in: surgery.scratch.folder)
        #expect(without.status == 2)
        #expect(without.output.contains("C0103"))
        _ = service
    }

    @Test("rules are brought into service for one practice, and what fails changes nothing")
    func rules() async throws {
        let surgery = try await Surgery()
        let service = try surgery.serve()
        try await surgery.synced()
        let first = try await surgery.status()["rules"]["revision"].text
        for name in ["interval.lua", "interval_test.lua"] {
            let path = "rules/practices/harbour-dental/\(name)"
            let text = try surgery.scratch.text(path)
            try surgery.scratch.write(
                text.replacing("minutes = 15", with: "minutes = 30"), to: path)
        }
        // Nobody can be asked here, so nothing is changed without --yes.
        #expect(try await surgery.run("rules", "activate").status == 3)
        #expect(try await surgery.status()["rules"]["revision"].text == first)
        let done = try await surgery.run(
            "rules", "activate", "--yes", "--why", "half hours", "--format", "json")
        #expect(done.status == 0, "\(done.output)\(done.errors)")
        #expect(try done.json()["switched"].flag == true)
        #expect(try done.json()["effect"]["interval"]["after"].text == "30 min")
        #expect(try await surgery.status()["rules"]["revision"].text != first)
        try surgery.scratch.write(
            "return override {", to: "rules/practices/harbour-dental/interval.lua")
        let failed = try await surgery.run("rules", "activate", "--yes")
        #expect(failed.status == 3)
        #expect(failed.errors.contains("C0208"))
        try await eventually("the finding stands") {
            try await surgery.status()["findings"].list.contains {
                $0["finding"]["code"].text == "G07-RULES-REFUSED"
            }
        }
        #expect(try await surgery.run("rules", "rollback", "--yes").status == 0)
        #expect(try await surgery.status()["rules"]["revision"].text == first)
        _ = service
    }
}

@Suite("Snapshots that are sent around")
struct SnapshotRedactionTests {
    @Test("a redacted snapshot names nobody, and gives the same starts")
    func redaction() async throws {
        let fixture = "Fixtures/harbour-dental.json"
        let redacted = try await Gapbook.run(["snapshot", "redact", fixture])
        #expect(redacted.status == 0, "\(redacted.errors)")
        for name in ["Amy", "Chen", "Harbour Dental", "Reid", "5550"] {
            #expect(!redacted.output.contains(name), "\(name)")
        }
        func starts(_ arguments: [String], input: String? = nil) async throws -> [[String]] {
            let run = try await Gapbook.run(
                ["slots"] + arguments + ["--format", "json"], input: input)
            return try run.json()["offers"].list.map { $0["starts"].texts }
        }
        #expect(try await starts(["-"], input: redacted.output) == starts([fixture]))
    }

    @Test("patient data in the file is taken out of every row")
    func patients() async throws {
        var practice = Practice.exact()
        practice.takes("10:00", 30)
        practice.takes("11:00", 30)
        for place in practice.diary.indices {
            practice.diary[place]["patient_name"] = "Somebody Real"
            practice.diary[place]["notes"] = "private words"
        }
        let redacted = try await Gapbook.run(
            ["snapshot", "redact", "-"], input: try practice.snapshot)
        #expect(redacted.status == 0, "\(redacted.errors)")
        #expect(!redacted.output.contains("Somebody") && !redacted.output.contains("private"))
        #expect(redacted.output.contains("10:00"))
    }
}

@Suite("The configuration, by command")
struct ConfigurationCommandTests {
    @Test("a good file is summed up, a warning gives 2, a problem 3 and no file 1")
    func check() async throws {
        let scratch = try Scratch()
        func status(_ text: String?) async throws -> Gapbook.Run {
            if let text { try scratch.write(text, to: "gapbook.yaml") }
            return try await Gapbook.run(["config", "check"], in: scratch.folder)
        }
        #expect(try await status(nil).status == 1)
        #expect(try await status("ledger: a.sqlite").status == 0)
        #expect(try await status("ledger: a.sqlite\nlisten: 0.0.0.0:80").status == 2)
        let wrong = try await status("ledgr: a.sqlite")
        #expect(wrong.status == 3)
        #expect(wrong.errors.contains("gapbook.yaml:1") && wrong.errors.contains("use `ledger`"))
    }
}
