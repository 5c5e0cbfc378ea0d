internal import Diagnostics
internal import Ports
internal import Yams

/// One mapping of the file while it is read. What is asked for is what it may hold: `end` reports
/// every other key, with the nearest of those that were asked for.
final class ConfigurationSection {
    let report: ConfigurationReport
    /// The place in the file, for example `connections[1]`; empty for the whole file.
    let path: String
    /// Where the mapping begins.
    let mark: Mark?
    private let entries: [(key: String, keyNode: Node, value: Node)]
    private var asked: [String] = []

    init?(_ node: Node, path: String, report: ConfigurationReport) {
        guard case .mapping(let mapping) = node else {
            report.add(
                .wrongSetting,
                "\(path.isEmpty ? "the file" : "`\(path)`") is not a list of keys with values",
                hint: "write `key: value` lines", at: .init(mark: node.mark, path: path))
            return nil
        }
        self.report = report
        self.path = path
        mark = mapping.mark
        entries = mapping.map { ($0.key.scalar?.string ?? "", $0.key, $0.value) }
    }

    /// Whether the key stands there, with or without a value.
    func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

    /// Reports keys that nobody asked for.
    func end() {
        for entry in entries where !asked.contains(entry.key) {
            // Somebody may have written a secret under a name of their own.
            report.add(
                .unknownKey, "`\(shown(entry.key))` is no key \(inside)",
                hint: Spelling.hint(for: entry.key, among: asked),
                at: .init(
                    mark: entry.keyNode.mark, path: joined(entry.key), token: entry.key,
                    hidesRest: true))
        }
    }

    /// The value's node; a key without a value is reported.
    func node(_ key: String) -> Node? {
        let isNew = !asked.contains(key)
        if isNew { asked.append(key) }
        guard let value = entries.first(where: { $0.key == key })?.value else { return nil }
        guard case .scalar(let scalar) = value, ConfigurationScalar(scalar) == .null else {
            return value
        }
        if isNew { refuse(key, "has no value", hint: "write one, or leave the key out") }
        return nil
    }

    /// A text; nil where it is missing or cannot be used, which is then reported.
    func text(_ key: String, atMost limit: Int = 500) -> String? {
        guard let value = scalar(key, wanted: "a text") else { return nil }
        guard case .text(let text) = value else {
            refuse(key, "is \(value.kind), not a text", hint: "put it in quotes")
            return nil
        }
        guard !text.isEmpty, text.unicodeScalars.count <= limit,
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            refuse(
                key, "is no text of 1 to \(limit) characters in one line",
                hint: "shorten it, or leave it out")
            return nil
        }
        return text
    }

    /// A text that must be there.
    func requiredText(_ key: String, atMost limit: Int = 500, _ example: String) -> String? {
        if node(key) == nil { missing(key, example) }
        return text(key, atMost: limit)
    }

    /// A whole number; the fallback where it is missing.
    func integer(_ key: String, in range: ClosedRange<Int>, or fallback: Int) -> Int {
        guard let value = scalar(key, wanted: "a whole number") else { return fallback }
        switch value {
        case .integer(let number) where range.contains(number): return number
        case .number(let number):
            // JSON, and so the schema, counts 60.0 as a whole number.
            if let whole = Int(exactly: number), range.contains(whole) { return whole }
        default: break
        }
        refuse(
            key,
            "is \(value.kind), not a whole number from \(range.lowerBound) to "
                + "\(range.upperBound)", hint: "write for example `\(key): \(fallback)`")
        return fallback
    }

    /// Yes or no; nil where it is missing.
    func flag(_ key: String) -> Bool? {
        guard let value = scalar(key, wanted: "`true` or `false`") else { return nil }
        if case .flag(let flag) = value { return flag }
        refuse(
            key, "is \(value.kind), not `true` or `false`",
            hint: "write for example `\(key): true`")
        return nil
    }

    /// Where a secret is; the secret itself is refused and never shown.
    func secret(_ key: String) -> SecretSource? {
        guard let node = node(key) else {
            missing(key, "env:NAME")
            return nil
        }
        if case .scalar(let scalar) = node, case .text(let text) = ConfigurationScalar(scalar),
            let source = SecretSource(text), text.unicodeScalars.count <= 500
        {
            return source
        }
        report.add(
            .literalSecret, "`\(joined(key))` does not say where the secret is",
            hint: "write `env:NAME` or `file:PATH`; if the secret itself stood there, change it at "
                + "its owner, for this file is copied and shown",
            at: .init(mark: node.mark, path: joined(key), token: key, hidesRest: true))
        return nil
    }

    /// A mapping inside this one.
    func section(_ key: String) -> ConfigurationSection? {
        node(key).flatMap { ConfigurationSection($0, path: joined(key), report: report) }
    }

    /// A list of mappings.
    func sections(_ key: String, atMost limit: Int) -> [ConfigurationSection] {
        nodes(key, atMost: limit).enumerated().compactMap { index, node in
            ConfigurationSection(node, path: "\(joined(key))[\(index)]", report: report)
        }
    }

    /// A list.
    func nodes(_ key: String, atMost limit: Int) -> [Node] {
        guard let node = node(key) else { return [] }
        guard case .sequence(let items) = node else {
            refuse(key, "is not a list", hint: "begin each item with `- `")
            return []
        }
        guard items.count <= limit else {
            refuse(key, "has \(items.count) items", hint: "it may have \(limit)")
            return []
        }
        return Array(items)
    }

    /// Reports a value that cannot be used.
    func refuse(_ key: String, _ what: String, hint: String?) {
        let node = entries.first { $0.key == key }?.value
        let token: String? =
            if case .scalar(let scalar)? = node { String(scalar.string.prefix(60)) } else { key }
        report.add(
            .wrongSetting, "`\(joined(key))` \(what)", hint: hint,
            at: .init(mark: node?.mark ?? mark, path: joined(key), token: token))
    }

    /// Reports that a key is missing.
    func missing(_ key: String, _ example: String) {
        guard !has(key) else { return }
        report.add(
            .missingKey, "`\(key)` is missing \(inside)",
            hint: "write for example `\(key): \(example)`",
            at: .init(mark: mark, path: joined(key), hidesRest: true))
    }

    /// The path of a key.
    func joined(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private var inside: String { path.isEmpty ? "of the configuration" : "of `\(path)`" }

    private func scalar(_ key: String, wanted: String) -> ConfigurationScalar? {
        guard let node = node(key) else { return nil }
        guard case .scalar(let scalar) = node else {
            refuse(key, "is not \(wanted)", hint: "write one value after `\(key):`")
            return nil
        }
        return ConfigurationScalar(scalar)
    }
}
