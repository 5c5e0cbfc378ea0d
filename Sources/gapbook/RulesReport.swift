import Diagnostics
import Diary
import Ports
import Rules
import Server

/// What a check of edited rules found, and what became of them.
struct RulesReport {
    let record: PracticeRecord
    let check: RuleCheck
    /// What decides before anything is switched.
    let active: ActiveRevision?
    /// Nil where the rules may not decide, nothing was read yet, or nothing decided before.
    let effect: RuleEffect?
    let now: Instant
    /// Whether the practice was switched.
    var wasSwitched = false

    var problems: [Problem] { check.problems }
    /// Whether these very files decide already.
    var isInService: Bool { active?.id == check.revision.id }

    /// Writes it in the format that was asked for.
    func write(_ output: OutputOptions) {
        switch output.format {
        case .json: output.console.write(JSONText.of(RulesOutput(self)))
        case .text:
            for problem in problems { output.console.report(problem) }
            output.console.write(
                RulesText(report: self, style: output.console.style).lines
                    .joined(separator: "\n"))
        }
    }

    /// What holds now, in a sentence.
    var conclusion: String {
        if wasSwitched {
            return "\(record.id) decides by revision \(check.revision.id.short) now; the service "
                + "evaluates by it within seconds"
        }
        return isInService ? "nothing to switch" : "nothing was changed"
    }
}

/// `gapbook rules check|activate --format json`: `docs/schemas/rules-1.schema.json`.
struct RulesOutput: Encodable {
    let format = "gapbook.rules/1"
    let practice: String
    let revision: String
    let deciding: String?
    let decidingSince: String?
    let switched: Bool
    let testsPassed: Int
    let testsFailed: Int
    let problems: [Problem]
    let effect: Effect?

    struct Effect: Encodable {
        let readAt: String
        let defaultReason: Values?
        let interval: Values?
        let starts: [Starts]
        let appearing: [FindingOutput]
        let ending: [FindingOutput]
    }

    struct Values: Encodable {
        let before: String?
        let after: String?
    }

    struct Starts: Encodable {
        let practitioner: String
        let type: String
        let gained: [String]
        let lost: [String]
    }

    init(_ report: RulesReport) {
        practice = report.record.id.rawValue
        revision = report.check.revision.id.rawValue
        deciding = report.active?.id.rawValue
        decidingSince = report.active?.since.description
        switched = report.wasSwitched
        testsFailed = report.check.tests.count { $0.problem != nil }
        testsPassed = report.check.tests.count - testsFailed
        problems = report.problems
        effect = report.effect.map(Effect.init)
    }
}

extension RulesOutput.Effect {
    init(_ effect: RuleEffect) {
        readAt = effect.readAt.description
        defaultReason = effect.defaultReason.map {
            .init(before: $0.before?.rawValue, after: $0.after?.rawValue)
        }
        interval = effect.interval.map { .init(before: "\($0.before)", after: "\($0.after)") }
        starts = effect.starts.map {
            .init(
                practitioner: $0.practitioner.rawValue, type: $0.type.rawValue,
                gained: $0.gained.map(\.description), lost: $0.lost.map(\.description))
        }
        appearing = effect.appearing.map(FindingOutput.init)
        ending = effect.ending.map(FindingOutput.init)
    }
}
