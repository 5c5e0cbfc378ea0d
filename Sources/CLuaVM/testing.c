#include <lua5.4/lualib.h>
#include <string.h>

#include "machine.h"

// What only tests call.

void gvm_fail_after(gvm_machine *m, int64_t allocations) { m->fail_after = allocations; }

int64_t gvm_live_bytes(const gvm_machine *m) { return (int64_t)m->live; }

/// The table's data is on top; it stays there.
static void list_table(lua_State *L, const char *prefix) {
    gvm_machine *m = vm_machine(L);
    luaL_checkstack(L, 12, NULL);
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        lua_pushfstring(L, "%s%s", prefix, lua_tostring(L, -2));
        const char *path = lua_tostring(L, -1);
        if (lua_istable(L, -2)) {
            lua_pushfstring(L, "%s.", path);
            vm_thaw(L, -3);
            list_table(L, lua_tostring(L, -2));
            lua_pop(L, 2);
        } else {
            vm_append(L, &m->result, path, strlen(path));
            vm_append(L, &m->result, "\n", 1);
        }
        lua_pop(L, 2);
    }
}

static int list_reachable(lua_State *L) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_GLOBALS);
    list_table(L, "");
    return 0;
}

gvm_status gvm_list_reachable(gvm_machine *m) { return vm_protected(m, list_reachable, false); }

/// Runs a script in a plain state with nothing but stock Lua's base, string and table libraries,
/// to compare our pattern matcher with. The script is a test's own.
gvm_status gvm_stock_patterns(
    const char *script, size_t script_count, char *answer, size_t capacity, size_t *count) {
    lua_State *L = luaL_newstate();
    if (L == NULL) return GVM_TRIP;
    luaL_requiref(L, "_G", luaopen_base, 1);
    luaL_requiref(L, "string", luaopen_string, 1);
    luaL_requiref(L, "table", luaopen_table, 1);
    gvm_status status = GVM_OK;
    if (luaL_loadbufferx(L, script, script_count, "=stock", "t") != LUA_OK
        || lua_pcall(L, 0, 1, 0) != LUA_OK) {
        status = GVM_RUNTIME;
    }
    size_t length = 0;
    const char *text = lua_tolstring(L, -1, &length);
    *count = length < capacity ? length : capacity;
    if (text != NULL) memcpy(answer, text, *count);
    lua_close(L);
    return status;
}
