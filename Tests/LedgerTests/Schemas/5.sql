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
INSERT INTO audit VALUES(8,1772000000,'command:amy','harbour-dental','activate rules','rules',NULL,'r1',NULL);
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
CREATE TABLE reading (
  digest TEXT PRIMARY KEY NOT NULL
    CONSTRAINT "a reading's digest is SHA-256 in hexadecimal"
    CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
  practice TEXT NOT NULL REFERENCES practice (id),
  bytes INTEGER NOT NULL
    CONSTRAINT "a reading has 1 byte to 64 MB" CHECK (bytes BETWEEN 1 AND 67108864),
  content BLOB NOT NULL
) STRICT;
INSERT INTO reading VALUES('81ddf0de4b0994dd20f77588c46d679ebae3671c5519c86e6350995556466f43','harbour-dental',827,X'1f8b0800000000000003b5925f6bc23014c5dffd1421cf764b14147d1b76b0c731dccb8694ab8d33d4fc2149c14efadd97a42d1af575104aefc9c9c92f37398f10c27b650438bc44f807f456a9eac94ad0f6a0dc33c5e3e0d0c2fae9b3fff5856dac6322d8d909762e3a82c7f882ef58983880d9aada6425930e8eb78e428288b6b7ce86f2c466189445c74317739211eac79a90651c5f83ad842642e13d3736ba276432cbc824a3333c46f808d7ea34a373dc26208e2bc94cc8f88e32f259bc0c4bde6908182873835e4483560726711b9d9b0ba955f251c24792f07a02116ac165ed58f04fc9f801c639917a9276936e6a99b5bcdf75d04a0ea6798091137cb3cfe5781597d1035a2b2e9df0771064ebc0d5211cef94f4ad15acec6573d3e43559f8fb48cf4549dfe32b06fadf0cf48ea16b98ff461adf3257ebcb03765cb0e2d79384accff56a78515714856b344b5a7ce4b2ea84103b6a477f17ec38b23b030000');
CREATE TABLE latest_reading (
  practice TEXT PRIMARY KEY NOT NULL REFERENCES practice (id),
  reading TEXT NOT NULL REFERENCES reading (digest),
  read_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO latest_reading VALUES('harbour-dental','81ddf0de4b0994dd20f77588c46d679ebae3671c5519c86e6350995556466f43',1772000000);
CREATE TABLE rule_text (
  digest TEXT PRIMARY KEY NOT NULL
    CONSTRAINT "a rule file's digest is SHA-256 in hexadecimal"
    CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
  text TEXT NOT NULL
    CONSTRAINT "a rule file has at most 256 KB" CHECK (length(text) <= 262144)
) STRICT;
INSERT INTO rule_text VALUES('486d9affb60dbb0063b03d8e23a6ccf6364ce203dc3a9f56f20e750eb41ecade','return 1');
CREATE TABLE rule_revision (
  id TEXT PRIMARY KEY NOT NULL
    CONSTRAINT "a revision's id has 1 to 100 characters"
    CHECK (length(id) BETWEEN 1 AND 100),
  kept_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO rule_revision VALUES('r1',1772000000);
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
INSERT INTO rule_file VALUES('r1',0,'core/interval.lua','486d9affb60dbb0063b03d8e23a6ccf6364ce203dc3a9f56f20e750eb41ecade');
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
INSERT INTO activation VALUES(1,'harbour-dental','r1',1772000000,'command:amy',NULL,NULL);
CREATE TABLE lease (
  practice TEXT PRIMARY KEY NOT NULL REFERENCES practice (id),
  owner TEXT NOT NULL
    CONSTRAINT "a lease's owner has 1 to 200 characters"
    CHECK (length(owner) BETWEEN 1 AND 200),
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO lease VALUES('harbour-dental','a',1772000060);
CREATE TABLE poll (
  practice TEXT PRIMARY KEY NOT NULL REFERENCES practice (id),
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO poll VALUES('harbour-dental',1772000000);
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
INSERT INTO run VALUES(1,'harbour-dental',1772000000,1772000005,'published',NULL,'81ddf0de4b0994dd20f77588c46d679ebae3671c5519c86e6350995556466f43',NULL,1,0);
CREATE TABLE publication (
  number INTEGER PRIMARY KEY,
  practice TEXT NOT NULL REFERENCES practice (id),
  marketplace_practice TEXT NOT NULL
    CONSTRAINT "the id that is published to has 1 to 100 characters"
    CHECK (length(marketplace_practice) BETWEEN 1 AND 100),
  full_at INTEGER,
  UNIQUE (practice, marketplace_practice)
) STRICT;
INSERT INTO publication VALUES(1,'harbour-dental','M-harbour-dental',NULL);
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
INSERT INTO published_part VALUES(1,'books','81ddf0de4b0994dd20f77588c46d679ebae3671c5519c86e6350995556466f43',1);
INSERT INTO published_part VALUES(1,'live_hours','81ddf0de4b0994dd20f77588c46d679ebae3671c5519c86e6350995556466f43',1);
INSERT INTO published_part VALUES(1,'reasons','81ddf0de4b0994dd20f77588c46d679ebae3671c5519c86e6350995556466f43',1);
CREATE TABLE published_book (
  publication INTEGER NOT NULL REFERENCES publication (number) ON DELETE CASCADE,
  id TEXT NOT NULL CHECK (length(id) > 0),
  place INTEGER NOT NULL,
  practitioner TEXT NOT NULL CHECK (length(practitioner) > 0),
  name TEXT NOT NULL,
  PRIMARY KEY (publication, id)
) STRICT, WITHOUT ROWID;
INSERT INTO published_book VALUES(1,'P1',0,'P1','Dr Amy Chen');
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
INSERT INTO published_reason VALUES(1,'R1',0,'R1','Exam',30,NULL);
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
INSERT INTO published_day VALUES(1,'P1','2026-02-16','81ddf0de4b0994dd20f77588c46d679ebae3671c5519c86e6350995556466f43',4,1);
CREATE TABLE finding_fact (
  finding INTEGER NOT NULL REFERENCES finding (number) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (finding, place)
) STRICT, WITHOUT ROWID;
INSERT INTO finding_fact VALUES(1,0,'default reason','Exam');
CREATE TABLE booking (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  practice TEXT NOT NULL REFERENCES practice (id),
  id TEXT NOT NULL
    CONSTRAINT "a booking's id has 1 to 100 characters"
    CHECK (length(id) BETWEEN 1 AND 100),
  reference TEXT NOT NULL UNIQUE
    CONSTRAINT "a reference has 1 to 100 characters"
    CHECK (length(reference) BETWEEN 1 AND 100),
  book TEXT,
  listed_reason TEXT,
  wall_start INTEGER NOT NULL,
  seconds INTEGER NOT NULL,
  booked_at INTEGER NOT NULL,
  is_new_patient INTEGER NOT NULL
    CONSTRAINT "a patient is new or not" CHECK (is_new_patient IN (0, 1)),
  unreadable TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  practitioner TEXT CHECK (length(practitioner) > 0),
  reason TEXT CHECK (length(reason) > 0),
  start INTEGER,
  minutes INTEGER
    CONSTRAINT "a booking takes 1 to 1440 minutes" CHECK (minutes BETWEEN 1 AND 1440),
  state TEXT NOT NULL
    CONSTRAINT "a booking has a known state"
    CHECK (state IN (
      'intended', 'making_patient', 'sending', 'reconciling', 'confirmed', 'rejected',
      'needs_person', 'ended')),
  code TEXT,
  ending TEXT
    CONSTRAINT "a booking ends in a known way"
    CHECK (ending IN ('cancelled', 'did_not_attend', 'removed')),
  since INTEGER NOT NULL,
  deadline INTEGER,
  insertions INTEGER NOT NULL CHECK (insertions >= 0),
  sent_at INTEGER,
  patient TEXT,
  entry TEXT,
  told TEXT
    CONSTRAINT "the marketplace was told a known thing"
    CHECK (told IN ('confirmed', 'rejected', 'cancelled', 'did_not_attend')),
  version INTEGER NOT NULL CHECK (version >= 1),
  UNIQUE (practice, id),
  CONSTRAINT "a place has a practitioner, a reason, a start and a length"
  CHECK ((practitioner IS NULL) = (reason IS NULL)
    AND (practitioner IS NULL) = (start IS NULL)
    AND (practitioner IS NULL) = (minutes IS NULL)),
  CONSTRAINT "only a rejected booking has no place"
  CHECK (practitioner IS NOT NULL OR state = 'rejected'),
  CONSTRAINT "rejected, and waiting for a person, come with a code, and nothing else does"
  CHECK ((state IN ('rejected', 'needs_person')) = (code IS NOT NULL)),
  CONSTRAINT "an ended booking says how, and no other one"
  CHECK ((state = 'ended') = (ending IS NOT NULL)),
  CONSTRAINT "what is not final has a deadline, and nothing else has"
  CHECK ((state IN ('confirmed', 'rejected', 'ended')) = (deadline IS NULL)),
  CONSTRAINT "what stands in the diary names its row"
  CHECK (state NOT IN ('confirmed', 'ended') OR entry IS NOT NULL),
  CONSTRAINT "what was sent says when"
  CHECK (sent_at IS NOT NULL
    OR (insertions = 0 AND state NOT IN ('making_patient', 'sending', 'reconciling')))
) STRICT;
INSERT INTO booking VALUES(2,'harbour-dental','B1','ref-harbour-dental-B1','P1','R1',29535000,1800,1772000000,1,replace('book\nreason','\n',char(10)),1772000000,'P1','R1',1772100000,30,'confirmed',NULL,NULL,1772000002,NULL,1,1772000002,'PAT-1','D9',NULL,2);
INSERT INTO booking VALUES(3,'harbour-dental','B2','ref-harbour-dental-B2','P1','R1',29535000,1800,1772000000,1,replace('book\nreason','\n',char(10)),1772000000,NULL,NULL,NULL,NULL,'rejected','D01-SLOT-TAKEN',NULL,1772000000,NULL,0,NULL,NULL,NULL,NULL,1);
CREATE TABLE former_booking (
  practice TEXT NOT NULL,
  id TEXT NOT NULL,
  reference TEXT NOT NULL,
  state TEXT NOT NULL,
  entry TEXT,
  PRIMARY KEY (practice, id)
) STRICT, WITHOUT ROWID;
INSERT INTO former_booking VALUES('harbour-dental','B0','ref-harbour-dental-B0','rejected',NULL);
CREATE TABLE claim (
  booking INTEGER PRIMARY KEY REFERENCES booking (number) ON DELETE CASCADE,
  practice TEXT NOT NULL,
  practitioner TEXT NOT NULL CHECK (length(practitioner) > 0),
  start INTEGER NOT NULL,
  until INTEGER NOT NULL
    CONSTRAINT "a claim takes a minute to a day" CHECK (until - start BETWEEN 60 AND 86400)
) STRICT;
INSERT INTO claim VALUES(2,'harbour-dental','P1',1772100000,1772101800);
CREATE TABLE booking_message (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  booking INTEGER NOT NULL REFERENCES booking (number),
  practice TEXT NOT NULL,
  what TEXT NOT NULL
    CONSTRAINT "the marketplace is told a known thing"
    CHECK (what IN ('confirmed', 'rejected', 'cancelled', 'did_not_attend')),
  reason TEXT
    CONSTRAINT "the reason of a message has at most 2000 characters"
    CHECK (length(reason) <= 2000),
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  due_at INTEGER NOT NULL
) STRICT;
INSERT INTO booking_message VALUES(1,2,'harbour-dental','confirmed',NULL,0,1772000002);
INSERT INTO booking_message VALUES(2,3,'harbour-dental','rejected','the time was taken',0,1772000000);
CREATE TABLE booking_event (
  booking INTEGER NOT NULL REFERENCES booking (number) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  at INTEGER NOT NULL,
  what TEXT NOT NULL
    CONSTRAINT "an event has 1 to 200 characters" CHECK (length(what) BETWEEN 1 AND 200),
  detail TEXT
    CONSTRAINT "an event's detail has at most 2000 characters"
    CHECK (length(detail) <= 2000),
  PRIMARY KEY (booking, place)
) STRICT, WITHOUT ROWID;
INSERT INTO booking_event VALUES(2,1,1772000000,'received','claimed');
INSERT INTO booking_event VALUES(2,2,1772000000,'received','claimed');
INSERT INTO booking_event VALUES(3,1,1772000000,'received','claimed');
CREATE TABLE patient_key (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE
    CONSTRAINT "a key's id has 1 to 64 characters" CHECK (length(id) BETWEEN 1 AND 64),
  mark TEXT NOT NULL
    CONSTRAINT "a key's mark is SHA-256 in hexadecimal"
    CHECK (length(mark) = 64 AND mark NOT GLOB '*[^0-9a-f]*')
) STRICT;
INSERT INTO patient_key VALUES(1,'2026-03','730dcf813743a6ca16b224a89ccc0939728feae517a12508cc78e63dd4dd9309');
CREATE TABLE patient_record (
  booking INTEGER PRIMARY KEY REFERENCES booking (number) ON DELETE CASCADE,
  key INTEGER NOT NULL REFERENCES patient_key (number),
  sealed BLOB NOT NULL
    CONSTRAINT "a sealed patient has 29 bytes to 64 KB"
    CHECK (length(sealed) BETWEEN 29 AND 65536)
) STRICT;
INSERT INTO patient_record VALUES(2,1,X'30a2525256783431b9b5751929643260f8a1dd51fcd0fa1e738c12704268b07ffc9edf765b2a32ac3157a5123a32857a983cd5a15fb2b272943a60abf0e5cdb656972b4949d2e93faa6c71053cdad64daeb779af7e7863bcdd2fd1cc8e7d7c358120b8e89157e09c618449e533c9f48cae5245c0598c3cb5c3ca6defb6b7da402bdeafbc74fa98f79b5bc4a0f4e7ee52c7d596712652548093c307db87a15b35032f36be662c4a67f06872ba7c77555dae589b2301eb8460468ab83f171c6b59c44bc5a9e6dcff10e5c3aed279cb76702f21cefc11a248d71684b8c81178b1a8e3b2e50c1bcd5a30de43ff240663a6cc5a9f40629333023319d115c2bc0b482c720b426138e36e82d69a');
INSERT INTO patient_record VALUES(3,1,X'72ec297111a4cdc45d698c4178ec5008868b1e93bf174ee4fb11a0b90eca62ee7289352c1cea0a6d32afcfd94a0064cd7d88bf40100603ce8f6fd00abc7b206d8bddaaa7168ba3aa5c810f56bb282500b9beeeead9d3e2bb79ed810e2c24ab7bd6fafb9462bedf72e98d7c19fb3e8a7df293bf165a60c4fcd721b8ac7b0256af2c9817855a9b92861e8630a2902459ffebd38a30bbabb988197d1656156bccec48c2e4116b3da824495e5b981c7df4a88b03be1e20390cf03dae4a953c495454969341d3f308419e37e87bca9102ee257b867e904ed16af047ac8e0791e913d6844cb1bb3241d64d682b5357fe1de17c9d6dd05d99ab902ac0e3bbf05081b48aa3c0af6223b9692b19c5');
CREATE TABLE IF NOT EXISTS "finding" (
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
INSERT INTO finding VALUES(1,'harbour-dental','evaluation','A03-PRACT-NOT-IN-DEFAULT','P1',NULL,NULL,NULL,0,'error','she is missing','add her','practice',1772000000,1772000000,NULL);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('finding',1);
INSERT INTO sqlite_sequence VALUES('audit',8);
INSERT INTO sqlite_sequence VALUES('wish',3);
INSERT INTO sqlite_sequence VALUES('activation',1);
INSERT INTO sqlite_sequence VALUES('run',1);
INSERT INTO sqlite_sequence VALUES('booking',3);
INSERT INTO sqlite_sequence VALUES('booking_message',2);
CREATE UNIQUE INDEX practice_at_marketplace ON practice (marketplace_practice)
  WHERE is_enabled = 1 AND marketplace_practice IS NOT NULL;
CREATE INDEX audit_by_practice ON audit (practice, number);
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'an audited change is never changed'); END;
CREATE TRIGGER audit_is_never_removed BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'an audited change is never removed'); END;
CREATE INDEX reading_by_practice ON reading (practice);
CREATE INDEX latest_reading_by_content ON latest_reading (reading);
CREATE INDEX rule_file_by_text ON rule_file (text);
CREATE TRIGGER rule_text_is_never_changed BEFORE UPDATE ON rule_text
  BEGIN SELECT RAISE(ABORT, 'a kept rule file is never changed'); END;
CREATE TRIGGER rule_revision_is_never_changed BEFORE UPDATE ON rule_revision
  BEGIN SELECT RAISE(ABORT, 'a kept revision is never changed'); END;
CREATE TRIGGER rule_file_is_never_changed BEFORE UPDATE ON rule_file
  BEGIN SELECT RAISE(ABORT, 'a kept revision is never changed'); END;
CREATE INDEX activation_by_practice ON activation (practice, number);
CREATE INDEX activation_by_revision ON activation (revision);
CREATE TRIGGER activation_is_never_changed BEFORE UPDATE ON activation
  BEGIN SELECT RAISE(ABORT, 'an activation is never changed'); END;
CREATE TRIGGER activation_is_never_removed BEFORE DELETE ON activation
  BEGIN SELECT RAISE(ABORT, 'an activation is never removed'); END;
CREATE INDEX run_by_practice ON run (practice, number);
CREATE UNIQUE INDEX run_that_goes_on ON run (practice) WHERE outcome IS NULL;
CREATE INDEX good_run ON run (practice, number)
  WHERE outcome IN ('published', 'unchanged');
CREATE INDEX booking_by_practice ON booking (practice, number);
CREATE INDEX booking_that_is_open ON booking (practice, number)
  WHERE state NOT IN ('confirmed', 'rejected', 'ended');
CREATE INDEX booking_that_stands ON booking (practice, start) WHERE state = 'confirmed';
CREATE TRIGGER booking_stays_what_came BEFORE UPDATE OF
  number, practice, id, reference, book, listed_reason, wall_start, seconds, booked_at,
  is_new_patient, unreadable, received_at
  ON booking
  BEGIN SELECT RAISE(ABORT, 'what a booking came with is never changed'); END;
CREATE TRIGGER booking_is_counted BEFORE UPDATE OF state, entry ON booking
  WHEN NEW.version <> OLD.version + 1
  BEGIN SELECT RAISE(ABORT, 'each change of a booking raises its version by one'); END;
CREATE TRIGGER booking_is_over BEFORE UPDATE OF state ON booking
  WHEN OLD.state IN ('rejected', 'ended') AND NEW.state <> OLD.state
    OR OLD.state = 'confirmed' AND NEW.state NOT IN ('confirmed', 'ended')
  BEGIN SELECT RAISE(ABORT, 'a booking never leaves a final state but to end'); END;
CREATE TRIGGER booking_becomes_former BEFORE DELETE ON booking
  BEGIN
    INSERT INTO former_booking
    VALUES (OLD.practice, OLD.id, OLD.reference, OLD.state, OLD.entry);
  END;
CREATE INDEX claim_by_time ON claim (practice, practitioner, start);
CREATE TRIGGER claim_is_alone BEFORE INSERT ON claim
  WHEN EXISTS (
    SELECT 1 FROM claim AS other
    WHERE other.practice = NEW.practice AND other.practitioner = NEW.practitioner
      AND other.start > NEW.start - 86400 AND other.start < NEW.until
      AND other.until > NEW.start)
  BEGIN SELECT RAISE(ABORT, 'the time is claimed already'); END;
CREATE TRIGGER claim_is_never_changed BEFORE UPDATE ON claim
  BEGIN SELECT RAISE(ABORT, 'a claim is never changed'); END;
CREATE TRIGGER claim_ends_with_booking
  AFTER UPDATE OF state, practitioner, start, minutes ON booking
  WHEN NEW.state IN ('rejected', 'ended') OR NEW.practitioner IS NOT OLD.practitioner
    OR NEW.start IS NOT OLD.start OR NEW.minutes IS NOT OLD.minutes
  BEGIN DELETE FROM claim WHERE booking = NEW.number; END;
CREATE INDEX booking_message_by_booking ON booking_message (booking);
CREATE INDEX booking_message_by_practice ON booking_message (practice, number);
CREATE TRIGGER booking_event_is_never_changed BEFORE UPDATE ON booking_event
  BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
CREATE TRIGGER patient_key_is_never_changed BEFORE UPDATE ON patient_key
  BEGIN SELECT RAISE(ABORT, 'a key keeps its name'); END;
CREATE INDEX patient_record_by_key ON patient_record (key);
CREATE UNIQUE INDEX finding_that_holds ON finding (
  practice, source, code, ifnull(practitioner, ''), ifnull(type, ''),
  ifnull(reason, ''), ifnull(rule, ''), place
) WHERE ended_at IS NULL;
CREATE INDEX finding_that_ended ON finding (ended_at) WHERE ended_at IS NOT NULL;
COMMIT;

PRAGMA application_id = 1197568098;
PRAGMA user_version = 5;
