/// The contract's endpoints of optional features, and those that such a feature opens.
///
/// Of the features themselves nothing is simulated: what belongs to one that is disabled is refused
/// with 403, as the contract says, and to one that is enabled with 400.
struct FeatureRoutes {
    let board: MarketplaceBoard

    var routes: [Route] {
        [
            Route("GET", "/features") { call throws(Refusal) in
                let state = try await board.seen(by: call)
                let ids = MarketplaceState.knownFeatures.keys.sorted()
                return .json(.list(ids.map { state.json(ofFeature: $0) }))
            },
            Route("GET", "/features/{id}") { call throws(Refusal) in
                let state = try await board.seen(by: call)
                return .json(state.json(ofFeature: try call.feature()))
            },
            Route("POST", "/features/{id}/enable") { call throws(Refusal) in
                let id = try await board.authorise(call)
                let feature = try call.feature()
                try await board.change(id) { state, _ in _ = state.features.insert(feature) }
                return .empty()
            },
            Route("POST", "/features/{id}/disable") { call throws(Refusal) in
                let id = try await board.authorise(call)
                let feature = try call.feature()
                try await board.change(id) { state, _ in
                    state.features.remove(feature)
                    state.otherRequests = []
                }
                return .empty()
            },
            refused("POST", "/documents/available", "documents"),
            refused("POST", "/documents/upload", "documents"),
            refused("POST", "/documents/rejectUpload", "documents"),
            refused("POST", "/clientSnapshot", "clientSnapshots"),
        ]
            + [
                ("GET", ""), ("POST", "/confirmInsert"), ("POST", "/rejectInsert"),
            ].map { method, ending in
                Route(method, "/attachDocuments/{requestId}\(ending)") { call throws(Refusal) in
                    _ = try await board.authorise(call)
                    throw Refusal("no such request to attach a document", status: 404)
                }
            }
    }

    private func refused(_ method: String, _ path: String, _ feature: String) -> Route {
        Route(method, path) { call throws(Refusal) in
            guard try await board.seen(by: call).features.contains(feature) else {
                throw Refusal("the feature `\(feature)` is not enabled", status: 403)
            }
            throw Refusal.wrongState("the feature `\(feature)` is not simulated")
        }
    }
}

extension MarketplaceState {
    fileprivate func json(ofFeature id: String) -> JSON {
        [
            "id": .text(id), "name": .text(MarketplaceState.knownFeatures[id] ?? id),
            "description": "an optional feature", "enabled": .flag(features.contains(id)),
        ]
    }
}

extension SimulatorCall {
    fileprivate func feature() throws(Refusal) -> String {
        let id = parameter("id")
        guard MarketplaceState.knownFeatures[id] != nil else {
            throw Refusal("no feature `\(id)`", status: 404)
        }
        return id
    }
}
