import Diary
import Foundation
import Measuring
import Simulators
import StandIns

/// How long a patient waits: from the booking at the marketplace to the confirmation there, with the
/// appointment standing in the PMS's diary.
@main
struct LatencyBenchmark {
    /// As many practices as a small service has.
    private static let practices = 100

    static func main() async {
        do { try await run() } catch { stop("\(error)") }
    }

    private static func run() async throws {
        var count = 500
        var rest = CommandLine.arguments.dropFirst()
        while let name = rest.popFirst() {
            guard name == "--bookings", let value = rest.popFirst().flatMap({ Int($0) }), value > 0
            else { stop("`\(name)`: the option is --bookings N") }
            count = value
        }
        var rows = [["PMS", "told by", "syncs", "bookings", "p50", "p99", "longest", "of"]]
        for syncs in [SyncLoad.none, .busy] {
            for told in [Told.webhook, .poll] {
                rows += try await measure(told, syncs, count: count)
            }
        }
        say(layOut(rows))
    }

    private static func measure(
        _ told: Told, _ syncs: SyncLoad, count: Int
    ) async throws -> [[String]] {
        let members = try SampleFleet.members(practices, now: SampleFleet.now)
        let standIns = try await StandIns(members)
        let service = try standIns.serve(
            .init(syncSeconds: syncs.rawValue, pollSeconds: told == .poll ? 5 : nil))
        try await isReady(standIns, told)
        var rows: [[String]] = []
        var patients = try await Patients(standIns)
        for system in [PMSSystem.exact, .oasis] {
            for pace in told.paces {
                let waits = try await patients.book(count, at: system, pace)
                rows.append(
                    [system.name, told.rawValue, syncs.name, pace.name]
                        + [0.5, 0.99, 1].map(waits.quantile) + ["\(waits.count)"])
            }
        }
        service.end()
        try await patients.checkDiaries()
        await standIns.end()
        return rows
    }

    /// Waits until all practices are published, and webhooks are asked for.
    private static func isReady(_ standIns: StandIns, _ told: Told) async throws {
        let progress = Progress("practices that are ready")
        var waiting = standIns.members[...]
        while let member = waiting.first {
            let seen = try await standIns.marketplace.observe(member.marketplace)
            let isReady =
                seen.health.isHealthy && seen.offered.values.contains { !$0.isEmpty }
                && (told == .poll || !seen.callbacks.isEmpty)
            if isReady {
                waiting.removeFirst()
            } else {
                try await Task.sleep(for: .milliseconds(200))
            }
            progress.tell(standIns.members.count - waiting.count, of: standIns.members.count)
        }
    }
}

/// How the service learns of a booking.
enum Told: String {
    case webhook, poll

    /// A patient who waits for a poll says nothing about the next one: they come at a rate alone.
    var paces: [Pace] { self == .webhook ? [.oneByOne, .steady] : [.steady] }
}

/// How bookings follow each other.
enum Pace {
    case oneByOne, steady

    /// Bookings a second of `steady`.
    static let rate = 10.0

    var name: String {
        self == .oneByOne ? "one after the other" : "\(decimal(Pace.rate, places: 0)) a second"
    }
}

/// How often the practices are read meanwhile, in seconds.
enum SyncLoad: Int {
    case none = 86_400
    case busy = 5

    var name: String { self == .none ? "none" : "of 100 practices every 5 s" }
}

extension PMSSystem {
    fileprivate var name: String { self == .exact ? "Exact" : "Oasis" }
}
