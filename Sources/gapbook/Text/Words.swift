import Diary

/// Dates and times as people at a practice read them.
enum Words {
    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Tue 3 Mar 2026`.
    static func date(_ date: CivilDate) -> String { "\(shortDate(date)) \(date.parts.year)" }

    /// `Tue 3 Mar`.
    static func shortDate(_ date: CivilDate) -> String {
        let parts = date.parts
        return "\(days[date.weekday - 1]) \(parts.day) \(months[parts.month - 1])"
    }

    /// `Tue 3 Mar 2026 09:30`.
    static func dateTime(_ time: CivilDateTime) -> String { "\(date(time.date)) \(time.timeText)" }

    /// `30, 45 and 60 min`.
    static func lengths(_ lengths: [Minutes]) -> String {
        "\(list(lengths.map { "\($0.count)" })) min"
    }

    /// `a, b and c`.
    static func list(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    /// `1 start`, `2 starts`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// Room on a disk, rounded down: `0 MB`, `256 MB`, `72 GB`.
    static func room(_ bytes: Int) -> String {
        bytes < 1 << 30 ? "\(bytes >> 20) MB" : "\(bytes >> 30) GB"
    }

    /// How long ago, in the largest unit that is at least one: `11 min`, `3 h`, `2 days`.
    static func age(from earlier: Instant, to later: Instant) -> String {
        age(minutes: max(0, later.seconds - earlier.seconds) / 60)
    }

    /// The same of a number of minutes.
    static func age(minutes: Int) -> String {
        if minutes < 60 { return "\(minutes) min" }
        if minutes < 48 * 60 { return "\(minutes / 60) h" }
        return "\(minutes / 1440) days"
    }
}

/// Columns as wide as their widest cell.
struct TextTable {
    private var rows: [[String]] = []

    mutating func add(_ cells: String...) { rows.append(cells) }

    /// The rows, two spaces between columns and none at the end of a line.
    func lines(indent: Int = 2) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                column == row.count - 1
                    ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            var line = String(repeating: " ", count: indent) + cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
