internal import Diary
package import Ports
package import Wire

extension KeyedDecodingContainer {
    /// A text of a patient's row, or nil where it cannot be read or is too long to be compared:
    /// then the field counts as not known, and one field less agrees.
    package func known(_ key: Key) -> String? {
        guard let text = try? decodeIfPresent(String.self, forKey: key),
            text.unicodeScalars.count <= PMSLimits.patientCharacters
        else { return nil }
        return text.isEmpty ? nil : text
    }

    /// The day of a text that begins with one, as `2000-01-31`.
    package func knownDay(_ key: Key) -> String? {
        known(key).flatMap { CivilDate($0.prefix(10))?.description }
    }
}

extension PatientDetails {
    /// The gender, where it is a word that the PMSs and the marketplace share.
    package var sharedGender: String? {
        gender.flatMap { ["Male", "Female", "Other"].contains($0) ? $0 : nil }
    }
}

extension KnownPatient {
    /// The id of a file that was made for that reference.
    ///
    /// - Throws: where the answer bears another one, so that it is not known what was made.
    package func id(of sent: BookingReference) throws(FieldFault) -> PatientID {
        guard reference == nil || reference == sent else {
            throw FieldFault("", "the file's reference is not what was sent")
        }
        return id
    }
}

extension PMSCaller {
    /// Reads what a search finds, to its end: the right file left out would make a second one.
    package mutating func patients<Row: Decodable & Sendable>(
        _ list: String, _ call: HTTPCall, _ format: some ListFormat, of row: Row.Type,
        _ read: (Row) throws(FieldFault) -> KnownPatient
    ) async throws(PMSFailure) -> [KnownPatient] {
        let rows = try await self.list(
            list, call, format, of: row, most: mostFoundPatients,
            tooMany: side.tooManyPatients(list))
        var patients: [KnownPatient] = []
        for row in rows {
            do throws(FieldFault) {
                patients.append(try read(row.value.get()))
            } catch {
                // Which patient it is stays unsaid.
                throw side.unusableRow(of: list, id: nil, error)
            }
        }
        return patients
    }
}
