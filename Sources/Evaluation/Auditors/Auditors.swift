internal import Diary
internal import Findings
internal import Rules
internal import Slots

/// Turns the typed facts of an evaluation into findings; nothing else makes them.
enum Auditors {
    /// All findings, worst first, then by code. Every topic goes through the practitioners in the
    /// PMS's order and through their types in the set-up's, and the sorting keeps that.
    ///
    /// - Parameter timetables: those that the evaluation's starts come from.
    static func findings(
        of evaluation: Evaluation, in timetables: [PractitionerID: Timetable]
    ) -> [Finding] {
        let audit = Audit(evaluation: evaluation, timetables: timetables)
        var findings = audit.reading() + audit.rules()
        // What a broken-off reading lacks proves nothing about the practice.
        if evaluation.snapshot.pms.isComplete {
            findings += audit.defaultReason() + audit.practitioners() + audit.links()
            findings += audit.stacking() + audit.gaps() + audit.publishing()
        }
        return worstFirst(findings)
    }

    private static func worstFirst(_ findings: [Finding]) -> [Finding] {
        Finding.Severity.allCases.flatMap { severity in
            findings.enumerated()
                .filter { $0.element.severity == severity }
                .sorted { ($0.element.code, $0.offset) < ($1.element.code, $1.offset) }
                .map(\.element)
        }
    }
}

/// One evaluation under audit, with the words that all topics share.
struct Audit {
    let evaluation: Evaluation
    let timetables: [PractitionerID: Timetable]
    let pms: PMSReading
    let setUp: SetUp

    init(evaluation: Evaluation, timetables: [PractitionerID: Timetable]) {
        self.evaluation = evaluation
        self.timetables = timetables
        pms = evaluation.snapshot.pms
        setUp = evaluation.snapshot.setUp
    }

    /// The reason that is the default, as the snapshot has it.
    var chosenReason: BookingReason? { evaluation.reason(evaluation.defaultReason.reason) }

    /// The first day that can be published.
    var today: CivilDate { evaluation.zone.local(at: evaluation.now).date }

    func finding(
        _ code: FindingCode, about subject: Finding.Subject = .init(), _ message: String,
        evidence: [Finding.Fact], severity: Finding.Severity? = nil, fix: String? = nil
    ) -> Finding {
        Finding(
            code, subject, message: message, evidence: evidence, system: pms.system,
            severity: severity, fix: fix)
    }

    /// A practitioner's name, or the id where the PMS does not have them.
    func name(of practitioner: PractitionerID) -> String {
        pms.practitioners.first { $0.id == practitioner }?.name ?? practitioner.rawValue
    }

    /// A reason's id, its place in the PMS's list, and what else decides about it.
    func facts(of reason: BookingReason, as name: String = "reason") -> Finding.Fact {
        let place = pms.reasons.firstIndex { $0.id == reason.id }.map { "place \($0 + 1)" }
        let marks = [
            place, reason.isActive ? nil : "switched off", reason.isMarketing ? "marketing" : nil,
        ]
        return .init(name, ([reason.id.rawValue] + marks.compactMap { $0 }).joined(separator: ", "))
    }

    /// A parameter's value in force and where it comes from.
    func fact(of parameter: String, in group: String) -> [Finding.Fact] {
        guard let found = evaluation.parameter(parameter, of: group), let value = found.value else {
            return []
        }
        let origin = found.origin.file ?? found.origin.layer.rawValue
        return [.init("\(group).\(parameter)", "\(value), from \(origin)")]
    }

    /// A parameter that is a whole number.
    func number(_ parameter: String, of group: String, or fallback: Int) -> Int {
        if case .integer(let number)? = evaluation.parameter(parameter, of: group)?.value {
            return number
        }
        return fallback
    }
}

/// Names as messages show them: in backticks, the last one after `and`.
func quoted(_ names: some Sequence<String>) -> String {
    let names = names.map { "`\($0)`" }
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
}

/// A count with its noun.
func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}
