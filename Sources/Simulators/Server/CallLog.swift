public import Diary
internal import Synchronization

/// A call that a simulator took.
public struct CallRecord: Sendable, Equatable {
    /// When.
    public var at: Instant
    /// The endpoint, for example `POST /availability/snapshots`; `unknown` where there is none.
    public var endpoint: String
    /// The practice that it was about, as far as the call says it.
    public var practice: String?
    /// The status of the answer; 0 where none was sent.
    public var status: Int
    /// The faults that were put in, in their text form.
    public var faults: [String]
}

/// Something that a caller did and the other side's contract forbids.
public struct Violation: Sendable, Equatable {
    /// When.
    public var at: Instant
    /// The endpoint.
    public var endpoint: String
    /// The practice that it was about, as far as the call says it.
    public var practice: String?
    /// What is wrong, by the field's name. Nothing of a body that could hold something about a
    /// patient is quoted.
    public var message: String
}

/// What a simulator remembers of its calls: all counts, and the newest calls themselves.
final class CallLog: Sendable {
    private let state = Mutex(State())

    /// The most calls, and the most violations, that are kept; counts go on.
    static let mostRows = 5_000

    private struct State {
        var counts: [String: [Int: Int]] = [:]
        var calls: [CallRecord] = []
        var violations: [Violation] = []
        var violationCount = 0
        var faultCounts: [String: Int] = [:]
    }

    /// Notes a call.
    func note(_ call: CallRecord) {
        state.withLock { state in
            state.counts[call.endpoint, default: [:]][call.status, default: 0] += 1
            for fault in call.faults { state.faultCounts[fault, default: 0] += 1 }
            state.calls.append(call)
            CallLog.trim(&state.calls)
        }
    }

    /// Notes faults of a call that a simulator made itself.
    func note(_ faults: [Fault]) {
        state.withLock { state in
            for fault in faults { state.faultCounts[fault.kind, default: 0] += 1 }
        }
    }

    /// Notes a violation.
    func note(_ violation: Violation) {
        state.withLock { state in
            state.violationCount += 1
            state.violations.append(violation)
            CallLog.trim(&state.violations)
        }
    }

    /// Forgets everything.
    func clear() { state.withLock { $0 = State() } }

    /// How often each endpoint was called, by the answer's status.
    var counts: [String: [Int: Int]] { state.withLock { $0.counts } }
    /// The newest calls, oldest first.
    var calls: [CallRecord] { state.withLock { $0.calls } }
    /// The newest violations, oldest first.
    var violations: [Violation] { state.withLock { $0.violations } }
    /// How many violations there were.
    var violationCount: Int { state.withLock { $0.violationCount } }
    /// How often each fault was put in, by its kind.
    var faultCounts: [String: Int] { state.withLock { $0.faultCounts } }

    /// Drops the older half at once, so that a long log does not move at every call.
    private static func trim<Row>(_ rows: inout [Row]) {
        if rows.count > 2 * mostRows { rows.removeFirst(rows.count - mostRows) }
    }
}
