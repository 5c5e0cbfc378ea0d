import Diagnostics
import Diary
import Evaluation
import Ledger
import Ports
import Rules

/// What the rules propose for the types of a practice that have no link.
struct LinkProposals {
    let known: KnownPractice
    let rows: [Row]
    private(set) var isLinked = false
    private(set) var work = AuditedWork(entries: [], due: [])

    /// A type without a link.
    struct Row {
        let type: AppointmentType
        let proposal: LinkProposal
        /// Why it is not accepted; nil where it is.
        let refusal: String?

        /// The link that is accepted.
        var link: Link? {
            guard refusal == nil, let reason = proposal.reason else { return nil }
            return Link(type: type.id, practitioner: type.practitioner, reason: reason)
        }
    }

    /// Evaluates the latest reading, then once more with all that could be accepted.
    ///
    /// - Throws: C0404 before the first reading.
    init(
        of known: KnownPractice, only practitioner: PractitionerID?, includesFuzzy: Bool,
        linksAnyway: Bool
    ) async throws {
        self.known = known
        let unlinked = try await known.evaluation(with: known.setUp).practitioners
            .filter { practitioner == nil || $0.practitioner.id == practitioner }
            .flatMap(\.types)
            .compactMap { type in type.proposal.map { (type: type.type, proposal: $0) } }
        let links = unlinked.compactMap { type, proposal in
            proposal.reason.map {
                Link(type: type.id, practitioner: type.practitioner, reason: $0)
            }
        }
        let linked = try await known.evaluation(with: known.setUp.linked(links))
        rows = unlinked.map { type, proposal in
            let link = links.first {
                $0.type == type.id && $0.practitioner == type.practitioner
            }
            let problem = link.flatMap { LinkCheck.problem(with: $0, in: linked, known) }
            return Row(
                type: type, proposal: proposal,
                refusal: Self.refusal(
                    proposal, linksAnyway ? nil : problem, includesFuzzy: includesFuzzy))
        }
    }

    private static func refusal(
        _ proposal: LinkProposal, _ problem: Problem?, includesFuzzy: Bool
    ) -> String? {
        switch proposal.match {
        case .none: return "no name matches"
        case .ambiguous: return "several match equally well"
        case .fuzzy where !includesFuzzy: return "only with --include-fuzzy"
        case .exact, .normalised, .alias, .fuzzy: return problem?.message
        }
    }

    /// The rows that are accepted.
    var accepted: [Row] { rows.filter { $0.link != nil } }

    /// Whether a type stays without a link.
    var leavesSome: Bool { !rows.isEmpty && (!isLinked || accepted.count < rows.count) }

    /// Links what is accepted; each link is audited with its proposal.
    mutating func link(why: String?) async throws {
        let opened = known.opened
        let practice = known.id
        let accepted = accepted
        work = try await opened.audited(practice) {
            for row in accepted {
                guard let link = row.link else { continue }
                let cause = ["accepted proposal: \(row.words)", why].compactMap(\.self)
                try await opened.ledger.change(
                    practice, .link(link), by: opened.actor,
                    why: String(cause.joined(separator: "; ").prefix(2000)), at: opened.now)
            }
        }
        isLinked = true
    }
}

extension LinkProposals.Row {
    /// How the names match: `exact, confidence 1.00: the same name`.
    var words: String {
        let match = "\(proposal.match.rawValue), confidence \(proposal.confidence.twoDigits)"
        return proposal.why.map { "\(match): \($0)" } ?? match
    }
}

extension Double {
    /// `0.85`, for a value from 0 to 1.
    fileprivate var twoDigits: String {
        let hundredths = Int((self * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
