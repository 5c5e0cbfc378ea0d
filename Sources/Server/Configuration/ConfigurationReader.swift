internal import Diagnostics
internal import Diary
internal import Flows
internal import Ports
internal import Yams

/// Decodes the configuration: every key, its range and its default. The schema in
/// `docs/schemas/configuration-1.schema.json` says the same to editors, and a test holds both.
struct ConfigurationReader {
    static let mostConnections = 50
    static let mostPractices = 10_000
    static let calls = 1...60_000

    let top: ConfigurationSection
    private let folder: String

    init(_ top: ConfigurationSection, folder: String) {
        self.top = top
        self.folder = folder
    }

    /// The configuration; nil where something that must be there is not, which is then reported.
    func configuration() -> Configuration? {
        let ledger = top.requiredText("ledger", "gapbook.sqlite")
        let connections = connections()
        let marketplace = marketplace()
        let configuration = Configuration(
            ledger: resolved(ledger ?? ""), rules: resolved(top.text("rules") ?? "rules"),
            listener: listener(), publicURL: publicURL(), connections: connections,
            marketplace: marketplace, sync: sync(), pollSeconds: pollSeconds(),
            liveHours: liveHours(),
            practices: practices(
                connections: connections, isPublished: marketplace != nil),
            patientKeys: patientKeys(), patientDays: patientDays())
        warnOfMissingKey(configuration)
        top.end()
        return ledger == nil ? nil : configuration
    }

    private func connections() -> [ConfiguredConnection] {
        var connections: [ConfiguredConnection] = []
        for section in top.sections("connections", atMost: Self.mostConnections) {
            let name = self.name("name", in: section, "exact-cloud")
            let target = target(of: section)
            section.end()
            guard let name, let target else { continue }
            if connections.contains(where: { $0.name == name }) {
                twice("name", name, in: section)
            } else {
                connections.append(ConfiguredConnection(name: name, target: target))
            }
        }
        return connections
    }

    private func target(of section: ConfigurationSection) -> ConfiguredConnection.Target? {
        guard let system = section.requiredText("system", "exact") else { return nil }
        switch system {
        case "exact": return exact(section).map { .exact($0) }
        case "oasis": return oasis(section).map { .oasis($0) }
        case "files":
            return section.requiredText("path", "practices").map { .files(path: resolved($0)) }
        default:
            section.refuse(
                "system", "is not `exact`, `oasis` or `files`",
                hint: Spelling.hint(for: system, among: ["exact", "oasis", "files"]))
            return nil
        }
    }

    private func exact(
        _ section: ConfigurationSection
    ) -> ConfiguredConnection.ExactConnection? {
        let url = self.url("url", in: section, "https://api.example.net")
        let signIn = self.url("sign_in_url", in: section, "https://auth.example.net")
        let clientID = section.requiredText("client_id", "gapbook")
        let secret = section.secret("secret").map(resolved)
        let calls = section.integer("calls_per_minute", in: Self.calls, or: 600)
        let insertion = insertion(in: section)
        guard let url, let signIn, let clientID, let secret else { return nil }
        return ConfiguredConnection.ExactConnection(
            url: url, signInURL: signIn, clientID: clientID, secret: secret, callsAMinute: calls,
            insertion: insertion)
    }

    private func oasis(
        _ section: ConfigurationSection
    ) -> ConfiguredConnection.OasisConnection? {
        let url = self.url("url", in: section, "https://oasis.example.net")
        let key = section.secret("api_key").map(resolved)
        let calls = section.integer("calls_per_minute", in: Self.calls, or: 600)
        let insertion = insertion(in: section)
        guard let url, let key else { return nil }
        return ConfiguredConnection.OasisConnection(
            url: url, apiKey: key, callsAMinute: calls, insertion: insertion)
    }

    private func marketplace() -> ConfiguredMarketplace? {
        guard let section = top.section("marketplace") else { return nil }
        defer { section.end() }
        let url = self.url("url", in: section, "https://api.example.net/pms")
        let key = section.secret("api_key").map(resolved)
        let agent = userAgent(in: section)
        let calls = section.integer("calls_per_minute", in: Self.calls, or: 6000)
        guard let url, let key, let agent else { return nil }
        return ConfiguredMarketplace(
            url: url, apiKey: key, userAgent: agent, callsAMinute: calls)
    }

