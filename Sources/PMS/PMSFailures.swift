internal import Diagnostics
package import Ports
package import Wire

// Failures that no status says. They name lists, ids and fields, and never what stands in them.
extension WireSide {
    /// The time for one reading is used up.
    package func tooSlow(_ call: HTTPCall) -> PMSFailure {
        let minutes = PMSLimits.readingTime.components.seconds / 60
        return PMSFailure(
            .noAnswer,
            Problem(
                "P0004", "reading \(name) takes longer than \(minutes) minutes",
                hint: "see whether the practice's server is slow, or the pace too low",
                context: [Problem.Fact("call", "\(call.method.rawValue) \(call.path)")]))
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

    /// More days are asked for than a snapshot can hold.
    package func tooManyDays(_ count: Int) -> PMSFailure {
        PMSFailure(
            .refused,
            Problem(
                "P0007", "a reading of \(count) days is more than \(PMSLimits.days) days",
                hint: "ask for fewer days"))
    }
}
