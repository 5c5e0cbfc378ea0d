import ArgumentParser
import Diagnostics
import Server

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Try everything that Gapbook needs: files, secrets, addresses, clock, rules.",
        discussion: """
            Changes nothing; the ledger's disk is tried by a write that leaves all as it was.
            Each line says OK, WARN or ERROR, and what to do.

            Examples:
              gapbook doctor
              gapbook doctor --config /etc/gapbook/gapbook.yaml --format json

            Exits with 2 where a line says WARN or ERROR.
            """)

    @OptionGroup var options: LedgerOptions

    func run() async throws {
        let checks = await Doctor(path: options.path).checks()
        let console = options.output.console
        switch options.output.format {
        case .json: console.write(JSONText.of(DoctorOutput(checks)))
        case .text:
            for check in checks {
                let mark =
                    switch check.result {
                    case .ok: console.style.good("OK   ")
                    case .warning: console.style.warning("WARN ")
                    case .error: console.style.bad("ERROR")
                    }
                console.write("\(mark)  \(check.subject): \(check.words)")
                if let advice = check.advice { console.write("       \(advice)") }
            }
        }
        if checks.contains(where: { $0.result != .ok }) { throw ExitStatus.found }
    }
}

/// What one look of the doctor found.
struct DoctorCheck {
    enum Result: String { case ok, warning, error }

    let subject: String
    var result: Result
    let words: String
    var advice: String?

    init(_ subject: String, _ result: Result, _ words: String, advice: String? = nil) {
        self.subject = subject
        self.result = result
        self.words = words
        self.advice = advice
    }
}

/// `gapbook doctor --format json`: `docs/schemas/doctor-1.schema.json`.
struct DoctorOutput: Encodable {
    let format = "gapbook.doctor/1"
    let checks: [Row]

    struct Row: Encodable {
        let subject: String
        let result: String
        let words: String
        let advice: String?
    }

    init(_ checks: [DoctorCheck]) {
        self.checks = checks.map {
            Row(
                subject: $0.subject, result: $0.result.rawValue, words: $0.words,
                advice: $0.advice)
        }
    }
}
