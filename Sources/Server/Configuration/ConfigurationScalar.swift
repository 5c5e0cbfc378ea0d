internal import Yams

/// A plain value of the file, by the core schema of YAML 1.2, which is JSON's: `yes` and `12:30` are
/// text here, while Yams would follow YAML 1.1.
enum ConfigurationScalar: Equatable {
    case null
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case text(String)

    init(_ scalar: Node.Scalar) {
        guard scalar.style == .plain || scalar.style == .any else {
            self = .text(scalar.string)
            return
        }
        switch scalar.string {
        case "", "~", "null", "Null", "NULL": self = .null
        case "true", "True", "TRUE": self = .flag(true)
        case "false", "False", "FALSE": self = .flag(false)
        default: self = Self.number(scalar.string) ?? .text(scalar.string)
        }
    }

    /// What kind of value it is, in words.
    var kind: String {
        switch self {
        case .null: "nothing"
        case .flag(let flag): "\(flag)"
        case .integer(let number): "the number \(number)"
        case .number(let number): "the number \(number)"
        case .text: "a text"
        }
    }

    private static func number(_ text: String) -> ConfigurationScalar? {
        guard let first = text.utf8.first,
            (0x30...0x39).contains(first) || "+-.".contains(text.prefix(1))
        else { return nil }
        if text.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber }) || text.utf8.count == 1 {
            return Int(text).map { .integer($0) }
        }
        guard text.allSatisfy({ "0123456789+-.eE".contains($0) }), let number = Double(text)
        else { return nil }
        return .number(number)
    }
}
