/// The fields by which patient data would come into a snapshot (invariant 8).
///
/// A row that has one is refused, although the field would not be read: files are kept, copied and
/// mailed to support.
enum PatientData {
    /// Whether a field of that name would hold patient data. Case, `_` and `-` do not count.
    static func isField(_ name: String) -> Bool {
        let name = folded(name)
        return name.hasPrefix("patient") || names.contains(name)
    }

    /// Whether such a name stands in a piece of a text, as far as can be told without reading it.
    static func isMentioned(in text: String) -> Bool {
        text.split(separator: "\"").contains { isField(String($0)) }
    }

    /// The letters and digits of a name, in lower case.
    private static func folded(_ name: String) -> String {
        String(
            decoding: name.lowercased().utf8.filter {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
            }, as: UTF8.self)
    }

    private static let names: Set<String> = [
        "name", "firstname", "lastname", "fullname", "surname", "givenname", "familyname",
        "dob", "dateofbirth", "birthdate", "birthday", "gender", "sex", "age",
        "phone", "mobile", "telephone", "email", "address", "postcode",
        "medicare", "medicarenumber", "healthfund", "note", "notes", "comment", "comments",
    ]
}

extension JSONDocument {
    /// Whether any row of the diary or of the claims holds patient data.
    func holdsPatientData() -> Bool {
        guard kind(of: root) == .object else { return false }
        let diary = member("pms", of: root).flatMap { pms in
            kind(of: pms) == .object ? member("diary", of: pms) : nil
        }
        return [diary, member("claims", of: root)].contains { list in
            guard let list, kind(of: list) == .array else { return false }
            return elements(of: list).contains { row in
                kind(of: row) == .object
                    && names(of: row).contains { PatientData.isField(text(of: $0) ?? "") }
            }
        }
    }
}
