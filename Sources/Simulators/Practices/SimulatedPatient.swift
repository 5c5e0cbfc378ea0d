public import Diary

/// A patient as a simulated PMS keeps them. No snapshot and no reading ever holds one (invariant
/// 8).
public struct SimulatedPatient: Sendable, Equatable {
    /// The id at the PMS.
    public var id: String
    /// The given name.
    public var firstName: String?
    /// The family name.
    public var lastName: String?
    /// The day of birth.
    public var dateOfBirth: CivilDate?
    /// The telephone number, as it was typed.
    public var phone: String?
    /// The email address, as it was typed.
    public var email: String?
    /// House number and street.
    public var street: String?
    /// The town or suburb.
    public var city: String?
    /// The state, for example `NSW`.
    public var state: String?
    /// The postcode.
    public var postcode: String?
    /// The gender, in the PMS's word.
    public var gender: String?
    /// False for somebody who left the practice.
    public var isActive = true
    /// The reference that the caller gave with the call that made the patient; it is kept here also
    /// where the PMS has no field for it, so that a test can count.
    public var reference: String?

    /// Makes an active patient of whom nothing else is known.
    public init(id: String, firstName: String? = nil, lastName: String? = nil) {
        self.id = id
        self.firstName = firstName
        self.lastName = lastName
    }
}

/// What somebody knows of a patient and searches by; whatever is nil is not searched by.
struct PatientSearch: Sendable {
    var lastName: String?
    var dateOfBirth: CivilDate?
    var phone: String?
    var email: String?
    var reference: String?

    /// How many digits of a number count: the rest is a prefix, written in many ways.
    static let phoneDigits = 8

    /// Whether any of it is the patient's: names and addresses in any case, telephone numbers by
    /// their last eight digits.
    func matches(_ patient: SimulatedPatient) -> Bool {
        func same(_ left: String?, _ right: String?, _ key: (String) -> String?) -> Bool {
            guard let left = left.flatMap(key), let right = right.flatMap(key) else { return false }
            return left == right
        }
        return same(lastName, patient.lastName) { $0.lowercased() }
            || same(email, patient.email) { $0.lowercased() }
            || same(phone, patient.phone, PatientSearch.digits)
            || (dateOfBirth != nil && dateOfBirth == patient.dateOfBirth)
            || (reference != nil && reference == patient.reference)
    }

    private static func digits(_ text: String) -> String? {
        let digits = text.filter { $0.isASCII && $0.isNumber }.suffix(phoneDigits)
        return digits.isEmpty ? nil : String(digits)
    }
}
