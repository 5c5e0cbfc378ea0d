internal import CGzip

extension SimulatorCall {
    /// The most bytes that a compressed body may expand to.
    private static let mostExpandedBytes = 64 << 20

    /// The body as JSON, expanded where it came compressed.
    func json() throws(Refusal) -> JSON {
        let type = headers["content-type"] ?? ""
        guard type.lowercased().hasPrefix("application/json") else {
            throw Refusal("`Content-Type` must be `application/json`, not `\(type)`")
        }
        do {
            return try JSONParser.parse(try expandedBody())
        } catch let fault as JSONParser.Fault {
            throw Refusal(fault.message)
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw Refusal("the body cannot be read")
        }
    }

    /// The body as JSON; an empty object where there is none.
    func optionalJSON() throws(Refusal) -> JSON { body.isEmpty ? .object([]) : try json() }

    private func expandedBody() throws(Refusal) -> [UInt8] {
        switch headers["content-encoding"]?.lowercased() {
        case nil, "identity": return body
        case "gzip": break
        case .some(let other): throw Refusal("`Content-Encoding` must be `gzip`, not `\(other)`")
        }
        // A gzip member ends with the length of what it holds.
        let length = body.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        guard body.count >= 18, length <= SimulatorCall.mostExpandedBytes else {
            throw Refusal("the body is no gzip, or holds more than 64 MB")
        }
        var isWhole = false
        let expanded = [UInt8](unsafeUninitializedCapacity: length + 1) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            let written = gapbook_gunzip(body, body.count, start, length + 1)
            isWhole = written == length
            count = isWhole ? length : 0
        }
        guard isWhole else { throw Refusal("the body is no whole gzip") }
        return expanded
    }
}
