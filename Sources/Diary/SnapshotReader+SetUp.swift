// The half of a snapshot that Gapbook owns. What its links name may be gone from the PMS: that is
// no problem of the file but a finding about the practice (S15).
extension SnapshotReader {
    mutating func setUp(_ node: JSONDocument.Node) -> SetUp? {
        guard isObject(node) else { return nil }
        warnOfUnknownFields(
            in: node,
            known: [
                "time_zone", "phone", "appointment_types", "links", "assigned_reason", "aliases",
                "parameters",
            ])
        let zone = zone(of: node)
        let phone = optional("phone", of: node, SnapshotFields.phone)
        var types: Set<TypeKey> = []
        let appointmentTypes = rows("appointment_types", of: node, atMost: SnapshotLimit.types) {
            $0.appointmentType($1, seen: &types)
        }
        var linked: Set<TypeKey> = []
        let links = rows("links", of: node, atMost: SnapshotLimit.types) {
            $0.link($1, seen: &linked)
        }
        let assigned = present("assigned_reason", of: node).flatMap { self.assignment($0) }
        let aliases = present("aliases", of: node).flatMap { self.aliases($0) }
        let parameters = present("parameters", of: node).map { self.parameters($0) }
        guard let zone else { return nil }
        var setUp = SetUp(timeZone: zone)
        setUp.phone = phone
        setUp.appointmentTypes = appointmentTypes
        setUp.links = links
        setUp.assigned = assigned
        setUp.aliases = aliases ?? Aliases()
        setUp.parameters = parameters ?? [:]
        return setUp
    }

    private mutating func zone(of node: JSONDocument.Node) -> String? {
        guard let name = required("time_zone", of: node, SnapshotFields.zone) else { return nil }
        do { _ = try zones?.zone(named: name) } catch {
            report.add(error, at: document.member("time_zone", of: node) ?? node)
        }
        return name
    }

    /// What makes a type or a link one of its kind: the same type may stand for several people.
    private struct TypeKey: Hashable {
        var type: AppointmentTypeID
        var practitioner: PractitionerID
    }

    private mutating func appointmentType(
        _ row: JSONDocument.Node, seen: inout Set<TypeKey>
    ) -> AppointmentType? {
        guard isObject(row) else { return nil }
        warnOfUnknownFields(in: row, known: ["id", "practitioner", "name", "minutes"])
        let id = required("id", of: row, SnapshotFields.id)
        let practitioner = required("practitioner", of: row, SnapshotFields.id)
        let name = required("name", of: row, SnapshotFields.name)
        let length = required("minutes", of: row, SnapshotFields.length)
        guard let id, let practitioner else { return nil }
        let key = TypeKey(type: AppointmentTypeID(id), practitioner: PractitionerID(practitioner))
        guard isNew(key, in: &seen, at: row, "the type `\(id)` for practitioner `\(practitioner)`"),
            let name, let length
        else { return nil }
        return AppointmentType(
            id: key.type, practitioner: key.practitioner, name: name, length: length)
    }

    private mutating func link(_ row: JSONDocument.Node, seen: inout Set<TypeKey>) -> Link? {
        guard isObject(row) else { return nil }
        warnOfUnknownFields(in: row, known: ["type", "practitioner", "reason"])
        let type = required("type", of: row, SnapshotFields.id)
        let practitioner = required("practitioner", of: row, SnapshotFields.id)
        let reason = required("reason", of: row, SnapshotFields.id)
        guard let type, let practitioner else { return nil }
        let key = TypeKey(type: AppointmentTypeID(type), practitioner: PractitionerID(practitioner))
        guard
            isNew(
                key, in: &seen, at: row,
                "the link of type `\(type)` for practitioner `\(practitioner)`"), let reason
        else { return nil }
        return Link(type: key.type, practitioner: key.practitioner, reason: ReasonID(reason))
    }

    private mutating func assignment(_ node: JSONDocument.Node) -> Assignment? {
        guard isObject(node) else { return nil }
        warnOfUnknownFields(in: node, known: ["reason", "pinned"])
        let isPinned = optional("pinned", of: node, SnapshotFields.flag) ?? false
        return required("reason", of: node, SnapshotFields.id).map {
            Assignment(reason: ReasonID($0), isPinned: isPinned)
        }
    }

    private mutating func aliases(_ node: JSONDocument.Node) -> Aliases? {
        guard isObject(node) else { return nil }
        warnOfUnknownFields(in: node, known: ["healthengine", "types"])
        let names = rows(
            "healthengine", of: node, isRequired: false, atMost: SnapshotLimit.aliases
        ) { $0.value("healthengine", at: $1, SnapshotFields.name) }
        var types: [String: String] = [:]
        if let map = present("types", of: node), isObject(map) {
            for key in named(map, atMost: SnapshotLimit.aliases) {
                let type = value("types", at: key, SnapshotFields.name)
                let reason = value("types", at: key + 1, SnapshotFields.name)
                if let type, let reason { types[type] = reason }
            }
        }
        return Aliases(healthengine: names, types: types)
    }

    private mutating func parameters(
        _ node: JSONDocument.Node
    ) -> [String: [String: ParameterValue]] {
        guard isObject(node) else { return [:] }
        var groups: [String: [String: ParameterValue]] = [:]
        for key in named(node, atMost: SnapshotLimit.parameters) {
            guard let group = value("parameters", at: key, SnapshotFields.parameterName),
                isObject(key + 1)
            else { continue }
            var values: [String: ParameterValue] = [:]
            for name in named(key + 1, atMost: SnapshotLimit.parameters) {
                guard let parameter = value("parameters", at: name, SnapshotFields.parameterName),
                    let value = parameterValue(name + 1)
                else { continue }
                values[parameter] = value
            }
            groups[group] = values
        }
        return groups
    }

    private mutating func parameterValue(_ node: JSONDocument.Node) -> ParameterValue? {
        switch document.kind(of: node) {
        case .true: return .boolean(true)
        case .false: return .boolean(false)
        case .integer:
            return value("parameters", at: node, SnapshotFields.parameterInteger).map {
                .integer($0)
            }
        case .string, .escapedString:
            return value("parameters", at: node, SnapshotFields.parameterText).map { .text($0) }
        case .array: return parameterList(node).map { .list($0) }
        case .null, .fraction, .object:
            reportWrong(
                "parameters", at: node,
                expected: "true, false, a whole number, a text or a list of texts")
            return nil
        }
    }

    private mutating func parameterList(_ node: JSONDocument.Node) -> [String]? {
        var texts: [String] = []
        for element in document.elements(of: node) {
            guard texts.count < SnapshotLimit.parameterList else {
                report.add(
                    .outOfRange, at: node,
                    "the list has more than \(SnapshotLimit.parameterList) texts")
                return nil
            }
            guard let text = value("parameters", at: element, SnapshotFields.parameterText) else {
                return nil
            }
            texts.append(text)
        }
        return texts
    }

    /// The names in an object that maps names to values.
    private mutating func named(
        _ object: JSONDocument.Node, atMost limit: Int
    ) -> [JSONDocument.Node] {
        let names = Array(document.names(of: object))
        guard names.count <= limit else {
            report.add(.outOfRange, at: object, "the object has more than \(limit) fields")
            return []
        }
        return names
    }
}
