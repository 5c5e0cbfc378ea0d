import Diary
import Ports
import Server

/// `gapbook practice list --format json`: `docs/schemas/practices-1.schema.json`.
struct PracticesOutput: Encodable {
    let format = "gapbook.practices/1"
    let practices: [RowOutput]

    struct RowOutput: Encodable {
        let id: String
        let state: String
        let stopped: StopOutput?
        let system: String
        let connection: String
        let pmsPractice: String
        let marketplacePractice: String?
        let timeZone: String
        let phone: String?
        let readAt: String?
        let readAgeMinutes: Int?

        /// The PMS's name as people know it.
        var productName: String { PMSSystem(rawValue: system)?.productName ?? system }

        init(_ record: PracticeRecord, _ setUp: SetUp, readAt: Instant?, now: Instant) {
            id = record.id.rawValue
            state = record.state.rawValue
            stopped = record.stopped.map(StopOutput.init)
            system = record.system.rawValue
            connection = record.connection
            pmsPractice = record.pmsPractice
            marketplacePractice = record.marketplace?.practice.rawValue
            timeZone = setUp.timeZone
            phone = setUp.phone
            self.readAt = readAt?.description
            readAgeMinutes = readAt.map { max(0, now.seconds - $0.seconds) / 60 }
        }
    }

    struct StopOutput: Encodable {
        let side: String
        let why: String
        let since: String

        init(_ stop: PracticeRecord.Stop) {
            side = stop.side.rawValue
            why = stop.why
            since = stop.since.description
        }
    }
}
