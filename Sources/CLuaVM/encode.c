#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"
#include "wire.h"

// Lua values become bytes for the host: raw access only, keys in the order of their bytes, and
// nothing that a host could stumble over (cycles, NaN, holes, bytes that are not UTF-8).

/// Where a value stands, for messages; built only when one is needed.
typedef struct Path {
    const struct Path *parent;
    const char *key;
    lua_Integer index;
} Path;

typedef struct {
    lua_State *L;
    Buffer *out;
    EncodeMode mode;
    int depth;
    int64_t nodes;
} Writer;

typedef struct {
    const char *bytes;
    size_t count;
} Key;

static void add_path(Text *text, const Path *path) {
    if (path == NULL) return;
    add_path(text, path->parent);
    if (path->key != NULL) vm_text_add(text, "%s%.64s", path->parent ? "." : "", path->key);
    else vm_text_add(text, "[%lld]", (long long)path->index);
}

static _Noreturn void fail(Writer *w, const Path *path, const char *what) {
    Text text = {.count = 0};
    add_path(&text, path);
    const char *subject = w->mode == ENCODE_ARGUMENT ? "argument" : "result";
    gvm_status kind = w->mode == ENCODE_ARGUMENT ? GVM_RUNTIME : GVM_BAD_RESULT;
    if (text.count == 0) vm_fail(w->L, kind, "the %s %s", subject, what);
    vm_fail(w->L, kind, "the %s's `%s` %s", subject, text.bytes, what);
}

static void put(Writer *w, const void *bytes, size_t count) {
    if (w->out->count + count > (size_t)vm_machine(w->L)->limits.result_bytes) {
        vm_trip(w->L, GVM_TRIP_RESULT_SIZE);
    }
    vm_append(w->L, w->out, bytes, count);
}

static void put_byte(Writer *w, uint8_t byte) { put(w, &byte, 1); }

static void put_number(Writer *w, uint64_t number) {
    uint8_t bytes[10];
    size_t count = 0;
    while (number >= 0x80) {
        bytes[count++] = (uint8_t)(number | 0x80);
        number >>= 7;
    }
    bytes[count++] = (uint8_t)number;
    put(w, bytes, count);
}

/// Whether the bytes are UTF-8 as Unicode defines it: shortest forms, no surrogates, no NUL cut.
static bool is_utf8(const uint8_t *s, size_t count) {
    for (size_t i = 0; i < count;) {
        uint8_t lead = s[i++];
        if (lead < 0x80) continue;
        int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
        if (lead < 0xc2 || lead > 0xf4 || count - i < (size_t)more) return false;
        uint32_t point = lead & (0x3fu >> more);
        for (int k = 0; k < more; k++) {
            if ((s[i] & 0xc0) != 0x80) return false;
            point = point << 6 | (s[i++] & 0x3f);
        }
        static const uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
        if (point < smallest[more] || point > 0x10ffff) return false;
        if (point >= 0xd800 && point <= 0xdfff) return false;
    }
    return true;
}

static void put_text(Writer *w, const char *bytes, size_t count, const Path *path) {
    vm_charge(w->L, count / 16);
    if (count > (size_t)vm_machine(w->L)->limits.string_bytes) {
        vm_trip(w->L, GVM_TRIP_STRING_BYTES);
    }
    if (!is_utf8((const uint8_t *)bytes, count)) fail(w, path, "is not valid UTF-8");
    put_number(w, count);
    put(w, bytes, count);
}

static void encode(Writer *w, int index, const Path *path);

static int by_bytes(const void *a, const void *b) {
    const Key *left = a, *right = b;
    return vm_compare_bytes(left->bytes, left->count, right->bytes, right->count);
}

/// Pushes a block with the table's string keys in order. The strings live as long as the table.
static Key *sorted_keys(Writer *w, int table, size_t count, lua_Integer items, const Path *path) {
    lua_State *L = w->L;
    Key *keys = lua_newuserdatauv(L, (count + 1) * sizeof(Key), 0);
    size_t found = 0;
    lua_pushnil(L);
    while (lua_next(L, table) != 0) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING) {
            keys[found].bytes = lua_tolstring(L, -1, &keys[found].count);
            found += 1;
        } else if (!lua_isinteger(L, -1)) {
            fail(w, path, "has a key that is neither a name nor a place");
        } else if (lua_tointeger(L, -1) < 1 || lua_tointeger(L, -1) > items) {
            fail(w, path, "is a list with holes");
        }
    }
    qsort(keys, count, sizeof(Key), by_bytes);
    return keys;
}

