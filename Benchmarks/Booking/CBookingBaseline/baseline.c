#include "CBookingBaseline.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

// The statements of Sources/Ledger, each prepared once.
enum {
    BEGIN, COMMIT, ROLLBACK, MARK, FIND, REQUIRE, FORMER, CLAIMED, BOOKING, CLAIM, PATIENT, EVENT,
    CHANGE, MESSAGE, OLDEST, SETTLE, TOLD, STATEMENTS
};

static const char *const sql[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE TRANSACTION",
    [COMMIT] = "COMMIT TRANSACTION",
    [ROLLBACK] = "ROLLBACK TRANSACTION",
    [MARK] = "SELECT (SELECT count(*) FROM sqlite_master) AS parts, "
             "(SELECT application_id FROM pragma_application_id) AS application, "
             "(SELECT user_version FROM pragma_user_version) AS version",
    [FIND] = "SELECT booking.*, claim.booking IS NOT NULL AS holds_place "
             "FROM booking LEFT JOIN claim ON claim.booking = booking.number "
             "WHERE booking.practice = ? AND booking.id = ?",
    [REQUIRE] = "SELECT 1 FROM practice WHERE id = ?",
    [FORMER] = "SELECT 1 FROM former_booking WHERE practice = ? AND id = ?",
    [CLAIMED] = "SELECT booking.id FROM claim JOIN booking ON booking.number = claim.booking "
                "WHERE claim.practice = ?1 AND claim.practitioner = ?2 "
                "AND claim.start > ?3 - 86400 AND claim.start < ?4 AND claim.until > ?3 "
                "ORDER BY claim.start LIMIT 1",
    [BOOKING] = "INSERT INTO booking (practice, id, reference, book, listed_reason, wall_start, "
                "seconds, booked_at, is_new_patient, unreadable, received_at, practitioner, "
                "reason, start, minutes, state, code, ending, since, deadline, insertions, "
                "sent_at, patient, entry, version) VALUES (?1, ?2, ?3, ?4, 'R1', ?5 / 60, 1800, "
                "?6, 0, '', ?6, ?4, 'R1', ?5, 30, 'intended', NULL, NULL, ?6, ?6 + 12, 0, NULL, "
                "NULL, NULL, 1)",
    [CLAIM] = "INSERT INTO claim VALUES (?, ?, ?, ?, ?)",
    [PATIENT] = "INSERT INTO patient_record VALUES (?, ?, ?)",
    [EVENT] = "INSERT INTO booking_event VALUES (?1, (SELECT ifnull(max(place), 0) + 1 "
              "FROM booking_event WHERE booking = ?1), ?2, ?3, ?4)",
    [CHANGE] = "UPDATE booking SET state = ?3, code = NULL, ending = NULL, since = ?4, "
               "deadline = ?5, insertions = 1, sent_at = ?4, patient = ?6, entry = ?7, "
               "practitioner = ?9, reason = 'R1', start = ?10, minutes = 30, "
               "version = version + 1 WHERE practice = ?1 AND id = ?2 AND version = ?8 "
               "RETURNING number",
    [MESSAGE] = "INSERT INTO booking_message (booking, practice, what, reason, attempts, due_at) "
                "VALUES (?, ?, 'confirmed', NULL, 0, ?)",
    [OLDEST] = "SELECT message.*, booking.id FROM booking_message AS message "
               "JOIN booking ON booking.number = message.booking "
               "WHERE message.practice = ? AND message.due_at <= ? AND NOT EXISTS ("
               "SELECT 1 FROM booking_message AS older WHERE older.booking = message.booking "
               "AND older.number < message.number) ORDER BY message.number LIMIT 500",
    [SETTLE] = "DELETE FROM booking_message WHERE number = ? RETURNING booking",
    [TOLD] = "UPDATE booking SET told = 'confirmed' WHERE number = ?",
};

struct gapbook_raw {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
};

