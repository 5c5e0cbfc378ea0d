/// Suggests what a misspelt name may have meant.
public enum Spelling {
    /// The known name that is nearest to a misspelt one, where one is near enough: within a third
    /// of its length, at most 3 edits. Case, `_`, `-` and spaces do not count.
    public static func nearest(to name: String, among known: [String]) -> String? {
        let wanted = folded(name)
        let limit = min(3, max(1, wanted.count / 3))
        let ranked = known.map { (name: $0, distance: distance(folded($0), wanted, limit: limit)) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= limit
        else { return nil }
        return best.name
    }

    /// An instruction that names the nearest known name, or all of them where none is near.
    public static func hint(for name: String, among known: [String]) -> String {
        if let near = nearest(to: name, among: known) { return "use `\(near)`" }
        if known.isEmpty { return "leave it out" }
        return "use one of " + known.sorted().map { "`\($0)`" }.joined(separator: ", ")
    }

    /// How many letters must be inserted, removed, replaced or swapped with their neighbour to
    /// turn one name into the other; `limit + 1` where it is more than `limit`.
    ///
    /// - Complexity: O(n x m) for names of n and m letters.
    public static func distance(_ left: String, _ right: String, limit: Int) -> Int {
        let left = Array(left.unicodeScalars)
        let right = Array(right.unicodeScalars)
        guard abs(left.count - right.count) <= limit else { return limit + 1 }
        var older: [Int] = []
        var previous = Array(0...right.count)
        for i in 0..<left.count {
            var row = [i + 1]
            for j in 0..<right.count {
                let cost = left[i] == right[j] ? 0 : 1
                var best = min(previous[j] + cost, previous[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    best = min(best, older[j - 1] + 1)
                }
                row.append(best)
            }
            older = previous
            previous = row
        }
        return min(previous[right.count], limit + 1)
    }

    private static func folded(_ name: String) -> String {
        name.lowercased().filter { !"_- ".contains($0) }
    }
}
