internal import Ports

extension RequestKind {
    /// The kind that the marketplace names so; `.other` for a name that is not one of those that
    /// Gapbook answers.
    init(marketplaceName name: String) {
        self =
            switch name {
            case "bookings": .bookings
            case "bookingUpdates": .bookingUpdates
            case "availability": .availability
            case "pmsAppointmentChanges": .appointmentChanges
            case "pmsResources": .books
            case "pmsAppointmentTypes": .reasons
            default: .other(String(name.prefix(MarketplaceLimits.idCharacters)))
            }
    }
}
