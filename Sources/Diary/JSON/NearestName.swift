/// The known name that somebody probably meant, or nil where none is near.
///
/// Case, underscores and hyphens do not count; otherwise at most a third of the letters, and at
/// most three, may be wrong, missing, added or swapped with their neighbour.
func nearestName(to name: String, among known: [String]) -> String? {
    let folded = folded(name)
    let limit = min(3, max(1, folded.count / 3))
    let distances = known.map { ($0, editDistance(folded, Diary.folded($0))) }
    return distances.filter { $0.1 <= limit }.min { $0.1 < $1.1 }?.0
}

/// The letters and digits of a name, in lower case.
func folded(_ name: String) -> [UInt8] {
    name.lowercased().utf8.filter { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
}

/// How many letters must be changed, added, left out or swapped with their neighbour.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    // A name of a snapshot has at most 20 letters; a far longer one is near none of them.
    guard left.count <= 40, right.count <= 40 else { return Int.max }
    var older: [Int] = []
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            let change = previous[column] + (letter == other ? 0 : 1)
            var best = min(change, previous[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                best = min(best, older[column - 1] + 1)
            }
            current.append(best)
        }
        older = previous
        previous = current
    }
    return previous[right.count]
}
