internal import Diary
internal import PMS

/// `/v1/Practices/{practiceId}/OnlineBooking`, the set-up of Exact Web Setup: our assumption.
struct ExactOnlineBooking: Decodable, Sendable {
    let revision: String
    let appointmentStacking: Bool?
    let intervalMinutes: Int?
    let providers: [WireRow<Provider>]
    let reasons: [WireRow<Reason>]

    struct Provider: Decodable, Sendable {
        let id: String?
        let type: String?
        let durationMinutes: Int?
    }

    struct Reason: Decodable, Sendable {
        let id: String?
        let name: String?
        let isActive: Bool?
        let isMarketing: Bool?
        let isMarketingDefault: Bool?
        let durationMinutes: Int?
        let providers: [Member]?

        struct Member: Decodable, Sendable {
            let id: String?
            let durationMinutes: Int?
        }
    }

    /// The PMS's own spacing of starts.
    func interval() throws(FieldFault) -> Minutes? {
        try WireField.length(intervalMinutes, "intervalMinutes")
    }
}

extension ExactOnlineBooking.Provider {
    /// Whose row it is, and what it adds to the practitioner.
    func addition() throws(FieldFault) -> (PractitionerID, type: String?, length: Minutes?) {
        (
            PractitionerID(try WireField.id(id, "id")), try WireField.remark(type, "type"),
            try WireField.length(durationMinutes, "durationMinutes")
        )
    }
}

extension ExactOnlineBooking.Reason {
    /// The reason; `strangers` counts members that the practitioners' list does not have.
    func reason(
        of practitioners: Set<PractitionerID>
    ) throws(FieldFault) -> (reason: BookingReason, strangers: Int) {
        var reason = BookingReason(
            id: ReasonID(try WireField.id(id, "id")), name: try WireField.name(name, "name"))
        reason.isActive = isActive ?? true
        reason.isMarketing = isMarketing ?? false
        reason.isMarketingDefault = isMarketingDefault ?? false
        reason.minutes = try WireField.length(durationMinutes, "durationMinutes")
        guard let providers else { return (reason, 0) }
        var members: [BookingReason.Member] = []
        var strangers = 0
        for (index, provider) in providers.enumerated() {
            let id = PractitionerID(try WireField.id(provider.id, "providers[\(index)].id"))
            guard practitioners.contains(id) else {
                strangers += 1
                continue
            }
            guard !members.contains(where: { $0.practitioner == id }) else {
                throw FieldFault("providers[\(index)].id", "stands there twice")
            }
            members.append(
                BookingReason.Member(
                    id,
                    minutes: try WireField.length(
                        provider.durationMinutes, "providers[\(index)].durationMinutes")))
        }
        reason.practitioners = members
        return (reason, strangers)
    }
}
