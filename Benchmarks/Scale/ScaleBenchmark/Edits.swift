import Diary
import Measuring
import Simulators
import StandIns

/// Appointments that staff enter into diaries, and how long the marketplace goes on offering their
/// time.
struct Edits {
    private let standIns: StandIns
    private let name: String
    /// Starts of a practice of each kind, which its copies have as well.
    private let starts: [PMSSystem: [Start]]
    private var pending: [Pending] = []
    private(set) var made = 0
    /// From the edit to the day without that start at the marketplace.
    private(set) var waits = Waits()

    private struct Start {
        let book: String
        let date: CivilDate
        let time: CivilTime
    }

    private struct Pending {
        let member: Member
        let start: Start
        let since: Double
    }

    /// Takes the starts that are published now; the entries' ids begin with that name.
    init(_ standIns: StandIns, named name: String) async throws {
        self.standIns = standIns
        self.name = name
        var starts: [PMSSystem: [Start]] = [:]
        for member in standIns.members.prefix(2) {
            let seen = try await standIns.marketplace.observe(member.marketplace)
            let today = member.zone.local(at: SampleFleet.now).date
            let books = seen.published.sorted { $0.key < $1.key }
            starts[member.system] = books.flatMap { book, days in
                days.filter { $0.key > today }.sorted { $0.key < $1.key }.flatMap { date, list in
                    list.map { Start(book: book, date: date, time: $0.time) }
                }
            }
        }
        self.starts = starts
    }

    /// How many have not arrived yet.
    var waiting: Int { pending.count }

    /// Enters an appointment of fifteen minutes at a start that is offered, of the next practice.
    mutating func make() async throws {
        let members = standIns.members
        // Practices far apart follow each other, and each comes again only after all others.
        let member = members[made * 613 % members.count]
        guard let starts = starts[member.system], !starts.isEmpty else {
            stop("\(member.id) offers nothing")
        }
        // Another day each time, because one entry takes several starts of its day.
        for place in 0..<starts.count {
            let start = starts[(made / members.count * 97 + made * 31 + place) % starts.count]
            guard try await isOffered(start, by: member) else { continue }
            let entry = DiaryEntry(
                id: DiaryEntryID("\(name)-\(made)"), practitioner: PractitionerID(start.book),
                kind: .appointment, status: .confirmed,
                start: .civil(CivilDateTime(start.date, start.time)), end: .after(Minutes(15)))
            pending.append(Pending(member: member, start: start, since: wallSeconds()))
            try await standIns.pms(of: member).edit(member.id, .addEntry(entry))
            made += 1
            return
        }
        stop("\(member.id) offers nothing any more")
    }

    /// Looks which of them have arrived.
    mutating func look() async throws {
        var still: [Pending] = []
        for edit in pending {
            if try await isOffered(edit.start, by: edit.member) {
                still.append(edit)
            } else {
                waits.add(wallSeconds() - edit.since)
            }
        }
        pending = still
    }

    private func isOffered(_ start: Start, by member: Member) async throws -> Bool {
        try await standIns.marketplace
            .published(start.book, on: start.date, of: member.marketplace)
            .contains { $0.time == start.time }
    }
}
