import ArgumentParser
import Diagnostics
import Diary
import Ports

struct TypesAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add an appointment type, or change its name and length.",
        discussion: """
            The id is the type's at the marketplace; the length is the one that the portal
            shows. A type stands for one practitioner: --all adds it for every active one.

            Examples:
              gapbook types add T1 --name "Exam and clean" --minutes 45 --practitioner P1
              gapbook types add T1 --name "Exam and clean" --minutes 45 --all
            """)

    @Argument(help: "The type's id at the marketplace.")
    var id: String

    @Option(help: "The name that patients see.")
    var name: String

    @Option(help: "The length at the marketplace, in minutes.")
    var minutes: Int

    @OptionGroup var practitioners: PractitionerOptions
    @OptionGroup var practice: PracticeSelection
    @OptionGroup var anyway: AnywayOptions
    @OptionGroup var change: ChangeOptions

    func validate() throws {
        guard (1...1440).contains(minutes) else {
            throw ValidationError("--minutes takes 1 to 1440")
        }
        guard practitioners.all || practitioners.practitioner != nil else {
            throw ValidationError("name whose type it is with --practitioner, or use --all")
        }
    }

    func run() async throws {
        try await change.ledger.run { opened in
            let known = try await opened.practice(practice)
            let (chosen, warnings) = try chosen(in: known)
            let changes = chosen.map { practitioner in
                SetUpChange.putType(
                    AppointmentType(
                        id: AppointmentTypeID(id), practitioner: practitioner, name: name,
                        length: Minutes(minutes)))
            }
            let work = try await opened.change(known.id, changes, why: change.why)
            var done = chosen.map { "\(id) \(name), \(minutes) min, is with \(known.words($0))" }
            if work.entries.contains(where: { $0.before == nil }) {
                done.append("link it with `gapbook link`: an unlinked type is not offered")
            }
            try await ChangeReport(
                known.id, in: opened, done: done, work, warnings: warnings
            ).write(change.output)
        }
    }

    private func chosen(
        in known: KnownPractice
    ) throws(Problem) -> ([PractitionerID], [Problem]) {
        guard let words = practitioners.practitioner else {
            return (try known.read().practitioners.filter(\.isActive).map(\.id), [])
        }
        if known.reading == nil {
            let warnings: [Problem]
            do throws(Problem) {
                _ = try known.read()
                warnings = []
            } catch {
                warnings = try anyway.pass([error])
            }
            return ([PractitionerID(words)], warnings)
        }
        return ([try known.practitioners.choose(words)], [])
    }
}
