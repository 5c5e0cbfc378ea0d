internal import Crypto
internal import Diagnostics
internal import Diary
internal import GRDB
internal import Ports

// Values of columns. All of these throw, because a damaged file can hold what its schema forbids.
extension Row {
    func text(_ column: String) throws -> String {
        try decode(String.self, forColumn: column)
    }

    func optionalText(_ column: String) throws -> String? {
        try decode(String?.self, forColumn: column)
    }

    func whole(_ column: String) throws -> Int {
        try decode(Int.self, forColumn: column)
    }

    func flag(_ column: String) throws -> Bool { try whole(column) != 0 }

    func instant(_ column: String) throws -> Instant { Instant(seconds: try whole(column)) }

    func optionalInstant(_ column: String) throws -> Instant? {
        try decode(Int?.self, forColumn: column).map { Instant(seconds: $0) }
    }

    func id<Kind>(_ column: String) throws -> Identifier<Kind> { Identifier(try text(column)) }

    func optionalID<Kind>(_ column: String) throws -> Identifier<Kind>? {
        try optionalText(column).map { Identifier($0) }
    }

    func digest(_ column: String) throws -> ContentDigest { ContentDigest(try text(column)) }

    /// A word of a closed list.
    func word<Word: RawRepresentable<String>>(_ column: String) throws -> Word {
        guard let word = Word(rawValue: try text(column)) else {
            throw Problem.damaged("`\(column)` holds an unknown word")
        }
        return word
    }
}

extension ContentDigest {
    /// The digest of some bytes.
    init(of bytes: some Sequence<UInt8>) {
        self.init(hash: SHA256.hash(data: Array(bytes)))
    }
}

extension Database {
    /// Runs one statement that is likely to come again.
    func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// The rows of a query that is likely to come again.
    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try Row.fetchAll(try cachedStatement(sql: sql), arguments: arguments)
    }

    /// The first of them; nil where there is none.
    func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
        try Row.fetchOne(try cachedStatement(sql: sql), arguments: arguments)
    }

    /// Whether the practice exists.
    ///
    /// - Throws: D0101 where it does not.
    func require(_ practice: PracticeID) throws {
        let found = try Int.fetchOne(
            try cachedStatement(sql: "SELECT 1 FROM practice WHERE id = ?"),
            arguments: [practice.rawValue])
        if found == nil { throw Problem.noPractice(practice) }
    }
}
