public import Diary
internal import PMS
public import Ports
internal import Wire

/// One Exact practice. What it sends and understands is `docs/pms/exact.md`, line by line.
public struct ExactPMS: PMSPort {
    let access: ExactAccess
    let practice: PracticeID
    let pmsPractice: String
    let zone: Zone
    let seed: UInt64
    let insertion: PMSCapabilities.Insertion

    /// Binds the access to one practice.
    ///
    /// - Parameters:
    ///   - practice: Gapbook's id, which readings bear.
    ///   - pmsPractice: the practice's id at Exact, for example `UKABC123`.
    ///   - zone: the practice's zone; Exact's own fixed offset is never used as one (T16).
    ///   - seed: spreads the waits of practices that failed together.
    ///   - insertion: how this practice's PMS takes insertions.
    public init(
        _ access: ExactAccess, practice: PracticeID, pmsPractice: String, zone: Zone, seed: UInt64,
        insertion: PMSCapabilities.Insertion = ExactPMS.insertion
    ) {
        self.access = access
        self.practice = practice
        self.pmsPractice = pmsPractice
        self.zone = zone
        self.seed = seed
        self.insertion = insertion
    }

    /// How Exact takes insertions, unless an operator knows better: our assumption. The
    /// delay is 10 seconds to leave, 30 until the call is given up, and two minutes, the relay's
    /// own limit for a call. That others may book over an entry is public (help 2044).
    public static let insertion = PMSCapabilities.Insertion(
        reference: .carried, rejectsOverlaps: false, longestDelay: .seconds(160))

    /// That patients cannot cancel online is public (S25), and so is the stacking tick box (T9).
    public var capabilities: PMSCapabilities {
        PMSCapabilities(cancels: false, reportsStacking: true, insertion: insertion)
    }

    /// Reads set-up, working time and diary; see `PMSPort`.
    ///
    /// The set-up is read again at the end: where it changed meanwhile, all is read anew, so that
    /// practitioners, reasons and working time are of one time.
    public func read(_ days: ClosedRange<CivilDate>) async throws(PMSFailure) -> PMSReading {
        let window = PMSWindow(days, in: zone)
        guard window.count <= PMSLimits.days else {
            throw ExactAccess.side.tooManyDays(window.count)
        }
        var caller = PMSCaller(access.connection, seed: seed)
        for _ in 1...PMSLimits.rounds {
            let before = try await onlineBooking(&caller)
            let reading = try await reading(&caller, before, window)
            if try await onlineBooking(&caller).revision == before.revision { return reading }
        }
        throw ExactAccess.side.notWhole("OnlineBooking", "it changed while it was read")
    }

    /// Reads one row of the diary again; see `PMSPort`. Appointments and blocks share their ids.
    public func entry(_ id: DiaryEntryID) async throws(PMSFailure) -> DiaryEntry? {
        var caller = PMSCaller(access.connection, seed: seed)
        let own = id.ofAppointment.rawValue
        if let row = try await row(&caller, "Appointments", own, ExactAppointment.self) {
            return try row.entries("Appointments") { row throws(FieldFault) in
                try row.row(of: nil)
            }.first { $0.id == id }
        }
        if let row = try await row(&caller, "Blocks", id.rawValue, ExactBlock.self) {
            return try row.entries("Blocks") { row throws(FieldFault) in
                try row.row(of: nil)
            }.first
        }
        // A practice that is not there says 404, too: then nothing is known of the row.
        _ = try await details(&caller)
        return nil
    }

    /// How far Exact's clock is ahead; see `PMSPort`.
    public func clockSkew() async -> Duration? { await access.connection.skew.latest }
}

// The calls.
extension ExactPMS {
    /// A call below the practice.
    func call(_ path: String, query: [(name: String, value: String)] = []) -> HTTPCall {
        HTTPCall(.get, "/v1/Practices/\(HTTPCall.escaped(pmsPractice))/\(path)", query: query)
    }

    func details(_ caller: inout PMSCaller) async throws(PMSFailure) -> ExactPractice {
        try await caller.answer(to: call("details")) { answer throws(FieldFault) in
            try HTTPBody.decoded(ExactPractice.self, from: answer.body)
        }
    }

    private func onlineBooking(
        _ caller: inout PMSCaller
    ) async throws(PMSFailure) -> ExactOnlineBooking {
        try await caller.answer(to: call("OnlineBooking")) { answer throws(FieldFault) in
            try HTTPBody.decoded(ExactOnlineBooking.self, from: answer.body)
        }
    }

    private func row<Row: Decodable & Sendable>(
        _ caller: inout PMSCaller, _ list: String, _ id: String, _ row: Row.Type
    ) async throws(PMSFailure) -> WireRow<Row>? {
        do throws(PMSFailure) {
            return try await caller.answer(to: call("\(list)/\(HTTPCall.escaped(id))")) {
                answer throws(FieldFault) in
                try HTTPBody.decoded(WireRow<Row>.self, from: answer.body)
            }
        } catch {
            if error.kind == .notFound { return nil }
            throw error
        }
    }
}

extension WireRow {
    /// The entries of a row that was asked for by itself.
    fileprivate func entries(
        _ list: String, _ read: (Value) throws(FieldFault) -> DiaryRow
    ) throws(PMSFailure) -> [DiaryEntry] {
        do throws(FieldFault) {
            return try read(value.get()).entries
        } catch {
            throw ExactAccess.side.unusableRow(of: list, id: id, error)
        }
    }
}
