import ArgumentParser

@main
struct GapbookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "gapbook")
}