gapbook_raw *gapbook_raw_open(const char *path) {
    gapbook_raw *raw = calloc(1, sizeof *raw);
    if (raw == NULL) return NULL;
    int code = sqlite3_open_v2(path, &raw->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(raw->db,
                            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                            "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON",
                            NULL, NULL, NULL);
    for (int each = 0; each < STATEMENTS && code == SQLITE_OK; each++)
        code = sqlite3_prepare_v3(raw->db, sql[each], -1, SQLITE_PREPARE_PERSISTENT,
                                  &raw->statements[each], NULL);
    if (code == SQLITE_OK) return raw;
    gapbook_raw_close(raw);
    return NULL;
}

void gapbook_raw_close(gapbook_raw *raw) {
    for (int each = 0; each < STATEMENTS; each++) sqlite3_finalize(raw->statements[each]);
    sqlite3_close(raw->db);
    free(raw);
}

/// Runs a statement to its end and reads every column, as one that makes values of rows must;
/// gives the first column of the last row, -1 without rows, and SQLite's code where it fails.
static int run(gapbook_raw *raw, int which, int64_t *value) {
    sqlite3_stmt *statement = raw->statements[which];
    int code;
    if (value != NULL) *value = -1;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        for (int column = sqlite3_column_count(statement) - 1; column >= 0; column--) {
            if (sqlite3_column_type(statement, column) == SQLITE_INTEGER) {
                int64_t number = sqlite3_column_int64(statement, column);
                if (value != NULL && column == 0) *value = number;
            } else {
                sqlite3_column_text(statement, column);
            }
        }
    }
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static void text(gapbook_raw *raw, int which, int place, const char *value) {
    if (value == NULL)
        sqlite3_bind_null(raw->statements[which], place);
    else
        sqlite3_bind_text(raw->statements[which], place, value, -1, SQLITE_STATIC);
}

static void whole(gapbook_raw *raw, int which, int place, int64_t value) {
    sqlite3_bind_int64(raw->statements[which], place, value);
}

static int begin(gapbook_raw *raw) {
    int code = run(raw, BEGIN, NULL);
    return code != SQLITE_OK ? code : run(raw, MARK, NULL);
}

static int end(gapbook_raw *raw, int code) {
    if (code == SQLITE_OK) code = run(raw, COMMIT, NULL);
    if (code != SQLITE_OK) run(raw, ROLLBACK, NULL);
    return code;
}

static int event(gapbook_raw *raw, int64_t number, int64_t now, const char *what) {
    whole(raw, EVENT, 1, number);
    whole(raw, EVENT, 2, now);
    text(raw, EVENT, 3, what);
    text(raw, EVENT, 4, NULL);
    return run(raw, EVENT, NULL);
}

static int find(gapbook_raw *raw, const gapbook_raw_booking *booking, int64_t *number) {
    text(raw, FIND, 1, booking->practice);
    text(raw, FIND, 2, booking->id);
    return run(raw, FIND, number);
}

/// What must not be there, and the practice, which must.
static int check(gapbook_raw *raw, const gapbook_raw_booking *booking) {
    int64_t found;
    int code = find(raw, booking, &found);
    if (code != SQLITE_OK || found != -1) return code != SQLITE_OK ? code : SQLITE_CONSTRAINT;
    text(raw, REQUIRE, 1, booking->practice);
    code = run(raw, REQUIRE, &found);
    if (code != SQLITE_OK || found != 1) return code != SQLITE_OK ? code : SQLITE_CONSTRAINT;
    text(raw, FORMER, 1, booking->practice);
    text(raw, FORMER, 2, booking->id);
    code = run(raw, FORMER, &found);
    if (code != SQLITE_OK || found != -1) return code != SQLITE_OK ? code : SQLITE_CONSTRAINT;
    text(raw, CLAIMED, 1, booking->practice);
    text(raw, CLAIMED, 2, booking->practitioner);
    whole(raw, CLAIMED, 3, booking->start);
    whole(raw, CLAIMED, 4, booking->start + 1800);
    code = run(raw, CLAIMED, &found);
    return code != SQLITE_OK || found == -1 ? code : SQLITE_CONSTRAINT;
}

int gapbook_raw_admit(gapbook_raw *raw, const gapbook_raw_booking *booking) {
    int code = begin(raw);
    if (code == SQLITE_OK) code = check(raw, booking);
    if (code != SQLITE_OK) return end(raw, code);
    text(raw, BOOKING, 1, booking->practice);
    text(raw, BOOKING, 2, booking->id);
    text(raw, BOOKING, 3, booking->reference);
    text(raw, BOOKING, 4, booking->practitioner);
    whole(raw, BOOKING, 5, booking->start);
    whole(raw, BOOKING, 6, booking->now);
    code = run(raw, BOOKING, NULL);
    int64_t number = sqlite3_last_insert_rowid(raw->db);
    whole(raw, CLAIM, 1, number);
    text(raw, CLAIM, 2, booking->practice);
    text(raw, CLAIM, 3, booking->practitioner);
    whole(raw, CLAIM, 4, booking->start);
    whole(raw, CLAIM, 5, booking->start + 1800);
    if (code == SQLITE_OK) code = run(raw, CLAIM, NULL);
    whole(raw, PATIENT, 1, number);
    whole(raw, PATIENT, 2, 1);
    sqlite3_bind_blob(raw->statements[PATIENT], 3, booking->sealed, booking->sealed_bytes,
                      SQLITE_STATIC);
    if (code == SQLITE_OK) code = run(raw, PATIENT, NULL);
    if (code == SQLITE_OK) code = event(raw, number, booking->now, "received");
    return end(raw, code);
}

int gapbook_raw_change(gapbook_raw *raw, const gapbook_raw_booking *booking, int version,
                       int confirms) {
    int64_t number = -1;
    int code = begin(raw);
    text(raw, CHANGE, 1, booking->practice);
    text(raw, CHANGE, 2, booking->id);
    text(raw, CHANGE, 3, confirms ? "confirmed" : "sending");
    whole(raw, CHANGE, 4, booking->now);
    if (confirms)
        text(raw, CHANGE, 5, NULL);
    else
        whole(raw, CHANGE, 5, booking->now + 600);
    text(raw, CHANGE, 6, "PAT-1");
    text(raw, CHANGE, 7, confirms ? booking->id : NULL);
    whole(raw, CHANGE, 8, version);
    text(raw, CHANGE, 9, booking->practitioner);
    whole(raw, CHANGE, 10, booking->start);
    if (code == SQLITE_OK) code = run(raw, CHANGE, &number);
    if (code == SQLITE_OK && number == -1) code = SQLITE_CONSTRAINT;
    if (code == SQLITE_OK && confirms) {
        whole(raw, MESSAGE, 1, number);
        text(raw, MESSAGE, 2, booking->practice);
        whole(raw, MESSAGE, 3, booking->now);
        code = run(raw, MESSAGE, NULL);
    }
    if (code == SQLITE_OK)
        code = event(raw, number, booking->now, confirms ? "read back" : "sent");
    if (code == SQLITE_OK) code = find(raw, booking, &number);
    return end(raw, code);
}

int gapbook_raw_settle(gapbook_raw *raw, const gapbook_raw_booking *booking) {
    int64_t message = -1, number = -1;
    text(raw, OLDEST, 1, booking->practice);
    whole(raw, OLDEST, 2, booking->now);
    int code = run(raw, OLDEST, &message);
    if (code == SQLITE_OK && message == -1) code = SQLITE_CONSTRAINT;
    if (code != SQLITE_OK) return code;
    code = begin(raw);
    whole(raw, SETTLE, 1, message);
    if (code == SQLITE_OK) code = run(raw, SETTLE, &number);
    whole(raw, TOLD, 1, number);
    if (code == SQLITE_OK) code = run(raw, TOLD, NULL);
    if (code == SQLITE_OK) code = event(raw, number, booking->now, "told");
    return end(raw, code);
}
