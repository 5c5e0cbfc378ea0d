#include <string.h>

#include "machine.h"
#include "wire.h"

// Bytes of the host become Lua values, tables read-only. The bytes come from our own writer; they
// are checked all the same, so that a mistake there is an error and not a read out of bounds.

enum { DEEPEST = 32 };

typedef struct {
    lua_State *L;
    const uint8_t *at, *end;
    DecodeMode mode;
    int references;  // stack place of the document's tables, or 0
    lua_Integer reference_count;
    int shape_meta, shape_keys;
    int depth;
} Reader;

static _Noreturn void fail(Reader *r, const char *what) {
    vm_fail(r->L, GVM_BAD_INPUT, "the input's bytes are wrong: %s", what);
}

static uint64_t read_number(Reader *r) {
    uint64_t number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (r->at == r->end) fail(r, "they end too soon");
        uint8_t byte = *r->at++;
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) return number;
    }
    fail(r, "a number is too long");
}

/// A count of things that take at least one byte each.
static size_t read_count(Reader *r) {
    uint64_t count = read_number(r);
    if (count > (uint64_t)(r->end - r->at)) fail(r, "they end too soon");
    return (size_t)count;
}

static void push_text(Reader *r) {
    size_t count = read_count(r);
    lua_pushlstring(r->L, (const char *)r->at, count);
    r->at += count;
}

static void decode(Reader *r);

/// Numbers the table in preorder before its parts are read: its place is taken, and filled below.
static lua_Integer take_reference(Reader *r) {
    if (r->mode != DECODE_DOCUMENT) return 0;
    lua_pushboolean(r->L, false);
    lua_rawseti(r->L, r->references, ++r->reference_count);
    return r->reference_count;
}

static void finish_table(Reader *r, lua_Integer reference, bool is_list) {
    vm_freeze(r->L, is_list);
    if (reference == 0) return;
    lua_pushvalue(r->L, -1);
    lua_rawseti(r->L, r->references, reference);
}

static void decode_array(Reader *r) {
    lua_State *L = r->L;
    lua_Integer reference = take_reference(r);
    size_t count = read_count(r);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 1; i <= count; i++) {
        decode(r);
        if (lua_isnil(L, -1)) fail(r, "a list holds a null");
        lua_rawseti(L, -2, (lua_Integer)i);
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_LIST_META);
    lua_setmetatable(L, -2);
    finish_table(r, reference, true);
}

static void decode_record(Reader *r) {
    lua_State *L = r->L;
    lua_Integer reference = take_reference(r);
    uint64_t index = read_number(r);
    gvm_machine *m = vm_machine(L);
    if (index >= m->shape_count) fail(r, "no shape has that number");
    size_t count = m->shapes[index].fields.count;
    lua_rawgeti(L, r->shape_keys, (lua_Integer)index + 1);
    lua_createtable(L, 0, (int)count);
    for (size_t i = 1; i <= count; i++) {
        lua_rawgeti(L, -2, (lua_Integer)i);
        decode(r);
        if (lua_isnil(L, -1)) lua_pop(L, 2);
        else lua_rawset(L, -3);
    }
    lua_replace(L, -2);
    lua_rawgeti(L, r->shape_meta, (lua_Integer)index + 1);
    lua_setmetatable(L, -2);
    finish_table(r, reference, false);
}

static void decode_table(Reader *r) {
    lua_State *L = r->L;
    lua_Integer reference = take_reference(r);
    size_t count = read_count(r);
    bool is_strict = r->mode == DECODE_PARAMETERS && r->depth == 1;
    lua_createtable(L, 0, (int)count);
    int data = lua_gettop(L), nulls = 0;
    if (is_strict) {
        lua_createtable(L, 0, 0);
        nulls = data + 1;
    }
    for (size_t i = 0; i < count; i++) {
        push_text(r);
        decode(r);
        if (!lua_isnil(L, -1)) {
            lua_rawset(L, data);
        } else if (is_strict) {
            lua_pop(L, 1);
            lua_pushboolean(L, true);
            lua_rawset(L, nulls);
        } else {
            lua_pop(L, 2);
        }
    }
    lua_pushvalue(L, data);
    if (is_strict) vm_named_data(L, "`params` has", nulls);
    lua_replace(L, data);
    lua_settop(L, data);
    finish_table(r, reference, false);
}

static void decode_reference(Reader *r) {
    uint64_t index = read_number(r);
    if (index >= (uint64_t)r->reference_count) fail(r, "a reference leads nowhere");
    lua_rawgeti(r->L, r->references, (lua_Integer)index + 1);
    if (!lua_istable(r->L, -1)) fail(r, "a reference leads to a table that holds it");
}

static double read_double(Reader *r) {
    double number;
    if (r->end - r->at < (ptrdiff_t)sizeof number) fail(r, "they end too soon");
    memcpy(&number, r->at, sizeof number);
    r->at += sizeof number;
    return number;
}

static void decode(Reader *r) {
    lua_State *L = r->L;
    if (r->at == r->end) fail(r, "they end too soon");
    luaL_checkstack(L, 10, NULL);
    uint8_t tag = *r->at++;
    switch (tag) {
    case WIRE_NIL: lua_pushnil(L); return;
    case WIRE_FALSE: lua_pushboolean(L, false); return;
    case WIRE_TRUE: lua_pushboolean(L, true); return;
    case WIRE_INTEGER: {
        uint64_t zigzag = read_number(r);
        lua_pushinteger(L, (lua_Integer)((zigzag >> 1) ^ (0 - (zigzag & 1))));
        return;
    }
    case WIRE_DOUBLE: lua_pushnumber(L, read_double(r)); return;
    case WIRE_STRING: push_text(r); return;
    case WIRE_REFERENCE: decode_reference(r); return;
    default: break;
    }
    if (++r->depth > DEEPEST) fail(r, "they are nested too deep");
    if (tag == WIRE_ARRAY) decode_array(r);
    else if (tag == WIRE_RECORD) decode_record(r);
    else if (tag == WIRE_TABLE) decode_table(r);
    else fail(r, "no value starts like that");
    r->depth -= 1;
}

/// Pushes one value. The document's tables are kept for the references of later bytes.
void vm_decode(lua_State *L, gvm_bytes bytes, DecodeMode mode) {
    luaL_checkstack(L, 8, NULL);
    Reader r = {.L = L, .at = bytes.start, .end = bytes.start + bytes.count, .mode = mode};
    if (mode == DECODE_DOCUMENT) {
        lua_createtable(L, 128, 0);
        lua_pushvalue(L, -1);
        lua_rawseti(L, LUA_REGISTRYINDEX, SLOT_REFERENCES);
    } else {
        lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_REFERENCES);
    }
    r.references = lua_gettop(L);
    if (mode != DECODE_DOCUMENT) r.reference_count = (lua_Integer)lua_rawlen(L, r.references);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_SHAPE_META);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_SHAPE_KEYS);
    r.shape_meta = r.references + 1;
    r.shape_keys = r.references + 2;
    decode(&r);
    if (r.at != r.end) fail(&r, "something follows the value");
    lua_replace(L, r.references);
    lua_settop(L, r.references);
}
