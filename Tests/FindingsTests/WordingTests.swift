import Diary
import Findings
import Testing

/// One text of the catalogue and where it stands.
private struct Passage {
    let place: String
    let text: String
    let isTitle: Bool

    static let all: [Passage] = findings + blockers

    private static let findings = FindingCode.allCases.flatMap { code -> [Passage] in
        let entry = code.entry
        return passages(
            of: code.rawValue, title: entry.title, fix: entry.fix,
            [("symptom", entry.symptom), ("cause", entry.cause), ("evidence", entry.evidence)])
    }

    private static let blockers = BlockerText.all.flatMap { text in
        passages(
            of: text.blocker.rawValue, title: text.title, fix: text.fix,
            [("sentence", text.sentence)])
    }

    private static func passages(
        of name: String, title: String, fix: CatalogueEntry.Fix, _ texts: [(String, String)]
    ) -> [Passage] {
        let fixes = PMSSystem.allCases.filter(fix.concerns).map { system in
            Passage(
                place: "\(name) \(system.productName)", text: fix.text(for: system), isTitle: false)
        }
        return [Passage(place: "\(name) title", text: title, isTitle: true)] + fixes
            + texts.map { Passage(place: "\(name) \($0.0)", text: $0.1, isTitle: false) }
    }
}

@Suite("The catalogue's wording") struct WordingTests {
    @Test("sentences start with a capital and end with a full stop") func sentences() {
        for passage in Passage.all where !passage.isTitle {
            #expect(passage.text.hasSuffix("."), "\(passage.place)")
            #expect(
                passage.text.first.map { $0.isUppercase || "'`".contains($0) } ?? false,
                "\(passage.place)")
        }
    }

    @Test("titles are short, and end without a full stop") func titles() {
        for passage in Passage.all where passage.isTitle {
            #expect(!passage.text.hasSuffix("."), "\(passage.place)")
            #expect(passage.text.count <= 60, "\(passage.place)")
        }
    }

    @Test("spaces are single, quotes and backticks come in pairs") func spacing() {
        for passage in Passage.all {
            #expect(!passage.text.contains("  "), "\(passage.place)")
            #expect(passage.text == passage.text.trimmed, "\(passage.place)")
            #expect(passage.text.count { $0 == "`" } % 2 == 0, "\(passage.place)")
        }
    }

    @Test("no other vendor's product is named (T7)") func vendors() {
        for passage in Passage.all {
            let lower = passage.text.lowercased()
            for name in ["d4w", "dental4", "cliniko", "dentally", "praktika", "hotdoc", "zavy"] {
                #expect(!lower.contains(name), "\(passage.place)")
            }
        }
    }

    @Test("the words of the glossary are used") func glossary() {
        for passage in Passage.all {
            let lower = passage.text.lowercased()
            for word in ["timeslot", "provider's", "calendar", "visit type", "mapping"] {
                #expect(!lower.contains(word), "\(passage.place): \(word)")
            }
        }
    }

    @Test("a sentence has at most 30 words") func sentenceLength() {
        for passage in Passage.all {
            for sentence in passage.text.split(separator: ". ") {
                #expect(
                    sentence.split(separator: " ").filter { $0 != ">" }.count <= 30,
                    "\(passage.place)")
            }
        }
    }

    @Test("a fix for one product never speaks of the other") func products() {
        for code in FindingCode.allCases {
            let fix = code.entry.fix
            #expect(!fix.concerns(.exact) || !fix.text(for: .exact).contains("Oasis"), "\(code)")
            #expect(!fix.text(for: .oasis).contains("Exact"), "\(code)")
        }
    }

    @Test("what the practice mends in its PMS is said in each product's own words")
    func fixesDiffer() {
        for code in FindingCode.allCases where code.entry.fixer == .practice {
            for system in PMSSystem.allCases.filter(code.entry.fix.concerns) {
                let text = code.entry.fix.text(for: system)
                #expect(text.contains(system.productName), "\(code)")
            }
        }
    }

    @Test("pages say so where a product cannot have a finding") func otherProduct() {
        let page = Catalogue.page(for: .enableOnline)
        #expect(page.contains("## Fix in Exact\n\nThis does not happen with Exact.\n"))
        #expect(page.contains("## Fix in Oasis\n\nSet 'Enable Online' to Y"))
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

@Suite("The blockers' texts") struct BlockerTextTests {
    @Test("a text answers for the blocker that asks for it") func textOfBlocker() {
        for blocker in Blocker.allCases {
            #expect(blocker.text.blocker == blocker)
        }
    }

    @Test("what concerns the practice, the practitioner or the link has a finding")
    func setUpBlockersHaveFindings() {
        for blocker in Blocker.allCases where blocker < .timeSkipped {
            #expect(blocker.text.finding != nil, "\(blocker.rawValue)")
        }
    }
}
