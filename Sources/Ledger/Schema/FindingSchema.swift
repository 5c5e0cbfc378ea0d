/// Version 5: what became of bookings is a source of findings. SQLite changes no constraint of a
/// table, so the table is made anew; references to it are checked when all steps are done.
enum FindingSchema {
    static let sql = """
        CREATE TABLE finding_5 (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          practice TEXT NOT NULL REFERENCES practice (id),
          source TEXT NOT NULL
            CONSTRAINT "a finding has a known source"
            CHECK (source IN ('evaluation', 'sync', 'requests', 'rules', 'bookings')),
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
        INSERT INTO finding_5 SELECT * FROM finding;
        DROP TABLE finding;
        ALTER TABLE finding_5 RENAME TO finding;
        CREATE UNIQUE INDEX finding_that_holds ON finding (
          practice, source, code, ifnull(practitioner, ''), ifnull(type, ''),
          ifnull(reason, ''), ifnull(rule, ''), place
        ) WHERE ended_at IS NULL;
        CREATE INDEX finding_that_ended ON finding (ended_at) WHERE ended_at IS NOT NULL;

        """
}
