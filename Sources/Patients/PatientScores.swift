public import Ports

/// How like two descriptions of a patient are, field by field (S57): 0 for nothing in common, 1 for
/// the same; nil where one of them does not say. Numbers only: rules see them and never a name.
public struct PatientScores: Sendable, Equatable {
    /// First name.
    public var firstName: Double?
    /// Last name.
    public var lastName: Double?
    /// Date of birth: 0.8 with day and month exchanged, 0.7 with one wrong digit.
    public var birthDate: Double?
    /// Phone number.
    public var phone: Double?
    /// Email address.
    public var email: Double?
    /// Street, suburb and postcode together.
    public var address: Double?

    /// Compares what the marketplace says with a file of the PMS.
    public init(_ wanted: PatientDetails, _ known: PatientDetails) {
        let left = PatientKey(wanted)
        let right = PatientKey(known)
        firstName = Self.names(left.first, right.first, isFirst: true)
        lastName = Self.names(left.last, right.last, isFirst: false)
        // Names that were entered the wrong way round.
        if let first = firstName, let last = lastName, first < 0.8, last < 0.8,
            Self.names(left.first, right.last, isFirst: true) == 1,
            Self.names(left.last, right.first, isFirst: false) == 1
        {
            firstName = 0.95
            lastName = 0.95
        }
        birthDate = Self.both(left.birthDate, right.birthDate, Self.dates)
        phone = Self.both(left.phone, right.phone, Self.phones)
        email = Self.both(left.email, right.email, Self.emails)
        address = Self.addresses(left.address, right.address)
    }

    /// Whether every field that either of them says is the same to the letter, once normalised: how
    /// a file that we have made ourselves is told.
    public static func isSame(_ wanted: PatientDetails, _ known: PatientDetails) -> Bool {
        let left = PatientKey(wanted)
        let right = PatientKey(known)
        return left.first == right.first && left.last == right.last
            && left.birthDate == right.birthDate && left.phone == right.phone
            && left.email == right.email
    }

    private static func both<Part>(
        _ left: Part?, _ right: Part?, _ compare: (Part, Part) -> Double
    ) -> Double? {
        guard let left, let right else { return nil }
        return compare(left, right)
    }

    /// The words joined, or one word of a double name that is the other's whole name.
    private static func names(_ left: [String], _ right: [String], isFirst: Bool) -> Double? {
        guard !left.isEmpty, !right.isEmpty else { return nil }
        let whole = names(left.joined(), right.joined(), isFirst: isFirst)
        guard whole < 1 else { return 1 }
        let isPart =
            (left.count > 1 && right.count == 1 && left.contains(right[0]))
            || (right.count > 1 && left.count == 1 && right.contains(left[0]))
        // A middle name, or a name that was joined at a wedding.
        return isPart ? max(whole, 0.9) : whole
    }

    private static func names(_ left: String, _ right: String, isFirst: Bool) -> Double {
        let distance = EditDistance.between(left, right)
        guard distance > 0 else { return 1 }
        let length = max(left.count, right.count)
        let likeness = 1 - Double(distance) / Double(length)
        // People misspell inside a word; another first letter is more often another person, and so
        // is a short first name with another letter (Tim and Tom, Jayden and Kayden).
        let isOther = left.first != right.first || (isFirst && length < 5)
        return isOther ? min(likeness, 0.7) : likeness
    }

    private static func dates(_ left: String, _ right: String) -> Double {
        if left == right { return 1 }
        let isExchanged =
            left.prefix(4) == right.prefix(4) && left.suffix(2) == right.dropFirst(4).prefix(2)
            && left.dropFirst(4).prefix(2) == right.suffix(2)
        if isExchanged { return 0.8 }
        return zip(left, right).count { $0 != $1 } == 1 ? 0.7 : 0
    }

    private static func phones(_ left: String, _ right: String) -> Double {
        if left == right { return 1 }
        // One of them without its area code.
        if min(left.count, right.count) >= 8, left.hasSuffix(right) || right.hasSuffix(left) {
            return 0.95
        }
        return EditDistance.between(left, right) == 1 ? 0.8 : 0
    }

    private static func emails(_ left: String, _ right: String) -> Double {
        if left == right { return 1 }
        let distance = EditDistance.between(left, right)
        return distance <= 2 && left.first == right.first ? 0.85 : 0
    }

    private static func addresses(_ left: Set<String>, _ right: Set<String>) -> Double? {
        guard !left.isEmpty, !right.isEmpty else { return nil }
        let shared = left.count { word in
            right.contains(word)
                || (word.count >= 5 && right.contains { EditDistance.between(word, $0) == 1 })
        }
        return min(1, Double(shared) / Double(max(left.count, right.count)))
    }
}
