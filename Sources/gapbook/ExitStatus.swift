import ArgumentParser

/// What the command's exit code says; docs/reference/cli.md lists them.
enum ExitStatus {
    /// Done, and nothing found.
    static let clean = ExitCode(0)
    /// Could not finish.
    static let unfinished = ExitCode(1)
    /// Finished, and found something.
    static let found = ExitCode(2)
    /// The input cannot be used.
    static let invalidInput = ExitCode(3)
}
