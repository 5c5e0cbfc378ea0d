import Foundation
import Measuring
import StandIns

/// The service against stand-ins over HTTP: once as it is usually set, once as often as it can.
struct OverHTTP {
    private let options: Options
    private var rows = [
        [
            "reading every", "syncs a minute", "CPU of a sync", "of it evaluation",
            "calls of a sync", "cores: service", "stand-ins", "memory", "most",
            "change to published: p50", "p99", "of",
        ]
    ]

    /// Diaries that are edited in a second, all practices together.
    private static let editsPerSecond = 4
    /// So long an edit may be on its way until it counts as lost.
    private static let patience = 900.0

    init(_ options: Options) { self.options = options }

    mutating func run() async throws {
        let members = try SampleFleet.members(options.practices, now: SampleFleet.now)
        let standIns = try await StandIns(members)
        let bare = try BareEvaluation(of: members)
        for seconds in [60, 5] {
            let service = try standIns.serve(.init(syncSeconds: seconds))
            try await published(service, of: members.count, isFirst: seconds == 60)
            try await measure(service, standIns, every: seconds, bare)
            service.end()
            try await standIns.checkPublished()
        }
        await standIns.end()
        say(layOut(rows))
        say("\none bare evaluation: \(duration(bare.seconds * 1e9))")
    }

    /// Waits until every practice stands at the marketplace; at a second start, until each was read.
    private func published(
        _ service: ServiceProcess, of count: Int, isFirst: Bool
    ) async throws {
        let progress = Progress(isFirst ? "first publication" : "first syncs after a restart")
        while true {
            try await Task.sleep(for: .milliseconds(500))
            let counts = await service.counts()
            let done = isFirst ? counts.publishedPractices : min(counts.good, count)
            if done == count { break }
            progress.tell(done, of: count)
        }
        let spent = wallSeconds() - service.startedAt
        let what = isFirst ? "practices published" : "syncs"
        say(
            "\(count) \(what) \(decimal(spent, places: 0)) s after the start, CPU time "
                + "\(decimal(service.cpuSeconds, places: 0)) s, memory "
                + "\(service.memory.now >> 20) MB\n")
    }

    private mutating func measure(
        _ service: ServiceProcess, _ standIns: StandIns, every seconds: Int, _ bare: BareEvaluation
    ) async throws {
        var edits = try await Edits(standIns, named: "EDIT-\(seconds)")
        let before = (await service.counts(), service.cpuSeconds, ownSeconds(), standIns.calls)
        let start = wallSeconds()
        let progress = Progress("syncs every \(seconds) s, seconds")
        while wallSeconds() - start < Double(options.seconds) {
            let passed = wallSeconds() - start
            if Double(edits.made) < passed * Double(Self.editsPerSecond) { try await edits.make() }
            try await edits.look()
            progress.tell(Int(passed), of: options.seconds)
            try await Task.sleep(for: .milliseconds(20))
        }
        let passed = wallSeconds() - start
        let after = (await service.counts(), service.cpuSeconds, ownSeconds(), standIns.calls)
        let syncs = after.0.good - before.0.good
        guard syncs > 0, after.0.others.isEmpty else {
            stop("syncs went wrong: \(after.0.others)")
        }
        try await arrive(&edits, from: wallSeconds())
        let each = (after.1 - before.1) / Double(syncs)
        rows.append([
            "\(seconds) s", decimal(Double(syncs) / passed * 60, places: 0), duration(each * 1e9),
            bare.share(of: each), decimal(Double(after.3 - before.3) / Double(syncs), places: 1),
            decimal((after.1 - before.1) / passed, places: 2),
            decimal((after.2 - before.2) / passed, places: 2),
            "\(service.memory.now >> 20) MB", "\(service.memory.most >> 20) MB",
            edits.waits.quantile(0.5), edits.waits.quantile(0.99), "\(edits.waits.count)",
        ])
    }

    /// Waits until every edit stands at the marketplace.
    private func arrive(_ edits: inout Edits, from start: Double) async throws {
        let progress = Progress("edits that have arrived")
        while edits.waiting > 0 {
            guard wallSeconds() - start < Self.patience else {
                stop("\(edits.waiting) of \(edits.made) edits never arrived")
            }
            try await edits.look()
            progress.tell(edits.waits.count, of: edits.made)
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// CPU time of this process: the stand-ins, and the looking.
    private func ownSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}
