import ArgumentParser
import Diagnostics
import Diary
import Ports

struct LinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Link an appointment type to a booking reason, or accept what is proposed.",
        discussion: """
            The link is checked by the latest reading: the reason must be there and switched
            on, the practitioner must be in it, and the lengths must be equal, or bookings
            would fail. --anyway links with a warning instead.

            Proposals come from names; those that match exactly, but for case and
            punctuation, or by an alias of the practice are linked; those that only mean the
            same with --include-fuzzy. On a terminal it asks first; elsewhere add --yes.

            Examples:
              gapbook link T1 R1 --practitioner P1
              gapbook link "Exam and clean" "Examination" --all --why "as agreed by phone"
              gapbook link --accept-proposals --practice harbour-dental
              gapbook link --accept-proposals --include-fuzzy --yes --format json

            Accepting exits with 2 where a type stays without a link.
            """)

    @Argument(help: "The type, by id or by name.")
    var type: String?

    @Argument(help: "The booking reason, by id or by name.")
    var reason: String?

    @Flag(help: "Link what has no link to what the rules propose.")
    var acceptProposals = false

    @Flag(help: "Accept proposals of names that only mean the same.")
    var includeFuzzy = false

    @Flag(name: [.short, .long], help: "Do not ask.")
    var yes = false

    @OptionGroup var practitioners: PractitionerOptions
    @OptionGroup var practice: PracticeSelection
    @OptionGroup var anyway: AnywayOptions
    @OptionGroup var change: ChangeOptions

    func validate() throws {
        if acceptProposals {
            guard type == nil else {
                throw ValidationError("--accept-proposals takes no type: it links what is proposed")
            }
            return
        }
        guard type != nil, reason != nil else {
            throw ValidationError("name a type and a booking reason, or use --accept-proposals")
        }
        if includeFuzzy || yes {
            throw ValidationError("--include-fuzzy and --yes belong to --accept-proposals")
        }
    }

    func run() async throws {
        try await change.ledger.run { opened in
            let known = try await opened.practice(practice)
            if let type, let reason {
                try await link(type, to: reason, known)
            } else {
                try await accept(known)
            }
        }
    }

    private func link(_ type: String, to reason: String, _ known: KnownPractice) async throws {
        let types = try practitioners.types(type, in: known)
        let links: [Link]
        var warnings: [Problem] = []
        if known.reading == nil, anyway.anyway {
            links = types.map {
                Link(type: $0.id, practitioner: $0.practitioner, reason: ReasonID(reason))
            }
            do throws(Problem) { _ = try known.read() } catch { warnings = [error] }
        } else {
            let id = try known.reasons().choose(reason)
            links = types.map {
                Link(type: $0.id, practitioner: $0.practitioner, reason: id)
            }
            warnings = try anyway.pass(try await LinkCheck(of: links, in: known).problems)
        }
        let work = try await known.opened.change(
            known.id, links.map { .link($0) }, why: change.why)
        var done = zip(types, links).map { type, link in
            "\(type.id) \(type.name) with \(known.words(type.practitioner)) is linked to "
                + known.words(link.reason)
        }
        done.append(known.readingWords)
        try await ChangeReport(
            known.id, in: known.opened, done: done, work, warnings: warnings
        ).write(change.output)
    }

    private func accept(_ known: KnownPractice) async throws {
        let chosen = try practitioners.practitioner.map { words throws(Problem) in
            try known.practitioners.choose(words)
        }
        var proposals = try await LinkProposals(
            of: known, only: chosen, includesFuzzy: includeFuzzy, linksAnyway: anyway.anyway)
        let isText = change.output.format == .text
        if isText { ProposalsText(proposals, change.output.console).write() }
        if !proposals.accepted.isEmpty, yes || (isText && confirms(proposals.accepted.count)) {
            try await proposals.link(why: change.why)
        }
        switch change.output.format {
        case .json: change.output.console.write(JSONText.of(ProposalsOutput(proposals)))
        case .text:
            if proposals.isLinked {
                try await ChangeReport(
                    known.id, in: known.opened, done: [], proposals.work
                ).write(change.output)
            } else if !proposals.accepted.isEmpty {
                change.output.console.note("nothing was linked; add --yes to link")
            }
        }
        if proposals.leavesSome { throw ExitStatus.found }
    }

    /// Asks on a terminal; elsewhere nobody could answer.
    private func confirms(_ count: Int) -> Bool {
        change.output.console.asks("link \(count == 1 ? "this one" : "these \(count)")?")
    }
}
