internal import Diagnostics
internal import Diary

/// Tells names that were probably meant to be Healthengine's and are not (T4).
enum NearMiss {
    private static let own = "healthengine"
    private static let ownLetters = Array(own.unicodeScalars)

    /// Whether a name holds `healthengine` after its start, or whether its first 10 to 14 folded
    /// letters are within two edits of it; to be asked of names that do not start with it.
    static func isNear(_ name: NameKey) -> Bool {
        let letters = Array(name.text.unicodeScalars)
        guard letters.count >= 10 else { return false }
        if letters.indices.contains(where: { letters[$0...].starts(with: ownLetters) }) {
            return true
        }
        let start = letters.prefix(14)
        guard sharesMost(of: Array(start)) else { return false }
        return (10...start.count).contains { count in
            let start = String(String.UnicodeScalarView(start.prefix(count)))
            return Spelling.distance(start, own, limit: 2) <= 2
        }
    }

    /// Two edits lose at most two of the 12 letters: that alone, quickly, tells most names apart.
    private static func sharesMost(of letters: [Unicode.Scalar]) -> Bool {
        var rest = letters
        let shared = ownLetters.count { letter in
            guard let place = rest.firstIndex(of: letter) else { return false }
            rest.remove(at: place)
            return true
        }
        return shared >= ownLetters.count - 2
    }
}
