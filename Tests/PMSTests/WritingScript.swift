import Diary
import Foundation
import PMSExact
import PMSOasis
import Ports
import Testing
import Wire

/// A PMS of either sort, as a script that also answers what is searched and made.
struct WritingScript {
    let pms: any PMSPort & DiaryWriter
    let api: Script
    /// Where Exact's tokens come from.
    let signIn: Script?
    let time: ManualTime

    /// - Parameters:
    ///   - patients: what a search finds, page by page.
    ///   - change: changes a list's rows, as in the scripts of readings.
    ///   - row: changes the row that answers a writing call.
    init(
        _ system: PMSSystem, _ practice: PMSReading? = nil, zone: Zone? = nil,
        time: ManualTime = ManualTime(), callsAMinute: Int = 60_000,
        reference: PMSCapabilities.Reference = .carried,
        patients: @escaping @Sendable () -> [[String: Any]] = { [] },
        change: @escaping @Sendable (String, [[String: Any]]) -> [[String: Any]] = { $1 },
        row: @escaping @Sendable ([String: Any]) -> [String: Any] = { $0 },
        tamper: @escaping Script.Tamper = { _, _, answer throws(WireFailure) in answer },
        signInTamper: @escaping Script.Tamper = { _, _, answer throws(WireFailure) in answer }
    ) throws {
        let practice = try practice ?? Sample.practice(system)
        let zone = try zone ?? Sample.zone()
        let insertion = PMSCapabilities.Insertion(
            reference: reference, rejectsOverlaps: false, longestDelay: .seconds(120))
        let answers: Script.Tamper = { number, call, answer throws(WireFailure) in
            let answer =
                call.method == .post
                ? WritingScript.answer(to: call, system, patients(), zone, row) : answer
            return try tamper(number, call, answer)
        }
        switch system {
        case .exact:
            let script = ExactScript(
                practice, zone: zone, time: time, callsAMinute: callsAMinute,
                insertion: insertion, change: change, tamper: answers, signInTamper: signInTamper)
            (pms, api, signIn) = (script.pms, script.api, script.signIn)
        case .oasis:
            let script = OasisScript(
                practice, zone: zone, time: time, callsAMinute: callsAMinute,
                insertion: insertion, change: change, tamper: answers)
            (pms, api, signIn) = (script.pms, script.api, nil)
        }
        self.time = time
    }

    /// What a call sent, as JSON.
    static func sent(_ call: HTTPCall) -> [String: Any] {
        let value = try? JSONSerialization.jsonObject(with: Data(call.body ?? []))
        return value as? [String: Any] ?? [:]
    }

    /// The bodies of the calls so far, as text.
    var bodies: [String] { api.calls.map { String(decoding: $0.body ?? [], as: UTF8.self) } }

    private static func answer(
        to call: HTTPCall, _ system: PMSSystem, _ patients: [[String: Any]], _ zone: Zone,
        _ change: ([String: Any]) -> [String: Any]
    ) -> HTTPAnswer {
        if call.path.hasSuffix("/search") { return page(call, system, patients) }
        var row = sent(call)
        if call.path.lowercased().hasSuffix("patients") {
            row["id"] = "PT1"
            row["isActive"] = true
        } else {
            row = system == .exact ? exactRow(row, zone) : oasisRow(row)
        }
        var answer = HTTPAnswer.json(change(row))
        answer.status = 201
        return answer
    }

    /// Two rows a page.
    private static func page(
        _ call: HTTPCall, _ system: PMSSystem, _ rows: [[String: Any]]
    ) -> HTTPAnswer {
        let token = call.query(system == .exact ? "continuationToken" : "cursor")
        let first = token.flatMap { Int($0) } ?? 0
        let end = min(first + 2, rows.count)
        let next = end < rows.count ? "\(end)" : nil
        let some = Array(rows[first..<end])
        if system == .oasis {
            return .json(["items": some, "total": rows.count, "next": null(next)])
        }
        var headers = ["x-total-count": "\(rows.count)"]
        headers["x-continuation-token"] = next
        return .json(some, headers: headers)
    }

    private static func exactRow(_ sent: [String: Any], _ zone: Zone) -> [String: Any] {
        let start = Instant(sent["startDate"] as? String ?? "") ?? Instant(seconds: 0)
        let length = sent["scheduledDurationMinutes"] as? Int ?? 0
        return [
            "id": "A1", "providers": [["id": sent["providerId"] ?? "", "type": "Dentist"]],
            "startDate": sent["startDate"] ?? "",
            "endDate": start.adding(Minutes(length)).description,
            "scheduledDurationMinutes": length, "status": "Unset",
            "patientId": sent["patientId"] ?? "", "createdDate": "2026-03-02T22:15:00Z",
            "externalReference": null(sent["externalReference"]),
        ]
    }

    private static func oasisRow(_ sent: [String: Any]) -> [String: Any] {
        [
            "id": "A1", "practitioner": sent["practitioner"] ?? "", "kind": "appointment",
            "status": "unset", "start": sent["start"] ?? "", "minutes": sent["minutes"] ?? 0,
            "patient": sent["patient"] ?? "", "createdAt": "2026-03-02T22:15:00Z",
            "reference": null(sent["reference"]),
        ]
    }
}

// Where a test is not about when a call leaves.
extension DiaryWriter {
    func create(
        _ details: PatientDetails, reference: BookingReference
    ) async throws(PMSFailure) -> PatientID {
        try await create(details, reference: reference, leaveBy: .never)
    }

    func insert(_ appointment: NewAppointment) async throws(PMSFailure) -> DiaryEntryID {
        try await insert(appointment, leaveBy: .never)
    }
}

extension Instant {
    /// Further than any test goes.
    static let never = Instant(seconds: .max)

    func adding(seconds: Int) -> Instant { Instant(seconds: self.seconds + seconds) }
}

/// What is sent in these tests.
enum Written {
    static let reference = BookingReference("3f0a55de90c14b7f8a6f0d2c5a0b9e41")

    static func appointment(
        at start: String = "2026-03-03T11:00", note: String? = "Booked online, booking 812"
    ) throws -> NewAppointment {
        NewAppointment(
            reference: reference, practitioner: PractitionerID("P1"), reason: ReasonID("R1"),
            start: .civil(try #require(CivilDateTime(start))), length: Minutes(45),
            patient: PatientID("PT1"), note: note)
    }

    static func patient() -> PatientDetails {
        var details = PatientDetails(firstName: "Sam", lastName: "Example")
        details.birthDate = "2000-01-31"
        details.phone = "0400 000 000"
        details.email = "someone@example.org"
        details.address = "1 Example St"
        details.suburb = "Hobart"
        details.state = "TAS"
        details.postcode = "7000"
        details.gender = "Other"
        return details
    }
}
