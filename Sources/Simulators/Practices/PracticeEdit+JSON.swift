internal import Diary

extension PracticeEdit {
    /// Reads one edit as the control endpoint takes it: its word in `edit`, beside its values.
    init(_ value: JSON, at path: String) throws(Refusal) {
        guard case .text(let word) = value["edit"] ?? .null else {
            throw Refusal("`\(path).edit` must name an edit: \(PracticeEdit.list)")
        }
        guard let read = PracticeEdit.readers[word] else {
            throw Refusal("no edit is called `\(word)`; there are \(PracticeEdit.list)")
        }
        let fields = try FieldReader(value, at: path, known: ["edit"] + read.fields)
        self = try read.make(fields)
    }

    private static var list: String { readers.keys.sorted().joined(separator: ", ") }

    typealias Reader = (
        fields: [String], make: @Sendable (FieldReader) throws(Refusal) -> PracticeEdit
    )

    private static let readers: [String: Reader] = entryReaders.merging(reasonReaders) { $1 }
        .merging(practitionerReaders) { $1 }.merging(practiceReaders) { $1 }
        .merging(patientReaders) { $1 }

    private static let entryReaders: [String: Reader] = [
        "add_entry": (
            ["id", "practitioner", "kind", "status", "start", "minutes", "end"],
            { fields throws(Refusal) in .addEntry(try fields.entry()) }
        ),
        "move_entry": (
            ["entry", "start", "practitioner"],
            { fields throws(Refusal) in
                .moveEntry(
                    try fields.id("entry"), to: try fields.rowTime("start"),
                    practitioner: try fields.optionalText("practitioner").map(PractitionerID.init))
            }
        ),
        "delete_entry": (
            ["entry"], { fields throws(Refusal) in .deleteEntry(try fields.id("entry")) }
        ),
        "cancel_entry": (
            ["entry"],
            { fields throws(Refusal) in .setStatus(try fields.id("entry"), .cancelled) }
        ),
        "set_status": (
            ["entry", "status"],
            { fields throws(Refusal) in
                .setStatus(
                    try fields.id("entry"),
                    try fields.optionalText("status").map(AppointmentStatus.init(oasisWord:)))
            }
        ),
    ]

    private static let reasonReaders: [String: Reader] = [
        "add_reason": (
            ["id", "name", "minutes", "active", "marketing", "practitioners", "at"],
            { fields throws(Refusal) in
                var reason = BookingReason(id: try fields.id("id"), name: try fields.text("name"))
                reason.minutes = try fields.minutes("minutes")
                reason.isActive = fields.value("active") != .flag(false)
                reason.isMarketing = fields.value("marketing") == .flag(true)
                reason.practitioners = try fields.members("practitioners")
                return .addReason(reason, at: try fields.optionalInteger("at", 0...10_000))
            }
        ),
        "remove_reason": (
            ["reason"], { fields throws(Refusal) in .removeReason(try fields.id("reason")) }
        ),
        "rename_reason": (
            ["reason", "name"],
            { fields throws(Refusal) in
                .renameReason(try fields.id("reason"), try fields.text("name"))
            }
        ),
        "set_reason_active": (
            ["reason", "active"],
            { fields throws(Refusal) in
                .setReasonActive(try fields.id("reason"), try fields.flag("active"))
            }
        ),
        "move_reason": (
            ["reason", "at"],
            { fields throws(Refusal) in
                .moveReason(try fields.id("reason"), to: try fields.integer("at", 0...10_000))
            }
        ),
        "set_reason_length": (
            ["reason", "minutes"],
            { fields throws(Refusal) in
                .setReasonLength(try fields.id("reason"), try fields.minutes("minutes"))
            }
        ),
        "set_members": (
            ["reason", "practitioners"],
            { fields throws(Refusal) in
                .setMembers(try fields.id("reason"), try fields.members("practitioners"))
            }
        ),
    ]

    private static let practitionerReaders: [String: Reader] = [
        "add_practitioner": (
            [
                "id", "name", "role", "provider_type", "enable_online", "new_patient_minutes",
                "default_minutes",
            ],
            { fields throws(Refusal) in .addPractitioner(try fields.practitioner()) }
        ),
        "remove_practitioner": (
            ["practitioner"],
            { fields throws(Refusal) in .removePractitioner(try fields.id("practitioner")) }
        ),
        "set_practitioner_active": (
            ["practitioner", "active"],
            { fields throws(Refusal) in
                .setPractitionerActive(try fields.id("practitioner"), try fields.flag("active"))
            }
        ),
        "rename_practitioner": (
            ["practitioner", "name"],
            { fields throws(Refusal) in
                .renamePractitioner(try fields.id("practitioner"), try fields.text("name"))
            }
        ),
        "set_enable_online": (
            ["practitioner", "token"],
            { fields throws(Refusal) in
                .setEnableOnline(try fields.id("practitioner"), try fields.optionalText("token"))
            }
        ),
        "set_new_patient_length": (
            ["practitioner", "minutes"],
            { fields throws(Refusal) in
                .setNewPatientLength(try fields.id("practitioner"), try fields.minutes("minutes"))
            }
        ),
        "set_default_length": (
            ["practitioner", "minutes"],
            { fields throws(Refusal) in
                .setDefaultLength(try fields.id("practitioner"), try fields.minutes("minutes"))
            }
        ),
    ]

