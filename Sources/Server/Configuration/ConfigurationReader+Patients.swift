internal import Diagnostics
internal import Ports

// The keys for patients' details, and how long those are kept.
extension ConfigurationReader {
    static let mostPatientKeys = 20
    /// As long as the ledger keeps a booking at most.
    static let patientDays = 1...400
    static let usualPatientDays = 30

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
