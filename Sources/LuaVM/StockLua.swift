internal import CLuaVM

/// Lua as it comes, without any guard: tests compare our own pattern matcher with it.
enum StockLua {
    static let mostAnswerBytes = 1 << 20

    /// Runs a script with nothing but the base, string and table libraries, and gives the string
    /// that it returns; nil where it fails.
    static func run(_ script: String) -> String? {
        var script = script
        return script.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { bytes in
                withUnsafeTemporaryAllocation(of: CChar.self, capacity: mostAnswerBytes) { answer in
                    var count = 0
                    let status = gvm_stock_patterns(
                        bytes.baseAddress, bytes.count, answer.baseAddress, answer.count, &count)
                    guard status == GVM_OK else { return nil }
                    return String(
                        decoding: UnsafeRawBufferPointer(answer).prefix(count), as: UTF8.self)
                }
            }
        }
    }
}
