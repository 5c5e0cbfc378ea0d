/// What went wrong at a boundary, in a form that a person and a program can both use.
///
/// `message` starts in lower case, ends without a full stop and puts what the user wrote in
/// backticks. `hint` is an instruction. Neither ever holds patient data.
public struct Problem: Error, Sendable, Equatable {
    /// The stable code, for example `S0003`; `gapbook explain` prints its page.
    public var code: ProblemCode
    /// What is wrong, in one line.
    public var message: String
    /// What to do about it, in the imperative.
    public var hint: String?
    /// Where it is wrong: a file, a line, a place in a JSON document.
    public var location: Location?
    /// Named facts that help to find the cause, in the order in which they are shown.
    public var context: [Fact]
    /// The problem that led to this one.
    public var causes: [Problem]

    /// One named fact about a problem.
    public struct Fact: Sendable, Equatable, Encodable {
        /// What the fact is called, for example `rule`.
        public var name: String
        /// Its value, as it is shown.
        public var value: String

        /// Makes a fact from its name and its value.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Makes a problem; everything but the code and the message is optional.
    public init(
        _ code: ProblemCode,
        _ message: String,
        hint: String? = nil,
        at location: Location? = nil,
        context: [Fact] = [],
        causes: [Problem] = []
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.location = location
        self.context = context
        self.causes = causes
    }
}

/// A problem's stable code: a letter for the area and four digits.
///
/// `S` snapshot, `R` rules and layers, `C` command line and configuration, `Z` time zones,
/// `P` calls to a PMS, `H` calls to the marketplace, `D` the ledger.
public struct ProblemCode: Sendable, Hashable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    /// The letter and the digits, for example `R0104`.
    public let rawValue: String

    /// Names a code; every code has a page under `docs/reference/problems/`.
    public init(_ rawValue: String) { self.rawValue = rawValue }

    /// Names a code.
    public init(stringLiteral rawValue: String) { self.rawValue = rawValue }

    /// The letter and the digits.
    public var description: String { rawValue }
}

/// A place in a file, or in the JSON document that the file holds.
public struct Location: Sendable, Equatable {
    /// The file as the user named it, or `<input>`.
    public var file: String
    /// The line, counted from 1.
    public var line: Int?
    /// The path in a JSON document, for example `pms.reasons[2].minutes`.
    public var path: String?
    /// The text of that line, when it is at hand.
    public var excerpt: String?
    /// The part of the line to underline, when it is known: the token, exactly as written.
    public var token: String?

    /// Makes a place; only the file is required.
    public init(
        file: String, line: Int? = nil, path: String? = nil, excerpt: String? = nil,
        token: String? = nil
    ) {
        self.file = file
        self.line = line
        self.path = path
        self.excerpt = excerpt
        self.token = token
    }
}
