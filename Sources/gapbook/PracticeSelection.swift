import ArgumentParser
import Diagnostics
import Diary
import Ledger
import Ports

/// Which practice a command is about.
struct PracticeSelection: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The practice's id.", discussion: "Needed where the ledger has several.",
            valueName: "id"))
    var practice: String?
}

extension OpenLedger {
    /// The practice of that id; the only one of the ledger where none is named.
    ///
    /// - Throws: C0401 where it is not there, or not clear.
    func record(_ id: String?) async throws -> PracticeRecord {
        let all = try await ledger.practices()
        let ids = all.map(\.id.rawValue)
        if let id {
            if let record = all.first(where: { $0.id.rawValue == id }) { return record }
            throw Problem(
                "C0401", "no practice `\(id)` in the ledger",
                hint: ids.isEmpty
                    ? "add it with `gapbook practice add`" : Spelling.hint(for: id, among: ids))
        }
        if let only = all.first, all.count == 1 { return only }
        throw Problem(
            "C0401",
            ids.isEmpty ? "the ledger has no practice" : "the ledger has \(ids.count) practices",
            hint: ids.isEmpty
                ? "add one with `gapbook practice add`"
                : "name one with --practice; `gapbook practice list` lists them")
    }

    /// That practice with all that is known of it.
    func practice(_ options: PracticeSelection) async throws -> KnownPractice {
        try await known(try await record(options.practice))
    }
}
