internal import Diagnostics
package import Ports
package import Wire

// Failures that no status says. They name lists, ids and fields, and never what stands in them.
extension WireSide {
    /// The time for one task is used up.
    package func tooSlow(_ call: HTTPCall, _ time: Duration) -> PMSFailure {
        PMSFailure(
            .noAnswer,
            Problem(
                "P0004", "asking \(name) takes longer than \(time.components.seconds) seconds",
                hint: "see whether the practice's server is slow, or the pace too low",
                context: [Problem.Fact("call", "\(call.method.rawValue) \(call.path)")]))
    }

    /// A call that makes something was not sent, so it had no effect.
    func notSent(_ call: HTTPCall, because failure: PMSFailure) -> PMSFailure {
        var notSent = self.failure(.unreachable, call, detail: "it was not sent")
        notSent.problem.causes = [failure.problem]
        return notSent
    }

    /// A row that must be there cannot be used.
    package func unusableRow(of list: String, id: String?, _ fault: FieldFault) -> PMSFailure {
        PMSFailure(
            .malformed,
            Problem(
                "P0005", "\(name) sent a row of `\(list)` that cannot be used: \(fault.words)",
                hint: "tell an engineer the list, the row and the field",
                context: [
                    Problem.Fact("list", list),
                    Problem.Fact("row", id.flatMap(WireField.shown(id:)) ?? "without an id"),
                    Problem.Fact("field", fault.field),
                ]))
    }

    /// A list, or the whole set-up, could not be read in one piece.
    package func notWhole(_ list: String, _ why: String) -> PMSFailure {
        PMSFailure(
            .noAnswer,
            Problem(
                "P0006", "`\(list)` of \(name) could not be read whole: \(why)",
                hint: "it is tried again; where it lasts, tell an engineer the list",
                context: [Problem.Fact("list", list)]))
    }

    /// A list has no end.
    package func tooLong(_ list: String, _ what: String) -> PMSFailure {
        PMSFailure(
            .malformed,
            Problem(
                "P0007", "`\(list)` of \(name) has more than \(what)",
                hint: "tell an engineer the list", context: [Problem.Fact("list", list)]))
    }

    /// A search finds more patients than can be told apart.
    package func tooManyPatients(_ list: String) -> PMSFailure {
        PMSFailure(
            .refused,
            Problem(
                "P0007", "\(name) finds more than \(mostFoundPatients) patients who may be meant",
                hint: "let staff look the patient up", context: [Problem.Fact("list", list)]))
    }

    /// More days are asked for than a snapshot can hold.
    package func tooManyDays(_ count: Int) -> PMSFailure {
        PMSFailure(
            .refused,
            Problem(
                "P0007", "a reading of \(count) days is more than \(PMSLimits.days) days",
                hint: "ask for fewer days"))
    }
}
