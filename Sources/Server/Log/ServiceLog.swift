internal import Foundation
public import Logging
internal import Synchronization

/// The service's log: one line an event on standard error, as text or as JSON, with practice ids
/// and without patient data or secrets.
public struct ServiceLog: LogHandler {
    /// How lines are written.
    public enum Format: String, Sendable, CaseIterable {
        /// `2026-03-04T09:30:00Z info published practice=harbour-dental days=3`
        case text
        /// `{"at":"...","level":"info","message":"published","practice":"harbour-dental"}`
        case json
    }

    /// The most characters of a message or of one value.
    static let mostCharacters = 1000

    /// Events below it are left out.
    public var logLevel: Logger.Level
    /// Facts of every event.
    public var metadata: Logger.Metadata = [:]
    private let format: Format
    private let write: @Sendable (String) -> Void
    private let now: @Sendable () -> String

    /// Makes a log.
    ///
    /// - Parameters:
    ///   - now: the time of an event, as it is written.
    ///   - write: takes a line, its end included.
    public init(
        _ format: Format, level: Logger.Level, now: @escaping @Sendable () -> String,
        write: @escaping @Sendable (String) -> Void = ServiceLog.toStandardError
    ) {
        self.format = format
        logLevel = level
        self.now = now
        self.write = write
    }

    /// Reads and sets one fact of every event.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes an event.
    public func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { $1 }
            .map { (name: $0.key, value: Self.cut("\($0.value)")) }.sorted { $0.name < $1.name }
        let message = Self.cut("\(event.message)")
        switch format {
        case .text:
            let pairs = facts.map { " \($0.name)=\(Self.plain($0.value))" }.joined()
            write("\(now()) \(event.level) \(Self.oneLine(message))\(pairs)\n")
        case .json:
            var fields = Dictionary(facts, uniquingKeysWith: { first, _ in first })
            fields["at"] = now()
            fields["level"] = "\(event.level)"
            fields["message"] = message
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let data = (try? encoder.encode(fields)) ?? Data("{}".utf8)
            write(String(decoding: data, as: UTF8.self) + "\n")
        }
    }

    private static let lock = Mutex(())

    /// Writes a whole line at a time. A line that cannot be written, as on a full disk, is lost:
    /// bookings and slots go on without a log.
    public static let toStandardError: @Sendable (String) -> Void = { line in
        lock.withLock { _ in try? FileHandle.standardError.write(contentsOf: Data(line.utf8)) }
    }

    private static func cut(_ text: String) -> String {
        text.count <= mostCharacters ? text : String(text.prefix(mostCharacters)) + "…"
    }

    /// One event never looks like two.
    private static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map {
                    $0.properties.generalCategory == .control ? " " : $0
                }))
    }

    private static func plain(_ value: String) -> String {
        let isPlain = !value.isEmpty && !value.contains { $0 == " " || $0 == "\"" || $0 == "=" }
        let line = oneLine(value)
        return isPlain ? line : "\"\(line.replacing("\"", with: "'"))\""
    }
}
