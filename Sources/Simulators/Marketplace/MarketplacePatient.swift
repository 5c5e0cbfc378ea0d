/// A patient as the marketplace tells of one: every field as it was typed, nil where it is left
/// out.
public struct MarketplacePatient: Sendable, Equatable {
    /// The given name.
    public var firstName: String? = "Sample"
    /// The family name.
    public var lastName: String? = "Patient"
    /// The day of birth, `DD-MM-YYYY`.
    public var dateOfBirth: String? = "23-02-1990"
    /// The telephone number.
    public var phone: String? = "0255500123"
    /// The email address.
    public var email: String? = "sample@example.com"
    /// House number and street.
    public var address: String? = "1 Sample Street"
    /// The suburb.
    public var suburb: String? = "Sampleton"
    /// The state.
    public var state: String? = "NSW"
    /// The postcode.
    public var postcode: String? = "2000"
    /// `Male`, `Female` or `Other`.
    public var gender: String?

    /// Makes a sample patient who is nobody.
    public init() {}
}

extension MarketplacePatient {
    /// Reads a patient as the control endpoint takes it; what is left out is not known.
    init(_ value: JSON, at path: String) throws(Refusal) {
        let fields = try FieldReader(
            value, at: path,
            known: [
                "first_name", "last_name", "date_of_birth", "phone", "email", "address", "suburb",
                "state", "postcode", "gender",
            ])
        firstName = try fields.optionalText("first_name")
        lastName = try fields.optionalText("last_name")
        dateOfBirth = try fields.optionalText("date_of_birth")
        phone = try fields.optionalText("phone")
        email = try fields.optionalText("email")
        address = try fields.optionalText("address")
        suburb = try fields.optionalText("suburb")
        state = try fields.optionalText("state")
        postcode = try fields.optionalText("postcode")
        gender = try fields.optionalText("gender")
    }

    /// The patient as the contract writes one.
    func json(_ options: MarketplaceOptions) -> JSON {
        .filled(
            [
                "firstname": .text(ifAny: firstName), "lastname": .text(ifAny: lastName),
                "dob": .text(ifAny: dateOfBirth), "phone": .text(ifAny: phone),
                "email": .text(ifAny: email), "address": .text(ifAny: address),
                "suburb": .text(ifAny: suburb), "state": .text(ifAny: state),
                "postcode": .text(ifAny: postcode), "gender": .text(ifAny: gender),
                "medicareNumber": nil, "medicareIrn": nil, "medicareExpiry": nil,
            ], options)
    }
}

extension JSON? {
    /// A text; nil where there is none.
    fileprivate static func text(ifAny text: String?) -> JSON? { text.map { .text($0) } }
}
