internal import GRDB

/// What keeps a booking from being lost or made twice in the ledger. All of it is on; only tests,
/// which must notice when one is missing, can open a ledger without it.
package struct Guards: Sendable {
    /// Two live claims never overlap.
    package var claim = true
    /// A change rests on the newest version of the row.
    package var compareAndSwap = true
    /// A commit is on the disk when it returns.
    package var full = true

    /// All of them.
    package init() {}
}

extension Guards {
    /// Takes away what is switched off. `verify` tells a file that was opened without the claims'
    /// guard by its schema.
    func takeAway(in db: Database) throws {
        if !claim { try db.execute(sql: "DROP TRIGGER IF EXISTS claim_is_alone") }
        if !full { try db.execute(sql: "PRAGMA synchronous = NORMAL") }
    }
}
