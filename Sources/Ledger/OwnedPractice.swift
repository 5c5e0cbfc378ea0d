internal import Diagnostics
internal import Diary
internal import Ports

/// All that Gapbook owns of one practice.
struct OwnedPractice: Sendable, Equatable {
    var record: PracticeRecord
    var setUp: SetUp

    /// Whether it is read and published now.
    var isRunning: Bool { record.isEnabled && record.stopped == nil }
}

extension SetUpChange {
    /// The practice after this change; nil before the first `put`, and for a change of rules, which
    /// is none of the set-up.
    ///
    /// - Throws: D0101 for a practice, D0102 for a type that does not exist, D0105 for a value that
    ///   a set-up cannot hold.
    func applied(to owned: OwnedPractice?, of practice: PracticeID) throws(Problem) -> OwnedPractice
    {
        if case .put(let record, let timeZone, let phone) = self {
            return try SetUpChange.put(record, timeZone, phone, over: owned, practice)
        }
        guard var owned else { throw .noPractice(practice) }
        switch self {
        case .put, .activateRules, .rollbackRules: break
        case .enable:
            owned.record.isEnabled = true
            owned.record.stopped = nil
        case .disable: owned.record.isEnabled = false
        case .stop(let stop):
            // The first refusal says since when.
            if let stop, stop.side == owned.record.stopped?.side { break }
            owned.record.stopped = stop
        case .assign(let assignment): owned.setUp.assigned = assignment
        case .aliases(let aliases): owned.setUp.aliases = aliases
        case .parameter(let group, let name, let value):
            owned.setUp.parameters[group, default: [:]][name] = value
            if owned.setUp.parameters[group]?.isEmpty == true {
                owned.setUp.parameters[group] = nil
            }
        case .putType(let type): owned.setUp.put(type)
        case .removeType(let type, let practitioner):
            _ = try owned.setUp.type(type, practitioner)
            owned.setUp.appointmentTypes.removeAll {
                $0.id == type && $0.practitioner == practitioner
            }
            owned.setUp.links.removeAll { $0.type == type && $0.practitioner == practitioner }
        case .link(let link):
            _ = try owned.setUp.type(link.type, link.practitioner)
            owned.setUp.put(link)
        case .unlink(let type, let practitioner):
            _ = try owned.setUp.type(type, practitioner)
            owned.setUp.links.removeAll { $0.type == type && $0.practitioner == practitioner }
        }
        return owned
    }

    /// Whether a practice is on or stopped is not the business of how it is reached: the
    /// configuration file puts its practices at every start of the service.
    private static func put(
        _ record: PracticeRecord, _ timeZone: String, _ phone: String?, over owned: OwnedPractice?,
        _ practice: PracticeID
    ) throws(Problem) -> OwnedPractice {
        guard record.id == practice else {
            throw Problem(
                "D0105", "the record is of `\(record.id)`, not of `\(practice)`",
                hint: "give both the same id")
        }
        var after = owned ?? OwnedPractice(record: record, setUp: SetUp(timeZone: timeZone))
        let before = after.record
        after.record = record
        if owned != nil {
            after.record.isEnabled = before.isEnabled
            after.record.stopped = before.stopped
        }
        after.setUp.timeZone = timeZone
        after.setUp.phone = phone
        return after
    }
}

extension OwnedPractice {
    /// Sees that a snapshot can hold the set-up, so that what stands here can always be evaluated,
    /// written to a file and read again. The snapshot's reader knows all limits.
    func check() throws(Problem) {
        let day = CivilDate(dayNumber: 0)
        let reading = PMSReading(
            system: record.system, practice: record.id, practiceName: "none",
            readAt: Instant(seconds: 0), days: day...day)
        do {
            _ = try Snapshot.read(
                Array(Snapshot(pms: reading, setUp: setUp).json().utf8), file: "set-up")
        } catch {
            let causes = error.problems.map { problem in
                var problem = problem
                problem.location?.line = nil
                problem.location?.excerpt = nil
                return problem
            }
            throw Problem(
                "D0105", "a set-up cannot hold this: \(causes.first?.message ?? "unknown")",
                hint: causes.first?.hint ?? "change the value", causes: causes)
        }
    }
}

extension SetUp {
    /// The type of that practitioner.
    ///
    /// - Throws: D0102 where there is none.
    func type(
        _ id: AppointmentTypeID, _ practitioner: PractitionerID
    ) throws(Problem) -> AppointmentType {
        let type = appointmentTypes.first { $0.id == id && $0.practitioner == practitioner }
        guard let type else {
            throw Problem(
                "D0102", "practitioner `\(practitioner)` has no appointment type `\(id)`",
                hint: "list the types with `gapbook types`")
        }
        return type
    }

    func link(_ type: AppointmentTypeID, _ practitioner: PractitionerID) -> Link? {
        links.first { $0.type == type && $0.practitioner == practitioner }
    }

    fileprivate mutating func put(_ type: AppointmentType) {
        let place = appointmentTypes.firstIndex {
            $0.id == type.id && $0.practitioner == type.practitioner
        }
        if let place { appointmentTypes[place] = type } else { appointmentTypes.append(type) }
    }

    fileprivate mutating func put(_ link: Link) {
        let place = links.firstIndex {
            $0.type == link.type && $0.practitioner == link.practitioner
        }
        if let place { links[place] = link } else { links.append(link) }
    }
}

extension Wish {
    /// What a change makes due at once: all that the marketplace is to show, where the practice
    /// starts there or goes on after a pause (S60, G10, G14, G17, G21), and a reading where its PMS
    /// is reached another way.
    static func implied(by before: OwnedPractice?, _ after: OwnedPractice) -> [Kind] {
        var kinds: [Kind] = []
        let isNewThere = before?.record.marketplace != after.record.marketplace
        let goesOn = after.isRunning && before?.isRunning != true
        if after.record.marketplace != nil, isNewThere || goesOn {
            kinds += [.configuration, .availability, .requests]
        }
        if let before, before.isReachedOtherwise(than: after) { kinds.append(.reading) }
        return kinds
    }
}

extension OwnedPractice {
    fileprivate func isReachedOtherwise(than other: OwnedPractice) -> Bool {
        record.system != other.record.system || record.connection != other.record.connection
            || record.pmsPractice != other.record.pmsPractice
    }
}
