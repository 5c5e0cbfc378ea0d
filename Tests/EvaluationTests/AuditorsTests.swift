import Diary
import Evaluation
import Findings
import Foundation
import Testing

@Suite("The auditors") struct AuditorsTests {
    @Test("a practice in which nothing is wrong has no finding", arguments: PMSSystem.allCases)
    func healthy(_ system: PMSSystem) throws {
        let sample = system == .exact ? Sample.exact() : Sample.oasis()
        let evaluation = try sample.evaluation()
        #expect(evaluation.findings == [])
        #expect(evaluation.publication?.offers.first?.starts.count == 31 * 4)
    }

    @Test("one thing spoilt gives its finding, and nothing but what follows from it")
    func eachCase() throws {
        for (index, spoilt) in AuditCase.all.enumerated() {
            let findings = try spoilt.sample.findings()
            let codes = Set(findings.map(\.code))
            let expected = Set(([spoilt.code] + spoilt.also).map(\.rawValue))
            #expect(codes == expected, "case \(index), \(spoilt.code.rawValue)")
            let severities = findings.filter { $0.code == spoilt.code.rawValue }.map(\.severity)
            #expect(severities == [spoilt.severity], "case \(index), \(spoilt.code.rawValue)")
        }
    }

    @Test("every code of the catalogue is reached, but those of the flows")
    func everyCode() {
        let own = Set(FindingCode.allCases).subtracting(FindingCode.ofFlows)
        #expect(Set(AuditCase.all.map(\.code)) == own)
    }

    @Test("messages and facts keep the house style in every finding")
    func wording() throws {
        for spoilt in AuditCase.all {
            for finding in try spoilt.sample.findings() {
                #expect(!finding.message.hasSuffix("."), "\(finding.message)")
                #expect(
                    finding.message.first?.isUppercase == false
                        || finding.message.hasPrefix("Oasis")
                        || finding.message.hasPrefix("Exact"), "\(finding.message)")
                #expect(finding.message.count { $0 == "`" } % 2 == 0, "\(finding.message)")
                for text in [finding.message, finding.fix] + finding.evidence.map(\.value) {
                    #expect(!text.contains("  ") && !text.contains("Optional("), "\(text)")
                    #expect(!text.isEmpty)
                }
                #expect(!finding.evidence.isEmpty, "\(finding.code)")
                #expect(finding.fix.hasSuffix("."))
            }
        }
    }

    @Test("a finding that names a practitioner in its subject names them in its message")
    func names() throws {
        for spoilt in AuditCase.all {
            for finding in try spoilt.sample.findings() {
                guard let id = finding.subject.practitioner else { continue }
                let name = spoilt.sample.pms.practitioners.first { $0.id == id }?.name
                #expect(finding.message.contains("`\(name ?? id.rawValue)`"), "\(finding.message)")
            }
        }
    }

    @Test("the worst comes first, then the code, then the PMS's order")
    func order() throws {
        var sample = Sample.exact()
        sample.pms.stacking = nil
        sample.pms.offsetMinutes = 0
        sample.addColleague("Zoe Adams", role: nil)
        sample.pms.practitioners.swapAt(0, 1)
        for practitioner in [Sample.dentist, Sample.colleague] {
            sample.addType("Whitening", minutes: 30, of: practitioner)
            sample.addType("Bleaching", minutes: 30, of: practitioner)
        }
        let shown = try sample.findings().map { finding in
            let number = String(finding.code.prefix(3))
            let subject = [finding.subject.practitioner?.rawValue, finding.subject.type?.rawValue]
            return ([number] + subject.compactMap { $0 }).joined(separator: " ")
        }
        #expect(
            shown == [
                "A03 P2", "C01 P2 T4", "C01 P2 T5", "C01 P1 T2", "C01 P1 T3", "B06", "A30",
                "A44 P2",
            ])
    }

    @Test("the same snapshot gives the same findings")
    func repeatable() throws {
        for spoilt in AuditCase.all.prefix(12) {
            #expect(try spoilt.sample.findings() == spoilt.sample.findings())
        }
    }

    @Test("two things spoilt at once give no finding twice, and keep the order") func pairs() throws
    {
        let cases = AuditCase.all.filter {
            $0.code != .reasonNone && $0.sample.practiceRules.isEmpty
        }
        for (index, first) in cases.enumerated() {
            let second = cases[(index * 7 + 3) % cases.count]
            var sample = first.sample
            guard second.sample.pms.system == sample.pms.system else { continue }
            second.change(&sample)
            let findings = try sample.findings()
            let causes = findings.map { "\($0.code) \($0.subject) \($0.message)" }
            #expect(Set(causes).count == causes.count, "\(first.code), \(second.code)")
            let ranks = findings.map { Finding.Severity.allCases.firstIndex(of: $0.severity) ?? 0 }
            #expect(ranks == ranks.sorted(), "\(first.code), \(second.code)")
        }
    }

    @Test("a broken-off reading is reported, and what it lacks is not")
    func incomplete() throws {
        var sample = Sample.exact()
        sample.pms.isComplete = false
        sample.pms.reasons = []
        sample.pms.sessions = []
        sample.pms.days = Sample.day(0)...Sample.day(1)
        #expect(try sample.findings().map(\.code) == [FindingCode.partialSnapshot.rawValue])
    }

    @Test("the healthy fixtures have no error", arguments: ["harbour-dental", "banksia-dental"])
    func healthyFixtures(_ name: String) throws {
        #expect(try Self.findings(ofFixture: name).filter { $0.severity == .error } == [])
    }

    @Test("each fixture has the findings that it was made for")
    func fixtures() throws {
        let table: [(name: String, codes: Set<FindingCode>)] = [
            ("stacking-off", [.stackingOff]),
            ("enable-online", [.enableOnline, .enableOnlineToken]),
            ("new-patient-blank", [.newPatientLength]),
            ("short-default", [.defaultShort]),
            ("marketing-default", [.marketingDefault, .notInDefault, .kindCoverage]),
            ("near-miss", [.nearMissName, .notInDefault, .kindCoverage]),
            ("clock-change", [.lengthMismatch]),
            ("proposals", [.unlinked, .linkMissingForSome]),
        ]
        for (name, codes) in table {
            let found = try Set(Self.findings(ofFixture: name).map(\.code))
            #expect(found.isSuperset(of: codes.map(\.rawValue)), "\(name): \(found.sorted())")
        }
    }

    /// The findings of a fixture at the time of its reading, in its own zone.
    private static func findings(ofFixture name: String) throws -> [Finding] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/\(name).json")
        let read = try Snapshot.read(Array(Data(contentsOf: file)), file: name)
        var sample = Sample.exact()
        sample.snapshot = read.snapshot
        let zone = try ZoneDatabase().zone(named: read.snapshot.setUp.timeZone)
        return try sample.evaluation(zone: zone, now: read.snapshot.pms.readAt).findings
    }
}
