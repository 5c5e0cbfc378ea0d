import Diary
import Foundation
import Ledger
import Ports
import Testing

@Suite("A person decides what became of a booking, by command")
struct BookingCommandTests {
    /// A folder whose ledger has a booking that waits for a person, last sent so long ago.
    private static func waiting(sentSecondsAgo age: Int) async throws -> LedgerFolder {
        let folder = try await LedgerFolder.read(.exact())
        let now = Int(Date().timeIntervalSince1970)
        func ago(_ seconds: Int) -> Instant { Instant(seconds: now - seconds) }
        let start = ago(-86_400)
        let request = BookingRequest(
            id: BookingID("7"), book: AppointmentBookID("P1"), reason: nil,
            start: CivilDateTime(clockMinute: start.seconds / 60), lengthSeconds: 1800,
            bookedAt: ago(700))
        var booking = Booking(
            id: request.id, practice: PracticeID(LedgerFolder.practice),
            reference: BookingReference("ref"), request: request, receivedAt: ago(700),
            place: .init(
                practitioner: PractitionerID("P1"), reason: ReasonID("R1"), start: start,
                length: Minutes(30)),
            state: .needsPerson(code: "D03-TIMEOUT-UNKNOWN"), deadline: start)
        booking.insertions = 3
        booking.sentAt = ago(age)
        let ledger = try folder.ledger()
        defer { try? ledger.close() }
        _ = try await ledger.admit(booking, patient: nil, messages: [], events: [])
        return folder
    }

    private func state(_ folder: LedgerFolder, status: Int32) async throws -> JSON {
        try await folder.json("booking", "7", status: status)
    }

    @Test("T21: nobody can say that it is not there while an insertion can still arrive")
    func early() async throws {
        let folder = try await Self.waiting(sentSecondsAgo: 0)
        let arrival = "an insertion may still arrive"
        let page = try await folder.run("booking", "7")
        #expect(page.status == 2)
        #expect(page.output.contains("\(arrival) until "), "\(page.output)")
        for more in [[], ["--anyway"]] {
            let run = try await Gapbook.run(
                ["booking", "resolve", "7", "--not-in-diary"] + more, in: folder.scratch.folder)
            #expect(run.status == 3)
            #expect(run.errors.contains("error[C0507]: \(arrival) in the diary of P1"))
            // That the day cannot be read is told beside it.
            #expect(run.errors.contains("C0505"))
        }
        #expect(try await state(folder, status: 2)["booking"]["state"].text == "needs_person")
        let there = try await folder.run("booking", "resolve", "7", "--in-diary", "A7", "--anyway")
        #expect(there.status == 0, "\(there.errors)")
    }

    @Test("T21: later the person's word counts, and the patient is to be called (D07)")
    func later() async throws {
        let folder = try await Self.waiting(sentSecondsAgo: 161)
        let next = try await state(folder, status: 2)["next"].text ?? ""
        #expect(next.hasPrefix("look into the diary of "), "\(next)")
        let run = try await folder.run("booking", "resolve", "7", "--not-in-diary", "--anyway")
        #expect(run.status == 0, "\(run.errors)")
        let page = try await state(folder, status: 0)
        #expect(page["booking"]["state"].text == "rejected")
        #expect(page["timeline"].list.contains { $0["what"].text == "D07-LATE-REJECT" })
    }
}
