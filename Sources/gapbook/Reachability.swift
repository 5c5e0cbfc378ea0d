import Diary
import Foundation
import PMS
import PMSExact
import PMSOasis
import Ports
import Server
import Wire

/// Whether something answers at every configured address, and whether its clock agrees with ours.
/// Any answer will do, of a call that each side knows: no credentials are sent. Whether keys are
/// taken is asked for each practice.
struct Reachability {
    /// More than this and tokens, leases and ages cannot be trusted.
    static let mostSkewSeconds = 60
    static let timeout = Duration.seconds(10)

    let configuration: Configuration

    init(_ configuration: Configuration) { self.configuration = configuration }

    func checks() async -> [DoctorCheck] {
        var checks: [DoctorCheck] = []
        for connection in configuration.connections {
            let subject = "connection \(connection.name)"
            switch connection.target {
            case .exact(let target):
                let path = "/v1/Subscriptions/active"
                checks.append(await check(target.url, ExactAccess.side, subject, path))
                if target.signInURL != target.url {
                    checks.append(await check(target.signInURL, ExactAccess.side, subject, "/"))
                }
            case .oasis(let target):
                checks.append(
                    await check(target.url, OasisAccess.side, subject, "/v1/practices/0"))
            case .files(let path): checks.append(Self.folder(path, subject))
            }
        }
        if let target = configuration.marketplace {
            checks.append(await check(target.url, .marketplace, "marketplace", "/features"))
        }
        return checks
    }

    private func check(
        _ address: String, _ side: WireSide, _ subject: String, _ path: String
    ) async -> DoctorCheck {
        do {
            let sent = Instant.current()
            let answer = try await Connection(to: address, side: side).answer(
                to: HTTPCall(.get, path, timeout: Self.timeout))
            let theirs = answer.headers["date"].flatMap { HTTPDate.instant($0) }
            guard let theirs else {
                return DoctorCheck(subject, .ok, "\(address) answers, and says no time")
            }
            let skew = theirs.seconds - sent.seconds
            guard abs(skew) <= Self.mostSkewSeconds else {
                return DoctorCheck(
                    subject, .warning,
                    "\(address) answers; its clock is \(abs(skew)) s "
                        + (skew > 0 ? "ahead of ours" : "behind ours"),
                    advice: "set this machine's clock by NTP; if it is right, tell the vendor")
            }
            return DoctorCheck(subject, .ok, "\(address) answers; the clocks agree")
        } catch {
            return DoctorCheck(problem: error.problem, subject, .error)
        }
    }

    private static func folder(_ path: String, _ subject: String) -> DoctorCheck {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
            isDirectory.boolValue
        else {
            return DoctorCheck(
                subject, .error, "there is no folder `\(path)`",
                advice: "check `path:`, and that the export is mounted")
        }
        return DoctorCheck(subject, .ok, "the folder \(path) is there")
    }
}

/// The `Date` header of HTTP.
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Reads `Tue, 03 Mar 2026 09:30:00 GMT`; nil for anything else.
    static func instant(_ text: String) -> Instant? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", parts[1].count == 2,
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return Instant("\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }
}
