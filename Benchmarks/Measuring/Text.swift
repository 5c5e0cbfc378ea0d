/// Nanoseconds in the unit that reads best.
public func duration(_ nanoseconds: Double) -> String {
    switch nanoseconds {
    case ..<1_000: "\(decimal(nanoseconds, places: 0)) ns"
    case ..<1_000_000: "\(decimal(nanoseconds / 1_000, places: 2)) us"
    default: "\(decimal(nanoseconds / 1_000_000, places: 3)) ms"
    }
}

/// A number with so many digits after the point, 0...6.
public func decimal(_ number: Double, places: Int) -> String {
    guard number.isFinite else { return "-" }
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((number * Double(scale)).rounded())
    guard places > 0 else { return "\(scaled)" }
    let rest = "\(scaled % scale)"
    return "\(scaled / scale)." + String(repeating: "0", count: places - rest.count) + rest
}

/// Rows as a table of Markdown, its columns aligned.
public func layOut(_ rows: [[String]]) -> String {
    guard let head = rows.first else { return "" }
    let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
        let cells = zip(row, widths).map { cell, width in
            cell + String(repeating: " ", count: width - cell.count)
        }
        return "| " + cells.joined(separator: " | ") + " |"
    }
    let rule = "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|")
    return ([lines[0], rule + "|"] + lines.dropFirst()).joined(separator: "\n")
}
