public import Diary
public import Ports

/// Is told what the flows do, for metrics. Called often and from any task: it must be quick.
public protocol FlowObserver: Sendable {
    /// Something happened in a practice.
    func observe(_ event: FlowEvent, of practice: PracticeID)
}

/// What the flows tell.
public enum FlowEvent: Sendable {
    /// A sync ended, after so long.
    case synced(SyncReport, took: Duration)
    /// Changes of the PMS stand at the marketplace: so many days, so long after the sync that
    /// noticed them began to read.
    case published(days: Int, after: Duration)
    /// A poll was answered, with how many kinds of request waiting.
    case polled(waiting: Int)
    /// A poll was not answered.
    case pollFailed
    /// Requests of a kind were answered, so many.
    case answered(RequestKind, count: Int)
    /// The practice's traffic stands still (S58).
    case stopped
    /// The marketplace acknowledged what became of a booking; where it was the first answer, so
    /// long after the booking was received.
    case bookingTold(Booking.Told, firstAfter: Duration?)
    /// So many bookings are not final, and so many of them wait for a person.
    case bookingsOpen(Int, needingPerson: Int)
}

/// Tells nobody.
public struct NoObserver: FlowObserver {
    /// Makes one.
    public init() {}
    /// Does nothing.
    public func observe(_ event: FlowEvent, of practice: PracticeID) {}
}
