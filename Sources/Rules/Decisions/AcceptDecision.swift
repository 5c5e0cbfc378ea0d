public import Diary
internal import LuaVM

/// What a rule may know of a booking that publication cannot: of the patient only whether they say
/// to be new.
public struct BookingFacts: Sendable, Equatable {
    /// With whom.
    public var practitioner: PractitionerID
    /// For which booking reason.
    public var reason: ReasonID
    /// Its length in the diary.
    public var length: Minutes
    /// Whether the patient says to be new.
    public var isNewPatient: Bool
    /// Minutes from now to the start.
    public var minutesAhead: Int
    /// Live online bookings of the practitioner on that day, without this one.
    public var bookingsThatDay: Int
    /// Those of patients who say to be new.
    public var newPatientsThatDay: Int

    /// Joins the facts.
    public init(
        practitioner: PractitionerID, reason: ReasonID, length: Minutes, isNewPatient: Bool,
        minutesAhead: Int, bookingsThatDay: Int, newPatientsThatDay: Int
    ) {
        self.practitioner = practitioner
        self.reason = reason
        self.length = length
        self.isNewPatient = isNewPatient
        self.minutesAhead = minutesAhead
        self.bookingsThatDay = bookingsThatDay
        self.newPatientsThatDay = newPatientsThatDay
    }
}

/// The answer to: does the practice take this booking?
public struct AcceptAnswer: Sendable, Equatable {
    /// Whether.
    public var isAccepted: Bool
    /// Whether it is refused for a count that is full.
    public var isLimit: Bool
    /// The rule's own words, for staff.
    public var why: String?
}

/// Does the practice take this booking, which is offered and fits?
enum AcceptDecision: Decision {
    struct Input {
        var facts: BookingFacts
        var practiceReference: Int
        var practitionerReference: Int
    }

    static let inputType = InputType<Input>(
        "accept_booking_input", "What `accept_booking` decides from.",
        [
            .init("practice", .record(PracticeInput.type.record), "The practice.") {
                $1.reference($0.practiceReference)
            },
            .init("practitioner", .record(PractitionerInput.type.record), "With whom.") {
                $1.reference($0.practitionerReference)
            },
            .init(
                "reason", .text, "The id of the booking reason.", fallback: .value(.string("R1"))
            ) { $1.write($0.facts.reason.rawValue) },
            .init(
                "minutes", .integer(1...1440), "The length in the diary, in minutes.",
                fallback: .value(.integer(30))
            ) { $1.write($0.facts.length.count) },
            .init(
                "is_new_patient", .boolean, "Whether the patient says to be new.",
                fallback: .value(.boolean(false))
            ) { $1.boolean($0.facts.isNewPatient) },
            .init(
                "minutes_ahead", .integer(0...Int.max), "Minutes from now to the start.",
                fallback: .value(.integer(1440))
            ) { $1.write(max($0.facts.minutesAhead, 0)) },
            .init(
                "bookings_that_day", .integer(0...Int.max),
                "Live online bookings of the practitioner on that day, without this one.",
                fallback: .value(.integer(0))
            ) { $1.write($0.facts.bookingsThatDay) },
            .init(
                "new_patients_that_day", .integer(0...Int.max),
                "Those of them whose patient says to be new.", fallback: .value(.integer(0))
            ) { $1.write($0.facts.newPatientsThatDay) },
        ])

    static let point = DecisionPoint(
        name: "accept_booking", api: 1,
        summary: "Does the practice take this booking, which is offered and fits?",
        input: inputType.record,
        result: RecordType(
            name: "accept_booking_result", summary: "Whether, and why not.",
            fields: [
                Field(
                    name: "accept", type: .boolean, isOptional: false, fallback: .nothing,
                    meaning: "Whether the booking is taken."),
                Field(
                    name: "limit", type: .boolean, isOptional: true, fallback: .nothing,
                    meaning: "Whether it is refused because a count is full."),
                Field(
                    name: "why", type: .text, isOptional: true, fallback: .nothing,
                    meaning: "Why not, in words for support staff."),
            ]),
        builtIn: "yes")

    static func answer(
        _ result: CheckedResult, for input: Input
    ) throws(ResultProblem) -> AcceptAnswer {
        AcceptAnswer(
            isAccepted: result.boolean("accept") ?? true,
            isLimit: result.boolean("limit") ?? false, why: result.text("why"))
    }

    static func builtIn(_ input: Input) -> AcceptAnswer {
        AcceptAnswer(isAccepted: true, isLimit: false)
    }
}
