import Diary
import Ports

/// A booking as the marketplace lists it, with a patient that nothing of ours may show.
enum BookingRows {
    static let whole = #"""
        {"bookingId": 42, "pmsResourceId": "b1", "pmsAppointmentTypeId": "r1",
         "pmsAppointmentIds": [], "pmsPatientId": null, "bookedTime": "2026-03-01 01:02:03",
         "bookingStatus": "Requested", "pmsAppointmentTime": "2026-03-04 09:30:00",
         "pmsAppointmentLength": 1800, "reason": "Zahnweh", "comments": " Exam and clean ",
         "patient": {"firstname": "Wilhelmina", "lastname": "Testperson", "dob": "23-02-2022",
                     "phone": "0400000000", "email": "w@patient.example", "address": "1 Road",
                     "suburb": "Town", "state": "NSW", "postcode": "2000", "gender": null,
                     "medicareNumber": null, "medicareIrn": null, "medicareExpiry": null},
         "telehealthUrl": "https://patient.example", "isNewPatient": true}
        """#

    static let request = {
        var request = withoutPatient
        var patient = PatientDetails(firstName: "Wilhelmina", lastName: "Testperson")
        patient.birthDate = "2022-02-23"
        patient.phone = "0400000000"
        patient.email = "w@patient.example"
        patient.address = "1 Road"
        patient.suburb = "Town"
        patient.state = "NSW"
        patient.postcode = "2000"
        patient.note = "Zahnweh"
        request.patient = patient
        return request
    }()

    private static let withoutPatient = BookingRequest(
        id: BookingID("42"), book: AppointmentBookID("b1"), reason: ListedReasonID("r1"),
        start: CivilDateTime("2026-03-04T09:30") ?? CivilDateTime(clockMinute: 0),
        lengthSeconds: 1800, bookedAt: Instant("2026-03-01T01:02:03Z") ?? Instant(seconds: 0),
        typeName: "Exam and clean", isNewPatient: true)

    /// What of the row is the patient's, and so never shows.
    static let private_ = [
        "Zahnweh", "Wilhelmina", "Testperson", "23-02-2022", "0400000000", "w@patient", "1 Road",
    ]
}
