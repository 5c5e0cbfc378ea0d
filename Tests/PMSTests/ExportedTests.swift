import Diagnostics
import Diary
import Foundation
import PMS
import Ports
import Testing

@Suite("A practice exported to files")
struct ExportedTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "export-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func text(_ reading: PMSReading) -> String {
        Snapshot(pms: reading, setUp: SetUp(timeZone: "Australia/Sydney")).json()
    }

    private func write(_ text: String, _ name: String = "pms.json") throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    private func pms(_ name: String? = nil) throws -> ExportedPMS {
        ExportedPMS(
            path: name.map { folder.appending(path: $0).path } ?? folder.path,
            practice: PracticeID("small"),
            system: .exact, zone: try Sample.zone())
    }

    private func failure(_ days: ClosedRange<CivilDate>? = nil) async throws -> PMSFailure? {
        let days = try days ?? Sample.practice().days
        let pms = try pms()
        return await #expect(throws: PMSFailure.self) { _ = try await pms.read(days) }
    }

    @Test("a folder or a file is read, with the age that it says, and anew each time")
    func reads() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var practice = try Sample.practice()
        try write(text(practice))
        #expect(try await pms().read(practice.days) == practice)
        #expect(try await pms("pms.json").read(practice.days) == practice)
        #expect(try await pms().entry(DiaryEntryID("D1")) == practice.diary[0])
        #expect(try await pms().entry(DiaryEntryID("gone")) == nil)
        practice.diary.removeFirst()
        try write(text(practice))
        #expect(try await pms().read(practice.days) == practice)
    }

    @Test("the part `pms` alone is enough")
    func alone() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let practice = try Sample.practice()
        let whole = text(practice)
        let end = try #require(whole.range(of: ",\n  \"setup\""))
        try write(whole[..<end.lowerBound] + "\n}\n")
        #expect(try await pms().read(practice.days) == practice)
    }

    @Test("S52: a file that is cut at any byte is a failure that passes, or the whole")
    func halfWritten() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let practice = try Sample.practice()
        let whole = text(practice).utf8
        for length in stride(from: 0, to: whole.count - 2, by: 7) {
            try write(String(decoding: whole.prefix(length), as: UTF8.self))
            let failure = try await failure()
            #expect(failure?.kind == .noAnswer && failure?.isRetryable == true, "\(length)")
        }
    }

    @Test("what is not complete, not this practice or not there is refused")
    func refused() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try await failure()?.kind == .unreachable)
        var practice = try Sample.practice()
        practice.isComplete = false
        try write(text(practice))
        #expect(try await failure()?.problem.code == "P0103")
        practice = try Sample.practice()
        practice.practice = PracticeID("another")
        try write(text(practice))
        #expect(try await failure()?.problem.code == "P0104")
        practice = try Sample.practice(.oasis)
        try write(text(practice))
        #expect(try await failure()?.problem.code == "P0104")
        try write("{\"format\": \"gapbook.snapshot/1\", \"pms\": {}}")
        let failure = try await failure()
        #expect(failure?.kind == .malformed && failure?.problem.causes.isEmpty == false)
    }

    @Test("only the days that were asked for come, and those that the file lacks are not made up")
    func days() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let practice = try Sample.practice()
        try write(text(practice))
        let second = practice.days.upperBound
        let reading = try await pms().read(second...second.adding(days: 30))
        #expect(reading.days == second...second)
        #expect(reading.sessions == [practice.sessions[1]])
        #expect(reading.diary.map(\.id.rawValue) == ["B1"])
        let later = second.adding(days: 1)
        #expect(try await failure(later...later)?.problem.code == "P0102")
    }
}
