// The bytes in which values cross (Sources/CLuaVM/wire.h), as far as these questions need them.
#pragma once
#include <stdlib.h>
#include <string.h>

#include "CDecisionHost.h"

enum {
    TAG_NULL = 0, TAG_FALSE = 1, TAG_TRUE = 2, TAG_INTEGER = 3, TAG_STRING = 5, TAG_ARRAY = 6,
    TAG_RECORD = 7, TAG_TABLE = 8, TAG_REFERENCE = 9
};

typedef struct {
    uint8_t *bytes;
    size_t count, capacity;
} Writer;

static inline void put(Writer *w, const void *bytes, size_t count) {
    if (w->capacity - w->count < count) {
        w->capacity = 2 * (w->count + count) + 256;
        w->bytes = realloc(w->bytes, w->capacity);
        if (w->bytes == NULL) abort();
    }
    memcpy(w->bytes + w->count, bytes, count);
    w->count += count;
}

static inline void put_byte(Writer *w, uint8_t byte) { put(w, &byte, 1); }

static inline void put_number(Writer *w, uint64_t number) {
    for (; number >= 0x80; number >>= 7) put_byte(w, (uint8_t)(number | 0x80));
    put_byte(w, (uint8_t)number);
}

/// Begins a value of its own; what was written before is gone.
static inline void begin_record(Writer *w, uint64_t shape) {
    w->count = 0;
    put_byte(w, TAG_RECORD);
    put_number(w, shape);
}

static inline void begin_table(Writer *w) {
    w->count = 0;
    put_byte(w, TAG_TABLE);
    put_number(w, 0);
}

static inline void begin_array(Writer *w, size_t count) {
    put_byte(w, TAG_ARRAY);
    put_number(w, count);
}

static inline void write_null(Writer *w) { put_byte(w, TAG_NULL); }

static inline void write_boolean(Writer *w, bool flag) { put_byte(w, flag ? TAG_TRUE : TAG_FALSE); }

static inline void write_integer(Writer *w, int64_t number) {
    put_byte(w, TAG_INTEGER);
    put_number(w, ((uint64_t)number << 1) ^ (uint64_t)(number >> 63));
}

static inline void write_reference(Writer *w, int reference) {
    put_byte(w, TAG_REFERENCE);
    put_number(w, (uint64_t)reference);
}

static inline void write_text(Writer *w, const char *text) {
    size_t count = strlen(text);
    put_byte(w, TAG_STRING);
    put_number(w, count);
    put(w, text, count);
}

typedef struct {
    const uint8_t *at, *end;
} Reader;

static inline uint8_t read_byte(Reader *r) { return r->at < r->end ? *r->at++ : 0; }

static inline uint64_t read_number(Reader *r) {
    uint64_t number = 0;
    for (int shift = 0; shift < 64 && r->at < r->end; shift += 7) {
        uint8_t byte = *r->at++;
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) break;
    }
    return number;
}

static inline CBytes read_text(Reader *r) {
    uint64_t count = read_number(r);
    if (count > (uint64_t)(r->end - r->at)) count = (uint64_t)(r->end - r->at);
    CBytes text = {r->at, (size_t)count};
    r->at += count;
    return text;
}
