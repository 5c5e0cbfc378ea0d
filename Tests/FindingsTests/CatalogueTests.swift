import Diary
import Findings
import Testing

@Suite("The catalogue") struct CatalogueTests {
    @Test("an entry answers for the code that asks for it") func entryOfCode() {
        for code in FindingCode.allCases {
            #expect(code.entry.code == code, "\(code)")
        }
    }

    @Test("codes are a group's letter, a number of its own and words in capitals")
    func codeShape() {
        for code in FindingCode.allCases {
            #expect(code.rawValue.wholeMatch(of: /[A-G][0-9]{2}(-[A-Z]+)+/) != nil)
        }
        #expect(Set(FindingCode.allCases.map(\.number)).count == FindingCode.allCases.count)
    }

    @Test("a code is found by its whole text or its number, in any case")
    func lookUp() {
        #expect(Catalogue.entry(named: "A03-PRACT-NOT-IN-DEFAULT")?.code == .notInDefault)
        #expect(Catalogue.entry(named: "a03")?.code == .notInDefault)
        #expect(Catalogue.entry(named: "a03-pract-not-in-default")?.code == .notInDefault)
        #expect(Catalogue.entry(named: "A0") == nil)
        #expect(Catalogue.entry(named: "") == nil)
    }

    @Test("entries are listed in the order of their codes")
    func order() {
        let codes = Catalogue.entries.map(\.code.rawValue)
        #expect(codes == codes.sorted())
        #expect(codes.count == FindingCode.allCases.count)
    }

    @Test("related codes are others, and each only once") func related() {
        for code in FindingCode.allCases {
            #expect(!code.entry.related.contains(code), "\(code)")
            #expect(Set(code.entry.related).count == code.entry.related.count, "\(code)")
        }
    }

    @Test("every entry names requirements that exist") func sources() {
        for code in FindingCode.allCases {
            #expect(!code.entry.sources.isEmpty, "\(code)")
            for source in code.entry.sources {
                let number = Int(source.drop { !$0.isNumber }) ?? 0
                let most = source.hasPrefix("S") ? 60 : source.hasPrefix("T") ? 21 : 11
                #expect((1...most).contains(number), "\(source)")
                #expect(source.wholeMatch(of: /S[0-9]+|T[0-9]+|invariant [0-9]+/) != nil)
            }
        }
    }

    @Test("a finding takes severity, fixer and fix from its entry")
    func findingFromEntry() {
        let finding = Finding(
            .notInDefault, .init(practitioner: PractitionerID("P1")), message: "m",
            evidence: [.init("a", "b")], system: .oasis)
        #expect(finding.code == "A03-PRACT-NOT-IN-DEFAULT")
        #expect(finding.severity == .error)
        #expect(finding.fixer == .practice)
        #expect(finding.fix == FindingCode.notInDefault.entry.fix.text(for: .oasis))
        let other = Finding(
            .notInDefault, message: "m", system: .exact, severity: .advice, fix: "Wait.")
        #expect(other.severity == .advice)
        #expect(other.fix == "Wait.")
    }
}
