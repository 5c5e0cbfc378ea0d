#include <string.h>

#include "machine.h"

// What a rule can name. One table of globals per machine, never handed out; every source gets an
// `_ENV` of its own for each evaluation, empty, that reads through to it. A global that is not
// there is an error that names the nearest.

/// Stack: ..., libraries, the function. Puts it at `name` or, for `a.b`, into the library `a`.
static void place_function(lua_State *L, int libraries, int globals, Name name) {
    const char *dot = memchr(name.bytes, '.', name.count);
    if (dot == NULL) {
        lua_pushlstring(L, name.bytes, name.count);
        lua_insert(L, -2);
        lua_rawset(L, globals);
        return;
    }
    size_t prefix = (size_t)(dot - name.bytes);
    lua_pushlstring(L, name.bytes, prefix);
    if (lua_rawget(L, libraries) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushlstring(L, name.bytes, prefix);
        lua_pushvalue(L, -2);
        lua_rawset(L, libraries);
    }
    lua_pushlstring(L, dot + 1, name.count - prefix - 1);
    lua_pushvalue(L, -3);
    lua_rawset(L, -3);
    lua_pop(L, 2);
}

static void add_library(lua_State *L, int libraries, const char *name, void (*open)(lua_State *)) {
    open(L);
    lua_setfield(L, libraries, name);
}

static int refuse_library_write(lua_State *L) {
    vm_charge(L, 1);
    vm_fail(
        L, GVM_RUNTIME, "cannot change `%s`: it is read-only",
        lua_tostring(L, lua_upvalueindex(1)));
}

/// Replaces the library's data on top by its read-only table.
static void freeze_library(lua_State *L, const char *name) {
    lua_pushfstring(L, "`%s` has", name);
    lua_insert(L, -2);
    vm_named_data(L, lua_tostring(L, -2), 0);
    lua_remove(L, -2);
    vm_freeze(L, false);
    lua_getmetatable(L, -1);
    lua_pushstring(L, name);
    lua_pushcclosure(L, refuse_library_write, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pop(L, 1);
}

static void freeze_libraries(lua_State *L, int libraries, int globals) {
    lua_pushnil(L);
    while (lua_next(L, libraries) != 0) {
        freeze_library(L, lua_tostring(L, -2));
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, globals);
    }
}

void vm_build_environment(lua_State *L) {
    gvm_machine *m = vm_machine(L);
    lua_newtable(L);
    int globals = lua_gettop(L);
    lua_newtable(L);
    int libraries = globals + 1;
    vm_open_base(L, globals);
    add_library(L, libraries, "string", vm_open_string);
    add_library(L, libraries, "math", vm_open_math);
    add_library(L, libraries, "utf8", vm_open_utf8);
    add_library(L, libraries, "table", vm_open_table);
    add_library(L, libraries, "list", vm_open_list);
    add_library(L, libraries, "text", vm_open_text);
    lua_newtable(L);
    lua_pushcfunction(L, vm_trace_note_function);
    lua_setfield(L, -2, "note");
    lua_setfield(L, libraries, "trace");
    for (size_t i = 0; i < m->constructors.count; i++) {
        vm_push_constructor(L, m->constructors.items[i]);
        place_function(L, libraries, globals, m->constructors.items[i]);
    }
    for (size_t i = 0; i < m->functions.count; i++) {
        vm_push_host_function(L, (int32_t)i);
        place_function(L, libraries, globals, m->functions.items[i]);
    }
    freeze_libraries(L, libraries, globals);
    lua_pop(L, 1);
    vm_named_data(L, "there is", 0);
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, globals);
    lua_setfield(L, -2, "__index");
    lua_rawseti(L, LUA_REGISTRYINDEX, SLOT_ENV_META);
    lua_rawseti(L, LUA_REGISTRYINDEX, SLOT_GLOBALS);
}

void vm_push_environment(lua_State *L) {
    lua_createtable(L, 0, 0);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_ENV_META);
    lua_setmetatable(L, -2);
}
