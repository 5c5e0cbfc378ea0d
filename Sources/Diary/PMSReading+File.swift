public import Diagnostics

extension PMSReading {
    /// Reads the `pms` part of a snapshot file in format 1; `setup` and `claims` may be left out,
    /// and are not looked at where they are there.
    ///
    /// `file` is its name as problems show it. Throws all that is wrong, as `Snapshot.read` does.
    public static func read(
        _ bytes: [UInt8], file: String
    ) throws(SnapshotProblems) -> (reading: PMSReading, warnings: [Problem]) {
        let source = SourceText(bytes: bytes)
        let document: JSONDocument
        do {
            document = try JSONReader.read(source)
        } catch {
            throw SnapshotProblems([error.problem(in: source, file: file)])
        }
        var reader = SnapshotReader(document: document, file: file)
        let reading = reader.readingAlone()
        guard let reading, reader.report.isClean else {
            throw SnapshotProblems(reader.report.allProblems())
        }
        return (reading, reader.report.allWarnings())
    }
}
