#ifndef CSIMULATEDDISK_H
#define CSIMULATEDDISK_H

#include <stddef.h>
#include <stdint.h>

// A disk under SQLite that forgets what was not synced, and that fails where a test says.
//
// It is a VFS which passes everything on to SQLite's own "unix" VFS, and remembers for the files of
// its folders what was written since each file's last sync. Files of any other folder never notice
// it. A file is reached as FOLDER/PROCESS/NAME, where FOLDER/PROCESS is a link to FOLDER: so the
// disk knows which simulated process a call comes from.

typedef struct simulated_disk simulated_disk;

// What becomes of the writes of one process from a given one on.
enum simulated_fault {
    SIMULATED_NOTHING,
    // A write finds the disk full.
    SIMULATED_FULL,
    // A sync fails; what was written stays.
    SIMULATED_SYNC_FAILS,
    // The process ends: half of that write still happens, and nothing after it.
    SIMULATED_ENDS,
};

// Makes the disk SQLite's default VFS, once. 0 where that worked.
int simulated_disk_install(void);

// A disk whose files lie in an existing folder, all of them synced; NULL without memory.
simulated_disk *simulated_disk_make(const char *folder);

// Lets go of it; it lasts until the last file on it is closed.
void simulated_disk_release(simulated_disk *disk);

// From the `at`th write or sync of a process on, counted from now and beginning with 0, the fault
// holds; until the next call of this function.
void simulated_disk_fail(simulated_disk *disk, int process, enum simulated_fault fault, int at);

// What a process still asks of the disk has no effect.
void simulated_disk_end(simulated_disk *disk, int process);

// Whether it ended, by a fault or by the call before.
int simulated_disk_has_ended(simulated_disk *disk, int process);

// How many bytes were written since the files' last syncs.
size_t simulated_disk_unsynced(simulated_disk *disk);

// Copies what stands on the disk into another folder. Without power of what was not synced each
// sector is kept or lost by the seed, and none of it for seed 0. 0 where that worked.
int simulated_disk_copy(simulated_disk *disk, const char *folder, int has_power, uint64_t seed);

#endif
