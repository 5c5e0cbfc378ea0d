import Diary
import Logging
import Server

extension Logger {
    /// For commands: what fails is in their report, not in a log.
    static let silent = Logger(label: "gapbook") { _ in
        ServiceLog(.text, level: .critical, now: { Instant.current().description })
    }
}
