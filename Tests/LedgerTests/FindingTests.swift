import Diary
import Ports
import Testing

@testable import Ledger

@Suite("Findings with their history")
struct FindingTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func seen(_ finding: Finding, _ first: Int, _ last: Int) -> SeenFinding {
        SeenFinding(finding: finding, firstSeen: start.later(first), lastSeen: start.later(last))
    }

    @Test("a finding keeps the time at which it was first seen as long as it is seen again")
    func firstSeen() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        func report(_ findings: [Finding], at seconds: Int) async throws {
            try await ledger.replace(
                findings, from: .evaluation, of: harbour, at: start.later(seconds))
        }
        try await report([.sample()], at: 0)
        try await report([.sample()], at: 60)
        #expect(try await ledger.findings(of: harbour) == [seen(.sample(), 0, 60)])
        // Another message, severity and evidence of the same code and subject.
        let changed = Finding.sample(
            severity: .warning, message: "she still is",
            evidence: [.init("a", "1"), .init("b", "2")])
        try await report([changed], at: 120)
        #expect(try await ledger.findings(of: harbour) == [seen(changed, 0, 120)])
        try await report([], at: 180)
        #expect(try await ledger.findings(of: harbour) == [])
        try await report([changed], at: 240)
        #expect(try await ledger.findings(of: harbour) == [seen(changed, 240, 240)])
        let ended = try await ledger.endedFindings(of: harbour, limit: 10)
        #expect(ended.map(\.seen) == [seen(changed, 0, 120)])
        #expect(ended.map(\.endedAt) == [start.later(180)])
    }

    @Test("sources and practices leave each other's findings alone")
    func sources() async throws {
        let ledger = try await scratch.ledger(with: [harbour, banksia])
        for source in FindingSource.allCases {
            try await ledger.replace([.sample()], from: source, of: harbour, at: start)
        }
        try await ledger.replace([.sample()], from: .sync, of: banksia, at: start)
        try await ledger.replace([], from: .sync, of: harbour, at: start.later(1))
        #expect(try await ledger.findings(of: harbour).count == FindingSource.allCases.count - 1)
        #expect(try await ledger.findings(of: banksia).count == 1)
    }

    @Test("several of one code and subject are all kept, and end one by one")
    func several() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        let findings = (0..<3).map { Finding.sample(about: nil, message: "booking \($0)") }
        try await ledger.replace(findings, from: .requests, of: harbour, at: start)
        #expect(try await ledger.findings(of: harbour).map(\.finding) == findings)
        try await ledger.replace(
            Array(findings.prefix(1)), from: .requests, of: harbour, at: start.later(1))
        #expect(try await ledger.findings(of: harbour) == [seen(findings[0], 0, 1)])
    }

    @Test("the worst come first, then by code")
    func order() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        let advice = Finding.sample("A01", severity: .advice)
        let warning = Finding.sample("A02", severity: .warning)
        let second = Finding.sample("B01")
        let first = Finding.sample("A09")
        try await ledger.replace(
            [advice, second, warning, first], from: .evaluation, of: harbour, at: start)
        #expect(
            try await ledger.findings(of: harbour).map(\.finding)
                == [first, second, warning, advice])
    }

    @Test("what a finding is about is told apart by each of its parts")
    func subjects() async throws {
        let ledger = try await scratch.ledger(with: [harbour])
        let subjects = [
            Finding.Subject(), Finding.Subject(practitioner: chen), Finding.Subject(type: exam),
            Finding.Subject(reason: ReasonID("P1")), Finding.Subject(rule: "core/a.lua:3"),
            Finding.Subject(practitioner: chen, type: exam),
        ]
        let findings = subjects.map { subject in
            var finding = Finding.sample()
            finding.subject = subject
            return finding
        }
        try await ledger.replace(findings, from: .rules, of: harbour, at: start)
        try await ledger.replace(
            findings.reversed(), from: .rules, of: harbour, at: start.later(5))
        let held = try await ledger.findings(of: harbour)
        #expect(held == findings.map { seen($0, 0, 5) })
    }
}
