internal import Diagnostics
internal import Diary
internal import Findings
internal import Ports

// What the loop has to say, and when it says it again.
extension RequestState {
    /// The findings, where they are not the same as reported a short while ago.
    mutating func findingsDue(now: Instant) -> RequestEffect? {
        // What an earlier process found would be lost to a report that does not know of it.
        guard isLoaded || stopFinding != nil else { return nil }
        notices.forget(olderThan: policy.noticesLast, now: now)
        let findings = findings
        if let reported, reported.findings == findings,
            !isDue(reported.at, RequestState.reportEvery, now)
        {
            return nil
        }
        return .report(findings)
    }

    /// What is wrong now.
    var findings: [Finding] {
        var findings = notices.findings(system: system)
        let lasting = failing.filter { failedBefore.contains($0.key) }
            .merging(
                changesFailing.filter { changesFailedBefore.contains($0.key) },
                uniquingKeysWith: { first, _ in first })
        if let problem = lasting.sorted(by: { $0.key < $1.key }).first?.value {
            findings.append(
                Finding(
                    .requestFailed,
                    message: "\(lasting.count == 1 ? "a request" : "requests") of the marketplace "
                        + "could not be answered: \(problem.message)",
                    evidence: lasting.keys.sorted().prefix(SyncState.mostFacts).map {
                        .init("request", $0)
                    } + problem.facts, system: system))
        }
        if let stopFinding { findings.append(stopFinding) }
        return findings
    }
}
