internal import Diary
internal import Logging
internal import Ports

/// Writes the practices of the configuration file to the ledger, each change audited. Nothing is
/// removed, switched on or let go on: that is what staff decide by command.
struct PracticeSeeding {
    let store: any Store

    static let actor = Actor("configuration")

    func write(_ practices: [ConfiguredPractice], now: Instant, logger: Logger) async throws {
        for practice in practices {
            guard try await isNew(practice) else { continue }
            var record = practice.record
            if let known = try await store.practice(record.id) {
                record.isEnabled = known.isEnabled
                record.stopped = known.stopped
            }
            try await store.change(
                record.id, .put(record, timeZone: practice.timeZone, phone: practice.phone),
                by: Self.actor, why: "named in the configuration file", at: now)
            logger.info("written to the ledger", metadata: ["practice": "\(record.id)"])
        }
    }

    private func isNew(_ practice: ConfiguredPractice) async throws -> Bool {
        guard let known = try await store.practice(practice.record.id) else { return true }
        var record = practice.record
        record.isEnabled = known.isEnabled
        record.stopped = known.stopped
        guard record == known else { return true }
        let setUp = try await store.setUp(of: record.id)
        return setUp.timeZone != practice.timeZone || setUp.phone != practice.phone
    }
}
