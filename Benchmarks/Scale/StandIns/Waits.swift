internal import Foundation
internal import Measuring

/// How long single things took, in seconds.
package struct Waits: Sendable {
    private var seconds: [Double] = []

    package init() {}

    package mutating func add(_ wait: Double) { seconds.append(wait) }

    package var count: Int { seconds.count }

    /// The wait that this share of all did not exceed, 0...1; as text.
    package func quantile(_ share: Double) -> String {
        guard !seconds.isEmpty else { return "-" }
        let sorted = seconds.sorted()
        let place = min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.up)) - 1)
        return duration(sorted[max(place, 0)] * 1e9)
    }
}

/// Says on standard error how far something is: on a line of its own, at most every few seconds.
package final class Progress {
    private let what: String
    private var toldAt = wallSeconds()

    package init(_ what: String) { self.what = what }

    package func tell(_ done: Int, of total: Int) {
        guard wallSeconds() - toldAt >= 5 else { return }
        toldAt = wallSeconds()
        FileHandle.standardError.write(Data("  \(what): \(done) of \(total)\n".utf8))
    }
}

/// Prints, and at once: a run takes minutes, and may stop in the middle.
package func say(_ text: String) {
    print(text)
    fflush(nil)
}
