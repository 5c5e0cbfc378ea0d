import Diary
import Ports
import Testing

@testable import Flows

@Suite("The search right before a patient's file is made")
struct FileSearchTests {
    private let desk: BookingDeskTests
    private let booking: Booking
    private let performer: BookingPerformer

    init() async throws {
        desk = try await BookingDeskTests()
        _ = await desk.reception().take([desk.request()])
        booking = try #require(await desk.bookings.rows[BookingID("1")])
        performer = BookingPerformer(
            practice: SamplePractice.record(), ports: desk.ports, store: desk.bookings,
            diary: desk.diary)
    }

    private static func file(_ id: String) -> KnownPatient {
        KnownPatient(id: PatientID(id), details: BookingDeskTests.patient())
    }

    @Test("S57: two files that came meanwhile are a person's to choose from, and no third is made")
    func person() async {
        await desk.diary.know([Self.file("a"), Self.file("b")])
        #expect(await performer.perform(.makePatient, for: booking) == .matched(.person))
        #expect(await desk.diary.made.isEmpty)
    }

    @Test("S57: each search of a common last name goes by what tells people apart")
    func common() async {
        await desk.diary.know([Self.file("a")])
        await desk.diary.isCommon("Planted")
        let file = PatientID("a")
        for (effect, answer) in [
            (BookingEffect.match, BookingInput.matched(.use(file))),
            (.makePatient, .made(file)), (.findMade, .foundMade([file])),
        ] {
            #expect(await performer.perform(effect, for: booking) == answer)
        }
        #expect(await desk.diary.made.isEmpty)
    }

    @Test("S57, T21: where that search fails, or takes too long, no file is made")
    func notMade() async {
        let time = desk.practice.time
        let searches = await desk.diary.searches
        #expect(
            await performer.perform(.makePatient, for: booking, leaveBy: time.now()) == .notSent)
        #expect(await desk.diary.searches == searches, "it is not even searched")
        let leaveBy = time.now().adding(seconds: 10)
        await desk.diary.beforeSearching { time.advance(.seconds(10)) }
        #expect(
            await performer.perform(.makePatient, for: booking, leaveBy: leaveBy) == .notSent)
        await desk.diary.beforeSearching {}
        await desk.diary.isCommon("")
        var nameless = desk.request("2") {
            $0.start = CivilDateTime(clockMinute: $0.start.clockMinute + 45)
        }
        nameless.patient = PatientDetails(firstName: "Margaret", lastName: "")
        _ = await desk.reception().take([nameless])
        if let other = await desk.bookings.rows[BookingID("2")] {
            #expect(await performer.perform(.makePatient, for: other) == .notSent)
        } else {
            Issue.record("the second booking was not taken")
        }
        #expect(await desk.diary.made.isEmpty)
    }
}
