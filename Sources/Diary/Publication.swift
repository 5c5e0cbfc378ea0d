/// What one evaluation publishes: for each practitioner and linked type, the starts that are
/// offered.
public struct Publication: Sendable, Equatable {
    /// The practice.
    public var practice: PracticeID
    /// What is offered, in the order of the practitioners and of their types in the set-up.
    public var offers: [Offer]

    /// The starts of one appointment type with one practitioner.
    public struct Offer: Sendable, Equatable {
        /// With whom.
        public var practitioner: PractitionerID
        /// Which type.
        public var type: AppointmentTypeID
        /// The booking reason that stands behind it.
        public var reason: ReasonID
        /// The length that goes into the diary: the PMS's (T6).
        public var length: Minutes
        /// The starts by the practice's wall clock, ascending, each once (T20).
        public var starts: [CivilDateTime]

        /// Makes an offer.
        public init(
            practitioner: PractitionerID, type: AppointmentTypeID, reason: ReasonID,
            length: Minutes, starts: [CivilDateTime]
        ) {
            self.practitioner = practitioner
            self.type = type
            self.reason = reason
            self.length = length
            self.starts = starts
        }
    }

    /// Makes a publication.
    public init(practice: PracticeID, offers: [Offer]) {
        self.practice = practice
        self.offers = offers
    }
}
