import Foundation
import Testing

/// The built command, run as a user runs it.
enum Gapbook {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The binary beside the tests; `GAPBOOK_BINARY` names another one.
    static let binary: URL = {
        if let path = ProcessInfo.processInfo.environment["GAPBOOK_BINARY"] {
            return URL(fileURLWithPath: path)
        }
        return Bundle.main.bundleURL.appendingPathComponent("gapbook")
    }()

    /// What a run of the command left.
    struct Run {
        let status: Int32
        let output: String
        let errors: String

        /// The output as JSON.
        func json(_ location: SourceLocation = #_sourceLocation) throws -> JSON {
            guard let object = try? JSONSerialization.jsonObject(with: Data(output.utf8)) else {
                Issue.record("no JSON: \(output) \(errors)", sourceLocation: location)
                throw CancellationError()
            }
            return JSON(object)
        }
    }

    /// Runs the command in the repository, or elsewhere.
    static func run(
        _ arguments: [String], input: String? = nil, in folder: URL = root,
        environment: [String: String] = [:]
    ) async throws -> Run {
        try await start(binary, arguments, input: input, in: folder, environment: environment)
    }

    /// Runs any program and waits for it, without a thread: the tests of one process share two,
    /// and the stand-ins that run in it need them.
    static func start(
        _ program: URL, _ arguments: [String], input: String? = nil, in folder: URL,
        environment: [String: String]
    ) async throws -> Run {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        var variables = ProcessInfo.processInfo.environment
        variables["NO_COLOR"] = nil
        process.environment = variables.merging(environment) { $1 }
        let scratch = try Scratch()
        let input = try scratch.reading(input ?? "")
        return try await process.ran(reading: input, writing: "output", "errors", in: scratch)
    }
}

extension Process {
    /// Starts it with its output in files of those names. Files, not pipes: a full pipe that nobody
    /// reads would stop the program for ever.
    ///
    /// Ours are closed once the program has its own. A process that keeps the files of all that it
    /// starts has thousands before long, and `Process` then reads the list of them beyond its end.
    func run(
        reading input: FileHandle = .nullDevice, writing output: String, _ errors: String,
        in scratch: Scratch
    ) throws {
        let files = [input, try scratch.writing(output), try scratch.writing(errors)]
        (standardInput, standardOutput, standardError) = (files[0], files[1], files[2])
        defer { for file in files where file !== FileHandle.nullDevice { try? file.close() } }
        try run()
    }

    /// The same, and waits until it has ended.
    func ran(
        reading input: FileHandle = .nullDevice, writing output: String, _ errors: String,
        in scratch: Scratch
    ) async throws -> Gapbook.Run {
        try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
            terminationHandler = { _ in ended.resume() }
            do { try run(reading: input, writing: output, errors, in: scratch) } catch {
                terminationHandler = nil
                ended.resume(throwing: error)
            }
        }
        return Gapbook.Run(
            status: terminationStatus, output: try scratch.text(output),
            errors: try scratch.text(errors))
    }
}

/// A folder of its own for one test, removed with it.
final class Scratch {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("gapbook-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> URL { folder.appendingPathComponent(name) }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: path(name)), as: UTF8.self)
    }

    func write(_ text: String, to name: String) throws {
        let file = path(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func copy(_ name: String) throws {
        try FileManager.default.copyItem(
            at: Gapbook.root.appendingPathComponent(name), to: path(name))
    }

    func reading(_ text: String) throws -> FileHandle {
        try write(text, to: "input")
        return try FileHandle(forReadingFrom: path("input"))
    }

    func writing(_ name: String) throws -> FileHandle {
        try write("", to: name)
        return try FileHandle(forWritingTo: path(name))
    }
}

/// JSON that a test walks through; what is missing is nil all the way.
struct JSON {
    let value: Any?

    init(_ value: Any?) { self.value = value }

    subscript(_ key: String) -> JSON { JSON((value as? [String: Any])?[key]) }
    subscript(_ index: Int) -> JSON {
        let list = value as? [Any] ?? []
        return JSON(list.indices.contains(index) ? list[index] : nil)
    }

    var text: String? { value as? String }
    var number: Int? { value as? Int }
    var flag: Bool? { value as? Bool }
    var isNull: Bool { value == nil || value is NSNull }
    var list: [JSON] { (value as? [Any] ?? []).map { JSON($0) } }
    var texts: [String] { list.compactMap(\.text) }

    /// The first element of a list whose field has that value.
    func first(_ key: String, _ value: String) -> JSON {
        list.first { $0[key].text == value } ?? JSON(nil)
    }
}
