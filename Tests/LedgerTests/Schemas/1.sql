PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE practice (
  id TEXT PRIMARY KEY NOT NULL
    CONSTRAINT "a practice's id has 1 to 64 characters"
    CHECK (length(id) BETWEEN 1 AND 64),
  system TEXT NOT NULL
    CONSTRAINT "the system is exact or oasis" CHECK (system IN ('exact', 'oasis')),
  connection TEXT NOT NULL
    CONSTRAINT "a connection's name has 1 to 100 characters"
    CHECK (length(connection) BETWEEN 1 AND 100),
  pms_practice TEXT NOT NULL
    CONSTRAINT "the practice's id at the PMS has 1 to 100 characters"
    CHECK (length(pms_practice) BETWEEN 1 AND 100),
  marketplace_practice TEXT
    CONSTRAINT "the practice's id at the marketplace has 1 to 100 characters"
    CHECK (length(marketplace_practice) BETWEEN 1 AND 100),
  marketplace_key TEXT
    CONSTRAINT "a key is kept as env:NAME or file:PATH, never itself"
    CHECK (marketplace_key GLOB 'env:?*' OR marketplace_key GLOB 'file:?*'),
  is_enabled INTEGER NOT NULL
    CONSTRAINT "a practice is enabled or not" CHECK (is_enabled IN (0, 1)),
  time_zone TEXT NOT NULL
    CONSTRAINT "a zone's name has 1 to 64 characters"
    CHECK (length(time_zone) BETWEEN 1 AND 64),
  phone TEXT
    CONSTRAINT "a phone number has 1 to 40 characters"
    CHECK (length(phone) BETWEEN 1 AND 40),
  CONSTRAINT "an id at the marketplace comes with its key"
  CHECK ((marketplace_practice IS NULL) = (marketplace_key IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO practice VALUES('harbour-dental','exact','soe','PMS-harbour-dental','M-harbour-dental','env:KEY',1,'Australia/Sydney',NULL);
CREATE TABLE stop (
  practice TEXT PRIMARY KEY NOT NULL REFERENCES practice (id),
  side TEXT NOT NULL
    CONSTRAINT "a side is pms or marketplace" CHECK (side IN ('pms', 'marketplace')),
  why TEXT NOT NULL
    CONSTRAINT "a stop says why" CHECK (length(why) BETWEEN 1 AND 2000),
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO stop VALUES('harbour-dental','marketplace','consent was withdrawn',1772000000);
CREATE TABLE appointment_type (
  number INTEGER PRIMARY KEY,
  practice TEXT NOT NULL REFERENCES practice (id),
  id TEXT NOT NULL
    CONSTRAINT "a type's id has 1 to 100 characters"
    CHECK (length(id) BETWEEN 1 AND 100),
  practitioner TEXT NOT NULL
    CONSTRAINT "a practitioner's id has 1 to 100 characters"
    CHECK (length(practitioner) BETWEEN 1 AND 100),
  name TEXT NOT NULL
    CONSTRAINT "a type's name has 1 to 200 characters"
    CHECK (length(name) BETWEEN 1 AND 200),
  minutes INTEGER NOT NULL
    CONSTRAINT "a type has 1 to 1440 minutes" CHECK (minutes BETWEEN 1 AND 1440),
  UNIQUE (practice, id, practitioner)
) STRICT;
INSERT INTO appointment_type VALUES(1,'harbour-dental','T1','P1','Exam',30);
CREATE TABLE link (
  number INTEGER PRIMARY KEY,
  practice TEXT NOT NULL,
  type TEXT NOT NULL,
  practitioner TEXT NOT NULL,
  reason TEXT NOT NULL
    CONSTRAINT "a linked reason's id has 1 to 100 characters"
    CHECK (length(reason) BETWEEN 1 AND 100),
  UNIQUE (practice, type, practitioner),
  FOREIGN KEY (practice, type, practitioner)
    REFERENCES appointment_type (practice, id, practitioner) ON DELETE CASCADE
) STRICT;
INSERT INTO link VALUES(1,'harbour-dental','T1','P1','R1');
CREATE TABLE assignment (
  practice TEXT PRIMARY KEY NOT NULL REFERENCES practice (id),
  reason TEXT NOT NULL
    CONSTRAINT "an assigned reason's id has 1 to 100 characters"
    CHECK (length(reason) BETWEEN 1 AND 100),
  is_pinned INTEGER NOT NULL
    CONSTRAINT "an assignment is pinned or not" CHECK (is_pinned IN (0, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO assignment VALUES('harbour-dental','R1',1);
CREATE TABLE reason_alias (
  practice TEXT NOT NULL REFERENCES practice (id),
  place INTEGER NOT NULL,
  name TEXT NOT NULL
    CONSTRAINT "an alias has 1 to 200 characters" CHECK (length(name) BETWEEN 1 AND 200),
  PRIMARY KEY (practice, place)
) STRICT, WITHOUT ROWID;
INSERT INTO reason_alias VALUES('harbour-dental',0,'HE');
CREATE TABLE type_alias (
  practice TEXT NOT NULL REFERENCES practice (id),
  type_name TEXT NOT NULL
    CONSTRAINT "a type's name in an alias has 1 to 200 characters"
    CHECK (length(type_name) BETWEEN 1 AND 200),
  reason_name TEXT NOT NULL
    CONSTRAINT "a reason's name in an alias has 1 to 200 characters"
    CHECK (length(reason_name) BETWEEN 1 AND 200),
  PRIMARY KEY (practice, type_name)
) STRICT, WITHOUT ROWID;
INSERT INTO type_alias VALUES('harbour-dental','Exam','Check-up');
CREATE TABLE parameter (
  practice TEXT NOT NULL REFERENCES practice (id),
  settings TEXT NOT NULL
    CONSTRAINT "a parameter's group has 1 to 64 characters"
    CHECK (length(settings) BETWEEN 1 AND 64),
  name TEXT NOT NULL
    CONSTRAINT "a parameter's name has 1 to 64 characters"
    CHECK (length(name) BETWEEN 1 AND 64),
  kind TEXT NOT NULL
    CONSTRAINT "a parameter is a boolean, an integer, a text or a list"
    CHECK (kind IN ('boolean', 'integer', 'text', 'list')),
  value ANY,
  PRIMARY KEY (practice, settings, name),
  CONSTRAINT "a parameter's value is of its kind and size"
  CHECK (
    CASE kind
      WHEN 'boolean' THEN typeof(value) = 'integer' AND value IN (0, 1)
      WHEN 'integer' THEN typeof(value) = 'integer'
        AND value BETWEEN -1000000000 AND 1000000000
      WHEN 'text' THEN typeof(value) = 'text' AND length(value) <= 2000
      ELSE value IS NULL
    END
  )
) STRICT, WITHOUT ROWID;
INSERT INTO parameter VALUES('harbour-dental','publish','texts','list',NULL);
CREATE TABLE parameter_text (
  practice TEXT NOT NULL,
  settings TEXT NOT NULL,
  name TEXT NOT NULL,
  place INTEGER NOT NULL
    CONSTRAINT "a list has at most 100 texts" CHECK (place BETWEEN 0 AND 99),
  text TEXT NOT NULL
    CONSTRAINT "a text of a list has at most 2000 characters"
    CHECK (length(text) <= 2000),
  PRIMARY KEY (practice, settings, name, place),
  FOREIGN KEY (practice, settings, name)
    REFERENCES parameter (practice, settings, name) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO parameter_text VALUES('harbour-dental','publish','texts',0,'a');
INSERT INTO parameter_text VALUES('harbour-dental','publish','texts',1,'b');
CREATE TABLE audit (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL
    CONSTRAINT "an actor's name has 1 to 200 characters"
    CHECK (length(actor) BETWEEN 1 AND 200),
  practice TEXT NOT NULL REFERENCES practice (id),
  action TEXT NOT NULL CHECK (length(action) > 0),
  subject TEXT NOT NULL CHECK (length(subject) > 0),
  before TEXT,
  after TEXT,
  why TEXT
    CONSTRAINT "a cause has at most 2000 characters" CHECK (length(why) <= 2000)
) STRICT;
INSERT INTO audit VALUES(1,1772000000,'command:amy','harbour-dental','put practice','practice harbour-dental',NULL,'Exact PMS-harbour-dental over soe, marketplace M-harbour-dental with env:KEY, Australia/Sydney',NULL);
INSERT INTO audit VALUES(2,1772000000,'command:amy','harbour-dental','put type','T1 with P1',NULL,'Exam, 30 min',NULL);
INSERT INTO audit VALUES(3,1772000000,'command:amy','harbour-dental','link','T1 with P1',NULL,'R1',NULL);
INSERT INTO audit VALUES(4,1772000000,'command:amy','harbour-dental','aliases','aliases',NULL,'"HE", "Exam" = "Check-up"',NULL);
INSERT INTO audit VALUES(5,1772000000,'command:amy','harbour-dental','assign','default reason',NULL,'R1, pinned',NULL);
INSERT INTO audit VALUES(6,1772000000,'command:amy','harbour-dental','parameter','publish.texts',NULL,'{ "a", "b" }',NULL);
INSERT INTO audit VALUES(7,1772000000,'command:amy','harbour-dental','stop','traffic','enabled','enabled, stopped by the marketplace: consent was withdrawn',NULL);
CREATE TABLE wish (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  practice TEXT NOT NULL REFERENCES practice (id),
  kind TEXT NOT NULL
    CONSTRAINT "a wish is of a known kind"
    CHECK (kind IN (
      'configuration', 'availability', 'requests', 'reading', 'accept_deletions')),
  actor TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 200),
  at INTEGER NOT NULL,
  UNIQUE (practice, kind)
) STRICT;
INSERT INTO wish VALUES(1,'harbour-dental','configuration','command:amy',1772000000);
INSERT INTO wish VALUES(2,'harbour-dental','availability','command:amy',1772000000);
INSERT INTO wish VALUES(3,'harbour-dental','requests','command:amy',1772000000);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('audit',7);
INSERT INTO sqlite_sequence VALUES('wish',3);
CREATE UNIQUE INDEX practice_at_marketplace ON practice (marketplace_practice)
  WHERE is_enabled = 1 AND marketplace_practice IS NOT NULL;
CREATE INDEX audit_by_practice ON audit (practice, number);
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'an audited change is never changed'); END;
CREATE TRIGGER audit_is_never_removed BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'an audited change is never removed'); END;
COMMIT;
PRAGMA application_id = 1197568098;
PRAGMA user_version = 1;