    /// `VENDOR (EMAIL) ENVIRONMENT`, as the marketplace asks for it.
    private func userAgent(
        in section: ConfigurationSection
    ) -> ConfiguredMarketplace.UserAgent? {
        let example = "\"Gapbook (support@example.net) PRODUCTION\""
        guard let text = section.requiredText("user_agent", atMost: 200, example) else {
            return nil
        }
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }),
            let parts = text.wholeMatch(of: /([^()]+) \(([^()\s]+@[^()\s]+)\) ([^()\s]+)/)
        {
            return ConfiguredMarketplace.UserAgent(
                vendor: String(parts.1), email: String(parts.2), environment: String(parts.3))
        }
        section.refuse(
            "user_agent", "is not `VENDOR (EMAIL) ENVIRONMENT`",
            hint: "write for example `user_agent: \(example)`")
        return nil
    }

    private func listener() -> ListenAddress {
        guard let text = top.text("listen") else { return .standard }
        guard let address = ListenAddress(text) else {
            top.refuse(
                "listen", "is not a host and a port", hint: "write `listen: 127.0.0.1:8077`")
            return .standard
        }
        if !address.isLoopback {
            top.report.warn(
                .openListener, "the listener is open to other machines at `\(address)`",
                hint: "let only the proxy that carries the webhooks reach it; /health and "
                    + "/metrics have no password",
                at: .init(mark: top.node("listen")?.mark, path: "listen", token: text))
        }
        return address
    }

    private func publicURL() -> String? {
        guard top.has("public_url") else { return nil }
        return url("public_url", in: top, "https://gapbook.example.net")
    }

    private func sync() -> SyncPace {
        guard let section = top.section("sync") else { return .standard }
        defer { section.end() }
        let standard = SyncPace.standard
        return SyncPace(
            seconds: section.integer("seconds", in: 5...86_400, or: standard.seconds),
            fullHours: section.integer("full_hours", in: 1...22, or: standard.fullHours))
    }

    private func pollSeconds() -> Int {
        let usual = top.has("public_url") ? 300 : 5
        guard let section = top.section("poll") else { return usual }
        defer { section.end() }
        return section.integer("seconds", in: 1...600, or: usual)
    }

    private func practices(
        connections: [ConfiguredConnection], isPublished: Bool
    ) -> [ConfiguredPractice] {
        var practices: [ConfiguredPractice] = []
        for section in top.sections("practices", atMost: Self.mostPractices) {
            let practice = practice(section, connections, isPublished: isPublished)
            section.end()
            guard let practice else { continue }
            if practices.contains(where: { $0.record.id == practice.record.id }) {
                twice("id", practice.record.id.rawValue, in: section)
            } else {
                practices.append(practice)
            }
        }
        return practices
    }

    private func practice(
        _ section: ConfigurationSection, _ connections: [ConfiguredConnection], isPublished: Bool
    ) -> ConfiguredPractice? {
        let id = name("id", in: section, "harbour-dental")
        let connection = section.requiredText("connection", "exact-cloud")
        let pmsPractice = section.requiredText("pms_practice", atMost: 64, "AUABC123")
        let timeZone = section.requiredText("time_zone", atMost: 64, "Australia/Sydney")
        let phone = section.text("phone", atMost: 40)
        let word = section.text("system")
        let access = marketplaceAccess(in: section, isPublished: isPublished)
        guard let id, let connection, let pmsPractice, let timeZone else { return nil }
        guard let target = connections.first(where: { $0.name == connection }) else {
            section.report.add(
                .unknownConnection, "no connection `\(shown(connection))` for `\(id)`",
                hint: Spelling.hint(for: connection, among: connections.map(\.name)),
                at: .init(
                    mark: section.node("connection")?.mark, path: section.joined("connection"),
                    token: connection))
            return nil
        }
        guard let system = system(word, of: target, in: section) else { return nil }
        let record = PracticeRecord(
            id: PracticeID(id), system: system, connection: connection, pmsPractice: pmsPractice,
            marketplace: access)
        return ConfiguredPractice(record: record, timeZone: timeZone, phone: phone)
    }

    /// The connection says which PMS it is; only of files the practice must say it itself.
    private func system(
        _ word: String?, of connection: ConfiguredConnection, in section: ConfigurationSection
    ) -> PMSSystem? {
        if let word, PMSSystem(rawValue: word) == nil {
            section.refuse(
                "system", "is not `exact` or `oasis`",
                hint: Spelling.hint(for: word, among: PMSSystem.allCases.map(\.rawValue)))
            return nil
        }
        let named = word.flatMap(PMSSystem.init)
        guard let system = connection.system else {
            if named == nil { section.missing("system", "exact") }
            return named
        }
        if let named, named != system {
            section.refuse(
                "system", "is not that of the connection `\(connection.name)`",
                hint: "leave `system` out: the connection says it")
            return nil
        }
        return system
    }

    private func marketplaceAccess(
        in practice: ConfigurationSection, isPublished: Bool
    ) -> PracticeRecord.MarketplaceAccess? {
        guard let section = practice.section("marketplace") else { return nil }
        defer { section.end() }
        let id = section.requiredText("practice", atMost: 64, "\"1234\"")
        let key = section.secret("key").map(resolved)
        if !isPublished, !top.has("marketplace") { top.missing("marketplace", "{ url: ... }") }
        guard let id, let key else { return nil }
        return PracticeRecord.MarketplaceAccess(practice: MarketplacePracticeID(id), key: key)
    }
}

