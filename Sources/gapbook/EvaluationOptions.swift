import ArgumentParser
import Diagnostics
import Diary
import Evaluation
import Foundation
import Rules

extension Console.Colour: ExpressibleByArgument {}

/// How answers are written.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument { case text, json }

/// Options that every command has.
struct OutputOptions: ParsableArguments {
    @Option(help: "Write text for people or JSON for programs.")
    var format = OutputFormat.text

    @Option(help: "Colour the text: on a terminal, always or never. NO_COLOR counts as never.")
    var color = Console.Colour.auto

    var console: Console { Console(colour: color) }
}

/// Options of the commands that evaluate a snapshot.
struct EvaluationOptions: ParsableArguments {
    @Argument(help: "The snapshot: a JSON file, or - for standard input.")
    var snapshot: String

    @Option(help: "The directory of the rules.")
    var rules = "rules"

    @Option(
        help: ArgumentHelp(
            "The time that counts as now, such as 2026-03-03T09:00:00+11:00.",
            discussion: "Without it, the time at which the snapshot was read."))
    var now: String?

    @OptionGroup var output: OutputOptions

    /// Reads the snapshot and the rules, and evaluates.
    ///
    /// - Throws: `ExitCode` after the problem was reported.
    func evaluation() throws -> Evaluation {
        let zones = ZoneDatabase()
        let file = try readSnapshot(zones)
        let snapshot = file.snapshot
        let evaluation = try output.reporting {
            let rules = try RuleSet(
                RuleDirectory(root: rules), system: snapshot.pms.system,
                practice: snapshot.pms.practice)
            let evaluator = Evaluator(
                rules: rules, zone: file.zone, zoneVersion: zones.version)
            return evaluator.evaluate(snapshot, now: try instant(orReadAt: snapshot.pms.readAt))
        }
        if output.format == .text { report(evaluation.ruleFailures) }
        return evaluation
    }

    /// Shows rules that failed with their line of source, each once; the JSON has them by decision.
    private func report(_ failures: [RuleFailure]) {
        var shown: [Problem] = []
        for failure in failures where !shown.contains(failure.problem) {
            shown.append(failure.problem)
            output.console.report(failure.problem, .warning)
        }
    }

    private func readSnapshot(_ zones: ZoneDatabase) throws -> SnapshotFile.Contents {
        let file = try SnapshotFile(path: snapshot).read(output, zones: zones)
        if output.format == .text {
            for warning in file.warnings { output.console.report(warning, .warning) }
        }
        return file
    }

    private func instant(orReadAt readAt: Instant) throws(Problem) -> Instant {
        guard let now else { return readAt }
        guard let instant = Instant(now) else {
            throw Problem(
                "C0002", "`\(now)` is not a time with an offset",
                hint: "write --now 2026-03-03T09:00:00+11:00, or with Z for UTC")
        }
        return instant
    }
}

extension OutputOptions {
    /// Runs the work; a problem is reported in the format that was asked for.
    ///
    /// - Throws: `ExitCode`, 3 for input that cannot be used.
    func reporting<R>(_ work: () throws -> R) throws -> R {
        do { return try work() } catch let problem as Problem {
            report([problem])
            throw ExitStatus.invalidInput
        }
    }

    func report(_ problems: [Problem]) {
        switch format {
        case .text: for problem in problems { console.report(problem) }
        case .json: console.write(json: ProblemsOutput(problems: problems))
        }
    }
}
