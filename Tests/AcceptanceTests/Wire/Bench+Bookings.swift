import Diary
import Findings
import Simulators
import Testing

extension BenchPractice {
    /// The endpoint that takes an appointment, as faults name it.
    var insertion: String {
        switch system {
        case .exact: "POST /v1/Practices/{practiceId}/Appointments"
        case .oasis: "POST /v1/practices/{practice}/diary"
        }
    }
}

// What patients and staff do.
extension Bench {
    /// A start by the practice's wall clock.
    func start(_ offset: Int, _ time: String) throws -> CivilDateTime {
        try #require(CivilDateTime("\(day(offset))T\(time)"))
    }

    /// A patient books; returns the booking's id at the marketplace.
    @discardableResult
    func book(
        _ offset: Int, _ time: String, in book: String = "P1",
        _ change: (inout BookingWish) -> Void = { _ in }
    ) async throws -> Int {
        var wish = BookingWish(book: book, start: try start(offset, time))
        change(&wish)
        return try await marketplace.book(wish, of: practice.marketplace)
    }

    /// A booking as the marketplace has it.
    func booking(_ id: Int) async throws -> MarketplaceObservation.Booking {
        try #require(try await seen().bookings.first { $0.id == id })
    }

    /// Waits until a booking is there in that stage.
    @discardableResult
    func until(
        booking id: Int, is stage: String, _ location: SourceLocation = #_sourceLocation
    ) async throws -> MarketplaceObservation.Booking {
        try await until("booking \(id) is \(stage)", location) { seen in
            seen.bookings.first { $0.id == id }?.stage == stage
        }
        return try await booking(id)
    }

    /// Waits until a time is offered, or is not.
    func until(
        _ time: String, on offset: Int, isOffered: Bool,
        _ location: SourceLocation = #_sourceLocation
    ) async throws {
        try await until("\(time) is \(isOffered ? "" : "not ")offered", location) { seen in
            seen.times(on: self.day(offset))?.contains(time) == isOffered
        }
    }

    /// All rows of the diary.
    func rows() async -> [DiaryRow] { await pms.rows(practice.pms) }

    /// Staff do something in the PMS.
    func edit(_ edit: PracticeEdit) async throws { try await pms.edit(practice.pms, edit) }

    /// A booking as `gapbook booking` tells it.
    func page(of id: Int) async throws -> JSON {
        try await gapbook("booking", "\(id)", "--format", "json").json()["booking"]
    }

    /// Waits until the ledger has a booking in that state.
    func until(
        booking id: Int, isKept state: String, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        try await eventually("booking \(id) is kept as \(state)", location) {
            let run = try await self.gapbook("booking", "\(id)", "--format", "json")
            guard run.status == 0 || run.status == 2 else { return false }
            return try run.json()["booking"]["state"].text == state
        }
    }

    /// Waits until staff see a code: a finding that names the booking and says what to do, in the
    /// catalogue's words.
    func untilTold(
        _ code: FindingCode, of id: Int, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        try await eventually("\(code.rawValue) of booking \(id)", location) {
            try await self.status()["findings"].list.contains { seen in
                seen["finding"]["code"].text == code.rawValue
                    && seen["finding"]["fix"].text
                        == code.entry.fix.text(for: self.practice.system)
                    && seen["finding"]["evidence"].list.contains {
                        $0["name"].text == "booking \(id)"
                    }
            }
        }
    }

    /// Waits until a booking is rejected for a reason that staff can see.
    func until(
        booking id: Int, isRefusedFor code: FindingCode,
        _ location: SourceLocation = #_sourceLocation
    ) async throws {
        let booking = try await until(booking: id, is: "rejected", location)
        #expect(booking.reason == code.refusalWords, sourceLocation: location)
        #expect(!booking.isLateRejection, sourceLocation: location)
        #expect(try await page(of: id)["code"].text == code.rawValue, sourceLocation: location)
        try await untilTold(code, of: id, location)
    }

    /// Serves with webhooks that are all lost, so that nothing is polled until `ring` is called.
    func serveUnrung(_ location: SourceLocation = #_sourceLocation) async throws {
        try settings.takeWebhooks()
        await marketplace.setFaults(try FaultPlan(Bench.lostWebhooks))
        try await serve(location)
        try await until("subscribed", location) { !$0.callbacks.isEmpty }
        try await eventually("the first poll", location) { self.calls("GET /requests") > 0 }
    }

    /// The marketplace's fault by which no webhook arrives.
    static let lostWebhooks = "lost-request@WEBHOOK"

    /// Rings as the marketplace would.
    func ring(_ location: SourceLocation = #_sourceLocation) async throws {
        let callback = try #require(try await seen().callbacks.first, sourceLocation: location)
        #expect(try await http("POST", callback).status == 200, sourceLocation: location)
    }

    /// Books 10:00 of a day, and waits until it stands in the diary.
    func confirmed(
        on offset: Int, _ location: SourceLocation = #_sourceLocation
    ) async throws -> (id: Int, row: DiaryRow) {
        let id = try await book(offset, "10:00")
        try await until(booking: id, is: "confirmed", location)
        let row = try #require(await rows().first, sourceLocation: location)
        try await until("10:00", on: offset, isOffered: false, location)
        return (id, row)
    }
}
