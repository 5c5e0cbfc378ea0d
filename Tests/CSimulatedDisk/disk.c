#include "disk.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t all_mutex = PTHREAD_MUTEX_INITIALIZER;
static simulated_disk *all;

simulated_disk *simulated_disk_make(const char *folder) {
    simulated_disk *disk = calloc(1, sizeof *disk);
    if (!disk) return NULL;
    disk->folder = strdup(folder);
    if (!disk->folder) {
        free(disk);
        return NULL;
    }
    pthread_mutex_init(&disk->mutex, NULL);
    disk->references = 1;
    pthread_mutex_lock(&all_mutex);
    disk->next = all;
    all = disk;
    pthread_mutex_unlock(&all_mutex);
    return disk;
}

void disk_hold(simulated_disk *disk) {
    pthread_mutex_lock(&all_mutex);
    disk->references++;
    pthread_mutex_unlock(&all_mutex);
}

void simulated_disk_release(simulated_disk *disk) {
    pthread_mutex_lock(&all_mutex);
    int is_last = --disk->references == 0;
    for (simulated_disk **place = &all; is_last && *place; place = &(*place)->next) {
        if (*place == disk) {
            *place = disk->next;
            break;
        }
    }
    pthread_mutex_unlock(&all_mutex);
    if (!is_last) return;
    for (int i = 0; i < disk->count; i++) disk_forget(&disk->files[i]);
    pthread_mutex_destroy(&disk->mutex);
    free(disk->folder);
    free(disk);
}

simulated_disk *disk_of(const char *path, int *process, const char **name) {
    simulated_disk *found = NULL;
    pthread_mutex_lock(&all_mutex);
    for (simulated_disk *disk = all; disk && !found; disk = disk->next) {
        size_t length = strlen(disk->folder);
        if (strncmp(path, disk->folder, length) != 0 || path[length] != '/') continue;
        char *end = NULL;
        long number = strtol(path + length + 1, &end, 10);
        if (*end != '/' || number < 0 || number >= MOST_PROCESSES) continue;
        if (strlen(end + 1) >= LONGEST_NAME) continue;
        *process = (int)number;
        *name = end + 1;
        found = disk;
        found->references++;
    }
    pthread_mutex_unlock(&all_mutex);
    return found;
}

struct disk_file *disk_file_named(simulated_disk *disk, const char *name) {
    for (int i = 0; i < disk->count; i++) {
        if (strcmp(disk->files[i].name, name) == 0) return &disk->files[i];
    }
    if (disk->count == MOST_FILES) return NULL;
    struct disk_file *file = &disk->files[disk->count++];
    strcpy(file->name, name);
    return file;
}

void disk_forget(struct disk_file *file) {
    while (file->newest) {
        struct change *change = file->newest;
        file->newest = change->earlier;
        free(change->bytes);
        free(change);
    }
}

void simulated_disk_fail(simulated_disk *disk, int process, enum simulated_fault fault, int at) {
    pthread_mutex_lock(&disk->mutex);
    disk->process = process;
    disk->fault = fault;
    disk->at = at;
    disk->seen = 0;
    pthread_mutex_unlock(&disk->mutex);
}

void simulated_disk_end(simulated_disk *disk, int process) {
    pthread_mutex_lock(&disk->mutex);
    if (process >= 0 && process < MOST_PROCESSES) disk->has_ended[process] = 1;
    pthread_mutex_unlock(&disk->mutex);
}

int simulated_disk_has_ended(simulated_disk *disk, int process) {
    pthread_mutex_lock(&disk->mutex);
    int has_ended = process < 0 || process >= MOST_PROCESSES || disk->has_ended[process];
    pthread_mutex_unlock(&disk->mutex);
    return has_ended;
}

size_t simulated_disk_unsynced(simulated_disk *disk) {
    size_t sum = 0;
    pthread_mutex_lock(&disk->mutex);
    for (int i = 0; i < disk->count; i++) {
        struct change *change = disk->files[i].newest;
        for (; change; change = change->earlier) sum += (size_t)change->new_count;
    }
    pthread_mutex_unlock(&disk->mutex);
    return sum;
}

// A file's bytes in memory.
struct content {
    unsigned char *bytes;
    size_t size, room;
};

static int resize(struct content *content, size_t size) {
    if (size > content->room) {
        unsigned char *bytes = realloc(content->bytes, size * 2);
        if (!bytes) return 1;
        content->bytes = bytes;
        content->room = size * 2;
    }
    if (size > content->size) memset(content->bytes + content->size, 0, size - content->size);
    content->size = size;
    return 0;
}

static int put(
    struct content *content, size_t offset, const unsigned char *bytes, size_t count
) {
    if (count == 0) return 0;
    if (offset + count > content->size && resize(content, offset + count)) return 1;
    memcpy(content->bytes + offset, bytes, count);
    return 0;
}

static int take_back(struct content *content, const struct change *newest) {
    for (const struct change *change = newest; change; change = change->earlier) {
        if (resize(content, (size_t)change->old_size)) return 1;
        if (put(content, (size_t)change->offset, change->bytes, (size_t)change->old_count)) {
            return 1;
        }
    }
    return 0;
}

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

enum { SECTOR = 512 };

// Puts back what happens to have reached the disk, the oldest change first.
static int put_back(struct content *content, const struct change *change, uint64_t *seed) {
    if (!change) return 0;
    if (put_back(content, change->earlier, seed)) return 1;
    const unsigned char *fresh = change->bytes + change->old_count;
    size_t count = (size_t)change->new_count, offset = (size_t)change->offset;
    if (count == 0) {
        int cuts = (next_random(seed) & 16) && (size_t)change->new_size < content->size;
        return cuts ? resize(content, (size_t)change->new_size) : 0;
    }
    for (size_t from = 0; from < count;) {
        size_t until = from + SECTOR - (offset + from) % SECTOR;
        if (until > count) until = count;
        if ((next_random(seed) & 16) && put(content, offset + from, fresh + from, until - from)) {
            return 1;
        }
        from = until;
    }
    return 0;
}

static int load(const char *path, struct content *content) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    struct stat about;
    int failed = fstat(file, &about) != 0 || resize(content, (size_t)about.st_size);
    for (size_t done = 0; !failed && done < content->size;) {
        ssize_t count = read(file, content->bytes + done, content->size - done);
        if (count <= 0) failed = 1;
        done += count > 0 ? (size_t)count : 0;
    }
    close(file);
    return failed;
}

static int store(const char *path, const struct content *content) {
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return 1;
    int failed = 0;
    for (size_t done = 0; !failed && done < content->size;) {
        ssize_t count = write(file, content->bytes + done, content->size - done);
        if (count <= 0) failed = 1;
        done += count > 0 ? (size_t)count : 0;
    }
    return close(file) != 0 || failed;
}

int simulated_disk_copy(simulated_disk *disk, const char *folder, int has_power, uint64_t seed) {
    int failed = 0;
    pthread_mutex_lock(&disk->mutex);
    for (int i = 0; i < disk->count && !failed; i++) {
        struct disk_file *file = &disk->files[i];
        struct content content = {0};
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", disk->folder, file->name);
        int missing = load(path, &content);
        if (missing == 0) {
            if (!has_power) failed = take_back(&content, file->newest);
            if (!has_power && seed) failed |= put_back(&content, file->newest, &seed);
            snprintf(path, sizeof path, "%s/%s", folder, file->name);
            failed |= store(path, &content);
        } else {
            failed = missing > 0;
        }
        free(content.bytes);
    }
    pthread_mutex_unlock(&disk->mutex);
    return failed;
}
