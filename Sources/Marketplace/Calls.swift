internal import Diagnostics
internal import Diary
internal import Foundation
internal import Ports
internal import Wire

/// How one practice's calls go out: who is calling, when it is their turn, whether they are sent
/// again, and what their answers say.
struct Calls: Sendable {
    let practice: MarketplacePracticeID
    let practiceKey: Secret
    let apiKey: Secret
    let agent: UserAgent
    let transport: any Transport
    let pacer: Pacer
    let clock: any TimeSource
    let seed: UInt64
    /// What the answers say of the marketplace's clock.
    let skew = ClockSkew()

    static let side = WireSide.marketplace

    /// Whether a call may be sent again inside the call.
    enum Repeating {
        /// The same content has the same effect however often it arrives: reading, whole snapshots,
        /// switching off, deleting.
        case always
        /// Only where it certainly was not acted upon: no connection, or turned away by 429. The
        /// contract does not say what a second confirmation or rejection means after a first.
        case onlyIfUnsent

        func allows(_ failure: MarketplaceFailure) -> Bool {
            switch failure.kind {
            case .unreachable: true
            case .rateLimited(let wait): wait.map { $0 <= MarketplaceLimits.longestWait } ?? false
            default: self == .always && failure.isRetryable
            }
        }
    }

    /// Whether the marketplace's own words about a refusal are shown: never about a booking, for
    /// they could quote what is the patient's.
    enum Words { case shown, hidden }

    /// Sends a call, again where that is safe, and returns an answer of 2xx. The answer to a
    /// booking comes first (S53): it does not wait behind others for its turn.
    func answer(
        to call: HTTPCall, repeating: Repeating = .always, words: Words = .shown,
        first isFirst: Bool = false
    ) async throws(MarketplaceFailure) -> HTTPAnswer {
        var backoff = Backoff(
            first: .milliseconds(500), longest: MarketplaceLimits.longestWait, seed: seed)
        var tried = 0
        while true {
            tried += 1
            do throws(MarketplaceFailure) {
                return try await once(call, words, first: isFirst)
            } catch {
                guard tried < MarketplaceLimits.tries, repeating.allows(error) else { throw error }
                // Where the wait is cancelled, the failure is still why there is no answer.
                let slept: Void? = try? await clock.sleep(
                    for: backoff.wait(afterFailures: tried))
                guard slept != nil else { throw error }
            }
        }
    }

    private func once(
        _ call: HTTPCall, _ words: Words, first isFirst: Bool
    ) async throws(MarketplaceFailure) -> HTTPAnswer {
        do {
            try await pacer.turn(first: isFirst)
        } catch {
            throw Calls.side.failure(.unreachable, call, detail: "cancelled before it was sent")
        }
        var call = call
        call.headers += [
            ("api-key", apiKey.exposed), ("practice-id", practice.rawValue),
            ("practice-key", practiceKey.exposed), ("user-agent", agent.description),
            ("accept", "application/json"),
        ]
        let sent = clock.now()
        let answer = try await transport.answer(to: call)
        if let date = answer.headers["date"] {
            await skew.note(date, sent: sent, answered: clock.now())
        }
        guard var failure = Calls.side.failure(of: answer, to: call) else { return answer }
        if case .rateLimited(let wait) = failure.kind {
            await pacer.pause(for: wait ?? MarketplaceLimits.pauseWithoutWord)
        }
        if words == .shown, let said = said(in: answer) {
            failure.problem.context.append(Problem.Fact("detail", said))
        }
        throw failure
    }

    /// The marketplace's words about a refusal, cleaned; nil where there are none, and where they
    /// repeat a key.
    private func said(in answer: HTTPAnswer) -> String? {
        struct Refusal: Decodable { let error: String }
        guard answer.body.count <= MarketplaceLimits.noticeBytes,
            let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(answer.body)),
            ![apiKey, practiceKey].contains(where: { refusal.error.contains($0.exposed) })
        else { return nil }
        return refusal.error.shownWords
    }
}

extension Calls {
    /// A call with a JSON body, compressed where that pays: fields sorted by name, so that the same
    /// content has the same bytes.
    func post(
        _ path: String, _ body: (some Encodable)?, timeout: Duration
    ) throws(MarketplaceFailure) -> HTTPCall {
        var call = HTTPCall(.post, path, timeout: timeout)
        guard let body else { return call }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(body) else {
            throw Calls.side.failure(.refused, call, detail: "the body cannot be written as JSON")
        }
        call.headers.append(("content-type", "application/json"))
        call.body = Array(data)
        if data.count >= MarketplaceLimits.plainBytes,
            let compressed = Gzip.compressed(Array(data))
        {
            call.headers.append(("content-encoding", "gzip"))
            call.body = compressed
        }
        return call
    }

    /// What an answer holds.
    func decoded<Value: Decodable>(
        _ type: Value.Type, from answer: HTTPAnswer, to call: HTTPCall
    ) throws(MarketplaceFailure) -> Value {
        guard answer.body.count <= MarketplaceLimits.answerBytes else {
            throw Calls.malformed(call, "more than \(MarketplaceLimits.answerBytes) bytes")
        }
        do {
            return try JSONDecoder().decode(type, from: Data(answer.body))
        } catch {
            // Only where it is wrong: the value itself may be a patient's.
            let place = (error as? DecodingError)?.place ?? ""
            throw Calls.malformed(
                call, place.isEmpty ? "not the JSON that was expected" : "unreadable at `\(place)`")
        }
    }

    /// The failure of an answer that cannot be read.
    static func malformed(_ call: HTTPCall, _ detail: String) -> MarketplaceFailure {
        side.failure(.malformed, call, detail: detail)
    }

    /// The failure of a call that is not sent, because the marketplace would have to refuse it.
    static func refusal(
        _ code: ProblemCode, _ message: String, hint: String
    ) -> MarketplaceFailure {
        WireFailure(.refused, Problem(code, message, hint: hint))
    }
}

extension DecodingError {
    /// The path to the value that is wrong: `data[2].bookingId`.
    fileprivate var place: String {
        let path =
            switch self {
            case .typeMismatch(_, let context), .valueNotFound(_, let context),
                .dataCorrupted(let context):
                context.codingPath
            case .keyNotFound(let key, let context): context.codingPath + [key]
            @unknown default: [any CodingKey]()
            }
        return path.reduce(into: "") { text, key in
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += (text.isEmpty ? "" : ".") + key.stringValue.prefix(50)
            }
        }
    }
}

extension String {
    /// Foreign words as they may be shown: on one line, without control characters, cut.
    var shownWords: String {
        var words = String.UnicodeScalarView()
        for scalar in unicodeScalars.prefix(MarketplaceLimits.textCharacters) {
            let isControl =
                scalar.properties.generalCategory == .control
                || scalar.properties.generalCategory == .format
            words.append(isControl ? " " : scalar)
        }
        return String(words)
    }
}
