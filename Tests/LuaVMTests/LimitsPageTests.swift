import Foundation
import Testing

@testable import LuaVM

@Suite("The page of the limits")
struct LimitsPageTests {
    @Test("every limit stands on the page with its default, and none that does not exist")
    func page() throws {
        let file = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("docs/reference/limits.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let limits = Limits.standard
        let defaults: [LuaError.Trip: String] = [
            .instructions: "\(limits.instructions)",
            .cpuTime: "\(limits.cpuNanoseconds / 1_000_000) ms",
            .memory: "\(limits.memoryBytes >> 10) KB",
            .allocatedBytes: "\(limits.allocatedBytes >> 20) MB",
            .patternSteps: "\(limits.patternSteps)", .hostCalls: "\(limits.hostCalls)",
            .sourceBytes: "\(limits.sourceBytes >> 10) KB",
            .stringBytes: "\(limits.stringBytes >> 10) KB",
            .traceNotes: "\(limits.traceNotes)", .traceBytes: "\(limits.traceBytes >> 10) KB",
            .depth: "\(limits.resultDepth)", .resultSize: "\(limits.resultNodes)",
        ]
        for trip in LuaError.Trip.allCases {
            let value = try #require(defaults[trip])
            #expect(text.contains("| `\(trip.rawValue)` | \(value) |"), "\(trip.rawValue)")
        }
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(rows.count == LuaError.Trip.allCases.count)
    }
}
