import Foundation
import Testing

@Suite("The contract")
struct ContractTests {
    private static let contract = ProcessInfo.processInfo
        .environment["GAPBOOK_MARKETPLACE_CONTRACT"]

    /// The contract is the marketplace's and no part of this repository. Where it is at hand, the
    /// judge `Tests/Judges/check_contract.py` compares it with the exchanges that these tests write
    /// to the folder GAPBOOK_EXCHANGES.
    @Test(
        "where GAPBOOK_MARKETPLACE_CONTRACT names the contract's file, exchanges can be judged",
        .enabled(
            if: contract != nil,
            "skipped: GAPBOOK_MARKETPLACE_CONTRACT does not name the marketplace's OpenAPI file"))
    func atHand() throws {
        let text = try String(contentsOfFile: try #require(Self.contract), encoding: .utf8)
        #expect(text.contains("Healthengine PMS API") && text.contains("version: 1.9.0"))
    }
}
