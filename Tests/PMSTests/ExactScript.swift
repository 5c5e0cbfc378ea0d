import Diary
import Foundation
import PMS
import PMSExact
import Ports
import Synchronization
import Wire

/// An Exact practice that holds a reading's state, and the way to it.
struct ExactScript {
    let api: Script
    let signIn: Script
    let time: ManualTime
    let pms: ExactPMS

    static let secret = "s3cret-of-the-client"
    static let practice = "UKABC123"

    /// How many rows a page holds.
    static let page = 2

    init(
        _ reading: PMSReading, zone: Zone, time: ManualTime = ManualTime(),
        callsAMinute: Int = 60_000, tokenSeconds: Int = 3600,
        insertion: PMSCapabilities.Insertion = ExactPMS.insertion,
        change: @escaping @Sendable (String, [[String: Any]]) -> [[String: Any]] = { $1 },
        tamper: @escaping Script.Tamper = { _, _, answer throws(WireFailure) in answer },
        signInTamper: @escaping Script.Tamper = { _, _, answer throws(WireFailure) in answer }
    ) {
        self.time = time
        let state = ExactState(reading: reading, zone: zone, change: change)
        let issued = Mutex(0)
        signIn = Script(
            { _ in
                let number = issued.withLock {
                    $0 += 1
                    return $0
                }
                return .json(
                    [
                        "access_token": "token-\(number)", "token_type": "Bearer",
                        "expires_in": tokenSeconds,
                    ] as [String: Any])
            }, tamper: signInTamper)
        api = Script({ state.answer(to: $0) }, tamper: tamper)
        let access = ExactAccess(
            api: api, signIn: signIn, client: "gapbook", secret: Secret(Self.secret),
            pacer: Pacer(callsAMinute: callsAMinute, clock: ManualClock(time: time)), clock: time)
        pms = ExactPMS(
            access, practice: reading.practice, pmsPractice: Self.practice, zone: zone, seed: 7,
            insertion: insertion)
    }
}

/// What the practice holds, on Exact's wire.
struct ExactState: Sendable {
    let reading: PMSReading
    let zone: Zone
    let change: @Sendable (String, [[String: Any]]) -> [[String: Any]]

    func answer(to call: HTTPCall) -> HTTPAnswer {
        let prefix = "/v1/Practices/\(ExactScript.practice)/"
        guard call.header("x-api-version") == "1.0" else { return HTTPAnswer(status: 400) }
        guard call.header("Authorization")?.hasPrefix("Bearer token-") == true else {
            return HTTPAnswer(status: 401)
        }
        if call.path == "/v1/Subscriptions/active" { return .json([ExactScript.practice]) }
        guard call.path.hasPrefix(prefix) else { return .notFound }
        let parts = call.path.dropFirst(prefix.count).split(separator: "/").map(String.init)
        switch (parts.first, parts.count) {
        case ("details", 1): return .json(change("details", [details])[0])
        case ("OnlineBooking", 1): return .json(change("OnlineBooking", [onlineBooking])[0])
        case (let list?, 1): return rows(list).map { page($0, call) } ?? .notFound
        case (let list?, 2):
            let row = (rows(list) ?? []).first { $0["id"] as? String == parts[1] }
            return row.map { .json($0) } ?? .notFound
        default: return .notFound
        }
    }

    private func page(_ rows: [[String: Any]], _ call: HTTPCall) -> HTTPAnswer {
        let first = call.query("continuationToken").flatMap { Int($0.dropFirst(5)) } ?? 0
        guard first <= rows.count else { return HTTPAnswer(status: 400) }
        let next = first + ExactScript.page
        var headers = ["x-total-count": "\(rows.count)"]
        if next < rows.count { headers["x-continuation-token"] = "next-\(next)" }
        return .json(Array(rows[first..<min(next, rows.count)]), headers: headers)
    }

    func rows(_ list: String) -> [[String: Any]]? {
        switch list {
        case "Practitioners": change(list, practitioners)
        case "WorkingTimes": change(list, workingTimes)
        case "Appointments": change(list, appointments)
        case "Blocks": change(list, blocks)
        default: nil
        }
    }

