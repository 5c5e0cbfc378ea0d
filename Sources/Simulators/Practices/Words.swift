internal import Diary

extension DiaryEntry.Kind {
    /// The word in which Oasis and the control endpoint write it.
    var oasisWord: String {
        switch self {
        case .appointment: "appointment"
        case .block: "block"
        case .leave: "leave"
        case .unknown(let word): word
        }
    }

    /// Reads that word; one that does not exist is kept.
    init(oasisWord word: String) {
        self = [.appointment, .block, .leave].first { $0.oasisWord == word } ?? .unknown(word)
    }
}

extension AppointmentStatus {
    /// All known ones, each with Exact's word and with that of Oasis and the control endpoint.
    private static let words: [(AppointmentStatus, exact: String, oasis: String)] = [
        (.unset, "Unset", "unset"), (.pending, "Pending", "pending"),
        (.confirmed, "Confirmed", "confirmed"), (.arrived, "Arrived", "arrived"),
        (.inSurgery, "InSurgery", "in_surgery"), (.completed, "Completed", "completed"),
        (.didNotAttend, "DidNotAttend", "did_not_attend"), (.cancelled, "Cancelled", "cancelled"),
    ]

    /// Exact's word.
    var exactWord: String {
        if case .unknown(let word) = self { return word }
        return AppointmentStatus.words.first { $0.0 == self }?.exact ?? "Unset"
    }

    /// The word in which Oasis and the control endpoint write it.
    var oasisWord: String {
        if case .unknown(let word) = self { return word }
        return AppointmentStatus.words.first { $0.0 == self }?.oasis ?? "unset"
    }

    /// Reads that word, also Exact's; one that does not exist is kept.
    init(oasisWord word: String) {
        self =
            AppointmentStatus.words.first { $0.oasis == word || $0.exact == word }?.0
            ?? .unknown(word)
    }
}
