import Diary
import Rules

/// `gapbook link --accept-proposals --format json`: `docs/schemas/proposals-1.schema.json`.
struct ProposalsOutput: Encodable {
    let format = "gapbook.proposals/1"
    let practice: String
    let readAt: String?
    /// Whether what is accepted was linked; without --yes it was not.
    let linked: Bool
    let proposals: [RowOutput]
    let changes: [AuditOutput.EntryOutput]

    struct RowOutput: Encodable {
        let type: String
        let name: String
        let practitioner: String
        let reason: String?
        let match: String
        let confidence: Double
        let why: String?
        let accepted: Bool
        let refusal: String?
    }

    init(_ proposals: LinkProposals) {
        practice = proposals.known.id.rawValue
        readAt = proposals.known.reading?.readAt.description
        linked = proposals.isLinked
        self.proposals = proposals.rows.map { row in
            RowOutput(
                type: row.type.id.rawValue, name: row.type.name,
                practitioner: row.type.practitioner.rawValue,
                reason: row.proposal.reason?.rawValue, match: row.proposal.match.rawValue,
                confidence: row.proposal.confidence, why: row.proposal.why,
                accepted: row.link != nil, refusal: row.refusal)
        }
        changes = proposals.work.entries.map(AuditOutput.EntryOutput.init)
    }
}
