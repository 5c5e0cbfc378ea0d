internal import Diary
internal import Findings

/// Turns the typed facts of an evaluation into findings; nothing else makes them.
enum Auditors {
    static func findings(of evaluation: Evaluation) -> [Finding] {
        []
    }
}
