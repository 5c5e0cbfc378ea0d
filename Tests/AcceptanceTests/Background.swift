import Foundation
import Testing

/// A program that runs while a test does, ended with it: the service, or a stand-in.
final class Background {
    private let process = Process()
    private let scratch: Scratch
    private let name: String

    /// Starts the built command.
    init(
        _ name: String, _ arguments: [String], in scratch: Scratch,
        environment: [String: String] = [:]
    ) throws {
        self.scratch = scratch
        self.name = name
        // A write over the limit of `limitWrites` is to fail, not to end the program.
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments =
            ["-c", "trap '' XFSZ; exec \"$@\"", "sh", Gapbook.binary.path] + arguments
        process.currentDirectoryURL = scratch.folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        try process.run(writing: "\(name).out", "\(name).err", in: scratch)
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// All that it has written so far.
    var text: String {
        ((try? scratch.text("\(name).out")) ?? "") + ((try? scratch.text("\(name).err")) ?? "")
    }

    /// The first address that it prints.
    func address(_ location: SourceLocation = #_sourceLocation) async throws -> String {
        var found: String?
        try await eventually("\(name) prints its address", location) {
            found = self.text.firstMatch(of: /http:\/\/127\.0\.0\.1:[0-9]+/).map {
                String($0.output)
            }
            return found != nil
        }
        return try #require(found, sourceLocation: location)
    }

    /// Sends a signal.
    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// From now on nothing that it writes to a file is kept, as on a disk that has failed; or all is
    /// again.
    func limitWrites(_ isLimited: Bool) async throws {
        let limit = "--fsize=\(isLimited ? "1" : "unlimited"):"
        let run = try await Gapbook.start(
            URL(fileURLWithPath: "/usr/bin/prlimit"),
            ["--pid", "\(process.processIdentifier)", limit], in: Gapbook.root, environment: [:])
        try #require(run.status == 0, "\(run.errors)")
    }

    /// Waits until it has ended; its exit code.
    func ended(_ location: SourceLocation = #_sourceLocation) async throws -> Int32 {
        try await eventually("\(name) ends", location) { !self.process.isRunning }
        return process.terminationStatus
    }
}

/// Asks again until it is so. The machine may be slow, so the patience is long; a test that passes
/// never needs it. Time alone does not end it: where the tests of one process crowd each other, one
/// pause can last longer than the patience, and what was awaited has come long since.
///
/// A look may be a command of its own, so the longer it lasts the more seldom it looks.
func eventually(
    _ what: String, _ location: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(90)
    let fewestLooks = 20
    var looks = 0
    var pause = Duration.milliseconds(50)
    while looks < fewestLooks || ContinuousClock.now < deadline {
        if try await condition() { return }
        looks += 1
        try await Task.sleep(for: pause)
        pause = min(pause * 1.5, .milliseconds(400))
    }
    Issue.record("never: \(what)", sourceLocation: location)
    throw CancellationError()
}

/// A call over HTTP.
func call(
    _ method: String, _ url: String, headers: [String: String] = [:], body: String? = nil
) async throws -> (status: Int, body: String) {
    var arguments = ["-s", "-X", method, "-w", "\n%{http_code}", "--max-time", "60", url]
    for (name, value) in headers { arguments += ["-H", "\(name): \(value)"] }
    if let body { arguments += ["--data-binary", body] }
    let run = try await Gapbook.start(
        URL(fileURLWithPath: "/usr/bin/curl"), arguments, in: Gapbook.root, environment: [:])
    var lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
    let status = Int(lines.popLast() ?? "") ?? 0
    return (status, lines.joined(separator: "\n"))
}

/// A port that nobody listens on right now, and that the system gives to nobody by itself.
func freePort() throws -> Int {
    for _ in 1...20 {
        let port = Int.random(in: 15_000..<30_000)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isFree = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        if isFree { return port }
    }
    Issue.record("no port is free")
    throw CancellationError()
}
