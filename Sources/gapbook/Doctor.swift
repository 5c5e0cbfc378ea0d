import Diagnostics
import Diary
import Foundation
import Ledger
import Ports
import Rules
import Server
import Wire

/// Tries everything that Gapbook needs, one thing after the other; what fails does not end it.
struct Doctor {
    let path: String

    func checks() async -> [DoctorCheck] {
        let zones = Self.zones()
        let lua = Self.lua()
        let configuration: Configuration
        do {
            let file = try ConfigurationFile(reading: path)
            configuration = file.configuration
            let checks =
                file.warnings.map { DoctorCheck(problem: $0, "configuration", .warning) }
            let words = "\(path) can be used"
            return (checks.isEmpty ? [DoctorCheck("configuration", .ok, words)] : checks)
                + (await ledger(configuration)) + Self.secrets(configuration)
                + (await Reachability(configuration).checks()) + zones + lua
                + Self.rules(configuration)
        } catch {
            return error.problems.map { DoctorCheck(problem: $0, "configuration", .error) } + zones
                + lua
        }
    }

    private func ledger(_ configuration: Configuration) async -> [DoctorCheck] {
        do {
            let ledger = try Ledger.open(at: configuration.ledger, creating: false)
            defer { try? ledger.close() }
            let problems = try await ledger.verify()
            var checks = problems.map { DoctorCheck(problem: $0, "ledger", .error) }
            if checks.isEmpty {
                checks.append(DoctorCheck("ledger", .ok, "\(configuration.ledger) is sound"))
            }
            checks += await Self.disk(of: ledger)
            checks += try await Self.patientKeys(configuration, in: ledger)
            let practices = try await ledger.practices()
            for record in practices {
                checks += try await practice(record, in: ledger, configuration)
                checks += try await Self.bookings(of: record, in: ledger, now: .current())
            }
            return checks + (await Self.access(of: practices, in: ledger, configuration))
        } catch let problem as Problem {
            return [Self.unusable(problem)] + Self.room(at: configuration.ledger)
        } catch {
            return [DoctorCheck("ledger", .error, "\(type(of: error))")]
        }
    }

    private func practice(
        _ record: PracticeRecord, in ledger: Ledger, _ configuration: Configuration
    ) async throws -> [DoctorCheck] {
        guard record.isEnabled else { return [] }
        let subject = "practice \(record.id)"
        guard configuration.connection(named: record.connection) != nil else {
            return [
                DoctorCheck(
                    subject, .error, "the configuration has no connection `\(record.connection)`",
                    advice: "add the connection, or move the practice with "
                        + "`gapbook practice change`")
            ]
        }
        if let access = record.marketplace,
            let problem = Self.problem({ _ = try access.key.secret() })
        {
            return [DoctorCheck(problem: problem, subject, .error)]
        }
        guard let rules = try await ledger.activeRevision(of: record.id) else {
            return [
                DoctorCheck(
                    subject, .warning, "no revision of its rules is active",
                    advice: "start the service, or run `gapbook rules activate`")
            ]
        }
        let findings = try await ledger.findings(of: record.id)
        if findings.contains(where: { $0.finding.code.hasPrefix("G07") }) {
            return [
                DoctorCheck(
                    subject, .warning,
                    "edited rules were refused; revision \(rules.id.short) of \(rules.since) "
                        + "decides",
                    advice: "see `gapbook rules check --practice \(record.id)`")
            ]
        }
        return []
    }

