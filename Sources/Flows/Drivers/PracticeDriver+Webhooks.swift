internal import Diagnostics
internal import Logging
internal import Ports

// What the practice asks of the marketplace's webhooks, from its start to its end.
extension PracticeDriver {
    /// Subscribes, and goes on looking whether the subscription still stands (G20).
    func subscribe(_ callback: String, at marketplace: any MarketplacePort) async {
        var failures = 0
        var isNews = true
        // Practices that start together do not subscribe all at once either.
        var wait = stagger.poll
        while true {
            do {
                if wait > .zero { try await ports.time.sleep(for: wait) }
            } catch {
                return
            }
            guard !Task.isCancelled else { return }
            do {
                try await marketplace.subscribe(callback: callback)
                if isNews { ports.logger.info("subscribed to webhooks") }
                isNews = false
                failures = 0
                wait = policy.subscriptionEvery
            } catch {
                failures += 1
                isNews = true
                ports.logger.warning("not subscribed: \(error.problem.message)")
                wait = policy.waits.wait(record.id, failures)
            }
        }
    }

    /// Takes the webhooks back where the practice is to end under this id. It is tried once: a
    /// subscription that stays rings at an address that nobody answers, and costs nothing else.
    func unsubscribe() async {
        guard policy.callback != nil, let marketplace = ports.marketplace,
            await memory.isLeaving, await !memory.isStopped
        else { return }
        let failure = await shielded { () -> MarketplaceFailure? in
            do throws(MarketplaceFailure) {
                try await marketplace.unsubscribe()
                return nil
            } catch {
                return error
            }
        }
        if let failure {
            ports.logger.warning("still subscribed to webhooks: \(failure.problem.message)")
        } else {
            ports.logger.info("unsubscribed from webhooks")
        }
    }
}
