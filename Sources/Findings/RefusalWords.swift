extension FindingCode {
    /// Why a booking was rejected, for the marketplace's own staff (T8); never patient data.
    public var refusalWords: String {
        switch self {
        case .slotTaken: "the time is no longer free in the practice's diary"
        case .notOffered: "the practice does not offer this time any more"
        case .pmsOffline: "the practice's system cannot be reached"
        case .credentials, .consent: "the practice's system does not let the integration in"
        case .timeoutUnknown, .lateReject, .partial:
            "the practice's system did not take the booking in time"
        case .bookNull: "the booking names no appointment book"
        case .bookUnknown: "the appointment book is not published by the practice"
        case .pastStart: "the start is in the past"
        case .patientAmbiguous: "the patient cannot be told from others of the practice"
        case .patientField: "the practice's system does not take the patient's details"
        case .bookingLimit: "the practice takes no more online bookings that day"
        case .typeUnknown: "the appointment type is not linked for the practitioner"
        case .bookedLengthMismatch: "the length differs from the practice's own"
        case .refusedByRule: "the practice does not take this booking online"
        case .bookingUnreadable: "the booking cannot be read"
        case .cancelledBefore: "the patient has cancelled the booking"
        case .notReady: "the practice's diary was not read yet"
        case .noPatientKey, .notStored: "the integration cannot keep bookings at present"
        default: "the practice's system refused the booking"
        }
    }
}
