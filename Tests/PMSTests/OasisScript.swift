import Diary
import Foundation
import PMSOasis
import Ports
import Wire

/// An Oasis practice that holds a reading's state, and the way to it.
struct OasisScript {
    let api: Script
    let time: ManualTime
    let pms: OasisPMS

    static let key = "k3y-of-the-vendor"
    static let practice = "1042"
    static let page = 2

    init(
        _ reading: PMSReading, zone: Zone, time: ManualTime = ManualTime(),
        callsAMinute: Int = 60_000,
        insertion: PMSCapabilities.Insertion = OasisPMS.insertion,
        change: @escaping @Sendable (String, [[String: Any]]) -> [[String: Any]] = { $1 },
        tamper: @escaping Script.Tamper = { _, _, answer throws(WireFailure) in answer }
    ) {
        self.time = time
        let state = OasisState(reading: reading, change: change)
        api = Script({ state.answer(to: $0) }, tamper: tamper)
        let access = OasisAccess(
            api, key: Secret(Self.key),
            pacer: Pacer(callsAMinute: callsAMinute, clock: ManualClock(time: time)), clock: time)
        pms = OasisPMS(
            access, practice: reading.practice, pmsPractice: Self.practice, zone: zone, seed: 7,
            insertion: insertion)
    }
}

/// What the practice holds, on Oasis's wire.
struct OasisState: Sendable {
    let reading: PMSReading
    let change: @Sendable (String, [[String: Any]]) -> [[String: Any]]

    func answer(to call: HTTPCall) -> HTTPAnswer {
        guard call.header("x-api-key") == OasisScript.key else { return HTTPAnswer(status: 401) }
        let prefix = "/v1/practices/\(OasisScript.practice)"
        guard call.path.hasPrefix(prefix) else { return .notFound }
        switch call.path.dropFirst(prefix.count) {
        case "": return .json(change("practice", [practice])[0])
        case "/online-setup/practitioners": return page(change("practitioners", people), call)
        case "/online-setup/reasons": return page(change("reasons", reasons), call)
        case "/sessions": return page(change("sessions", sessions), call)
        case "/diary": return page(change("diary", diary), call)
        case let path where path.hasPrefix("/diary/"):
            let id = String(path.dropFirst(7))
            let row = change("diary", diary).first { $0["id"] as? String == id }
            return row.map { .json($0) } ?? .notFound
        default: return .notFound
        }
    }

    private func page(_ rows: [[String: Any]], _ call: HTTPCall) -> HTTPAnswer {
        let first = call.query("cursor").flatMap { Int($0.dropFirst(1)) } ?? 0
        guard first <= rows.count else { return HTTPAnswer(status: 400) }
        let next = first + OasisScript.page
        return .json(
            [
                "items": Array(rows[first..<min(next, rows.count)]), "total": rows.count,
                "next": null(next < rows.count ? "c\(next)" : nil),
            ] as [String: Any])
    }

    private var practice: [String: Any] {
        [
            "id": OasisScript.practice, "name": reading.practiceName,
            "version": null(reading.version), "setupRevision": "9",
            "stacking": null(reading.stacking),
            "intervalMinutes": null(reading.interval?.count),
        ]
    }

    private var people: [[String: Any]] {
        reading.practitioners.map {
            [
                "id": $0.id.rawValue, "name": $0.name, "role": null($0.role),
                "isActive": $0.isActive, "enableOnline": null($0.enableOnline),
                "newPatientMinutes": $0.newPatientMinutes?.count ?? 0,
            ]
        }
    }

    private var reasons: [[String: Any]] {
        reading.reasons.enumerated().map { index, reason in
            [
                "id": reason.id.rawValue, "position": index + 1, "name": reason.name,
                "isActive": reason.isActive, "minutes": null(reason.minutes?.count),
                "practitioners": null(
                    reason.practitioners?.map {
                        ["id": $0.practitioner.rawValue, "minutes": null($0.minutes?.count)]
                    }),
            ]
        }
    }

    private var sessions: [[String: Any]] {
        reading.sessions.enumerated().map { index, session in
            [
                "id": "S\(index)", "practitioner": session.practitioner.rawValue,
                "date": "\(session.date)", "start": "\(session.start)", "end": "\(session.end)",
                "breaks": session.breaks.map { ["start": "\($0.start)", "end": "\($0.end)"] },
            ]
        }
    }

    private var diary: [[String: Any]] {
        reading.diary.map { entry in
            var row: [String: Any] = [
                "id": entry.id.rawValue, "practitioner": entry.practitioner.rawValue,
                "kind": word(entry.kind), "status": null(entry.status.map { word($0) }),
                "start": local(entry.start),
            ]
            switch entry.end {
            case .after(let length): row["minutes"] = length.count
            case .at(let time): row["end"] = local(time)
            }
            return row
        }
    }

    private func local(_ time: RowTime) -> String {
        guard case .civil(let local) = time else { return "not local" }
        return "\(local)"
    }

    private func word(_ kind: DiaryEntry.Kind) -> String {
        switch kind {
        case .appointment: "appointment"
        case .block: "block"
        case .leave: "leave"
        case .unknown(let word): word
        }
    }

    private func word(_ status: AppointmentStatus) -> String {
        switch status {
        case .unset: "unset"
        case .pending: "pending"
        case .confirmed: "confirmed"
        case .arrived: "arrived"
        case .inSurgery: "in_surgery"
        case .completed: "completed"
        case .didNotAttend: "did_not_attend"
        case .cancelled: "cancelled"
        case .unknown(let word): word
        }
    }
}
