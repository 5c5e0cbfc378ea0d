internal import Diary
internal import Ports

// What an audit entry says of a change: in words, for people who ask later who did what and why.
extension SetUpChange {
    /// What was done.
    var action: String {
        switch self {
        case .put: "put practice"
        case .enable: "enable"
        case .disable: "disable"
        case .stop(let stop): stop == nil ? "let go on" : "stop"
        case .putType: "put type"
        case .removeType: "remove type"
        case .link: "link"
        case .unlink: "unlink"
        case .assign(let assignment): assignment == nil ? "take assignment back" : "assign"
        case .aliases: "aliases"
        case .parameter(_, _, let value): value == nil ? "take parameter back" : "parameter"
        case .activateRules: "activate rules"
        case .rollbackRules: "roll back rules"
        }
    }

    /// What it was about.
    var subject: String {
        switch self {
        case .put(let record, _, _): "practice \(record.id)"
        case .enable, .disable, .stop: "traffic"
        case .putType(let type): "\(type.id) with \(type.practitioner)"
        case .link(let link): "\(link.type) with \(link.practitioner)"
        case .removeType(let type, let practitioner), .unlink(let type, let practitioner):
            "\(type) with \(practitioner)"
        case .assign: "default reason"
        case .aliases: "aliases"
        case .parameter(let group, let name, _): "\(group).\(name)"
        case .activateRules, .rollbackRules: "rules"
        }
    }

    /// The value that it is about, as a practice has it; nil where it has none.
    func value(in owned: OwnedPractice) -> String? {
        switch self {
        case .put: owned.reach
        case .enable, .disable, .stop: owned.traffic
        case .putType(let type):
            owned.setUp.appointmentTypes.first {
                $0.id == type.id && $0.practitioner == type.practitioner
            }?.words
        case .removeType(let type, let practitioner):
            [
                owned.setUp.appointmentTypes.first {
                    $0.id == type && $0.practitioner == practitioner
                }?.words,
                owned.setUp.link(type, practitioner).map { "linked to \($0.reason)" },
            ].compactMap(\.self).joined(separator: ", ").nonEmpty
        case .link(let link): owned.setUp.link(link.type, link.practitioner)?.reason.rawValue
        case .unlink(let type, let practitioner):
            owned.setUp.link(type, practitioner)?.reason.rawValue
        case .assign: owned.setUp.assigned.map { "\($0.reason)\($0.isPinned ? ", pinned" : "")" }
        case .aliases: owned.setUp.aliases.words
        case .parameter(let group, let name, _):
            owned.setUp.parameters[group]?[name]?.description
        case .activateRules, .rollbackRules: nil
        }
    }
}

extension OwnedPractice {
    fileprivate var reach: String {
        let marketplace = record.marketplace.map { "marketplace \($0.practice) with \($0.key)" }
        return [
            "\(record.system.productName) \(record.pmsPractice) over \(record.connection)",
            marketplace ?? "not published", setUp.timeZone, setUp.phone.map { "phone \($0)" },
        ].compactMap(\.self).joined(separator: ", ")
    }

    fileprivate var traffic: String {
        let state = record.isEnabled ? "enabled" : "disabled"
        return record.stopped.map { "\(state), stopped by the \($0.side.rawValue): \($0.why)" }
            ?? state
    }
}

extension AppointmentType {
    fileprivate var words: String { "\(name), \(length)" }
}

extension Aliases {
    fileprivate var words: String? {
        let names = healthengine.map { "\"\($0)\"" }
        let types = types.sorted { $0.key < $1.key }.map { "\"\($0.key)\" = \"\($0.value)\"" }
        return (names + types).joined(separator: ", ").nonEmpty
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
