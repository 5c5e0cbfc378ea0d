#include <limits.h>

#include "machine.h"

// The table library over plain tables, with raw access; read-only tables are read and never
// written. Shifting, sorting and joining charge by the entry.

enum { MOST_UNPACKED = 4000 };

static lua_Integer writable_length(lua_State *L) {
    vm_check_writable(L, 1);
    lua_Integer length = (lua_Integer)lua_rawlen(L, 1);
    // Entries at the powers of two can make Lua find a border anywhere, also at the very end.
    if (length == LUA_MAXINTEGER) vm_fail(L, GVM_RUNTIME, "the table is full");
    return length;
}

static int table_insert(lua_State *L) {
    int count = vm_enter(L);
    lua_Integer end = writable_length(L) + 1, place = end;
    if (count == 3) {
        place = luaL_checkinteger(L, 2);
        luaL_argcheck(L, place >= 1 && place <= end, 2, "position out of bounds");
        vm_charge(L, (size_t)(end - place));
        for (lua_Integer i = end; i > place; i--) {
            lua_rawgeti(L, 1, i - 1);
            lua_rawseti(L, 1, i);
        }
    } else if (count != 2) {
        vm_fail(L, GVM_RUNTIME, "wrong number of arguments to `table.insert`");
    }
    lua_settop(L, count);
    lua_rawseti(L, 1, place);
    return 0;
}

static int table_remove(lua_State *L) {
    int count = vm_enter(L);
    lua_Integer end = writable_length(L);
    lua_Integer place = luaL_optinteger(L, 2, end);
    if (count > 1) {
        bool inside = (place >= 1 && place <= end + 1) || (place == 0 && end == 0);
        luaL_argcheck(L, inside, 2, "position out of bounds");
    }
    lua_rawgeti(L, 1, place);
    if (place < end) vm_charge(L, (size_t)(end - place));
    for (; place < end; place++) {
        lua_rawgeti(L, 1, place + 1);
        lua_rawseti(L, 1, place);
    }
    lua_pushnil(L);
    lua_rawseti(L, 1, place);
    return 1;
}

static void add_item(lua_State *L, luaL_Buffer *out, lua_Integer i) {
    lua_rawgeti(L, 1, i);
    if (!lua_isstring(L, -1)) {
        vm_fail(
            L, GVM_RUNTIME, "cannot join a %s (entry %I of the table for `table.concat`)",
            luaL_typename(L, -1), i);
    }
    size_t count;
    lua_tolstring(L, -1, &count);
    if (luaL_bufflen(out) + count > (size_t)vm_machine(L)->limits.string_bytes) {
        vm_trip(L, GVM_TRIP_STRING_BYTES);
    }
    vm_charge(L, 1 + count / 16);
    luaL_addvalue(out);
}

static int table_concat(lua_State *L) {
    vm_enter(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    vm_thaw(L, 1);
    lua_replace(L, 1);
    size_t gap;
    const char *separator = luaL_optlstring(L, 2, "", &gap);
    lua_Integer i = luaL_optinteger(L, 3, 1);
    lua_Integer last = luaL_optinteger(L, 4, (lua_Integer)lua_rawlen(L, 1));
    luaL_Buffer out;
    luaL_buffinit(L, &out);
    while (i <= last) {
        add_item(L, &out, i);
        if (i == last) break;  // the last entry may be the largest integer
        luaL_addlstring(&out, separator, gap);
        i++;
    }
    luaL_pushresult(&out);
    if ((size_t)lua_rawlen(L, -1) > (size_t)vm_machine(L)->limits.string_bytes) {
        vm_trip(L, GVM_TRIP_STRING_BYTES);
    }
    return 1;
}

static int table_unpack(lua_State *L) {
    vm_enter(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    vm_thaw(L, 1);
    lua_replace(L, 1);
    lua_Integer first = luaL_optinteger(L, 2, 1);
    lua_Integer last = luaL_optinteger(L, 3, (lua_Integer)lua_rawlen(L, 1));
    if (first > last) return 0;
    lua_Unsigned count = (lua_Unsigned)last - (lua_Unsigned)first + 1;
    if (count == 0 || count > MOST_UNPACKED) {
        vm_fail(L, GVM_RUNTIME, "too many results to unpack (at most %d)", MOST_UNPACKED);
    }
    vm_charge(L, count);
    luaL_checkstack(L, (int)count, "too many results to unpack");
    for (lua_Unsigned i = 0; i < count; i++) lua_rawgeti(L, 1, first + (lua_Integer)i);
    return (int)count;
}

static int table_pack(lua_State *L) {
    int count = vm_enter(L);
    lua_createtable(L, count, 1);
    lua_insert(L, 1);
    for (int i = count; i >= 1; i--) lua_rawseti(L, 1, i);
    lua_pushinteger(L, count);
    lua_setfield(L, 1, "n");
    return 1;
}

/// Stack: 1 the table, 2 the comparison or nil, 3 a copy of the values.
static bool value_is_less(lua_State *L, void *context, uint32_t a, uint32_t b) {
    (void)context;
    bool has_function = !lua_isnil(L, 2);
    if (has_function) lua_pushvalue(L, 2);
    lua_rawgeti(L, 3, (lua_Integer)a + 1);
    lua_rawgeti(L, 3, (lua_Integer)b + 1);
    bool less;
    if (has_function) {
        lua_call(L, 2, 1);
        less = lua_toboolean(L, -1);
        lua_pop(L, 1);
        return less;
    }
    int left = lua_type(L, -2), right = lua_type(L, -1);
    if (left == LUA_TNUMBER && right == LUA_TNUMBER) {
        less = lua_compare(L, -2, -1, LUA_OPLT);
    } else if (left == LUA_TSTRING && right == LUA_TSTRING) {
        size_t a_count, b_count;
        const char *a_bytes = lua_tolstring(L, -2, &a_count);
        const char *b_bytes = lua_tolstring(L, -1, &b_count);
        vm_charge(L, (a_count < b_count ? a_count : b_count) / 16);
        less = vm_compare_bytes(a_bytes, a_count, b_bytes, b_count) < 0;
    } else {
        vm_fail(
            L, GVM_RUNTIME, "cannot sort a %s and a %s without a comparison function",
            lua_typename(L, right), lua_typename(L, left));
    }
    lua_pop(L, 2);
    return less;
}

static int table_sort(lua_State *L) {
    vm_enter(L);
    lua_Integer count = writable_length(L);
    if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
    luaL_argcheck(L, count < INT_MAX / 4, 1, "array too big");
    lua_settop(L, 2);
    vm_charge(L, (size_t)count);
    lua_createtable(L, (int)count, 0);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, 1, i);
        lua_rawseti(L, 3, i);
    }
    const uint32_t *order = vm_sorted(L, (uint32_t)count, value_is_less, NULL);
    vm_charge(L, (size_t)count);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, 3, (lua_Integer)order[i - 1] + 1);
        lua_rawseti(L, 1, i);
    }
    return 0;
}

void vm_open_table(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"concat", table_concat}, {"insert", table_insert}, {"pack", table_pack},
        {"remove", table_remove}, {"sort", table_sort},     {"unpack", table_unpack},
        {NULL, NULL},
    };
    lua_newtable(L);
    luaL_setfuncs(L, functions, 0);
}
