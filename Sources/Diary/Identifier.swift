/// An id that a PMS, the marketplace or Gapbook gave out; ids of different kinds never mix.
public struct Identifier<Kind>: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The id exactly as its owner writes it.
    public let rawValue: String

    /// Takes the id as its owner writes it.
    public init(_ rawValue: String) { self.rawValue = rawValue }

    /// The id exactly as its owner writes it.
    public var description: String { rawValue }

    /// Orders ids by their bytes, which is the same on every machine.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }
}

/// The kinds of id; no value of them exists.
public enum IdentifierKind {
    /// A practice, as its PMS names it.
    public enum Practice {}
    /// A practitioner, and so an appointment book.
    public enum Practitioner {}
    /// A booking reason.
    public enum Reason {}
    /// An appointment type of the marketplace.
    public enum AppointmentType {}
    /// A row of the diary.
    public enum DiaryEntry {}
    /// A booking of ours that has not been read back from the diary yet.
    public enum Claim {}
}

/// A practice's id at its PMS.
public typealias PracticeID = Identifier<IdentifierKind.Practice>
/// A practitioner's id at the PMS.
public typealias PractitionerID = Identifier<IdentifierKind.Practitioner>
/// A booking reason's id at the PMS.
public typealias ReasonID = Identifier<IdentifierKind.Reason>
/// An appointment type's id at the marketplace.
public typealias AppointmentTypeID = Identifier<IdentifierKind.AppointmentType>
/// A diary entry's id at the PMS.
public typealias DiaryEntryID = Identifier<IdentifierKind.DiaryEntry>
/// A claim's id in Gapbook.
public typealias ClaimID = Identifier<IdentifierKind.Claim>
