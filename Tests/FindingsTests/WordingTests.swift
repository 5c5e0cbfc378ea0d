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
        let fixes = [("exact", fix.exact), ("oasis", fix.oasis)].compactMap { product, text in
            text.map { Passage(place: "\(name) \(product)", text: $0, isTitle: false) }
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
            #expect(!(code.entry.fix.exact ?? "").contains("Oasis"), "\(code)")
            #expect(!(code.entry.fix.oasis ?? "").contains("Exact"), "\(code)")
        }
    }

    @Test("what the practice mends in its PMS is said in each product's own words")
    func fixesDiffer() {
        for code in FindingCode.allCases where code.entry.fixer == .practice {
            let fix = code.entry.fix
            #expect(fix.exact != fix.oasis, "\(code)")
            #expect(fix.exact?.contains("Exact") ?? true, "\(code)")
            #expect(fix.oasis?.contains("Oasis") ?? true, "\(code)")
        }
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
