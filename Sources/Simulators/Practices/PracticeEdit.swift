public import Diagnostics
public import Diary

/// A change that somebody makes at the practice while the simulator runs.
public enum PracticeEdit: Sendable, Equatable {
    /// Something new takes time in the diary.
    case addEntry(DiaryEntry)
    /// An entry moves, keeping its length; to another column where one is named.
    case moveEntry(DiaryEntryID, to: RowTime, practitioner: PractitionerID?)
    /// An entry is removed from the diary.
    case deleteEntry(DiaryEntryID)
    /// An appointment's status changes; `cancelled` is how staff cancel one and leave the row.
    case setStatus(DiaryEntryID, AppointmentStatus?)
    /// The stacking tick box; nil where it is not reported.
    case setStacking(Bool?)
    /// The PMS's own interval.
    case setInterval(Minutes?)
    /// The fixed offset that Exact reports.
    case setOffset(Int?)
    /// The PMS's release.
    case setVersion(String?)
    /// A new booking reason, at that place from 0; nil for the end.
    case addReason(BookingReason, at: Int?)
    /// A booking reason is deleted.
    case removeReason(ReasonID)
    /// A booking reason has a new name.
    case renameReason(ReasonID, String)
    /// A booking reason is switched on or off.
    case setReasonActive(ReasonID, Bool)
    /// A booking reason moves to that place from 0.
    case moveReason(ReasonID, to: Int)
    /// A booking reason's own length; nil for none.
    case setReasonLength(ReasonID, Minutes?)
    /// Who can be booked through a reason; nil for everybody.
    case setMembers(ReasonID, [BookingReason.Member]?)
    /// A new practitioner, last in the list.
    case addPractitioner(Practitioner)
    /// A practitioner disappears with all of their sessions, entries and memberships.
    case removePractitioner(PractitionerID)
    /// A practitioner is switched on or off.
    case setPractitionerActive(PractitionerID, Bool)
    /// A practitioner's name.
    case renamePractitioner(PractitionerID, String)
    /// Oasis: the token in the column 'Enable Online'.
    case setEnableOnline(PractitionerID, String?)
    /// Oasis: the column 'New Patient'.
    case setNewPatientLength(PractitionerID, Minutes?)
    /// Exact: the practitioner's default length.
    case setDefaultLength(PractitionerID, Minutes?)
    /// New working time.
    case addSession(WorkingSession)
    /// A practitioner's working time of a day is removed.
    case removeSessions(PractitionerID, CivilDate)
    /// Staff enter a new patient. What is done about patients is seen by no reading.
    case addPatient(SimulatedPatient)
    /// A patient is removed; rows of the diary keep the id.
    case removePatient(String)
    /// Staff say whose appointment an entry is; nil for nobody's.
    case setPatient(DiaryEntryID, String?)

    /// Whether it changes the online-booking set-up, and not only diary and working time.
    var isSetUp: Bool {
        switch self {
        case .addEntry, .moveEntry, .deleteEntry, .setStatus, .addSession, .removeSessions,
            .addPatient, .removePatient, .setPatient:
            false
        default: true
        }
    }
}

extension PMSReading {
    /// Makes a change; one about patients does nothing, as no reading shows them.
    ///
    /// - Throws: C0303 for a row that does not exist, or exists already.
    public mutating func apply(_ edit: PracticeEdit) throws(Problem) {
        switch edit {
        case .addEntry(let entry):
            guard !diary.contains(where: { $0.id == entry.id }) else {
                throw PMSReading.exists("diary entry", entry.id.rawValue)
            }
            _ = try place(of: entry.practitioner)
            diary.append(entry)
        case .moveEntry(let id, let start, let practitioner):
            try move(id, to: start, practitioner)
        case .deleteEntry(let id): diary.remove(at: try place(of: id))
        case .setStatus(let id, let status): diary[try place(of: id)].status = status
        case .setStacking(let flag): stacking = flag
        case .setInterval(let minutes): interval = minutes
        case .setOffset(let minutes): offsetMinutes = minutes
        case .setVersion(let text): version = text
        case .addSession(let session):
            _ = try place(of: session.practitioner)
            sessions.append(session)
        case .removeSessions(let practitioner, let date):
            sessions.removeAll { $0.practitioner == practitioner && $0.date == date }
        case .addReason, .removeReason, .renameReason, .setReasonActive, .moveReason,
            .setReasonLength, .setMembers:
            try applyToReasons(edit)
        case .addPractitioner, .removePractitioner, .setPractitionerActive, .renamePractitioner,
            .setEnableOnline, .setNewPatientLength, .setDefaultLength:
            try applyToPractitioners(edit)
        case .addPatient, .removePatient, .setPatient: break
        }
    }

