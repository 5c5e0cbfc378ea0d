extension Snapshot {
    /// The snapshot in format 1: fields in a fixed order, one row a line, what is optional and
    /// unknown left out. The same snapshot always gives the same bytes, and reading them back gives
    /// an equal snapshot.
    public func json() -> String {
        JSONValue.block([
            ("format", .text(SnapshotReader.format)), ("pms", pms.json), ("setup", setUp.json),
            ("claims", claims.isEmpty ? nil : .lines(claims.map(\.json))),
        ]).written()
    }
}

extension PMSReading {
    fileprivate var json: JSONValue {
        .block([
            ("system", .text(system.rawValue)), ("practice", .id(practice)),
            ("practice_name", .text(practiceName)), ("read_at", .plain(readAt)),
            ("version", version.map { .text($0) }),
            ("offset_minutes", offsetMinutes.map { .integer($0) }),
            ("stacking", stacking.map { .flag($0) }),
            ("interval_minutes", interval.map { .minutes($0) }),
            (
                "days",
                .object([("first", .plain(days.lowerBound)), ("last", .plain(days.upperBound))])
            ),
            ("complete", .flag(isComplete, unless: true)),
            ("dropped", dropped.isEmpty ? nil : .lines(dropped.map(\.json))),
            ("practitioners", .lines(practitioners.map(\.json))),
            ("reasons", .lines(reasons.map(\.json))), ("sessions", .lines(sessions.map(\.json))),
            ("diary", .lines(diary.map(\.json))),
        ])
    }
}

extension DroppedRows {
    fileprivate var json: JSONValue {
        .object([("list", .text(list)), ("count", .integer(count)), ("why", .text(why))])
    }
}

extension Practitioner {
    fileprivate var json: JSONValue {
        .object([
            ("id", .id(id)), ("name", .text(name)), ("role", role.map { .text($0) }),
            ("provider_type", providerType.map { .text($0) }),
            ("specialties", specialties.isEmpty ? nil : .array(specialties.map { .text($0) })),
            ("active", .flag(isActive, unless: true)),
            ("enable_online", enableOnline.map { .text($0) }),
            ("new_patient_minutes", newPatientMinutes.map { .minutes($0) }),
            ("default_minutes", defaultMinutes.map { .minutes($0) }),
        ])
    }
}

extension BookingReason {
    fileprivate var json: JSONValue {
        .object([
            ("id", .id(id)), ("name", .text(name)), ("active", .flag(isActive, unless: true)),
            ("marketing", .flag(isMarketing, unless: false)),
            ("marketing_default", .flag(isMarketingDefault, unless: false)),
            ("minutes", minutes.map { .minutes($0) }),
            ("practitioners", practitioners.map { .array($0.map(\.json)) }),
        ])
    }
}

extension BookingReason.Member {
    fileprivate var json: JSONValue {
        .object([("practitioner", .id(practitioner)), ("minutes", minutes.map { .minutes($0) })])
    }
}

extension WorkingSession {
    fileprivate var json: JSONValue {
        let pauses = breaks.map {
            JSONValue.object([("start", .plain($0.start)), ("end", .plain($0.end))])
        }
        return .object([
            ("practitioner", .id(practitioner)), ("date", .plain(date)), ("start", .plain(start)),
            ("end", .plain(end)), ("breaks", pauses.isEmpty ? nil : .array(pauses)),
        ])
    }
}

extension RowTime {
    fileprivate var json: JSONValue {
        switch self {
        case .civil(let local): .plain(local)
        case .exact(let instant): .plain(instant)
        }
    }
}

extension DiaryEntry {
    fileprivate var json: JSONValue {
        var fields: [JSONValue.Field] = [
            ("id", .id(id)), ("practitioner", .id(practitioner)), ("kind", .text(kind.word)),
            ("status", status.map { .text($0.word) }), ("start", start.json),
        ]
        switch end {
        case .after(let length): fields.append(("minutes", .minutes(length)))
        case .at(let time): fields.append(("end", time.json))
        }
        return .object(fields)
    }
}

extension Claim {
    fileprivate var json: JSONValue {
        .object([
            ("id", .id(id)), ("practitioner", .id(practitioner)), ("start", start.json),
            ("minutes", .minutes(length)),
        ])
    }
}

extension SetUp {
    fileprivate var json: JSONValue {
        .block([
            ("time_zone", .text(timeZone)), ("phone", phone.map { .text($0) }),
            ("appointment_types", .lines(appointmentTypes.map(\.json))),
            ("links", .lines(links.map(\.json))),
            ("assigned_reason", assigned.map(\.json)),
            ("aliases", aliases == Aliases() ? nil : aliases.json),
            ("parameters", parameters.isEmpty ? nil : .block(parameterFields)),
        ])
    }

    private var parameterFields: [JSONValue.Field] {
        inByteOrder(parameters).map { group, values in
            (group, .object(inByteOrder(values).map { ($0, $1.json) }))
        }
    }
}

extension AppointmentType {
    fileprivate var json: JSONValue {
        .object([
            ("id", .id(id)), ("practitioner", .id(practitioner)), ("name", .text(name)),
            ("minutes", .minutes(length)),
        ])
    }
}

extension Link {
    fileprivate var json: JSONValue {
        .object([
            ("type", .id(type)), ("practitioner", .id(practitioner)), ("reason", .id(reason)),
        ])
    }
}

extension Assignment {
    fileprivate var json: JSONValue {
        .object([("reason", .id(reason)), ("pinned", .flag(isPinned, unless: false))])
    }
}

extension Aliases {
    fileprivate var json: JSONValue {
        .object([
            (
                "healthengine",
                healthengine.isEmpty ? nil : .array(healthengine.map { .text($0) })
            ),
            ("types", types.isEmpty ? nil : .object(inByteOrder(types).map { ($0, .text($1)) })),
        ])
    }
}

extension ParameterValue {
    fileprivate var json: JSONValue {
        switch self {
        case .boolean(let value): .flag(value)
        case .integer(let value): .integer(value)
        case .text(let value): .text(value)
        case .list(let values): .array(values.map { .text($0) })
        }
    }
}

/// The entries of a dictionary, which has no order of its own, by the bytes of their names.
private func inByteOrder<Value>(_ entries: [String: Value]) -> [(String, Value)] {
    entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
}
