internal import Foundation
internal import Ports

/// A patient's details in the form in which they are compared (G24): no case, accents, spaces or
/// punctuation, and one way of writing phones, emails and addresses.
struct PatientKey: Sendable, Equatable {
    var first: [String]
    var last: [String]
    var birthDate: String?
    var phone: String?
    var email: String?
    var address: Set<String>

    init(_ details: PatientDetails) {
        first = PatientKey.words(details.firstName).filter { !PatientKey.titles.contains($0) }
        last = PatientKey.words(details.lastName)
        birthDate = details.birthDate.flatMap(PatientKey.digits(of:))
        phone = details.phone.flatMap(PatientKey.phone)
        email = details.email.flatMap(PatientKey.email)
        address = PatientKey.address(details)
    }

    private static let titles: Set<String> = ["mr", "mrs", "ms", "miss", "mx", "dr", "master"]

    /// Lower-case words without accents; an apostrophe joins, a hyphen parts.
    static func words(_ text: String) -> [String] {
        let plain = text.precomposedStringWithCompatibilityMapping
            .folding(
                options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive],
                locale: nil
            ).replacing("'", with: "").replacing("’", with: "")
        return plain.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private static func digits(of text: String) -> String? {
        let digits = text.filter(\.isASCIIDigit)
        return digits.count == 8 ? digits : nil
    }

    /// The national digits of an Australian or New Zealand number: `+61 412 345 678`,
    /// `0061412345678` and `(04) 1234 5678` are the same.
    static func phone(_ text: String) -> String? {
        var digits = Substring(text.filter(\.isASCIIDigit))
        if digits.hasPrefix("00") { digits = digits.dropFirst(2) }
        for country in ["61", "64"] where digits.hasPrefix(country) && digits.count > 9 {
            digits = digits.dropFirst(country.count)
        }
        while digits.first == "0" { digits = digits.dropFirst() }
        return digits.count >= 6 ? String(digits) : nil
    }

    /// Lower-case, without what a mailbox ignores behind a `+`.
    static func email(_ text: String) -> String? {
        let parts = text.lowercased().filter { !$0.isWhitespace }.split(separator: "@")
        guard parts.count == 2, let box = parts[0].split(separator: "+").first else { return nil }
        return "\(box)@\(parts[1])"
    }

    private static let shortWords = [
        "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue",
        "dr": "drive", "ct": "court", "crt": "court", "pl": "place", "tce": "terrace",
        "cres": "crescent", "cr": "crescent", "hwy": "highway", "pde": "parade", "bvd": "boulevard",
        "blvd": "boulevard", "ln": "lane", "cl": "close", "gr": "grove", "sq": "square",
        "mt": "mount", "apt": "unit", "apartment": "unit", "flat": "unit", "u": "unit",
    ]

    private static func address(_ details: PatientDetails) -> Set<String> {
        let text = [details.address, details.suburb, details.postcode].compactMap { $0 }
        let words = text.flatMap(words).map { shortWords[$0] ?? $0 }
        return Set(words).subtracting(["unit", "australia"])
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
