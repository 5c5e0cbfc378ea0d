import Diagnostics

/// `gapbook ledger backup --format json`: `docs/schemas/backup-1.schema.json`.
struct BackupOutput: Encodable {
    let format = "gapbook.backup/1"
    let ledger: String
    let backup: String
}

/// `gapbook ledger verify --format json`: `docs/schemas/verify-1.schema.json`.
struct VerifyOutput: Encodable {
    let format = "gapbook.verify/1"
    let ledger: String
    /// Empty where the ledger is sound.
    let problems: [Problem]
}
