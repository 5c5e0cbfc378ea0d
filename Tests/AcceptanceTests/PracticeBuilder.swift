import Foundation
import Testing

/// One row of a snapshot.
typealias Row = [String: Any]

/// A made-up practice's snapshot; a test says only what differs from a healthy practice.
///
/// At 07:00 on Tuesday 3 March 2026 in Sydney, one dentist (P1) works 9-17 with a break 12-13, on
/// that day and the two after it. Reason R1 takes 30 minutes, type T1 is linked to it, and stacking
/// is ticked.
struct Practice {
    var pms: Row
    var setUp: Row
    var practitioners: [Row] = []
    var reasons: [Row] = []
    var sessions: [Row] = []
    var diary: [Row] = []
    var types: [Row] = []
    var links: [Row] = []
    var claims: [Row] = []

    static let day = "2026-03-03"
    static let nextDay = "2026-03-04"
    static let lunch = ("12:00", "13:00")

    static func exact() -> Practice {
        var practice = Practice("exact")
        practice.practitioner("P1", "Dr Amy Chen", ["role": "Dentist", "provider_type": "Dentist"])
        practice.reason("R1", "Exam", 30, with: ["P1"])
        practice.offers("T1", "Exam", 30, "P1", through: "R1")
        practice.works("P1")
        return practice
    }

    static func oasis() -> Practice {
        var practice = Practice("oasis")
        practice.practitioner(
            "P1", "Dr Amy Chen",
            ["role": "Dentist", "enable_online": "Y", "new_patient_minutes": 30])
        practice.reason("R1", "Exam")
        practice.offers("T1", "Exam", 30, "P1", through: "R1")
        practice.works("P1")
        return practice
    }

    /// A practice without anybody and anything in it.
    init(
        _ system: String, zone: String = "Australia/Sydney",
        readAt: String = "2026-03-02T20:00:00Z",
        days: (first: String, last: String) = ("2026-03-03", "2026-03-05")
    ) {
        pms = [
            "system": system, "practice": "test-dental", "practice_name": "Test Dental",
            "read_at": readAt, "stacking": true, "days": ["first": days.first, "last": days.last],
        ]
        setUp = ["time_zone": zone, "phone": "02 5550 0100"]
    }

    mutating func practitioner(_ id: String, _ name: String, _ facts: Row = [:]) {
        practitioners.append(facts.merging(["id": id, "name": name]) { $1 })
    }

    /// Adds a reason; `lengths` are those with single practitioners.
    mutating func reason(
        _ id: String, _ name: String, _ minutes: Int? = nil, with people: [String]? = nil,
        lengths: [String: Int] = [:], _ facts: Row = [:]
    ) {
        var row = facts.merging(["id": id, "name": name]) { $1 }
        row["minutes"] = minutes
        row["practitioners"] = people?.map { person -> Row in
            var member: Row = ["practitioner": person]
            member["minutes"] = lengths[person]
            return member
        }
        reasons.append(row)
    }

    /// Adds an appointment type for one practitioner, linked where a reason is named.
    mutating func offers(
        _ id: String, _ name: String, _ minutes: Int, _ practitioner: String,
        through reason: String? = nil
    ) {
        types.append(["id": id, "practitioner": practitioner, "name": name, "minutes": minutes])
        guard let reason else { return }
        links.append(["type": id, "practitioner": practitioner, "reason": reason])
    }

    /// Adds the same working time on several days.
    mutating func works(
        _ practitioner: String, _ start: String = "09:00", _ end: String = "17:00",
        breaks: [(String, String)] = [Practice.lunch],
        on days: [String] = ["2026-03-03", "2026-03-04", "2026-03-05"]
    ) {
        for day in days {
            sessions.append([
                "practitioner": practitioner, "date": day, "start": start, "end": end,
                "breaks": breaks.map { ["start": $0.0, "end": $0.1] },
            ])
        }
    }

    /// Adds a diary entry; without a day in its start it is on the first day.
    mutating func takes(
        _ start: String, _ minutes: Int, of practitioner: String = "P1",
        kind: String = "appointment", status: String? = nil
    ) {
        var row: Row = [
            "id": "D\(diary.count + 1)", "practitioner": practitioner, "kind": kind,
            "start": start.contains("T") ? start : "\(Practice.day)T\(start)", "minutes": minutes,
        ]
        row["status"] = status
        diary.append(row)
    }

    /// Sets a parameter in the practice's set-up.
    mutating func set(_ group: String, _ name: String, _ value: Any) {
        var groups = setUp["parameters"] as? [String: Row] ?? [:]
        groups[group, default: [:]][name] = value
        setUp["parameters"] = groups
    }

    /// The snapshot as a file in format 1.
    var snapshot: String {
        get throws {
            let lists: [String: Any] = [
                "practitioners": practitioners, "reasons": reasons, "sessions": sessions,
                "diary": diary,
            ]
            let owned: [String: Any] = ["appointment_types": types, "links": links]
            let data = try JSONSerialization.data(withJSONObject: [
                "format": "gapbook.snapshot/1", "pms": pms.merging(lists) { $1 },
                "setup": setUp.merging(owned) { $1 }, "claims": claims,
            ])
            return String(decoding: data, as: UTF8.self)
        }
    }
}
