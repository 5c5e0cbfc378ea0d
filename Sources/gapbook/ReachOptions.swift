import ArgumentParser
import Diagnostics
import Diary
import Foundation
import Ports
import Server

/// How a practice is reached at its PMS and at the marketplace, and where it is.
struct ReachOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The PMS: exact or oasis. Needed only where the connection leads to files.",
            valueName: "system"))
    var pms: String?

    @Option(help: ArgumentHelp("The connection of the configuration.", valueName: "name"))
    var connection: String?

    @Option(help: ArgumentHelp("The practice's id at the PMS.", valueName: "id"))
    var pmsPractice: String?

    @Option(help: ArgumentHelp("The practice's id at the marketplace.", valueName: "id"))
    var marketplacePractice: String?

    @Option(
        help: ArgumentHelp(
            "Where the practice's key at the marketplace is: env:NAME or file:PATH.",
            valueName: "source"))
    var marketplaceKey: String?

    @Option(help: ArgumentHelp("The IANA zone, such as Australia/Sydney.", valueName: "zone"))
    var timeZone: String?

    @Option(help: ArgumentHelp("The phone number for patients.", valueName: "number"))
    var phone: String?

    /// Whether no option is given.
    var isEmpty: Bool {
        [pms, connection, pmsPractice, marketplacePractice, marketplaceKey, timeZone, phone]
            .allSatisfy { $0 == nil }
    }

    /// The change that these options ask for; what they leave out stays as it was.
    ///
    /// - Throws: C0105 for what is missing, C0106 for a wrong system, C0108 for a bare secret,
    ///   C0109 for an unknown connection, Z0001 for an unknown zone.
    func put(
        _ id: PracticeID, over before: (record: PracticeRecord, setUp: SetUp)?,
        in configuration: Configuration
    ) throws(Problem) -> SetUpChange {
        let name = try required(connection ?? before?.record.connection, "--connection NAME")
        let pmsID = try required(
            pmsPractice ?? before?.record.pmsPractice, "--pms-practice UKABC123")
        let zone = try required(
            timeZone ?? before?.setUp.timeZone, "--time-zone Australia/Sydney")
        _ = try ZoneDatabase().zone(named: zone)
        var record = PracticeRecord(
            id: id, system: try system(of: name, before?.record, in: configuration),
            connection: name, pmsPractice: pmsID, marketplace: nil)
        record.marketplace = try marketplace(over: before?.record.marketplace)
        return .put(record, timeZone: zone, phone: phone ?? before?.setUp.phone)
    }

    private func required(_ value: String?, _ example: String) throws(Problem) -> String {
        if let value, !value.isEmpty { return value }
        let option = example.prefix { $0 != " " }
        throw Problem("C0105", "`\(option)` is missing", hint: "add \(example)")
    }

    /// The connection says which PMS it is; only of files must the user say it.
    private func system(
        of name: String, _ before: PracticeRecord?, in configuration: Configuration
    ) throws(Problem) -> PMSSystem {
        guard let target = configuration.connection(named: name) else {
            let known = configuration.connections.map(\.name)
            throw Problem(
                "C0109", "no connection `\(name)` in the configuration",
                hint: known.isEmpty
                    ? "add it under `connections:`" : Spelling.hint(for: name, among: known))
        }
        let named = try pms.map { word throws(Problem) in
            guard let system = PMSSystem(rawValue: word) else {
                throw Problem(
                    "C0106", "`\(word)` is no PMS",
                    hint: Spelling.hint(for: word, among: PMSSystem.allCases.map(\.rawValue)))
            }
            return system
        }
        if let named, let own = target.system, named != own {
            throw Problem(
                "C0106",
                "the connection `\(name)` leads to \(own.productName), not to "
                    + named.productName, hint: "leave --pms out, or name another connection")
        }
        let kept = before?.connection == name ? before?.system : nil
        if let system = target.system ?? named ?? kept { return system }
        throw Problem(
            "C0105", "`--pms` is missing: the connection `\(name)` leads to files of either PMS",
            hint: "add --pms exact or --pms oasis")
    }

    private func marketplace(
        over before: PracticeRecord.MarketplaceAccess?
    ) throws(Problem) -> PracticeRecord.MarketplaceAccess? {
        guard marketplacePractice != nil || marketplaceKey != nil else { return before }
        let source = try marketplaceKey.map { text throws(Problem) in
            // The text may be the key itself, so it is never shown.
            guard let source = SecretSource(text) else {
                throw Problem(
                    "C0108", "`--marketplace-key` does not say where the key is",
                    hint: "write env:NAME or file:PATH; if that was the key itself, change it at "
                        + "its owner, for the shell keeps what is typed")
            }
            return source.absolute
        }
        guard let id = marketplacePractice ?? before?.practice.rawValue else {
            throw Problem(
                "C0105", "`--marketplace-practice` is missing",
                hint: "an id at the marketplace and its key come together")
        }
        // An old key is not the new practice's.
        let isSame = before?.practice.rawValue == id
        guard let key = source ?? (isSame ? before?.key : nil) else {
            throw Problem(
                "C0105", "`--marketplace-key` is missing",
                hint: "add where the key of `\(id)` is: env:NAME or file:PATH")
        }
        return PracticeRecord.MarketplaceAccess(practice: MarketplacePracticeID(id), key: key)
    }
}

extension SecretSource {
    /// The same with an absolute path: the service runs in another folder.
    fileprivate var absolute: SecretSource {
        guard case .file(let path) = self, !path.hasPrefix("/") else { return self }
        return .file("\(FileManager.default.currentDirectoryPath)/\(path)")
    }
}
