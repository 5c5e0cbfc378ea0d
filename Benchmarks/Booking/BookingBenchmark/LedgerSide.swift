import Diary
import Foundation
import Ledger
import Measuring
import Ports

/// The ledger itself, as the booking flow calls it.
struct LedgerSide {
    let ledger: Ledger

    init(path: String) async throws {
        ledger = try await LedgerSide.prepared(path)
    }

    /// A ledger with a practice and a key.
    static func prepared(_ path: String) async throws -> Ledger {
        let key = try PatientKey(
            id: "2026-03", base64: Data(repeating: 7, count: 32).base64EncodedString())
        let ledger = try Ledger.open(at: path, keys: PatientKeys([key]))
        let record = PracticeRecord(
            id: Job.practice, system: .exact, connection: "soe", pmsPractice: "1",
            marketplace: nil)
        try await ledger.change(
            Job.practice, .put(record, timeZone: "Australia/Sydney", phone: nil),
            by: .service, why: nil, at: Job.now)
        return ledger
    }

    func run(_ job: Job, _ times: inout Times) async throws {
        let marks = try await book(job)
        for (place, step) in [Step.admit, .send, .confirm, .settle].enumerated() {
            times.add(marks[place + 1] - marks[place], to: "ledger \(step.rawValue)")
        }
        times.add(marks[4] - marks[0], to: "ledger \(Step.whole.rawValue)")
    }

    /// The times between the four transactions.
    private func book(_ job: Job) async throws -> [Double] {
        var marks = [wallSeconds()]
        let answer = try await ledger.admit(
            job.booking, patient: job.patient, messages: [],
            events: [BookingEvent(at: Job.now, what: "received")])
        guard case .admitted(var booking) = answer else { stop("a booking was not admitted") }
        marks.append(wallSeconds())
        booking.state = .sending
        booking.insertions = 1
        booking.sentAt = Job.now
        booking.deadline = Instant(seconds: Job.now.seconds + 600)
        booking.patient = PatientID("PAT-1")
        booking = try await change(booking, [], "sent")
        marks.append(wallSeconds())
        booking.state = .confirmed
        booking.deadline = nil
        booking.entry = DiaryEntryID(job.id)
        booking = try await change(booking, [.init(.confirmed)], "read back")
        marks.append(wallSeconds())
        let due = try await ledger.messages(of: Job.practice, dueBy: Job.now)
        guard let message = due.first, due.count == 1 else { stop("a message is missing") }
        try await ledger.settle(
            message, acknowledged: true, events: [BookingEvent(at: Job.now, what: "told")])
        return marks + [wallSeconds()]
    }

    private func change(
        _ booking: Booking, _ messages: [BookingMessage.Draft], _ what: String
    ) async throws -> Booking {
        let events = [BookingEvent(at: Job.now, what: what)]
        guard let stored = try await ledger.change(booking, messages: messages, events: events)
        else { stop("a change came too late") }
        return stored
    }
}

extension Job {
    var booking: Booking {
        let request = BookingRequest(
            id: BookingID(id), book: AppointmentBookID(practitioner),
            reason: ListedReasonID("R1"),
            start: CivilDateTime(clockMinute: start.seconds / 60), lengthSeconds: 1_800,
            bookedAt: Job.now)
        let place = Booking.Place(
            practitioner: PractitionerID(practitioner), reason: ReasonID("R1"), start: start,
            length: Minutes(30))
        return Booking(
            id: BookingID(id), practice: Job.practice, reference: BookingReference(reference),
            request: request, receivedAt: Job.now, place: place, state: .intended,
            deadline: Instant(seconds: Job.now.seconds + 12))
    }

    var patient: PatientDetails {
        var details = PatientDetails(firstName: "Given", lastName: "Family \(number)")
        details.birthDate = "1980-01-02"
        details.phone = "0400 000 000"
        details.email = "given.family@example.com"
        details.address = "1 Example Street"
        details.suburb = "Exampleton"
        details.postcode = "2000"
        return details
    }
}
