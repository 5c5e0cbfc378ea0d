import Foundation

/// A name reduced to what decides whether two names are the same: compatibility-normalised,
/// case-folded, without spaces, punctuation and invisible characters (T4).
public struct NameKey: Hashable, Sendable, CustomStringConvertible {
    /// The letters, digits and marks that remain, for example `healthenginenewpatient`.
    public let text: String

    /// Folds a name.
    public init(_ name: String) {
        guard name.utf8.allSatisfy({ $0 < 0x80 }) else {
            text = NameKey.folded(name)
            return
        }
        text = String(unsafeUninitializedCapacity: name.utf8.count) { buffer in
            var count = 0
            for byte in name.utf8 {
                let isUpper = (0x41...0x5A).contains(byte)
                let isKept = isUpper || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
                guard isKept else { continue }
                buffer[count] = isUpper ? byte | 0x20 : byte
                count += 1
            }
            return count
        }
    }

    private static func folded(_ name: String) -> String {
        var kept = String.UnicodeScalarView()
        // Upper case first, so that one letter with two lower-case forms folds to one.
        let folded = name.precomposedStringWithCompatibilityMapping.uppercased().lowercased()
        for scalar in folded.precomposedStringWithCompatibilityMapping.unicodeScalars
        where isKept(scalar) {
            kept.append(scalar)
        }
        return String(kept)
    }

    /// The folded name.
    public var description: String { text }

    /// The words of a name, each folded; anything but letters, digits and marks divides.
    public static func words(of name: String) -> [NameKey] {
        name.unicodeScalars
            .split { !isKept($0) }
            .map { NameKey(String(String.UnicodeScalarView($0))) }
    }

    private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber,
            .otherNumber:
            !scalar.properties.isDefaultIgnorableCodePoint
        default: false
        }
    }
}
