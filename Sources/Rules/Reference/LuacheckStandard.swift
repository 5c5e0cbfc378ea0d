/// A luacheck configuration that knows exactly what a rule can reach.
enum LuacheckStandard {
    static var text: String {
        var lines = [
            "-- Generated from the declared decision points by scripts/generate. Do not edit.",
            "-- Run: luacheck --config rules/.luacheckrc rules",
            "stds.gapbook = {", "  read_globals = {",
            "    \(LibraryFunction.plain.map { "\"\($0)\"" }.joined(separator: ", ")),",
        ]
        for (library, names) in LibraryFunction.standard.sorted(by: { $0.key < $1.key }) {
            lines.append(table(library, names))
        }
        for library in LibraryFunction.libraries {
            let names = LibraryFunction.named(in: library).map {
                String($0.name.dropFirst(library.count + 1))
            }
            lines.append(table(library, names))
        }
        let own = LibraryFunction.named(in: nil).map(\.name) + ["rule", "override", "tests"]
        lines.append("    \(own.map { "\"\($0)\"" }.joined(separator: ", ")),")
        lines.append(table("param", ["boolean", "integer", "text", "choice", "list"]))
        lines += [
            "  },", "}", "std = \"gapbook\"", "max_line_length = 100",
            "exclude_files = { \"meta/**\", \"rules/meta/**\", \"**/meta/**\" }", "",
        ]
        return lines.joined(separator: "\n")
    }

    private static func table(_ library: String, _ names: [String]) -> String {
        let fields = names.map { "\($0) = {}" }.joined(separator: ", ")
        return "    \(library) = { fields = { \(fields) } },"
    }
}
