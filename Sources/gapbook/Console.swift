import Diagnostics
import Foundation

/// Where the command writes: data to standard output, everything else to standard error.
struct Console {
    let style: Style
    let errorStyle: Style

    /// When to colour.
    enum Colour: String, CaseIterable { case auto, always, never }

    /// Colours only on a terminal, never where `NO_COLOR` is set (no-color.org) or the terminal is
    /// dumb, unless asked for.
    init(colour: Colour, environment: [String: String] = ProcessInfo.processInfo.environment) {
        let isWanted = environment["NO_COLOR"]?.isEmpty ?? true && environment["TERM"] != "dumb"
        func coloured(_ descriptor: Int32) -> Bool {
            switch colour {
            case .always: true
            case .never: false
            case .auto: isWanted && isatty(descriptor) == 1
            }
        }
        style = Style(isColoured: coloured(STDOUT_FILENO))
        errorStyle = Style(isColoured: coloured(STDERR_FILENO))
    }

    func write(_ text: String) {
        FileHandle.standardOutput.write(Data((style.harmless(text) + "\n").utf8))
    }

    func write(json answer: some Encodable) {
        FileHandle.standardOutput.write(Data((JSONText.of(answer) + "\n").utf8))
    }

    func report(_ problem: Problem, _ severity: Problem.Severity = .error) {
        note(problem.text(severity, style: errorStyle))
    }

    /// Whether somebody sits at a terminal.
    var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Asks a question to be answered by yes or no; where nobody sits at a terminal, it is no.
    func asks(_ question: String) -> Bool {
        guard canAsk else { return false }
        FileHandle.standardError.write(Data("\(question) [y/N] ".utf8))
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }

    func note(_ text: String) {
        FileHandle.standardError.write(Data((errorStyle.harmless(text) + "\n").utf8))
    }
}
