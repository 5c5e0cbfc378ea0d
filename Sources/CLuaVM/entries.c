#include <stdlib.h>
#include <string.h>

#include "machine.h"

// The entries of an evaluation. Each runs its work in one protected call under the limits, and
// leaves its result, its trace, its error and its cost in the machine.

/// Runs `body` without raising. `metered` says whether the memory limit holds from the start.
gvm_status vm_protected(gvm_machine *m, lua_CFunction body, bool metered) {
    if (m->retired) {
        m->error.status = GVM_RETIRED;
        return GVM_RETIRED;
    }
    vm_clear_error(m);
    m->result.count = m->trace.count = m->partial.count = 0;
    m->floor = m->peak = m->live;
    m->ceiling = m->live + (size_t)m->limits.memory;
    vm_arm(m);
    lua_State *L = m->L;
    lua_settop(L, 0);
    lua_pushcfunction(L, vm_message_handler);
    lua_pushcfunction(L, body);
    m->metered = metered;
    int status = lua_pcall(L, 0, 0, 1);
    m->metered = false;
    lua_settop(L, 0);
    lua_sethook(L, NULL, 0, 0);
    if (m->tripped) {
        m->error.status = GVM_TRIP;
        m->error.trip = m->tripped;
    } else if (status == LUA_ERRMEM) {
        vm_fail_memory(m);
    } else if (status == LUA_ERRERR) {
        // The C stack ran out so far down that even the handler could not run.
        vm_mark_trip(m, GVM_TRIP_DEPTH);
        m->error.status = GVM_TRIP;
        m->error.trip = m->tripped;
    }
    return m->error.status;
}

// Compiling.

// Pieces are small, because the clock is read between two of them. Jumps are few, because where a
// block ends the parser spends the square of its open jumps, and reads no clock: 16,000 of them
// took 0.1 s.
enum { PIECE = 512, MOST_JUMPS = 4096 };

typedef struct {
    const char *text;
    size_t left;
    bool has_prefix;
} SourceText;

static const char *read_piece(lua_State *L, void *data, size_t *count) {
    // On the first line of the source, so that line numbers hold. The chunk's own _ENV is what its
    // caller passes: a fresh one for each evaluation.
    static const char prefix[] = "local _ENV = ...; ";
    SourceText *reader = data;
    vm_check_parse_clock(L);
    if (!reader->has_prefix) {
        reader->has_prefix = true;
        *count = sizeof prefix - 1;
        return prefix;
    }
    const char *piece = reader->text;
    *count = reader->left < PIECE ? reader->left : PIECE;
    reader->text += *count;
    reader->left -= *count;
    return *count == 0 ? NULL : piece;
}

/// Words in comments and strings count as well; no honest rule comes near.
static void check_jumps(lua_State *L, const SourceText *source, const char *shown) {
    int line = 1, jumps = 0;
    for (size_t i = 0; i + 5 <= source->left; i++) {
        const char *here = source->text + i;
        line += *here == '\n';
        jumps += memcmp(here, "goto", 4) == 0 || memcmp(here, "break", 5) == 0;
        if (jumps > MOST_JUMPS) {
            vm_fail(L, GVM_SYNTAX, "%s:%d: more than %d gotos and breaks", shown, line, MOST_JUMPS);
        }
    }
}

static int compile(lua_State *L) {
    gvm_machine *m = vm_machine(L);
    SourceText *reader = m->context_of_entry;
    if (reader->left > (size_t)m->limits.source_bytes) vm_trip(L, GVM_TRIP_SOURCE_BYTES);
    const char *chunk = m->sources[m->source_count - 1].chunk;
    check_jumps(L, reader, m->sources[m->source_count - 1].shown);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_CHUNKS);
    if (lua_load(L, read_piece, reader, chunk, "t") != LUA_OK) {
        m->failing = GVM_SYNTAX;
        return lua_error(L);
    }
    lua_rawseti(L, -2, (lua_Integer)m->source_count);
    return 0;
}

