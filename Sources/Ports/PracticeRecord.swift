public import Diary

/// A practice that Gapbook serves, and how it is reached.
public struct PracticeRecord: Sendable, Equatable {
    /// Gapbook's id: the name of its rule folder, and the `practice` of its snapshots.
    public var id: PracticeID
    /// Which PMS it runs.
    public var system: PMSSystem
    /// The name of the PMS connection in the configuration file.
    public var connection: String
    /// The practice's id at the PMS.
    public var pmsPractice: String
    /// The practice's id and key at the marketplace; nil where it is not published.
    public var marketplace: MarketplaceAccess?
    /// Whether it is read and published at all (S60).
    public var isEnabled: Bool
    /// Why its traffic stands still until staff act; nil where it does not (S58).
    public var stopped: Stop?

    /// A practice's access to the marketplace.
    public struct MarketplaceAccess: Sendable, Equatable {
        /// The practice's id there.
        public var practice: MarketplacePracticeID
        /// Where the practice's key is.
        public var key: SecretSource

        /// Joins the id and the key.
        public init(practice: MarketplacePracticeID, key: SecretSource) {
            self.practice = practice
            self.key = key
        }
    }

    /// What stopped a practice's traffic, and since when.
    public struct Stop: Sendable, Equatable {
        /// Which side refused.
        public var side: Side
        /// Why, in words for staff.
        public var why: String
        /// Since when.
        public var since: Instant

        /// The two sides that can revoke their consent.
        public enum Side: String, Sendable, CaseIterable {
            case pms
            case marketplace
        }

        /// Makes a stop.
        public init(side: Side, why: String, since: Instant) {
            self.side = side
            self.why = why
            self.since = since
        }
    }

    /// Makes the record of an enabled practice.
    public init(
        id: PracticeID, system: PMSSystem, connection: String, pmsPractice: String,
        marketplace: MarketplaceAccess?
    ) {
        self.id = id
        self.system = system
        self.connection = connection
        self.pmsPractice = pmsPractice
        self.marketplace = marketplace
        isEnabled = true
    }
}

/// Where a secret is; the secret itself is never kept, shown or logged.
public enum SecretSource: Sendable, Hashable {
    /// An environment variable of the service.
    case environment(String)
    /// A file, whose first line it is.
    case file(String)
}

extension SecretSource: CustomStringConvertible {
    /// The source as the configuration file and the command write it: `env:NAME` or `file:PATH`.
    public var description: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        }
    }

    /// Reads `env:NAME` or `file:PATH`; nil for anything else, a bare secret above all.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        switch parts[0] {
        case "env": self = .environment(parts[1])
        case "file": self = .file(parts[1])
        default: return nil
        }
    }
}
