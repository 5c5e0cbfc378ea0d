internal import Ports
internal import Wire

/// One page of a list of requests.
struct RequestPage<Row: WireRequest>: Decodable, Sendable {
    let data: [RequestRow<Row>]
    /// Not required by the contract; a list without it is one page.
    let page: Numbers?

    /// Where the page stands.
    struct Numbers: Decodable, Sendable {
        let currentPage: WireInteger
        let totalPages: WireInteger
    }
}

/// Collects the pages of a list, and refuses what cannot be one list.
struct RequestPages<Row: WireRequest>: Sendable {
    private let path: String
    private var taken = 0
    private var total = 1
    private var found: [Row] = []
    private var seen: Set<String> = []
    private var lastPage: [String] = []
    private var unreadable: Set<String> = []

    init(path: String) { self.path = path }

    /// The call for the next page; nil where all were taken. The first is asked for without a
    /// number.
    var nextCall: HTTPCall? {
        guard taken < total else { return nil }
        return HTTPCall(
            .get, path, query: taken == 0 ? [] : [("page", "\(taken + 1)")],
            timeout: MarketplaceLimits.shortTimeout)
    }

    /// Takes a page.
    ///
    /// - Throws: `.malformed` for a page that is not the one that was asked for, that repeats the
    ///   one before, for a list that shrinks meanwhile, and for one without an end.
    mutating func take(_ page: RequestPage<Row>, of call: HTTPCall) throws(MarketplaceFailure) {
        let number = taken + 1
        // An empty list may have no pages at all.
        let last = page.page.map { max($0.totalPages.value, page.data.isEmpty ? 1 : 0) } ?? number
        let current = page.page?.currentPage.value ?? number
        guard current == number || (current == 0 && page.data.isEmpty) else {
            throw Calls.malformed(call, "page \(current) instead of page \(number)")
        }
        guard last >= max(total, number) else {
            throw Calls.malformed(call, "\(last) pages, fewer than before")
        }
        let ids = page.data.map { $0.value?.identity ?? "" }
        guard taken == 0 || ids.isEmpty || ids != lastPage else {
            throw Calls.malformed(call, "page \(number) repeats the page before")
        }
        for row in page.data {
            if let value = row.value {
                if seen.insert(value.identity).inserted { found.append(value) }
            } else {
                unreadable.formUnion(row.unreadable)
            }
        }
        guard last <= MarketplaceLimits.pages, found.count <= MarketplaceLimits.rows else {
            throw Calls.malformed(
                call, "more than \(MarketplaceLimits.pages) pages or \(MarketplaceLimits.rows) rows"
            )
        }
        (taken, total, lastPage) = (number, last, ids)
    }

    /// What the pages hold.
    ///
    /// - Throws: `.malformed` where there are rows and none can be answered.
    func rows() throws(MarketplaceFailure) -> [Row] {
        guard !found.isEmpty || unreadable.isEmpty else {
            let names = unreadable.sorted().joined(separator: ", ")
            throw Calls.malformed(HTTPCall(.get, path), "no row can be answered: \(names)")
        }
        return found
    }
}
