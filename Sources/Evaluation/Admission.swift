public import Diary
public import Findings
internal import Rules

/// A booking as the evaluation understands it: book and listed reason are already led back to the
/// PMS's ids.
public struct WantedBooking: Sendable, Equatable {
    /// With whom.
    public var practitioner: PractitionerID
    /// For which reason; nil where only the type's name is known (T18).
    public var reason: ReasonID?
    /// The name of the appointment type at the marketplace.
    public var typeName: String?
    /// When, by the practice's wall clock.
    public var start: CivilDateTime
    /// The length in seconds, as the marketplace counts (T17).
    public var lengthSeconds: Int

    /// Makes one.
    public init(
        practitioner: PractitionerID, reason: ReasonID?, typeName: String?,
        start: CivilDateTime, lengthSeconds: Int
    ) {
        self.practitioner = practitioner
        self.reason = reason
        self.typeName = typeName
        self.start = start
        self.lengthSeconds = lengthSeconds
    }
}

/// Whether a booking may go into the diary, as far as can be said without asking the PMS (S54).
public enum Admission: Sendable, Equatable {
    /// It may, with what the diary gets.
    case accepted(Place)
    /// It may not.
    case refused(Refusal)

    /// What the diary gets.
    public struct Place: Sendable, Equatable {
        /// In whose column.
        public var practitioner: PractitionerID
        /// For which booking reason.
        public var reason: ReasonID
        /// When.
        public var start: Instant
        /// How long, by the PMS's own length (T6).
        public var length: Minutes
        /// Whether the marketplace's length differs, where a parameter allows that (T5).
        public var hasOtherLength: Bool
    }

    /// Why not.
    public struct Refusal: Sendable, Equatable {
        /// The code; its words are for staff.
        public var code: FindingCode
        /// What exactly, without patient data.
        public var detail: String?

        /// Makes one.
        public init(_ code: FindingCode, _ detail: String? = nil) {
            self.code = code
            self.detail = detail
        }
    }
}

extension Evaluation {
    /// Checks a booking before the PMS is asked (S54): the practitioner is published, the type is
    /// linked, the length is the PMS's (T5), the start lies in the future and is offered by this
    /// evaluation. Pure, like the evaluation itself.
    ///
    /// - Parameter now: the time by which a start is past.
    public func admit(_ wanted: WantedBooking, now: Instant) -> Admission {
        guard publication != nil else { return .refused(.init(.notReady)) }
        guard
            let practitioner = practitioners.first(where: {
                $0.practitioner.id == wanted.practitioner
            }), practitioner.answer.isPublished
        else { return .refused(.init(.bookUnknown, "practitioner \(wanted.practitioner)")) }
        let start = zone.instant(of: wanted.start)
        guard start > now else { return .refused(.init(.pastStart, "start \(wanted.start)")) }
        let types = practitioner.types.filter { $0.link != nil && isMeant($0, wanted) }
        guard !types.isEmpty else { return .refused(.init(.typeUnknown, named(wanted))) }
        let right = types.filter { isRightLength($0, wanted.lengthSeconds) }
        guard !right.isEmpty || settings.allowsLengthMismatch else {
            return .refused(.init(.bookedLengthMismatch, lengths(of: types, wanted)))
        }
        let candidates = right.isEmpty ? types : right
        guard
            let type = candidates.first(where: {
                $0.isOffered && $0.starts.contains(wanted.start)
            }), let reason = type.reason, let length = type.length
        else { return .refused(refusal(of: candidates, wanted)) }
        return .accepted(
            .init(
                practitioner: wanted.practitioner, reason: reason.id, start: start,
                length: length, hasOtherLength: right.isEmpty))
    }

    /// T18: by the reason where the marketplace says one, else by the exact name of the type.
    private func isMeant(_ type: TypeEvaluation, _ wanted: WantedBooking) -> Bool {
        if let reason = wanted.reason { return type.link?.reason == reason }
        return type.type.name == wanted.typeName
    }

    /// T5: what the marketplace sold is what the PMS enters.
    private func isRightLength(_ type: TypeEvaluation, _ seconds: Int) -> Bool {
        type.length.map { $0.count * 60 == seconds } ?? false
    }

    /// Why none of the types that are meant can be booked at that start.
    private func refusal(
        of types: [TypeEvaluation], _ wanted: WantedBooking
    ) -> Admission.Refusal {
        let offered = types.filter(\.isOffered)
        guard offered.isEmpty else {
            return .init(.notOffered, "start \(wanted.start) with \(wanted.practitioner)")
        }
        let blockers = Set(types.flatMap(\.blockers))
        let words = blockers.sorted().map(\.rawValue).joined(separator: ", ")
        if blockers.contains(.lengthMismatch) { return .init(.bookedLengthMismatch, words) }
        let link: Set<Blocker> = [.typeNotLinked, .linkStale, .notInLinkedReason]
        return .init(blockers.isDisjoint(with: link) ? .notOffered : .typeUnknown, words)
    }

    private func named(_ wanted: WantedBooking) -> String {
        wanted.reason.map { "reason \($0)" }
            ?? (wanted.typeName == nil ? "no type" : "a type by its name")
    }

    private func lengths(of types: [TypeEvaluation], _ wanted: WantedBooking) -> String {
        let own = Set(types.compactMap(\.length)).sorted().map { "\($0.count)" }
        return "\(wanted.lengthSeconds) s asked, \(own.joined(separator: ", ")) min in the PMS"
    }
}
