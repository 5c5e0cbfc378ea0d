internal import AsyncHTTPClient
package import Foundation
internal import Measuring
internal import NIOCore
internal import Synchronization

/// `gapbook serve` in a process of its own, and what it takes of the machine.
package final class ServiceProcess {
    private let process = Process()
    private let log: URL
    /// Where it listens.
    package let address: String
    /// When it was started, on the clock of `wallSeconds`.
    package let startedAt: Double

    /// Starts it in a folder that holds `gapbook.yaml`; it listens at that port.
    package init(_ folder: URL, port: Int) throws {
        log = folder.appendingPathComponent("serve.log")
        address = "http://127.0.0.1:\(port)"
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        process.executableURL = try Self.binary()
        process.arguments = ["serve", "--config", "gapbook.yaml"]
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(Keys.values) { $1 }
        process.standardInput = FileHandle.nullDevice
        let output = try FileHandle(forWritingTo: log)
        process.standardOutput = output
        process.standardError = output
        startedAt = wallSeconds()
        try process.run()
        Running.note(process.processIdentifier)
    }

    /// The command that stands beside the benchmark.
    private static func binary() throws -> URL {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let found = URL(fileURLWithPath: own).deletingLastPathComponent()
            .appendingPathComponent("gapbook")
        guard FileManager.default.isExecutableFile(atPath: found.path) else {
            stop("there is no `gapbook` beside the benchmark: build that product as well")
        }
        return found
    }

    /// Seconds of CPU time so far, of all its threads.
    package var cpuSeconds: Double {
        // The name in brackets may hold blanks; user and system time are the 12th and 13th after it.
        let fields = read("stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 13 else { return 0 }
        let ticks = (Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)
        return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Bytes of memory in use now, and at most so far.
    package var memory: (now: Int, most: Int) { (status("VmRSS:"), status("VmHWM:")) }

    private func status(_ name: String) -> Int {
        let line = read("status").split(separator: "\n").first { $0.hasPrefix(name) }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
        return (kilobytes.flatMap { Int($0) } ?? 0) << 10
    }

    private func read(_ name: String) -> String {
        guard process.isRunning else { stop("the service has ended:\n\(tail)") }
        let path = "/proc/\(process.processIdentifier)/\(name)"
        return (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }

    /// What it counts.
    package func counts() async -> ServiceCounts {
        let request = HTTPClientRequest(url: "\(address)/metrics")
        guard
            let answer = try? await HTTPClient.shared.execute(request, timeout: .seconds(60)),
            let body = try? await answer.body.collect(upTo: 256 << 20)
        else { return ServiceCounts(metrics: "") }
        return ServiceCounts(metrics: String(buffer: body))
    }

    /// Asks it to end, and stops the benchmark where it does not end cleanly.
    package func end() {
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        Running.note(nil)
        guard process.terminationStatus == 0 else {
            stop("the service ended with \(process.terminationStatus):\n\(tail)")
        }
    }

    private var tail: String {
        ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(separator: "\n").suffix(20)
            .joined(separator: "\n")
    }
}

/// The service that runs now: it must not outlive a benchmark that stops in the middle.
private enum Running {
    private static let number = Mutex<Int32?>(nil)
    private static let isWatched: Bool = {
        atexit { Running.number.withLock { $0.map { _ = kill($0, SIGKILL) } } }
        return true
    }()

    static func note(_ process: Int32?) {
        guard isWatched else { return }
        number.withLock { $0 = process }
    }
}

/// What the service's metrics say, summed over its practices.
package struct ServiceCounts: Sendable {
    /// Syncs by outcome.
    package private(set) var syncs: [String: Int] = [:]
    /// How many practices were published at least once.
    package private(set) var publishedPractices = 0

    init(metrics: String) {
        for line in metrics.split(separator: "\n")
        where line.hasPrefix("gapbook_syncs_total{") {
            let parts = line.split(separator: "\"")
            guard let value = line.split(separator: " ").last.flatMap({ Double($0) }),
                let place = parts.firstIndex(where: { $0.hasSuffix("outcome=") }),
                place + 1 < parts.count
            else { continue }
            let outcome = String(parts[place + 1])
            syncs[outcome, default: 0] += Int(value)
            if outcome == "published", value > 0 { publishedPractices += 1 }
        }
    }

    /// All syncs that went well.
    package var good: Int { (syncs["published"] ?? 0) + (syncs["unchanged"] ?? 0) }
    /// All others, by outcome.
    package var others: [String: Int] {
        syncs.filter { $0.key != "published" && $0.key != "unchanged" && $0.value > 0 }
    }
}
