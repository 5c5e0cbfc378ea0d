internal import Diagnostics
internal import Diary

/// Tells names that were probably meant to be Healthengine's and are not (T4).
enum NearMiss {
    private static let own = "healthengine"

    /// Whether a name holds `healthengine` after its start, or whether its first 10 to 14 folded
    /// letters are within two edits of it; to be asked of names that do not start with it.
    static func isNear(_ name: NameKey) -> Bool {
        if name.text.contains(own) { return true }
        let letters = name.text.unicodeScalars
        guard letters.count >= 10 else { return false }
        return (10...min(14, letters.count)).contains { count in
            Spelling.distance(String(letters.prefix(count)), own, limit: 2) <= 2
        }
    }
}
