import Foundation
import Testing

@Suite("gapbook simulate")
struct SimulateTests {
    @Test(
        "a simulator prints its address, writes it to a file, and ends cleanly on a signal",
        arguments: [
            (["exact", "--snapshot", "Fixtures/harbour-dental.json", "--shift-to-today"], SIGTERM),
            (
                [
                    "oasis", "--snapshot", "Fixtures/banksia-dental.json", "--copies", "3",
                    "--reference", "honoured", "--overlaps", "rejected",
                ], SIGINT
            ),
            (
                [
                    "marketplace", "--practice", "he-1:k:Australia/Perth", "--faults",
                    "lost-answer:0.1,latency=5..9", "--seed", "7",
                ], SIGTERM
            ),
        ])
    func running(arguments: [String], signal: Int32) async throws {
        let scratch = try Scratch()
        let process = Process()
        process.executableURL = Gapbook.binary
        process.arguments =
            ["simulate"] + arguments + ["--address-file", scratch.path("address").path]
        process.currentDirectoryURL = Gapbook.root
        try process.run(writing: "output", "errors", in: scratch)
        defer { if process.isRunning { process.terminate() } }
        var address = ""
        for _ in 0..<1_200 where address.isEmpty && process.isRunning {
            try await Task.sleep(for: .milliseconds(50))
            address = (try? scratch.text("address")) ?? ""
        }
        let pattern = #/http://127\.0\.0\.1:[1-9][0-9]*\n/#
        #expect(try pattern.wholeMatch(in: address) != nil, "\(address)")
        #expect(try scratch.text("output") == "\(arguments[0]) at \(address)")
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 0)
    }

    @Test(
        "what a simulator cannot use is told, with the exit code that says so",
        arguments: [
            (["exact", "--snapshot", "none.json"], Int32(1), "C0001"),
            (["exact", "--faults", "lost-anser"], 3, "C0301"),
            (["oasis", "--today", "tomorrow"], 64, "--today"),
            (["oasis", "--reference", "kept"], 64, "honoured"),
            (["exact", "--overlaps", "refused"], 64, "rejected"),
            (["marketplace", "--practice", "he-1"], 64, "ID:KEY:ZONE"),
            (["marketplace", "--practice", "he-1:k:Sydney"], 3, "Z0001"),
            (["marketplace", "--webhook-retries", "soon"], 64, "10,100,1000"),
            (["marketplace", "--port", "70000"], 64, "65535"),
            (["marketplace", "--address-file", "/nowhere/at/all"], 1, "C0001"),
        ])
    func refusals(arguments: [String], status: Int32, text: String) async throws {
        let run = try await Gapbook.run(["simulate"] + arguments)
        #expect(run.status == status)
        #expect(run.errors.contains(text), "\(run.errors)")
    }
}
