import Diagnostics
import Diary
import Evaluation

/// The offered starts, day by day.
struct SlotsText {
    let evaluation: Evaluation
    let style: Style
    /// How many days with starts are shown for each type; nil for all.
    var days: Int?
    /// Only these; everybody and everything where nil.
    var selection = Selection()

    static let startsPerLine = 10

    var lines: [String] {
        evaluation.practitioners.flatMap { practitioner in
            practitioner.types.filter { selection.includes(practitioner, $0) }.flatMap { type in
                type.isOffered ? lines(for: type, of: practitioner) : []
            }
        }
    }

    private func lines(
        for type: TypeEvaluation, of practitioner: PractitionerEvaluation
    ) -> [String] {
        let length = type.length.map { "\($0)" } ?? ""
        var lines = ["  \(practitioner.practitioner.name), \(type.type.name) (\(length))"]
        let starts = type.starts.filter { selection.includes($0.date) }
        if starts.isEmpty { return lines + ["    no start is free"] }
        let groups = Dictionary(grouping: starts, by: \.date).sorted { $0.key < $1.key }
        let shown = groups.prefix(days ?? groups.count)
        for (date, starts) in shown {
            let day = Words.shortDate(date)
            let label = day + String(repeating: " ", count: max(0, 10 - day.count))
            let times = starts.map(\.timeText)
            for row in stride(from: 0, to: times.count, by: Self.startsPerLine) {
                let part = times[row..<min(row + Self.startsPerLine, times.count)]
                let head = row == 0 ? label : String(repeating: " ", count: label.count)
                lines.append("    \(head)  \(part.joined(separator: " "))")
            }
        }
        if groups.count > shown.count {
            lines.append("    and \(Words.count(groups.count - shown.count, "more day"))")
        }
        return lines
    }
}

/// What the user asked to see.
struct Selection {
    var practitioner: PractitionerID?
    var type: AppointmentTypeID?
    var first: CivilDate?
    var last: CivilDate?

    func includes(_ practitioner: PractitionerEvaluation, _ type: TypeEvaluation) -> Bool {
        self.practitioner.map { $0 == practitioner.practitioner.id } ?? true
            && self.type.map { $0 == type.type.id } ?? true
    }

    func includes(_ date: CivilDate) -> Bool {
        first.map { $0 <= date } ?? true && last.map { date <= $0 } ?? true
    }
}
