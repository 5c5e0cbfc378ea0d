import Diary
import Foundation
import Ports

@testable import Ledger

extension PatientKey {
    /// A key of its own for each number.
    static func sample(_ id: String = "2026-03", _ byte: UInt8 = 1) throws -> PatientKey {
        try PatientKey(
            id: id, base64: Data(repeating: byte, count: 32).base64EncodedString())
    }
}

extension PatientKeys {
    static func sample() throws -> PatientKeys { try PatientKeys([.sample()]) }
}

extension PatientDetails {
    /// Words that stand nowhere else.
    static let planted = [
        "Quillon", "Featherstonehaugh", "1979-11-23", "0491570156", "quillon@planted.example",
        "7 Wattlebird Crescent", "Yarramalong", "2259", "afraid of the drill",
    ]

    static var sample: PatientDetails {
        var details = PatientDetails(firstName: planted[0], lastName: planted[1])
        details.birthDate = planted[2]
        details.phone = planted[3]
        details.email = planted[4]
        details.address = planted[5]
        details.suburb = planted[6]
        details.postcode = planted[7]
        details.note = planted[8]
        return details
    }
}

/// When the sample's appointment is.
let tenOClock = Instant(seconds: 1_772_100_000)

extension Booking {
    /// A booking that was just taken in; without a place where it was rejected.
    static func sample(
        _ id: String, of practice: PracticeID = harbour, with practitioner: PractitionerID = chen,
        at time: Instant = tenOClock, minutes: Int = 30, state: State = .intended
    ) -> Booking {
        var request = BookingRequest(
            id: BookingID(id), book: AppointmentBookID("P1"), reason: ListedReasonID("R1"),
            start: CivilDateTime(clockMinute: time.seconds / 60), lengthSeconds: minutes * 60,
            bookedAt: start, typeName: "Exam for \(PatientDetails.planted[1])", isNewPatient: true)
        request.patient = .sample
        request.unreadable = ["book", "reason"]
        var place: Place? = Place(
            practitioner: practitioner, reason: ReasonID("R1"), start: time,
            length: Minutes(minutes))
        if case .rejected = state { place = nil }
        return Booking(
            id: BookingID(id), practice: practice,
            reference: BookingReference("ref-\(practice)-\(id)"),
            request: request, receivedAt: start, place: place, state: state,
            deadline: place == nil ? nil : start.later(12))
    }

    /// What the ledger gives back of one that was just admitted.
    var admitted: Booking {
        var booking = self
        booking.request.typeName = nil
        booking.request.patient = nil
        booking.version = 1
        return booking
    }

    mutating func send(at now: Instant = start.later(1)) {
        state = .sending
        since = now
        sentAt = now
        insertions += 1
    }

    /// Makes it one that was read back.
    mutating func stand(in row: String, at now: Instant = start.later(2), version: Int? = nil) {
        sentAt = sentAt ?? now
        insertions = max(1, insertions)
        state = .confirmed
        since = now
        deadline = nil
        patient = PatientID("PAT-1")
        entry = DiaryEntryID(row)
        if let version { self.version = version }
    }

    mutating func reject(_ code: String = "D01-SLOT-TAKEN", at now: Instant = start.later(2)) {
        state = .rejected(code: code)
        since = now
        deadline = nil
    }
}

extension Ledger {
    /// Takes a booking in without more.
    @discardableResult
    func admit(_ booking: Booking) async throws -> BookingAdmission {
        try await admit(booking, patient: nil, messages: [], events: [])
    }

    func change(_ booking: Booking) async throws -> Booking? {
        try await change(booking, messages: [], events: [])
    }
}
