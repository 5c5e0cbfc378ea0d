import Diary
import Foundation
import Ports
import Testing

@testable import Flows
@testable import Server

/// A clock that tests set.
struct FixedTime: TimeSource {
    var at = Instant(seconds: 1_000_000)
    func now() -> Instant { at }
    func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}

extension PracticeRecord {
    static func sample(_ id: String, market: String? = "he-1") -> PracticeRecord {
        PracticeRecord(
            id: PracticeID(id), system: .exact, connection: "exact", pmsPractice: id,
            marketplace: market.map {
                .init(practice: MarketplacePracticeID($0), key: .environment("KEY"))
            })
    }
}

@Suite("Metrics")
struct MetricsTests {
    @Test("a histogram counts every bound that is not below a value")
    func histogram() {
        var histogram = Histogram(bounds: [1, 2])
        for value in [0.5, 1, 1.5, 7] { histogram.record(value) }
        #expect(histogram.cumulative.map(\.count) == [2, 3, 4])
        #expect(histogram.sum == 10)
    }

    @Test("labels are escaped, whole numbers have no fraction, and empty metrics are left out")
    func text() {
        var text = PrometheusText()
        text.add(
            .counter, "a_total", "An \"a\".\n",
            [
                .init(labels: [("practice", "x\"y\\z\n")], value: 3), .init(value: 0.5),
            ])
        text.add(.gauge, "b", "None.", [])
        #expect(
            text.text == """
                # HELP a_total An "a".\\n
                # TYPE a_total counter
                a_total{practice="x\\"y\\\\z\\n"} 3
                a_total 0.5

                """)
    }

    @Test("what the flows tell is counted by practice, kind and outcome")
    func events() {
        let monitor = ServiceMonitor(time: FixedTime())
        let id = PracticeID("harbour")
        var report = SyncReport()
        report.outcome = .published
        report.daysSent = 4
        report.daysFailed = 1
        monitor.observe(.synced(report, took: .milliseconds(300)), of: id)
        monitor.observe(.published(days: 4, after: .seconds(2)), of: id)
        monitor.observe(.polled(waiting: 1), of: id)
        monitor.observe(.answered(.bookings, count: 2), of: id)
        monitor.observe(.answered(.other("anything at all"), count: 1), of: id)
        monitor.observe(.pollFailed, of: id)
        monitor.observe(.bookingTold(.confirmed, firstAfter: .seconds(2)), of: id)
        monitor.observe(.bookingTold(.cancelled, firstAfter: nil), of: id)
        monitor.observe(.bookingsOpen(3, needingPerson: 1), of: id)
        monitor.called(.pms, failure: nil)
        monitor.called(.marketplace, failure: .rateLimited(retryAfter: nil))
        let text = monitor.metrics(
            of: [.sample("harbour")], now: Instant(seconds: 1_000_007))
        for line in [
            "gapbook_practices{state=\"published\"} 1",
            "gapbook_syncs_total{practice=\"harbour\",outcome=\"published\"} 1",
            "gapbook_days_sent_total{practice=\"harbour\"} 4",
            "gapbook_days_refused_total{practice=\"harbour\"} 1",
            "gapbook_poll_age_seconds{practice=\"harbour\"} 7",
            "gapbook_requests_answered_total{practice=\"harbour\",kind=\"bookings\"} 2",
            "gapbook_requests_answered_total{practice=\"harbour\",kind=\"other\"} 1",
            "gapbook_polls_failed_total{practice=\"harbour\"} 1",
            "gapbook_calls_total{side=\"pms\",result=\"ok\"} 1",
            "gapbook_calls_total{side=\"marketplace\",result=\"rate_limited\"} 1",
            "gapbook_change_to_published_seconds_bucket{le=\"2.5\"} 1",
            "gapbook_change_to_published_seconds_bucket{le=\"1\"} 0",
            "gapbook_sync_seconds_count 1",
            "gapbook_bookings_total{practice=\"harbour\",outcome=\"confirmed\"} 1",
            "gapbook_bookings_total{practice=\"harbour\",outcome=\"cancelled\"} 1",
            "gapbook_bookings_open{practice=\"harbour\"} 3",
            "gapbook_bookings_needing_person{practice=\"harbour\"} 1",
            "gapbook_booking_answer_seconds_bucket{le=\"1\"} 0",
            "gapbook_booking_answer_seconds_bucket{le=\"2\"} 1",
            "gapbook_booking_answer_seconds_count 1",
        ] { #expect(text.contains(line + "\n"), "\(line)") }
        // A text of the marketplace is no label: it could be anything.
        #expect(!text.contains("anything"))
    }

    @Test("whether the ledger's disk refuses, and what it has left, are figures")
    func disk() {
        let monitor = ServiceMonitor(time: FixedTime())
        func text(_ ledger: ToldLedger?) -> String {
            monitor.metrics(of: [], ledger: ledger, now: Instant(seconds: 1_000_000))
        }
        let well = text(ToldLedger(freeBytes: 300_000_000))
        #expect(well.contains("\ngapbook_ledger_refuses 0\n"))
        #expect(well.contains("\ngapbook_ledger_free_bytes 300000000\n"))
        let refuses = text(ToldLedger(.init(refusal: ToldLedger.refuses)))
        #expect(refuses.contains("\ngapbook_ledger_refuses 1\n"))
        #expect(!refuses.contains("gapbook_ledger_free_bytes"))
        #expect(!text(nil).contains("gapbook_ledger"))
    }

    @Test("a dry run is no sync")
    func dryRun() {
        let monitor = ServiceMonitor(time: FixedTime())
        var report = SyncReport()
        report.isDryRun = true
        monitor.observe(.synced(report, took: .zero), of: PracticeID("a"))
        #expect(monitor.current.practices[PracticeID("a")]?.syncs.isEmpty == true)
    }

    @Test("the metrics page has every name, and no other")
    func page() throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appendingPathComponent("docs/reference/metrics.md"), encoding: .utf8)
        let source = try FileManager.default.contentsOfDirectory(
            at: root.appendingPathComponent("Sources/Server/Metrics"),
            includingPropertiesForKeys: nil
        ).map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        let names = { (text: String) in
            Set(text.matches(of: /gapbook_[a-z_]+/).map { String($0.output) })
        }
        #expect(names(page) == names(source))
    }
}

