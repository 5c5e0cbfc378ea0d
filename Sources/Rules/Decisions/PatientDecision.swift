internal import LuaVM

/// A patient file that may be the one meant, as rules see one: an opaque id and how like each field
/// is, 0 to 1; nil where one side does not say.
public struct PatientCandidate: Sendable, Equatable {
    /// Given for this one question; no id of the PMS.
    public var id: String
    /// First name.
    public var firstName: Double?
    /// Last name.
    public var lastName: Double?
    /// Date of birth.
    public var birthDate: Double?
    /// Phone number.
    public var phone: Double?
    /// Email address.
    public var email: Double?
    /// Address.
    public var address: Double?
    /// False for a file that is closed.
    public var isActive: Bool

    /// Makes a candidate without any likeness.
    public init(id: String, isActive: Bool = true) {
        self.id = id
        self.isActive = isActive
    }

    static let type = InputType<PatientCandidate>(
        "patient_candidate", "A patient file that may be the one meant.",
        [
            .init(
                "id", .text, "An opaque id, for this question only.",
                fallback: .value(.string("c1"))
            ) { $1.write($0.id) },
            score("first_name", "first names") { $0.firstName },
            score("last_name", "last names") { $0.lastName },
            score("birth_date", "dates of birth") { $0.birthDate },
            score("phone", "phone numbers") { $0.phone },
            score("email", "email addresses") { $0.email },
            score("address", "addresses") { $0.address },
            .init(
                "active", .boolean, "False for a file that is closed.",
                fallback: .value(.boolean(true))
            ) { $1.boolean($0.isActive) },
        ])

    private static func score(
        _ name: String, _ what: String,
        _ value: @escaping @Sendable (PatientCandidate) -> Double?
    ) -> InputType<PatientCandidate>.Member {
        .init(
            name, .number(0...1), "How like the \(what) are; nil where one is missing.",
            optional: true
        ) {
            if let score = value($0) { $1.number(score) } else { $1.null() }
        }
    }
}

/// The answer to: which file is the patient's?
public enum PatientAnswer: Sendable, Equatable {
    /// That candidate's.
    case use(String)
    /// None: a new file is made.
    case make
    /// Only a person can say.
    case person
}

/// Which patient file is the booking's (S57)? Ambiguity is never resolved silently.
enum PatientDecision: Decision {
    struct Input {
        var isNewPatient: Bool
        var candidates: [PatientCandidate]
        var practiceReference: Int
    }

    static let inputType = InputType<Input>(
        "match_patient_input", "What `match_patient` decides from.",
        [
            .init("practice", .record(PracticeInput.type.record), "The practice.") {
                $1.reference($0.practiceReference)
            },
            .init(
                "is_new_patient", .boolean, "Whether the patient says to be new.",
                fallback: .value(.boolean(false))
            ) { $1.boolean($0.isNewPatient) },
            .init(
                "candidates", .list(.record(PatientCandidate.type.record)),
                "The files that the PMS's search found.", fallback: .value(.array([]))
            ) {
                $1.beginArray(count: $0.candidates.count)
                for candidate in $0.candidates {
                    PatientCandidate.type.write(candidate, to: &$1)
                }
            },
        ])

    static let point = DecisionPoint(
        name: "match_patient", api: 1, summary: "Which patient file is the booking's?",
        input: inputType.record,
        result: RecordType(
            name: "match_patient_result", summary: "A file, a new one, or a person's decision.",
            fields: [
                Field(
                    name: "choice", type: .choice(["use", "make", "person"]), isOptional: false,
                    fallback: .nothing,
                    meaning: "Use a candidate's file, make a new one, or let a person decide."),
                Field(
                    name: "candidate", type: .text, isOptional: true, fallback: .nothing,
                    meaning: "The id of the candidate; only with `use`."),
                Field(
                    name: "why", type: .text, isOptional: true, fallback: .nothing,
                    meaning: "Why, in words for support staff."),
            ]),
        builtIn: "the only file with the same names and birth date, a new one where no file is "
            + "near, else a person")

    static func answer(
        _ result: CheckedResult, for input: Input
    ) throws(ResultProblem) -> PatientAnswer {
        switch result.text("choice") {
        case "use":
            guard let id = result.text("candidate"),
                input.candidates.contains(where: { $0.id == id })
            else {
                throw ResultProblem(
                    message: "returned `use` without one of the candidates",
                    hint: "return the `id` of one of `input.candidates` as `candidate`")
            }
            return .use(id)
        case "make": return .make
        default: return .person
        }
    }

    static func builtIn(_ input: Input) -> PatientAnswer {
        let same = input.candidates.filter {
            $0.isActive && $0.firstName == 1 && $0.lastName == 1 && $0.birthDate == 1
        }
        if same.count == 1 { return .use(same[0].id) }
        let isNear = input.candidates.contains {
            ($0.birthDate ?? 1) > 0 && (($0.firstName ?? 0) >= 0.8 || ($0.lastName ?? 0) >= 0.8)
        }
        return same.isEmpty && !isNear ? .make : .person
    }
}
