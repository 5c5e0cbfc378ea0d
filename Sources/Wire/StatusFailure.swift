internal import Diagnostics
public import Ports

extension WireSide {
    /// The failure that an answer's status says; nil for 2xx.
    public func failure(of answer: HTTPAnswer, to call: HTTPCall) -> WireFailure? {
        switch answer.status {
        case 200...299: nil
        case 401: failure(.unauthorised, call)
        case 403: failure(.consentMissing, call)
        case 404: failure(.notFound, call)
        case 409: failure(.conflict, call)
        case 429:
            failure(
                .rateLimited(retryAfter: answer.headers["retry-after"].flatMap(Self.wait)), call)
        case 502, 504: failure(.practiceOffline, call)
        case 400...499: failure(.refused, call, status: answer.status)
        default: failure(.serverFailed, call, status: answer.status)
        }
    }

    /// The failure of a call, in words for people. The path is shown, the query and the body are
    /// not: they can hold what is secret.
    public func failure(
        _ kind: WireFailure.Kind, _ call: HTTPCall, status: Int? = nil, detail: String? = nil
    ) -> WireFailure {
        let words = Words(kind)
        var context = [Problem.Fact("call", "\(call.method.rawValue) \(call.path)")]
        if let status { context.append(Problem.Fact("status", "\(status)")) }
        if let detail { context.append(Problem.Fact("detail", detail)) }
        return WireFailure(
            kind,
            Problem(
                ProblemCode(letter + words.number), "\(name) \(words.message)", hint: words.hint,
                context: context))
    }

    /// The longest `Retry-After` that is kept, in seconds: it makes all practices wait, and one
    /// that does not poll for ten minutes loses its slots at the marketplace (S50).
    static let longestRetryAfter = 300

    /// `Retry-After` in seconds, cut to `longestRetryAfter`; its other form, a date, is as good as
    /// unknown, for the two clocks can differ.
    private static func wait(_ text: String) -> Duration? {
        Int(text).flatMap { $0 < 0 ? nil : .seconds(min($0, longestRetryAfter)) }
    }
}

/// The number and the words of one kind of failure.
private struct Words {
    let number: String
    let message: String
    let hint: String

    init(_ kind: WireFailure.Kind) {
        (number, message, hint) =
            switch kind {
            case .noAnswer:
                ("0001", "gave no whole answer", "it is tried again; see `gapbook status`")
            case .unreachable:
                ("0002", "cannot be reached", "check the address and the network")
            case .malformed:
                ("0003", "gave an answer that cannot be read", "tell an engineer the call")
            case .refused:
                ("0400", "refused what was sent", "tell an engineer the call and the detail")
            case .unauthorised:
                ("0401", "does not accept the credentials", "check the configured secret")
            case .consentMissing:
                ("0403", "has no consent of the practice", "ask the practice to consent again")
            case .notFound: ("0404", "does not know what was asked for", "check the configured ids")
            case .conflict:
                ("0409", "says that it contradicts what is there", "read again and compare")
            case .rateLimited: ("0429", "was called too often", "it is tried again later")
            case .serverFailed: ("0500", "failed", "it is tried again; see `gapbook status`")
            case .practiceOffline:
                (
                    "0502", "cannot reach the practice's own server",
                    "check that the practice's server is on and connected"
                )
            }
    }
}
