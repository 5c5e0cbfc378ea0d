import Diagnostics
import Diary
import Rules

/// Proposed links as people read them, those that are accepted first.
struct ProposalsText {
    private let proposals: LinkProposals
    private let console: Console

    init(_ proposals: LinkProposals, _ console: Console) {
        self.proposals = proposals
        self.console = console
    }

    func write() {
        let rows = proposals.rows
        guard !rows.isEmpty else {
            console.note("every type has a link, or there is none")
            return
        }
        for (heading, part) in [
            ("Proposed:", rows.filter { $0.link != nil }),
            ("Not accepted:", rows.filter { $0.link == nil }),
        ] where !part.isEmpty {
            console.write(console.style.strong(heading))
            var table = TextTable()
            for row in part {
                table.add(
                    "\(row.type.id) \(row.type.name)",
                    "with \(proposals.known.words(row.type.practitioner))",
                    row.proposal.reason.map { "-> \(proposals.known.words($0))" } ?? "-",
                    row.refusal ?? row.words)
            }
            console.write(table.lines().joined(separator: "\n"))
        }
        console.write(console.style.faint(proposals.known.readingWords))
    }
}
