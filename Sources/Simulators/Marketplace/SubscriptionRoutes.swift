internal import Diary

/// The contract's endpoints of subscriptions and of their error log.
struct SubscriptionRoutes {
    let board: MarketplaceBoard

    private static let topics =
        ["requests.*"]
        + [
            "bookings", "bookingUpdates", "availability", "pmsAppointmentChanges", "pmsResources",
            "pmsAppointmentTypes", "availableDocuments", "uploadDocuments", "clientSnapshots",
            "attachDocuments",
        ].map { "requests.\($0)" }

    var routes: [Route] {
        [
            Route("GET", "/subscription") { call throws(Refusal) in
                let state = try await board.seen(by: call)
                return .json(.list(state.subscriptions.map { $0.json(board.options) }))
            },
            Route("POST", "/subscription") { call throws(Refusal) in
                let id = try await board.authorise(call)
                let row = try await subscription(try call.json())
                let kept = try await board.change(id) { state, _ in state.subscribe(row) }
                return .json(kept.json(board.options), status: 201)
            },
            Route("GET", "/subscription/{id}") { call throws(Refusal) in
                let state = try await board.seen(by: call)
                let id = call.parameter("id")
                guard let row = state.subscriptions.first(where: { $0.id == id }) else {
                    throw Refusal("no subscription `\(id)`", status: 404)
                }
                return .json(row.json(board.options))
            },
            Route("DELETE", "/subscription/{id}") { call throws(Refusal) in
                let id = try await board.authorise(call)
                let subscription = call.parameter("id")
                try await board.change(id) { state, _ throws(Refusal) in
                    guard state.subscriptions.contains(where: { $0.id == subscription }) else {
                        throw Refusal("no subscription `\(subscription)`", status: 404)
                    }
                    state.subscriptions.removeAll { $0.id == subscription }
                }
                return .empty(204)
            },
            Route("GET", "/subscriptionErrorLog") { call throws(Refusal) in
                let state = try await board.seen(by: call)
                let rows = try errors(of: state, call)
                return .json(try await board.page(rows, call))
            },
        ]
    }

    private func subscription(_ body: JSON) async throws(Refusal) -> SubscriptionRow {
        let fields = try FieldReader(
            body,
            known: ["id", "clientId", "topic", "callbackUrl", "startAt", "expireAt"])
        let topic = try fields.text("topic")
        guard SubscriptionRoutes.topics.contains(topic) else {
            throw Refusal("`topic` is none of the contract: `\(topic)`")
        }
        let callback = try fields.text("callbackUrl")
        guard ["http://", "https://"].contains(where: callback.hasPrefix) else {
            throw Refusal("`callbackUrl` must be an http or https address")
        }
        _ = try fields.optionalText("id")
        return SubscriptionRow(
            id: await board.newIdentifier(), clientID: try fields.optionalText("clientId"),
            topic: topic, callback: callback,
            startAt: try fields.instant("startAt") ?? board.clock.now,
            expireAt: try fields.instant("expireAt"))
    }

    private func errors(
        of state: MarketplaceState, _ call: SimulatorCall
    ) throws(Refusal) -> [JSON] {
        var bounds: [String: Instant] = [:]
        for name in ["from", "to"] {
            guard let text = call.queryValue(name) else { continue }
            guard let instant = MarketplaceTime.instant(text) else {
                throw Refusal("the query `\(name)` must be a time as YYYY-MM-DD HH:MM:SS")
            }
            bounds[name] = instant
        }
        let subscription = call.queryValue("subscriptionId")
        return state.webhookErrors.filter { error in
            (subscription.map { $0 == error.subscription.id } ?? true)
                && (bounds["from"].map { $0 <= error.at } ?? true)
                && (bounds["to"].map { error.at <= $0 } ?? true)
        }.map { $0.json(board.options) }
    }
}

extension MarketplaceState {
    /// Keeps a subscription; one for the same topic of the same client is updated and keeps its id.
    fileprivate mutating func subscribe(_ row: SubscriptionRow) -> SubscriptionRow {
        var row = row
        let place = subscriptions.firstIndex {
            $0.topic == row.topic && $0.clientID == row.clientID
        }
        if let place {
            row.id = subscriptions[place].id
            subscriptions[place] = row
        } else {
            subscriptions.append(row)
        }
        return row
    }
}

extension FieldReader {
    /// A time in UTC that may be left out or null.
    fileprivate func instant(_ name: String) throws(Refusal) -> Instant? {
        guard let text = try optionalText(name) else { return nil }
        guard let instant = MarketplaceTime.instant(text) else {
            throw Refusal("`\(place(name))` must be a time as YYYY-MM-DD HH:MM:SS, not `\(text)`")
        }
        return instant
    }
}

extension SubscriptionRow {
    fileprivate func json(_ options: MarketplaceOptions) -> JSON {
        .filled(
            [
                "id": .text(id), "clientId": clientID.map { .text($0) }, "topic": .text(topic),
                "callbackUrl": .text(callback), "startAt": .text(MarketplaceTime.utc(startAt)),
                "expireAt": expireAt.map { .text(MarketplaceTime.utc($0)) },
            ], options)
    }
}

extension WebhookError {
    fileprivate func json(_ options: MarketplaceOptions) -> JSON {
        .filled(
            [
                "id": .text(id), "subscriptionId": .text(subscription.id),
                "subscriptionTopic": .text(subscription.topic),
                "clientId": subscription.clientID.map { .text($0) },
                "callbackUrl": .text(subscription.callback),
                "payload": event.payload(for: subscription, at: at, options),
                "attempt": .integer(attempt), "errorType": .text(kind),
                "errorMessage": .text(message),
            ], options)
    }
}
