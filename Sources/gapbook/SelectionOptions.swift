import ArgumentParser
import Diagnostics
import Diary
import Evaluation

/// Whom and what a command is about.
struct SelectionOptions: ParsableArguments {
    @Option(help: "A practitioner, by id or by name.")
    var practitioner: String?

    @Option(help: "An appointment type, by id or by name.")
    var type: String?

    /// The practitioners and types that the options name, all of them where they name none.
    ///
    /// - Throws: C0004 for a practitioner and C0005 for a type that the snapshot does not have.
    func matches(
        in evaluation: Evaluation
    ) throws(Problem) -> [(practitioner: PractitionerEvaluation, types: [TypeEvaluation])] {
        let practitioners = try matchingPractitioners(in: evaluation)
        let matches = practitioners.map { practitioner in
            (practitioner: practitioner, types: practitioner.types.filter(isSelected))
        }
        guard let type, matches.allSatisfy({ $0.types.isEmpty }) else { return matches }
        let known = practitioners.flatMap(\.types).map { "`\($0.type.id)` \($0.type.name)" }
        throw Problem(
            "C0005", "no appointment type `\(type)` with \(practitionerWords)",
            hint: known.isEmpty
                ? "add appointment types to the snapshot's set-up"
                : "use one of \(unique(known).joined(separator: ", "))")
    }

    private func matchingPractitioners(
        in evaluation: Evaluation
    ) throws(Problem) -> [PractitionerEvaluation] {
        guard let practitioner else { return evaluation.practitioners }
        let key = NameKey(practitioner)
        let exact = evaluation.practitioners.filter {
            $0.practitioner.id.rawValue == practitioner
        }
        if !exact.isEmpty { return exact }
        let named = evaluation.practitioners.filter { NameKey($0.practitioner.name) == key }
        if !named.isEmpty { return named }
        let known = evaluation.practitioners.map {
            "`\($0.practitioner.id)` \($0.practitioner.name)"
        }
        throw Problem(
            "C0004", "no practitioner `\(practitioner)` in the snapshot",
            hint: "use one of \(known.joined(separator: ", "))")
    }

    private func isSelected(_ evaluated: TypeEvaluation) -> Bool {
        guard let type else { return true }
        return evaluated.type.id.rawValue == type || NameKey(evaluated.type.name) == NameKey(type)
    }

    private var practitionerWords: String { practitioner.map { "`\($0)`" } ?? "anybody" }

    private func unique(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }
}

/// Reads a date option.
func civilDate(_ text: String?, option: String) throws(Problem) -> CivilDate? {
    guard let text else { return nil }
    guard let date = CivilDate(text) else {
        throw Problem("C0006", "`\(text)` is not a date", hint: "write \(option) 2026-03-04")
    }
    return date
}
