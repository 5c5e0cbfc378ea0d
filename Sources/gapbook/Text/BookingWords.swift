import Diary
import Findings
import Ports

/// What a booking's state means, and what happens next, in plain words.
struct BookingWords {
    let known: KnownBooking

    init(_ known: KnownBooking) { self.known = known }

    private var booking: Booking { known.booking }
    private var row: String { booking.entry.map { "row \($0)" } ?? "a row" }

    /// The state in a few words.
    var short: String {
        switch booking.state {
        case .intended: "taken in"
        case .makingPatient: "making a file"
        case .sending: "inserting"
        case .reconciling: "outcome unknown"
        case .confirmed: "confirmed"
        case .rejected: "rejected"
        case .needsPerson: "needs a person"
        case .ended(let ending): ending.words
        }
    }

    /// The state in a sentence.
    var state: String {
        switch booking.state {
        case .intended: "its time is claimed; nothing has been sent to the PMS"
        case .makingPatient:
            "the patient's file is being made at the PMS; the appointment is not sent yet"
        case .sending: "the appointment is on its way into the diary"
        case .reconciling:
            "the appointment was sent, and whether it arrived is not known; the day is read again"
        case .confirmed: "it stands in the diary as \(row)"
        case .rejected: "it does not stand in the diary, and will not"
        case .needsPerson: "only a person can say what became of it"
        case .ended(.cancelled): "it stood in the diary as \(row), and was cancelled there"
        case .ended(.didNotAttend): "it stood in the diary as \(row), and the patient did not come"
        case .ended(.removed): "it stood in the diary as \(row), and was removed there"
        }
    }

    /// Why it is rejected, or waits; nil for any other state.
    var why: String? {
        booking.state.code.map { code in
            let title = FindingCode(rawValue: code)?.entry.title
            return title.map { "\(code): \($0)" } ?? code
        }
    }

    /// What happens next.
    var next: String {
        switch booking.state {
        case .intended, .makingPatient:
            served("the service inserts it and reads it back, or rejects it")
        case .sending, .reconciling:
            served("the service reads the day until it knows, then asks a person")
        case .confirmed: "the service follows what staff do with the row, until a day after it"
        case .rejected, .ended: "nothing"
        case .needsPerson: person
        }
    }

    /// What the person is to do.
    private var person: String {
        let with = booking.place.map { known.practice.words($0.practitioner) } ?? "the practitioner"
        let first =
            known.mayArriveUntil.map {
                "an insertion may still arrive until \(known.words($0)); after that, "
            } ?? ""
        return first + "look into the diary of \(with) on \(Words.dateTime(known.start)), then run "
            + "`gapbook booking resolve \(booking.id) --in-diary ROW` or `--not-in-diary`"
    }

    private func served(_ work: String) -> String {
        let record = known.practice.record
        if !record.isEnabled || record.stopped != nil {
            return "nobody works on it until `gapbook practice enable \(record.id)`"
        }
        return known.isOverdue ? "\(work); it is late, so look whether the service runs" : work
    }
}

extension Booking.Ending {
    /// The ending in a few words.
    fileprivate var words: String {
        switch self {
        case .cancelled: "cancelled"
        case .didNotAttend: "did not attend"
        case .removed: "removed"
        }
    }
}

extension Booking.Told {
    /// What the marketplace is told, as a word.
    var words: String { rawValue.replacing("_", with: " ") }
}
