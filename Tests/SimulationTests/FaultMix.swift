/// How often what goes wrong, and what staff, patients and processes do meanwhile.
struct FaultMix {
    var name: String
    var perMille: [Fault: Int] = [:]
    /// Patients for one and the same time.
    var rivals: ClosedRange<Int> = 1...2
    /// Bookings of other times.
    var bookings = 2...4
    /// For each step of staff: they enter a row over a booked time, move a row, change its length or
    /// its patient, take one away.
    var staffEnters = 0
    var staffMoves = 0
    var staffChanges = 0
    var staffTakes = 0
    /// When a second process takes up the ledger while the first one lives.
    var secondProcess: ClosedRange<Int>?
    /// Processes end in order and start again; the PMS does.
    var restarts = false
    var pmsRestarts = false
    /// How far the clocks of the processes and of the PMS are off, in seconds. The processes share
    /// a machine; the PMS stays within `clockMargin` of the policy.
    var skew = 0
    var pmsSkew = 0
    /// Processes read the PMS again and again, so bookings are checked by what it shows of them.
    var syncs = false
    /// How old what a lagging copy of the PMS shows is at most, in seconds. With the latest arrival
    /// and the time in which the flow lets something leave it is within the longest delay.
    var oldestCopy = 25
    /// Staff give the reason another length, and later its first one.
    var changesLength = false
    /// Patients who book a time that may have gone long ago.
    var lateRivals = 0...0
    /// The marketplace lists a booking again that was answered, for each look at it.
    var listsAgain = 0

    /// Fixes what matching says: below 70 a known file, below 97 a new one, else a person.
    var patientRoll: Int?

    var hasStaff: Bool { staffEnters + staffMoves + staffChanges + staffTakes > 0 }

    /// Whether a change of the ledger can fail, or end its process.
    var endsChanges: Bool { FaultMix.storeFaults.contains { perMille[$0] != nil } }

    static let storeFaults: [Fault] = [
        .crashBefore, .crashAfter, .crashAmid, .powerLoss, .powerAmid, .storeFails, .syncFails,
        .storeLies,
    ]

    static let all: [FaultMix] = [
        FaultMix(
            name: "lost", perMille: [.requestLost: 120, .answerLost: 120, .unreachable: 40],
            listsAgain: 20),
        FaultMix(name: "late", perMille: [.late: 200, .answerLost: 60, .slow: 60]),
        FaultMix(
            name: "errors", perMille: [.errorBefore: 120, .errorAfter: 120, .unreachable: 60],
            pmsRestarts: true),
        FaultMix(
            name: "crashes",
            perMille: [
                .crashBefore: 40, .crashAfter: 50, .crashAmid: 50, .powerLoss: 40, .powerAmid: 40,
                .answerLost: 60,
            ]),
        FaultMix(
            name: "disk",
            perMille: [
                .storeFails: 80, .syncFails: 80, .storeLies: 40, .crashAmid: 30, .crashAfter: 30,
                .powerLoss: 30, .powerAmid: 30, .answerLost: 40,
            ], secondProcess: 5...200, restarts: true),
        FaultMix(
            name: "syncs", perMille: [.syncFails: 300, .crashBefore: 120, .crashAfter: 60],
            rivals: 1...1),
        FaultMix(
            name: "stale", perMille: [.stale: 400, .answerLost: 120, .errorAfter: 60],
            pmsSkew: 110),
        FaultMix(
            name: "staff", perMille: [.answerLost: 80, .late: 60, .stale: 80, .slow: 60],
            staffEnters: 200, staffMoves: 100, staffChanges: 80, staffTakes: 120),
        FaultMix(
            name: "rivals",
            perMille: [
                .requestLost: 60, .answerLost: 60, .crashAfter: 20, .overtaken: 300,
            ], rivals: 2...32, bookings: 0...2, secondProcess: 0...2, listsAgain: 20),
        FaultMix(
            name: "processes",
            perMille: [.late: 80, .answerLost: 80, .slow: 100, .requestLost: 80, .overtaken: 100],
            secondProcess: 5...200, restarts: true, skew: 2),
        FaultMix(
            name: "duplicates",
            perMille: [.duplicated: 250, .answerLost: 80, .slow: 60, .crashAfter: 20],
            pmsRestarts: true),
        FaultMix(
            name: "everything",
            perMille: [
                .requestLost: 50, .answerLost: 50, .late: 50, .errorBefore: 30, .errorAfter: 30,
                .unreachable: 20, .slow: 40, .stale: 100, .overtaken: 50, .crashBefore: 8,
                .crashAfter: 8,
                .crashAmid: 8, .powerLoss: 8, .powerAmid: 8, .storeFails: 8, .syncFails: 8,
                .storeLies: 8,
            ], rivals: 1...4, staffEnters: 100, staffMoves: 50, staffChanges: 40, staffTakes: 60,
            secondProcess: 5...200, restarts: true, pmsRestarts: true, skew: 2, pmsSkew: 110,
            listsAgain: 10),
        // A process sleeps between storing that it sends and sending.
        FaultMix(
            name: "stalls",
            perMille: [.stalled: 120, .answerLost: 60, .requestLost: 60, .late: 60],
            secondProcess: 0...20),
        // Readings lag behind by what they like, and show what becomes of bookings and of the
        // reason.
        FaultMix(
            name: "readings", perMille: [.stale: 500, .answerLost: 60, .errorAfter: 30],
            staffMoves: 30, staffTakes: 30, syncs: true, oldestCopy: 100, changesLength: true,
            lateRivals: 3...8),
    ]
}
