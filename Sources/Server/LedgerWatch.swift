public import Diagnostics
internal import Logging
internal import Ports
internal import ServiceLifecycle

/// The ledger, as far as the service watches over it.
public protocol WatchedLedger: Sendable {
    /// Sees that the ledger still stands where it was opened; throws where it does not. Cheap, for
    /// it is called each second or two.
    func checkPlace() throws(Problem)
    /// Why the disk refused the newest write; nil where it was kept.
    var refusal: Problem? { get }
    /// Writes what changes nothing, so that `refusal` says how the disk is now.
    func testWrite() async throws
    /// How many bytes are free on the ledger's disk; nil where that cannot be said.
    var freeBytes: Int? { get }
}

/// Ends the service with an error where its ledger was deleted or replaced under it: what it wrote
/// from then on would be gone after the next start, and a booking could go in twice.
///
/// While the disk refuses, it tries to write again and again, so that a service with nothing to
/// write says soon after somebody made room that it is well.
struct LedgerWatch: Service {
    let ledger: any WatchedLedger
    let time: any TimeSource
    let logger: Logger

    /// Each transaction that writes looks by itself; this is for a service with nothing to write.
    static let every = Duration.seconds(2)

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await watch() }
    }

    /// Looks until the task is cancelled.
    ///
    /// - Throws: what the look throws.
    func watch() async throws {
        while !Task.isCancelled {
            do { try ledger.checkPlace() } catch {
                let hint = error.hint ?? ""
                logger.error("[\(error.code)] \(error.message); the service ends: \(hint)")
                throw error
            }
            // What it throws, `refusal` says.
            if ledger.refusal != nil { try? await ledger.testWrite() }
            do { try await time.sleep(for: LedgerWatch.every) } catch { return }
        }
    }
}
