import Diary
import Testing
import Wire

@Suite("The other side's clock")
struct ClockSkewTests {
    @Test(
        "an answer's Date is read in its one form",
        arguments: [
            ("Tue, 03 Mar 2026 09:30:00 GMT", "2026-03-03T09:30:00Z"),
            ("Thu, 31 Dec 2026 23:59:59 GMT", "2026-12-31T23:59:59Z"),
            ("Tuesday, 03-Mar-26 09:30:00 GMT", nil), ("Tue, 03 Mar 2026 09:30:00 CET", nil),
            ("", nil), ("Tue, 99 Mar 2026 09:30:00 GMT", nil),
        ] as [(String, String?)])
    func httpDates(_ text: String, _ expected: String?) {
        #expect(ClockSkew.instant(ofHTTPDate: text)?.description == expected)
    }

    @Test("F04: the lead is taken against the middle of the call, and only where that is near")
    func lead() async throws {
        let skew = ClockSkew()
        let sent = try #require(Instant("2026-03-03T09:30:00Z"))
        await skew.note("Tue, 03 Mar 2026 09:29:00 GMT", sent: sent, answered: sent)
        #expect(await skew.latest == .seconds(-60))
        // A slow answer was dated at any time between: what was known before stays.
        let slow = Instant(seconds: sent.seconds + 30)
        await skew.note("Tue, 03 Mar 2026 09:30:30 GMT", sent: sent, answered: slow)
        await skew.note("nonsense", sent: sent, answered: sent)
        #expect(await skew.latest == .seconds(-60))
        await skew.note(
            "Tue, 03 Mar 2026 09:30:01 GMT", sent: sent,
            answered: Instant(seconds: sent.seconds + 2))
        #expect(await skew.latest == .zero)
    }
}
