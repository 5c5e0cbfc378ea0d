import Diagnostics
import Diary
import Evaluation
import Ledger
import Ports
import Rules
import Server

/// A practice as the ledger knows it: its set-up, and what was last read from its PMS.
struct KnownPractice {
    let record: PracticeRecord
    let setUp: SetUp
    /// The newest kept reading; nil before the first one.
    let reading: PMSReading?
    let opened: OpenLedger

    var id: PracticeID { record.id }

    /// The newest kept reading.
    ///
    /// - Throws: C0404 before the first one.
    func read() throws(Problem) -> PMSReading {
        if let reading { return reading }
        throw Problem(
            "C0404", "`\(id)` has not been read yet, so nobody knows what its PMS has",
            hint: record.isEnabled
                ? "start `gapbook serve`, or run `gapbook sync --practice \(id)`, and try again"
                : "run `gapbook practice enable \(id)`, let the service read it, and try again")
    }

    /// How old the reading is, as a line for people.
    var readingWords: String {
        guard let reading else { return "the PMS has not been read yet" }
        return "by the reading of \(reading.readAt), "
            + "\(Words.age(from: reading.readAt, to: opened.now)) old"
    }

    /// What would be published with that set-up, by the newest reading.
    ///
    /// - Throws: C0404 before the first reading, R0101 where there are no rules.
    func evaluation(with setUp: SetUp) async throws -> Evaluation {
        let reading = try read()
        let zones = ZoneDatabase()
        let evaluator = Evaluator(
            rules: try await rules(), zone: try zones.zone(named: setUp.timeZone),
            zoneVersion: zones.version)
        let snapshot = Snapshot(
            pms: reading, setUp: setUp, claims: try await opened.ledger.claims(of: id))
        return evaluator.evaluate(snapshot, now: max(opened.now, reading.readAt))
    }

    /// The rules that decide: the active revision, else those of the configured directory.
    func rules() async throws -> RuleSet {
        if let active = try await opened.ledger.activeRevision(of: id),
            let revision = try await opened.ledger.revision(active.id)
        {
            return RuleSet(revision.files.map { RuleFile(path: $0.path, text: $0.text) })
        }
        do {
            return try RuleSet(
                RuleDirectory(root: opened.configuration.rules), system: record.system,
                practice: id)
        } catch {
            var problem = error
            problem.hint = "name the directory with `rules:` in the configuration"
            throw problem
        }
    }
}

// Who and what can be named.
extension KnownPractice {
    /// The practitioners of the reading, then those that only the set-up has.
    var practitioners: Choices<IdentifierKind.Practitioner> {
        let read = reading?.practitioners.map { (id: $0.id, name: $0.name) } ?? []
        var seen = Set(read.map(\.id))
        let owned = setUp.appointmentTypes.map(\.practitioner).filter { seen.insert($0).inserted }
        return Choices(
            noun: "practitioner", place: "of `\(id)`", code: "C0004",
            items: read + owned.map { (id: $0, name: $0.rawValue) })
    }

    /// The booking reasons of the reading.
    func reasons() throws(Problem) -> Choices<IdentifierKind.Reason> {
        Choices(
            noun: "booking reason", place: "in the latest reading of `\(id)`", code: "C0402",
            items: try read().reasons.map { (id: $0.id, name: $0.name) })
    }

    /// The appointment types of the set-up.
    var types: Choices<IdentifierKind.AppointmentType> {
        Choices(
            noun: "appointment type", place: "in the set-up of `\(id)`", code: "C0005",
            items: setUp.appointmentTypes.map { (id: $0.id, name: $0.name) })
    }

    /// `P1 Dr Amy Chen`, or the id alone where the name is not known.
    func words(_ practitioner: PractitionerID) -> String {
        let name = reading?.practitioners.first { $0.id == practitioner }?.name
        return name.map { "\(practitioner) \($0)" } ?? practitioner.rawValue
    }

    /// `R1 Exam`, or the id alone where the name is not known.
    func words(_ reason: ReasonID) -> String {
        let name = reading?.reasons.first { $0.id == reason }?.name
        return name.map { "\(reason) \($0)" } ?? reason.rawValue
    }
}
