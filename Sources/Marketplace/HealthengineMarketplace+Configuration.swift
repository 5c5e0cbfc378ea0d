internal import Diagnostics
public import Diary
public import Ports
internal import Wire

extension HealthengineMarketplace {
    /// Sends when the integration promises to be alive.
    ///
    /// - Throws: H1003 where there are not seven weekdays.
    public func send(_ hours: LiveHours) async throws(MarketplaceFailure) {
        guard hours.weekdays.count == 7 else {
            throw Calls.refusal(
                "H1003", "the live hours have \(hours.weekdays.count) weekdays",
                hint: "give seven lists, Monday first; an empty one for a day that is off")
        }
        try await replace("/config/livenessContract", LivenessContract(hours))
    }

    /// Replaces the list of appointment books; one that is missing is deleted there (S52).
    ///
    /// - Throws: H1002 where an id or a name is empty, too long or there twice.
    public func send(_ books: [AppointmentBook]) async throws(MarketplaceFailure) {
        try HealthengineMarketplace.check(
            "appointment books", books.map { ($0.id.rawValue, $0.name) })
        try await replace("/config/pmsResources/snapshot", books.map(PMSResource.init))
    }

    /// Replaces the list of reasons that types can be linked to; likewise.
    ///
    /// - Throws: H1002 where an id or a name is empty, too long or there twice.
    public func send(_ reasons: [ListedReason]) async throws(MarketplaceFailure) {
        try HealthengineMarketplace.check(
            "linkable reasons", reasons.map { ($0.id.rawValue, $0.name) })
        try await replace("/config/pmsAppointmentTypes/snapshot", reasons.map(PMSType.init))
    }

    /// Reads the list of appointment books back (S47), by id and name.
    public func books() async throws(MarketplaceFailure) -> [AppointmentBookID: String] {
        struct Row: Decodable {
            let pmsResourceId: TextID
            let pmsResourceName: String
        }
        let rows = try await list("/config/pmsResources", of: Row.self)
        return try byID(
            rows.map { (AppointmentBookID($0.pmsResourceId.text), $0.pmsResourceName) },
            from: "/config/pmsResources")
    }

    /// Reads the list of linkable reasons back (S47), by id and name.
    public func reasons() async throws(MarketplaceFailure) -> [ListedReasonID: String] {
        struct Row: Decodable {
            let pmsAppointmentTypeId: TextID
            let pmsAppointmentTypeName: String
        }
        let rows = try await list("/config/pmsAppointmentTypes", of: Row.self)
        return try byID(
            rows.map { (ListedReasonID($0.pmsAppointmentTypeId.text), $0.pmsAppointmentTypeName) },
            from: "/config/pmsAppointmentTypes")
    }

    /// The optional features that are switched on, by id (S53: none should be).
    public func enabledFeatures() async throws(MarketplaceFailure) -> [String] {
        struct Row: Decodable {
            let id: TextID
            // A feature that does not say is off: that is the contract's default.
            let enabled: Bool?
        }
        return try await list("/features", of: Row.self).filter { $0.enabled == true }
            .map(\.id.text).sorted()
    }

    /// Switches an optional feature off.
    public func disableFeature(_ id: String) async throws(MarketplaceFailure) {
        let call = HTTPCall(
            .post, "/features/\(HTTPCall.escaped(id))/disable",
            timeout: MarketplaceLimits.longTimeout)
        _ = try await calls.answer(to: call)
    }

    /// Sends a whole list that takes the place of the earlier one.
    private func replace(
        _ path: String, _ content: some Encodable
    ) async throws(MarketplaceFailure) {
        let call = try calls.post(path, content, timeout: MarketplaceLimits.longTimeout)
        _ = try await calls.answer(to: call)
    }

    /// Reads a list that has no pages.
    func list<Row: Decodable>(
        _ path: String, of row: Row.Type
    ) async throws(MarketplaceFailure) -> [Row] {
        let call = HTTPCall(.get, path, timeout: MarketplaceLimits.longTimeout)
        let answer = try await calls.answer(to: call)
        let rows = try calls.decoded([Row].self, from: answer, to: call)
        guard rows.count <= MarketplaceLimits.listed else {
            throw Calls.malformed(call, "more than \(MarketplaceLimits.listed) rows")
        }
        return rows
    }

    private func byID<ID: Hashable>(
        _ rows: [(id: ID, name: String)], from path: String
    ) throws(MarketplaceFailure) -> [ID: String] {
        var names: [ID: String] = [:]
        for row in rows where names.updateValue(row.name, forKey: row.id) != nil {
            throw Calls.malformed(HTTPCall(.get, path), "an id stands twice")
        }
        return names
    }

    /// Checks what the contract demands of ids and names: present and unique.
    private static func check(
        _ what: String, _ rows: [(id: String, name: String)]
    ) throws(MarketplaceFailure) {
        var ids = Set<String>()
        var names = Set<String>()
        for row in rows {
            let isFit =
                (1...MarketplaceLimits.idCharacters).contains(row.id.count)
                && (1...MarketplaceLimits.textCharacters).contains(row.name.count)
            guard isFit, ids.insert(row.id).inserted, names.insert(row.name).inserted else {
                throw Calls.refusal(
                    "H1002",
                    "of the \(what), the id `\(row.id)` or the name `\(row.name)` "
                        + (isFit ? "stands twice" : "is empty or too long"),
                    hint: "give each an id and a name of its own: at most "
                        + "\(MarketplaceLimits.idCharacters) and "
                        + "\(MarketplaceLimits.textCharacters) characters")
            }
        }
    }
}
