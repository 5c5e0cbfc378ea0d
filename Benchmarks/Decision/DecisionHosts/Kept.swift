package import CDecisionHost

#if canImport(Glibc)
    import Glibc
#endif

/// What C reads for as long as a benchmark runs; never given back.
package enum Kept {
    package static func text(_ text: String) -> UnsafePointer<CChar>? {
        strdup(text).map { UnsafePointer($0) }
    }

    package static func list<Element: BitwiseCopyable>(
        _ items: [Element]
    ) -> UnsafePointer<Element>? {
        let copy = UnsafeMutableBufferPointer<Element>.allocate(capacity: items.count)
        _ = copy.initialize(from: items)
        return UnsafePointer(copy.baseAddress)
    }

    package static func bytes(_ bytes: [UInt8]) -> CBytes {
        CBytes(start: list(bytes), count: bytes.count)
    }

    package static func texts(_ texts: [String]) -> UnsafePointer<UnsafePointer<CChar>?>? {
        list(texts.map { text($0) })
    }

    /// A host in C with these sources compiled; nil where one does not compile.
    package static func host(_ sources: [(name: String, text: String)]) -> OpaquePointer? {
        let names = sources.map { text($0.name) }
        let texts = sources.map { text($0.text) }
        defer { for text in names + texts { free(UnsafeMutablePointer(mutating: text)) } }
        return c_host_new(names, texts, sources.count)
    }
}
