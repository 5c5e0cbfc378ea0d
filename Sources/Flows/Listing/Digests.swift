internal import Crypto
internal import Diary
public import Ports

/// A canonical text of what is sent, and its hash: what is equal is not sent again (S56).
///
/// Each value stands with its count of bytes before it, so that no name can imitate another list.
struct CanonicalText {
    private var bytes: [UInt8]

    /// Begins a text; the kind and its version keep different things apart.
    init(_ kind: String) { bytes = Array("\(kind)\n".utf8) }

    mutating func add(_ value: some CustomStringConvertible) {
        let text = value.description.utf8
        bytes += Array("\(text.count):".utf8)
        bytes += text
        bytes.append(UInt8(ascii: "\n"))
    }

    var digest: ContentDigest { ContentDigest(hash: SHA256.hash(data: bytes)) }
}

extension DayAvailability {
    /// The digest of all that the marketplace is told of the day.
    public var digest: ContentDigest {
        var text = CanonicalText("day/1")
        text.add(book)
        text.add(date)
        for start in starts {
            text.add(start.time)
            text.add(start.length.count)
            text.add(start.reasons.count)
            for reason in start.reasons { text.add(reason) }
        }
        return text.digest
    }

    /// The day as it is recorded once the marketplace has taken it.
    var sent: SentDay { SentDay(digest: digest, starts: starts.count) }

    /// Which day of which book it is.
    var bookDay: BookDay { BookDay(book: book, date: date) }
}

extension Listing {
    /// The digest of a part of the configuration, with those live hours.
    func digest(of part: ConfigurationPart, liveHours: LiveHours) -> ContentDigest {
        switch part {
        case .liveHours: liveHours.digest
        case .books:
            digest("books/1", books) { text, book in
                text.add(book.id)
                text.add(book.name)
            }
        case .reasons:
            digest("reasons/1", reasons) { text, reason in
                text.add(reason.id)
                text.add(reason.name)
                text.add(reason.length.count)
                text.add(reason.book?.rawValue ?? "")
            }
        }
    }

    private func digest<Row>(
        _ kind: String, _ rows: [Row], _ add: (inout CanonicalText, Row) -> Void
    ) -> ContentDigest {
        var text = CanonicalText(kind)
        for row in rows { add(&text, row) }
        return text.digest
    }
}

extension LiveHours {
    /// The digest of the hours.
    var digest: ContentDigest {
        var text = CanonicalText("live_hours/1")
        for stretches in weekdays + [publicHolidays] {
            text.add(stretches.count)
            for stretch in stretches {
                text.add(stretch.lowerBound)
                text.add(stretch.upperBound)
            }
        }
        return text.digest
    }

    /// Every hour of every day: Gapbook runs all the time.
    public static let always: LiveHours = {
        guard let start = CivilTime(minuteOfDay: 0), let end = CivilTime(minuteOfDay: 1439) else {
            return LiveHours(weekdays: [], publicHolidays: [])
        }
        let day = [start..<end]
        return LiveHours(weekdays: Array(repeating: day, count: 7), publicHolidays: day)
    }()
}
