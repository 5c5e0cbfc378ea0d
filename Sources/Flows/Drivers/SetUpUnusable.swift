internal import Diagnostics
internal import Diary
internal import Findings
internal import Ports

/// Tells staff that a practice cannot be served at all.
enum SetUpUnusable {
    /// Adds the finding to those that the sync reported last; they were not judged again.
    static func report(
        _ problem: Problem, of record: PracticeRecord, to store: any Store, at now: Instant
    ) async {
        let seen = (try? await store.findings(of: record.id)) ?? []
        var trouble = SyncTrouble()
        trouble.run.append(
            Finding(
                .setUpUnusable, message: problem.message, evidence: problem.facts,
                system: record.system))
        try? await store.replace(
            trouble.findings(carrying: seen), from: .sync, of: record.id, at: now)
    }
}
