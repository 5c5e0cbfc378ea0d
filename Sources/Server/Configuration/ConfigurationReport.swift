internal import Diagnostics
internal import Yams

extension ProblemCode {
    /// The file cannot be read.
    static let noConfiguration = ProblemCode("C0101")
    /// The file is not YAML.
    static let notYAML = ProblemCode("C0102")
    /// A key that the configuration does not have.
    static let unknownKey = ProblemCode("C0104")
    /// A key that must be there is missing.
    static let missingKey = ProblemCode("C0105")
    /// A value of the wrong kind or out of range.
    static let wrongSetting = ProblemCode("C0106")
    /// A name that stands twice.
    static let nameTwice = ProblemCode("C0107")
    /// A secret stands in the file itself.
    static let literalSecret = ProblemCode("C0108")
    /// A practice names a connection that the file does not have.
    static let unknownConnection = ProblemCode("C0109")
    /// Warning: others than this machine reach the listener.
    static let openListener = ProblemCode("C0110")
    /// Warning: bookings can come, and there is no key to seal their patients with.
    static let noPatientKey = ProblemCode("C0111")
}

/// Collects what is wrong with a configuration file, with the line of each.
final class ConfigurationReport {
    /// How many problems are told at once.
    static let limit = 20

    let file: String
    private(set) var problems: [(line: Int, problem: Problem)] = []
    private(set) var warnings: [Problem] = []
    private let lines: [Substring]

    init(file: String, text: String) {
        self.file = file
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// Notes a problem. The line is shown only up to what is marked where the rest may be a secret.
    func add(
        _ code: ProblemCode, _ message: String, hint: String?, at place: Place
    ) {
        guard problems.count < Self.limit else { return }
        problems.append((place.mark?.line ?? 0, problem(code, message, hint, place)))
    }

    /// Notes something that works and is probably not meant.
    func warn(_ code: ProblemCode, _ message: String, hint: String?, at place: Place) {
        warnings.append(problem(code, message, hint, place))
    }

    /// Where something stands.
    struct Place {
        var mark: Mark?
        var path: String
        /// What of the line is underlined.
        var token: String?
        /// Whether nothing after the token may be shown.
        var hidesRest = false
    }

    private func problem(
        _ code: ProblemCode, _ message: String, _ hint: String?, _ place: Place
    ) -> Problem {
        var location = Location(file: file, line: place.mark?.line, path: place.path)
        if let line = place.mark?.line, lines.indices.contains(line - 1) {
            location.excerpt = excerpt(String(lines[line - 1]), place)
            location.token = place.token
        }
        return Problem(code, message, hint: hint, at: location)
    }

    /// The line as far as it is certain to hold no secret.
    private func excerpt(_ line: String, _ place: Place) -> String? {
        if place.hidesRest {
            guard let token = place.token, let range = line.firstRange(of: token) else {
                return nil
            }
            return String(line[..<range.upperBound])
        }
        if let word = line.firstRange(of: /(?i)secret|key|passw|token(?!_url)/) {
            return String(line[..<word.upperBound])
        }
        return String(line.prefix(120))
    }
}

/// A text as it may stand in a message: cut, and without control characters.
func shown(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(60).map {
        $0.properties.generalCategory == .control ? " " : $0
    }
    var view = String.UnicodeScalarView(scalars)
    if text.unicodeScalars.count > 60 { view.append("…") }
    return String(view)
}
