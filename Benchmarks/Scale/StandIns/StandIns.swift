package import Diary
internal import Foundation
internal import Ledger
internal import Measuring
internal import Ports
package import Simulators

/// Stand-ins of Exact, of Oasis and of the marketplace in this process, over real HTTP on loopback,
/// and a folder with a ledger and a configuration for the service.
package final class StandIns {
    /// All practices.
    package let members: [Member]
    /// The practices on Exact.
    package let exact: ExactSimulator
    /// The practices on Oasis.
    package let oasis: OasisSimulator
    /// The marketplace.
    package let marketplace: MarketplaceSimulator
    private let folder: Folder

    /// How the service is configured.
    package struct Settings {
        /// Seconds between two readings of a practice, 5...86,400.
        package var syncSeconds = 60
        /// Seconds between two polls, 1...600; nil for webhooks.
        package var pollSeconds: Int?

        /// The usual ones, with webhooks.
        package init(syncSeconds: Int = 60, pollSeconds: Int? = nil) {
            self.syncSeconds = syncSeconds
            self.pollSeconds = pollSeconds
        }
    }

    /// Starts the stand-ins, and writes the practices' set-up to a ledger.
    package init(_ members: [Member]) async throws {
        self.members = members
        folder = try Folder(for: "scale")
        exact = try ExactSimulator(
            practices: members.filter { $0.system == .exact }.map(\.snapshot))
        oasis = try OasisSimulator(
            practices: members.filter { $0.system == .oasis }.map(\.snapshot))
        marketplace = MarketplaceSimulator(
            practices: members.map {
                .init(id: $0.marketplace, key: Keys.values[Keys.practice] ?? "", zone: $0.zone)
            })
        try await exact.start()
        try await oasis.start()
        try await marketplace.start()
        try await SetUpWriter.write(members, to: folder.path("gapbook.sqlite"))
    }

    /// The PMS of a practice.
    package func pms(of member: Member) -> any PracticeSimulator {
        member.system == .exact ? exact : oasis
    }

    /// Starts the service.
    package func serve(_ settings: Settings) throws -> ServiceProcess {
        let port = FreePort.any()
        try file(settings, port: port)
            .write(toFile: folder.path("gapbook.yaml"), atomically: true, encoding: .utf8)
        return try ServiceProcess(folder.url, port: port)
    }

    private func file(_ settings: Settings, port: Int) -> String {
        let listen = "127.0.0.1:\(port)"
        let current = FileManager.default.currentDirectoryPath
        return """
            ledger: gapbook.sqlite
            rules: \(current)/rules
            listen: \(listen)
            \(settings.pollSeconds.map { "poll: { seconds: \($0) }" } ?? "public_url: http://\(listen)")
            connections:
              - name: exact
                system: exact
                url: \(exact.address ?? "")
                sign_in_url: \(exact.address ?? "")
                client_id: simulated-client
                secret: env:BENCHMARK_EXACT
                calls_per_minute: 60000
              - name: oasis
                system: oasis
                url: \(oasis.address ?? "")
                api_key: env:BENCHMARK_OASIS
                calls_per_minute: 60000
            marketplace:
              url: \(marketplace.address ?? "")
              api_key: env:BENCHMARK_MARKETPLACE
              user_agent: Gapbook (support@example.net) BENCHMARK
              calls_per_minute: 60000
            sync: { seconds: \(settings.syncSeconds) }
            patient_keys: [{ id: k1, key: env:BENCHMARK_PATIENTS }]

            """
    }

    /// How many calls were answered so far, at all stand-ins.
    package var calls: Int {
        [exact.callCounts, oasis.callCounts, marketplace.callCounts]
            .flatMap(\.values).flatMap(\.values).reduce(0, +)
    }

    /// Stops the benchmark where a call was not as the interfaces want it.
    package func checkCalls() {
        let violations = exact.violations + oasis.violations + marketplace.violations
        if let first = violations.first {
            stop("\(violations.count) calls were not allowed: \(first.endpoint): \(first.message)")
        }
    }

    /// Ends everything.
    package func end() async {
        checkCalls()
        await exact.stop()
        await oasis.stop()
        await marketplace.stop()
        folder.remove()
    }
}

/// Writes what staff would have entered by command. The service comes later, so nothing need be on
/// the disk at once.
package enum SetUpWriter {
    package static func write(_ members: some Sequence<Member>, to path: String) async throws {
        var guards = Guards()
        guards.full = false
        let ledger = try Ledger.open(at: path, guards: guards)
        for member in members {
            for change in member.setUp {
                try await ledger.change(
                    member.id, change, by: Actor("benchmark"), why: nil, at: SampleFleet.now)
            }
        }
        try ledger.close()
    }
}
