import Foundation
import Ports
import Synchronization
import Wire

/// A transport that writes every exchange to the folder that GAPBOOK_EXCHANGES names, for the judge
/// `Tests/Judges/check_contract.py`; without the variable it only passes calls on.
struct ExchangeRecorder: Transport {
    let inner: any Transport
    let name: String

    private static let numbers = Mutex(0)

    static var folder: String? { ProcessInfo.processInfo.environment["GAPBOOK_EXCHANGES"] }

    func answer(to call: HTTPCall) async throws(WireFailure) -> HTTPAnswer {
        let answer = try await inner.answer(to: call)
        if let folder = Self.folder {
            let number = Self.numbers.withLock {
                $0 += 1
                return $0
            }
            try? write(call, answer, to: "\(folder)/\(name)-\(number).json")
        }
        return answer
    }

    private func write(_ call: HTTPCall, _ answer: HTTPAnswer, to path: String) throws {
        let exchange: [String: Any] = [
            "name": name, "method": call.method.rawValue, "path": call.path,
            "query": Dictionary(
                call.query.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }),
            "headers": Dictionary(
                call.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }),
            "isGzip": call.body?.starts(with: [0x1F, 0x8B]) ?? false,
            "body": call.bodyText ?? NSNull(),
            "status": answer.status,
            "answer": String(decoding: answer.body, as: UTF8.self),
        ]
        let data = try JSONSerialization.data(
            withJSONObject: exchange, options: [.sortedKeys, .prettyPrinted])
        try data.write(to: URL(fileURLWithPath: path))
    }
}
