internal import Diary
internal import PMS
internal import Ports

/// The body of `/v1/Practices/{practiceId}/Patients/search`: our assumption. Rows come that match
/// any of its fields.
struct ExactPatientSearch: Encodable, Sendable {
    let lastName: String?
    let dateOfBirth: String?
    let phoneNumber: String?
    let emailAddress: String?

    init(_ details: PatientDetails) {
        lastName = SentText.line(details.lastName)
        dateOfBirth = SentText.line(details.birthDate)
        phoneNumber = SentText.line(details.phone)
        emailAddress = SentText.line(details.email)
    }

    /// Whether it names nothing to search by.
    var isEmpty: Bool {
        lastName == nil && dateOfBirth == nil && phoneNumber == nil && emailAddress == nil
    }
}

/// A row of `/v1/Practices/{practiceId}/Patients`, read and sent. The names are public where
/// `docs/pms/exact.md` says so; that they stand in one row is our assumption.
struct ExactPatient: Codable, Sendable {
    let id: String?
    let firstName: String?
    let lastName: String?
    let dateOfBirth: String?
    let phoneNumber: String?
    let emailAddress: String?
    let address: Address?
    let sex: String?
    let isActive: Bool?
    let externalReference: String?

    struct Address: Codable, Sendable {
        let line1: String?
        let city: String?
        let countrySubdivision: String?
        let postCode: String?

        /// Nil where no part of it is known.
        init?(_ details: PatientDetails) {
            line1 = SentText.line(details.address)
            city = SentText.line(details.suburb)
            countrySubdivision = SentText.line(details.state)
            postCode = SentText.line(details.postcode)
            if line1 == nil, city == nil, countrySubdivision == nil, postCode == nil { return nil }
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            line1 = fields.known(.line1)
            city = fields.known(.city)
            countrySubdivision = fields.known(.countrySubdivision)
            postCode = fields.known(.postCode)
        }
    }

    /// A new patient, as it is sent.
    init(_ details: PatientDetails, reference: BookingReference?) {
        id = nil
        firstName = SentText.line(details.firstName)
        lastName = SentText.line(details.lastName)
        dateOfBirth = SentText.line(details.birthDate)
        phoneNumber = SentText.line(details.phone)
        emailAddress = SentText.line(details.email)
        address = Address(details)
        sex = details.sharedGender
        isActive = nil
        externalReference = reference?.rawValue
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decodeIfPresent(String.self, forKey: .id)
        firstName = fields.known(.firstName)
        lastName = fields.known(.lastName)
        dateOfBirth = fields.knownDay(.dateOfBirth)
        phoneNumber = fields.known(.phoneNumber)
        emailAddress = fields.known(.emailAddress)
        address = (try? fields.decodeIfPresent(Address.self, forKey: .address)) ?? nil
        sex = fields.known(.sex)
        isActive = (try? fields.decodeIfPresent(Bool.self, forKey: .isActive)) ?? nil
        externalReference = fields.known(.externalReference)
    }

    /// The patient.
    func patient() throws(FieldFault) -> KnownPatient {
        var details = PatientDetails(firstName: firstName ?? "", lastName: lastName ?? "")
        details.birthDate = dateOfBirth
        details.phone = phoneNumber
        details.email = emailAddress
        details.address = address?.line1
        details.suburb = address?.city
        details.state = address?.countrySubdivision
        details.postcode = address?.postCode
        details.gender = sex
        details.gender = details.sharedGender
        return KnownPatient(
            id: PatientID(try WireField.id(id, "id")), details: details,
            isActive: isActive ?? true, reference: externalReference.map { BookingReference($0) })
    }
}
