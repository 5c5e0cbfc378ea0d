internal import Crypto
public import Diagnostics
internal import Diary
internal import Foundation
internal import Ports

/// A key that patients' details are sealed with. Printing it shows its id.
public struct PatientKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The name that stands beside what it sealed.
    public let id: String
    let key: SymmetricKey

    /// Takes a key of 32 bytes in base64, as `openssl rand -base64 32` makes it.
    ///
    /// - Throws: D0705 for an id that is empty or has over 64 characters, and for anything but 32
    ///   bytes.
    public init(id: String, base64 text: String) throws(Problem) {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...64).contains(id.count), let bytes = Data(base64Encoded: text), bytes.count == 32
        else {
            throw Problem(
                "D0705", "the key `\(id)` for patient data is no key",
                hint: "make one with `openssl rand -base64 32`, with an id of 1 to 64 characters")
        }
        self.id = id
        key = SymmetricKey(data: bytes)
    }

    /// The id.
    public var description: String { "<key \(id)>" }
    /// The id.
    public var debugDescription: String { description }
    /// Empty, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// Tells two keys apart without telling anything of them.
    var mark: String {
        HMAC<SHA256>.authenticationCode(for: Array("gapbook patient key".utf8), using: key)
            .map { $0 < 16 ? "0\(String($0, radix: 16))" : String($0, radix: 16) }.joined()
    }
}

/// The keys that a ledger can open patients with: the first one, the newest, seals as well.
public struct PatientKeys: Sendable {
    let keys: [PatientKey]

    /// The key that seals.
    public var newest: PatientKey { keys[0] }

    /// Takes keys, the newest first.
    ///
    /// - Throws: D0705 for no key at all, and for two of one id.
    public init(_ keys: [PatientKey]) throws(Problem) {
        guard !keys.isEmpty, Set(keys.map(\.id)).count == keys.count else {
            throw Problem(
                "D0705",
                keys.isEmpty
                    ? "the list of keys for patient data is empty"
                    : "two keys for patient data have one id",
                hint: "give each key an id of its own, the newest key first")
        }
        self.keys = keys
    }

    subscript(_ id: String) -> PatientKey? { keys.first { $0.id == id } }
}

/// A patient as the ledger keeps it.
struct SealedPatient: Sendable {
    /// The id of the key.
    var key: String
    /// Nonce, ciphertext and tag of AES-GCM.
    var bytes: Data
}

/// Whose patient it is. It is sealed in, so that a record opens nowhere but at its own booking.
struct PatientOwner: Sendable {
    let booking: BookingID
    let practice: PracticeID

    /// Lengths come first, so that no two owners give the same bytes.
    fileprivate var bytes: [UInt8] {
        let parts = [practice.rawValue, booking.rawValue]
        return Array("patient 1".utf8) + parts.flatMap { "/\($0.utf8.count):\($0)".utf8 }
    }
}

extension PatientKeys {
    /// Seals by the newest key.
    func seal(_ details: PatientDetails, of owner: PatientOwner) throws -> SealedPatient {
        let sealed = try AES.GCM.seal(
            try JSONEncoder().encode(details), using: newest.key, authenticating: owner.bytes)
        guard let bytes = sealed.combined else { throw CryptoKitError.incorrectParameterSize }
        return SealedPatient(key: newest.id, bytes: bytes)
    }

    /// Opens a record.
    ///
    /// - Throws: D0702 where its key is missing, D0703 where it is not what was sealed there.
    func open(
        _ sealed: SealedPatient, of owner: PatientOwner
    ) throws(Problem) -> PatientDetails {
        guard let key = self[sealed.key]?.key else { throw .noPatientKey(sealed.key) }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.bytes)
            let text = try AES.GCM.open(box, using: key, authenticating: owner.bytes)
            return try JSONDecoder().decode(PatientDetails.self, from: text)
        } catch {
            // What failed could quote what was read, so it is not told.
            throw Problem(
                "D0703", "the patient of booking `\(owner.booking)` cannot be opened",
                hint: "put back a backup: the record was changed or moved")
        }
    }
}

extension Problem {
    static func noPatientKey(_ id: String) -> Problem {
        Problem(
            "D0702", "the key `\(id)` is missing that patient data was sealed with",
            hint: "put the key back into `patient_keys`; nothing is lost until then")
    }

    static let noPatientKeys = Problem(
        "D0701", "there is no key for patient data",
        hint: "make one with `openssl rand -base64 32`, and name it in `patient_keys`")

    static func otherPatientKey(_ id: String) -> Problem {
        Problem(
            "D0704", "the key `\(id)` is not the one that had this id before",
            hint: "put the former key back, and give the new one an id of its own")
    }
}
