internal import CGzip
internal import Diagnostics
internal import Diary
internal import Ports

/// A reading as it is kept: the canonical text of a snapshot that holds nothing else, without the
/// time, so that a diary that did not change is kept once however often it is read.
struct ReadingContent: Sendable {
    let digest: ContentDigest
    let text: [UInt8]

    /// A place holder: the time is kept beside the content.
    private static let noTime = Instant(seconds: 0)

    init(of reading: PMSReading) {
        var reading = reading
        reading.readAt = ReadingContent.noTime
        text = Array(Snapshot(pms: reading, setUp: SetUp(timeZone: "UTC")).json().utf8)
        digest = ContentDigest(of: text)
    }

    /// Takes a text out of the ledger.
    init(gzip: [UInt8], bytes: Int) throws(Problem) {
        guard (1...ReadingContent.mostBytes).contains(bytes),
            let text = Gzip.expand(gzip, to: bytes), text.count == bytes
        else { throw .damaged("a reading cannot be expanded") }
        self.text = text
        digest = ContentDigest(of: text)
    }

    /// As many as a snapshot file may have.
    static let mostBytes = 64 << 20

    /// The text as it stands in the ledger: a diary shrinks to a tenth or less.
    func compressed() throws(Problem) -> [UInt8] {
        guard text.count <= ReadingContent.mostBytes, let bytes = Gzip.compress(text) else {
            throw Problem(
                "D0202", "the reading cannot be kept: it has \(text.count) bytes",
                hint: "read at most 400 days of one practice")
        }
        return bytes
    }

    /// The reading that was made at a time.
    ///
    /// - Throws: the problems of the snapshot format.
    func reading(at time: Instant) throws(SnapshotProblems) -> PMSReading {
        var reading = try Snapshot.read(text, file: "reading").snapshot.pms
        reading.readAt = time
        return reading
    }
}

/// Gzip of whole buffers.
private enum Gzip {
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        let capacity = gapbook_gzip_bound(bytes.count)
        let output = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            count = bytes.withUnsafeBufferPointer {
                gapbook_gzip($0.baseAddress, $0.count, buffer.baseAddress, capacity)
            }
        }
        return output.isEmpty ? nil : output
    }

    static func expand(_ bytes: [UInt8], to capacity: Int) -> [UInt8]? {
        var isGood = true
        let output = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            let written = bytes.withUnsafeBufferPointer {
                gapbook_gunzip($0.baseAddress, $0.count, buffer.baseAddress, capacity)
            }
            isGood = written <= capacity
            count = isGood ? written : 0
        }
        return isGood ? output : nil
    }
}
