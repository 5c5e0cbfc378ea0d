import Diary
import Ports
import Testing

@testable import Flows

@Suite("Bookings of one new patient at the same moment")
struct OneFileTests {
    @Test("S57: they make one file, and both are put to it")
    func oneFile() async throws {
        let desk = try await BookingDeskTests()
        let files = Gate(1)
        let performer = BookingPerformer(
            practice: SamplePractice.record(), ports: desk.ports, store: desk.bookings,
            diary: desk.diary, files: files)
        let later = desk.request("2") {
            $0.start = CivilDateTime(clockMinute: $0.start.clockMinute + 45)
        }
        _ = await desk.reception().take([desk.request("1"), later])
        let open = try await desk.bookings.openBookings(of: SamplePractice.id)
        #expect(open.count == 2)
        for booking in open {
            #expect(await performer.perform(.match, for: booking) == .matched(.make))
        }
        await desk.diary.slowDown()
        let made = await withTaskGroup(of: BookingInput.self) { group in
            for booking in open {
                group.addTask { await performer.perform(.makePatient, for: booking) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(made == [.made(PatientID("new1")), .made(PatientID("new1"))])
        #expect(await desk.diary.made.count == 1)
        for id in ["1", "2"] {
            try await desk.work(id)
            #expect(await desk.state(id) == .confirmed)
        }
        #expect(await Set(desk.diary.sent.map(\.patient)) == [PatientID("new1")])
    }
}
