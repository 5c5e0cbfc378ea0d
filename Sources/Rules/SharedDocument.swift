internal import Diary
internal import LuaVM

/// What all decisions of one evaluation read, written once: the practice, its practitioners and
/// its booking reasons. Each decision's input points into it.
struct SharedDocument: Sendable {
    let bytes: [UInt8]
    let practice: Int
    let reasons: Int
    private let reasonPlaces: [ReasonID: Int]
    private let practitionerPlaces: [PractitionerID: Int]

    init(_ snapshot: Snapshot) {
        var writer = InputWriter()
        writer.beginArray(count: 3)
        practice = writer.nextReference
        PracticeInput.type.write(PracticeInput(snapshot.pms), to: &writer)
        var practitionerPlaces: [PractitionerID: Int] = [:]
        writer.beginArray(count: snapshot.pms.practitioners.count)
        for practitioner in snapshot.pms.practitioners {
            practitionerPlaces[practitioner.id] = writer.nextReference
            PractitionerInput.type.write(
                PractitionerInput(practitioner: practitioner), to: &writer)
        }
        var reasonPlaces: [ReasonID: Int] = [:]
        reasons = writer.nextReference
        writer.beginArray(count: snapshot.pms.reasons.count)
        for (index, reason) in snapshot.pms.reasons.enumerated() {
            reasonPlaces[reason.id] = writer.nextReference
            ReasonInput.type.write(ReasonInput(reason: reason, position: index + 1), to: &writer)
        }
        self.practitionerPlaces = practitionerPlaces
        self.reasonPlaces = reasonPlaces
        bytes = writer.bytes
    }

    func reference(to practitioner: PractitionerID) -> Int { practitionerPlaces[practitioner] ?? 0 }

    func reference(to reason: ReasonID) -> Int? { reasonPlaces[reason] }

    /// A document without anything in it, for opening rule files.
    static let empty: [UInt8] = {
        var writer = InputWriter()
        writer.beginArray(count: 0)
        return writer.bytes
    }()
}

extension PracticeInput {
    init(_ pms: PMSReading) {
        id = pms.practice.rawValue
        name = pms.practiceName
        system = pms.system.rawValue
        stacking = pms.stacking
        intervalMinutes = pms.interval?.count
    }
}
