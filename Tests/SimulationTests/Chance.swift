/// A seeded source of all that is left to chance: the same seed gives the same run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// What can go wrong at one point of a run.
enum Fault: String, CaseIterable {
    case none
    /// The request never arrives.
    case requestLost
    /// It has its effect, and the answer never arrives.
    case answerLost
    /// The answer never arrives, and the effect comes much later.
    case late
    /// An error before anything was done.
    case errorBefore
    /// An error after everything was done.
    case errorAfter
    /// No connection.
    case unreachable
    /// The answer takes long.
    case slow
    /// A reading of a replica that is behind.
    case stale
    /// The process ends before the change is stored.
    case crashBefore
    /// The process ends after the change is stored, before anything else.
    case crashAfter
    /// The machine loses power after the change was stored: what is not on the disk is lost.
    case powerLoss
    /// The ledger cannot store the change.
    case storeFails
    /// The ledger stores the change and says that it could not.
    case storeLies
}

/// Who decides what goes wrong: chance, by a seed, or a script that a search goes through.
final class Chooser {
    private var generator: SeededGenerator
    private let script: [Int]?
    private let mix: FaultMix
    /// How many possibilities each point of a scripted run had.
    private(set) var branches: [Int] = []
    var isOver = false

    init(seed: UInt64, mix: FaultMix) {
        generator = SeededGenerator(seed: seed)
        self.mix = mix
        script = nil
    }

    init(script: [Int], mix: FaultMix) {
        generator = SeededGenerator(seed: 1)
        self.mix = mix
        self.script = script
    }

    func fault(among faults: [Fault]) -> Fault {
        guard !isOver else { return .none }
        let possible = faults.filter { (mix.perMille[$0] ?? 0) > 0 }
        if let script {
            let place = branches.count
            branches.append(possible.count + 1)
            let choice = place < script.count ? script[place] : 0
            return choice == 0 ? .none : possible[choice - 1]
        }
        var roll = Int.random(in: 0..<1000, using: &generator)
        for fault in possible {
            roll -= mix.perMille[fault] ?? 0
            if roll < 0 { return fault }
        }
        return .none
    }

    /// A figure that a scripted run leaves at its least.
    func number(_ range: ClosedRange<Int>) -> Int {
        script == nil ? Int.random(in: range, using: &generator) : range.lowerBound
    }

    func happens(perMille: Int) -> Bool {
        script == nil && !isOver && Int.random(in: 0..<1000, using: &generator) < perMille
    }
}

/// How often what goes wrong, and what staff, patients and processes do meanwhile.
struct FaultMix {
    var name: String
    var perMille: [Fault: Int] = [:]
    /// Patients for one and the same time.
    var rivals: ClosedRange<Int> = 1...2
    /// Bookings of other times.
    var bookings = 3...6
    /// Staff enter a row at a booked time, for each step of staff.
    var staffRows = 0
    /// Staff remove or cancel a row of ours.
    var staffRemovals = 0
    /// A second process takes up the ledger while the first one lives.
    var secondProcess = false

    /// Fixes what matching says: below 70 a known file, below 97 a new one, else a person.
    var patientRoll: Int?

    static let crashes: [Fault] = [
        .crashBefore, .crashAfter, .powerLoss, .storeFails, .storeLies,
    ]

    static let all: [FaultMix] = [
        FaultMix(
            name: "lost", perMille: [.requestLost: 120, .answerLost: 120, .unreachable: 40]),
        FaultMix(name: "late", perMille: [.late: 200, .answerLost: 60, .slow: 60]),
        FaultMix(
            name: "errors", perMille: [.errorBefore: 120, .errorAfter: 120, .unreachable: 60]),
        FaultMix(
            name: "crashes",
            perMille: [
                .crashBefore: 50, .crashAfter: 60, .powerLoss: 60, .storeFails: 30,
                .storeLies: 30, .answerLost: 60,
            ]),
        FaultMix(name: "stale", perMille: [.stale: 400, .answerLost: 120, .errorAfter: 60]),
        FaultMix(
            name: "staff", perMille: [.answerLost: 80, .late: 60, .stale: 80, .slow: 60],
            staffRows: 250, staffRemovals: 150),
        FaultMix(
            name: "rivals", perMille: [.requestLost: 60, .answerLost: 60, .crashAfter: 20],
            rivals: 2...64, bookings: 0...2),
        FaultMix(
            name: "processes",
            perMille: [.late: 80, .answerLost: 80, .slow: 100, .requestLost: 80],
            secondProcess: true),
        FaultMix(
            name: "everything",
            perMille: [
                .requestLost: 60, .answerLost: 60, .late: 60, .errorBefore: 40, .errorAfter: 40,
                .unreachable: 30, .slow: 40, .stale: 120, .crashBefore: 15, .crashAfter: 15,
                .powerLoss: 15, .storeFails: 10, .storeLies: 10,
            ], rivals: 1...4, staffRows: 120, staffRemovals: 60, secondProcess: true),
    ]
}
