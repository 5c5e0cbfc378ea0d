/// How a simulated PMS behaves where nothing public says it.
public struct PracticeOptions: Sendable {
    /// The most rows of a page of a list; small, so that paging is always exercised.
    public var pageSize = 50
    /// Exact: the client's id and secret at the token endpoint.
    public var clientID = "simulated-client"
    /// Exact: the client's secret.
    public var clientSecret = "simulated-secret"
    /// Exact: how long a token is good, in seconds.
    public var tokenSeconds = 3_600
    /// Exact: the scopes that the client may ask for.
    public var scopes: Set<String> = [
        "practice.get", "practitioner.list", "appointment.list", "appointment.get",
        "productsubscription.get", "onlinebooking.get", "workingtime.list", "block.list",
        "block.get", "patient.list", "patient.create", "appointment.create",
    ]
    /// Oasis: the key of the vendor connection.
    public var oasisKey = "simulated-key"
    /// Whether Oasis reports the stacking tick box, where the practice's state has it (T9).
    public var reportsStacking = true
    /// What becomes of the reference of a patient or an appointment that a call makes.
    public var reference = Reference.carried
    /// What becomes of an appointment whose time another row has.
    public var overlaps = Overlaps.accepted
    /// Chooses the tokens, and the ids of new rows.
    public var seed: UInt64 = 0

    /// What becomes of a caller's reference.
    public enum Reference: String, Sendable, CaseIterable {
        /// A second call with the same one makes nothing new, and is answered with what is there.
        case honoured
        /// It is kept and shown.
        case carried
        /// There is no field for it: it is ignored, and no row shows it.
        case absent
    }

    /// What becomes of an appointment whose time is taken in that column, by anything that is
    /// neither cancelled nor missed.
    public enum Overlaps: String, Sendable, CaseIterable {
        /// It is made.
        case accepted
        /// It is refused with 409.
        case rejected
    }

    /// The usual behaviour.
    public init() {}
}

extension PracticeOptions {
    /// The field of a row that shows its reference; nil where the PMS has no such field.
    func shown(_ reference: String?) -> JSON? {
        self.reference == .absent ? nil : .text(orNull: reference)
    }
}
