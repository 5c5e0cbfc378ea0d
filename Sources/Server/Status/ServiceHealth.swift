internal import Diagnostics
internal import Diary
internal import Foundation
internal import Ports

/// The answer of `/health`: whether the service works, and which practices need somebody.
struct ServiceHealth: Encodable {
    /// How long a practice may go without an answered poll or a whole reading (S50).
    static let gapSeconds = 600
    /// The most practices that are named.
    static let mostNamed = 100

    let format = "gapbook.health/1"
    let status: String
    let practices: [String: Int]
    let unhealthy: Int
    let attention: [Row]
    /// Why the disk refuses what the ledger is to keep; missing while it keeps all.
    let ledger: Refusal?

    struct Refusal: Encodable {
        let code: String
        let message: String
    }

    struct Row: Encodable {
        let practice: String
        let state: String
        let why: String
        let pollAgeSeconds: Int?
        let readAgeSeconds: Int?
    }

    /// Judges the practices. The service as a whole is unwell where the ledger's disk refuses, for
    /// then every booking is rejected, or where every practice that it should serve is: one
    /// practice's trouble must not have the service restarted.
    init(
        _ practices: [PracticeRecord], counts: ServiceMonitor.Counts, refusal: Problem? = nil,
        since: Instant, now: Instant
    ) {
        let served = practices.filter { [.published, .unpublished].contains($0.state) }
        var rows: [Row] = []
        for record in practices where record.state != .disabled {
            let row = counts.practices[record.id]
            guard let why = Self.ailment(of: record, row, since: since, now: now) else { continue }
            rows.append(
                Row(
                    practice: record.id.rawValue, state: record.state.rawValue, why: why,
                    pollAgeSeconds: row?.lastPoll.map { now.seconds - $0.seconds },
                    readAgeSeconds: row?.lastRead.map { now.seconds - $0.seconds }))
        }
        let unwell = rows.count { $0.state != PracticeState.stopped.rawValue }
        self.practices = Dictionary(
            uniqueKeysWithValues: PracticeState.allCases.map { state in
                (state.rawValue, practices.count { $0.state == state })
            })
        ledger = refusal.map { Refusal(code: $0.code.rawValue, message: $0.message) }
        let serves = served.isEmpty || unwell < served.count
        status = serves && refusal == nil ? "ok" : "unwell"
        unhealthy = unwell
        attention = Array(rows.prefix(Self.mostNamed))
    }

    /// Whether `/health` answers 200.
    var isOK: Bool { status == "ok" }

    private static func ailment(
        of record: PracticeRecord, _ row: ServiceMonitor.PracticeCounts?, since: Instant,
        now: Instant
    ) -> String? {
        switch record.state {
        case .disabled: return nil
        case .stopped: return "stopped: the consent is missing"
        case .published:
            if now.seconds - (row?.lastPoll ?? since).seconds > gapSeconds {
                return "no poll was answered for over 10 minutes"
            }
        case .unpublished: break
        }
        if now.seconds - (row?.lastRead ?? since).seconds > gapSeconds {
            return "the PMS was not read for over 10 minutes"
        }
        return nil
    }

    var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return Array((try? encoder.encode(self)) ?? Data("{}".utf8))
    }
}
