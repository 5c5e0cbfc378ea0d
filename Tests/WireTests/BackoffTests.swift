import Testing
import Wire

@Suite("Backoff")
struct BackoffTests {
    @Test("doubles between half and whole, up to the longest")
    func bounds() {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(60), seed: 7)
        for failures in 1...40 {
            let whole = min(Duration.seconds(1 << min(failures - 1, 10)), .seconds(60))
            let wait = backoff.wait(afterFailures: failures)
            #expect(wait >= whole / 2 && wait <= whole, "\(failures): \(wait)")
        }
    }

    @Test("the same seed waits the same, another seed does not")
    func seeds() {
        func waits(_ seed: UInt64) -> [Duration] {
            var backoff = Backoff(seed: seed)
            return (1...8).map { backoff.wait(afterFailures: $0) }
        }
        #expect(waits(1) == waits(1))
        #expect(waits(1) != waits(2))
    }
}
