public import Diary

/// What is published of the free time: parameters only, no rule decides them.
public struct PublishingSettings: Sendable, Equatable {
    /// What must be free at a start (T2).
    public enum Basis: String, Sendable, CaseIterable {
        /// The default reason's length and the type's own.
        case both
        /// The type's own length.
        case type
        /// The default reason's length; then offered no longer means bookable.
        case `default`
    }

    /// Which part of the day counts where stacking is off (T9).
    public enum StackingScope: String, Sendable, CaseIterable { case session, gap }

    /// What must be free at a start.
    public var basis: Basis
    /// Minutes between now and the first start (S51), 0...43,200.
    public var lead: Minutes
    /// The last day is so many days after today (S49), 1...90.
    public var horizonDays: Int
    /// Which part of the day counts where stacking is off.
    public var stackingScope: StackingScope
    /// Whether stacking counts as ticked where the PMS does not report it (T9); nil: not said.
    public var stackingUnreported: Bool?
    /// Where the grid begins.
    public var grid: Grid
    /// Whether a type whose length is not the PMS's is published all the same (T5).
    public var allowsLengthMismatch: Bool
    /// How much of what is published may vanish at once without anybody confirming it, in percent,
    /// 1...100; 100 lets everything vanish (S52).
    public var deletionPercent: Int

    static let group = "publishing"

    static let declarations: [ParameterDeclaration] = [
        ParameterDeclaration(
            name: "publish_basis", kind: .choice(Basis.allCases.map(\.rawValue)),
            fallback: .text(Basis.both.rawValue),
            summary: "what must be free at a start: the default reason's length, the type's, or "
                + "both; `default` can offer starts that a longer type cannot use"),
        ParameterDeclaration(
            name: "lead_minutes", kind: .integer(0...43_200), fallback: .integer(60),
            summary: "minutes between now and the first bookable start"),
        ParameterDeclaration(
            name: "horizon_days", kind: .integer(1...90), fallback: .integer(30),
            summary: "how many days after today are published"),
        ParameterDeclaration(
            name: "stacking_scope", kind: .choice(StackingScope.allCases.map(\.rawValue)),
            fallback: .text(StackingScope.session.rawValue),
            summary: "with stacking off, whether the first free slot of each session or of each "
                + "gap shows"),
        ParameterDeclaration(
            name: "stacking_unreported", kind: .choice(["unknown", "off", "on"]),
            fallback: .text("unknown"),
            summary: "what the stacking tick box counts as where the PMS does not report it; "
                + "`unknown` counts as off and is reported as an error"),
        ParameterDeclaration(
            name: "grid", kind: .choice(Grid.allCases.map(\.rawValue)),
            fallback: .text(Grid.session.rawValue),
            summary: "whether candidate starts are counted from the session's start or midnight"),
        ParameterDeclaration(
            name: "length_mismatch", kind: .choice(["reject", "warn"]), fallback: .text("reject"),
            summary: "whether a type whose length is not the PMS's is held back or only reported"),
        ParameterDeclaration(
            name: "deletion_percent", kind: .integer(1...100), fallback: .integer(50),
            summary: "how much of what is published may vanish at once before staff must confirm "
                + "it, in percent; 100 never asks"),
    ]

    /// Reads the values in force; what is missing keeps its built-in value.
    public init(_ parameters: [EffectiveParameter]) {
        var values: [String: ParameterValue] = [:]
        for declaration in Self.declarations { values[declaration.name] = declaration.fallback }
        for parameter in parameters { values[parameter.name] = parameter.value }
        func word(_ name: String) -> String? {
            if case .text(let word)? = values[name] { word } else { nil }
        }
        func number(_ name: String, or other: Int) -> Int {
            if case .integer(let number)? = values[name] { number } else { other }
        }
        basis = word("publish_basis").flatMap(Basis.init) ?? .both
        lead = Minutes(number("lead_minutes", or: 60))
        horizonDays = number("horizon_days", or: 30)
        stackingScope = word("stacking_scope").flatMap(StackingScope.init) ?? .session
        grid = word("grid").flatMap(Grid.init) ?? .session
        allowsLengthMismatch = word("length_mismatch") == "warn"
        deletionPercent = number("deletion_percent", or: 50)
        stackingUnreported =
            switch word("stacking_unreported") {
            case "on": true
            case "off": false
            default: nil
            }
    }
}
