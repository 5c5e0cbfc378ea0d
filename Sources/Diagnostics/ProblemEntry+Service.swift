extension ProblemEntry {
    /// The configuration file and the service.
    static let service = [
        ProblemEntry(
            "C0101", "the configuration cannot be read",
            why: "There is no file of that name, it may not be read, or it is no text of at most 8 "
                + "MB.",
            fix: "Name the file with `--config` or in GAPBOOK_CONFIG. `docs/operate.md` shows "
                + "one."),
        ProblemEntry(
            "C0102", "the configuration is not YAML",
            why: "The file does not follow YAML at that place, or a key stands twice.",
            fix: "Mend that line or the one before it. Indent with spaces, and put texts with `: ` "
                + "or ` #` in quotes."),
        ProblemEntry(
            "C0103", "a secret is missing",
            why: "Secrets stand in environment variables or in files, never in the configuration "
                + "file or the ledger. The one that is named is not there.",
            fix: "Set the environment variable for the service, or write the secret into the file "
                + "as its first line."),
        ProblemEntry(
            "C0104", "the configuration has an unknown key",
            why: "A misspelt key would silently have no effect, so none is passed over.",
            fix: "Write the key that the hint names. `docs/reference/configuration.md` has all."),
        ProblemEntry(
            "C0105", "the configuration lacks a key",
            why: "Without it the service cannot do what the file asks for.",
            fix: "Add the key; the hint shows how."),
        ProblemEntry(
            "C0106", "a setting cannot be used",
            why: "The value is of another kind, out of its range, or not of the form that the key "
                + "takes.",
            fix: "Write what the hint shows. Texts that look like numbers stand in quotes."),
        ProblemEntry(
            "C0107", "a name stands twice in the configuration",
            why: "Connections and practices are told apart by their names.",
            fix: "Give one of them another name."),
        ProblemEntry(
            "C0108", "the configuration does not say where a secret is",
            why: "The file is copied, kept and shown around, so secrets never stand in it.",
            fix:
                "Write `env:NAME` or `file:PATH`. If the secret itself stood there, have its owner "
                + "change it."),
        ProblemEntry(
            "C0109", "a practice names a connection that the configuration does not have",
            why: "A practice is reached through one of the file's connections.",
            fix: "Add the connection, or name one of those that the hint lists."),
        ProblemEntry(
            "C0110", "the listener is open to other machines (warning)",
            why: "Health and metrics have no password.",
            fix: "Listen on 127.0.0.1 and let a proxy pass `/webhooks/` on, or close the port to "
                + "all but the proxy."),
        ProblemEntry(
            "C0111", "bookings will be rejected without a key (warning)",
            why: "Who a booking is for is kept sealed only, and the configuration names no key to "
                + "seal it with. So that none is lost, every booking is rejected at once.",
            fix: "Make a key with `openssl rand -base64 32`, put it where only the service can "
                + "read it, and name that place in `patient_keys`. Keep a copy of the key."),
        ProblemEntry(
            "C0206", "nobody can be asked",
            why: "The command changes what is published, so it asks first, and nobody sits at a "
                + "terminal.",
            fix: "Look at the change with `--dry-run`, then give `--yes`."),
        ProblemEntry(
            "C0208", "the rules may not decide",
            why: "A file of the rules cannot be used, or one of their tests fails. The last good "
                + "revision goes on deciding, and a finding says so.",
            fix: "Correct what is listed, run `gapbook test`, and activate again."),
        ProblemEntry(
            "C0209", "there is nothing to switch back to",
            why: "No revision of rules was ever activated for the practice.",
            fix: "Activate one with `gapbook rules activate`."),
        ProblemEntry(
            "C0211", "the address cannot be listened on",
            why: "Another program has the port, or the address is not one of this machine.",
            fix: "Stop that program, or write another `listen:` in the configuration."),
        ProblemEntry(
            "C0212", "the practice's traffic stands still",
            why: "Staff disabled the practice, or one of the sides withdrew its consent.",
            fix: "Run `gapbook practice enable` when that is mended; `gapbook status` says what it "
                + "is. A dry run works meanwhile."),
        ProblemEntry(
            "C0213", "the file cannot be written",
            why: "The folder does not exist, may not be written, or is full.",
            fix: "Check the folder, and its rights and room."),
    ]
}
