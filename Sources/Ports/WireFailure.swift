public import Diagnostics

/// Why a call over the wire failed: the same kinds for the PMS and for the marketplace.
///
/// The flows decide by the kind; people read the problem, which holds no patient data and no
/// secret.
public struct WireFailure: Error, Sendable, Equatable {
    /// What kind of failure it is.
    public var kind: Kind
    /// Code, words and hint for people.
    public var problem: Problem

    /// The kinds of failure, by what can be done about them.
    public enum Kind: Sendable, Equatable {
        /// 401: the credentials are wrong or have expired.
        case unauthorised
        /// 403: the practice has revoked its consent, or never gave it (S58).
        case consentMissing
        /// 404: what was asked for does not exist.
        case notFound
        /// 409: it contradicts what is there.
        case conflict
        /// 429: too many calls; wait that long, where the answer says so.
        case rateLimited(retryAfter: Duration?)
        /// 502 or 504: the practice's own server is away.
        case practiceOffline
        /// 400 or 422: the other side refused what we sent.
        case refused
        /// Another 5xx.
        case serverFailed
        /// No whole answer: what was sent may have had an effect, or not.
        case noAnswer
        /// No connection: what was sent had no effect.
        case unreachable
        /// The answer came and cannot be read.
        case malformed
    }

    /// Joins the kind and the words.
    public init(_ kind: Kind, _ problem: Problem) {
        self.kind = kind
        self.problem = problem
    }

    /// Whether the same call may go through later without anybody doing anything.
    public var isRetryable: Bool {
        switch kind {
        case .rateLimited, .practiceOffline, .serverFailed, .noAnswer, .unreachable: true
        case .unauthorised, .consentMissing, .notFound, .conflict, .refused, .malformed: false
        }
    }

    /// Whether what was sent may have had an effect although no answer says so.
    public var isOutcomeUnknown: Bool {
        switch kind {
        case .noAnswer, .serverFailed, .practiceOffline, .malformed: true
        default: false
        }
    }
}

/// Why a call to a PMS failed.
public typealias PMSFailure = WireFailure
/// Why a call to the marketplace failed.
public typealias MarketplaceFailure = WireFailure
