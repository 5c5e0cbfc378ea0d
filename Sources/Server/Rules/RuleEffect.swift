public import Diary
public import Evaluation
internal import Ports
internal import Rules

/// What a change of rules does to one practice, by its newest reading: both evaluations are of the
/// same snapshot at the same time, so all that differs comes from the rules.
public struct RuleEffect: Sendable, Equatable {
    /// When the reading was made.
    public var readAt: Instant
    /// The default reason before and after, where it changes; nil for none.
    public var defaultReason: Change<ReasonID?>?
    /// The interval before and after, where it changes.
    public var interval: Change<Minutes>?
    /// Offered starts that come and go, by practitioner and type in the practice's order; only
    /// those that change.
    public var starts: [StartChange]
    /// Findings that appear.
    public var appearing: [Finding]
    /// Findings that end.
    public var ending: [Finding]

    /// A value before and after.
    public struct Change<Value: Sendable & Equatable>: Sendable, Equatable {
        /// Under the rules that decide now.
        public var before: Value
        /// Under the new ones.
        public var after: Value

        init?(_ before: Value, _ after: Value) {
            guard before != after else { return nil }
            self.before = before
            self.after = after
        }
    }

    /// The starts of one type that come and go.
    public struct StartChange: Sendable, Equatable {
        /// With whom.
        public var practitioner: PractitionerID
        /// Of which type.
        public var type: AppointmentTypeID
        /// The practitioner's and the type's name, for people.
        public var names: (practitioner: String, type: String)
        /// Starts that are offered only under the new rules, ascending.
        public var gained: [CivilDateTime]
        /// Starts that are no longer offered, ascending.
        public var lost: [CivilDateTime]

        /// Compares all but the names.
        public static func == (left: StartChange, right: StartChange) -> Bool {
            left.practitioner == right.practitioner && left.type == right.type
                && left.gained == right.gained && left.lost == right.lost
        }
    }

    /// Whether nothing changes.
    public var isNone: Bool {
        defaultReason == nil && interval == nil && starts.isEmpty && appearing.isEmpty
            && ending.isEmpty
    }

    /// Compares two evaluations of the same snapshot at the same time.
    public init(before: Evaluation, after: Evaluation) {
        readAt = after.snapshot.pms.readAt
        defaultReason = Change(before.defaultReason.reason, after.defaultReason.reason)
        interval = Change(before.interval.interval, after.interval.interval)
        starts = Self.starts(before, after)
        appearing = Self.findings(of: after, without: before)
        ending = Self.findings(of: before, without: after)
    }

    private static func starts(_ before: Evaluation, _ after: Evaluation) -> [StartChange] {
        let old = offered(before)
        let new = offered(after)
        return after.practitioners.flatMap { practitioner in
            practitioner.types.compactMap { type in
                let key = Place(
                    practitioner: practitioner.practitioner.id, type: type.type.id)
                let before = old[key] ?? []
                let after = new[key] ?? []
                guard before != after else { return nil }
                return StartChange(
                    practitioner: key.practitioner, type: key.type,
                    names: (practitioner.practitioner.name, type.type.name),
                    gained: after.subtracting(before).sorted(),
                    lost: before.subtracting(after).sorted())
            }
        }
    }

    private struct Place: Hashable {
        let practitioner: PractitionerID
        let type: AppointmentTypeID
    }

    private static func offered(_ evaluation: Evaluation) -> [Place: Set<CivilDateTime>] {
        Dictionary(
            (evaluation.publication?.offers ?? []).map {
                (Place(practitioner: $0.practitioner, type: $0.type), Set($0.starts))
            }, uniquingKeysWith: { $0.union($1) })
    }

    /// Findings whose code and subject the other evaluation does not have.
    private static func findings(
        of evaluation: Evaluation, without other: Evaluation
    ) -> [Finding] {
        evaluation.findings.filter { finding in
            !other.findings.contains {
                $0.code == finding.code && $0.subject == finding.subject
            }
        }
    }
}
