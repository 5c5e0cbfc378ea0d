internal import Diagnostics
internal import Diary

/// The control endpoints that every simulator has.
struct ControlRoutes {
    let host: SimulatorHost
    /// Called when a plan was set.
    let faultsChanged: @Sendable () async -> Void

    var routes: [Route] {
        [
            Route("GET", "/_simulator/state") { _ throws(Refusal) in
                .json(state(late: await host.late.count))
            },
            Route("GET", "/_simulator/calls") { _ throws(Refusal) in
                .json(.list(host.log.calls.map(\.json)))
            },
            Route("GET", "/_simulator/violations") { _ throws(Refusal) in
                .json(.list(host.log.violations.map(\.json)))
            },
            Route("POST", "/_simulator/reset") { _ throws(Refusal) in
                host.log.clear()
                return .json([:])
            },
            Route("GET", "/_simulator/faults") { _ throws(Refusal) in
                .json(host.faults.plan.json)
            },
            Route("POST", "/_simulator/faults") { call throws(Refusal) in
                host.faults.plan = try FaultPlan(try call.controlJSON())
                await faultsChanged()
                return .json(host.faults.plan.json)
            },
            Route("POST", "/_simulator/clock") { call throws(Refusal) in
                let fields = try FieldReader(try call.controlJSON(), known: ["advance_seconds"])
                host.clock.advance(
                    seconds: try fields.integer("advance_seconds", -31_536_000...31_536_000))
                return .json(["now": .text("\(host.clock.now)")])
            },
        ]
    }

    private func state(late: Int) -> JSON {
        func sorted<Key: Comparable, Value>(
            _ counts: [Key: Value], _ json: (Value) -> JSON
        ) -> JSON {
            .object(
                counts.sorted { $0.key < $1.key }.map {
                    JSON.Member(name: "\($0.key)", value: json($0.value))
                })
        }
        let log = host.log
        return [
            "now": .text("\(host.clock.now)"),
            "calls": sorted(log.counts) { sorted($0) { .integer($0) } },
            "violation_count": .integer(log.violationCount),
            "violations": .list(log.violations.suffix(20).map(\.json)),
            "faults": sorted(log.faultCounts) { .integer($0) }, "late_calls": .integer(late),
            "plan": host.faults.plan.json,
        ]
    }
}

extension SimulatorCall {
    /// The body of a control call: JSON, whatever its `Content-Type`, as curl sends it.
    func controlJSON() throws(Refusal) -> JSON {
        guard !body.isEmpty else { return .object([]) }
        do throws(JSONParser.Fault) {
            return try JSONParser.parse(body)
        } catch {
            throw Refusal(error.message)
        }
    }
}

extension Refusal {
    /// A control call's refusal, from a problem.
    init(_ problem: Problem) {
        self.init("\(problem.code): \(problem.message)", status: 409)
    }
}

extension FaultPlan {
    fileprivate init(_ body: JSON) throws(Refusal) {
        let fields = try FieldReader(body, known: ["seed", "faults"])
        self.init(seed: UInt64(try fields.optionalInteger("seed", 0...Int.max) ?? 0))
        for text in try fields.optionalTexts("faults") ?? [] {
            do throws(Problem) {
                rules.append(try Rule(text))
            } catch {
                throw Refusal("\(error.code): \(error.message)")
            }
        }
    }

    fileprivate var json: JSON {
        [
            "seed": .integer(Int(truncatingIfNeeded: seed)),
            "faults": .list(rules.map { .text("\($0)") }),
        ]
    }
}

extension CallRecord {
    fileprivate var json: JSON {
        .present([
            "at": .text("\(at)"), "endpoint": .text(endpoint),
            "practice": practice.map { .text($0) }, "status": .integer(status),
            "faults": faults.isEmpty ? nil : .list(faults.map { .text($0) }),
        ])
    }
}

extension Violation {
    fileprivate var json: JSON {
        .present([
            "at": .text("\(at)"), "endpoint": .text(endpoint),
            "practice": practice.map { .text($0) }, "message": .text(message),
        ])
    }
}
