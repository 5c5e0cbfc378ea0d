/// Something to time, and the case that it is compared with.
public struct Case {
    let name: String
    let baseline: String?
    let target: String
    let repeats: Int
    let body: () -> Void

    /// Names a case.
    ///
    /// - Parameters:
    ///   - repeats: how many units one run of `body` does; times are per unit.
    ///   - baseline: the name of the case that the ratio is taken to.
    public init(
        _ name: String, units repeats: Int = 1, beside baseline: String? = nil,
        target: String = "", _ body: @escaping () -> Void
    ) {
        self.name = name
        self.baseline = baseline
        self.target = target
        self.repeats = repeats
        self.body = body
    }
}

/// How often each case ran, and what a unit of it cost.
public struct Measurement {
    let cases: [Case]
    /// Nanoseconds of CPU time per unit, one for each round; one list for each case.
    let times: [[Double]]

    /// Runs all cases in turns, every second round backwards, so that what else the machine does
    /// falls on all of them alike.
    public init(_ cases: [Case], rounds: Int) {
        var times = [[Double]](repeating: [], count: cases.count)
        for one in cases { one.body() }
        for round in 0..<rounds {
            let order = Array(cases.indices)
            for index in round % 2 == 0 ? order : order.reversed() {
                let start = threadSeconds()
                cases[index].body()
                let spent = threadSeconds() - start
                times[index].append(spent * 1e9 / Double(cases[index].repeats))
            }
        }
        self.cases = cases
        self.times = times
    }

    /// The median of a case in nanoseconds.
    public func median(of name: String) -> Double {
        cases.firstIndex { $0.name == name }.map { Self.median(times[$0]) } ?? .nan
    }

    /// The table: what, median, smallest and largest, the ratio in throughput to the baseline
    /// (median of the rounds' own ratios), the target.
    public func table() -> String {
        var rows = [["what", "median", "min-max", "throughput", "target"]]
        for (index, one) in cases.enumerated() {
            let own = times[index]
            rows.append([
                one.name, duration(Self.median(own)),
                "\(duration(own.min() ?? .nan)) - \(duration(own.max() ?? .nan))",
                ratio(of: index), one.target,
            ])
        }
        return layOut(rows)
    }

    private func ratio(of index: Int) -> String {
        guard let baseline = cases[index].baseline,
            let place = cases.firstIndex(where: { $0.name == baseline })
        else { return "" }
        let ratios = zip(times[place], times[index]).map { $0 / $1 }
        return "\(decimal(Self.median(ratios), places: 2)) x \(baseline)"
    }

    static func median(_ values: [Double]) -> Double {
        values.isEmpty ? .nan : values.sorted()[values.count / 2]
    }
}
