internal import Diary
internal import Ports

/// A booking's patient as the marketplace sends one. A field that cannot be read is missing;
/// without both names there is no patient. Medicare numbers are not decoded at all.
struct WirePatient: Decodable, Sendable {
    /// Who it is; nil without a name.
    let details: PatientDetails?

    private enum Name: String, CodingKey {
        case firstname, lastname, dob, phone, email, address, suburb, state, postcode, gender
    }

    /// Longer texts are no names, numbers or addresses, and are cut.
    private static let mostLetters = 200

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Name.self)
        func text(_ name: Name) -> String? {
            let text = try? fields.decodeIfPresent(String.self, forKey: name)
            let words = (text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return words.isEmpty ? nil : String(words.prefix(WirePatient.mostLetters))
        }
        guard let first = text(.firstname), let last = text(.lastname) else {
            details = nil
            return
        }
        var details = PatientDetails(firstName: first, lastName: last)
        details.birthDate = text(.dob).flatMap(WirePatient.date)
        details.phone = text(.phone)
        details.email = text(.email)
        details.address = text(.address)
        details.suburb = text(.suburb)
        details.state = text(.state)
        details.postcode = text(.postcode)
        details.gender = text(.gender)
        self.details = details
    }

    /// `23-02-2022`, day first (T17), as `2022-02-23`; nil for what is no date.
    private static func date(_ text: String) -> String? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [2, 2, 4] else { return nil }
        let date = "\(parts[2])-\(parts[1])-\(parts[0])"
        return CivilDate(date).map(\.description)
    }
}
