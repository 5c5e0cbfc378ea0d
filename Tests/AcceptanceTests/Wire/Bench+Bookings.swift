import Diary
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
