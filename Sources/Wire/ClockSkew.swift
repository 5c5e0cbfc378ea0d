package import Diary

/// How far the other side's clock is ahead of ours, as the `Date` headers of its answers say it
/// (RFC 9110 6.6.1). It is data for a finding, and tells how old a booking is; no other time is
/// corrected by it.
package actor ClockSkew {
    /// By the last answer that said a time; negative where the other clock is behind. It is sure
    /// to about two seconds, for both clocks are read in whole ones. Nil before the first answer.
    package private(set) var latest: Duration?

    /// An answer that took longer, in seconds, was dated at a time that is not known well enough.
    private static let longestCall = 2

    package init() {}

    /// Notes an answer's `Date`, and when the call was sent and answered by our clock.
    package func note(_ date: String, sent: Instant, answered: Instant) {
        let took = answered.seconds - sent.seconds
        guard (0...ClockSkew.longestCall).contains(took),
            let theirs = ClockSkew.instant(ofHTTPDate: date)
        else { return }
        let ours = sent.seconds + took / 2
        latest = .seconds(theirs.seconds - ours)
    }

    /// Reads `Tue, 03 Mar 2026 09:30:00 GMT`, the one form that is still sent.
    package static func instant(ofHTTPDate text: String) -> Instant? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", parts[1].count == 2, parts[4].count == 8,
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        return Instant("\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
