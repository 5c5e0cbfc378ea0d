internal import Diary

/// Oasis's rows in JSON.
enum OasisRows {
    static func practice(_ view: PracticeBoard.View, _ options: PracticeOptions) -> JSON {
        let reading = view.reading
        let stacking = options.reportsStacking ? reading.stacking : nil
        return [
            "id": .text("\(reading.practice)"), "name": .text(reading.practiceName),
            "version": .text(orNull: reading.version),
            "setupRevision": .text("\(view.revisions.setUp)"),
            "stacking": stacking.map { .flag($0) } ?? .null,
            "intervalMinutes": .integer(orNull: reading.interval?.count),
        ]
    }

    static func practitioner(_ row: Practitioner) -> JSON {
        [
            "id": .text("\(row.id)"), "name": .text(row.name), "role": .text(orNull: row.role),
            "isActive": .flag(row.isActive), "enableOnline": .text(orNull: row.enableOnline),
            "newPatientMinutes": .integer(orNull: row.newPatientMinutes?.count),
        ]
    }

    static func reason(_ row: BookingReason, position: Int) -> JSON {
        let members = row.practitioners.map { members in
            JSON.list(
                members.map { member in
                    [
                        "id": .text("\(member.practitioner)"),
                        "minutes": .integer(orNull: member.minutes?.count),
                    ]
                })
        }
        return [
            "id": .text("\(row.id)"), "position": .integer(position), "name": .text(row.name),
            "isActive": .flag(row.isActive), "minutes": .integer(orNull: row.minutes?.count),
            "practitioners": members ?? .null,
        ]
    }

    static func session(_ session: WorkingSession, number: Int) -> JSON {
        [
            "id": .text("S\(number + 1)"), "practitioner": .text("\(session.practitioner)"),
            "date": .text("\(session.date)"), "start": .text("\(session.start)"),
            "end": .text("\(session.end)"),
            "breaks": .list(
                session.breaks.map { ["start": .text("\($0.start)"), "end": .text("\($0.end)")] }),
        ]
    }

    /// A row of the diary, by the wall clock but for when it was made; its length where the end was
    /// told as one.
    static func diaryRow(
        _ entry: DiaryEntry, _ view: PracticeBoard.View, _ options: PracticeOptions
    ) -> JSON {
        let zone = view.zone
        let details = view.state.details[entry.id] ?? RowDetails()
        func local(_ time: RowTime) -> JSON {
            switch time {
            case .civil(let local): .text("\(local)")
            case .exact(let instant): .text("\(zone.local(at: instant))")
            }
        }
        var minutes: JSON?
        var end: JSON?
        switch entry.end {
        case .after(let length): minutes = .integer(length.count)
        case .at(let time): end = local(time)
        }
        return .present([
            "id": .text("\(entry.id)"), "practitioner": .text("\(entry.practitioner)"),
            "kind": .text(entry.kind.oasisWord),
            "status": entry.status.map { .text($0.oasisWord) }, "start": local(entry.start),
            "minutes": minutes, "end": end,
            // A reading must leave the rest alone.
            "patient": .text(orNull: details.patient),
            "createdAt": .text(orNull: details.createdAt.map { "\($0)" }),
            "reference": options.shown(details.reference),
        ])
    }
}
