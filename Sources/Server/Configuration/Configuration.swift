public import Diagnostics
public import Diary
public import Ports

/// What the configuration file says: how the service reaches everything, and how often it works.
///
/// Practices and their set-up are the ledger's; the file may name practices that the service writes
/// there at its start. Paths are made absolute or stay relative to the process, never to the file.
public struct Configuration: Sendable, Equatable {
    /// The SQLite file of the ledger.
    public var ledger: String
    /// The directory of the rules that `gapbook rules activate` reads.
    public var rules: String
    /// Where the service listens.
    public var listener: ListenAddress
    /// The address under which the marketplace reaches the listener; webhooks are on only with it.
    public var publicURL: String?
    /// The connections to PMSs, which practices name.
    public var connections: [ConfiguredConnection]
    /// The marketplace; without it nothing is published.
    public var marketplace: ConfiguredMarketplace?
    /// How often practices are synced.
    public var sync: SyncPace
    /// Seconds between two polls of a practice's requests, 1...600: by default 5, and with webhooks
    /// 300 (G15, G20).
    public var pollSeconds: Int
    /// When the integration promises the marketplace to be alive.
    public var liveHours: LiveHours
    /// Practices that the service writes to the ledger at its start.
    public var practices: [ConfiguredPractice]
    /// The keys for patients' details: the first one seals, the others only open.
    public var patientKeys: [ConfiguredPatientKey]
    /// How many days the ledger keeps who a booking was for after the booking is final, 1...400.
    public var patientDays: Int

    /// Whether bookings of the marketplace can come that some PMS would take.
    public var expectsBookings: Bool {
        marketplace != nil && connections.contains { $0.system != nil }
    }

    /// The connection with that name; nil where there is none.
    public func connection(named name: String) -> ConfiguredConnection? {
        connections.first { $0.name == name }
    }
}

/// A host and a port to listen on.
public struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// An IP address or a name.
    public var host: String
    /// The port, 0...65,535; 0 takes any that is free.
    public var port: Int

    /// Joins host and port.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Where the service listens unless the file says otherwise: this machine only.
    public static let standard = ListenAddress(host: "127.0.0.1", port: 8077)

    /// Whether only this machine can reach it.
    public var isLoopback: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }

    /// The address as the file writes it: `127.0.0.1:8077`, `[::1]:8077`.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

/// A connection to one vendor's service, or to a folder of exported practices.
public struct ConfiguredConnection: Sendable, Equatable {
    /// The name that practices use.
    public var name: String
    /// What it leads to.
    public var target: Target

    /// What a connection leads to.
    public enum Target: Sendable, Equatable {
        /// Exact's API.
        case exact(ExactConnection)
        /// Oasis's interface.
        case oasis(OasisConnection)
        /// A folder with practices that were exported to files.
        case files(path: String)
    }

    /// How Exact's API is reached.
    public struct ExactConnection: Sendable, Equatable {
        /// The address of the API.
        public var url: String
        /// The address that gives out access tokens, to which `/connect/token` is added.
        public var signInURL: String
        /// Our id at the vendor.
        public var clientID: String
        /// Where our secret is.
        public var secret: SecretSource
        /// The most calls a minute, all practices together, 1...60,000.
        public var callsAMinute: Int
        /// How it takes insertions, as far as an operator knows it.
        public var insertion: ConfiguredInsertion
    }

    /// How Oasis's interface is reached.
    public struct OasisConnection: Sendable, Equatable {
        /// The address of the interface.
        public var url: String
        /// Where our key is.
        public var apiKey: SecretSource
        /// The most calls a minute, all practices together, 1...60,000.
        public var callsAMinute: Int
        /// How it takes insertions, as far as an operator knows it.
        public var insertion: ConfiguredInsertion
    }

    /// Which PMS it leads to; nil where the files say it.
    public var system: PMSSystem? {
        switch target {
        case .exact: .exact
        case .oasis: .oasis
        case .files: nil
        }
    }
}

/// How the PMS behind a connection takes insertions, where an operator knows better than the
/// adapter.
public struct ConfiguredInsertion: Sendable, Equatable {
    /// What becomes of our reference.
    public var reference: PMSCapabilities.Reference?
    /// Whether the PMS refuses what overlaps.
    public var rejectsOverlaps: Bool?
    /// The longest time after which an insertion can still arrive, in seconds, 1...3,600.
    public var longestDelaySeconds: Int?

    /// What the adapter assumes, with what the operator knows in its place.
    public func over(_ usual: PMSCapabilities.Insertion) -> PMSCapabilities.Insertion {
        PMSCapabilities.Insertion(
            reference: reference ?? usual.reference,
            rejectsOverlaps: rejectsOverlaps ?? usual.rejectsOverlaps,
            longestDelay: longestDelaySeconds.map { .seconds($0) } ?? usual.longestDelay)
    }
}

/// How the marketplace is reached.
public struct ConfiguredMarketplace: Sendable, Equatable {
    /// The address of its PMS API.
    public var url: String
    /// Where our key there is.
    public var apiKey: SecretSource
    /// Who calls.
    public var userAgent: UserAgent
    /// The most calls a minute, all practices together, 1...60,000.
    public var callsAMinute: Int

    /// Who calls, as the marketplace wants it: `VENDOR (EMAIL) ENVIRONMENT`.
    public struct UserAgent: Sendable, Equatable {
        /// The product and its company.
        public var vendor: String
        /// Whom the marketplace can write to about technical matters.
        public var email: String
        /// The environment, for example `PRODUCTION`.
        public var environment: String
    }
}

/// How often practices are synced.
public struct SyncPace: Sendable, Equatable {
    /// Seconds between two readings of a practice, 5...86,400.
    public var seconds: Int
    /// After how many hours all days are sent again, changed or not, 1...22: less than any civil
    /// day has, so that no day passes without it (S56).
    public var fullHours: Int

    /// What counts unless the file says otherwise.
    public static let standard = SyncPace(seconds: 60, fullHours: 22)

    /// Joins the figures.
    public init(seconds: Int, fullHours: Int) {
        self.seconds = seconds
        self.fullHours = fullHours
    }
}

/// A practice as the file names it.
public struct ConfiguredPractice: Sendable, Equatable {
    /// How it is reached.
    public var record: PracticeRecord
    /// The IANA name of its zone.
    public var timeZone: String
    /// The phone number for patients.
    public var phone: String?
}

/// A key for patients' details, as the file names it.
public struct ConfiguredPatientKey: Sendable, Equatable {
    /// The name that stands beside what it sealed; a key keeps it for ever.
    public var id: String
    /// Where the key is: 32 bytes in base64.
    public var key: SecretSource
}

/// Why a file is no configuration: everything that is wrong with it, in the order of the file.
public struct ConfigurationProblems: Error, Sendable, Equatable {
    /// The problems, at least one and at most 20.
    public var problems: [Problem]

    /// Joins problems.
    public init(_ problems: [Problem]) { self.problems = problems }
}
