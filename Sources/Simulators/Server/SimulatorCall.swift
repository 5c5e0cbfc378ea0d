internal import Diary

/// A call as a simulator sees it.
struct SimulatorCall: Sendable {
    /// `GET`, `POST` and so on.
    var method: String
    /// The parts of the path between its slashes, unescaped.
    var segments: [String]
    /// The query, in order, unescaped.
    var query: [(name: String, value: String)]
    /// The headers; names in lower case, the first of several.
    var headers: [String: String]
    /// The body, as it came.
    var body: [UInt8]
    /// The values of the path's parameters, by name; known once a route is found.
    var parameters: [String: String] = [:]
    /// Faults that the answer itself must show.
    var faults: [Fault] = []
    /// When its effect takes place, where that is not at once.
    var takesEffect: Instant?

    /// Takes a request's parts; nil for an escape that is none.
    init?(method: String, target: String, headers: [String: String], body: [UInt8]) {
        self.method = method
        self.headers = headers
        self.body = body
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var segments: [String] = []
        for segment in (parts.first ?? "").split(separator: "/") {
            guard let text = SimulatorCall.unescaped(segment, plusIsBlank: false) else {
                return nil
            }
            segments.append(text)
        }
        self.segments = segments
        query = []
        guard parts.count == 2 else { return }
        for pair in parts[1].split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = SimulatorCall.unescaped(sides[0], plusIsBlank: true),
                let value = SimulatorCall.unescaped(
                    sides.count == 2 ? sides[1] : "", plusIsBlank: true)
            else { return nil }
            query.append((name, value))
        }
    }

    /// The query's first value of that name.
    func queryValue(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// A parameter of the path; empty where the route has none of that name.
    func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// Undoes percent-encoding; nil where it is none, or no UTF-8.
    static func unescaped(_ text: Substring, plusIsBlank: Bool) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard rest.count >= 2,
                    let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                else { return nil }
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(plusIsBlank && byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

/// What a simulator answers.
struct SimulatorAnswer: Sendable {
    /// The status code.
    var status: Int
    /// Headers beside the length, the type and the date.
    var headers: [(name: String, value: String)] = []
    /// The body; empty for none.
    var body: [UInt8] = []

    /// An answer without a body.
    static func empty(_ status: Int = 200) -> SimulatorAnswer { SimulatorAnswer(status: status) }

    /// An answer in JSON.
    static func json(_ value: JSON, status: Int = 200) -> SimulatorAnswer {
        SimulatorAnswer(
            status: status, headers: [("Content-Type", "application/json")], body: value.bytes)
    }
}

/// What goes over the wire in the end.
enum Delivery: Sendable {
    /// The whole answer.
    case whole(SimulatorAnswer)
    /// The head that promises all of it, and about half of the body; then the connection closes.
    case cut(SimulatorAnswer)
    /// Nothing: the connection closes.
    case nothing
}
