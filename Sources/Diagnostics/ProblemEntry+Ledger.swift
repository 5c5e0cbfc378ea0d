extension ProblemEntry {
    /// The ledger.
    static let ledger = ledgerFile + ledgerValues + ledgerCare + ledgerPatients

    private static let ledgerFile = [
        ProblemEntry(
            "D0001", "there is no ledger, or it cannot be opened",
            why: "The path is wrong, its folder does not exist, or this user may not read it.",
            fix: "Check the path in the configuration file. The service makes the file when it "
                + "starts, but never the folder."),
        ProblemEntry(
            "D0002", "the file is not a ledger",
            why: "Something else is at the path: a folder, a text, or a database of another "
                + "program. It was left as it is.",
            fix: "Correct the path."),
        ProblemEntry(
            "D0003", "the ledger is of a newer program",
            why: "A newer release has brought the file to its own version, and an older one could "
                + "not keep what it does not know.",
            fix: "Run the newer release, or put back the backup that was made before the upgrade."),
        ProblemEntry(
            "D0004", "another program keeps the ledger locked",
            why: "Programs take turns, each for a moment. Here one did not let go in ten seconds.",
            fix: "Try again. Where it lasts, find the program that has the file open, for example "
                + "a database shell with an open transaction, and end it."),
        ProblemEntry(
            "D0005", "the ledger cannot be written",
            why: "This user may not write the file or its folder, or the disk is mounted for "
                + "reading only.",
            fix: "Run the command as the service's user, or give that user the file and its "
                + "folder."),
        ProblemEntry(
            "D0006", "the disk refuses to keep the change",
            why: "The disk is full or has failed. The change was undone, and what was kept before "
                + "is safe. Bookings are rejected meanwhile, for none is sent on before it is "
                + "stored.",
            fix: "Make room, and look for errors of the disk in the system's log. The service goes "
                + "on by itself: `/health` answers 503 until a change is kept again, and "
                + "`gapbook doctor` tries one at once."),
        ProblemEntry(
            "D0007", "the ledger would not last",
            why: "A setting that makes changes survive a power cut did not take, as happens on "
                + "some network file systems.",
            fix: "Keep the ledger on a local disk."),
        ProblemEntry(
            "D0008", "the ledger is damaged",
            why: "The file holds what no program of ours writes: a failing disk, or a change by "
                + "hand.",
            fix: "Run `gapbook ledger verify` to see what is wrong, then put back a backup."),
        ProblemEntry(
            "D0009", "the ledger failed in a way that was not foreseen",
            why: "The database gave an answer that the program has no better word for.",
            fix: "Tell an engineer what stands behind `sqlite`."),
        ProblemEntry(
            "D0010", "the ledger is no longer at its path",
            why: "The file was deleted, moved or replaced while a program had it open. What is "
                + "written into such a file is lost with the program, so nothing more is taken in, "
                + "and the service ends.",
            fix: "Put the file back, or else the newest backup, and start the service again. To "
                + "put back a backup at another time, stop the service first."),
        ProblemEntry(
            "D0011", "the ledger's disk has little room left",
            why: "Less than 256 MB are free. A large reading stands in the ledger's log and in its "
                + "file for a while, and on a full disk every booking is rejected.",
            fix: "Make room, or move the ledger to a larger disk. Let "
                + "`gapbook_ledger_free_bytes` of `/metrics` raise an alert before it comes to "
                + "this."),
    ]

    private static let ledgerValues = [
        ProblemEntry(
            "D0101", "no such practice",
            why: "The ledger has no practice of that id.",
            fix: "List them with `gapbook practice list`; add one with `gapbook practice add`."),
        ProblemEntry(
            "D0102", "no such appointment type",
            why: "A type stands for one practitioner, so the practitioner must be the right one "
                + "too.",
            fix: "List the types with `gapbook types`, and add the one that is missing."),
        ProblemEntry(
            "D0103", "no such revision of the rules",
            why: "Only a kept revision can be switched to, and the first one has none before it.",
            fix: "Activate the rules as they stand with `gapbook rules activate`."),
        ProblemEntry(
            "D0104", "another practice has that id at the marketplace",
            why: "The marketplace takes each list of books as the whole list. Two practices at one "
                + "id would delete each other's.",
            fix: "Disable the other practice, or use this practice's own id and key."),
        ProblemEntry(
            "D0105", "a set-up cannot hold the value",
            why: "A set-up obeys the limits of the snapshot format, so that it can always be "
                + "written to a file and read again.",
            fix: "Change the value as the message says; `docs/reference/snapshot-format.md` has "
                + "all limits."),
        ProblemEntry(
            "D0106", "the ledger refuses the value",
            why: "A constraint of the database does not allow it. The change was undone.",
            fix: "Give a value that the constraint, which the message names, allows."),
        ProblemEntry(
            "D0201", "a reading that broke off is not kept",
            why: "What is missing from it would be taken for deleted.",
            fix: "Nothing: the next reading is tried by itself."),
        ProblemEntry(
            "D0202", "the reading cannot be kept",
            why: "It goes over a limit of the snapshot format, so it could not be read back.",
            fix: "Tell an engineer the causes that are listed. What was published stays."),
        ProblemEntry(
            "D0301", "the run no longer goes on",
            why: "Another process took over after the lease had run out, or the run has ended.",
            fix: "Nothing: the run that took over compares everything again."),
        ProblemEntry(
            "D0302", "the run has no end",
            why: "A run is ended with a time and an outcome; one of the two is missing.",
            fix: "Tell an engineer."),
        ProblemEntry(
            "D0303", "a day was recorded before its book",
            why: "The marketplace knows no day of a book that it does not have.",
            fix: "Tell an engineer."),
        ProblemEntry(
            "D0304", "the booking was over long ago",
            why: "The marketplace sent a booking again whose record retention has taken away. Its "
                + "id and its reference are kept for ever, so that nothing is inserted twice.",
            fix: "Ask the marketplace why it sends it again. Nothing was stored or inserted."),
        ProblemEntry(
            "D0401", "the revision is kept with other files",
            why: "A revision's id is the digest of its files, so that it always means the same.",
            fix: "Tell an engineer."),
    ]

    private static let ledgerCare = [
        ProblemEntry(
            "D0501", "there is a file already",
            why: "A backup never takes the place of a file.",
            fix: "Choose another name, for example one with the date."),
        ProblemEntry(
            "D0502", "the backup cannot be written",
            why: "The folder does not exist, cannot be written, or has no room.",
            fix: "Check the folder. The ledger itself is untouched."),
        ProblemEntry(
            "D0503", "the copy is not sound",
            why: "The finished copy was read back, and what was found in it is listed.",
            fix: "Run `gapbook ledger verify`: what is wrong with the copy is most likely wrong "
                + "with the ledger."),
        ProblemEntry(
            "D0601", "the file's pages are damaged",
            why: "The disk or the file system has lost or changed a part of the file.",
            fix: "Stop the service, keep the damaged file aside, and put back the newest backup."),
        ProblemEntry(
            "D0602", "rows name rows that do not exist",
            why: "The file was changed by another program with its checks switched off.",
            fix: "Stop the service and put back the newest backup."),
        ProblemEntry(
            "D0603", "the schema is not the expected one",
            why: "A table, an index or a trigger was changed, added or removed by hand.",
            fix: "Stop the service and put back the newest backup."),
        ProblemEntry(
            "D0604", "kept content is not what its digest says",
            why: "The content was changed after it was kept.",
            fix: "Put back a backup. A reading is also replaced by the next sync of its practice."),
        ProblemEntry(
            "D0605", "a practice cannot be read",
            why: "One of its rows holds a value that the program cannot understand.",
            fix: "Put back a backup."),
        ProblemEntry(
            "D0606", "a booking and its claim do not fit",
            why: "Two bookings claim one time, or a claim is missing, left over, or for another "
                + "time than its booking. The tables refuse that, so the file was changed by hand.",
            fix: "Stop the service and put back the newest backup."),
        ProblemEntry(
            "D0607", "a booking cannot be read",
            why: "One of its rows holds a value that the program cannot understand.",
            fix: "Put back a backup."),
    ]

    private static let ledgerPatients = [
        ProblemEntry(
            "D0701", "there is no key for patient data",
            why: "Who a booking is for is kept sealed only, and there is no key to seal it with. "
                + "The booking was not stored.",
            fix:
                "Make a key with `openssl rand -base64 32`, put it where only the service can read "
                + "it, and name that place in `patient_keys`. The marketplace sends the booking "
                + "again."),
        ProblemEntry(
            "D0702", "a key for patient data is missing",
            why: "Patients were sealed with a key that is no longer in `patient_keys`.",
            fix: "Put the key back into the list, behind the newest one. Nothing is lost until "
                + "then. A key can go once nothing is sealed with it any more."),
        ProblemEntry(
            "D0703", "a patient cannot be opened",
            why: "The sealed record is not what was sealed for that booking: it was changed, or "
                + "moved from another one.",
            fix: "Put back a backup. Where there is none, ask the marketplace who the booking is "
                + "for."),
        ProblemEntry(
            "D0704", "another key had this id before",
            why: "Each key keeps its id for ever, so that what it sealed can be opened.",
            fix: "Put the former key back under its id, and give the new key an id of its own, for "
                + "example the month in which it was made."),
        ProblemEntry(
            "D0705", "a key for patient data is no key",
            why: "A key has 32 bytes, written in base64, and an id of 1 to 64 characters that no "
                + "other key of the list has.",
            fix: "Make it with `openssl rand -base64 32`."),
        ProblemEntry(
            "D0706", "the patient of a booking is not kept any more",
            why: "Who a booking is for is purged some time after its end. Something still wants to "
                + "write the booking into the diary.",
            fix: "Look the booking up at the marketplace, and decide it by hand."),
    ]
}
