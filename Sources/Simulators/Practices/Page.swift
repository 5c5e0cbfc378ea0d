/// One page of a list, and the token that names what goes on.
///
/// A token is the place of the next row and the number of rows that the list had, so that a list
/// that changed meanwhile tells it by its total, as a real one would.
struct Page<Row> {
    /// The rows of this page.
    var rows: [Row]
    /// How many rows the whole list has now.
    var total: Int
    /// What goes on; nil at the end.
    var next: String?

    /// Cuts a list.
    ///
    /// - Throws: 400 for a token that this list never gave.
    init(
        _ all: [Row], after token: String?, size: Int, list: String, faults: [Fault]
    ) throws(Refusal) {
        var first = 0
        if let token {
            guard let place = Page.place(token, in: list) else {
                throw Refusal("the continuation token is not known: `\(token)`")
            }
            first = min(place, all.count)
        }
        let end = min(all.count, first + max(1, size))
        rows = Array(all[first..<end])
        total = all.count
        next = end < all.count ? Page.token(end, in: list) : nil
        guard next != nil else { return }
        for fault in faults {
            if fault == .tokenMissing { next = nil }
            if fault == .tokenRepeated { next = token ?? Page.token(first, in: list) }
        }
    }

    private static func token(_ place: Int, in list: String) -> String {
        "\(mark(list))-\(String(place, radix: 36))"
    }

    private static func place(_ token: String, in list: String) -> Int? {
        let parts = token.split(separator: "-")
        guard parts.count == 2, parts[0] == mark(list), let place = Int(parts[1], radix: 36),
            place >= 0
        else { return nil }
        return place
    }

    /// A short hash of the list's path and query, so that a token of one list fits no other.
    private static func mark(_ list: String) -> String {
        var random = SeededRandom(seed: 1, salts: [], texts: [list])
        return String(random.next() % 1_679_616, radix: 36)
    }
}
