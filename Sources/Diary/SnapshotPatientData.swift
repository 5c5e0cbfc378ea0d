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

    /// Whether patient data may stand at or near a place in a text that could not be read.
    ///
    /// A practitioner has a name and a practice a phone, so these two count in the excerpt only.
    static func isNear(_ offset: Int, in source: SourceText, excerpt: String) -> Bool {
        let start = max(0, offset - window)
        let nearby = source.bytes[start..<min(source.bytes.count, offset + window)]
        return quoted(in: excerpt).contains(where: isField)
            || quoted(in: String(decoding: nearby, as: UTF8.self)).contains {
                isField($0) && !["name", "phone"].contains(folded($0))
            }
    }

    /// How far around a fault is searched, in bytes: further than any text in quotes is long.
    private static let window = 4 * JSONReader.Limit.stringBytes

    private static func quoted(in text: String) -> some Sequence<String> {
        text.split(separator: "\"").lazy.map { String($0) }
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
