internal import Diary
internal import LuaVM

/// The practice, as rules see it.
struct PracticeInput: Sendable {
    var id: String
    var name: String
    var system: String
    var stacking: Bool?
    var intervalMinutes: Int?

    static let type = InputType<PracticeInput>(
        "practice", "The practice that is evaluated.",
        [
            .init("id", .text, "Its id at the PMS.", fallback: .value(.string("practice"))) {
                $1.write($0.id)
            },
            .init("name", .text, "Its name.", fallback: .value(.string("Practice"))) {
                $1.write($0.name)
            },
            .init(
                "system", .choice(PMSSystem.allCases.map(\.rawValue)), "Its PMS.",
                fallback: .value(.string("exact"))
            ) { $1.write($0.system) },
            .init("stacking", .boolean, "The PMS's stacking tick box.", optional: true) {
                $1.write($0.stacking)
            },
            .init(
                "interval_minutes", .integer(1...1440),
                "The PMS's own spacing of starts, in minutes.", optional: true
            ) { $1.write($0.intervalMinutes) },
        ])
}

/// A practitioner, as rules see one.
struct PractitionerInput: Sendable {
    var practitioner: Practitioner

    static let type = InputType<PractitionerInput>(
        "practitioner", "A dentist, oral health therapist or hygienist.",
        [
            .init("id", .text, "The id at the PMS.", fallback: .value(.string("P1"))) {
                $1.write($0.practitioner.id.rawValue)
            },
            .init("name", .text, "The name.", fallback: .value(.string(""))) {
                $1.write($0.practitioner.name)
            },
            .init("role", .text, "The role in the PMS's own words.", optional: true) {
                $1.write($0.practitioner.role)
            },
            .init("provider_type", .text, "Exact's provider type.", optional: true) {
                $1.write($0.practitioner.providerType)
            },
            .init(
                "active", .boolean, "Whether the PMS has them active.",
                fallback: .value(.boolean(true))
            ) { $1.write($0.practitioner.isActive) },
            .init(
                "enable_online", .text, "Oasis: the token in 'Enable Online'.", optional: true
            ) { $1.write($0.practitioner.enableOnline) },
            .init(
                "new_patient_minutes", .integer(1...1440),
                "Oasis: the 'New Patient' column, in minutes.", optional: true
            ) { $1.write($0.practitioner.newPatientMinutes?.count) },
            .init(
                "default_minutes", .integer(1...1440),
                "Exact: the practitioner's default length, in minutes.", optional: true
            ) { $1.write($0.practitioner.defaultMinutes?.count) },
        ])
}

/// A booking reason, as rules see one.
struct ReasonInput: Sendable {
    var reason: BookingReason
    var position: Int

    static let type = InputType<ReasonInput>(
        "reason", "A booking reason of the PMS.",
        [
            .init("id", .text, "The id at the PMS.", fallback: .value(.string("R1"))) {
                $1.write($0.reason.id.rawValue)
            },
            .init("name", .text, "The name as the PMS shows it.", fallback: .value(.string(""))) {
                $1.write($0.reason.name)
            },
            .init(
                "name_key", .text, "The name folded: no case, spaces or punctuation.",
                fallback: .foldedName
            ) { $1.write(NameKey($0.reason.name).text) },
            .init(
                "position", .integer(1...100_000), "Its place in the PMS's list, from 1.",
                fallback: .value(.integer(1))
            ) { $1.write($0.position) },
            .init(
                "active", .boolean, "False where the PMS switched it off.",
                fallback: .value(.boolean(true))
            ) { $1.write($0.reason.isActive) },
            .init(
                "marketing", .boolean, "Whether it was made for a campaign.",
                fallback: .value(.boolean(false))
            ) { $1.write($0.reason.isMarketing) },
            .init(
                "marketing_default", .boolean,
                "Whether the PMS ticks it as the default marketing reason.",
                fallback: .value(.boolean(false))
            ) { $1.write($0.reason.isMarketingDefault) },
            .init("minutes", .integer(1...1440), "Its own length, in minutes.", optional: true) {
                $1.write($0.reason.minutes?.count)
            },
            .init(
                "everybody", .boolean, "Whether every practitioner can be booked through it.",
                fallback: .value(.boolean(true))
            ) { $1.write($0.reason.practitioners == nil) },
            .init(
                "practitioners", .list(.text),
                "The ids of those who can be booked through it, where not everybody can.",
                fallback: .value(.array([]))
            ) { $1.write(($0.reason.practitioners ?? []).map(\.practitioner.rawValue)) },
        ])
}

/// A booking reason that an appointment type could be linked to.
struct CandidateInput: Sendable {
    var reason: BookingReason
    var minutes: Minutes?

    static let type = InputType<CandidateInput>(
        "candidate", "A booking reason that an appointment type could be linked to.",
        [
            .init("id", .text, "The reason's id at the PMS.", fallback: .value(.string("R1"))) {
                $1.write($0.reason.id.rawValue)
            },
            .init("name", .text, "The reason's name.", fallback: .value(.string(""))) {
                $1.write($0.reason.name)
            },
            .init("name_key", .text, "The name folded.", fallback: .foldedName) {
                $1.write(NameKey($0.reason.name).text)
            },
            .init(
                "minutes", .integer(1...1440), "Its length with this practitioner, in minutes.",
                optional: true
            ) { $1.write($0.minutes?.count) },
        ])
}

/// An appointment type of the marketplace, as rules see one.
struct TypeInput: Sendable {
    var type: AppointmentType

    static let type = InputType<TypeInput>(
        "appointment_type", "An appointment type of the marketplace.",
        [
            .init("id", .text, "The id at the marketplace.", fallback: .value(.string("T1"))) {
                $1.write($0.type.id.rawValue)
            },
            .init("name", .text, "The name that patients see.", fallback: .value(.string(""))) {
                $1.write($0.type.name)
            },
            .init("name_key", .text, "The name folded.", fallback: .foldedName) {
                $1.write(NameKey($0.type.name).text)
            },
            .init(
                "minutes", .integer(1...1440), "The length, in minutes.",
                fallback: .value(.integer(30))
            ) { $1.write($0.type.length.count) },
        ])
}
