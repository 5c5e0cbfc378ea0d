internal import CGzip

/// Gzip of a body. The same bytes give the same bytes: the header carries no time.
enum Gzip {
    /// The compressed bytes; nil where zlib fails, and the body then goes out as it is.
    static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        let bound = gapbook_gzip_bound(bytes.count)
        let output = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            count = gapbook_gzip(bytes, bytes.count, output.baseAddress, bound)
        }
        return output.isEmpty ? nil : output
    }
}