    private static func secrets(_ configuration: Configuration) -> [DoctorCheck] {
        var sources = configuration.connections.compactMap { connection -> SecretSource? in
            switch connection.target {
            case .exact(let target): target.secret
            case .oasis(let target): target.apiKey
            case .files: nil
            }
        }
        if let marketplace = configuration.marketplace { sources.append(marketplace.apiKey) }
        let checks = sources.flatMap { source -> [DoctorCheck] in
            if let problem = problem({ _ = try source.secret() }) {
                return [DoctorCheck(problem: problem, "secret", .error)]
            }
            guard case .file(let path) = source, isOpen(path) else { return [] }
            return [
                DoctorCheck(
                    "secret", .warning, "others can read `\(path)`", advice: "chmod 600 \(path)")
            ]
        }
        let count = Words.count(sources.count, "secret")
        return checks.isEmpty && !sources.isEmpty
            ? [DoctorCheck("secrets", .ok, "\(count) found")] : checks
    }

    static func isOpen(_ path: String) -> Bool {
        let facts = try? FileManager.default.attributesOfItem(atPath: path)
        return (facts?[.posixPermissions] as? Int ?? 0) & 0o077 != 0
    }

    private static func zones() -> [DoctorCheck] {
        let zones = ZoneDatabase()
        if let problem = problem({ _ = try zones.zone(named: "Australia/Sydney") }) {
            return [DoctorCheck(problem: problem, "zone data", .error)]
        }
        guard zones.version != "unknown" else {
            return [
                DoctorCheck(
                    "zone data", .warning, "the folder does not say its version",
                    advice: "install the package tzdata")
            ]
        }
        return [DoctorCheck("zone data", .ok, "version \(zones.version)")]
    }

    /// A rule of its own answers, and a rule without an end is stopped: the machine and its guard.
    private static func lua() -> [DoctorCheck] {
        func results(_ body: String, expecting: String) -> [RuleTestResult] {
            RuleTests([
                RuleFile(
                    path: "core/interval.lua",
                    text: "return rule { decision = \"interval\", api = 1, summary = \"t\", "
                        + "decide = function(input, params) \(body) end }"),
                RuleFile(
                    path: "core/interval_test.lua",
                    text: "return tests { decision = \"interval\", cases = { { name = \"t\", "
                        + "\(expecting) } } }"),
            ]).run()
        }
        let all =
            results(
                "return { minutes = 15, basis = \"none\" }", expecting: "expect = { minutes = 15 }")
            + results("while true do end", expecting: "expect_failure = \"instructions\"")
        guard all.count == 2, all.allSatisfy({ $0.problem == nil }) else {
            return [
                DoctorCheck(
                    "Lua", .error, "the machine does not do what it should",
                    advice: "install Gapbook again, and tell an engineer")
            ]
        }
        return [DoctorCheck("Lua", .ok, "a rule answers, and one without an end is stopped")]
    }

    private static func rules(_ configuration: Configuration) -> [DoctorCheck] {
        do {
            let directory = RuleDirectory(root: configuration.rules)
            var results = try RuleTests(directory, practice: nil).run()
            for practice in directory.practices() {
                results += try RuleTests(directory, practice: practice).run()
            }
            let failures = try PMSSystem.allCases.flatMap {
                try RuleSet(directory, system: $0, practice: nil).failures.map(\.problem)
            }
            let problems = results.compactMap(\.problem) + failures
            guard !problems.isEmpty else {
                return [
                    DoctorCheck(
                        "rules", .ok,
                        "\(configuration.rules): \(Words.count(results.count, "test")) passed")
                ]
            }
            return problems.prefix(10).map { DoctorCheck(problem: $0, "rules", .error) }
        } catch {
            let problem = error as? Problem ?? Problem("C0213", "\(type(of: error))")
            return [DoctorCheck(problem: problem, "rules", .error)]
        }
    }

    static func problem(_ work: () throws -> Void) -> Problem? {
        do {
            try work()
            return nil
        } catch {
            return error as? Problem ?? Problem("C0213", "\(type(of: error))")
        }
    }
}

extension DoctorCheck {
    init(problem: Problem, _ subject: String, _ result: Result) {
        let place = problem.location.map { " (\($0.text))" } ?? ""
        self.init(
            subject, result, "[\(problem.code)] \(problem.message)\(place)", advice: problem.hint)
    }
}
