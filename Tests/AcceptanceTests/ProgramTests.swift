import Foundation
import Testing

@Suite("Programs that tests run")
struct ProgramTests {
    @Test("what a program reads and writes stays open in no test")
    func files() async throws {
        let scratch = try Scratch()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/cat")
        let input = try scratch.reading("passed on")
        let run = try await process.ran(reading: input, writing: "output", "errors", in: scratch)
        #expect(run.status == 0)
        #expect(run.output == "passed on")
        let files = FileManager.default
        let open = try files.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
            try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
        }
        #expect(open.filter { $0.hasPrefix(scratch.folder.path) }.isEmpty)
    }
}
