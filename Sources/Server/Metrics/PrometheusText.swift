/// Writes metrics as the text format 0.0.4 of Prometheus.
struct PrometheusText {
    private(set) var text = ""

    /// The media type of the text.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// One value with its labels.
    struct Sample {
        var labels: [(name: String, value: String)] = []
        var value: Double
    }

    /// What kind of values a metric has.
    enum Kind: String { case counter, gauge }

    /// Adds a metric with its samples; one without samples is left out.
    mutating func add(_ kind: Kind, _ name: String, _ help: String, _ samples: [Sample]) {
        guard !samples.isEmpty else { return }
        head(kind.rawValue, name, help)
        for sample in samples { line(name, sample.labels, sample.value) }
    }

    /// Adds a histogram.
    mutating func add(_ histogram: Histogram, _ name: String, _ help: String) {
        head("histogram", name, help)
        for (bound, count) in histogram.cumulative {
            line("\(name)_bucket", [("le", bound.map { Self.number($0) } ?? "+Inf")], Double(count))
        }
        line("\(name)_sum", [], histogram.sum)
        line("\(name)_count", [], Double(histogram.count))
    }

    private mutating func head(_ kind: String, _ name: String, _ help: String) {
        text += "# HELP \(name) \(Self.escaped(help, quote: false))\n# TYPE \(name) \(kind)\n"
    }

    private mutating func line(
        _ name: String, _ labels: [(name: String, value: String)], _ value: Double
    ) {
        let pairs = labels.map { "\($0.name)=\"\(Self.escaped($0.value, quote: true))\"" }
        let braces = pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
        text += "\(name)\(braces) \(Self.number(value))\n"
    }

    /// Whole numbers without a fraction, so that counters read as counts.
    private static func number(_ value: Double) -> String {
        if let whole = Int(exactly: value) { "\(whole)" } else { "\(value)" }
    }

    private static func escaped(_ text: String, quote: Bool) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quote: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}

/// How many values were at most so large, for a fixed list of bounds.
struct Histogram: Sendable {
    /// The upper bounds, ascending.
    let bounds: [Double]
    private var counts: [Int]
    /// The sum of all values.
    private(set) var sum = 0.0
    /// How many values there were.
    private(set) var count = 0

    /// Makes an empty histogram.
    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count)
    }

    /// Counts a value.
    mutating func record(_ value: Double) {
        sum += value
        count += 1
        if let place = bounds.firstIndex(where: { value <= $0 }) { counts[place] += 1 }
    }

    /// Each bound with how many values are not over it; the last without a bound.
    var cumulative: [(bound: Double?, count: Int)] {
        var total = 0
        var list: [(bound: Double?, count: Int)] = []
        for (bound, count) in zip(bounds, counts) {
            total += count
            list.append((bound, total))
        }
        return list + [(nil, count)]
    }
}
