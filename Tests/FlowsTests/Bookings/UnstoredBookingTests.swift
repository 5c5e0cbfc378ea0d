import Diagnostics
import Diary
import Ports
import Synchronization
import Testing

@testable import Flows

@Suite("A booking that the ledger does not take")
struct UnstoredBookingTests {
    /// A practice that listed a booking so many seconds after the patient had booked.
    private func take(
        age: Int, isPresumed: Bool = false, _ prepare: (MemoryBookings) async -> Void
    ) async throws -> (desk: BookingDeskTests, intake: BookingReception.Intake) {
        let desk = try await BookingDeskTests()
        await prepare(desk.bookings)
        let request = desk.request {
            $0.bookedAt = $0.bookedAt.adding(seconds: -age)
            $0.isPresumed = isPresumed
        }
        return (desk, await desk.reception().take([request]))
    }

    private static func refuse(_ code: ProblemCode) -> @Sendable (BookingID) throws -> Void {
        { _ in throw Problem(code, "the ledger refuses", hint: nil) }
    }

    @Test(
        "T21: it is turned away once twelve seconds are gone, unless the patient counts on it",
        arguments: [
            (0, false, false), (11, false, false), (12, false, true), (60, false, true),
            (12, true, false), (60, true, false),
        ])
    func turnedAway(_ age: Int, _ isPresumed: Bool, _ isTurnedAway: Bool) async throws {
        let (desk, intake) = try await take(age: age, isPresumed: isPresumed) {
            await $0.beforeAdmitting(Self.refuse("D0006"))
        }
        #expect(intake.notStored == (isTurnedAway ? [BookingID("1")] : []))
        #expect(await desk.practice.marketplace.answers == (isTurnedAway ? ["reject 1"] : []))
        #expect(await desk.bookings.rows.isEmpty)
        guard !isTurnedAway else { return }
        // It is listed again, and tried again.
        await desk.bookings.beforeAdmitting { _ in }
        let again = desk.request {
            $0.bookedAt = $0.bookedAt.adding(seconds: -age)
            $0.isPresumed = isPresumed
        }
        #expect(await desk.reception().take([again]).claims == 1)
    }

    @Test(
        "T21: one that was over long ago, or whose ledger is gone, is not turned away",
        arguments: ["D0304", "D0010"])
    func over(_ code: String) async throws {
        let (desk, intake) = try await take(age: 60) {
            await $0.beforeAdmitting(Self.refuse(ProblemCode(code)))
        }
        #expect(intake.notStored.isEmpty)
        #expect(await desk.practice.marketplace.answers.isEmpty)
    }

    @Test("T21: one that is stored although the ledger failed is answered by what is stored alone")
    func stored() async throws {
        let (desk, intake) = try await take(age: 60) {
            await $0.afterAdmitting(Self.refuse("D0006"))
        }
        #expect(intake.notStored.isEmpty)
        #expect(await desk.practice.marketplace.answers.isEmpty)
        #expect(await desk.state() == .rejected(code: "D07-LATE-REJECT"))
        #expect(await desk.bookings.waiting.map(\.draft.what) == [.rejected])
    }

    @Test("S54: a reason that is listed for another book is not this book's")
    func otherBook() async throws {
        let desk = try await BookingDeskTests()
        await desk.practice.pms.edit { $0.reasons[0].practitioners?[1].minutes = Minutes(60) }
        _ = await desk.practice.sync()
        let reasons = await desk.practice.marketplace.holding.reasons
        for (id, book) in [("1", "P2"), ("2", "P1")] {
            let reason = try #require(
                reasons.first { $0.reason == ReasonID("R1") && $0.book?.rawValue == book })
            _ = await desk.reception().take([desk.request(id) { $0.reason = reason.id }])
        }
        #expect(await desk.state("1") == .rejected(code: "D22-TYPE-UNKNOWN"))
        #expect(await desk.state("2") == .intended)
    }
}
