/// One endpoint of a simulator: which calls it takes, and what it answers.
struct Route: Sendable {
    /// `GET`, `POST` or `DELETE`.
    let method: String
    /// The path with its parameters in braces, for example `/bookings/{bookingId}/cancel`.
    let path: String
    /// Answers a call.
    let answer: @Sendable (SimulatorCall) async throws(Refusal) -> SimulatorAnswer
    private let segments: [Segment]

    private enum Segment: Sendable {
        case literal(String)
        case parameter(String)
    }

    /// Makes a route.
    init(
        _ method: String, _ path: String,
        _ answer: @escaping @Sendable (SimulatorCall) async throws(Refusal) -> SimulatorAnswer
    ) {
        self.method = method
        self.path = path
        self.answer = answer
        segments = path.split(separator: "/").map { part in
            part.hasPrefix("{")
                ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
    }

    /// The name under which calls are counted: `POST /bookings/{bookingId}/cancel`.
    var name: String { "\(method) \(path)" }

    /// The parameters' values where the path is this route's; nil where it is another one.
    func parameters(in path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var found: [String: String] = [:]
        for (segment, text) in zip(segments, path) {
            switch segment {
            case .literal(let word): if word != text { return nil }
            case .parameter(let name): found[name] = text
            }
        }
        return found
    }
}
