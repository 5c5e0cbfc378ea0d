public import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The zone data that this machine has installed (package `tzdata`), read file by file.
///
/// Foundation on Linux carries zone data of its own, which an update of the machine does not reach;
/// this reads the system's (invariant 9). Nothing is kept between calls.
public struct ZoneDatabase: Sendable {
    /// The most bytes that a zone file may have; the largest of tzdata has 4 KB.
    static let mostBytes = 256 * 1024

    /// The folder with the zone files.
    public let directory: String
    /// The release of the data, for example `2025b`; `unknown` where the folder does not say it.
    public let version: String

    /// Opens a folder: the given one, else what `TZDIR` names, else `/usr/share/zoneinfo`.
    public init(directory: String? = nil) {
        let named = directory ?? getenv("TZDIR").map { String(cString: $0) } ?? ""
        self.directory = named.isEmpty ? "/usr/share/zoneinfo" : named
        version = ZoneDatabase.version(in: self.directory)
    }

    /// The zone with that IANA name, its rules carried on through 2200.
    ///
    /// Throws Z0001 for a name that the data does not have, Z0002 for data that cannot be read.
    public func zone(named name: String) throws(Problem) -> Zone {
        guard ZoneDatabase.isName(name) else { throw unknown(name) }
        let bytes: [UInt8]
        switch readFile("\(directory)/\(name)", atMost: ZoneDatabase.mostBytes) {
        case .bytes(let found): bytes = found
        case .absent:
            if case .absent = readFile("\(directory)/UTC", atMost: ZoneDatabase.mostBytes) {
                throw invalid(name, "the folder holds no zone data")
            }
            throw unknown(name)
        case .refused(let why): throw invalid(name, why)
        }
        do throws(ZoneFile.Invalid) {
            return try ZoneFile.zone(named: name, from: bytes)
        } catch {
            throw invalid(name, "the file \(error.why)")
        }
    }

    /// Whether that can be the name of a zone: plain words in at most three folders. What stands
    /// for the machine's own zone, or counts leap seconds, is none.
    private static func isName(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let first = String(name.prefix { $0 != "/" })
        return parts.count <= 3 && name.utf8.count <= 64
            && !["localtime", "posixrules", "posix", "right"].contains(first)
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.allSatisfy {
                        (0x41...0x5A).contains($0 & 0xDF) || (0x30...0x39).contains($0)
                            || [UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-")].contains(
                                $0)
                    }
            }
    }

    private static func version(in directory: String) -> String {
        let prefix = "# version "
        if case .bytes(let text) = readFile("\(directory)/tzdata.zi", atMost: 4 * mostBytes),
            text.starts(with: prefix.utf8)
        {
            let line = text.prefix { $0 != 0x0A }.dropFirst(prefix.utf8.count)
            return String(decoding: line, as: UTF8.self)
        }
        if case .bytes(let text) = readFile("\(directory)/+VERSION", atMost: 64) {
            let line = text.prefix { $0 > 0x20 }
            if !line.isEmpty { return String(decoding: line, as: UTF8.self) }
        }
        return "unknown"
    }

    private func unknown(_ name: String) -> Problem {
        let nearest = ZoneNames(directory: directory).nearest(to: name, count: 3)
        let list = nearest.map { "`\($0)`" }.joined(separator: ", ")
        let verb = nearest.count == 1 ? "is" : "are"
        return Problem(
            ProblemCode("Z0001"), "the time zone `\(name)` is not known",
            hint: nearest.isEmpty
                ? "write the zone's IANA name, for example `Australia/Sydney`"
                : "write the zone's IANA name; the nearest \(verb) \(list)",
            context: [
                Problem.Fact("zone data", directory), Problem.Fact("zone data version", version),
            ])
    }

    private func invalid(_ name: String, _ why: String) -> Problem {
        Problem(
            ProblemCode("Z0002"), "the data of the time zone `\(name)` cannot be used: \(why)",
            hint:
                "install the package `tzdata` again, or let `TZDIR` name a folder with zone files",
            context: [Problem.Fact("zone data", directory)])
    }
}

/// What became of reading a file.
enum FileReading {
    case bytes([UInt8])
    case absent
    case refused(String)
}

/// Reads a plain file of bounded size; a folder counts as absent.
func readFile(_ path: String, atMost limit: Int) -> FileReading {
    // Without blocking, so that a pipe in the folder cannot hold the program up.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
        return errno == ENOENT || errno == ENOTDIR
            ? .absent : .refused(String(cString: strerror(errno)).lowercased())
    }
    defer { close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { return .refused("its size cannot be read") }
    switch facts.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: return .absent
    default: return .refused("it is no plain file")
    }
    guard facts.st_size <= limit else { return .refused("the file has more than \(limit) bytes") }
    let size = Int(facts.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        while count < size {
            let got = read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
            if got <= 0 { break }
            count += got
        }
    }
    return bytes.count == size ? .bytes(bytes) : .refused("the file ends while it is read")
}
