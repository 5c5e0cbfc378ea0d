public import Diary

/// All that the marketplace is to show of one practice: its configuration and its availability.
public struct Listing: Sendable, Equatable {
    /// The appointment books (the marketplace's PMS resources); absence means deletion (S52).
    public var books: [AppointmentBook]
    /// The booking reasons that types can be linked to (the marketplace's PMS appointment types).
    public var reasons: [ListedReason]
    /// What is free, book by book and day by day, the days without anything included.
    public var days: [DayAvailability]

    /// Joins the parts.
    public init(books: [AppointmentBook], reasons: [ListedReason], days: [DayAvailability]) {
        self.books = books
        self.reasons = reasons
        self.days = days
    }
}

/// A practitioner's column in the diary, as the marketplace lists it; a practitioner with several
/// specialties has one for each (G11).
public struct AppointmentBook: Sendable, Hashable {
    /// The id at the marketplace, unique in the practice.
    public var id: AppointmentBookID
    /// Whose it is.
    public var practitioner: PractitionerID
    /// The name that the portal shows, unique in the practice.
    public var name: String

    /// Makes an appointment book.
    public init(id: AppointmentBookID, practitioner: PractitionerID, name: String) {
        self.id = id
        self.practitioner = practitioner
        self.name = name
    }
}

/// A booking reason as the portal's list 'Linked PMS Appointment' shows it. Where its length
/// differs between practitioners there is one for each, with an id joined of both (C08).
public struct ListedReason: Sendable, Hashable {
    /// The id at the marketplace, unique in the practice.
    public var id: ListedReasonID
    /// The booking reason at the PMS.
    public var reason: ReasonID
    /// The name that the portal shows, unique in the practice.
    public var name: String
    /// The length that goes into the diary (T6).
    public var length: Minutes
    /// The one book that it belongs to; nil where all books share it.
    public var book: AppointmentBookID?

    /// Makes a listed reason.
    public init(
        id: ListedReasonID, reason: ReasonID, name: String, length: Minutes,
        book: AppointmentBookID? = nil
    ) {
        self.id = id
        self.reason = reason
        self.name = name
        self.length = length
        self.book = book
    }
}

/// What is free in one book on one day.
public struct DayAvailability: Sendable, Hashable {
    /// Which book.
    public var book: AppointmentBookID
    /// Which day, at the practice.
    public var date: CivilDate
    /// The starts, ascending, then by length; empty where nothing is free.
    public var starts: [Start]

    /// One start that can be booked, for the reasons that share its length.
    public struct Start: Sendable, Hashable {
        /// When, by the practice's wall clock.
        public var time: CivilTime
        /// The length in the diary.
        public var length: Minutes
        /// For which listed reasons, ascending.
        public var reasons: [ListedReasonID]

        /// Makes a start.
        public init(time: CivilTime, length: Minutes, reasons: [ListedReasonID]) {
            self.time = time
            self.length = length
            self.reasons = reasons
        }
    }

    /// Makes a day.
    public init(book: AppointmentBookID, date: CivilDate, starts: [Start]) {
        self.book = book
        self.date = date
        self.starts = starts
    }
}

/// When the integration promises to be alive (the marketplace's liveness contract): by weekday,
/// Monday first, then public holidays.
public struct LiveHours: Sendable, Hashable {
    /// The stretches of each weekday, Monday first; seven lists.
    public var weekdays: [[Range<CivilTime>]]
    /// The stretches of public holidays.
    public var publicHolidays: [Range<CivilTime>]

    /// Makes live hours.
    public init(weekdays: [[Range<CivilTime>]], publicHolidays: [Range<CivilTime>]) {
        self.weekdays = weekdays
        self.publicHolidays = publicHolidays
    }
}

extension IdentifierKind {
    /// An appointment book at the marketplace.
    public enum AppointmentBook {}
    /// A booking reason as the marketplace lists it.
    public enum ListedReason {}
    /// A practice at the marketplace.
    public enum MarketplacePractice {}
    /// A booking at the marketplace.
    public enum Booking {}
    /// A request of the marketplace about a booking.
    public enum UpdateRequest {}
}

/// An appointment book's id at the marketplace.
public typealias AppointmentBookID = Identifier<IdentifierKind.AppointmentBook>
/// A listed reason's id at the marketplace.
public typealias ListedReasonID = Identifier<IdentifierKind.ListedReason>
/// A practice's id at the marketplace.
public typealias MarketplacePracticeID = Identifier<IdentifierKind.MarketplacePractice>
/// A booking's id at the marketplace.
public typealias BookingID = Identifier<IdentifierKind.Booking>
/// The id of the marketplace's request to update a booking.
public typealias UpdateRequestID = Identifier<IdentifierKind.UpdateRequest>
