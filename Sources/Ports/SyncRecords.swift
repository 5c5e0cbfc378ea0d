public import Diary

/// The hash of something's content: equal content has an equal digest.
public struct ContentDigest: Hashable, Sendable, CustomStringConvertible {
    /// Lower-case hexadecimal digits of SHA-256.
    public let description: String

    /// Takes the digits.
    public init(_ description: String) { self.description = description }

    /// Takes the hash itself. A sync makes hundreds of digests, so no byte becomes a text of its
    /// own.
    public init(hash: some Sequence<UInt8>) {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in hash {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        description = String(decoding: text, as: UTF8.self)
    }
}

/// What the marketplace has of one practice, as far as its answers say.
public struct Published: Sendable, Equatable {
    /// The digest of each part of the configuration that was sent.
    public var configuration: [ConfigurationPart: ContentDigest]
    /// The books that it was last sent.
    public var books: [AppointmentBook]
    /// The reasons that it was last sent.
    public var reasons: [ListedReason]
    /// Each day that it has, and how many starts that day has.
    public var days: [BookDay: SentDay]
    /// When all days were last sent, changed or not (S56); nil before the first time.
    public var fullAt: Instant?

    /// Nothing yet.
    public init() {
        configuration = [:]
        books = []
        reasons = []
        days = [:]
    }
}

/// A part of the configuration at the marketplace, in the order in which they are sent.
public enum ConfigurationPart: String, Sendable, Hashable, CaseIterable {
    case liveHours = "live_hours"
    case books
    case reasons
}

/// One day of one book: what availability is counted by.
public struct BookDay: Sendable, Hashable {
    /// Which book.
    public var book: AppointmentBookID
    /// Which day.
    public var date: CivilDate

    /// Makes a day of a book.
    public init(book: AppointmentBookID, date: CivilDate) {
        self.book = book
        self.date = date
    }
}

/// A day as the marketplace took it.
public struct SentDay: Sendable, Hashable {
    /// The digest of its content.
    public var digest: ContentDigest
    /// How many starts it offers.
    public var starts: Int

    /// Makes a sent day.
    public init(digest: ContentDigest, starts: Int) {
        self.digest = digest
        self.starts = starts
    }
}

/// One run of the sync flow.
public struct SyncRun: Sendable, Equatable {
    /// The run's number in the ledger.
    public var number: Int
    /// Which practice.
    public var practice: PracticeID
    /// When it began.
    public var startedAt: Instant
    /// When it ended; nil while it goes on.
    public var endedAt: Instant?
    /// How it ended; nil while it goes on.
    public var outcome: Outcome?
    /// What the outcome rests on, in words without patient data.
    public var detail: String?
    /// Which reading it evaluated.
    public var reading: ContentDigest?
    /// The rules that decided: the digests of their layers, for example `core d6359b75014b`.
    public var rules: String?
    /// Days that were sent and taken.
    public var daysSent: Int
    /// Days that the marketplace refused.
    public var daysFailed: Int

    /// How a run ended.
    public enum Outcome: String, Sendable, CaseIterable {
        /// What had changed stands at the marketplace.
        case published
        /// Nothing had changed.
        case unchanged
        /// The PMS could not be read; what was published stays.
        case readFailed = "read_failed"
        /// Too much would have vanished; staff must confirm it.
        case held
        /// The marketplace took a part or nothing; the rest is sent again.
        case sendFailed = "send_failed"
        /// Consent is missing; traffic stands still (S58).
        case stopped
        /// The process ended in the middle; found at the next start.
        case interrupted
    }

    /// Makes a run that has just begun.
    public init(number: Int, practice: PracticeID, startedAt: Instant) {
        self.number = number
        self.practice = practice
        self.startedAt = startedAt
        daysSent = 0
        daysFailed = 0
    }
}

/// A finding with its history.
public struct SeenFinding: Sendable, Equatable {
    /// The finding as it was last seen.
    public var finding: Finding
    /// When it was first seen, without a gap since.
    public var firstSeen: Instant
    /// When it was last seen.
    public var lastSeen: Instant

    /// Makes one.
    public init(finding: Finding, firstSeen: Instant, lastSeen: Instant) {
        self.finding = finding
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }
}

/// Who reports findings: each source replaces its own and leaves the others' alone.
public enum FindingSource: String, Sendable, CaseIterable {
    /// The evaluation of a snapshot.
    case evaluation
    /// The sync flow: reading, comparing, publishing.
    case sync
    /// The request loop.
    case requests
    /// Rules in service.
    case rules
    /// What became of bookings.
    case bookings
}
