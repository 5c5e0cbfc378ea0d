internal import Diagnostics
internal import Diary
internal import GRDB

extension Problem {
    static let notALedger = Problem(
        "D0002", "the file is not a ledger",
        hint: "check the path; Gapbook leaves the file as it is")

    static func newer(_ version: Int) -> Problem {
        Problem(
            "D0003",
            "the ledger has version \(version), and this program knows "
                + "versions up to \(Migration.current)",
            hint: "run the newer release of gapbook that wrote it")
    }

    static func damaged(_ what: String) -> Problem {
        Problem(
            "D0008", "the ledger is damaged: \(what)",
            hint: "run `gapbook ledger verify`, then put back a backup")
    }

    static func ledgerGone(from path: String) -> Problem {
        Problem(
            "D0010", "the ledger is no longer at its path: it was deleted, moved or replaced",
            hint: "put the file back, or the newest backup, and start the service again",
            at: Location(file: path))
    }

    static func noPractice(_ id: PracticeID) -> Problem {
        Problem(
            "D0101", "no practice is called `\(id)`",
            hint: "list them with `gapbook practice list`")
    }

    static func runIsOver(_ number: Int) -> Problem {
        Problem(
            "D0301", "run \(number) no longer goes on",
            hint: "nothing: the run that took over goes on with its work")
    }

    /// What a call on the ledger threw, as a problem.
    init(ledger error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as DatabaseError: self.init(sqlite: error)
        case is RowDecodingError: self = .damaged("a value is not of its column's kind")
        default:
            self.init(
                "D0009", "the ledger failed in a way that was not foreseen",
                hint: "tell an engineer", context: [Fact("error", "\(type(of: error))")])
        }
    }

    /// The statement and its values are left out: only what SQLite says is told.
    private init(sqlite error: DatabaseError) {
        let words = error.message ?? "no message"
        switch error.resultCode.primaryResultCode {
        case .SQLITE_NOTADB: self = .notALedger
        case .SQLITE_CANTOPEN:
            self.init(
                "D0001", "the ledger cannot be opened",
                hint: "check that its folder exists and that this user may write there")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                "D0004", "another program keeps the ledger locked",
                hint: "try again; where it lasts, find the program that has the file open")
        case .SQLITE_READONLY, .SQLITE_PERM:
            self.init(
                "D0005", "the ledger cannot be written",
                hint: "let the user of this process write the file and its folder")
        case .SQLITE_FULL, .SQLITE_IOERR:
            self.init(
                "D0006", "the disk refuses to keep the change",
                hint: "make room, and check the disk; what was kept before is safe")
        case .SQLITE_CORRUPT: self = .damaged("its pages do not fit together")
        case .SQLITE_CONSTRAINT:
            let rule = words.replacing("CHECK constraint failed: ", with: "")
            self.init(
                "D0106", "the ledger refuses the value: \(rule)",
                hint: "give a value that the rule allows")
        default:
            self.init(
                "D0009", "the ledger failed in a way that was not foreseen",
                hint: "tell an engineer")
        }
        context.append(Fact("sqlite", "\(error.extendedResultCode.rawValue): \(words)"))
    }
}
