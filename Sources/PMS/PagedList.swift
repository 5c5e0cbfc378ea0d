package import Ports
package import Wire

/// How one vendor cuts its lists into pages.
package protocol ListFormat: Sendable {
    /// The same call for the page that a token names.
    func call(_ call: HTTPCall, at token: String) -> HTTPCall

    /// Reads a page.
    func page<Row>(_ answer: HTTPAnswer, of row: Row.Type) throws(FieldFault) -> ListPage<Row>
}

/// One page of a list.
package struct ListPage<Row: Decodable & Sendable>: Sendable {
    /// Its rows.
    package var rows: [WireRow<Row>]
    /// What names the next page; nil at the end of the list.
    package var next: String?
    /// How many rows the whole list has, where the PMS says so.
    package var total: Int?
    /// What changes with every change of the list, where the PMS says it.
    package var revision: String?

    /// Makes a page.
    package init(rows: [WireRow<Row>], next: String?, total: Int?, revision: String?) {
        self.rows = rows
        self.next = next
        self.total = total
        self.revision = revision
    }
}

extension PMSCaller {
    /// Reads a list to its end. One that changed while it was read is read again from its start;
    /// half of a list is never returned (S52). A list of more rows than `most` fails with `tooMany`
    /// as soon as that shows.
    package mutating func list<Row>(
        _ name: String, _ call: HTTPCall, _ format: some ListFormat, of row: Row.Type,
        most: Int = PMSLimits.rows, tooMany: PMSFailure? = nil
    ) async throws(PMSFailure) -> [WireRow<Row>] {
        let tooMany = tooMany ?? side.tooLong(name, "\(most) rows")
        var why = ""
        for _ in 1...PMSLimits.rounds {
            switch try await round(name, call, format, of: row, most, tooMany) {
            case .whole(let rows): return rows
            case .changed(let change): why = change
            }
        }
        throw side.notWhole(name, why)
    }

    private enum Round<Row: Decodable & Sendable> {
        case whole([WireRow<Row>])
        case changed(String)
    }

    private mutating func round<Row>(
        _ name: String, _ call: HTTPCall, _ format: some ListFormat, of row: Row.Type,
        _ most: Int, _ tooMany: PMSFailure
    ) async throws(PMSFailure) -> Round<Row> {
        var rows: [WireRow<Row>] = []
        var ids: Set<String> = []
        var tokens: Set<String> = []
        var first: (total: Int?, revision: String?)?
        var token: String?
        for number in 1...PMSLimits.pages {
            let page: ListPage<Row>
            do throws(PMSFailure) {
                page = try await answer(to: token.map { format.call(call, at: $0) } ?? call) {
                    answer throws(FieldFault) in try format.page(answer, of: row)
                }
            } catch {
                // What made the token may be gone by now; a fresh start tells.
                guard number > 1, error.kind == .refused else { throw error }
                return .changed("page \(number) was refused")
            }
            let known = first ?? (page.total, page.revision)
            guard page.total == known.total, page.revision == known.revision else {
                return .changed("it changed from page to page")
            }
            first = known
            for row in page.rows {
                if let id = row.id, !ids.insert(id).inserted {
                    return .changed("a row came twice")
                }
            }
            rows += page.rows
            guard max(rows.count, known.total ?? 0) <= most else { throw tooMany }
            guard let next = page.next else {
                if let total = known.total, total != rows.count {
                    return .changed("it has \(total) rows, and \(rows.count) came")
                }
                return .whole(rows)
            }
            guard tokens.insert(next).inserted else { return .changed("a page came twice") }
            token = next
        }
        throw side.tooLong(name, "\(PMSLimits.pages) pages")
    }
}
