import Diagnostics
import Foundation
import Testing

@testable import Diary

@Suite("the zone database")
struct TimeZoneDatabaseTests {
    @Test("the release of the data is known, or said to be unknown")
    func version() throws {
        #expect(ZoneDatabase().version.wholeMatch(of: /20\d\d[a-z]+/) != nil)
        let folder = try Folder()
        #expect(ZoneDatabase(directory: folder.path).version == "unknown")
        try folder.write("+VERSION", Array("2031c\n".utf8))
        #expect(ZoneDatabase(directory: folder.path).version == "2031c")
    }

    @Test(
        "an unknown name is refused with the nearest names",
        arguments: [
            ("Australia/Sidney", "`Australia/Sydney`"), ("sydney", "`Australia/Sydney`"),
            ("australia/melbourne", "`Australia/Melbourne`"), ("Europe/Londn", "`Europe/London`"),
        ])
    func nearest(name: String, hint: String) throws {
        let problem = try #require(refusal(name))
        #expect(problem.code == ProblemCode("Z0001"))
        #expect(problem.message == "the time zone `\(name)` is not known")
        #expect(problem.hint?.contains(hint) == true, "\(problem.hint ?? "")")
    }

    @Test(
        "a name cannot lead out of the folder, nor to what depends on the machine",
        arguments: [
            "", ".", "..", "../zoneinfo/UTC", "/etc/localtime", "Australia/../UTC", "/UTC",
            "Australia//Sydney", "posix/UTC", "right/UTC", "localtime", "posixrules", "Australia",
            "zone.tab", "Australia/Sydney/", "Australia/Sydney\u{0}", "A b", "Zürich",
            String(repeating: "A", count: 65), "UTC/UTC", "a/b/c/d",
        ])
    func refused(name: String) throws {
        #expect(try #require(refusal(name)).code == ProblemCode("Z0001"))
    }

    @Test("a folder without zone data is named, not the zone blamed")
    func empty() throws {
        let folder = try Folder()
        let problem = try #require(refusal("Australia/Sydney", in: folder.path))
        #expect(problem.code == ProblemCode("Z0002"))
        #expect(problem.hint?.contains("tzdata") == true)
    }

    @Test("a file that is too large, or no plain file, is not read")
    func bounded() throws {
        let folder = try Folder()
        try folder.write("Large", Array(repeating: 0, count: 256 * 1024 + 1))
        let large = try #require(refusal("Large", in: folder.path))
        #expect(large.code == ProblemCode("Z0002"))
        #expect(large.message.hasSuffix("the file has more than 262144 bytes"))
        #expect(mkfifo(folder.path + "/Pipe", 0o600) == 0)
        let pipe = try #require(refusal("Pipe", in: folder.path))
        #expect(pipe.code == ProblemCode("Z0002"))
        #expect(pipe.message.hasSuffix("it is no plain file"))
    }

    @Test("another folder can be named, and its zone is the same")
    func directory() throws {
        let folder = try Folder()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: sydneyPath))
        try folder.write("Copy", Array(bytes))
        let copy = try ZoneDatabase(directory: folder.path).zone(named: "Copy")
        let zone = try ZoneDatabase().zone(named: "Australia/Sydney")
        #expect(copy.changes == zone.changes)
        #expect(copy.offsets == zone.offsets)
    }

    @Test("every zone of the system can be read")
    func all() throws {
        let database = ZoneDatabase()
        let names = ZoneNames(directory: database.directory).names
        #expect(names.count > 400)
        for name in names {
            let zone = try database.zone(named: name)
            #expect(zone.changes == zone.changes.sorted(), "\(name)")
        }
    }

    private func refusal(_ name: String, in directory: String? = nil) -> Problem? {
        do throws(Problem) {
            _ = try ZoneDatabase(directory: directory).zone(named: name)
            return nil
        } catch {
            return error
        }
    }
}

let sydneyPath = ZoneDatabase().directory + "/Australia/Sydney"

/// A folder that is gone when the test is.
final class Folder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "zones-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
    }
}
