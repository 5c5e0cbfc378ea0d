import Foundation
import Synchronization

/// A bar for long work, on standard error and only on a terminal, so that it never gets into a file.
final class ProgressBar: Sendable {
    private let isShown: Bool
    private let label: String
    private let last = Mutex("")

    static let width = 30

    init(_ label: String) {
        self.label = label
        isShown = isatty(STDERR_FILENO) == 1
    }

    /// Shows how far the work is.
    func show(_ done: Int, of total: Int) {
        guard isShown, total > 0 else { return }
        draw(Self.line(label, done, of: total))
    }

    /// Takes the bar away.
    func end() {
        guard isShown, last.withLock({ !$0.isEmpty }) else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }

    static func line(_ label: String, _ done: Int, of total: Int) -> String {
        let filled = min(width, width * done / total)
        let bar =
            String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        return "\(label) [\(bar)] \(done)/\(total)"
    }

    private func draw(_ line: String) {
        let isNew = last.withLock { last in
            defer { last = line }
            return last != line
        }
        guard isNew else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K\(line)".utf8))
    }
}
