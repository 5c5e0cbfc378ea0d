/// Version 3: the runs, what the marketplace has, and the findings.
enum PublicationSchema {
    static let sql = runs + published + findings

    // A run keeps the digest of its reading and the text of its rules also when retention has
    // taken the content away, so neither is a foreign key.
    private static let runs = """
        CREATE TABLE lease (
          practice TEXT PRIMARY KEY NOT NULL REFERENCES practice (id),
          owner TEXT NOT NULL
            CONSTRAINT "a lease's owner has 1 to 200 characters"
            CHECK (length(owner) BETWEEN 1 AND 200),
          until INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE poll (
          practice TEXT PRIMARY KEY NOT NULL REFERENCES practice (id),
          at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE run (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          practice TEXT NOT NULL REFERENCES practice (id),
          started_at INTEGER NOT NULL,
          ended_at INTEGER,
          outcome TEXT
            CONSTRAINT "a run has a known outcome"
            CHECK (outcome IN (
              'published', 'unchanged', 'read_failed', 'held', 'send_failed', 'stopped',
              'interrupted')),
          detail TEXT,
          reading TEXT
            CONSTRAINT "a run's reading is named by SHA-256 in hexadecimal"
            CHECK (length(reading) = 64 AND reading NOT GLOB '*[^0-9a-f]*'),
          rules TEXT,
          days_sent INTEGER NOT NULL CHECK (days_sent >= 0),
          days_failed INTEGER NOT NULL CHECK (days_failed >= 0),
          CONSTRAINT "a run has an outcome when it ends"
          CHECK ((ended_at IS NULL) = (outcome IS NULL))
        ) STRICT;
        CREATE INDEX run_by_practice ON run (practice, number);
        CREATE UNIQUE INDEX run_that_goes_on ON run (practice) WHERE outcome IS NULL;
        CREATE INDEX good_run ON run (practice, number)
          WHERE outcome IN ('published', 'unchanged');

        """

    private static let published = """
        CREATE TABLE publication (
          number INTEGER PRIMARY KEY,
          practice TEXT NOT NULL REFERENCES practice (id),
          marketplace_practice TEXT NOT NULL
            CONSTRAINT "the id that is published to has 1 to 100 characters"
            CHECK (length(marketplace_practice) BETWEEN 1 AND 100),
          full_at INTEGER,
          UNIQUE (practice, marketplace_practice)
        ) STRICT;

        CREATE TABLE published_part (
          publication INTEGER NOT NULL REFERENCES publication (number) ON DELETE CASCADE,
          part TEXT NOT NULL
            CONSTRAINT "a part of the configuration is a known one"
            CHECK (part IN ('live_hours', 'books', 'reasons')),
          digest TEXT NOT NULL
            CONSTRAINT "a part's digest is SHA-256 in hexadecimal"
            CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
          run INTEGER NOT NULL,
          PRIMARY KEY (publication, part)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE published_book (
          publication INTEGER NOT NULL REFERENCES publication (number) ON DELETE CASCADE,
          id TEXT NOT NULL CHECK (length(id) > 0),
          place INTEGER NOT NULL,
          practitioner TEXT NOT NULL CHECK (length(practitioner) > 0),
          name TEXT NOT NULL,
          PRIMARY KEY (publication, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE published_reason (
          publication INTEGER NOT NULL REFERENCES publication (number) ON DELETE CASCADE,
          id TEXT NOT NULL CHECK (length(id) > 0),
          place INTEGER NOT NULL,
          reason TEXT NOT NULL CHECK (length(reason) > 0),
          name TEXT NOT NULL,
          minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
          book TEXT,
          PRIMARY KEY (publication, id)
        ) STRICT, WITHOUT ROWID;

        -- Days go with their book: the marketplace deletes them with it too (S52).
        CREATE TABLE published_day (
          publication INTEGER NOT NULL,
          book TEXT NOT NULL,
          date TEXT NOT NULL
            CONSTRAINT "a day is a date such as 2026-03-04" CHECK (date(date) IS date),
          digest TEXT NOT NULL
            CONSTRAINT "a day's digest is SHA-256 in hexadecimal"
            CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
          starts INTEGER NOT NULL CHECK (starts >= 0),
          run INTEGER NOT NULL,
          PRIMARY KEY (publication, book, date),
          FOREIGN KEY (publication, book)
            REFERENCES published_book (publication, id) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;

        """

    // One source can report one code about one subject more than once, of two bookings for
    // example; `place` counts them.
    private static let findings = """
        CREATE TABLE finding (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          practice TEXT NOT NULL REFERENCES practice (id),
          source TEXT NOT NULL
            CONSTRAINT "a finding has a known source"
            CHECK (source IN ('evaluation', 'sync', 'requests', 'rules')),
          code TEXT NOT NULL CHECK (length(code) > 0),
          practitioner TEXT,
          type TEXT,
          reason TEXT,
          rule TEXT,
          place INTEGER NOT NULL CHECK (place >= 0),
          severity TEXT NOT NULL
            CONSTRAINT "a finding is an error, a warning or advice"
            CHECK (severity IN ('error', 'warning', 'advice')),
          message TEXT NOT NULL,
          fix TEXT NOT NULL,
          fixer TEXT NOT NULL
            CONSTRAINT "a finding is mended by the practice, support or engineering"
            CHECK (fixer IN ('practice', 'support', 'engineering')),
          first_seen INTEGER NOT NULL,
          last_seen INTEGER NOT NULL,
          ended_at INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX finding_that_holds ON finding (
          practice, source, code, ifnull(practitioner, ''), ifnull(type, ''),
          ifnull(reason, ''), ifnull(rule, ''), place
        ) WHERE ended_at IS NULL;
        CREATE INDEX finding_that_ended ON finding (ended_at) WHERE ended_at IS NOT NULL;

        CREATE TABLE finding_fact (
          finding INTEGER NOT NULL REFERENCES finding (number) ON DELETE CASCADE,
          place INTEGER NOT NULL,
          name TEXT NOT NULL,
          value TEXT NOT NULL,
          PRIMARY KEY (finding, place)
        ) STRICT, WITHOUT ROWID;

        """
}
