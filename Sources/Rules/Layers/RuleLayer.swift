/// Where a rule or a parameter comes from, lowest first.
public enum RuleLayer: String, Sendable, CaseIterable, Comparable {
    /// Gapbook itself, in Swift.
    case builtIn = "built-in"
    /// `rules/core`: what holds for every practice.
    case core
    /// `rules/exact` or `rules/oasis`: what holds for one PMS.
    case pms
    /// The parameters in the practice's set-up.
    case setUp = "set-up"
    /// `rules/practices/<practice>`.
    case practice

    /// Orders from the lowest layer to the highest.
    public static func < (left: RuleLayer, right: RuleLayer) -> Bool {
        left.place < right.place
    }

    private var place: Int {
        switch self {
        case .builtIn: 0
        case .core: 1
        case .pms: 2
        case .setUp: 3
        case .practice: 4
        }
    }
}

/// The layer, and the file in it.
public struct RuleOrigin: Sendable, Equatable {
    /// The layer.
    public var layer: RuleLayer
    /// The file; nil for `built-in` and `set-up`.
    public var file: String?

    /// The built-in layer.
    public static let builtIn = RuleOrigin(layer: .builtIn)

    /// Names a layer and, where there is one, the file.
    public init(layer: RuleLayer, file: String? = nil) {
        self.layer = layer
        self.file = file
    }
}