// Values of one kind.
extension ConfigurationReader {
    /// A name of letters, digits, `.`, `-` and `_`, as a folder of rules can have it.
    private func name(
        _ key: String, in section: ConfigurationSection, _ example: String
    ) -> String? {
        guard let text = section.requiredText(key, example) else { return nil }
        if PracticeID(text).isPlainName { return text }
        section.refuse(
            key, "is no name of 1 to 64 letters, digits, `.`, `-` and `_`",
            hint: "write for example `\(key): \(example)`")
        return nil
    }

    private func url(
        _ key: String, in section: ConfigurationSection, _ example: String
    ) -> String? {
        guard let text = section.requiredText(key, atMost: 300, example) else { return nil }
        if text.wholeMatch(
            of: /https?:\/\/[A-Za-z0-9.:\-\[\]]+(\/[A-Za-z0-9._~\/\-]*)?/)
            != nil
        {
            return text.hasSuffix("/") ? String(text.dropLast()) : text
        }
        section.refuse(
            key,
            "is no address of the kind `https://host/path`, without a user, a query and a "
                + "fragment", hint: "write for example `\(key): \(example)`")
        return nil
    }

    func twice(_ key: String, _ name: String, in section: ConfigurationSection) {
        section.report.add(
            .nameTwice, "`\(name)` stands twice", hint: "give one of them another name",
            at: .init(
                mark: section.node(key)?.mark, path: section.joined(key), token: name))
    }

    /// Relative paths count from the file.
    private func resolved(_ path: String) -> String {
        path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
    }

    func resolved(_ secret: SecretSource) -> SecretSource {
        if case .file(let path) = secret { .file(resolved(path)) } else { secret }
    }

    private static let days = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    private func liveHours() -> LiveHours {
        guard let section = top.section("live_hours") else { return .always }
        defer { section.end() }
        return LiveHours(
            weekdays: Self.days.map { stretches($0, in: section) },
            publicHolidays: stretches("public_holidays", in: section))
    }

    /// Stretches such as `08:00-18:00`, in order and apart.
    private func stretches(
        _ key: String, in section: ConfigurationSection
    ) -> [Range<CivilTime>] {
        var stretches: [Range<CivilTime>] = []
        for node in section.nodes(key, atMost: 10) {
            guard case .scalar(let scalar) = node, let stretch = Self.stretch(scalar.string) else {
                section.refuse(
                    key, "has a stretch that is not of the kind `08:00-18:00`",
                    hint: "write for example `\(key): [\"08:00-18:00\"]`")
                return []
            }
            if let last = stretches.last, last.upperBound > stretch.lowerBound {
                section.refuse(
                    key, "has stretches that are not in order and apart",
                    hint: "sort them, and join those that meet")
                return []
            }
            stretches.append(stretch)
        }
        return stretches
    }

    private static func stretch(_ text: String) -> Range<CivilTime>? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let start = CivilTime(parts[0]), let end = CivilTime(parts[1]),
            start < end
        else { return nil }
        return start..<end
    }
}

extension ListenAddress {
    /// Reads `HOST:PORT`; an IPv6 address stands in brackets.
    init?(_ text: String) {
        guard
            let parts = text.wholeMatch(
                of: /([A-Za-z0-9.\-]+|\[[0-9A-Fa-f:.]+\]):(0|[1-9][0-9]{0,4})/),
            let port = Int(parts.2), port <= 65_535
        else { return nil }
        var host = parts.1
        if host.hasPrefix("[") { host = host.dropFirst().dropLast() }
        self.init(host: String(host), port: port)
    }
}

extension PracticeID {
    /// Whether it can name a folder of rules.
    var isPlainName: Bool {
        let text = rawValue
        return (1...64).contains(text.utf8.count) && !text.hasPrefix(".")
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                    || (0x61...0x7A).contains($0) || [0x2D, 0x2E, 0x5F].contains($0)
            }
    }
}
