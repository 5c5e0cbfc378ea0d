internal import Diagnostics
internal import Logging
internal import Ports
internal import ServiceLifecycle

/// Ends the service with an error where its ledger was deleted or replaced under it: what it wrote
/// from then on would be gone after the next start, and a booking could go in twice.
struct LedgerWatch: Service {
    let checkPlace: @Sendable () throws -> Void
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
            do { try checkPlace() } catch {
                if let problem = error as? Problem {
                    let hint = problem.hint ?? ""
                    logger.error("[\(problem.code)] \(problem.message); the service ends: \(hint)")
                }
                throw error
            }
            do { try await time.sleep(for: LedgerWatch.every) } catch { return }
        }
    }
}
