import ArgumentParser

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Stand in for an Exact practice, an Oasis practice or the marketplace.",
        discussion: """
            Each is a real HTTP server on 127.0.0.1. It prints its address, then runs until
            it is stopped with SIGINT or SIGTERM. Its state is shown and changed under
            /_simulator; docs/reference/simulators.md lists the endpoints and the faults.

            Examples:
              gapbook simulate exact --snapshot Fixtures/harbour-dental.json --shift-to-today
              gapbook simulate oasis --snapshot Fixtures/banksia-dental.json --port 8081 \\
                --faults lost-answer:0.02,latency=50..400:0.3 --seed 7
              gapbook simulate marketplace --practice he-1001:key-1001:Australia/Sydney
            """,
        subcommands: [
            SimulateExactCommand.self, SimulateOasisCommand.self, SimulateMarketplaceCommand.self,
        ])
}
