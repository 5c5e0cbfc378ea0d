import Diary
import Ports
import Testing

@testable import Flows

@Suite("Clocks that disagree") struct ClockTests {
    private static let code = "F04-CLOCK-SKEW"

    private func facts(_ practice: SamplePractice) async throws -> [String] {
        try await practice.store.findings(of: SamplePractice.id).map(\.finding)
            .filter { $0.code == Self.code }.flatMap { $0.evidence.prefix(2).map(\.value) }
    }

    @Test(
        "F04: from its bound on each side's clock is told, in words that stay the same",
        arguments: [
            (60, 5, []), (-60, -5, []),
            (61, 0, ["Exact", "about 60 s ahead of ours"]),
            (420, 0, ["Exact", "about 7 min ahead of ours"]),
            (-449, 0, ["Exact", "about 7 min behind ours"]),
            (0, 9, ["the marketplace", "about 10 s ahead of ours"]),
            (0, -11, ["the marketplace", "about 10 s behind ours"]),
            (
                -61, 6,
                [
                    "Exact", "about 60 s behind ours", "the marketplace", "about 5 s ahead of ours",
                ]
            ),
        ] as [(Int, Int, [String])])
    func bounds(pms: Int, marketplace: Int, expected: [String]) async throws {
        let practice = try await SamplePractice()
        await practice.pms.setSkew(.seconds(pms))
        await practice.marketplace.setSkew(.seconds(marketplace))
        #expect(await practice.sync().outcome == .published)
        #expect(try await facts(practice) == expected)
    }

    @Test("F04: it stands while the PMS cannot be read, and ends when the clocks agree again")
    func lasts() async throws {
        let practice = try await SamplePractice()
        await practice.pms.setSkew(.seconds(300))
        _ = await practice.sync()
        await practice.pms.fail([.practiceOffline])
        #expect(await practice.sync().outcome == .readFailed)
        #expect(try await facts(practice) == ["Exact", "about 5 min ahead of ours"])
        await practice.pms.setSkew(.zero)
        _ = await practice.sync()
        #expect(try await facts(practice).isEmpty)
        // What says no time has no clock that could be wrong.
        await practice.pms.setSkew(nil)
        _ = await practice.sync()
        #expect(try await facts(practice).isEmpty)
    }
}
