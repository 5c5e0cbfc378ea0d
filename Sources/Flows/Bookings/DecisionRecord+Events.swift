internal import Diagnostics
internal import Diary
internal import Evaluation
internal import Findings
internal import Ports
internal import Rules

// What a rule decided about a booking, for its timeline.
extension DecisionRecord {
    /// The answer, who gave it, why, and each step that led to it.
    func event(at now: Instant, _ words: String) -> BookingEvent {
        let why = answer.first { $0.name == "why" }.map { ": \($0.value)" } ?? ""
        let trace = steps.map { "; \($0.text)" }.joined()
        return BookingEvent(
            at: now, what: decision, detail: "\(words), by \(answeredBy.place)\(why)\(trace)")
    }

    /// Invariant 4: each rule that failed before the answer was found, under its code.
    func failures(at now: Instant) -> [BookingEvent] {
        failures.map { failure in
            BookingEvent(
                at: now, what: failure.kind.code.rawValue,
                detail: "\(failure.place): \(failure.problem.message)")
        }
    }
}

extension RuleOrigin {
    /// The file, or the layer of what stands in none.
    var place: String { file ?? layer.rawValue }
}
