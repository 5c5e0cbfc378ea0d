public import Diagnostics
internal import Diary
internal import GRDB
public import Ports
internal import Synchronization

/// What lasts: practices and their set-up, readings, rules, what was published, and findings, in
/// one file that the service and the commands share (`docs/reference/ledger.md`).
///
/// Every call is one transaction, and what a call has written is on the disk when it returns; only
/// the time of a poll may be lost with the power. A call that has begun is finished also where its
/// task is cancelled. All calls throw a `Problem` with a code of the letter D.
public final class Ledger: Store {
    /// The file.
    public let path: String
    let pool: DatabasePool
    /// The keys for patients; nil where none were given.
    let ring: KeyRing?
    let guards: Guards
    /// Which file was opened.
    private let identity: LedgerFile.Identity
    /// See `refusal`.
    let newestRefusal = Mutex<Problem?>(nil)

    private init(
        path: String, identity: LedgerFile.Identity, pool: DatabasePool, ring: KeyRing?,
        guards: Guards
    ) {
        self.path = path
        self.identity = identity
        self.pool = pool
        self.ring = ring
        self.guards = guards
    }

    /// Opens a ledger, and brings it to the version of this program.
    ///
    /// - Parameters:
    ///   - path: The file. Its folder must exist; two more files come beside it, with `-wal` and
    ///     `-shm` after its name.
    ///   - creating: Whether a ledger is made where none is.
    ///   - patience: How long a call waits while another program writes.
    ///   - keys: The keys for patients' details; without them no booking with a patient is taken,
    ///     and everything else works.
    /// - Throws: D0001 where there is none or it cannot be opened, D0002 for another file, D0003
    ///   for a ledger of a newer program, D0004 while it is locked, D0005 where it may not be
    ///   written, D0006 where the disk refuses, D0007 where it would not last, D0008 where it is
    ///   damaged, D0704 where one of the keys is not the one that had its id before.
    public static func open(
        at path: String, creating: Bool = true, patience: Duration = .seconds(10),
        keys: PatientKeys? = nil
    ) throws(Problem) -> Ledger {
        try open(at: path, creating: creating, patience: patience, keys: keys, guards: Guards())
    }

    /// Opens a ledger without some of its guards, for a test that must notice.
    package static func open(
        at path: String, creating: Bool = true, patience: Duration = .seconds(10),
        keys: PatientKeys? = nil, guards: Guards
    ) throws(Problem) -> Ledger {
        do {
            try LedgerFile.prepare(path, creating: creating)
            let identity = try LedgerFile.Identity(of: path)
            var configuration = Configuration()
            configuration.label = "ledger"
            configuration.foreignKeysEnabled = true
            configuration.busyMode = .timeout(
                Double(patience.components.seconds) + Double(patience.components.attoseconds) / 1e18
            )
            // This comes before anything is written, so that a file of others stays as it is.
            configuration.prepareDatabase { try Mark.read($0).check() }
            let pool = try DatabasePool(path: path, configuration: configuration)
            let ring = try pool.writeWithoutTransaction { db in
                try Durability.set(on: db)
                try Migration.run(on: db)
                try Durability.check(db)
                try guards.takeAway(in: db)
                return try keys.map { try KeyRing.enter($0, in: db) }
            }
            // Another file may have come to the path meanwhile.
            try identity.check(path)
            return Ledger(
                path: path, identity: identity, pool: pool, ring: ring, guards: guards)
        } catch {
            var problem = Problem(ledger: error)
            problem.location = problem.location ?? Location(file: path)
            throw problem
        }
    }

    /// Sees that the open file still stands at its path: what is written to a file that was
    /// deleted or replaced is gone with the process. Each transaction that writes looks as well.
    ///
    /// - Throws: D0010 where there is none, or another one.
    public func checkPlace() throws(Problem) { try identity.check(path) }

    /// Closes the file; every later call throws.
    ///
    /// What stands in the write-ahead log is moved into the file before, as far as no other program
    /// still needs it there.
    ///
    /// - Throws: D0009 while another call runs.
    public func close() throws(Problem) {
        do {
            try pool.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
            try pool.close()
        } catch {
            throw Problem(ledger: error)
        }
    }

    /// Reads in one transaction, beside whatever is written meanwhile.
    func read<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncRead { db in
                continuation.resume(
                    with: Result { try work(db.get()) }.mapError { Problem(ledger: $0) })
            }
        }
    }

    /// Writes in one transaction that holds the file from its start; an error undoes all of it.
    @discardableResult
    func write<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { db in
                continuation.resume(
                    with: Result { try self.transact(on: db, work) }
                        .mapError { self.noting(Problem(ledger: $0)) })
            }
        }
    }

    /// Writes what may be lost with the power, without waiting for the disk.
    func writeLoosely(_ work: @escaping @Sendable (Database) throws -> Void) async throws {
        let full = guards.full
        try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Void, any Error>) in
            pool.asyncWriteWithoutTransaction { db in
                let result = Result {
                    try db.execute(sql: "PRAGMA synchronous = NORMAL")
                    let result = Result { try self.transact(on: db, isLoose: true, work) }
                    if full { try Durability.set(on: db) }
                    try result.get()
                }
                continuation.resume(
                    with: result.mapError { self.noting(Problem(ledger: $0)) })
            }
        }
    }

    private func transact<Value>(
        on db: Database, isLoose: Bool = false, _ work: (Database) throws -> Value
    ) throws -> Value {
        let changes = db.totalChangesCount
        var value: Value?
        try db.inTransaction(.immediate) {
            // A newer program may have migrated the file since it was opened.
            try Mark.read(db).check()
            value = try work(db)
            try checkPlace()
            return .commit
        }
        // What changed nothing, or was not synced, says nothing about the disk.
        if !isLoose, db.totalChangesCount > changes { noteKept() }
        guard let value else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
        return value
    }
}
