import Diary
import Foundation
import Measuring
import Simulators
import StandIns

/// Patients who book what they are offered, at one practice after the other.
struct Patients {
    private let standIns: StandIns
    /// Starts that nobody has booked yet, by practice; no two of them touch.
    private var free: [PracticeID: [Start]] = [:]
    private var made: [PracticeID: [Start]] = [:]
    private var numbers = 0

    private struct Start {
        let book: String
        let at: CivilDateTime
    }

    private struct Booked {
        let id: Int
        let member: Member
        let since: Double
    }

    /// A booking that has no answer by then would have turned confirmed by itself.
    private static let patience = 60.0

    /// Takes one start of each day of each book, all practices.
    init(_ standIns: StandIns) async throws {
        self.standIns = standIns
        for member in standIns.members {
            let seen = try await standIns.marketplace.observe(member.marketplace)
            let today = member.zone.local(at: SampleFleet.now).date
            let books = seen.offered.sorted { $0.key < $1.key }
            free[member.id] = books.flatMap { book, days -> [Start] in
                days.filter { $0.key > today }.sorted { $0.key < $1.key }.compactMap { date, list in
                    list.first.map { Start(book: book, at: CivilDateTime(date, $0.time)) }
                }
            }
        }
    }

    /// Lets so many book at the practices of one PMS; how long each waited for the confirmation.
    mutating func book(_ count: Int, at system: PMSSystem, _ pace: Pace) async throws -> Waits {
        let members = standIns.members.filter { $0.system == system }
        let progress = Progress("bookings at \(system.rawValue)")
        var waits = Waits()
        var open: [Booked] = []
        var begun = 0
        let start = wallSeconds()
        while waits.count < count {
            let isDue =
                switch pace {
                case .oneByOne: open.isEmpty
                case .steady: Double(begun) < (wallSeconds() - start) * Pace.rate
                }
            if begun < count, isDue {
                open.append(try await book(at: members[begun % members.count]))
                begun += 1
            }
            var still: [Booked] = []
            for booked in open {
                if try await isOpen(booked) {
                    still.append(booked)
                } else {
                    waits.add(wallSeconds() - booked.since)
                }
            }
            open = still
            progress.tell(waits.count, of: count)
            try await Task.sleep(for: .milliseconds(2))
        }
        return waits
    }

    private mutating func book(at member: Member) async throws -> Booked {
        guard let start = free[member.id]?.popLast() else {
            stop("\(member.id) offers too few starts for so many bookings")
        }
        var wish = BookingWish(book: start.book, start: start.at)
        wish.patient = nextPatient()
        made[member.id, default: []].append(start)
        let since = wallSeconds()
        let id = try await standIns.marketplace.book(wish, of: member.marketplace)
        return Booked(id: id, member: member, since: since)
    }

    /// Somebody whom nobody at the practice is like: who is meant would otherwise be in doubt.
    private mutating func nextPatient() -> MarketplacePatient {
        numbers += 1
        var seed = UInt64(numbers) &* 0x9E37_79B9_7F4A_7C15
        func digit(below bound: UInt64) -> Int {
            seed ^= seed >> 29
            seed &*= 0xBF58_476D_1CE4_E5B9
            return Int((seed >> 33) % bound)
        }
        func letters(_ count: Int) -> String {
            let alphabet = Array("abcdefghiklmnoprstuvw")
            return String((0..<count).map { _ in alphabet[digit(below: UInt64(alphabet.count))] })
        }
        var patient = MarketplacePatient()
        patient.firstName = letters(7).capitalized
        patient.lastName = letters(9).capitalized
        let (day, month) = (10 + digit(below: 19), 1 + digit(below: 9))
        patient.dateOfBirth = "\(day)-0\(month)-\(1940 + digit(below: 60))"
        patient.phone = "02555\(10_000 + digit(below: 90_000))"
        patient.email = "\(letters(10))@example.com"
        patient.address = "\(1 + digit(below: 200)) \(letters(8).capitalized) Street"
        return patient
    }

    private func isOpen(_ booked: Booked) async throws -> Bool {
        let market = standIns.marketplace
        if try await market.awaitsAnswer(booked.id, of: booked.member.marketplace) {
            guard wallSeconds() - booked.since < Self.patience else {
                stop("a booking at \(booked.member.id) was never answered")
            }
            return true
        }
        return false
    }

    /// Stops the benchmark where a booking was not confirmed, or does not stand in the diary once.
    func checkDiaries() async throws {
        for member in standIns.members {
            let booked = made[member.id] ?? []
            let seen = try await standIns.marketplace.observe(member.marketplace).bookings
            guard seen.count == booked.count, seen.allSatisfy({ $0.stage == "confirmed" }) else {
                stop("\(member.id) has bookings that were not confirmed: \(seen.map(\.stage))")
            }
            let rows = await standIns.pms(of: member).rows(member.id)
            let ours = rows.filter { $0.details.reference != nil }
            let named = Set(seen.flatMap(\.appointments))
            guard ours.count == booked.count, named == Set(ours.map(\.entry.id.rawValue)) else {
                stop("\(member.id) has \(ours.count) appointments of \(booked.count) bookings")
            }
        }
    }
}
