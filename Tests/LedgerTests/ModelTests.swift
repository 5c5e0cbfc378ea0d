import Diagnostics
import Diary
import Foundation
import Ports
import Testing

@testable import Ledger

/// What a ledger should hold of a practice, in plain dictionaries.
private struct Model {
    var isEnabled = true
    var stop: PracticeRecord.Stop?
    var timeZone = "Australia/Sydney"
    var phone: String?
    var marketplace: String
    var types: [String: (place: Int, name: String, minutes: Int)] = [:]
    var links: [String: (place: Int, reason: String)] = [:]
    var assigned: Assignment?
    var aliases = Aliases()
    var parameters: [String: ParameterValue] = [:]
    var entries = 1
    var places = 0

    mutating func place() -> Int {
        places += 1
        return places
    }
}

@Suite("Random changes against a plain model")
struct ModelTests {
    private static var rounds: Int {
        ProcessInfo.processInfo.environment["GAPBOOK_SOAK"] == nil ? 150 : 5_000
    }

    @Test("after any sequence of changes a ledger holds what the model holds", arguments: 1...6)
    func sequences(seed: Int) async throws {
        let scratch = try Scratch()
        var random = Seeded(seed)
        let practices = [harbour, banksia]
        var ledger = try await scratch.ledger(with: practices)
        var models = Dictionary(
            uniqueKeysWithValues: practices.map { ($0, Model(marketplace: "M-\($0)")) })
        var count = try await ledger.changeCount()
        for round in 0..<Self.rounds {
            let practice = practices[Int.random(in: 0...1, using: &random)]
            guard var model = models[practice] else { continue }
            let (change, expected) = Self.step(&model, practice, using: &random)
            let found = await code { try await ledger.make(change, of: practice) }
            #expect(found == expected, "seed \(seed), round \(round): \(change)")
            models[practice] = model
            if round % 10 == 0 {
                try await Self.compare(ledger, practice, model, "seed \(seed), round \(round)")
            }
            if round % 50 == 49 {
                try ledger.close()
                ledger = try scratch.ledger()
            }
            let now = try await ledger.changeCount()
            #expect(now >= count)
            count = now
        }
        for (practice, model) in models {
            try await Self.compare(ledger, practice, model, "seed \(seed), end")
        }
        #expect(try await ledger.verify() == [])
    }

