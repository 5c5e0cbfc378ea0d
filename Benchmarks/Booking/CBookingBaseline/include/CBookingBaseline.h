#ifndef CBOOKINGBASELINE_H
#define CBOOKINGBASELINE_H

#include <stdint.h>

/// A ledger that is there already, opened by plain SQLite with the settings of the real one.
typedef struct gapbook_raw gapbook_raw;

/// A booking as the statements need it.
typedef struct {
    const char *practice;
    const char *id;
    const char *reference;
    const char *practitioner;
    int64_t start;
    int64_t now;
    const void *sealed;
    int sealed_bytes;
} gapbook_raw_booking;

/// NULL where the file cannot be opened or a setting does not take.
gapbook_raw *gapbook_raw_open(const char *path);
void gapbook_raw_close(gapbook_raw *raw);

/// The transaction of `Ledger.admit`: 0, or SQLite's code.
int gapbook_raw_admit(gapbook_raw *raw, const gapbook_raw_booking *booking);
/// That of `Ledger.change`, which ends in `sending` or, with a message, in `confirmed`.
int gapbook_raw_change(gapbook_raw *raw, const gapbook_raw_booking *booking, int version,
                       int confirms);
/// That of `Ledger.settle` for the oldest message.
int gapbook_raw_settle(gapbook_raw *raw, const gapbook_raw_booking *booking);

#endif
