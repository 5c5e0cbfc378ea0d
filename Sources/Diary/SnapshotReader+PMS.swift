// The half of a snapshot that was read from the PMS: all but its long lists.
extension SnapshotReader {
    mutating func reading(_ pms: JSONDocument.Node) -> PMSReading? {
        guard isObject(pms) else { return nil }
        warnOfUnknownFields(
            in: pms,
            known: [
                "system", "practice", "practice_name", "read_at", "version", "offset_minutes",
                "stacking", "interval_minutes", "days", "complete", "dropped", "practitioners",
                "reasons", "sessions", "diary",
            ])
        system = required("system", of: pms, SnapshotFields.system)
        let practice = required("practice", of: pms, SnapshotFields.practice)
        let name = required("practice_name", of: pms, SnapshotFields.name)
        let readAt = required("read_at", of: pms, SnapshotFields.instant)
        days = required("days", of: pms) { $0.days($1) }
        let version = optional("version", of: pms, SnapshotFields.remark)
        let offset = optional("offset_minutes", of: pms, SnapshotFields.offset)
        let stacking = optional("stacking", of: pms, SnapshotFields.flag)
        let interval = optional("interval_minutes", of: pms, SnapshotFields.length)
        let isComplete = optional("complete", of: pms, SnapshotFields.flag) ?? true
        let dropped = rows("dropped", of: pms, isRequired: false, atMost: SnapshotLimit.dropped) {
            $0.dropped($1)
        }
        warnOfForeignFields(["offset_minutes"], of: .exact, in: pms)
        let practitioners = practitioners(of: pms)
        let reasons = reasons(of: pms)
        let sessions = rows("sessions", of: pms, atMost: SnapshotLimit.sessions) {
            $0.session($1)
        }
        let diary = diary(of: pms)
        guard let system, let practice, let name, let readAt, let days else { return nil }
        var reading = PMSReading(
            system: system, practice: PracticeID(practice), practiceName: name, readAt: readAt,
            days: days)
        reading.version = version
        reading.offsetMinutes = offset
        reading.stacking = stacking
        reading.interval = interval
        reading.isComplete = isComplete
        reading.dropped = dropped
        reading.practitioners = practitioners
        reading.reasons = reasons
        reading.sessions = sessions
        reading.diary = diary
        return reading
    }

    private mutating func days(_ node: JSONDocument.Node) -> ClosedRange<CivilDate>? {
        guard isObject(node) else { return nil }
        warnOfUnknownFields(in: node, known: ["first", "last"])
        let first = required("first", of: node, SnapshotFields.date)
        let last = required("last", of: node, SnapshotFields.date)
        guard let first, let last else { return nil }
        guard first <= last else {
            report.add(
                .outOfRange, at: node, "the last day, \(last), is before the first, \(first)")
            return nil
        }
        let count = last.dayNumber - first.dayNumber + 1
        guard count <= SnapshotLimit.days else {
            report.add(
                .outOfRange, at: node, "`days` spans \(count) days, more than \(SnapshotLimit.days)"
            )
            return nil
        }
        return first...last
    }

    private mutating func dropped(_ row: JSONDocument.Node) -> DroppedRows? {
        guard isObject(row) else { return nil }
        warnOfUnknownFields(in: row, known: ["list", "count", "why"])
        let list = required("list", of: row, SnapshotFields.name)
        let count = required("count", of: row, SnapshotFields.count)
        let why = required("why", of: row, SnapshotFields.name)
        guard let list, let count, let why else { return nil }
        return DroppedRows(list: list, count: count, why: why)
    }

    private mutating func practitioners(of pms: JSONDocument.Node) -> [Practitioner] {
        var seen: Set<PractitionerID> = []
        let problemsBefore = report.count
        let result = rows("practitioners", of: pms, atMost: SnapshotLimit.practitioners) {
            $0.practitioner($1, seen: &seen)
        }
        if report.count == problemsBefore && !report.isFull { practitioners = seen }
        return result
    }

