import Diary
import Evaluation
import Findings
import Testing

@Suite("The auditor of rules") struct RuleAuditTests {
    /// A rule that fails for every practitioner, in its line 5.
    private static let failing = """
        return override {
          decision = "publish_practitioner",
          why = "a test",
          decide = function(input)
            return input.practitioner.nickname.first
          end,
        }
        """

    private static func sample() -> Sample {
        var sample = Sample.exact()
        sample.addColleague()
        sample.pms.reasons[0].practitioners?.append(.init(Sample.colleague))
        sample.addType("Check", minutes: 45, of: Sample.colleague, linkedTo: Sample.defaultReason)
        sample.practiceRules["publish_practitioner.lua"] = failing
        return sample
    }

    @Test("a rule that fails for everybody is one finding, with its file, line and count")
    func grouped() throws {
        let evaluation = try Self.sample().evaluation()
        #expect(evaluation.findings.map(\.code) == [FindingCode.ruleRuntime.rawValue])
        let finding = try #require(evaluation.findings.first)
        let place = "/practices/sample/publish_practitioner.lua:5"
        #expect(finding.subject.rule?.hasSuffix(place) == true)
        #expect(finding.message.hasSuffix(place))
        let facts = Dictionary(finding.evidence.map { ($0.name, $0.value) }) { first, _ in first }
        #expect(facts["times"] == "2")
        #expect(facts["decision"] == "publish_practitioner")
        #expect(facts["line"] == "return input.practitioner.nickname.first")
        // Invariant 4: nobody goes dark because of a rule.
        #expect(evaluation.publication?.offers.count == 2)
    }

    @Test("failures in different places are different findings") func places() throws {
        var sample = Self.sample()
        sample.practiceRules["interval.lua"] = "return 1 +"
        sample.set("horizon_dayz", of: "publishing", to: .integer(1))
        sample.set("lead_minutes", of: "publishing", to: .text("soon"))
        let codes = try sample.findings().map { String($0.code.prefix(3)) }
        #expect(codes == ["G01", "G02", "G05", "G05"])
    }

    @Test("rules that failed are reported also where the reading broke off") func incomplete()
        throws
    {
        var sample = Self.sample()
        sample.pms.isComplete = false
        let codes = try sample.findings().map { String($0.code.prefix(3)) }
        #expect(codes == ["F05", "G02"])
    }

    @Test("a parameter in two places shows both values, and the one that wins") func hidden() throws
    {
        var sample = Sample.exact()
        sample.set("minimum_minutes", of: "default_reason", to: .integer(20))
        sample.practiceRules["default_reason.lua"] = """
            return override {
              decision = "default_reason", why = "a test", params = { minimum_minutes = 25 },
            }
            """
        let finding = try #require(try sample.findings(.ruleConflict).first)
        #expect(finding.severity == .advice)
        #expect(finding.evidence.map(\.value) == ["20", "25"])
        #expect(
            finding.message.hasPrefix("`default_reason.minimum_minutes` is set in the set-up and"))
    }

    @Test("who hides a practitioner is named by file, with the rule's own words") func hides()
        throws
    {
        var sample = Self.sample()
        sample.practiceRules["publish_practitioner.lua"] = """
            return override {
              decision = "publish_practitioner",
              why = "a test",
              decide = function(input)
                if input.practitioner.id == "P1" then error("not for everybody") end
                return { publish = false, why = "works by phone only" }
              end,
            }
            """
        let finding = try #require(try sample.findings(.ruleDropped).first)
        #expect(finding.message == "a rule hides `Jo Park`: works by phone only")
        #expect(
            finding.subject.rule?.hasSuffix("practices/sample/publish_practitioner.lua") == true)
    }
}
