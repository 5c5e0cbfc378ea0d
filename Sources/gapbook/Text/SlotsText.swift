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
            groups(of: practitioner).flatMap { lines(for: $0, of: practitioner) }
        }
    }

    /// Types that show the same starts, together.
    private func groups(of practitioner: PractitionerEvaluation) -> [[TypeEvaluation]] {
        var groups: [[TypeEvaluation]] = []
        for type in practitioner.types where type.isOffered {
            guard selection.includes(practitioner, type) else { continue }
            if let place = groups.firstIndex(where: { $0[0].starts == type.starts }) {
                groups[place].append(type)
            } else {
                groups.append([type])
            }
        }
        return groups
    }

    private func lines(
        for types: [TypeEvaluation], of practitioner: PractitionerEvaluation
    ) -> [String] {
        let names = types.map { type in
            type.type.name + (type.length.map { " (\($0))" } ?? "")
        }
        var lines = ["  \(practitioner.practitioner.name): \(names.joined(separator: ", "))"]
        let starts = types[0].starts.filter { selection.includes($0.date) }
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
