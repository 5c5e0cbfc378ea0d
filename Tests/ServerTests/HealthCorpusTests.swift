import Diagnostics
import Diary
import Foundation
import Ports
import Testing

@testable import Server

/// Answers of `/health` in states that take ten minutes to come about, for
/// `Tests/Judges/check_outputs.py`, which makes the others with the service itself.
///
/// `GAPBOOK_CORPUS` names the folder for `health.jsonl`.
@Suite("The corpus of health answers")
struct HealthCorpusTests {
    @Test("S50: a service that serves some is ok; one that serves none, or cannot store, is not")
    func corpus() throws {
        let names = (0..<150).map { PracticeRecord.sample("practice-\($0)") }
        let some = health(names, polled: 100)
        #expect(some.isOK && some.unhealthy == 50 && some.attention.count == 50)
        let none = health(names, polled: 0)
        #expect(!none.isOK && none.unhealthy == 150)
        #expect(none.attention.count == ServiceHealth.mostNamed)
        let refused = health(names, polled: 150, refusal: ToldLedger.refuses)
        #expect(!refused.isOK && refused.unhealthy == 0 && refused.ledger?.code == "D0006")
        guard let folder = ProcessInfo.processInfo.environment["GAPBOOK_CORPUS"] else { return }
        let lines = [some, none, refused].map { String(decoding: $0.json, as: UTF8.self) + "\n" }
        try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: "\(folder)/health.jsonl"))
    }

    /// Of so many practices the requests were polled just now, of the others over ten minutes ago.
    private func health(
        _ practices: [PracticeRecord], polled: Int, refusal: Problem? = nil
    ) -> ServiceHealth {
        var counts = ServiceMonitor.Counts()
        for (place, practice) in practices.enumerated() {
            var row = ServiceMonitor.PracticeCounts()
            row.lastPoll = Instant(seconds: place < polled ? 9_990 : 9_000)
            row.lastRead = Instant(seconds: 9_980)
            counts.practices[practice.id] = row
        }
        return ServiceHealth(
            practices, counts: counts, refusal: refusal, since: Instant(seconds: 0),
            now: Instant(seconds: 10_000))
    }
}
