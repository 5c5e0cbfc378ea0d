import Diagnostics
import Diary
import Foundation
import Ledger
import Ports
import Server

// Whether bookings can be taken, and whether somebody has to look at some.
extension Doctor {
    /// The keys for patients, against what the ledger's patients were sealed with. Nothing is
    /// entered or opened.
    static func patientKeys(
        _ configuration: Configuration, in ledger: Ledger
    ) async throws -> [DoctorCheck] {
        let subject = "patient keys"
        let named = configuration.patientKeys
        let ring = PatientKeyring(named)
        var problems = ring.problems
        if let keys = ring.keys { problems += try await ledger.refusals(of: keys) }
        var checks = problems.map { DoctorCheck(problem: $0, subject, .error) }
        for key in named {
            guard case .file(let path) = key.key, isOpen(path) else { continue }
            checks.append(
                DoctorCheck(
                    subject, .warning, "others can read `\(path)`", advice: "chmod 600 \(path)"))
        }
        let uses = try await ledger.patientKeys()
        let lost = uses.filter { use in
            use.patients > 0 && !named.contains { $0.id == use.id }
        }
        checks += lost.map { use in
            DoctorCheck(
                subject, .error,
                "\(Words.count(use.patients, "patient")) were sealed with the key `\(use.id)`, "
                    + "which is not named", advice: "put the key back into `patient_keys`")
        }
        guard checks.isEmpty, let newest = named.first else { return checks }
        return [DoctorCheck(subject, .ok, words(newest, named, uses))]
    }

    private static func words(
        _ newest: ConfiguredPatientKey, _ named: [ConfiguredPatientKey], _ uses: [PatientKeyUse]
    ) -> String {
        let kept = uses.reduce(0) { $0 + $1.patients }
        let idle = named.dropFirst().filter { key in
            !uses.contains { $0.id == key.id && $0.patients > 0 }
        }
        let spare =
            idle.isEmpty
            ? ""
            : "; nothing is sealed with \(Words.list(idle.map { "`\($0.id)`" })) any more, "
                + "which can be taken out"
        return "`\(newest.id)` seals; \(Words.count(kept, "patient")) kept" + spare
    }

    /// Bookings of a practice that somebody has to look at.
    static func bookings(
        of record: PracticeRecord, in ledger: Ledger, now: Instant
    ) async throws -> [DoctorCheck] {
        let open = try await ledger.openBookings(of: record.id)
        let waiting = open.filter { $0.state.word == .needsPerson }
        let late = open.filter { booking in
            booking.state.word != .needsPerson && booking.deadline.map { $0 < now } ?? false
        }
        let subject = "practice \(record.id)"
        var checks: [DoctorCheck] = []
        if let oldest = waiting.map(\.since).min() {
            checks.append(
                DoctorCheck(
                    subject, .warning,
                    "\(Words.count(waiting.count, "booking")) waiting for a person, the oldest "
                        + "for \(Words.age(from: oldest, to: now))",
                    advice: "see `gapbook bookings --practice \(record.id) --state needs-person`"))
        }
        if !late.isEmpty {
            checks.append(
                DoctorCheck(
                    subject, .error,
                    "\(Words.count(late.count, "booking")) should have ended by now, and nobody "
                        + "works on them",
                    advice: "start the service; `gapbook bookings --state open` lists them"))
        }
        return checks
    }
}
