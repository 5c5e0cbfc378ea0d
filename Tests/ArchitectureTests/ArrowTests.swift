import Foundation
import Testing

@Suite("The module table of docs/internals/architecture.md")
struct ArrowTests {
    private struct Package: Decodable {
        struct Target: Decodable {
            let name: String
            let type: String
            let target_dependencies: [String]?
        }
        let targets: [Target]
    }

    @Test("every target imports exactly what the table allows")
    func arrows() throws {
        let allowed = try Self.table()
        for target in try Self.targets() {
            let dependencies = Set(target.target_dependencies ?? [])
            let row = try #require(
                allowed[target.name], "`\(target.name)` is missing from the table")
            #expect(
                dependencies == row,
                "`\(target.name)` imports \(dependencies.sorted()), the table says \(row.sorted())")
        }
    }

    @Test("an arrow points only to an earlier row")
    func order() throws {
        let names = try Self.rows().map(\.name)
        for (place, row) in try Self.rows().enumerated() {
            for dependency in row.imports {
                let other = try #require(names.firstIndex(of: dependency))
                #expect(other < place, "`\(row.name)` points up to `\(dependency)`")
            }
        }
    }

    private static func table() throws -> [String: Set<String>] {
        Dictionary(
            try rows().map { ($0.name, $0.imports) }, uniquingKeysWith: { first, _ in first })
    }

    private static func rows() throws -> [(name: String, imports: Set<String>)] {
        let page = try String(
            contentsOf: Repository.root.appendingPathComponent("docs/internals/architecture.md"),
            encoding: .utf8)
        return page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let name = cells[0].trimmingCharacters(in: CharacterSet(charactersIn: "`"))
            let imports = cells[cells.count - 1].split(separator: ",").map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: " `-"))
            }
            return (name, Set(imports.filter { !$0.isEmpty }))
        }
    }

    private static func targets() throws -> [Package.Target] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["swift", "package", "--ignore-lock", "describe", "--type", "json"]
        process.currentDirectoryURL = Repository.root
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let package = try JSONDecoder().decode(Package.self, from: data)
        return package.targets.filter { $0.type != "test" }
    }
}
