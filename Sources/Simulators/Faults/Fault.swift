/// One way in which a call goes wrong.
public enum Fault: Sendable, Hashable {
    /// The answer takes that long, in milliseconds.
    case latency(ClosedRange<Int>)
    /// The connection closes before the call has any effect.
    case lostRequest
    /// The call has its effect; the connection closes without an answer.
    case lostAnswer
    /// That status instead of an effect.
    case failsBefore(status: Int)
    /// The effect, and then that status.
    case failsAfter(status: Int)
    /// The effect so many seconds later; until then that status, or no answer where there is none.
    case appliedLate(after: ClosedRange<Int>, status: Int?)
    /// The call arrives twice; the answer is the second one's.
    case duplicated
    /// The effect, and about half of the answer's body.
    case truncated
    /// The answer tells how things were so many seconds ago.
    case staleBySeconds(Int)
    /// The answer tells how things were so many edits ago.
    case staleByEdits(Int)
    /// 403: the practice's consent is gone.
    case consentRevoked
    /// 429, with that many seconds in Retry-After.
    case rateLimited(retryAfter: Int)
    /// 502 or 504: the practice's own server is away.
    case offline(status: Int)
    /// The Date header is wrong by that many seconds.
    case clockSkew(Int)
    /// The continuation token is the one that was just used, so the same page comes again.
    case tokenRepeated
    /// The list is cut and no continuation token says so.
    case tokenMissing

    /// The kind's word in the text form.
    public var kind: String {
        switch self {
        case .latency: "latency"
        case .lostRequest: "lost-request"
        case .lostAnswer: "lost-answer"
        case .failsBefore: "fails-before"
        case .failsAfter: "fails-after"
        case .appliedLate: "applied-late"
        case .duplicated: "duplicated"
        case .truncated: "truncated"
        case .staleBySeconds, .staleByEdits: "stale"
        case .consentRevoked: "consent-revoked"
        case .rateLimited: "rate-limited"
        case .offline: "offline"
        case .clockSkew: "clock-skew"
        case .tokenRepeated: "token-repeated"
        case .tokenMissing: "token-missing"
        }
    }

    /// The value behind `=` in the text form; nil where the kind has none.
    var value: String? {
        switch self {
        case .latency(let range): Fault.text(range)
        case .appliedLate(let range, let status):
            Fault.text(range) + (status.map { "/\($0)" } ?? "")
        case .failsBefore(let status), .failsAfter(let status), .offline(let status): "\(status)"
        case .staleBySeconds(let seconds): "\(seconds)s"
        case .staleByEdits(let edits): "\(edits)"
        case .rateLimited(let seconds), .clockSkew(let seconds): "\(seconds)"
        default: nil
        }
    }

    /// All kinds' words, in the order of the reference page.
    static let kinds = [
        "latency", "lost-request", "lost-answer", "fails-before", "fails-after", "applied-late",
        "duplicated", "truncated", "stale", "consent-revoked", "rate-limited", "offline",
        "clock-skew", "token-repeated", "token-missing",
    ]

    /// Reads a kind and its value; nil for a kind that does not exist or a value that it cannot
    /// have.
    init?(kind: String, value: String?) {
        func number(_ range: ClosedRange<Int>, else standard: Int) -> Int? {
            guard let value else { return standard }
            return Int(value).flatMap { range.contains($0) ? $0 : nil }
        }
        let found: Fault? =
            switch kind {
            case "latency": Fault.range(value, 0...600_000).map { .latency($0) }
            case "fails-before": number(400...599, else: 500).map { .failsBefore(status: $0) }
            case "fails-after": number(400...599, else: 500).map { .failsAfter(status: $0) }
            case "applied-late": Fault.lateness(value)
            case "stale": Fault.staleness(value)
            case "rate-limited":
                number(0...86_400, else: 1).map { .rateLimited(retryAfter: $0) }
            case "offline":
                number(502...504, else: 502).flatMap { $0 == 503 ? nil : .offline(status: $0) }
            case "clock-skew": number(-604_800...604_800, else: 300).map { .clockSkew($0) }
            default: value == nil ? Fault.plain[kind] : nil
            }
        guard let found else { return nil }
        self = found
    }

    private static let plain: [String: Fault] = [
        "lost-request": .lostRequest, "lost-answer": .lostAnswer, "duplicated": .duplicated,
        "truncated": .truncated, "consent-revoked": .consentRevoked,
        "token-repeated": .tokenRepeated, "token-missing": .tokenMissing,
    ]

    /// Reads `30`, `5..90` or, with a status, `5..90/504`.
    private static func lateness(_ value: String?) -> Fault? {
        guard let value else { return .appliedLate(after: 30...30, status: nil) }
        let parts = value.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let seconds = range(String(parts[0]), 0...3_600) else { return nil }
        guard parts.count == 2 else { return .appliedLate(after: seconds, status: nil) }
        guard let status = Int(parts[1]), (500...599).contains(status) else { return nil }
        return .appliedLate(after: seconds, status: status)
    }

    private static func text(_ range: ClosedRange<Int>) -> String {
        range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)..\(range.upperBound)"
    }

    private static func staleness(_ value: String?) -> Fault? {
        guard let value else { return .staleByEdits(1) }
        if value.hasSuffix("s") {
            return Int(value.dropLast()).flatMap {
                (1...86_400).contains($0) ? .staleBySeconds($0) : nil
            }
        }
        return Int(value).flatMap { (1...1_000).contains($0) ? .staleByEdits($0) : nil }
    }

    /// Reads `200` or `50..400`.
    static func range(_ text: String?, _ bounds: ClosedRange<Int>) -> ClosedRange<Int>? {
        guard let text else { return nil }
        let parts = text.split(separator: "..", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(parts.count), let first = parts[0],
            let last = parts[parts.count - 1],
            first <= last, bounds.contains(first), bounds.contains(last)
        else { return nil }
        return first...last
    }
}
