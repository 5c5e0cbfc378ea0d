#include "disk.h"

#include <stdlib.h>
#include <string.h>

// What SQLite holds of an open file: ours, and behind it the one of the "unix" VFS.
struct open_file {
    sqlite3_file base;
    simulated_disk *disk;
    char name[LONGEST_NAME];
    int process;
};

static sqlite3_vfs *unix_vfs;
static sqlite3_vfs ours;

static sqlite3_file *inner(sqlite3_file *file) {
    return (sqlite3_file *)((struct open_file *)file + 1);
}

// What a write or a sync of a process meets. The disk is locked.
enum meeting { GOES_ON, IS_FULL, FAILS, HALF, NEVER };

static enum meeting meet(struct open_file *file, int is_sync) {
    simulated_disk *disk = file->disk;
    if (disk->has_ended[file->process]) return NEVER;
    if (disk->fault == SIMULATED_NOTHING || disk->process != file->process) return GOES_ON;
    if (disk->seen++ < disk->at) return GOES_ON;
    switch (disk->fault) {
    case SIMULATED_FULL: return is_sync ? GOES_ON : IS_FULL;
    case SIMULATED_SYNC_FAILS: return is_sync ? FAILS : GOES_ON;
    case SIMULATED_ENDS:
        disk->has_ended[file->process] = 1;
        return is_sync ? NEVER : HALF;
    default: return GOES_ON;
    }
}

// Notes a change before it is made. The disk is locked.
static int note(
    struct open_file *file, const void *bytes, int count, sqlite3_int64 offset,
    sqlite3_int64 new_size
) {
    struct disk_file *known = disk_file_named(file->disk, file->name);
    struct change *change = calloc(1, sizeof *change);
    sqlite3_file *real = inner(&file->base);
    if (!known || !change || real->pMethods->xFileSize(real, &change->old_size) != SQLITE_OK) {
        free(change);
        return SQLITE_IOERR_WRITE;
    }
    sqlite3_int64 end = bytes ? offset + count : change->old_size;
    if (end > change->old_size) end = change->old_size;
    change->offset = offset;
    change->old_count = end > offset ? (int)(end - offset) : 0;
    change->new_count = count;
    change->new_size = new_size > 0 || !bytes ? new_size : change->old_size;
    change->bytes = malloc((size_t)change->old_count + (size_t)count + 1);
    int rc = change->bytes ? SQLITE_OK : SQLITE_IOERR_NOMEM;
    if (rc == SQLITE_OK && change->old_count > 0) {
        rc = real->pMethods->xRead(real, change->bytes, change->old_count, offset);
    }
    if (rc != SQLITE_OK) {
        free(change->bytes);
        free(change);
        return rc;
    }
    if (bytes) memcpy(change->bytes + change->old_count, bytes, (size_t)count);
    change->earlier = known->newest;
    known->newest = change;
    return SQLITE_OK;
}

static int write_file(
    sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset
) {
    struct open_file *file = (struct open_file *)base;
    pthread_mutex_lock(&file->disk->mutex);
    int rc = SQLITE_OK;
    switch (meet(file, 0)) {
    case GOES_ON: break;
    case IS_FULL: rc = SQLITE_FULL; break;
    case HALF:
        if (note(file, bytes, count / 2, offset, 0) == SQLITE_OK) {
            inner(base)->pMethods->xWrite(inner(base), bytes, count / 2, offset);
        }
        rc = SQLITE_IOERR_WRITE;
        break;
    default: rc = SQLITE_IOERR_WRITE;
    }
    if (rc == SQLITE_OK) rc = note(file, bytes, count, offset, 0);
    if (rc == SQLITE_OK) rc = inner(base)->pMethods->xWrite(inner(base), bytes, count, offset);
    pthread_mutex_unlock(&file->disk->mutex);
    return rc;
}

static int truncate_file(sqlite3_file *base, sqlite3_int64 size) {
    struct open_file *file = (struct open_file *)base;
    pthread_mutex_lock(&file->disk->mutex);
    enum meeting meeting = meet(file, 0);
    int rc = meeting == GOES_ON ? note(file, NULL, 0, size, size)
        : meeting == IS_FULL    ? SQLITE_OK
                                : SQLITE_IOERR_TRUNCATE;
    if (rc == SQLITE_OK) rc = inner(base)->pMethods->xTruncate(inner(base), size);
    pthread_mutex_unlock(&file->disk->mutex);
    return rc;
}

static int sync_file(sqlite3_file *base, int flags) {
    struct open_file *file = (struct open_file *)base;
    pthread_mutex_lock(&file->disk->mutex);
    int rc = SQLITE_IOERR_FSYNC;
    if (meet(file, 1) == GOES_ON) {
        struct disk_file *known = disk_file_named(file->disk, file->name);
        if (known) {
            disk_forget(known);
            rc = SQLITE_OK;
        }
    }
    (void)flags; // The bytes lie in memory: a real sync would add nothing.
    pthread_mutex_unlock(&file->disk->mutex);
    return rc;
}