    private static func compare(
        _ ledger: Ledger, _ practice: PracticeID, _ model: Model, _ place: String
    ) async throws {
        let record = try #require(try await ledger.practice(practice))
        let setUp = try await ledger.setUp(of: practice)
        let comment = Comment(rawValue: place)
        #expect(record.isEnabled == model.isEnabled, comment)
        #expect(record.stopped == model.stop, comment)
        #expect(record.marketplace?.practice.rawValue == model.marketplace, comment)
        #expect(setUp.timeZone == model.timeZone, comment)
        #expect(setUp.phone == model.phone, comment)
        #expect(setUp.assigned == model.assigned, comment)
        #expect(setUp.aliases == model.aliases, comment)
        let types = model.types.sorted { $0.value.place < $1.value.place }
        #expect(
            setUp.appointmentTypes.map { "\($0.id) \($0.practitioner)" } == types.map(\.key),
            comment)
        #expect(setUp.appointmentTypes.map(\.name) == types.map(\.value.name), comment)
        #expect(setUp.appointmentTypes.map(\.length.count) == types.map(\.value.minutes), comment)
        let links = model.links.sorted { $0.value.place < $1.value.place }
        #expect(setUp.links.map { "\($0.type) \($0.practitioner)" } == links.map(\.key), comment)
        #expect(setUp.links.map(\.reason.rawValue) == links.map(\.value.reason), comment)
        let parameters = setUp.parameters.flatMap { group, values in
            values.map { ("\(group).\($0.key)", $0.value) }
        }
        #expect(
            Dictionary(parameters, uniquingKeysWith: { first, _ in first }) == model.parameters,
            comment)
        #expect(
            try await ledger.audit(of: practice, limit: 1_000_000).count == model.entries, comment)
    }

    /// One random change, and what the model says of it.
    private static func step(
        _ model: inout Model, _ practice: PracticeID, using random: inout Seeded
    ) -> (SetUpChange, ProblemCode?) {
        let type = AppointmentTypeID("T\(Int.random(in: 0...2, using: &random))")
        let who = PractitionerID("P\(Int.random(in: 0...1, using: &random))")
        let key = "\(type) \(who)"
        let number = Int.random(in: 0...2, using: &random)
        switch Int.random(in: 0...10, using: &random) {
        case 0:
            model.entries += model.isEnabled && model.stop == nil ? 0 : 1
            (model.isEnabled, model.stop) = (true, nil)
            return (.enable, nil)
        case 1:
            model.entries += model.isEnabled ? 1 : 0
            model.isEnabled = false
            return (.disable, nil)
        case 2: return stop(&model, number)
        case 3:
            let known = model.types[key]
            let after = (known?.place ?? model.place(), "Name \(number)", 10 + number)
            if known.map({ $0.1 != after.1 || $0.2 != after.2 }) ?? true { model.entries += 1 }
            model.types[key] = after
            return (.putType(.sample(type, who, name: after.1, minutes: after.2)), nil)
        case 4:
            guard model.types.removeValue(forKey: key) != nil else {
                return (.removeType(type, who), "D0102")
            }
            model.links[key] = nil
            model.entries += 1
            return (.removeType(type, who), nil)
        case 5:
            let change = SetUpChange.link(
                Link(type: type, practitioner: who, reason: ReasonID("R\(number)")))
            guard model.types[key] != nil else { return (change, "D0102") }
            let known = model.links[key]
            if known?.reason != "R\(number)" { model.entries += 1 }
            model.links[key] = (known?.place ?? model.place(), "R\(number)")
            return (change, nil)
        case 6:
            guard model.types[key] != nil else { return (.unlink(type, who), "D0102") }
            if model.links.removeValue(forKey: key) != nil { model.entries += 1 }
            return (.unlink(type, who), nil)
        default: return choice(&model, practice, number, using: &random)
        }
    }

    private static func stop(
        _ model: inout Model, _ number: Int
    ) -> (SetUpChange, ProblemCode?) {
        let stops: [PracticeRecord.Stop?] = [
            nil, .init(side: .pms, why: "a", since: start),
            .init(side: .marketplace, why: "b", since: start),
        ]
        if model.stop != stops[number] { model.entries += 1 }
        model.stop = stops[number]
        return (.stop(stops[number]), nil)
    }

    private static func choice(
        _ model: inout Model, _ practice: PracticeID, _ number: Int, using random: inout Seeded
    ) -> (SetUpChange, ProblemCode?) {
        switch Int.random(in: 0...3, using: &random) {
        case 0:
            let assigned = [
                nil, Assignment(reason: ReasonID("R1")),
                Assignment(reason: ReasonID("R1"), isPinned: true),
            ][number]
            if model.assigned != assigned { model.entries += 1 }
            model.assigned = assigned
            return (.assign(assigned), nil)
        case 1:
            let aliases = [
                Aliases(), Aliases(healthengine: ["a", "b", "a"]),
                Aliases(healthengine: ["b"], types: ["x": "y", "z": "y"]),
            ][number]
            if model.aliases != aliases { model.entries += 1 }
            model.aliases = aliases
            return (.aliases(aliases), nil)
        case 2:
            let values: [ParameterValue?] = [
                nil, .boolean(true), .boolean(false), .integer(1), .integer(0), .text(""),
                .text("1"), .list([]), .list(["b", "a", ""]),
            ]
            let value = values[Int.random(in: values.indices, using: &random)]
            let (group, name) = ("group_\(number)", "name")
            if model.parameters["\(group).\(name)"] != value { model.entries += 1 }
            model.parameters["\(group).\(name)"] = value
            return (.parameter(group: group, name: name, value), nil)
        default:
            let phone = [nil, "1", "2"][number]
            let zone = ["Australia/Sydney", "Australia/Perth"][
                Int.random(in: 0...1, using: &random)]
            let marketplace = "M\(number)-\(practice)"
            let isSame =
                model.phone == phone && model.timeZone == zone && model.marketplace == marketplace
            model.entries += isSame ? 0 : 1
            (model.phone, model.timeZone, model.marketplace) = (phone, zone, marketplace)
            let record = PracticeRecord.sample(practice, marketplace: marketplace)
            return (.put(record, timeZone: zone, phone: phone), nil)
        }
    }
}
