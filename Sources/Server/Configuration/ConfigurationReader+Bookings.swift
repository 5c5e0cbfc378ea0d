internal import Diagnostics
internal import Ports

// What bookings need: keys for patients' details, how long those are kept, how a PMS takes
// insertions.
extension ConfigurationReader {
    static let mostPatientKeys = 20
    /// As long as the ledger keeps a booking at most.
    static let patientDays = 1...400
    static let usualPatientDays = 30
    static let delaySeconds = 1...3600

    /// The keys, the one that seals first. Whether each one is a key is seen where it is read.
    func patientKeys() -> [ConfiguredPatientKey] {
        var keys: [ConfiguredPatientKey] = []
        for section in top.sections("patient_keys", atMost: Self.mostPatientKeys) {
            let id = section.requiredText("id", atMost: 64, "\"2026-03\"")
            let key = section.secret("key").map(resolved)
            section.end()
            guard let id, let key else { continue }
            if keys.contains(where: { $0.id == id }) {
                twice("id", id, in: section)
            } else {
                keys.append(ConfiguredPatientKey(id: id, key: key))
            }
        }
        return keys
    }

    /// What an operator knows of how the PMS takes insertions; the adapter assumes the rest.
    func insertion(in connection: ConfigurationSection) -> ConfiguredInsertion {
        var insertion = ConfiguredInsertion()
        guard let section = connection.section("insertion") else { return insertion }
        defer { section.end() }
        if let word = section.text("reference") {
            insertion.reference = PMSCapabilities.Reference(rawValue: word)
            if insertion.reference == nil {
                let words = PMSCapabilities.Reference.allCases.map(\.rawValue)
                section.refuse(
                    "reference", "is not `honoured`, `carried` or `absent`",
                    hint: Spelling.hint(for: word, among: words))
            }
        }
        insertion.rejectsOverlaps = section.flag("rejects_overlaps")
        if section.has("longest_delay_seconds") {
            insertion.longestDelaySeconds = section.integer(
                "longest_delay_seconds", in: Self.delaySeconds, or: 120)
        }
        return insertion
    }

    func patientDays() -> Int {
        top.integer("patient_days", in: Self.patientDays, or: Self.usualPatientDays)
    }

    /// Bookings cannot be stored without a key, so each one is rejected.
    func warnOfMissingKey(_ configuration: Configuration) {
        guard configuration.expectsBookings, configuration.patientKeys.isEmpty else { return }
        top.report.warn(
            .noPatientKey, "every booking will be rejected: there is no key for patient data",
            hint: "make one with `openssl rand -base64 32`, and name its place: "
                + "`patient_keys: [{ id: \"2026-03\", key: file:PATH }]`",
            at: .init(mark: top.mark, path: "patient_keys", hidesRest: true))
    }
}
