import ArgumentParser
import Diagnostics
import Diary
import Ledger
import Ports

/// What every command that changes the ledger has.
struct ChangeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Why, for the audit.", valueName: "text"))
    var why: String?

    @OptionGroup var ledger: LedgerOptions

    var output: OutputOptions { ledger.output }
}

/// Lets a check pass that would refuse.
struct AnywayOptions: ParsableArguments {
    @Flag(help: "Make the change although it will not work as things are; warn instead.")
    var anyway = false

    /// Throws the first problem; with `--anyway`, returns them all as warnings.
    func pass(_ problems: [Problem]) throws(Problem) -> [Problem] {
        if !anyway, var first = problems.first {
            first.causes += problems.dropFirst()
            throw first
        }
        return problems
    }
}

/// What one command changed.
struct AuditedWork {
    /// The audit's entries in their order; empty where nothing changed.
    let entries: [AuditEntry]
    /// What it asked for, by itself or because of the change.
    let due: [Wish]

    static let mostEntries = 1000
}

extension OpenLedger {
    /// Makes changes, each audited, and reads back what became of them.
    func audited(
        _ practice: PracticeID, _ work: () async throws -> Void
    ) async throws -> AuditedWork {
        let last = try await ledger.audit(of: practice, limit: 1).first?.number ?? 0
        let asked = try await ledger.wishes(of: practice).last?.number ?? 0
        try await work()
        let entries = try await ledger.audit(of: practice, limit: AuditedWork.mostEntries)
        return AuditedWork(
            entries: entries.filter { $0.number > last && $0.actor == actor }.reversed(),
            due: try await ledger.wishes(of: practice).filter { $0.number > asked })
    }

    /// Makes changes for one cause.
    func change(
        _ practice: PracticeID, _ changes: [SetUpChange], why: String?
    ) async throws -> AuditedWork {
        try await audited(practice) {
            for change in changes {
                try await ledger.change(practice, change, by: actor, why: why, at: now)
            }
        }
    }

    /// Asks for work.
    func wish(_ kinds: [Wish.Kind], for practice: PracticeID) async throws -> AuditedWork {
        try await audited(practice) {
            try await ledger.wish(kinds, for: practice, by: actor, at: now)
        }
    }
}
