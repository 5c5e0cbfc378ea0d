package import Diary
package import Ports
package import Wire

/// Sorts the rows of a reading into those that can be used and those that are left out, counted
/// and named (invariant 6).
package struct LeftOut: Sendable {
    private var order: [Cause] = []
    private var rows: [Cause: (count: Int, named: [String])] = [:]
    private let side: WireSide

    private struct Cause: Hashable {
        var list: String
        var why: String
    }

    /// How many ids of one cause are named.
    private static let named = 3

    /// Starts with nothing left out.
    package init(_ side: WireSide) { self.side = side }

    /// Leaves a row out.
    package mutating func add(_ list: String, id: String?, _ fault: FieldFault) {
        var cause = Cause(list: list, why: fault.words)
        if rows[cause] == nil {
            // Beyond what a snapshot can name, one line counts all the rest.
            if order.count >= PMSLimits.leftOut - 1 {
                cause = Cause(list: "other rows", why: "cannot be used for other causes")
            }
            if rows[cause] == nil { order.append(cause) }
        }
        var entry = rows[cause] ?? (0, [])
        entry.count += 1
        if entry.named.count < Self.named, let id = id.flatMap(WireField.shown(id:)) {
            entry.named.append(id)
        }
        rows[cause] = entry
    }

    /// All that was left out, as a reading says it.
    package var dropped: [DroppedRows] {
        order.compactMap { cause in
            guard let (count, named) = rows[cause] else { return nil }
            let rest = count > named.count && !named.isEmpty ? " and others" : ""
            let ids = named.isEmpty ? "" : ": \(named.joined(separator: ", "))\(rest)"
            return DroppedRows(
                list: cause.list, count: count, why: String((cause.why + ids).prefix(200)))
        }
    }

    /// The rows of a set-up list; one that cannot be used is left out, which offers less and never
    /// more. A list of which no row can be read has another format, and fails.
    package mutating func usable<Row, Value>(
        _ rows: [WireRow<Row>], of list: String, _ read: (Row) throws(FieldFault) -> Value
    ) throws(PMSFailure) -> [Value] {
        var values: [Value] = []
        var unread: (id: String?, fault: FieldFault)?
        var isRead = rows.isEmpty
        for row in rows {
            do throws(FieldFault) {
                values.append(try read(row.value.get()))
                isRead = true
            } catch {
                if error.isForeign { isRead = true } else { unread = (row.id, error) }
                add(list, id: row.id, error)
            }
        }
        if !isRead, let unread {
            throw side.unusableRow(of: list, id: unread.id, unread.fault)
        }
        return values
    }

    /// The rows of a diary. One that frees nobody's time may be left out; any other that cannot be
    /// used fails the reading, for without it the time that it takes would be offered.
    package mutating func taken<Row>(
        _ rows: [WireRow<Row>], of list: String, freeing: Set<String>,
        _ read: (Row) throws(FieldFault) -> DiaryRow
    ) throws(PMSFailure) -> [DiaryEntry] {
        var entries: [DiaryEntry] = []
        for row in rows {
            do throws(FieldFault) {
                let diary = try read(row.value.get())
                entries += diary.entries
                for fault in diary.nobodys { add(list, id: row.id, fault) }
            } catch {
                guard let status = row.status, freeing.contains(status) else {
                    throw side.unusableRow(of: list, id: row.id, error)
                }
                add(list, id: row.id, error)
            }
        }
        return entries
    }
}

/// What one row of a diary takes.
package struct DiaryRow: Sendable {
    /// Whose time it takes.
    package var entries: [DiaryEntry]
    /// Why it takes nobody's time, once for each way in which it does not.
    package var nobodys: [FieldFault]

    /// Joins both.
    package init(_ entries: [DiaryEntry] = [], nobodys: [FieldFault] = []) {
        self.entries = entries
        self.nobodys = nobodys
    }
}