@Suite("Health")
struct HealthTests {
    private func health(
        _ practices: [PracticeRecord], polled: [String: Int], read: [String: Int], at now: Int
    ) -> ServiceHealth {
        var counts = ServiceMonitor.Counts()
        for (id, at) in polled {
            counts.practices[PracticeID(id), default: .init()].lastPoll = Instant(seconds: at)
        }
        for (id, at) in read {
            counts.practices[PracticeID(id), default: .init()].lastRead = Instant(seconds: at)
        }
        return ServiceHealth(
            practices, counts: counts, since: Instant(seconds: 0), now: Instant(seconds: now))
    }

    @Test("S50: a poll gap of over ten minutes is told, and one of ten minutes is not")
    func pollGap() {
        for (age, isWell) in [(600, true), (601, false)] {
            let health = health(
                [.sample("a"), .sample("b")], polled: ["a": 10_000 - age, "b": 9_999],
                read: ["a": 9_999, "b": 9_999], at: 10_000)
            #expect(health.attention.isEmpty == isWell)
            // The other practice is served, so the service as a whole works.
            #expect(health.isOK)
        }
    }

    @Test("the service is unwell only where all that it should serve are")
    func whole() {
        let all = [PracticeRecord.sample("a"), .sample("b")]
        #expect(!health(all, polled: [:], read: [:], at: 10_000).isOK)
        #expect(health(all, polled: [:], read: [:], at: 500).isOK)
        #expect(health([], polled: [:], read: [:], at: 10_000).isOK)
    }

    @Test("a service whose ledger's disk refuses is unwell with all practices, and says why")
    func refusal() {
        for practices in [[], [PracticeRecord.sample("a")]] {
            let health = ServiceHealth(
                practices, counts: ServiceMonitor.Counts(), refusal: ToldLedger.refuses,
                since: Instant(seconds: 0), now: Instant(seconds: 10))
            #expect(!health.isOK && health.attention.isEmpty)
            let text = String(decoding: health.json, as: UTF8.self)
            let row = #""ledger":{"code":"D0006","message":"the disk refuses to keep the change"}"#
            #expect(text.contains(row), "\(text)")
        }
        let well = health([], polled: [:], read: [:], at: 0)
        #expect(!String(decoding: well.json, as: UTF8.self).contains("ledger"))
    }

    @Test("S58, S60: a stopped practice needs somebody, a disabled one nobody")
    func states() {
        var stopped = PracticeRecord.sample("a")
        stopped.stopped = .init(side: .pms, why: "403", since: Instant(seconds: 5))
        var disabled = PracticeRecord.sample("b")
        disabled.isEnabled = false
        let health = health([stopped, disabled], polled: [:], read: [:], at: 10_000)
        #expect(health.attention.map(\.practice) == ["a"])
        #expect(health.isOK)
        #expect(
            health.practices == ["stopped": 1, "disabled": 1, "published": 0, "unpublished": 0])
    }
}
