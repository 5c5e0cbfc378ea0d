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
    /// An insertion arrives twice, the second time much later.
    case duplicated
    /// The process stands still for long between storing that it sends and sending.
    case stalled
    /// Another process takes in what is listed between a check of a booking and its storing.
    case overtaken
    /// The process ends before a change is stored, or before something is sent.
    case crashBefore
    /// The process ends after a change was stored, or after something was sent.
    case crashAfter
    /// The process ends at one of the writes of a change.
    case crashAmid
    /// The machine loses power after a change was stored: what was not synced is lost.
    case powerLoss
    /// The machine loses power at one of the writes of a change.
    case powerAmid
    /// The disk is full at one of the writes of a change.
    case storeFails
    /// The disk cannot sync a change.
    case syncFails
    /// The ledger stores a change and says that it could not.
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
        guard !possible.isEmpty else { return .none }
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
