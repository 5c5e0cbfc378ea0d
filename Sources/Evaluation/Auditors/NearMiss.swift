internal import Diagnostics
internal import Diary

/// Tells names that were probably meant to be Healthengine's and are not (T4).
enum NearMiss {
    private static let own = "healthengine"

    /// Whether a name holds `healthengine` after its start, or whether its first 10 to 14 folded
    /// letters are within two edits of it; to be asked of names that do not start with it.
    static func isNear(_ name: NameKey) -> Bool {
        if name.text.contains(own) { return true }
        let letters = Array(name.text.unicodeScalars.prefix(14))
        guard letters.count >= 10, sharesMost(of: letters) else { return false }
        return (10...letters.count).contains { count in
            let start = String(String.UnicodeScalarView(letters.prefix(count)))
            return Spelling.distance(start, own, limit: 2) <= 2
        }
    }

    /// Two edits lose at most two of the 12 letters: that alone, quickly, tells most names apart.
    private static func sharesMost(of letters: [Unicode.Scalar]) -> Bool {
        var rest = letters
        let shared = own.unicodeScalars.count { letter in
            guard let place = rest.firstIndex(of: letter) else { return false }
            rest.remove(at: place)
            return true
        }
        return shared >= own.unicodeScalars.count - 2
    }
}
