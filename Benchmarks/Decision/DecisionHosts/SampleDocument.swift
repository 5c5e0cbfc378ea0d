internal import CDecisionHost
package import Diary
internal import LuaVM

/// What all decisions about one practice read, written for the host in C: the practice, its
/// practitioners and its booking reasons, as `Rules` writes them.
package struct SampleDocument {
    package let bytes: [UInt8]
    package let practice: Int
    package let reasons: Int
    package let practitionerPlaces: [Int]
    package let reasonPlaces: [Int]

    package init(_ snapshot: Snapshot) {
        var writer = InputWriter()
        writer.beginArray(count: 3)
        practice = writer.nextReference
        writer.write(snapshot.pms)
        var practitionerPlaces: [Int] = []
        writer.beginArray(count: snapshot.pms.practitioners.count)
        for practitioner in snapshot.pms.practitioners {
            practitionerPlaces.append(writer.nextReference)
            writer.write(practitioner)
        }
        var reasonPlaces: [Int] = []
        reasons = writer.nextReference
        writer.beginArray(count: snapshot.pms.reasons.count)
        for (place, reason) in snapshot.pms.reasons.enumerated() {
            reasonPlaces.append(writer.nextReference)
            writer.write(reason, at: place + 1)
        }
        self.practitionerPlaces = practitionerPlaces
        self.reasonPlaces = reasonPlaces
        bytes = writer.bytes
    }
}

extension InputWriter {
    /// Writes a practice.
    package mutating func write(_ pms: PMSReading) {
        beginRecord(CPracticeShape)
        string(pms.practice.rawValue)
        string(pms.practiceName)
        string(pms.system.rawValue)
        if let stacking = pms.stacking { boolean(stacking) } else { null() }
        write(minutes: pms.interval)
    }

    /// Writes a practitioner.
    package mutating func write(_ practitioner: Practitioner) {
        beginRecord(CPractitionerShape)
        string(practitioner.id.rawValue)
        string(practitioner.name)
        write(text: practitioner.role)
        write(text: practitioner.providerType)
        boolean(practitioner.isActive)
        write(text: practitioner.enableOnline)
        write(minutes: practitioner.newPatientMinutes)
        write(minutes: practitioner.defaultMinutes)
    }

    /// Writes a booking reason with its place in the PMS's list, from 1.
    package mutating func write(_ reason: BookingReason, at position: Int) {
        beginRecord(CReasonShape)
        string(reason.id.rawValue)
        string(reason.name)
        string(NameKey(reason.name).text)
        integer(Int64(position))
        boolean(reason.isActive)
        boolean(reason.isMarketing)
        boolean(reason.isMarketingDefault)
        write(minutes: reason.minutes)
        boolean(reason.practitioners == nil)
        let members = reason.practitioners ?? []
        beginArray(count: members.count)
        for member in members { string(member.practitioner.rawValue) }
    }

    private mutating func write(text: String?) {
        if let text { string(text) } else { null() }
    }

    private mutating func write(minutes: Minutes?) {
        if let minutes { integer(Int64(minutes.count)) } else { null() }
    }
}

/// The parameters of the core rules with the values that they have by default.
package enum SampleParameters {
    package static let defaultReason = bytes([
        ("aliases", .array([])), ("longer_than_minutes", .integer(30)),
        ("minimum_minutes", .integer(30)),
        ("order", .array(["healthengine", "assigned", "marketing", "first"].map(Value.string))),
        ("skip_short", .boolean(false)),
    ])
    package static let kind = bytes([])
    package static let publish = bytes([("fallback", .string("none"))])
    package static let interval = bytes([
        ("minutes", .null), ("steps", .array(["15", "10", "5"].map(Value.string))),
    ])

    private static func bytes(_ values: [(name: String, value: Value)]) -> [UInt8] {
        var writer = InputWriter()
        writer.beginTable(count: values.count)
        for (name, value) in values {
            writer.key(name)
            writer.write(value)
        }
        return writer.bytes
    }
}
