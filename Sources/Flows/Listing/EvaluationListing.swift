public import Diary
public import Evaluation
public import Ports
internal import Rules

extension Evaluation {
    /// The last day of a listing, at most so many days after today; nothing lies beyond it.
    static let mostListedDays = 400

    /// What the marketplace is to show: books, listed reasons and every day from today through the
    /// horizon; nil where the snapshot is incomplete, for absence means deletion there (S52).
    ///
    /// - Parameter lastPublished: the last day that the marketplace has; where the horizon was
    ///   shortened, the days beyond it are listed as empty so that it forgets their starts.
    public func listing(through lastPublished: CivilDate? = nil) -> Listing? {
        guard let publication else { return nil }
        var maker = ListingMaker(evaluation: self)
        let books = maker.books()
        let reasons = maker.reasons(for: books)
        let today = zone.local(at: now).date
        let last = max(today, lastDay, lastPublished ?? lastDay)
        let days = today...min(last, today.adding(days: Evaluation.mostListedDays))
        return Listing(
            books: books, reasons: reasons,
            days: maker.days(days, publication: publication, books: books))
    }
}

/// Works out a listing, part by part.
private struct ListingMaker {
    let evaluation: Evaluation
    /// Listed reasons by the reason and, where there is one for each, the book.
    private var listed: [ReasonID: [AppointmentBookID?: ListedReasonID]] = [:]

    init(evaluation: Evaluation) { self.evaluation = evaluation }

    private var published: [Practitioner] {
        evaluation.practitioners.filter(\.answer.isPublished).map(\.practitioner)
    }

    /// One book for each practitioner who is published, in the PMS's order; with several
    /// specialties one for each (G11).
    func books() -> [AppointmentBook] {
        var ids = UniqueIDs(taken: evaluation.snapshot.pms.practitioners.map(\.id.rawValue))
        let books = published.flatMap { practitioner -> [AppointmentBook] in
            let specialties = ListingMaker.distinct(practitioner.specialties)
            guard specialties.count > 1 else {
                return [
                    AppointmentBook(
                        id: AppointmentBookID(practitioner.id.rawValue),
                        practitioner: practitioner.id, name: practitioner.name)
                ]
            }
            return specialties.map { key, name in
                AppointmentBook(
                    id: AppointmentBookID(ids.joined(practitioner.id.rawValue, key)),
                    practitioner: practitioner.id, name: "\(practitioner.name) (\(name))")
            }
        }
        let names = UniqueNames.names(of: books.map { .init(id: $0.id.rawValue, name: $0.name) })
        return zip(books, names).map { book, name in
            var book = book
            book.name = name
            return book
        }
    }

    /// The specialties by their folded names; the order stays.
    private static func distinct(_ specialties: [String]) -> [(key: String, name: String)] {
        var seen: Set<NameKey> = []
        return specialties.compactMap { name in
            let key = NameKey(name)
            return !key.text.isEmpty && seen.insert(key).inserted ? (key.text, name) : nil
        }
    }

    /// The active reasons with a length that somebody published is in, in the PMS's order. Where
    /// the length differs there is one for each book (C08).
    mutating func reasons(for books: [AppointmentBook]) -> [ListedReason] {
        let all = evaluation.snapshot.pms.reasons
        let booksOf = Dictionary(grouping: books, by: \.practitioner)
        let published = published
        var ids = UniqueIDs(taken: all.map(\.id.rawValue))
        var rows: [ListedReason] = []
        for reason in all where reason.isActive {
            let members = published.compactMap { practitioner in
                reason.includes(practitioner.id)
                    ? evaluation.bookedLength(of: reason, with: practitioner).map {
                        (practitioner: practitioner, length: $0)
                    } : nil
            }
            guard let length = members.first?.length else { continue }
            guard members.contains(where: { $0.length != length }) else {
                let id = ListedReasonID(reason.id.rawValue)
                listed[reason.id] = [nil: id]
                rows.append(
                    ListedReason(id: id, reason: reason.id, name: reason.name, length: length))
                continue
            }
            for member in members {
                for book in booksOf[member.practitioner.id] ?? [] {
                    let id = ListedReasonID(ids.joined(reason.id.rawValue, book.id.rawValue))
                    listed[reason.id, default: [:]][book.id] = id
                    rows.append(
                        ListedReason(
                            id: id, reason: reason.id, name: "\(reason.name) (\(book.name))",
                            length: member.length, book: book.id))
                }
            }
        }
        let names = UniqueNames.names(of: rows.map { .init(id: $0.id.rawValue, name: $0.name) })
        return zip(rows, names).map { row, name in
            var row = row
            row.name = name
            return row
        }
    }

    /// Every book on every day, the days without anything included.
    func days(
        _ days: ClosedRange<CivilDate>, publication: Publication, books: [AppointmentBook]
    ) -> [DayAvailability] {
        let offers = Dictionary(grouping: publication.offers, by: \.practitioner)
        return books.flatMap { book in
            var starts: [CivilDate: [DayAvailability.Start]] = [:]
            for (slot, reasons) in slots(of: offers[book.practitioner] ?? [], in: book) {
                guard let time = CivilTime(minuteOfDay: slot.start.minuteOfDay) else { continue }
                starts[slot.start.date, default: []].append(
                    .init(time: time, length: slot.length, reasons: reasons.sorted()))
            }
            return (days.lowerBound.dayNumber...days.upperBound.dayNumber).map { number in
                let date = CivilDate(dayNumber: number)
                return DayAvailability(
                    book: book.id, date: date,
                    starts: (starts[date] ?? []).sorted {
                        ($0.time, $0.length) < ($1.time, $1.length)
                    })
            }
        }
    }

    private struct Slot: Hashable {
        let start: CivilDateTime
        let length: Minutes
    }

    /// What is offered in a book, each start and length once, with the listed reasons it is for.
    private func slots(
        of offers: [Publication.Offer], in book: AppointmentBook
    ) -> [Slot: Set<ListedReasonID>] {
        var slots: [Slot: Set<ListedReasonID>] = [:]
        for offer in offers {
            let ids = listed[offer.reason]
            guard let reason = ids?[book.id] ?? ids?[nil] else { continue }
            for start in offer.starts {
                slots[Slot(start: start, length: offer.length), default: []].insert(reason)
            }
        }
        return slots
    }
}
