import Diary
import Foundation
import Testing

/// The configuration of a bench's service.
struct BenchSettings {
    var system = PMSSystem.exact
    var pmsAddress = ""
    var marketplaceAddress = ""
    /// The rules' directory.
    var rules = Gapbook.root.appendingPathComponent("rules").path
    var listen = "127.0.0.1:0"
    var syncSeconds = 5
    var pollSeconds = 1
    /// The connection; nil for the simulated PMS.
    var connection: String?
    /// How the PMS takes insertions; nil for the adapter's own assumption.
    var insertion: String?
    /// Whether there is a key to seal patients with; without it bookings are rejected.
    var hasPatientKey = true
    /// Another key, which seals from now on.
    var hasNewPatientKey = false
    /// Further lines.
    var more = ""

    static let pmsSecret = "pms-Secret-5ad1e0"
    static let marketplaceSecret = "market-Secret-77b2c4"
    /// 32 bytes in base64.
    static let patientKey = "cGF0aWVudC1rZXktb2YtdGhlLWJlbmNoLTMyYnl0ZXM="
    static let newPatientKey = "YW5vdGhlci1rZXktb2YtdGhlLWJlbmNoLTMyYnl0ZXM="

    /// A practice's key at the marketplace.
    static func key(of marketplace: String) -> String { "\(marketplace)-Key-90f3d8" }

    /// The environment variable with that key.
    static func keyName(of marketplace: String) -> String {
        "KEY_\(marketplace.filter(\.isNumber))"
    }

    /// Secrets, and what the simulated marketplace tells about its patient.
    static let `private` =
        [pmsSecret, marketplaceSecret, "Key-90f3d8", patientKey, newPatientKey]
        + ["sample@example.com", "0255500123", "23-02-1990", "Sample Patient", "\"Patient\""]

    static let environment: [String: String] = {
        var variables = [
            "VENDOR_SECRET": pmsSecret, "MARKETPLACE_KEY": marketplaceSecret,
            "PATIENT_KEY": patientKey, "NEW_PATIENT_KEY": newPatientKey,
        ]
        for number in 1...3 { variables[keyName(of: "he-\(number)")] = key(of: "he-\(number)") }
        return variables
    }()

    /// The file.
    var file: String {
        """
        ledger: gapbook.sqlite
        rules: \(rules)
        listen: \(listen)
        connections:
          - \(connection ?? simulated)
        marketplace:
          url: \(marketplaceAddress)
          api_key: env:MARKETPLACE_KEY
          user_agent: Gapbook (support@example.net) TEST
        sync: { seconds: \(syncSeconds) }
        poll: { seconds: \(pollSeconds) }
        \(patientKeys)
        \(more)
        """
    }

    private var patientKeys: String {
        guard hasPatientKey else { return "" }
        let newest = hasNewPatientKey ? "{ id: k2, key: env:NEW_PATIENT_KEY }, " : ""
        return "patient_keys: [\(newest){ id: k1, key: env:PATIENT_KEY }]"
    }

    private var simulated: String {
        let secret =
            switch system {
            case .exact:
                "sign_in_url: \(pmsAddress), client_id: simulated-client, secret: env:VENDOR_SECRET"
            case .oasis: "api_key: env:VENDOR_SECRET"
            }
        return "{ name: vendor, system: \(system.rawValue), url: \(pmsAddress), \(secret), "
            + (insertion.map { "insertion: \($0), " } ?? "") + "calls_per_minute: 60000 }"
    }

    /// Has the marketplace ring at the service, which needs a port that is known beforehand.
    mutating func takeWebhooks(pollSeconds: Int = 600) throws {
        let port = try FreePort.any()
        listen = "127.0.0.1:\(port)"
        more += "\npublic_url: http://127.0.0.1:\(port)"
        self.pollSeconds = pollSeconds
    }
}

/// A port that nobody has just now.
enum FreePort {
    static func any() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        try #require(isBound)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