static int close_file(sqlite3_file *base) {
    struct open_file *file = (struct open_file *)base;
    int rc = inner(base)->pMethods->xClose(inner(base));
    simulated_disk_release(file->disk);
    return rc;
}

#define PASS(name, parameters, arguments)                                  \
    static int pass_##name parameters {                                    \
        return inner(file)->pMethods->x##name arguments;                   \
    }
PASS(Read, (sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset),
     (inner(file), bytes, count, offset))
PASS(FileSize, (sqlite3_file *file, sqlite3_int64 *size), (inner(file), size))
PASS(Lock, (sqlite3_file *file, int level), (inner(file), level))
PASS(Unlock, (sqlite3_file *file, int level), (inner(file), level))
PASS(CheckReservedLock, (sqlite3_file *file, int *result), (inner(file), result))
PASS(FileControl, (sqlite3_file *file, int what, void *value), (inner(file), what, value))
PASS(SectorSize, (sqlite3_file *file), (inner(file)))
PASS(DeviceCharacteristics, (sqlite3_file *file), (inner(file)))
PASS(ShmMap, (sqlite3_file *file, int region, int size, int extend, void volatile **memory),
     (inner(file), region, size, extend, memory))
PASS(ShmLock, (sqlite3_file *file, int offset, int count, int flags),
     (inner(file), offset, count, flags))
PASS(ShmUnmap, (sqlite3_file *file, int deletes), (inner(file), deletes))
static void pass_ShmBarrier(sqlite3_file *file) {
    inner(file)->pMethods->xShmBarrier(inner(file));
}

// Version 2: shared memory for the write-ahead log, and no mapped reads past the disk.
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = pass_Read,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = pass_FileSize,
    .xLock = pass_Lock,
    .xUnlock = pass_Unlock,
    .xCheckReservedLock = pass_CheckReservedLock,
    .xFileControl = pass_FileControl,
    .xSectorSize = pass_SectorSize,
    .xDeviceCharacteristics = pass_DeviceCharacteristics,
    .xShmMap = pass_ShmMap,
    .xShmLock = pass_ShmLock,
    .xShmBarrier = pass_ShmBarrier,
    .xShmUnmap = pass_ShmUnmap,
};

static int open_path(
    sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out
) {
    struct open_file *file = (struct open_file *)base;
    const char *name = NULL;
    int process = 0;
    simulated_disk *disk = path ? disk_of(path, &process, &name) : NULL;
    if (!disk) return unix_vfs->xOpen(unix_vfs, path, base, flags, out);
    pthread_mutex_lock(&disk->mutex);
    int is_known = disk_file_named(disk, name) != NULL && !disk->has_ended[process];
    pthread_mutex_unlock(&disk->mutex);
    memset(file, 0, sizeof *file);
    int rc = is_known ? unix_vfs->xOpen(unix_vfs, path, inner(base), flags, out)
                      : SQLITE_CANTOPEN;
    if (rc != SQLITE_OK) {
        simulated_disk_release(disk);
        return rc;
    }
    file->disk = disk;
    file->process = process;
    strcpy(file->name, name);
    base->pMethods = &methods;
    (void)vfs;
    return SQLITE_OK;
}

static int delete_path(sqlite3_vfs *vfs, const char *path, int syncs) {
    const char *name = NULL;
    int process = 0;
    simulated_disk *disk = disk_of(path, &process, &name);
    if (!disk) return unix_vfs->xDelete(unix_vfs, path, syncs);
    pthread_mutex_lock(&disk->mutex);
    int rc = SQLITE_IOERR_DELETE;
    if (!disk->has_ended[process]) {
        struct disk_file *file = disk_file_named(disk, name);
        if (file) disk_forget(file);
        rc = unix_vfs->xDelete(unix_vfs, path, 0);
    }
    pthread_mutex_unlock(&disk->mutex);
    simulated_disk_release(disk);
    (void)vfs;
    return rc;
}

// The link of the process must stay in the path.
static int full_path(sqlite3_vfs *vfs, const char *path, int room, char *full) {
    const char *name = NULL;
    int process = 0;
    simulated_disk *disk = disk_of(path, &process, &name);
    if (!disk) return unix_vfs->xFullPathname(unix_vfs, path, room, full);
    simulated_disk_release(disk);
    if ((int)strlen(path) >= room) return SQLITE_CANTOPEN;
    strcpy(full, path);
    (void)vfs;
    return SQLITE_OK;
}

int simulated_disk_install(void) {
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    int rc = SQLITE_OK;
    if (!unix_vfs) {
        rc = sqlite3_initialize();
        unix_vfs = sqlite3_vfs_find("unix");
        if (rc == SQLITE_OK && unix_vfs) {
            ours = *unix_vfs;
            ours.zName = "simulated";
            ours.szOsFile = (int)sizeof(struct open_file) + unix_vfs->szOsFile;
            ours.xOpen = open_path;
            ours.xDelete = delete_path;
            ours.xFullPathname = full_path;
            rc = sqlite3_vfs_register(&ours, 1);
        } else {
            rc = SQLITE_ERROR;
        }
    }
    pthread_mutex_unlock(&mutex);
    return rc;
}
