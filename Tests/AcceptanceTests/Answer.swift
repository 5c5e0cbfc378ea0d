import Foundation
import Testing

/// What `gapbook eval --format json` says about a practice.
struct Answer {
    let json: JSON
    let status: Int32

    var defaultReason: String? { json["default_reason"]["id"].text }
    var step: String? { json["default_reason"]["step"].text }
    var interval: Int? { json["interval"]["minutes"].number }
    var codes: Set<String> { Set(json["findings"].list.compactMap { $0["code"].text }) }

    /// Why a reason did not become the default.
    func lost(_ reason: String) -> String? {
        json["default_reason"]["lost"].first("id", reason)["why"].text
    }

    func finding(_ code: String) -> JSON { json["findings"].first("code", code) }

    func practitioner(_ id: String = "P1") -> JSON { json["practitioners"].first("id", id) }

    func type(_ id: String = "T1", of practitioner: String = "P1") -> JSON {
        self.practitioner(practitioner)["types"].first("id", id)
    }

    /// Whether the practitioner's appointment book shows.
    func isPublished(_ practitioner: String = "P1") -> Bool {
        self.practitioner(practitioner)["published"].flag ?? false
    }

    func blockers(_ type: String = "T1", of practitioner: String = "P1") -> [String] {
        self.type(type, of: practitioner)["blockers"].texts
    }

    func offer(_ type: String = "T1", of practitioner: String = "P1") -> JSON {
        json["publication"].list.first {
            $0["type"].text == type && $0["practitioner"].text == practitioner
        } ?? JSON(nil)
    }

    /// The published times of one day.
    func times(
        _ type: String = "T1", of practitioner: String = "P1", on day: String = Practice.day
    ) -> [String] {
        offer(type, of: practitioner)["starts"].texts
            .filter { $0.hasPrefix(day) }.map { String($0.dropFirst(11).prefix(5)) }
    }

    /// The days with a published time.
    func days(_ type: String = "T1", of practitioner: String = "P1") -> [String] {
        Set(offer(type, of: practitioner)["starts"].texts.map { String($0.prefix(10)) }).sorted()
    }

    func parameter(_ group: String, _ name: String) -> JSON {
        json["parameters"].list.first {
            $0["group"].text == group && $0["name"].text == name
        } ?? JSON(nil)
    }
}

extension Practice {
    /// Evaluates the snapshot with the built command.
    func evaluated(
        _ arguments: [String] = [], in folder: URL = Gapbook.root,
        _ location: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        let run = try await Gapbook.run(
            ["eval", "-", "--format", "json"] + arguments, input: try snapshot, in: folder)
        return Answer(json: try run.json(location), status: run.status)
    }

    /// Asks why a time of the first practitioner's first type is offered or not.
    func why(_ time: String, _ arguments: [String] = []) async throws -> JSON {
        let at = time.contains("T") ? time : "\(Practice.day)T\(time)"
        return try await Gapbook.run(
            ["why", "-", "--at", at, "--format", "json"] + arguments, input: try snapshot
        ).json()["answers"][0]
    }
}
