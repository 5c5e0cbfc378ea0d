import CBookingBaseline
import Diary
import Foundation
import Ledger
import Measuring
import Ports

/// Durable booking transactions beside plain SQLite in C that runs the same statements on the same
/// tables, both with `synchronous=FULL`. Time is on the wall: what counts is when the disk has it.
@main
struct BookingBenchmark {
    static let rounds = 15
    static let bookings = 40

    static func main() async throws {
        let folder = try Folder(for: "booking")
        defer { folder.remove() }
        let raw = try await RawSide(path: folder.path("raw.sqlite"))
        let ledger = try await LedgerSide(path: folder.path("ledger.sqlite"))
        var times = Times()
        for round in 0..<rounds {
            for number in 0..<bookings {
                let job = Job(number: round * bookings + number)
                // In turns, so that what else the disk has to do falls on both sides.
                for isRaw in number % 2 == 0 ? [true, false] : [false, true] {
                    let start = clock()
                    if isRaw { raw.run(job, &times) } else { try await ledger.run(job, &times) }
                    times.add(Double(clock() - start), to: isRaw ? "C CPU" : "ledger CPU")
                }
            }
            times.endRound()
        }
        try await compare(ledger, raw)
        print(times.table())
        print("\n\(times.processor())")
    }

    /// Both files must hold the same, and both must be sound.
    private static func compare(_ ledger: LedgerSide, _ raw: RawSide) async throws {
        raw.close()
        let other = try Ledger.open(at: raw.path)
        let practice = Job.practice
        let pairs = [
            try await ledger.ledger.bookings(of: practice, limit: .max),
            try await other.bookings(of: practice, limit: .max),
        ].map { $0.map { "\($0.id) \($0.state) \($0.version) \($0.told.map(\.rawValue) ?? "")" } }
        guard pairs[0] == pairs[1], pairs[0].count == rounds * bookings else {
            stop("the two sides hold different bookings")
        }
        guard try await ledger.ledger.verify().isEmpty, try await other.verify().isEmpty else {
            stop("one of the files is not sound")
        }
    }
}

/// Seconds by what was done, one for each round, of both sides.
struct Times {
    private var open: [String: Double] = [:]
    private var rounds: [[String: Double]] = []

    mutating func add(_ seconds: Double, to name: String) { open[name, default: 0] += seconds }

    mutating func endRound() {
        rounds.append(open)
        open = [:]
    }

    /// What, per second on both sides, and the ratio: the median of the rounds' own ratios.
    func table() -> String {
        var rows = [["transaction", "C, per second", "ledger, per second", "ratio", "target"]]
        for step in Step.allCases {
            let count = Double(BookingBenchmark.bookings * step.transactions)
            let both = ["C", "ledger"].map { side in
                rounds.map { count / ($0["\(side) \(step.rawValue)"] ?? .nan) }
            }
            let ratios = zip(both[1], both[0]).map { $0 / $1 }
            rows.append([
                step.rawValue, decimal(median(both[0]), places: 0),
                decimal(median(both[1]), places: 0),
                "\(decimal(median(ratios), places: 2)) x", step == .whole ? ">= 0.8" : "",
            ])
        }
        return layOut(rows)
    }

    /// What both sides take of the processor, without the waiting for the disk that they share.
    func processor() -> String {
        let spent = ["C", "ledger"].map { side in
            median(rounds.map { $0["\(side) CPU"] ?? .nan }) / Double(CLOCKS_PER_SEC)
                / Double(BookingBenchmark.bookings) * 1e9
        }
        return "CPU time of a booking: C \(duration(spent[0])), ledger \(duration(spent[1]))"
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}

/// The transactions of a booking that goes well.
enum Step: String, CaseIterable {
    case admit = "admit: booking, claim, sealed patient, event"
    case send = "change: sending"
    case confirm = "change: confirmed, with a message"
    case settle = "settle: told"
    case whole = "all four"

    var transactions: Int { self == .whole ? 4 : 1 }
}

/// One booking of the run.
struct Job: Sendable {
    static let practice = PracticeID("harbour-dental")
    static let now = Instant(seconds: 1_772_000_000)

    let number: Int
    var id: String { "B\(number)" }
    var reference: String { "reference-of-32-hex-digits-\(100_000 + number)" }
    var practitioner: String { "P\(number % 5)" }
    var start: Instant { Instant(seconds: 1_772_100_000 + number / 5 * 1_800) }
}