    private static let practiceReaders: [String: Reader] = [
        "set_stacking": (
            ["stacking"],
            { fields throws(Refusal) in
                .setStacking(fields.value("stacking") == nil ? nil : try fields.flag("stacking"))
            }
        ),
        "set_interval": (
            ["minutes"], { fields throws(Refusal) in .setInterval(try fields.minutes("minutes")) }
        ),
        "set_offset": (
            ["minutes"],
            { fields throws(Refusal) in
                .setOffset(try fields.optionalInteger("minutes", -720...840))
            }
        ),
        "set_version": (
            ["version"],
            { fields throws(Refusal) in .setVersion(try fields.optionalText("version")) }
        ),
        "add_session": (
            ["practitioner", "date", "start", "end", "breaks"],
            { fields throws(Refusal) in .addSession(try fields.session()) }
        ),
        "remove_sessions": (
            ["practitioner", "date"],
            { fields throws(Refusal) in
                .removeSessions(try fields.id("practitioner"), try fields.date("date"))
            }
        ),
    ]
}

extension FieldReader {
    /// An id that must be there.
    func id<Kind>(_ name: String) throws(Refusal) -> Identifier<Kind> {
        Identifier(try text(name))
    }

    /// Minutes, 1...1440, that may be left out or null.
    fileprivate func minutes(_ name: String) throws(Refusal) -> Minutes? {
        try optionalInteger(name, 1...1440).map(Minutes.init)
    }

    /// A wall-clock time, or one with an offset.
    fileprivate func rowTime(_ name: String) throws(Refusal) -> RowTime {
        let text = try text(name)
        if let local = CivilDateTime(text) { return .civil(local) }
        if let instant = Instant(text) { return .exact(instant) }
        throw Refusal(
            "`\(place(name))` must be a time such as 2026-03-04T09:30, not `\(text)`")
    }

    fileprivate func entry() throws(Refusal) -> DiaryEntry {
        let minutes = try minutes("minutes")
        let end: DiaryEntry.End =
            if let minutes { .after(minutes) } else { .at(try rowTime("end")) }
        return DiaryEntry(
            id: try id("id"), practitioner: try id("practitioner"),
            kind: DiaryEntry.Kind(oasisWord: try optionalText("kind") ?? "appointment"),
            status: try optionalText("status").map(AppointmentStatus.init(oasisWord:)),
            start: try rowTime("start"), end: end)
    }

    fileprivate func practitioner() throws(Refusal) -> Practitioner {
        var practitioner = Practitioner(id: try id("id"), name: try text("name"))
        practitioner.role = try optionalText("role")
        practitioner.providerType = try optionalText("provider_type")
        practitioner.enableOnline = try optionalText("enable_online")
        practitioner.newPatientMinutes = try minutes("new_patient_minutes")
        practitioner.defaultMinutes = try minutes("default_minutes")
        return practitioner
    }

    fileprivate func session() throws(Refusal) -> WorkingSession {
        var breaks: [WorkingSession.Break] = []
        for (index, value) in (value("breaks") == nil ? [] : try list("breaks")).enumerated() {
            let pause = try FieldReader(
                value, at: place("breaks[\(index)]"), known: ["start", "end"])
            breaks.append(
                WorkingSession.Break(
                    start: try pause.time("start"), end: try pause.time("end", isEnd: true)))
        }
        return WorkingSession(
            practitioner: try id("practitioner"), date: try date("date"),
            start: try time("start"), end: try time("end", isEnd: true), breaks: breaks)
    }

    /// Members as ids, or as objects with an id and minutes; nil for everybody.
    fileprivate func members(_ name: String) throws(Refusal) -> [BookingReason.Member]? {
        guard value(name) != nil else { return nil }
        var members: [BookingReason.Member] = []
        for (index, value) in try list(name).enumerated() {
            if case .text(let id) = value {
                members.append(BookingReason.Member(PractitionerID(id)))
                continue
            }
            let fields = try FieldReader(
                value, at: place("\(name)[\(index)]"), known: ["practitioner", "minutes"])
            members.append(
                BookingReason.Member(
                    try fields.id("practitioner"), minutes: try fields.minutes("minutes")))
        }
        return members
    }
}
