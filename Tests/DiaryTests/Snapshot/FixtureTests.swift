import Diary
import Foundation
import Testing

@Suite("Fixture snapshots")
struct FixtureTests {
    @Test("every fixture is read without a warning", arguments: Fixture.names)
    func isRead(name: String) throws {
        let (_, warnings) = try Snapshot.read(Fixture.bytes(of: name), file: name)
        #expect(warnings.isEmpty)
    }

    @Test("the generator writes the fixtures as they are")
    func isGenerated() throws {
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = [
            "python3", Fixture.root.appending(path: "Fixtures/make_fixtures.py").path, "--check",
        ]
        try python.run()
        python.waitUntilExit()
        #expect(python.terminationStatus == 0)
    }

    @Test("every fixture is written back byte by byte", arguments: Fixture.names)
    func isCanonical(name: String) throws {
        let bytes = try Fixture.bytes(of: name)
        let written = try Snapshot.read(bytes, file: name).snapshot.json()
        #expect(written == String(decoding: bytes, as: UTF8.self))
    }
}

/// The snapshot files that stand in `Fixtures/`.
enum Fixture {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let names: [String] = {
        let folder = root.appending(path: "Fixtures")
        let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (files ?? []).filter { $0.hasSuffix(".json") }.sorted()
    }()

    static func bytes(of name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: root.appending(path: "Fixtures/\(name)")))
    }
}