    private mutating func practitioner(
        _ row: JSONDocument.Node, seen: inout Set<PractitionerID>
    ) -> Practitioner? {
        guard isObject(row) else { return nil }
        warnOfUnknownFields(
            in: row,
            known: [
                "id", "name", "role", "provider_type", "specialties", "active", "enable_online",
                "new_patient_minutes", "default_minutes",
            ])
        warnOfForeignFields(["provider_type", "default_minutes"], of: .exact, in: row)
        warnOfForeignFields(["enable_online", "new_patient_minutes"], of: .oasis, in: row)
        let id = required("id", of: row, SnapshotFields.id).map { PractitionerID($0) }
        let name = required("name", of: row, SnapshotFields.name)
        let role = optional("role", of: row, SnapshotFields.remark)
        let type = optional("provider_type", of: row, SnapshotFields.remark)
        let specialties = rows(
            "specialties", of: row, isRequired: false, atMost: SnapshotLimit.specialties
        ) { $0.value("specialties", at: $1, SnapshotFields.name) }
        let isActive = optional("active", of: row, SnapshotFields.flag) ?? true
        let token = optional("enable_online", of: row, SnapshotFields.remark)
        let newPatient = optional("new_patient_minutes", of: row, SnapshotFields.lengthOrBlank)
        let length = optional("default_minutes", of: row, SnapshotFields.length)
        guard let id, isNew(id, in: &seen, at: row, "the practitioner `\(id)`"), let name else {
            return nil
        }
        var practitioner = Practitioner(id: id, name: name)
        practitioner.role = role
        practitioner.providerType = type
        practitioner.specialties = specialties
        practitioner.isActive = isActive
        practitioner.enableOnline = token
        practitioner.newPatientMinutes = newPatient?.count == 0 ? nil : newPatient
        practitioner.defaultMinutes = length
        return practitioner
    }

    private mutating func reasons(of pms: JSONDocument.Node) -> [BookingReason] {
        var seen: Set<ReasonID> = []
        return rows("reasons", of: pms, atMost: SnapshotLimit.reasons) {
            $0.reason($1, seen: &seen)
        }
    }

    private mutating func reason(
        _ row: JSONDocument.Node, seen: inout Set<ReasonID>
    ) -> BookingReason? {
        guard isObject(row) else { return nil }
        warnOfUnknownFields(
            in: row,
            known: [
                "id", "name", "active", "marketing", "marketing_default", "minutes",
                "practitioners",
            ])
        let id = required("id", of: row, SnapshotFields.id).map { ReasonID($0) }
        let name = required("name", of: row, SnapshotFields.name)
        let isActive = optional("active", of: row, SnapshotFields.flag) ?? true
        let isMarketing = optional("marketing", of: row, SnapshotFields.flag) ?? false
        let isTicked = optional("marketing_default", of: row, SnapshotFields.flag) ?? false
        let length = optional("minutes", of: row, SnapshotFields.length)
        var members: [BookingReason.Member]?
        if present("practitioners", of: row) != nil {
            var known: Set<PractitionerID> = []
            members = rows("practitioners", of: row, atMost: SnapshotLimit.practitioners) {
                $0.member($1, seen: &known)
            }
        }
        guard let id, isNew(id, in: &seen, at: row, "the reason `\(id)`"), let name else {
            return nil
        }
        var reason = BookingReason(id: id, name: name)
        reason.isActive = isActive
        reason.isMarketing = isMarketing
        reason.isMarketingDefault = isTicked
        reason.minutes = length
        reason.practitioners = members
        return reason
    }

    private mutating func member(
        _ row: JSONDocument.Node, seen: inout Set<PractitionerID>
    ) -> BookingReason.Member? {
        guard isObject(row) else { return nil }
        warnOfUnknownFields(in: row, known: ["practitioner", "minutes"])
        let practitioner = knownPractitioner(of: row)
        let length = optional("minutes", of: row, SnapshotFields.length)
        guard let practitioner,
            isNew(practitioner, in: &seen, at: row, "the practitioner `\(practitioner)`")
        else { return nil }
        return BookingReason.Member(practitioner, minutes: length)
    }

    /// The practitioner that a row names, who must be one of the snapshot's.
    mutating func knownPractitioner(of row: JSONDocument.Node) -> PractitionerID? {
        guard let text = required("practitioner", of: row, SnapshotFields.id) else { return nil }
        let id = PractitionerID(text)
        guard let practitioners, !practitioners.contains(id) else { return id }
        report.add(
            .unknownReference, at: document.member("practitioner", of: row) ?? row,
            "no practitioner has the id `\(shortened(text))`",
            hint: "add the practitioner to `pms.practitioners`, or correct the id")
        return nil
    }

    private mutating func warnOfForeignFields(
        _ names: [StaticString], of owner: PMSSystem, in row: JSONDocument.Node
    ) {
        guard let system, system != owner else { return }
        for name in names {
            guard let node = present(name, of: row) else { continue }
            report.warn(
                .foreignField, at: node,
                "`\(name)` is a field of \(owner.productName), not of \(system.productName)",
                hint: "remove the field, or correct `pms.system`")
        }
    }
}

/// How many rows a list can have.
enum SnapshotLimit {
    static let practitioners = 500
    static let specialties = 20
    static let reasons = 1_000
    static let types = 20_000
    static let sessions = 200_000
    static let diary = 500_000
    static let claims = 10_000
    static let breaks = 50
    static let dropped = 100
    static let aliases = 1_000
    static let parameters = 100
    static let parameterList = 100
    /// Days that a snapshot spans, and that one diary entry takes.
    static let days = 400
}
