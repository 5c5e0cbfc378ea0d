import Foundation
import Testing

@Suite("The same input gives the same bytes")
struct DeterminismTests {
    static let fixtures = [
        "harbour-dental", "banksia-dental", "clock-change", "near-miss", "proposals",
        "stacking-off",
    ]

    /// Each process of Swift hashes with another seed, so that an order out of a set would show.
    @Test("T16: every run answers in the same bytes, under any zone and locale of the machine")
    func sameBytes() async throws {
        let machines = [
            [:], ["TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8"],
            ["TZ": "America/New_York", "LC_ALL": "ar_EG.UTF-8"],
        ]
        for fixture in Self.fixtures {
            for format in ["text", "json"] {
                var answers: Set<String> = []
                for machine in machines {
                    let run = try await Gapbook.run(
                        ["eval", "Fixtures/\(fixture).json", "--format", format],
                        environment: machine)
                    answers.insert(run.output)
                }
                #expect(answers.count == 1, "\(fixture) \(format)")
            }
        }
    }

    @Test("the time that counts as now is the reading's, unless --now says another")
    func now() async throws {
        let practice = Practice.exact()
        let first = try await practice.evaluated().json["provenance"]["now"].text
        #expect(first == "2026-03-02T20:00:00Z")
        let later = try await practice.evaluated(["--now", "2026-03-04T09:00:00+11:00"])
        #expect(later.days().first == Practice.nextDay)
        #expect(later.times(on: Practice.nextDay).first == "10:00")
    }

    @Test("S10, S20, S35, S38, S39, S41: the shipped fixtures show what their names say")
    func shipped() async throws {
        for (fixture, code) in [
            ("near-miss", "A29-NEAR-MISS-NAME"), ("stacking-off", "A07-STACKING-OFF"),
            ("short-default", "A08-DEFAULT-SHORT"),
            ("new-patient-blank", "A06-OASIS-NEWPATIENT-LEN"),
            ("marketing-default", "A27-MARKETING-DEFAULT"),
            ("enable-online", "A05-OASIS-ENABLE-ONLINE"),
        ] {
            let run = try await Gapbook.run([
                "eval", "Fixtures/\(fixture).json", "--format", "json",
            ])
            #expect(try run.json()["findings"].first("code", code)["fix"].text != nil, "\(fixture)")
            #expect(run.status == 2, "\(fixture)")
        }
        for healthy in ["harbour-dental", "banksia-dental"] {
            let run = try await Gapbook.run([
                "eval", "Fixtures/\(healthy).json", "--format", "json",
            ])
            let severities = try run.json()["findings"].list.compactMap { $0["severity"].text }
            #expect(!severities.contains("error"), "\(healthy)")
        }
    }
}