    private var details: [String: Any] {
        [
            "practiceId": ExactScript.practice, "practiceName": reading.practiceName,
            "pmsVersion": null(reading.version),
            "practiceTimezoneUtcOffsetMinutes": null(reading.offsetMinutes),
            "updatedOn": "2026-03-02T22:15:00Z",
        ]
    }

    private var onlineBooking: [String: Any] {
        [
            "revision": "17", "appointmentStacking": null(reading.stacking),
            "intervalMinutes": null(reading.interval?.count),
            "providers": reading.practitioners.map {
                [
                    "id": $0.id.rawValue, "type": null($0.providerType),
                    "durationMinutes": null($0.defaultMinutes?.count),
                ]
            },
            "reasons": reading.reasons.map { reason in
                [
                    "id": reason.id.rawValue, "name": reason.name, "isActive": reason.isActive,
                    "isMarketing": reason.isMarketing,
                    "isMarketingDefault": reason.isMarketingDefault,
                    "durationMinutes": null(reason.minutes?.count),
                    "providers": null(
                        reason.practitioners?.map {
                            [
                                "id": $0.practitioner.rawValue,
                                "durationMinutes": null($0.minutes?.count),
                            ]
                        }),
                ] as [String: Any]
            },
        ]
    }

    private var practitioners: [[String: Any]] {
        reading.practitioners.map {
            [
                "id": $0.id.rawValue, "role": null($0.role), "userName": "x", "name": $0.name,
                "isActive": $0.isActive,
            ]
        }
    }

    private var workingTimes: [[String: Any]] {
        reading.sessions.enumerated().map { index, session in
            [
                "id": "W\(index)", "providerId": session.practitioner.rawValue,
                "date": "\(session.date)", "startTime": "\(session.start)",
                "endTime": "\(session.end)",
                "breaks": session.breaks.map {
                    ["startTime": "\($0.start)", "endTime": "\($0.end)"]
                },
            ]
        }
    }

    private var appointments: [[String: Any]] {
        reading.diary.filter { $0.kind == .appointment }.map { entry in
            [
                "id": entry.id.rawValue,
                "providers": [
                    ["id": entry.practitioner.rawValue, "type": "Dentist", "name": "Dr"]
                ],
                "startDate": text(entry.start), "endDate": end(entry),
                "status": exactWord(entry.status),
            ]
        }
    }

    private var blocks: [[String: Any]] {
        reading.diary.filter { $0.kind != .appointment }.map { entry in
            [
                "id": entry.id.rawValue, "providerId": entry.practitioner.rawValue,
                "type": exactWord(entry.kind), "startDate": text(entry.start),
                "endDate": end(entry),
            ]
        }
    }

    private func text(_ time: RowTime) -> String {
        Moment.text(of: time.instant(in: zone), in: zone)
    }

    private func end(_ entry: DiaryEntry) -> String {
        switch entry.end {
        case .at(let time): text(time)
        case .after(let length): text(.exact(entry.start.instant(in: zone).adding(length)))
        }
    }

    private func exactWord(_ kind: DiaryEntry.Kind) -> String {
        switch kind {
        case .appointment: "Appointment"
        case .block: "Block"
        case .leave: "Leave"
        case .unknown(let word): word
        }
    }

    private func exactWord(_ status: AppointmentStatus?) -> String {
        switch status {
        case nil, .unset?: "Unset"
        case .pending?: "Pending"
        case .confirmed?: "Confirmed"
        case .arrived?: "Arrived"
        case .inSurgery?: "InSurgery"
        case .completed?: "Completed"
        case .didNotAttend?: "DidNotAttend"
        case .cancelled?: "Cancelled"
        case .unknown(let word)?: word
        }
    }
}

extension PMSReading {
    /// The reading as Exact's wire can say it: appointments before blocks, moments with an offset.
    func onExactsWire(_ zone: Zone) -> PMSReading {
        var reading = self
        let entries = reading.diary.map { entry in
            var entry = entry
            let start = entry.start.instant(in: zone)
            entry.start = .exact(start)
            switch entry.end {
            case .after(let length): entry.end = .at(.exact(start.adding(length)))
            case .at(let time): entry.end = .at(.exact(time.instant(in: zone)))
            }
            if entry.kind == .appointment && entry.status == nil { entry.status = .unset }
            return entry
        }
        reading.diary =
            entries.filter { $0.kind == .appointment } + entries.filter { $0.kind != .appointment }
        return reading
    }
}
