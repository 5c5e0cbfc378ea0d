internal import Foundation

/// Names for a list in which the marketplace wants every name once, whatever the PMS calls its
/// rows: twice the same, differing in case only, or nothing but blanks.
struct UniqueNames {
    /// A row that needs a name: its own id, and what the PMS calls it.
    struct Row {
        let id: String
        let name: String
    }

    /// The names in the order of the rows.
    ///
    /// A name that nobody else has stays as it is. All rows that share one get their id behind it,
    /// so that the answer does not depend on the order in which the PMS lists them.
    static func names(of rows: [Row]) -> [String] {
        var names = rows.map { row in
            let name = row.name.trimmingCharacters(in: .whitespacesAndNewlines)
            return name.isEmpty ? row.id : name
        }
        for index in clashes(among: names) { names[index] += " (\(rows[index].id))" }
        // Only names that themselves end like that, or ids that differ in case, still clash.
        let rest = clashes(among: names)
        var taken = Set(names.indices.filter { !rest.contains($0) }.map { key(names[$0]) })
        for index in rest.sorted(by: { rows[$0].id < rows[$1].id }) {
            let base = names[index]
            var number = 2
            while !taken.insert(key(names[index])).inserted {
                names[index] = "\(base) \(number)"
                number += 1
            }
        }
        return names
    }

    /// What two names must differ in: case, and how many blanks there are, do not count.
    static func key(_ name: String) -> String {
        name.precomposedStringWithCompatibilityMapping.lowercased()
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func clashes(among names: [String]) -> Set<Int> {
        let places = Dictionary(grouping: names.indices) { key(names[$0]) }
        return Set(places.values.filter { $0.count > 1 }.joined())
    }
}

/// Ids that are joined of others, each different from all that are taken.
struct UniqueIDs {
    private var taken: Set<String>

    /// Begins with the ids that stand as they are.
    init(taken: some Sequence<String>) { self.taken = Set(taken) }

    /// `first:second`, or the same with a number where that is some other row's id already.
    mutating func joined(_ first: String, _ second: String) -> String {
        let base = "\(first):\(second)"
        var id = base
        var number = 2
        while !taken.insert(id).inserted {
            id = "\(base):\(number)"
            number += 1
        }
        return id
    }
}
