internal import PMS
internal import Wire

/// Oasis's lists: an object with the rows, their number and what goes on. All is assumption.
struct OasisLists: ListFormat {
    func call(_ call: HTTPCall, at token: String) -> HTTPCall {
        var call = call
        call.query.append(("cursor", token))
        return call
    }

    func page<Row>(_ answer: HTTPAnswer, of row: Row.Type) throws(FieldFault) -> ListPage<Row> {
        let page = try HTTPBody.decoded(Envelope<Row>.self, from: answer.body)
        if let next = page.next, !(1...PMSLimits.tokenCharacters).contains(next.count) {
            throw FieldFault("next", "is no cursor")
        }
        guard page.total >= 0 else { throw FieldFault("total", "is no number of rows") }
        return ListPage(
            rows: page.items, next: page.next, total: page.total, revision: page.revision)
    }

    private struct Envelope<Row: Decodable & Sendable>: Decodable {
        let items: [WireRow<Row>]
        let total: Int
        let next: String?
        let revision: String?

        enum CodingKeys: String, CodingKey { case items, total, next, revision }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            items = try fields.decode([WireRow<Row>].self, forKey: .items)
            total = try fields.decode(Int.self, forKey: .total)
            revision = try fields.decodeIfPresent(String.self, forKey: .revision)
            // Null ends the list; where the field is missing, something was lost on the way.
            guard fields.contains(.next) else { throw FieldFault("next", "is missing") }
            next = try fields.decodeIfPresent(String.self, forKey: .next)
        }
    }
}
