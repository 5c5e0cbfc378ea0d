/// How many letters must be put in, taken out, replaced or exchanged with their neighbour.
enum EditDistance {
    /// So much of each text is compared; nobody has a longer name.
    static let mostLetters = 100

    static func between(_ left: String, _ right: String) -> Int {
        let left = Array(left.prefix(mostLetters))
        let right = Array(right.prefix(mostLetters))
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var before: [Int] = []
        var last = Array(0...right.count)
        for row in 1...left.count {
            var current = [row] + Array(repeating: 0, count: right.count)
            for column in 1...right.count {
                let cost = left[row - 1] == right[column - 1] ? 0 : 1
                current[column] = min(
                    last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
                if row > 1, column > 1, left[row - 1] == right[column - 2],
                    left[row - 2] == right[column - 1]
                {
                    current[column] = min(current[column], before[column - 2] + 1)
                }
            }
            before = last
            last = current
        }
        return last[right.count]
    }
}
