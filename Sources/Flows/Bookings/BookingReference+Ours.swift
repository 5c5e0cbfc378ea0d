internal import Crypto
internal import Diary
internal import Ports

extension BookingReference {
    /// The reference of a booking, always the same one: 32 hexadecimal digits that say nothing of
    /// it. What was inserted is found by it also where an older ledger was put back.
    static func of(_ booking: BookingID, in practice: PracticeID) -> BookingReference {
        var hash = SHA256()
        for part in [practice.rawValue, booking.rawValue] {
            hash.update(data: Array("\(part.utf8.count):\(part)".utf8))
        }
        let digits = hash.finalize().prefix(16).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return BookingReference(digits.joined())
    }

    /// Whether it has the shape of one that we have made.
    var isOurs: Bool {
        rawValue.utf8.count == 32
            && rawValue.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// Whether a PMS shows that one: some write it in capitals, or with blanks around it.
    func isSame(_ reference: BookingReference) -> Bool {
        func plain(_ text: String) -> String {
            text.lowercased().filter { !$0.isWhitespace }
        }
        return rawValue == reference.rawValue || plain(rawValue) == plain(reference.rawValue)
    }
}
