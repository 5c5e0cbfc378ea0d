internal import Diary
internal import PMS
internal import Ports

/// The body of `/patients/search`. Rows come that match any of its fields.
struct OasisPatientSearch: Encodable, Sendable {
    let lastName: String?
    let birthDate: String?
    let phone: String?
    let email: String?

    init(_ details: PatientDetails) {
        lastName = SentText.line(details.lastName)
        birthDate = SentText.line(details.birthDate)
        phone = SentText.line(details.phone)
        email = SentText.line(details.email)
    }

    /// Whether it names nothing to search by.
    var isEmpty: Bool { lastName == nil && birthDate == nil && phone == nil && email == nil }
}

/// A row of `/patients`, read and sent.
struct OasisPatient: Codable, Sendable {
    let id: String?
    let firstName: String?
    let lastName: String?
    let birthDate: String?
    let phone: String?
    let email: String?
    let address: String?
    let suburb: String?
    let state: String?
    let postcode: String?
    let gender: String?
    let isActive: Bool?
    let reference: String?

    /// A new patient, as it is sent.
    init(_ details: PatientDetails, reference: BookingReference?) {
        id = nil
        firstName = SentText.line(details.firstName)
        lastName = SentText.line(details.lastName)
        birthDate = SentText.line(details.birthDate)
        phone = SentText.line(details.phone)
        email = SentText.line(details.email)
        address = SentText.line(details.address)
        suburb = SentText.line(details.suburb)
        state = SentText.line(details.state)
        postcode = SentText.line(details.postcode)
        gender = details.sharedGender
        isActive = nil
        self.reference = reference?.rawValue
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decodeIfPresent(String.self, forKey: .id)
        firstName = fields.known(.firstName)
        lastName = fields.known(.lastName)
        birthDate = fields.knownDay(.birthDate)
        phone = fields.known(.phone)
        email = fields.known(.email)
        address = fields.known(.address)
        suburb = fields.known(.suburb)
        state = fields.known(.state)
        postcode = fields.known(.postcode)
        gender = fields.known(.gender)
        isActive = (try? fields.decodeIfPresent(Bool.self, forKey: .isActive)) ?? nil
        reference = fields.known(.reference)
    }

    /// The patient.
    func patient() throws(FieldFault) -> KnownPatient {
        var details = PatientDetails(firstName: firstName ?? "", lastName: lastName ?? "")
        details.birthDate = birthDate
        details.phone = phone
        details.email = email
        details.address = address
        details.suburb = suburb
        details.state = state
        details.postcode = postcode
        details.gender = gender
        details.gender = details.sharedGender
        return KnownPatient(
            id: PatientID(try WireField.id(id, "id")), details: details,
            isActive: isActive ?? true, reference: reference.map { BookingReference($0) })
    }
}
