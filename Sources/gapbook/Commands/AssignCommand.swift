import ArgumentParser
import Diagnostics
import Diary
import Evaluation
import Ports
import Rules

struct AssignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign",
        abstract: "Assign the default reason by hand, or take the assignment back.",
        discussion: """
            The rules decide in which order a reason becomes the default; --pin puts the
            assignment before every other step. What becomes the default is shown.

            Examples:
              gapbook assign R2 --practice harbour-dental
              gapbook assign "New patient exam" --pin --why "asked for by the practice"
              gapbook assign --none
            """)

    @Argument(help: "The booking reason, by id or by name.")
    var reason: String?

    @Flag(help: "Let the assignment come before every other step.")
    var pin = false

    @Flag(help: "Take the assignment back.")
    var none = false

    @OptionGroup var practice: PracticeSelection
    @OptionGroup var anyway: AnywayOptions
    @OptionGroup var change: ChangeOptions

    func validate() throws {
        guard (reason == nil) == none else {
            throw ValidationError("name a booking reason, or use --none")
        }
        if none && pin { throw ValidationError("--none has nothing to pin") }
    }

    func run() async throws {
        try await change.ledger.run { opened in
            let known = try await opened.practice(practice)
            let (assignment, warnings) = try assignment(in: known)
            let work = try await opened.change(
                known.id, [.assign(assignment)], why: change.why)
            var done = [
                assignment.map {
                    "\(known.words($0.reason)) is assigned\($0.isPinned ? " and pinned" : "")"
                } ?? "no reason is assigned"
            ]
            done += try await outcome(of: assignment, known)
            try await ChangeReport(
                known.id, in: opened, done: done, work, warnings: warnings
            ).write(change.output)
        }
    }

    private func assignment(
        in known: KnownPractice
    ) throws(Problem) -> (Assignment?, [Problem]) {
        guard let reason else { return (nil, []) }
        if known.reading == nil, anyway.anyway {
            do throws(Problem) { _ = try known.read() } catch {
                return (Assignment(reason: ReasonID(reason), isPinned: pin), [error])
            }
        }
        let id = try known.reasons().choose(reason)
        let pms = known.record.system.productName
        var problems: [Problem] = []
        if known.reading?.reasons.first(where: { $0.id == id })?.isActive == false {
            problems = [
                Problem(
                    "C0410",
                    "the booking reason \(known.words(id)) is switched off in \(pms), so it cannot "
                        + "be the default", hint: "switch it on in \(pms), or assign another one")
            ]
        }
        return (Assignment(reason: id, isPinned: pin), try anyway.pass(problems))
    }

    /// What the rules make the default now, and which step came before the assignment.
    private func outcome(
        of assignment: Assignment?, _ known: KnownPractice
    ) async throws -> [String] {
        guard known.reading != nil else { return [] }
        var setUp = known.setUp
        setUp.assigned = assignment
        let answer = try await known.evaluation(with: setUp).defaultReason
        guard let reason = answer.reason else {
            return ["no reason is the default", known.readingWords]
        }
        var line = "the default reason is \(known.words(reason))"
        if let step = answer.step { line += ", by the step `\(step)`" }
        if let assignment, assignment.reason != reason, !assignment.isPinned {
            line += "; --pin lets the assignment come first"
        }
        return [line, known.readingWords]
    }
}
