extension Problem: Encodable {
    private enum Key: String, CodingKey {
        case code, message, hint, file, line, path, context, causes
    }

    /// Writes the problem as `docs/schemas/problem-1.schema.json` describes it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(code.rawValue, forKey: .code)
        try container.encode(message, forKey: .message)
        try container.encodeIfPresent(hint, forKey: .hint)
        try container.encodeIfPresent(location?.file, forKey: .file)
        try container.encodeIfPresent(location?.line, forKey: .line)
        try container.encodeIfPresent(location?.path, forKey: .path)
        if !context.isEmpty { try container.encode(context, forKey: .context) }
        if !causes.isEmpty { try container.encode(causes, forKey: .causes) }
    }
}
