/// One call over HTTP, relative to a connection's address.
public struct HTTPCall: Sendable, Equatable {
    /// The method.
    public var method: Method
    /// The path below the connection's address, for example `/v1/Practices`; already escaped.
    public var path: String
    /// The query, in order; escaped when it is sent.
    public var query: [(name: String, value: String)]
    /// Headers of this call alone.
    public var headers: [(name: String, value: String)]
    /// The body; nil for none.
    public var body: [UInt8]?
    /// After how long an answer is no longer awaited.
    public var timeout: Duration

    /// The methods that are used.
    public enum Method: String, Sendable { case get = "GET", post = "POST", delete = "DELETE" }

    /// Makes a call.
    public init(
        _ method: Method, _ path: String, query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [], body: [UInt8]? = nil,
        timeout: Duration = .seconds(30)
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }

    /// The path with the query, as it stands in the request line.
    public var target: String {
        guard !query.isEmpty else { return path }
        let pairs = query.map { "\(HTTPCall.escaped($0.name))=\(HTTPCall.escaped($0.value))" }
        return "\(path)?\(pairs.joined(separator: "&"))"
    }

    /// Compares everything that is sent.
    public static func == (left: HTTPCall, right: HTTPCall) -> Bool {
        left.method == right.method && left.target == right.target && left.body == right.body
            && left.headers.elementsEqual(right.headers) { $0 == $1 }
            && left.timeout == right.timeout
    }

    /// Escapes all but the unreserved characters of RFC 3986.
    public static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                escaped += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return escaped
    }
}

/// The answer to a call, whatever its status.
public struct HTTPAnswer: Sendable {
    /// The status code.
    public var status: Int
    /// The headers, names in lower case.
    public var headers: [String: String]
    /// The body.
    public var body: [UInt8]

    /// Makes an answer.
    public init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
