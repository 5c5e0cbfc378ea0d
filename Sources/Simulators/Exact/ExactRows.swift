internal import Diary

/// Exact's rows in JSON.
enum ExactRows {
    static func details(_ view: PracticeBoard.View) -> JSON {
        let reading = view.reading
        return [
            "practiceId": .text("\(reading.practice)"), "practiceName": .text(reading.practiceName),
            "pmsVersion": .text(orNull: reading.version),
            "practiceTimezoneUtcOffsetMinutes": .integer(orNull: reading.offsetMinutes),
            "updatedOn": .text(time(reading.readAt, view.zone)), "locations": [],
        ]
    }

    static func practitioner(_ row: Practitioner) -> JSON {
        [
            "id": .text("\(row.id)"), "role": .text(orNull: row.role),
            "userName": .text("user-\(row.id)"), "name": .text(row.name),
            "isActive": .flag(row.isActive),
        ]
    }

    static func appointment(
        _ entry: DiaryEntry, _ view: PracticeBoard.View, _ options: PracticeOptions
    ) -> JSON {
        let start = entry.start.instant(in: view.zone)
        let end = entry.endInstant(in: view.zone)
        let minutes = JSON.integer((end.seconds - start.seconds) / 60)
        let who = view.reading.practitioners.first { $0.id == entry.practitioner }
        let details = view.state.details[entry.id] ?? RowDetails()
        return .present([
            "id": .text("\(entry.id)"),
            "providers": [
                [
                    "id": .text("\(entry.practitioner)"),
                    "type": .text(who?.providerType ?? "Unknown"), "name": .text(who?.name ?? ""),
                ]
            ],
            "startDate": .text(time(start, view.zone)), "endDate": .text(time(end, view.zone)),
            "scheduledDurationMinutes": minutes, "chairDurationMinutes": minutes,
            "status": .text((entry.status ?? .unset).exactWord),
            // A reading must leave the rest alone.
            "patientId": .text(orNull: details.patient),
            "createdDate": .text(orNull: details.createdAt.map { time($0, view.zone) }),
            "externalReference": options.shown(details.reference), "isFirstVisit": false,
        ])
    }

    /// The other filters of the appointments' list.
    static func appointmentFilter(_ call: SimulatorCall) -> (DiaryEntry) -> Bool {
        let status = call.queryValue("status")
        let practitioner = call.queryValue("practitionerId")
        return { entry in
            (status.map { $0 == (entry.status ?? .unset).exactWord } ?? true)
                && (practitioner.map { $0 == entry.practitioner.rawValue } ?? true)
        }
    }

    static func block(_ entry: DiaryEntry, _ view: PracticeBoard.View) -> JSON {
        let type =
            switch entry.kind {
            case .leave: "Leave"
            case .unknown(let word): word
            default: "Block"
            }
        return [
            "id": .text("\(entry.id)"), "providerId": .text("\(entry.practitioner)"),
            "type": .text(type),
            "startDate": .text(time(entry.start.instant(in: view.zone), view.zone)),
            "endDate": .text(time(entry.endInstant(in: view.zone), view.zone)),
        ]
    }

    static func workingTime(_ session: WorkingSession, number: Int) -> JSON {
        [
            "id": .text("W\(number + 1)"), "providerId": .text("\(session.practitioner)"),
            "date": .text("\(session.date)"), "startTime": .text("\(session.start)"),
            "endTime": .text("\(session.end)"),
            "breaks": .list(
                session.breaks.map {
                    ["startTime": .text("\($0.start)"), "endTime": .text("\($0.end)")]
                }),
        ]
    }

    static func onlineBooking(_ view: PracticeBoard.View) -> JSON {
        let reading = view.reading
        return [
            "revision": .text("\(view.revisions.setUp)"),
            "appointmentStacking": reading.stacking.map { .flag($0) } ?? .null,
            "intervalMinutes": .integer(orNull: reading.interval?.count),
            "providers": .list(
                reading.practitioners.map { row in
                    [
                        "id": .text("\(row.id)"), "type": .text(orNull: row.providerType),
                        "durationMinutes": .integer(orNull: row.defaultMinutes?.count),
                    ]
                }),
            "reasons": .list(reading.reasons.map(reason)),
        ]
    }

    private static func reason(_ row: BookingReason) -> JSON {
        let members = row.practitioners.map { members in
            JSON.list(
                members.map { member in
                    [
                        "id": .text("\(member.practitioner)"),
                        "durationMinutes": .integer(orNull: member.minutes?.count),
                    ]
                })
        }
        return [
            "id": .text("\(row.id)"), "name": .text(row.name), "isActive": .flag(row.isActive),
            "isMarketing": .flag(row.isMarketing),
            "isMarketingDefault": .flag(row.isMarketingDefault),
            "durationMinutes": .integer(orNull: row.minutes?.count),
            "providers": members ?? .null,
        ]
    }

    /// A time with the offset that counts at the practice then, as Exact writes it.
    static func time(_ instant: Instant, _ zone: Zone) -> String {
        let offset = zone.offset(at: instant)
        let local = zone.local(at: instant)
        let seconds = ((instant.seconds + offset) % 60 + 60) % 60
        func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let sign = offset < 0 ? "-" : "+"
        let size = abs(offset) / 60
        return "\(local):\(digits(seconds))\(sign)\(digits(size / 60)):\(digits(size % 60))"
    }
}
