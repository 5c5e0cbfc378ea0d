import ArgumentParser
import Diagnostics
import Diary

/// With whom an appointment type is meant: a type stands for one practitioner.
struct PractitionerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A practitioner, by id or by name.", valueName: "id-or-name"))
    var practitioner: String?

    @Flag(help: "Every practitioner.")
    var all = false

    func validate() throws {
        if all && practitioner != nil {
            throw ValidationError("name one with --practitioner, or use --all: not both")
        }
    }

    /// The types of that id or name that the options mean.
    ///
    /// - Throws: C0005 for the type, C0004 for the practitioner, C0405 where it is not clear with
    ///   whom.
    func types(_ words: String, in known: KnownPractice) throws(Problem) -> [AppointmentType] {
        let id = try known.types.choose(words)
        let types = known.setUp.appointmentTypes.filter { $0.id == id }
        if let practitioner {
            let chosen = try known.practitioners.choose(practitioner)
            let own = types.filter { $0.practitioner == chosen }
            guard own.isEmpty else { return own }
            throw Problem(
                "C0005", "\(known.words(chosen)) has no appointment type `\(id)`",
                hint: "it is with \(list(types, known)); `gapbook types add` adds it")
        }
        guard all || types.count == 1 else {
            throw Problem(
                "C0405", "the type `\(id)` is with \(types.count) practitioners",
                hint: "name one with --practitioner, or all with --all: \(list(types, known))")
        }
        return types
    }

    private func list(_ types: [AppointmentType], _ known: KnownPractice) -> String {
        Words.list(types.map { known.words($0.practitioner) })
    }
}
