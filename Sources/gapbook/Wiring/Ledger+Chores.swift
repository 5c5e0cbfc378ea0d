import Diary
public import Ledger
public import Server

extension Ledger: WatchedLedger {}

extension Ledger {
    /// What the service does for the ledger every hour.
    var chores: LedgerChores {
        var chores = LedgerChores(
            prune: { now -> LedgerChores.Taken in
                let pruned = try await self.prune(now: now)
                let rows = pruned.rows.values.reduce(0, +)
                return LedgerChores.Taken(rows: rows, isPartial: pruned.isPartial)
            },
            purgePatients: { finalBefore -> LedgerChores.Taken in
                let count = try await self.purgePatients(finalBefore: finalBefore)
                return LedgerChores.Taken(rows: count, isPartial: count >= Retention.mostRows)
            })
        guard sealsPatients else { return chores }
        chores.resealPatients = {
            let done = try await self.resealPatients()
            return LedgerChores.Resealed(count: done.resealed, unopened: done.unopened)
        }
        return chores
    }
}
