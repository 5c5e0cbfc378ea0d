#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"

// Making and closing a machine. Nothing here raises through the caller: what may raise runs in
// vm_protected.

const char *gvm_lua_release(void) { return LUA_RELEASE; }

/// Lua calls this where an error has no protected call around it, which never happens: every entry
/// runs in one. If it did, going on would be worse than stopping.
static int panic(lua_State *L) {
    const char *message = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "no message";
    fprintf(stderr, "gapbook: an error of Lua escaped its protected call: %s\n", message);
    abort();
}

gvm_machine *gvm_new(const gvm_limits *limits, gvm_host host, void *context, int64_t fail_after) {
    gvm_machine *m = calloc(1, sizeof *m);
    if (m == NULL) return NULL;
    m->limits = *limits;
    m->host = host;
    m->context = context;
    m->fail_after = fail_after;
    vm_clear_error(m);
    m->L = lua_newstate(vm_allocate, m);
    if (m->L == NULL) {
        gvm_close(m);
        return NULL;
    }
    *(gvm_machine **)lua_getextraspace(m->L) = m;
    lua_atpanic(m->L, panic);
    lua_setwarnf(m->L, NULL, NULL);
    return m;
}

static void free_names(Names *names) {
    for (size_t i = 0; i < names->count; i++) free(names->items[i].bytes);
    free(names->items);
}

void gvm_close(gvm_machine *m) {
    if (m == NULL) return;
    // No rule can set a finalizer, so closing runs no code of theirs.
    if (m->L != NULL) lua_close(m->L);
    for (size_t i = 0; i < m->shape_count; i++) {
        free(m->shapes[i].name.bytes);
        free_names(&m->shapes[i].fields);
    }
    for (size_t i = 0; i < m->source_count; i++) free(m->sources[i].chunk);
    free(m->shapes);
    free(m->sources);
    free_names(&m->constructors);
    free_names(&m->functions);
    Buffer *buffers[] = {
        &m->result, &m->trace, &m->partial, &m->reply, &m->arguments, &m->cached_parameters,
    };
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++) free(buffers[i]->bytes);
    free(m);
}

/// Makes room for one more element; NULL where there is no memory.
static void *grown(gvm_machine *m, void *items, size_t count, size_t size) {
    return vm_may_allocate(m) ? realloc(items, (count + 1) * size) : NULL;
}

static bool copy_name(gvm_machine *m, Name *into, const char *name, size_t count) {
    char *bytes = vm_may_allocate(m) ? malloc(count + 1) : NULL;
    if (bytes == NULL) return false;
    memcpy(bytes, name, count);
    bytes[count] = 0;
    *into = (Name){.bytes = bytes, .count = count};
    return true;
}

static gvm_status add_name(gvm_machine *m, Names *names, const char *name, size_t count) {
    Name *items = grown(m, names->items, names->count, sizeof *items);
    if (items == NULL) return vm_fail_memory(m);
    names->items = items;
    if (!copy_name(m, &items[names->count], name, count)) return vm_fail_memory(m);
    names->count += 1;
    return GVM_OK;
}

gvm_status gvm_add_shape(gvm_machine *m, const char *name, size_t count) {
    Shape *shapes = grown(m, m->shapes, m->shape_count, sizeof *shapes);
    if (shapes == NULL) return vm_fail_memory(m);
    m->shapes = shapes;
    shapes[m->shape_count] = (Shape){.fields = {.items = NULL}};
    if (!copy_name(m, &shapes[m->shape_count].name, name, count)) return vm_fail_memory(m);
    m->shape_count += 1;
    return GVM_OK;
}

gvm_status gvm_add_field(gvm_machine *m, const char *name, size_t count) {
    if (m->shape_count == 0) return GVM_BAD_INPUT;
    return add_name(m, &m->shapes[m->shape_count - 1].fields, name, count);
}

gvm_status gvm_add_constructor(gvm_machine *m, const char *name, size_t count) {
    return add_name(m, &m->constructors, name, count);
}

gvm_status gvm_add_function(gvm_machine *m, const char *name, size_t count) {
    return add_name(m, &m->functions, name, count);
}

static int build(lua_State *L) {
    vm_build_shapes(L);
    vm_build_environment(L);
    for (int slot = SLOT_CHUNKS; slot <= SLOT_OPENED; slot++) {
        lua_newtable(L);
        lua_rawseti(L, LUA_REGISTRYINDEX, slot);
    }
    lua_newtable(L);
    lua_rawseti(L, LUA_REGISTRYINDEX, SLOT_REFERENCES);
    return 0;
}

gvm_status gvm_build(gvm_machine *m) { return vm_protected(m, build, false); }

const gvm_error *gvm_last_error(const gvm_machine *m) { return &m->error; }

gvm_bytes gvm_result(const gvm_machine *m) { return (gvm_bytes){m->result.bytes, m->result.count}; }

gvm_bytes gvm_trace(const gvm_machine *m) { return (gvm_bytes){m->trace.bytes, m->trace.count}; }

gvm_cost gvm_last_cost(const gvm_machine *m) {
    return (gvm_cost){
        .instructions = m->spent,
        .peak_bytes = (int64_t)(m->peak > m->floor ? m->peak - m->floor : 0),
        .pattern_steps = m->pattern_steps,
        .host_calls = m->host_calls,
        .cpu_nanoseconds = m->cpu_used,
    };
}

int gvm_is_retired(const gvm_machine *m) { return m->retired; }

int gvm_is_starved(const gvm_machine *m) { return m->starved; }

int64_t gvm_kept_bytes(const gvm_machine *m) { return (int64_t)m->kept; }
