internal import AsyncHTTPClient
internal import Diary
internal import NIOCore
internal import NIOHTTP1

/// Calls the subscribers when a request waits, and tries again as the contract says.
actor Webhooks {
    private let board: MarketplaceBoard
    private let host: SimulatorHost
    private var running: [Int: Task<Void, Never>] = [:]
    private var lastTask = 0

    init(_ board: MarketplaceBoard, _ host: SimulatorHost) {
        self.board = board
        self.host = host
    }

    /// Tells everybody who wants to hear of it; returns at once.
    func tell(_ event: WebhookEvent) async {
        guard let state = try? await board.view(event.practice) else { return }
        let now = board.clock.now
        for subscription in state.subscriptions where subscription.wants(event.kind, at: now) {
            lastTask += 1
            let number = lastTask
            let faults = host.drawFaults(ofWebhook: event.kind, practice: event.practice)
            guard !faults.contains(.lostRequest) else { continue }
            running[number] = Task {
                for case .latency(let milliseconds) in faults {
                    try? await Task.sleep(for: .milliseconds(milliseconds.lowerBound))
                }
                if faults.contains(.duplicated) {
                    await self.deliver(event, to: subscription)
                }
                await self.deliver(event, to: subscription)
                self.running[number] = nil
            }
        }
    }

    /// Ends all tries.
    func stop() async {
        let tasks = Array(running.values)
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    private func deliver(_ event: WebhookEvent, to subscription: SubscriptionRow) async {
        let options = board.options
        for attempt in 1...(options.webhookRetries.count + 1) {
            let payload = event.payload(for: subscription, at: board.clock.now, options)
            guard let failure = await Webhooks.call(subscription.callback, payload, options) else {
                return
            }
            let error = WebhookError(
                id: await board.newIdentifier(), subscription: subscription, event: event,
                at: board.clock.now, attempt: attempt, kind: failure.kind,
                message: failure.message)
            _ = try? await board.change(event.practice) { state, _ in
                state.webhookErrors.append(error)
                if state.webhookErrors.count > 1_000 { state.webhookErrors.removeFirst() }
            }
            guard attempt <= options.webhookRetries.count else { return }
            do {
                try await Task.sleep(for: options.webhookRetries[attempt - 1])
            } catch {
                return
            }
        }
    }

    /// Calls once; nil where the subscriber acknowledged in time.
    private static func call(
        _ address: String, _ payload: JSON, _ options: MarketplaceOptions
    ) async -> (kind: String, message: String)? {
        var request = HTTPClientRequest(url: address)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(payload.bytes)
        do {
            let response = try await HTTPClient.shared.execute(
                request, timeout: TimeAmount(options.webhookTimeout))
            let status = response.status.code
            return status == 200 ? nil : ("HTTP_STATUS", "the callback answered \(status)")
        } catch {
            return ("NO_ANSWER", "the callback gave no answer in time")
        }
    }
}

extension WebhookEvent {
    /// The body of a callback.
    func payload(
        for subscription: SubscriptionRow, at now: Instant, _ options: MarketplaceOptions
    ) -> JSON {
        // There is nothing to fetch for these two: the whole list is to be sent.
        let hasTarget = kind != "pmsResources" && kind != "pmsAppointmentTypes"
        return .filled(
            [
                "timestamp": .text(MarketplaceTime.utc(now)), "id": .text(subscription.id),
                "clientId": subscription.clientID.map { .text($0) },
                "topic": .text(subscription.topic),
                "data": .filled(
                    [
                        "target": hasTarget ? .text("/requests/\(kind)") : nil,
                        "requestType": .text(kind), "requestId": request.map { .integer($0) },
                        "bookingId": booking.map { .integer($0) },
                    ], options),
            ], options)
    }
}
