internal import PMS
internal import Wire

/// Exact's lists: a bare array, and what goes on in a header. That they go on by a continuation
/// token is public; where the token stands is our assumption.
struct ExactLists: ListFormat {
    func call(_ call: HTTPCall, at token: String) -> HTTPCall {
        var call = call
        call.query.append(("continuationToken", token))
        return call
    }

    func page<Row>(_ answer: HTTPAnswer, of row: Row.Type) throws(FieldFault) -> ListPage<Row> {
        let token = answer.headers["x-continuation-token"]
        if let token, !(1...PMSLimits.tokenCharacters).contains(token.count) {
            throw FieldFault("x-continuation-token", "is no token")
        }
        let total = answer.headers["x-total-count"]
        let count = total.flatMap { Int($0) }
        if total != nil, (count ?? -1) < 0 {
            throw FieldFault("x-total-count", "is no number of rows")
        }
        return ListPage(
            rows: try HTTPBody.decoded([WireRow<Row>].self, from: answer.body), next: token,
            total: count, revision: answer.headers["x-list-revision"])
    }
}
