import ArgumentParser

struct TypesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "types",
        abstract: "List, add and remove the marketplace's appointment types.",
        discussion: """
            The marketplace does not show its types to anybody, so Gapbook keeps them: write
            here what stands in the portal under Practice Admin > Appointments Setup >
            Appointment Types, for every practitioner.

            Examples:
              gapbook types list --practice harbour-dental
              gapbook types add T1 --name "Exam and clean" --minutes 45 --all
              gapbook types remove T1 --practitioner P2
            """,
        subcommands: [TypesListCommand.self, TypesAddCommand.self, TypesRemoveCommand.self])
}
