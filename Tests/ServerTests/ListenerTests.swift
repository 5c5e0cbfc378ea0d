import AsyncHTTPClient
import Diagnostics
import Diary
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import Ports
import Synchronization
import Testing

@testable import Server

/// Answers that tests set, and what was rung.
final class ToldAnswers: ListenerAnswers {
    let rung = Mutex<[String]>([])
    let isOK: Bool

    init(isOK: Bool = true) { self.isOK = isOK }

    func health() async -> (isOK: Bool, json: [UInt8]) { (isOK, Array("{}".utf8)) }
    func metrics() async -> String? { isOK ? "a 1\n" : nil }
    func ring(_ token: String) async -> Bool {
        rung.withLock { $0.append(token) }
        return token == "known"
    }
}

@Suite("The listener")
struct ListenerTests {
    /// Runs the work against a listener of its own.
    private func with(
        _ answers: ToldAnswers, logger: Logger = Logger(label: "test"),
        _ work: (String) async throws -> Void
    ) async throws {
        let (ports, found) = AsyncStream<Int>.makeStream()
        let listener = Listener(
            on: ListenAddress(host: "127.0.0.1", port: 0), answers: answers, logger: logger,
            onBound: { found.yield($0) })
        let task = Task { try await listener.run() }
        defer { task.cancel() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        try await work("http://127.0.0.1:\(port)")
    }

    private func status(
        _ method: String, _ url: String, body: String? = nil
    ) async throws -> (Int, String) {
        var request = HTTPClientRequest(url: url)
        request.method = .RAW(value: method)
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let content = try await response.body.collect(upTo: 1 << 20)
        return (Int(response.status.code), String(buffer: content))
    }

    private func code(
        _ method: String, _ url: String, body: String? = nil
    ) async throws -> Int { try await status(method, url, body: body).0 }

    @Test("health and metrics are answered, and nothing else is there")
    func routes() async throws {
        try await with(ToldAnswers()) { address in
            let health = try await status("GET", "\(address)/health")
            #expect(health.0 == 200 && health.1 == "{}")
            let metrics = try await status("GET", "\(address)/metrics")
            #expect(metrics.0 == 200 && metrics.1 == "a 1\n")
            for (method, path) in [
                ("GET", "/"), ("POST", "/health"), ("GET", "/webhooks/known"), ("GET", "/ledger"),
                ("POST", "/webhooks"), ("POST", "/webhooks/known/more"),
            ] {
                let answer = try await status(method, address + path)
                #expect(answer.0 == 404, "\(method) \(path)")
            }
        }
    }

    @Test("an unwell service says 503")
    func unwell() async throws {
        try await with(ToldAnswers(isOK: false)) { address in
            let health = try await code("GET", "\(address)/health")
            let metrics = try await code("GET", "\(address)/metrics")
            #expect(health == 503 && metrics == 503)
        }
    }

    @Test("G18, G19: a webhook is acknowledged at the first attempt and rings, whatever its body")
    func webhooks() async throws {
        let answers = ToldAnswers()
        try await with(answers) { address in
            for body in ["{}", "", "no JSON", String(repeating: "x", count: 60_000)] {
                let got = try await status("POST", "\(address)/webhooks/known", body: body)
                #expect(got.0 == 200)
            }
            #expect(answers.rung.withLock { $0 } == ["known", "known", "known", "known"])
            #expect(try await code("POST", "\(address)/webhooks/other", body: "{}") == 404)
            let large = String(repeating: "x", count: Listener.mostNoticeBytes + 1)
            #expect(try await code("POST", "\(address)/webhooks/known", body: large) == 413)
        }
    }

    @Test("no log line has a webhook's token")
    func logs() async throws {
        let lines = Mutex("")
        let logger = Logger(label: "test") { _ in
            ServiceLog(
                .text, level: .trace, now: { "now" },
                write: { line in lines.withLock { $0 += line } })
        }
        try await with(ToldAnswers(), logger: logger) { address in
            _ = try await status("POST", "\(address)/webhooks/secret-token", body: "{}")
        }
        #expect(!lines.withLock { $0 }.contains("secret-token"))
    }

    @Test("a port that is taken is told as a problem")
    func taken() async throws {
        try await with(ToldAnswers()) { address in
            let port = try #require(Int(address.split(separator: ":").last ?? ""))
            let second = Listener(
                on: ListenAddress(host: "127.0.0.1", port: port), answers: ToldAnswers(),
                logger: Logger(label: "test"))
            let problem = await #expect(throws: Problem.self) { try await second.run() }
            #expect(problem?.code == "C0211")
        }
    }

    @Test("tokens differ, cannot be guessed, and lead to their practice only")
    func tokens() {
        let tokens = WebhookTokens(publicURL: "https://a.example")
        let one = tokens.token(for: MarketplacePracticeID("1"))
        let two = tokens.token(for: MarketplacePracticeID("2"))
        #expect(one.count == 64 && one != two)
        #expect(tokens.token(for: MarketplacePracticeID("1")) == one)
        #expect(tokens.practice(with: two) == MarketplacePracticeID("2"))
        #expect(tokens.practice(with: "") == nil)
        #expect(
            tokens.callback(for: MarketplacePracticeID("1"))
                == "https://a.example/webhooks/\(one)")
        #expect(WebhookTokens(publicURL: nil).callback(for: MarketplacePracticeID("1")) == nil)
    }
}

@Suite("The service's log")
struct ServiceLogTests {
    private func line(_ format: ServiceLog.Format, _ work: (Logger) -> Void) -> String {
        let lines = Mutex("")
        let logger = Logger(label: "test") { _ in
            ServiceLog(
                format, level: .info, now: { "2026-03-04T00:00:00Z" },
                write: { line in lines.withLock { $0 += line } })
        }
        work(logger)
        return lines.withLock { $0 }
    }

    @Test("a text line has the time, the level, the message and the facts in order")
    func text() {
        let text = line(.text) {
            $0.info("published", metadata: ["practice": "a", "days": "3", "why": "two words"])
            $0.debug("left out")
        }
        #expect(
            text == "2026-03-04T00:00:00Z info published days=3 practice=a why=\"two words\"\n")
    }

    @Test("a JSON line is one object, whatever the message holds")
    func json() throws {
        let text = line(.json) { $0.error("a \"b\"\nc", metadata: ["practice": "x"]) }
        #expect(text.split(separator: "\n").count == 1)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: String])
        #expect(object["message"] == "a \"b\"\nc")
        #expect(object["practice"] == "x" && object["level"] == "error")
    }

    @Test("an event is one line of bounded length, so that none can pose as another")
    func oneLine() {
        let text = line(.text) {
            $0.info(
                "a\nb",
                metadata: ["x": "c\nd=\"e\"", "y": "\(String(repeating: "z", count: 5000))"])
        }
        #expect(text.split(separator: "\n").count == 1)
        #expect(text.count < 1200)
    }
}