static bool add_source(gvm_machine *m, const char *name, size_t count) {
    if (!vm_may_allocate(m)) return false;
    SourceName *sources = realloc(m->sources, (m->source_count + 1) * sizeof *sources);
    if (sources == NULL) return false;
    m->sources = sources;
    char *chunk = vm_may_allocate(m) ? malloc(count + 2) : NULL;
    if (chunk == NULL) return false;
    chunk[0] = '@';
    memcpy(chunk + 1, name, count);
    chunk[count + 1] = 0;
    SourceName *source = &sources[m->source_count];
    source->chunk = chunk;
    // As Lua shortens it: a name that is too long keeps its end behind three dots.
    if (count < LUA_IDSIZE) {
        memcpy(source->shown, name, count);
        source->shown[count] = 0;
    } else {
        memcpy(source->shown, "...", 3);
        memcpy(source->shown + 3, name + count - (LUA_IDSIZE - 4), LUA_IDSIZE - 4);
        source->shown[LUA_IDSIZE - 1] = 0;
    }
    m->source_count += 1;
    return true;
}

gvm_status gvm_compile(
    gvm_machine *m, const char *name, size_t name_count, const char *text, size_t text_count) {
    if (m->retired) return GVM_RETIRED;
    if (!add_source(m, name, name_count)) return vm_fail_memory(m);
    SourceText reader = {.text = text, .left = text_count};
    m->context_of_entry = &reader;
    gvm_status status = vm_protected(m, compile, true);
    m->context_of_entry = NULL;
    return status;
}

// Evaluating.

static int begin(lua_State *L) {
    gvm_machine *m = vm_machine(L);
    const gvm_bytes *input = m->context_of_entry;
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, SLOT_OPENED);
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, SLOT_REFERENCES);
    lua_pushnil(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, SLOT_PARAMETERS);
    m->cached_parameters.count = 0;
    // A full collection, so that what an earlier evaluation left can never decide whether this one
    // reaches its memory limit.
    lua_gc(L, LUA_GCCOLLECT);
    m->kept = m->live > m->kept_floor ? m->live - m->kept_floor : 0;
    vm_decode(L, *input, DECODE_DOCUMENT);
    return 0;
}

gvm_status gvm_begin(gvm_machine *m, const uint8_t *input, size_t count) {
    if (m->kept_floor == 0) m->kept_floor = m->live;
    gvm_bytes bytes = {input, count};
    m->context_of_entry = &bytes;
    gvm_status status = vm_protected(m, begin, false);
    m->context_of_entry = NULL;
    return status;
}

typedef struct {
    int32_t source;
    int wants_view;
} Opening;

static int open_source(lua_State *L) {
    gvm_machine *m = vm_machine(L);
    const Opening *opening = m->context_of_entry;
    lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_OPENED);
    if (lua_rawgeti(L, 1, opening->source + 1) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_CHUNKS);
        if (lua_rawgeti(L, -1, opening->source + 1) != LUA_TFUNCTION) {
            vm_fail(L, GVM_BAD_INPUT, "source %d did not compile", (int)opening->source);
        }
        vm_push_environment(L);
        lua_call(L, 1, 1);
        if (!lua_istable(L, -1)) {
            vm_fail(L, GVM_BAD_RESULT, "the file returns %s, not a table", luaL_typename(L, -1));
        }
        lua_pushvalue(L, -1);
        lua_rawseti(L, 1, opening->source + 1);
    }
    if (opening->wants_view) vm_encode(L, -1, &m->result, ENCODE_VIEW);
    return 0;
}

gvm_status gvm_open(gvm_machine *m, int32_t source, int wants_view) {
    Opening opening = {source, wants_view};
    m->context_of_entry = &opening;
    gvm_status status = vm_protected(m, open_source, true);
    m->context_of_entry = NULL;
    return status;
}

gvm_status gvm_call(gvm_machine *m, const gvm_call_input *call) {
    m->call = call;
    gvm_status status = vm_protected(m, vm_run_chain, false);
    m->call = NULL;
    return status;
}
