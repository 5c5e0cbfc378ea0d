#ifndef SIMULATED_DISK_INTERNAL_H
#define SIMULATED_DISK_INTERNAL_H

#include <pthread.h>
#include <sqlite3.h>

#include "CSimulatedDisk.h"

enum { MOST_FILES = 8, LONGEST_NAME = 64, MOST_PROCESSES = 1024 };

// One write, or one cut, that was not synced yet: what stood there before, and what came.
struct change {
    struct change *earlier;
    sqlite3_int64 offset;
    // Where the file ended before and after it.
    sqlite3_int64 old_size, new_size;
    int old_count, new_count;
    unsigned char *bytes; // the old ones, then the new ones
};

struct disk_file {
    char name[LONGEST_NAME];
    struct change *newest;
};

struct simulated_disk {
    pthread_mutex_t mutex;
    char *folder;
    int references;
    struct disk_file files[MOST_FILES];
    int count;
    char has_ended[MOST_PROCESSES];
    int process, at, seen;
    enum simulated_fault fault;
    struct simulated_disk *next;
};

// The disk of a path like FOLDER/3/ledger, held once more; NULL for any other path.
simulated_disk *disk_of(const char *path, int *process, const char **name);
void disk_hold(simulated_disk *disk);
struct disk_file *disk_file_named(simulated_disk *disk, const char *name);
void disk_forget(struct disk_file *file);

#endif
