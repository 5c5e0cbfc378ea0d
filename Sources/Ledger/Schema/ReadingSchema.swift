/// Version 2: what was read from PMSs, and the revisions of rules, both by the hash of their
/// content.
enum ReadingSchema {
    static let sql = readings + rules

    private static let readings = """
        CREATE TABLE reading (
          digest TEXT PRIMARY KEY NOT NULL
            CONSTRAINT "a reading's digest is SHA-256 in hexadecimal"
            CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
          practice TEXT NOT NULL REFERENCES practice (id),
          bytes INTEGER NOT NULL
            CONSTRAINT "a reading has 1 byte to 64 MB" CHECK (bytes BETWEEN 1 AND 67108864),
          content BLOB NOT NULL
        ) STRICT;
        CREATE INDEX reading_by_practice ON reading (practice);

        CREATE TABLE latest_reading (
          practice TEXT PRIMARY KEY NOT NULL REFERENCES practice (id),
          reading TEXT NOT NULL REFERENCES reading (digest),
          read_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX latest_reading_by_content ON latest_reading (reading);

        """

    private static let rules = """
        CREATE TABLE rule_text (
          digest TEXT PRIMARY KEY NOT NULL
            CONSTRAINT "a rule file's digest is SHA-256 in hexadecimal"
            CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
          text TEXT NOT NULL
            CONSTRAINT "a rule file has at most 256 KB" CHECK (length(text) <= 262144)
        ) STRICT;

        CREATE TABLE rule_revision (
          id TEXT PRIMARY KEY NOT NULL
            CONSTRAINT "a revision's id has 1 to 100 characters"
            CHECK (length(id) BETWEEN 1 AND 100),
          kept_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE rule_file (
          revision TEXT NOT NULL REFERENCES rule_revision (id) ON DELETE CASCADE,
          place INTEGER NOT NULL,
          path TEXT NOT NULL
            CONSTRAINT "a rule file's path has 1 to 400 characters"
            CHECK (length(path) BETWEEN 1 AND 400),
          text TEXT NOT NULL REFERENCES rule_text (digest),
          PRIMARY KEY (revision, place),
          UNIQUE (revision, path)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX rule_file_by_text ON rule_file (text);

        CREATE TRIGGER rule_text_is_never_changed BEFORE UPDATE ON rule_text
          BEGIN SELECT RAISE(ABORT, 'a kept rule file is never changed'); END;
        CREATE TRIGGER rule_revision_is_never_changed BEFORE UPDATE ON rule_revision
          BEGIN SELECT RAISE(ABORT, 'a kept revision is never changed'); END;
        CREATE TRIGGER rule_file_is_never_changed BEFORE UPDATE ON rule_file
          BEGIN SELECT RAISE(ABORT, 'a kept revision is never changed'); END;

        -- `back` is the activation that a rollback returns to: switching back twice goes two
        -- revisions back, and not forth again.
        CREATE TABLE activation (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          practice TEXT NOT NULL REFERENCES practice (id),
          revision TEXT NOT NULL REFERENCES rule_revision (id),
          since INTEGER NOT NULL,
          actor TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 200),
          why TEXT
            CONSTRAINT "an activation's cause has at most 2000 characters"
            CHECK (length(why) <= 2000),
          back INTEGER REFERENCES activation (number),
          CHECK (back < number)
        ) STRICT;
        CREATE INDEX activation_by_practice ON activation (practice, number);
        CREATE INDEX activation_by_revision ON activation (revision);
        CREATE TRIGGER activation_is_never_changed BEFORE UPDATE ON activation
          BEGIN SELECT RAISE(ABORT, 'an activation is never changed'); END;
        CREATE TRIGGER activation_is_never_removed BEFORE DELETE ON activation
          BEGIN SELECT RAISE(ABORT, 'an activation is never removed'); END;

        """
}
