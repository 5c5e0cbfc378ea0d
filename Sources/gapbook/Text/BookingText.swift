import Diagnostics
import Diary
import Ports

/// Bookings as people read them, without anything of a patient.
struct BookingText {
    let style: Style

    /// A line for each booking.
    func table(_ bookings: [KnownBooking], showsPractice: Bool) -> [String] {
        var table = TextTable()
        for known in bookings {
            let booking = known.booking
            let practitioner = booking.place.map { known.practice.words($0.practitioner) }
            table.add(
                showsPractice ? "\(known.practice.id)  \(booking.id)" : booking.id.rawValue,
                Words.dateTime(known.start), practitioner ?? "-",
                paint(BookingWords(known).short, booking),
                "since \(age(known, booking.since))", booking.state.code ?? "")
        }
        return table.lines(indent: 0)
    }

    /// One booking with all that happened to it.
    func details(
        _ known: KnownBooking, timeline: [BookingEvent], waiting: [BookingMessage]
    ) -> [String] {
        let booking = known.booking
        let words = BookingWords(known)
        var table = TextTable()
        table.add("state", paint(words.short, booking) + ": \(words.state)")
        if let why = words.why { table.add("why", why) }
        table.add("next", words.next)
        if let deadline = booking.deadline { table.add("by", by(deadline, known)) }
        let length = booking.place.map { ", \($0.length)" } ?? ""
        table.add("time", Words.dateTime(known.start) + length)
        if let place = booking.place {
            table.add(
                "with",
                known.practice.words(place.practitioner) + ", for "
                    + known.practice.words(place.reason))
        }
        table.add("received", "\(booking.receivedAt), \(age(known, booking.receivedAt)) ago")
        table.add("marketplace", told(booking, waiting))
        if booking.place != nil { table.add("reference", booking.reference.rawValue) }
        var lines = [
            style.strong("booking \(booking.id)") + " of \(known.practice.id)"
        ]
        lines += table.lines()
        var events = TextTable()
        for event in timeline {
            events.add("\(event.at)", event.what, event.detail ?? "")
        }
        return lines + ["timeline"] + events.lines()
    }

    private func paint(_ words: String, _ booking: Booking) -> String {
        switch booking.state {
        case .confirmed: style.good(words)
        case .needsPerson: style.bad(words)
        case .reconciling: style.warning(words)
        default: words
        }
    }

    private func by(_ deadline: Instant, _ known: KnownBooking) -> String {
        guard known.isOverdue else { return "\(deadline)" }
        let late = Words.age(from: deadline, to: known.practice.opened.now)
        return style.bad("\(deadline), which passed \(late) ago")
    }

    private func age(_ known: KnownBooking, _ instant: Instant) -> String {
        Words.age(from: instant, to: known.practice.opened.now)
    }

    private func told(_ booking: Booking, _ waiting: [BookingMessage]) -> String {
        var words = booking.told.map { ["was told `\($0.words)`"] } ?? []
        words += waiting.map { message in
            let tries = message.attempts > 0 ? ", after \(message.attempts) tries" : ""
            return "is to be told `\(message.draft.what.words)`\(tries)"
        }
        return words.isEmpty ? "was told nothing yet" : Words.list(words)
    }
}
