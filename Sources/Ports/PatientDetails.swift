public import Diary

/// Who a patient is, as the marketplace says it. It lives in a booking's own record and nowhere
/// else (invariant 8): printing it shows nothing, and what must hold it seals it first.
public struct PatientDetails: Sendable, Hashable, Codable {
    /// First name.
    public var firstName: String
    /// Last name.
    public var lastName: String
    /// Date of birth, as `2026-03-04`; nil where it is missing or no date.
    public var birthDate: String?
    /// Phone number, as the patient wrote it.
    public var phone: String?
    /// Email address, as the patient wrote it.
    public var email: String?
    /// Street address.
    public var address: String?
    /// Suburb.
    public var suburb: String?
    /// State or territory.
    public var state: String?
    /// Postcode.
    public var postcode: String?
    /// `Male`, `Female` or `Other`.
    public var gender: String?
    /// What the patient wrote to the practice.
    public var note: String?

    /// Makes the details of a patient of whom only the name is known.
    public init(firstName: String, lastName: String) {
        self.firstName = firstName
        self.lastName = lastName
    }
}

extension PatientDetails: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// Always `<patient>`.
    public var description: String { "<patient>" }
    /// Always `<patient>`.
    public var debugDescription: String { "<patient>" }
    /// Empty, so that `dump` and the interpolation of an owner show nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension IdentifierKind {
    /// A patient of a PMS.
    public enum Patient {}
    /// Our own name for one insertion into a diary.
    public enum BookingReference {}
}

/// A patient's id at the PMS.
public typealias PatientID = Identifier<IdentifierKind.Patient>
/// Our own name for one insertion into a diary: made once a booking and never used again.
public typealias BookingReference = Identifier<IdentifierKind.BookingReference>

/// A patient whom the PMS has.
public struct KnownPatient: Sendable, Hashable {
    /// The id at the PMS.
    public var id: PatientID
    /// Who it is.
    public var details: PatientDetails
    /// False for a patient whose file is closed.
    public var isActive: Bool
    /// Our reference, where the PMS carries it and we made the file.
    public var reference: BookingReference?

    /// Makes one.
    public init(
        id: PatientID, details: PatientDetails, isActive: Bool = true,
        reference: BookingReference? = nil
    ) {
        self.id = id
        self.details = details
        self.isActive = isActive
        self.reference = reference
    }
}
