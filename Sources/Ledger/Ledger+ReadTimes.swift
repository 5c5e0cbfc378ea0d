public import Diary
internal import GRDB
internal import Ports

extension Ledger {
    /// When each practice was last read whole; without those that never were.
    public func readTimes() async throws -> [PracticeID: Instant] {
        try await read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT practice, read_at FROM latest_reading")
            return Dictionary(
                try rows.map { (try $0.id("practice"), try $0.instant("read_at")) },
                uniquingKeysWith: max)
        }
    }
}
