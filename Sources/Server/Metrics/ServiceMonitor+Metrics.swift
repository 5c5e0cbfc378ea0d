internal import Diary
internal import Ports

extension ServiceMonitor {
    /// Everything that was counted, as Prometheus reads it; docs/reference/metrics.md has a line
    /// for each name, and a test holds it.
    func metrics(
        of practices: [PracticeRecord], ledger: (any WatchedLedger)? = nil, now: Instant
    ) -> String {
        let counts = current
        var text = PrometheusText()
        text.add(
            .gauge, "gapbook_practices", "Practices by state.",
            PracticeState.allCases.map { state in
                .init(
                    labels: [("state", state.rawValue)],
                    value: Double(practices.count { $0.state == state }))
            })
        if let ledger { addDisk(of: ledger, to: &text) }
        let rows = counts.practices.sorted { $0.key < $1.key }
        addSyncs(rows, to: &text)
        addAges(rows, now: now, to: &text)
        addBookings(rows, to: &text)
        text.add(
            .counter, "gapbook_requests_answered_total",
            "Requests of the marketplace that were answered, by kind.",
            rows.flatMap { id, row in
                row.answered.sorted { $0.key < $1.key }.map { kind, count in
                    .init(
                        labels: [("practice", id.rawValue), ("kind", kind)], value: Double(count))
                }
            })
        text.add(
            .counter, "gapbook_polls_failed_total", "Polls of requests that were not answered.",
            rows.filter { $0.value.pollsFailed > 0 }.map { id, row in
                .init(labels: [("practice", id.rawValue)], value: Double(row.pollsFailed))
            })
        text.add(
            .counter, "gapbook_calls_total", "Calls over HTTP by side and result.",
            counts.calls.sorted {
                ($0.key.side.rawValue, $0.key.result) < ($1.key.side.rawValue, $1.key.result)
            }
            .map { key, count in
                .init(
                    labels: [("side", key.side.rawValue), ("result", key.result)],
                    value: Double(count))
            })
        text.add(
            .counter, "gapbook_webhooks_total", "Webhooks by how they were answered.",
            counts.notices.sorted { $0.key < $1.key }.map { result, count in
                .init(labels: [("result", result)], value: Double(count))
            })
        text.add(
            counts.changeToPublished, "gapbook_change_to_published_seconds",
            "From the start of the reading that shows a change to its stand at the marketplace.")
        text.add(counts.syncSeconds, "gapbook_sync_seconds", "How long syncs take.")
        text.add(
            counts.answerSeconds, "gapbook_booking_answer_seconds",
            "From a booking's receipt to the marketplace's acknowledgement of the first answer.")
        return text.text
    }

    private func addDisk(of ledger: any WatchedLedger, to text: inout PrometheusText) {
        text.add(
            .gauge, "gapbook_ledger_refuses",
            "1 while the disk refuses what the ledger is to keep, else 0.",
            [.init(value: ledger.refusal == nil ? 0 : 1)])
        text.add(
            .gauge, "gapbook_ledger_free_bytes", "Free room on the ledger's disk.",
            (ledger.freeBytes.map { [.init(value: Double($0))] }) ?? [])
    }

    private func addSyncs(
        _ rows: [(key: PracticeID, value: PracticeCounts)], to text: inout PrometheusText
    ) {
        text.add(
            .counter, "gapbook_syncs_total", "Syncs by outcome.",
            rows.flatMap { id, row in
                row.syncs.sorted { $0.key < $1.key }.map { outcome, count in
                    .init(
                        labels: [("practice", id.rawValue), ("outcome", outcome)],
                        value: Double(count))
                }
            })
        text.add(
            .counter, "gapbook_days_sent_total", "Days that the marketplace took.",
            rows.map { id, row in
                .init(labels: [("practice", id.rawValue)], value: Double(row.daysSent))
            })
        text.add(
            .counter, "gapbook_days_refused_total", "Days that the marketplace refused.",
            rows.map { id, row in
                .init(labels: [("practice", id.rawValue)], value: Double(row.daysRefused))
            })
    }

    private func addBookings(
        _ rows: [(key: PracticeID, value: PracticeCounts)], to text: inout PrometheusText
    ) {
        text.add(
            .counter, "gapbook_bookings_total",
            "Bookings by what the marketplace was told, and acknowledged.",
            rows.flatMap { id, row in
                row.told.sorted { $0.key < $1.key }.map { outcome, count in
                    .init(
                        labels: [("practice", id.rawValue), ("outcome", outcome)],
                        value: Double(count))
                }
            })
        func gauge(_ of: (PracticeCounts) -> Int?) -> [PrometheusText.Sample] {
            rows.compactMap { id, row in
                of(row).map { .init(labels: [("practice", id.rawValue)], value: Double($0)) }
            }
        }
        text.add(
            .gauge, "gapbook_bookings_open", "Bookings whose end is not known yet.",
            gauge(\.open))
        text.add(
            .gauge, "gapbook_bookings_needing_person", "Bookings that wait for a person.",
            gauge { row in row.open.map { _ in row.needingPerson } })
    }

    private func addAges(
        _ rows: [(key: PracticeID, value: PracticeCounts)], now: Instant,
        to text: inout PrometheusText
    ) {
        func ages(_ of: (PracticeCounts) -> Instant?) -> [PrometheusText.Sample] {
            rows.compactMap { id, row in
                of(row).map {
                    .init(
                        labels: [("practice", id.rawValue)],
                        value: Double(max(0, now.seconds - $0.seconds)))
                }
            }
        }
        text.add(
            .gauge, "gapbook_read_age_seconds", "Seconds since the PMS was last read whole.",
            ages(\.lastRead))
        text.add(
            .gauge, "gapbook_poll_age_seconds",
            "Seconds since a poll of the marketplace's requests was last answered.",
            ages(\.lastPoll))
    }
}
