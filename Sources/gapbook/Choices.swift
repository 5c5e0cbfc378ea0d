import Diagnostics
import Diary

/// What a user may name by id or by name.
struct Choices<Kind> {
    /// What one of them is called, for example `booking reason`.
    let noun: String
    /// Where they are looked for, for example `in the latest reading`.
    let place: String
    /// The code where there is none by that name.
    let code: ProblemCode
    let items: [(id: Identifier<Kind>, name: String)]

    /// More than these are counted.
    static var mostListed: Int { 12 }

    /// The one that the words mean: its id to the letter, else its name but for case, spaces and
    /// punctuation.
    ///
    /// - Throws: `code` where there is none, C0403 where the name stands for several.
    func choose(_ words: String) throws(Problem) -> Identifier<Kind> {
        if let exact = items.first(where: { $0.id.rawValue == words }) { return exact.id }
        let key = NameKey(words)
        let named = key.text.isEmpty ? [] : items.filter { NameKey($0.name) == key }
        guard let first = named.first else {
            throw Problem(code, "no \(noun) `\(words)` \(place)", hint: hint(for: words))
        }
        guard named.allSatisfy({ $0.id == first.id }) else {
            throw Problem(
                "C0403", "`\(words)` is the name of several: \(list(named))",
                hint: "name it by its id")
        }
        return first.id
    }

    private func hint(for words: String) -> String {
        guard !items.isEmpty else { return "there is none \(place)" }
        let near = Spelling.nearest(
            to: words, among: items.map(\.id.rawValue) + items.map(\.name))
        if let near { return "use `\(near)`" }
        return "use one of \(list(items))"
    }

    private func list(_ items: [(id: Identifier<Kind>, name: String)]) -> String {
        var seen: Set<String> = []
        let words = items.map { "`\($0.id)` \($0.name)" }.filter { seen.insert($0).inserted }
        let more = words.count - Self.mostListed
        return words.prefix(Self.mostListed).joined(separator: ", ")
            + (more > 0 ? " and \(more) more" : "")
    }
}
