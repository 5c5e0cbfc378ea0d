public import Diary
internal import PMS
public import Ports
internal import Wire

/// One Oasis practice. What it sends and understands is `docs/pms/oasis.md`; how that is sent is
/// our assumption throughout.
public struct OasisPMS: PMSPort {
    let access: OasisAccess
    let practice: PracticeID
    let pmsPractice: String
    let zone: Zone
    let seed: UInt64
    let insertion: PMSCapabilities.Insertion

    /// Binds the access to one practice.
    ///
    /// - Parameters:
    ///   - practice: Gapbook's id, which readings bear.
    ///   - pmsPractice: the practice's id at Oasis.
    ///   - zone: the practice's zone.
    ///   - seed: spreads the waits of practices that failed together.
    ///   - insertion: how this practice's PMS takes insertions.
    public init(
        _ access: OasisAccess, practice: PracticeID, pmsPractice: String, zone: Zone, seed: UInt64,
        insertion: PMSCapabilities.Insertion = OasisPMS.insertion
    ) {
        self.access = access
        self.practice = practice
        self.pmsPractice = pmsPractice
        self.zone = zone
        self.seed = seed
        self.insertion = insertion
    }

    /// How Oasis takes insertions, unless an operator knows better: our assumption, the
    /// delay as for Exact.
    public static let insertion = PMSCapabilities.Insertion(
        reference: .carried, rejectsOverlaps: false, longestDelay: .seconds(160))

    /// That patients cannot cancel online is public (S25); nothing is known of the stacking tick
    /// box (T9).
    public var capabilities: PMSCapabilities {
        PMSCapabilities(cancels: false, reportsStacking: false, insertion: insertion)
    }

    /// Reads set-up, sessions and diary; see `PMSPort`.
    ///
    /// The set-up comes in several answers, so its revision is asked for again at the end: where it
    /// changed meanwhile, all is read anew.
    public func read(_ days: ClosedRange<CivilDate>) async throws(PMSFailure) -> PMSReading {
        let window = PMSWindow(days, in: zone)
        guard window.count <= PMSLimits.days else {
            throw OasisAccess.side.tooManyDays(window.count)
        }
        var caller = PMSCaller(access.connection, seed: seed)
        for _ in 1...PMSLimits.rounds {
            let startedAt = access.connection.clock.now()
            let before = try await details(&caller)
            let reading = try await reading(&caller, before, window, startedAt)
            if try await details(&caller).setupRevision == before.setupRevision { return reading }
        }
        throw OasisAccess.side.notWhole("online-setup", "it changed while it was read")
    }

    /// Reads one row of the diary again; see `PMSPort`.
    public func entry(_ id: DiaryEntryID) async throws(PMSFailure) -> DiaryEntry? {
        var caller = PMSCaller(access.connection, seed: seed)
        let row: WireRow<OasisDiaryRow>
        do throws(PMSFailure) {
            row = try await caller.answer(to: call("/diary/\(HTTPCall.escaped(id.rawValue))")) {
                answer throws(FieldFault) in
                try HTTPBody.decoded(WireRow<OasisDiaryRow>.self, from: answer.body)
            }
        } catch {
            guard error.kind == .notFound else { throw error }
            // A practice that is not there says 404, too: then nothing is known of the row.
            _ = try await details(&caller)
            return nil
        }
        do throws(FieldFault) {
            return try row.value.get().row(of: nil).entries.first
        } catch {
            throw OasisAccess.side.unusableRow(of: "diary", id: row.id, error)
        }
    }

    /// How far Oasis's clock is ahead; see `PMSPort`.
    public func clockSkew() async -> Duration? { await access.connection.skew.latest }

    /// A call below the practice.
    func call(_ path: String, query: [(name: String, value: String)] = []) -> HTTPCall {
        HTTPCall(.get, "/v1/practices/\(HTTPCall.escaped(pmsPractice))\(path)", query: query)
    }

    private func details(_ caller: inout PMSCaller) async throws(PMSFailure) -> OasisPractice {
        try await caller.answer(to: call("")) { answer throws(FieldFault) in
            try HTTPBody.decoded(OasisPractice.self, from: answer.body)
        }
    }
}
