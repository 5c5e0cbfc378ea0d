internal import Diary
internal import Findings
internal import Ports

// F22: starts that the marketplace has no form for. They are told when their day is sent, and a day
// that stays as it is is not sent again, so what is known of it is carried on from run to run by
// the finding itself.
extension SyncState {
    /// Takes over what earlier runs found of days that are still to come.
    mutating func carryLeftOut(_ plan: SyncPlan) {
        let books = Set(plan.listing.books.map(\.id))
        for finding in seen.map(\.finding) where finding.code == FindingCode.startsLeftOut.rawValue
        {
            for fact in finding.evidence {
                guard let day = BookDay(words: fact.name), let count = Int(fact.value),
                    day.date >= plan.today, books.contains(day.book)
                else { continue }
                leftOut[day] = count
            }
        }
        reportLeftOut()
    }

    /// Brings the finding up to what is known.
    mutating func reportLeftOut() {
        trouble.leftOut = []
        guard !leftOut.isEmpty else { return }
        let days = leftOut.sorted { ($0.key.date, $0.key.book) < ($1.key.date, $1.key.book) }
        let starts = days.reduce(0) { $0 + $1.value }
        trouble.leftOut = [
            finding(
                .startsLeftOut,
                "\(starts == 1 ? "1 start" : "\(starts) starts") on "
                    + "\(days.count == 1 ? "1 day" : "\(days.count) days") cannot be sent to the "
                    + "marketplace",
                days.prefix(SyncState.mostFacts).map { .init($0.key.words, "\($0.value)") })
        ]
    }
}

extension BookDay {
    /// The day as evidence.
    var words: String { "\(book) on \(date)" }

    /// Reads it back; nil for anything else.
    init?(words: String) {
        let parts = words.split(separator: " ")
        guard parts.count >= 3, parts[parts.count - 2] == "on",
            let date = CivilDate(String(parts[parts.count - 1]))
        else { return nil }
        let book = words.dropLast(" on ".count + parts[parts.count - 1].count)
        self.init(book: AppointmentBookID(String(book)), date: date)
    }
}
