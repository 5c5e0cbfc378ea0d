/// Version 4: bookings, what they claim, what the marketplace is to be told, what happened to them,
/// and who they are for, sealed.
enum BookingSchema {
    static let sql = bookings + bookingRules + claims + messages + events + patients

    // What the patient wrote, the type's name in the booking's comments with it, is in no column.
    private static let bookings = """
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
        CREATE INDEX booking_by_practice ON booking (practice, number);
        CREATE INDEX booking_that_is_open ON booking (practice, number)
          WHERE state NOT IN ('confirmed', 'rejected', 'ended');
        CREATE INDEX booking_that_stands ON booking (practice, start) WHERE state = 'confirmed';

        """

    private static let bookingRules = """
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

        -- A reference is never used again, and a booking that was here is known for ever.
        CREATE TABLE former_booking (
          practice TEXT NOT NULL,
          id TEXT NOT NULL,
          reference TEXT NOT NULL,
          state TEXT NOT NULL,
          entry TEXT,
          PRIMARY KEY (practice, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER booking_becomes_former BEFORE DELETE ON booking
          BEGIN
            INSERT INTO former_booking
            VALUES (OLD.practice, OLD.id, OLD.reference, OLD.state, OLD.entry);
          END;

        """

    // Programs take turns at writing, so that what the trigger sees is all there is. A claim takes
    // at most a day, which bounds the search.
    private static let claims = """
        CREATE TABLE claim (
          booking INTEGER PRIMARY KEY REFERENCES booking (number) ON DELETE CASCADE,
          practice TEXT NOT NULL,
          practitioner TEXT NOT NULL CHECK (length(practitioner) > 0),
          start INTEGER NOT NULL,
          until INTEGER NOT NULL
            CONSTRAINT "a claim takes a minute to a day" CHECK (until - start BETWEEN 60 AND 86400)
        ) STRICT;
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

        """

    private static let messages = """
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
        CREATE INDEX booking_message_by_booking ON booking_message (booking);
        CREATE INDEX booking_message_by_practice ON booking_message (practice, number);

        """

    private static let events = """
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
        CREATE TRIGGER booking_event_is_never_changed BEFORE UPDATE ON booking_event
          BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;

        """

    // `mark` tells two keys of one name apart without telling anything of them.
    private static let patients = """
        CREATE TABLE patient_key (
          number INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE
            CONSTRAINT "a key's id has 1 to 64 characters" CHECK (length(id) BETWEEN 1 AND 64),
          mark TEXT NOT NULL
            CONSTRAINT "a key's mark is SHA-256 in hexadecimal"
            CHECK (length(mark) = 64 AND mark NOT GLOB '*[^0-9a-f]*')
        ) STRICT;
        CREATE TRIGGER patient_key_is_never_changed BEFORE UPDATE ON patient_key
          BEGIN SELECT RAISE(ABORT, 'a key keeps its name'); END;

        CREATE TABLE patient_record (
          booking INTEGER PRIMARY KEY REFERENCES booking (number) ON DELETE CASCADE,
          key INTEGER NOT NULL REFERENCES patient_key (number),
          sealed BLOB NOT NULL
            CONSTRAINT "a sealed patient has 29 bytes to 64 KB"
            CHECK (length(sealed) BETWEEN 29 AND 65536)
        ) STRICT;
        CREATE INDEX patient_record_by_key ON patient_record (key);

        """
}
