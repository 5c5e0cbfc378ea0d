import CDecisionHost
import DecisionHosts
import Diary
import LuaVM

/// One input of the default-reason decision and the answer that counts as right.
struct Question {
    let branch: String
    let assigned: String?
    let isPinned: Bool
    let expected: (reason: String, step: String)
    /// The place of its list of reasons in the document.
    var reasons = 0
}

/// Four questions, one for each branch of the shipped rule, over one document that is decoded once:
/// a practice and four lists of twelve reasons.
struct Questions {
    static let healthengineNames = ["healthengine"]

    private(set) var all = [
        Question(branch: "pinned", assigned: "R4", isPinned: true, expected: ("R4", "pinned")),
        Question(
            branch: "healthengine", assigned: nil, isPinned: false,
            expected: ("R10", "healthengine")),
        Question(
            branch: "marketing", assigned: nil, isPinned: false, expected: ("R7", "marketing")),
        Question(branch: "first", assigned: nil, isPinned: false, expected: ("R1", "first")),
    ]
    let document: [UInt8]
    let practice: Int

    /// Takes a practice with twelve reasons, of which the tenth is Healthengine's own.
    init(_ pms: PMSReading) {
        var writer = InputWriter()
        writer.beginArray(count: 1 + all.count)
        practice = writer.nextReference
        writer.write(pms)
        for index in all.indices {
            all[index].reasons = writer.nextReference
            writer.beginArray(count: pms.reasons.count)
            for (place, reason) in pms.reasons.enumerated() {
                writer.write(Self.changed(reason, at: place, for: all[index].branch), at: place + 1)
            }
        }
        document = writer.bytes
    }

    /// The third reason is switched off, and only the branch that wants it has Healthengine's own.
    private static func changed(
        _ reason: BookingReason, at place: Int, for branch: String
    ) -> BookingReason {
        var reason = reason
        reason.isActive = place != 2
        if place == 9 && branch != "healthengine" { reason.name = "Bridge review" }
        reason.isMarketing = branch == "marketing" && (place == 6 || place == 8)
        return reason
    }
}
