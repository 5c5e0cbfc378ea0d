import Diary
import Evaluation
import Foundation
import Measuring
import StandIns

/// Whole syncs of many practices: over HTTP against stand-ins with the service in a process of its
/// own, and in process with everything but the network.
@main
struct ScaleBenchmark {
    static func main() async {
        do { try await run() } catch { stop("\(error)") }
    }

    private static func run() async throws {
        let options = Options(Array(CommandLine.arguments.dropFirst()))
        if options.practices > 0 {
            say("### over HTTP\n")
            var overHTTP = OverHTTP(options)
            try await overHTTP.run()
        }
        if options.inProcess > 0 {
            say("\n### in process\n")
            try await InProcess(most: options.inProcess).run()
        }
    }
}

/// What the command says.
struct Options {
    /// Practices over HTTP; 0 leaves that part out.
    private(set) var practices = 1_000
    /// Seconds that each measurement over HTTP takes.
    private(set) var seconds = 120
    /// The most practices in process; 0 leaves that part out.
    private(set) var inProcess = 10_000

    init(_ arguments: [String]) {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let value = rest.popFirst().flatMap({ Int($0) }), value >= 0 else {
                Self.refuse(name)
            }
            switch name {
            case "--practices": practices = min(value, 10_000)
            case "--seconds": seconds = max(value, 10)
            case "--in-process": inProcess = value
            default: Self.refuse(name)
            }
        }
    }

    private static func refuse(_ name: String) -> Never {
        stop("`\(name)`: options are --practices N, --seconds S, --in-process N")
    }
}

/// What one sync of a sample practice takes in the bare evaluation.
struct BareEvaluation {
    /// Seconds of CPU time, the mean over both kinds of practice.
    let seconds: Double

    private static let rounds = 60

    /// Measures it on the practices as they stand at the start.
    init(of members: [Member]) throws {
        let sample = members.prefix(2)
        var spent = 0.0
        for member in sample {
            let evaluator = try member.evaluator()
            let snapshot = member.snapshot
            _ = evaluator.evaluate(snapshot, now: SampleFleet.now)
            let start = threadSeconds()
            for _ in 0..<Self.rounds {
                let evaluation = evaluator.evaluate(snapshot, now: SampleFleet.now)
                guard evaluation.publication?.offers.isEmpty == false else {
                    stop("\(member.id) publishes nothing")
                }
            }
            spent += (threadSeconds() - start) / Double(Self.rounds)
        }
        seconds = spent / Double(max(sample.count, 1))
    }

    /// Its share of something that takes so many seconds.
    func share(of whole: Double) -> String { "\(decimal(seconds / whole * 100, places: 1)) %" }
}