    private mutating func applyToReasons(_ edit: PracticeEdit) throws(Problem) {
        switch edit {
        case .addReason(let reason, let index):
            guard !reasons.contains(where: { $0.id == reason.id }) else {
                throw PMSReading.exists("booking reason", reason.id.rawValue)
            }
            reasons.insert(reason, at: min(max(index ?? reasons.count, 0), reasons.count))
        case .removeReason(let id): reasons.remove(at: try place(of: id))
        case .renameReason(let id, let name): reasons[try place(of: id)].name = name
        case .setReasonActive(let id, let flag): reasons[try place(of: id)].isActive = flag
        case .moveReason(let id, let index):
            let reason = reasons.remove(at: try place(of: id))
            reasons.insert(reason, at: min(max(index, 0), reasons.count))
        case .setReasonLength(let id, let minutes): reasons[try place(of: id)].minutes = minutes
        case .setMembers(let id, let members): reasons[try place(of: id)].practitioners = members
        default: break
        }
    }

    private mutating func applyToPractitioners(_ edit: PracticeEdit) throws(Problem) {
        switch edit {
        case .addPractitioner(let practitioner):
            guard !practitioners.contains(where: { $0.id == practitioner.id }) else {
                throw PMSReading.exists("practitioner", practitioner.id.rawValue)
            }
            practitioners.append(practitioner)
        case .removePractitioner(let id):
            practitioners.remove(at: try place(of: id))
            sessions.removeAll { $0.practitioner == id }
            diary.removeAll { $0.practitioner == id }
            for index in reasons.indices {
                reasons[index].practitioners?.removeAll { $0.practitioner == id }
            }
        case .setPractitionerActive(let id, let flag):
            practitioners[try place(of: id)].isActive = flag
        case .renamePractitioner(let id, let name): practitioners[try place(of: id)].name = name
        case .setEnableOnline(let id, let token):
            practitioners[try place(of: id)].enableOnline = token
        case .setNewPatientLength(let id, let minutes):
            practitioners[try place(of: id)].newPatientMinutes = minutes
        case .setDefaultLength(let id, let minutes):
            practitioners[try place(of: id)].defaultMinutes = minutes
        default: break
        }
    }

    private mutating func move(
        _ id: DiaryEntryID, to start: RowTime, _ practitioner: PractitionerID?
    ) throws(Problem) {
        let place = try place(of: id)
        if let practitioner {
            _ = try self.place(of: practitioner)
            diary[place].practitioner = practitioner
        }
        // An end by the clock moves by as much as the start; where the two are told in different
        // ways, the entry becomes one hour long.
        if case .at(let end) = diary[place].end {
            switch (diary[place].start, end, start) {
            case (.civil(let from), .civil(let to), .civil(let new)):
                let shifted = to.clockMinute + new.clockMinute - from.clockMinute
                diary[place].end = .at(.civil(CivilDateTime(clockMinute: shifted)))
            case (.exact(let from), .exact(let to), _):
                diary[place].end = .after(Minutes((to.seconds - from.seconds) / 60))
            default: diary[place].end = .after(Minutes(60))
            }
        }
        diary[place].start = start
    }

    private func place(of id: DiaryEntryID) throws(Problem) -> Int {
        guard let place = diary.firstIndex(where: { $0.id == id }) else {
            throw PMSReading.unknown("diary entry", id.rawValue)
        }
        return place
    }

    private func place(of id: ReasonID) throws(Problem) -> Int {
        guard let place = reasons.firstIndex(where: { $0.id == id }) else {
            throw PMSReading.unknown("booking reason", id.rawValue)
        }
        return place
    }

    private func place(of id: PractitionerID) throws(Problem) -> Int {
        guard let place = practitioners.firstIndex(where: { $0.id == id }) else {
            throw PMSReading.unknown("practitioner", id.rawValue)
        }
        return place
    }

    static func unknown(_ what: String, _ id: String) -> Problem {
        Problem(
            "C0303", "the simulated practice has no \(what) `\(id)`",
            hint: "use an id that its state shows")
    }

    static func exists(_ what: String, _ id: String) -> Problem {
        Problem(
            "C0303", "the simulated practice has a \(what) `\(id)` already",
            hint: "give the new one another id")
    }
}
