#include <limits.h>
#include <string.h>

#include <lua5.4/lualib.h>

#include "machine.h"

// string, math and utf8: Lua's own functions where they are linear and without state, behind a
// charge; ours where they are not.

static void check_built(lua_State *L, int results) {
    gvm_machine *m = vm_machine(L);
    size_t work = (size_t)results;
    if (results > 0 && lua_type(L, -1) == LUA_TSTRING) {
        size_t count = (size_t)lua_rawlen(L, -1);
        if (count > (size_t)m->limits.string_bytes) vm_trip(L, GVM_TRIP_STRING_BYTES);
        work += count / 16;
    }
    vm_charge(L, work);
}

/// Runs the stock function in the upvalue, in this very frame, and charges what it gave.
static int charged(lua_State *L) {
    vm_enter(L);
    int results = lua_tocfunction(L, lua_upvalueindex(1))(L);
    luaL_checkstack(L, 2, NULL);
    check_built(L, results);
    return results;
}

/// The same for a function that reads all of its first argument whatever it gives.
static int charged_by_argument(lua_State *L) {
    if (lua_type(L, 1) == LUA_TSTRING) vm_charge(L, (size_t)lua_rawlen(L, 1) / 8);
    return charged(L);
}

void vm_push_charged(lua_State *L, lua_CFunction stock) {
    lua_pushcfunction(L, stock);
    lua_pushcclosure(L, charged, 1);
}

void vm_push_string(lua_State *L, const char *bytes, size_t count) {
    if (count > (size_t)vm_machine(L)->limits.string_bytes) vm_trip(L, GVM_TRIP_STRING_BYTES);
    vm_charge(L, count / 16);
    lua_pushlstring(L, bytes, count);
}

static int string_rep(lua_State *L) {
    vm_enter(L);
    size_t count, gap;
    const char *s = luaL_checklstring(L, 1, &count);
    lua_Integer times = luaL_checkinteger(L, 2);
    const char *separator = luaL_optlstring(L, 3, "", &gap);
    size_t most = (size_t)vm_machine(L)->limits.string_bytes;
    // Empty copies cost nothing however many: stock Lua loops over them.
    if (times <= 0 || count + gap == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if ((lua_Unsigned)times > most / (count + gap) + 1) vm_trip(L, GVM_TRIP_STRING_BYTES);
    size_t total = (size_t)times * count + (size_t)(times - 1) * gap;
    if (total > most) vm_trip(L, GVM_TRIP_STRING_BYTES);
    vm_charge(L, total / 16 + (size_t)times);
    luaL_Buffer out;
    char *at = luaL_buffinitsize(L, &out, total);
    for (lua_Integer i = 0; i < times; i++) {
        memcpy(at, s, count);
        at += count;
        if (i + 1 < times) {
            memcpy(at, separator, gap);
            at += gap;
        }
    }
    luaL_pushresultsize(&out, total);
    return 1;
}

/// Copies `names` from the stock library below the table on top into that table.
static void take(lua_State *L, const char *const *names, lua_CFunction guard) {
    for (; *names != NULL; names++) {
        lua_getfield(L, -2, *names);
        if (guard != NULL && lua_iscfunction(L, -1)) lua_pushcclosure(L, guard, 1);
        lua_setfield(L, -2, *names);
    }
}

static void open_stock(lua_State *L, lua_CFunction opener) {
    lua_pushcfunction(L, opener);
    lua_call(L, 0, 1);
}

void vm_open_string(lua_State *L) {
    static const char *const names[] = {
        "byte", "char", "len", "lower", "reverse", "sub", "upper", NULL,
    };
    static const luaL_Reg ours[] = {
        {"find", vm_string_find}, {"format", vm_string_format}, {"gmatch", vm_string_gmatch},
        {"gsub", vm_string_gsub}, {"match", vm_string_match},   {"rep", string_rep},
        {NULL, NULL},
    };
    open_stock(L, luaopen_string);
    lua_newtable(L);
    take(L, names, charged);
    lua_replace(L, -2);
    luaL_setfuncs(L, ours, 0);
    // Methods of strings are these functions, and strings lose their arithmetic: `"10" + 5` is an
    // error that names the variable.
    lua_pushliteral(L, "");
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

/// Without the functions whose last digit differs between C libraries.
void vm_open_math(lua_State *L) {
    static const char *const names[] = {
        "abs", "ceil", "floor", "fmod", "huge", "maxinteger", "mininteger", "modf", "pi", "sqrt",
        "tointeger", "type", "ult", NULL,
    };
    static const char *const of_many_arguments[] = {"max", "min", NULL};
    open_stock(L, luaopen_math);
    lua_newtable(L);
    take(L, names, NULL);
    take(L, of_many_arguments, charged);
    lua_replace(L, -2);
}

void vm_open_utf8(lua_State *L) {
    static const char *const names[] = {"char", "codepoint", NULL};
    static const char *const readers[] = {"len", NULL};
    open_stock(L, luaopen_utf8);
    lua_newtable(L);
    take(L, names, charged);
    take(L, readers, charged_by_argument);
    lua_replace(L, -2);
}
