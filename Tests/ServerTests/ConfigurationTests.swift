import Diagnostics
import Diary
import Flows
import Foundation
import Ports
import Testing

@testable import Server

@Suite("The configuration file")
struct ConfigurationTests {
    @Test("every key is read")
    func everyKey() throws {
        let file = try ConfigurationExample.read(ConfigurationExample.full, folder: "/etc/gapbook")
        let read = file.configuration
        #expect(file.warnings.isEmpty)
        #expect(read.ledger == "/etc/gapbook/gapbook.sqlite")
        #expect(read.rules == "/etc/gapbook/rules")
        #expect(read.listener == ListenAddress(host: "127.0.0.1", port: 8077))
        #expect(read.publicURL == "https://gapbook.example.net/hooks")
        #expect(read.sync == SyncPace(seconds: 30, fullHours: 12))
        #expect(read.pollSeconds == 10)
        #expect(read.connections.map(\.name) == ["exact-cloud", "exports"])
        #expect(read.connections[1].target == .files(path: "/etc/gapbook/exports"))
        guard case .exact(let access) = read.connections[0].target else {
            Issue.record("not Exact")
            return
        }
        #expect(access.secret == .environment("EXACT_SECRET"))
        #expect(access.callsAMinute == 300)
        let usual = PMSCapabilities.Insertion(
            reference: .carried, rejectsOverlaps: true, longestDelay: .seconds(120))
        #expect(
            access.insertion.over(usual)
                == .init(reference: .honoured, rejectsOverlaps: true, longestDelay: .seconds(90)))
        #expect(read.marketplace?.apiKey == .file("/etc/gapbook/secrets/market"))
        #expect(read.marketplace?.userAgent.vendor == "Gapbook")
        #expect(read.marketplace?.userAgent.email == "support@example.net")
        #expect(read.liveHours.weekdays.map(\.count) == [2, 0, 0, 0, 0, 0, 0])
        #expect(read.liveHours.publicHolidays.first?.upperBound == CivilTime("10:00"))
        #expect(read.practices.map(\.record.system) == [.exact, .oasis])
        #expect(read.practices[0].record.marketplace?.key == .environment("HARBOUR_KEY"))
        #expect(read.practices[0].phone == "02 5550 0100")
        #expect(read.practices[1].record.marketplace == nil)
        #expect(read.patientKeys.map(\.id) == ["2026-03", "2025-03"])
        #expect(read.patientKeys.first?.key == .file("/etc/gapbook/secrets/patients"))
        #expect(read.patientDays == 90)
    }

    @Test("what is left out has its default: this machine only, without webhooks")
    func defaults() throws {
        let read = try ConfigurationExample.read("ledger: a.sqlite").configuration
        #expect(read.rules == "rules")
        #expect(read.listener == .standard && read.listener.isLoopback)
        #expect(read.publicURL == nil)
        #expect(read.sync == .standard)
        #expect(read.pollSeconds == 5)
        #expect(read.liveHours == .always)
        #expect(read.liveHours.weekdays.count == 7)
        #expect(read.connections.isEmpty && read.practices.isEmpty && read.marketplace == nil)
        #expect(read.patientKeys.isEmpty && read.patientDays == 30)
    }

    /// What is replaced in the full example, the code, the line and a part of the message or hint.
    static let mistakes: [(String, String, ProblemCode, Int?, String)] = [
        ("rules: rules", "rulez: rules", .unknownKey, 2, "use `rules`"),
        ("    secret: env:EXACT_SECRET\n", "", .missingKey, 6, "`secret` is missing"),
        ("client_id: gapbook", "client_id: 17", .wrongSetting, 10, "put it in quotes"),
        ("client_id: gapbook", "client_id:", .wrongSetting, 10, "has no value"),
        ("client_id: gapbook", "client_id: [a]", .wrongSetting, 10, "is not a text"),
        ("calls_per_minute: 300", "calls_per_minute: 0", .wrongSetting, 12, "from 1 to 60000"),
        ("calls_per_minute: 300", "calls_per_minute: many", .wrongSetting, 12, "a text, not"),
        ("full_hours: 12", "full_hours: 1.5", .wrongSetting, 22, "from 1 to 22"),
        ("system: exact", "system: exakt", .wrongSetting, 7, "use `exact`"),
        ("path: exports", "url: https://a.example", .missingKey, 14, "`path` is missing"),
        ("https://api.example.net", "api.example.net", .wrongSetting, 8, "no address"),
        ("https://api.example.net", "https://u:p@a.example", .wrongSetting, 8, "no address"),
        ("https://api.example.net", "https://a.example?k=1", .wrongSetting, 8, "no address"),
        ("env:EXACT_SECRET", "hunter2hunter2", .literalSecret, 11, "env:NAME"),
        ("file:secrets/market", "hunter2hunter2", .literalSecret, 19, "env:NAME"),
        ("Gapbook (support@example.net) TEST", "Gapbook", .wrongSetting, 20, "VENDOR"),
        ("127.0.0.1:8077", "127.0.0.1", .wrongSetting, 3, "a host and a port"),
        ("127.0.0.1:8077", "127.0.0.1:99999", .wrongSetting, 3, "a host and a port"),
        ("08:00-12:00", "8:00-12:00", .wrongSetting, nil, "08:00-18:00"),
        ("08:00-12:00", "08:00-14:00", .wrongSetting, nil, "in order and apart"),
        ("id: banksia-dental", "id: harbour-dental", .nameTwice, 44, "stands twice"),
        ("name: exports", "name: exact-cloud", .nameTwice, 14, "stands twice"),
        ("id: banksia-dental", "id: ../core", .wrongSetting, 44, "no name of 1 to 64"),
        (
            "connection: exact-cloud", "connection: exact-clod", .unknownConnection, 39,
            "exact-cloud"
        ),
        ("system: oasis", "system: oases", .wrongSetting, 46, "use `oasis`"),
        ("    system: oasis\n", "", .missingKey, 44, "`system` is missing"),
        (
            "pms_practice: AUABC123", "pms_practice: A\n    system: oasis", .wrongSetting, 41,
            "leave `system` out"
        ),
        ("ledger: gapbook.sqlite", "ledger: {a", .notYAML, nil, "not YAML"),
        ("rules: rules", "ledger: b", .notYAML, nil, "`ledger` stands twice"),
        ("sync: {", "sync: 5 #{", .wrongSetting, 22, "list of keys with values"),
        ("id: \"2025-03\"", "id: \"2026-03\"", .nameTwice, 35, "stands twice"),
        ("id: \"2026-03\"", "id: 2026", .wrongSetting, 34, "put it in quotes"),
        ("{ id: \"2026-03\", key", "{ key", .missingKey, 34, "`id` is missing"),
        ("file:secrets/patients", "hunter2hunter2", .literalSecret, 34, "env:NAME"),
        ("reference: honoured", "reference: kept", .wrongSetting, 13, "`honoured`, `carried`"),
        ("reference: honoured", "rejects_overlaps: 1", .wrongSetting, 13, "`true` or `false`"),
        ("delay_seconds: 90", "delay_seconds: 0", .wrongSetting, 13, "from 1 to 3600"),
        ("patient_days: 90", "patient_days: 401", .wrongSetting, 36, "from 1 to 400"),
        ("ledger: gapbook.sqlite", "ledger: ''", .wrongSetting, 1, "no text of 1 to 500"),
    ]

    @Test("a mistake is told with its line and what to write instead", arguments: mistakes)
    func mistake(
        piece: String, replacement: String, code: ProblemCode, line: Int?, words: String
    ) throws {
        let text = try #require(
            ConfigurationExample.full.firstRange(of: piece).map {
                ConfigurationExample.full.replacingCharacters(in: $0, with: replacement)
            })
        let problems = ConfigurationExample.problems(text)
        let problem = try #require(problems.first { $0.code == code }, "\(problems)")
        #expect(line == nil || problem.location?.line == line)
        #expect("\(problem.message) \(problem.hint ?? "")".contains(words), "\(problem)")
    }

    @Test("all problems are told at once, in the order of the file")
    func allAtOnce() {
        let text = """
            ledgr: a.sqlite
            sync: { seconds: 1 }
            connections:
              - name: a
                system: exact
            listen: nowhere
            """
        let problems = ConfigurationExample.problems(text)
        #expect(problems.count == 8, "\(problems)")
        let lines = problems.compactMap(\.location?.line)
        #expect(lines == lines.sorted())
    }

    @Test("no problem shows a secret that stands in the file")
    func literalSecrets() {
        let secret = "hunter2hunter2"
        for (piece, replacement) in [
            ("secret: env:EXACT_SECRET", "secret: \(secret)"),
            ("secret: env:EXACT_SECRET", "secret: [\(secret)]"),
            ("secret: env:EXACT_SECRET", "client_secret: \(secret)"),
            ("secret: env:EXACT_SECRET", "secret: \(secret): x"),
            ("api_key: file:secrets/market", "api_key: {key: \(secret)}"),
            ("key: env:HARBOUR_KEY", "key: \(secret)"),
            ("key: env:HARBOUR_KEY", "password: \(secret)"),
            ("practice: \"1234\", key: env:HARBOUR_KEY", "key: \(secret), practice: 1234"),
        ] {
            let text = ConfigurationExample.full.replacing(piece, with: replacement)
            let problems = ConfigurationExample.problems(text)
            #expect(!problems.isEmpty)
            for problem in problems {
                #expect(!problem.text().contains(secret), "\(problem.text())")
            }
        }
    }

    @Test("a listener that others can reach is warned of")
    func openListener() throws {
        for (address, isOpen) in [
            ("0.0.0.0:8077", true), ("\"[::]:8077\"", true), ("gapbook.internal:80", true),
            ("localhost:0", false), ("\"[::1]:8077\"", false), ("127.0.0.2:1", false),
        ] {
            let file = try ConfigurationExample.read("ledger: a\nlisten: \(address)")
            #expect(file.warnings.map(\.code) == (isOpen ? [.openListener] : []), "\(address)")
        }
    }

    @Test("a missing key for patients is warned of where bookings can come, and only there")
    func missingPatientKey() throws {
        let full = ConfigurationExample.full
        let keys = try #require(full.firstMatch(of: /patient_keys:\n( +- .*\n){2}/))
        let without = full.replacing(keys.0, with: "")
        let warning = try #require(try ConfigurationExample.read(without).warnings.first)
        #expect(warning.code == .noPatientKey)
        #expect(warning.hint?.contains("openssl rand -base64 32") == true)
        // Nothing is published, or nothing can be written.
        let market = try #require(full.firstMatch(of: /marketplace:\n( +.*\n){4}/))
        let unpublished = without.replacing(market.0, with: "")
            .replacing(/\ +marketplace: \{.*\n/, with: "")
        #expect(try ConfigurationExample.read(unpublished).warnings.isEmpty)
        let files =
            "ledger: a\nconnections: [{ name: f, system: files, path: p }]\n"
            + "\(market.0)"
        #expect(try ConfigurationExample.read(files).warnings.isEmpty)
    }

    @Test("words of YAML 1.1 are texts, as the schema counts them")
    func yamlWords() throws {
        let read = try ConfigurationExample.read("ledger: yes\nrules: 12:30").configuration
        #expect(read.ledger == "yes")
        #expect(read.rules == "12:30")
    }

    @Test("a file that is missing, too large, no text or of an unknown zone is refused")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.path
        let path = "\(folder)/gapbook-\(ProcessInfo.processInfo.processIdentifier).yaml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        func problem(_ data: Data?) throws -> Problem? {
            if let data { try data.write(to: URL(fileURLWithPath: path)) }
            do throws(ConfigurationProblems) {
                _ = try ConfigurationFile(reading: path)
                return nil
            } catch {
                return error.problems.first
            }
        }
        #expect(try problem(nil)?.code == .noConfiguration)
        #expect(try problem(Data([0xFF, 0xFE, 0x00]))?.code == .noConfiguration)
        #expect(
            try problem(Data(repeating: 0x20, count: ConfigurationFile.mostBytes + 1))?.code
                == .noConfiguration)
        #expect(try problem(Data(ConfigurationExample.full.utf8)) == nil)
        let elsewhere = ConfigurationExample.full.replacing("Perth", with: "Pert")
        #expect(try problem(Data(elsewhere.utf8))?.code == "Z0001")
        #expect(try problem(Data())?.code == .missingKey)
    }
}
