package import Diary
package import Ports
package import Wire

extension PlacedAppointment {
    /// The row's id, where it says all that was sent.
    ///
    /// - Throws: which part of it contradicts, so that it is not known what was made.
    package func id(of sent: NewAppointment, in zone: Zone) throws(FieldFault) -> DiaryEntryID {
        let (from, until) = entry.span(in: zone)
        let start = sent.start.instant(in: zone)
        let contradicts: String? =
            if entry.practitioner != sent.practitioner {
                "practitioner"
            } else if entry.kind != .appointment {
                "kind"
            } else if from != start {
                "start"
            } else if until != start.adding(sent.length) {
                "length"
            } else if patient != sent.patient {
                "patient"
            } else if let reference, reference != sent.reference {
                "reference"
            } else {
                nil
            }
        guard let contradicts else { return entry.id }
        throw FieldFault("", "the row's \(contradicts) is not what was sent")
    }
}

/// What a row of a diary says of whose it is. Only a booking's read-back decodes it; a reading
/// never does (invariant 8).
package struct RowOwner: Sendable {
    /// The patient.
    package var patient: PatientID?
    /// Our reference, where the row is ours.
    package var reference: BookingReference?
    /// When the row was made.
    package var createdAt: Instant?

    /// Takes them as the wire has them; an empty text says nothing.
    ///
    /// - Throws: where the row says something that cannot be read, for it may be ours.
    package init(
        patient: (text: String?, field: String), reference: String?,
        createdAt: (text: String?, field: String)
    ) throws(FieldFault) {
        if let text = patient.text, !text.isEmpty {
            self.patient = PatientID(try WireField.id(text, patient.field))
        }
        if let reference, !reference.isEmpty { self.reference = BookingReference(reference) }
        if createdAt.text != nil {
            self.createdAt = try WireField.instant(createdAt.text, createdAt.field)
        }
    }

    /// The entry with it.
    package func owning(_ entry: DiaryEntry) -> PlacedAppointment {
        PlacedAppointment(
            entry: entry, reference: reference, patient: patient, createdAt: createdAt)
    }
}

extension PMSWindow {
    /// The rows of a list that touch the days, each read by `read`.
    ///
    /// - Throws: where one cannot be read, cancelled ones too: it may be ours, and without it the
    ///   booking would be inserted a second time; or it may be in the way.
    package func placed<Row>(
        _ rows: [WireRow<Row>], of list: String, _ side: WireSide,
        _ read: (Row) throws(FieldFault) -> [PlacedAppointment]
    ) throws(PMSFailure) -> [PlacedAppointment] {
        var placed: [PlacedAppointment] = []
        for row in rows {
            do throws(FieldFault) {
                placed += try read(row.value.get())
            } catch {
                throw side.unusableRow(of: list, id: row.id, error)
            }
        }
        return placed.compactMap { row in
            var row = row
            guard let entry = touching(row.entry) else { return nil }
            row.entry = entry
            return row
        }
    }
}
