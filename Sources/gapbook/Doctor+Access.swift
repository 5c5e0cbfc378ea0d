import Diagnostics
import Diary
import Flows
import Ledger
import Ports
import Server
import Wire

// Whether those who are asked know us: one call for each that changes nothing and needs the key.
extension Doctor {
    /// More practices than these are not asked.
    static let mostAsked = 50

    static func access(
        of practices: [PracticeRecord], in ledger: Ledger, _ configuration: Configuration
    ) async -> [DoctorCheck] {
        let enabled = practices.filter(\.isEnabled)
        let connector = ServiceConnector(configuration, ledger: ledger, logger: .silent)
        var checks: [DoctorCheck] = []
        for connection in configuration.connections {
            checks += await consents(
                enabled.filter { $0.connection == connection.name }, connection, connector)
        }
        // S58: nothing is sent about a practice that was stopped.
        let published = enabled.filter { $0.marketplace != nil && $0.stopped == nil }
        for record in published.prefix(mostAsked) { checks += await key(of: record, connector) }
        if published.count > mostAsked {
            checks.append(
                DoctorCheck(
                    "marketplace", .ok,
                    "\(Words.count(published.count - mostAsked, "practice")) more not asked"))
        }
        return checks
    }

    /// Exact says who has consented to the client, which proves its secret as well.
    private static func consents(
        _ practices: [PracticeRecord], _ connection: ConfiguredConnection,
        _ connector: ServiceConnector
    ) async -> [DoctorCheck] {
        let subject = "connection \(connection.name)"
        do {
            guard let active = try await connector.consentingPractices(of: connection) else {
                return []
            }
            let missing = practices.filter { !active.contains($0.pmsPractice) }
            guard missing.isEmpty else {
                return missing.map { record in
                    DoctorCheck(
                        "practice \(record.id)", .error,
                        "`\(record.pmsPractice)` has not consented to this client",
                        advice: "check the practice's id, and have it consent to Gapbook")
                }
            }
            return [
                DoctorCheck(
                    subject, .ok,
                    "takes the secret; \(Words.count(active.count, "practice")) consenting")
            ]
        } catch {
            return refusal(error, subject)
        }
    }

    /// The optional features are listed to whom the marketplace knows, by all three of its keys.
    private static func key(
        of record: PracticeRecord, _ connector: ServiceConnector
    ) async -> [DoctorCheck] {
        let subject = "practice \(record.id)"
        do {
            guard let marketplace = try await connector.ports(for: record).marketplace else {
                return []
            }
            _ = try await marketplace.enabledFeatures()
            return [DoctorCheck(subject, .ok, "the marketplace takes its key")]
        } catch {
            return refusal(error, subject)
        }
    }

    /// What cannot be reached, or has no secret, is said where that is tried.
    private static func refusal(_ error: any Error, _ subject: String) -> [DoctorCheck] {
        guard let failure = error as? WireFailure, failure.kind != .unreachable else { return [] }
        return [DoctorCheck(problem: failure.problem, subject, .error)]
    }
}
