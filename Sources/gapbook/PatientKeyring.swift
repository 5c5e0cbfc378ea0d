import Diagnostics
import Ledger
import Server
import Wire

/// The keys for patients that the configuration names, as far as they can be used.
///
/// The first one seals. Where it cannot be used there is none at all, so that nothing is sealed by
/// a key that is on its way out; of the others, each one that cannot be used is left out.
struct PatientKeyring {
    /// The keys; nil where none seals.
    let keys: PatientKeys?
    /// Why keys that are named cannot be used.
    let problems: [Problem]

    /// Reads the keys from where the configuration says they are.
    init(_ configured: [ConfiguredPatientKey]) {
        var keys: [PatientKey] = []
        var problems: [Problem] = []
        for named in configured {
            do {
                let secret = try named.key.secret()
                keys.append(try PatientKey(id: named.id, base64: secret.exposed))
            } catch {
                problems.append(error)
                if keys.isEmpty { break }
            }
        }
        self.problems = problems
        self.keys = try? PatientKeys(keys)
    }

    /// Opens the ledger with the keys; without them where the ledger refuses one.
    ///
    /// - Returns: the ledger, and why keys that are named are not used.
    static func open(
        _ configuration: Configuration, creating: Bool
    ) throws(Problem) -> (ledger: Ledger, problems: [Problem]) {
        let ring = PatientKeyring(configuration.patientKeys)
        do {
            let ledger = try Ledger.open(
                at: configuration.ledger, creating: creating, keys: ring.keys)
            return (ledger, ring.problems)
        } catch {
            guard error.code == "D0704" else { throw error }
            let ledger = try Ledger.open(at: configuration.ledger, creating: creating)
            return (ledger, ring.problems + [error])
        }
    }
}