static void encode_fields(Writer *w, int table, size_t count, lua_Integer items, const Path *path) {
    lua_State *L = w->L;
    Key *keys = sorted_keys(w, table, count, items, path);
    put_number(w, count);
    for (size_t i = 0; i < count; i++) {
        Path part = {path, keys[i].bytes, 0};
        put_text(w, keys[i].bytes, keys[i].count, &part);
        lua_pushlstring(L, keys[i].bytes, keys[i].count);
        lua_rawget(L, table);
        encode(w, lua_gettop(L), &part);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

static void encode_items(Writer *w, int table, lua_Integer count, const Path *path) {
    put_number(w, (uint64_t)count);
    for (lua_Integer i = 1; i <= count; i++) {
        Path part = {path, NULL, i};
        lua_rawgeti(w->L, table, i);
        if (lua_isnil(w->L, -1)) fail(w, path, "is a list with holes");
        encode(w, lua_gettop(w->L), &part);
        lua_pop(w->L, 1);
    }
}

static bool is_frozen_list(lua_State *L, int data) {
    if (!lua_getmetatable(L, data)) return false;
    lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_LIST_META);
    bool same = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return same;
}

static void encode_table(Writer *w, int index, const Path *path) {
    lua_State *L = w->L;
    gvm_machine *m = vm_machine(L);
    if (++w->depth > m->limits.result_depth) vm_trip(L, GVM_TRIP_DEPTH);
    luaL_checkstack(L, 10, NULL);
    vm_thaw(L, index);
    int table = lua_gettop(L);
    lua_Integer items = (lua_Integer)lua_rawlen(L, table);
    size_t strings = 0, others = 0;
    lua_pushnil(L);
    while (lua_next(L, table) != 0) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING) strings += 1;
        else others += 1;
        if (w->nodes + (int64_t)(strings + others) > m->limits.result_nodes) {
            vm_trip(L, GVM_TRIP_RESULT_SIZE);
        }
    }
    vm_charge(L, strings + others);
    bool is_empty_list = items == 0 && strings == 0 && is_frozen_list(L, table);
    if (others == (size_t)items && strings == 0 && (items > 0 || is_empty_list)) {
        put_byte(w, WIRE_ARRAY);
        encode_items(w, table, items, path);
    } else if (items == 0) {
        put_byte(w, WIRE_TABLE);
        encode_fields(w, table, strings, 0, path);
    } else {
        if (others != (size_t)items) fail(w, path, "is a list with holes");
        if (w->mode != ENCODE_VIEW) fail(w, path, "is both a list and a record");
        put_byte(w, WIRE_MIXED);
        encode_items(w, table, items, path);
        encode_fields(w, table, strings, items, path);
    }
    lua_settop(L, table - 1);
    w->depth -= 1;
}

static void encode_number(Writer *w, int index, const Path *path) {
    if (lua_isinteger(w->L, index)) {
        uint64_t bits = (uint64_t)lua_tointeger(w->L, index);
        put_byte(w, WIRE_INTEGER);
        put_number(w, (bits << 1) ^ (bits >> 63 ? UINT64_MAX : 0));
        return;
    }
    double number = lua_tonumber(w->L, index);
    if (!isfinite(number)) fail(w, path, "is not a finite number");
    put_byte(w, WIRE_DOUBLE);
    put(w, &number, sizeof number);
}

static void encode(Writer *w, int index, const Path *path) {
    lua_State *L = w->L;
    if (++w->nodes > vm_machine(L)->limits.result_nodes) vm_trip(L, GVM_TRIP_RESULT_SIZE);
    switch (lua_type(L, index)) {
    case LUA_TNONE:
    case LUA_TNIL: put_byte(w, WIRE_NIL); return;
    case LUA_TBOOLEAN: put_byte(w, lua_toboolean(L, index) ? WIRE_TRUE : WIRE_FALSE); return;
    case LUA_TNUMBER: encode_number(w, index, path); return;
    case LUA_TSTRING: {
        size_t count;
        const char *bytes = lua_tolstring(L, index, &count);
        put_byte(w, WIRE_STRING);
        put_text(w, bytes, count, path);
        return;
    }
    case LUA_TTABLE: encode_table(w, index, path); return;
    default: break;
    }
    if (w->mode != ENCODE_VIEW) fail(w, path, "is a function");
    put_byte(w, WIRE_FUNCTION);
}

/// Appends the value at `index`.
void vm_encode(lua_State *L, int index, Buffer *out, EncodeMode mode) {
    Writer w = {.L = L, .out = out, .mode = mode};
    encode(&w, lua_absindex(L, index), NULL);
}
