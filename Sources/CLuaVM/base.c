#include <ctype.h>
#include <string.h>

#include "machine.h"

// The functions of Lua's base library that a rule sees, without addresses, metatables or orders
// that change from run to run.

/// Pushes what `tostring` gives: no address, no metatable.
const char *vm_show(lua_State *L, int index, size_t *count) {
    switch (lua_type(L, index)) {
    case LUA_TNIL: lua_pushliteral(L, "nil"); break;
    case LUA_TBOOLEAN: lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false"); break;
    case LUA_TNUMBER:
    case LUA_TSTRING: lua_pushvalue(L, index); break;
    default: lua_pushstring(L, luaL_typename(L, index)); break;
    }
    return lua_tolstring(L, -1, count);
}

int vm_tostring(lua_State *L) {
    vm_enter(L);
    luaL_checkany(L, 1);
    vm_show(L, 1, NULL);
    return 1;
}

static int base_type(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushstring(L, luaL_typename(L, 1));
    return 1;
}

static _Noreturn void raise(lua_State *L, int index, int level) {
    if (lua_type(L, index) != LUA_TSTRING) {
        vm_fail(
            L, GVM_RUNTIME, "an error's message must be a string, not %s",
            luaL_typename(L, index));
    }
    luaL_where(L, level);
    lua_pushvalue(L, index);
    lua_concat(L, 2);
    lua_error(L);
    __builtin_unreachable();
}

static int base_error(lua_State *L) {
    vm_enter(L);
    lua_Integer level = luaL_optinteger(L, 2, 1);
    lua_settop(L, 1);
    raise(L, 1, level < 0 || level > 100 ? 0 : (int)level);
}

static int base_assert(lua_State *L) {
    int count = vm_enter(L);
    luaL_checkany(L, 1);
    if (lua_toboolean(L, 1)) return count;
    if (count < 2) vm_fail(L, GVM_RUNTIME, "assertion failed");
    raise(L, 2, 1);
}

static int base_select(lua_State *L) {
    int count = vm_enter(L);
    if (lua_type(L, 1) == LUA_TSTRING && strcmp(lua_tostring(L, 1), "#") == 0) {
        lua_pushinteger(L, count - 1);
        return 1;
    }
    lua_Integer place = luaL_checkinteger(L, 1);
    if (place < 0) place += count;
    luaL_argcheck(L, place >= 1, 1, "index out of range");
    return place >= count ? 0 : count - (int)place;
}

static int digit_of(int c) {
    if (isdigit(c)) return c - '0';
    return isalpha(c) ? tolower(c) - 'a' + 10 : 99;
}

static bool number_in_base(const char *s, size_t count, int base, lua_Integer *result) {
    const char *end = s + count;
    while (s < end && isspace((uint8_t)*s)) s++;
    while (end > s && isspace((uint8_t)end[-1])) end--;
    bool negative = s < end && *s == '-';
    if (negative) s++;
    if (s == end) return false;
    lua_Unsigned number = 0;
    for (; s < end; s++) {
        int digit = digit_of((uint8_t)*s);
        if (digit >= base) return false;
        number = number * (lua_Unsigned)base + (lua_Unsigned)digit;
    }
    *result = (lua_Integer)(negative ? 0 - number : number);
    return true;
}

static int base_tonumber(lua_State *L) {
    vm_enter(L);
    luaL_checkany(L, 1);
    bool has_base = !lua_isnoneornil(L, 2);
    size_t count = 0;
    const char *s = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &count) : NULL;
    vm_charge(L, count / 4);
    if (has_base) {
        lua_Integer base = luaL_checkinteger(L, 2), number;
        luaL_argcheck(L, s != NULL, 1, "a string is needed with a base");
        luaL_argcheck(L, base >= 2 && base <= 36, 2, "base out of range");
        if (number_in_base(s, count, (int)base, &number)) lua_pushinteger(L, number);
        else lua_pushnil(L);
        return 1;
    }
    if (lua_type(L, 1) == LUA_TNUMBER) {
        lua_settop(L, 1);
    } else if (s == NULL || lua_stringtonumber(L, s) != count + 1) {
        lua_pushnil(L);
    }
    return 1;
}

/// The place behind the one given; a rule can call the iterator itself with the largest integer.
static lua_Integer following(lua_State *L) {
    return (lua_Integer)((lua_Unsigned)luaL_checkinteger(L, 2) + 1);
}

static int next_of_plain(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer i = following(L);
    lua_pushinteger(L, i);
    return lua_rawgeti(L, 1, i) == LUA_TNIL ? 1 : 2;
}

/// The data of a read-only list stays in an upvalue: a rule can hold whatever `ipairs` returns.
static int next_of_frozen(lua_State *L) {
    lua_Integer i = following(L);
    lua_pushinteger(L, i);
    return lua_rawgeti(L, lua_upvalueindex(1), i) == LUA_TNIL ? 1 : 2;
}

static int base_ipairs(lua_State *L) {
    vm_enter(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    if (vm_thaw(L, 1)) lua_pushcclosure(L, next_of_frozen, 1);
    else lua_pushcfunction(L, next_of_plain);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

/// Numbers before strings before booleans, each in its own order.
static bool key_is_less(lua_State *L, void *context, uint32_t a, uint32_t b) {
    int keys = *(int *)context;
    lua_rawgeti(L, keys, (lua_Integer)a + 1);
    lua_rawgeti(L, keys, (lua_Integer)b + 1);
    int left = lua_type(L, -2), right = lua_type(L, -1);
    bool less;
    if (left != right) {
        less = left == LUA_TNUMBER || (left == LUA_TSTRING && right == LUA_TBOOLEAN);
    } else if (left == LUA_TSTRING) {
        size_t a_count, b_count;
        const char *a_bytes = lua_tolstring(L, -2, &a_count);
        const char *b_bytes = lua_tolstring(L, -1, &b_count);
        less = vm_compare_bytes(a_bytes, a_count, b_bytes, b_count) < 0;
    } else if (left == LUA_TNUMBER) {
        less = lua_compare(L, -2, -1, LUA_OPLT);
    } else {
        less = lua_toboolean(L, -2) < lua_toboolean(L, -1);
    }
    lua_pop(L, 2);
    return less;
}

/// Pushes an array of the keys outside 1...items, in order; returns their number.
static uint32_t push_ordered_keys(lua_State *L, int data, lua_Integer items) {
    lua_newtable(L);
    int keys = lua_gettop(L);
    uint32_t count = 0;
    size_t bytes = 0;
    lua_pushnil(L);
    while (lua_next(L, data) != 0) {
        lua_pop(L, 1);
        vm_charge(L, 1);
        if (lua_isinteger(L, -1)) {
            lua_Integer key = lua_tointeger(L, -1);
            if (key >= 1 && key <= items) continue;
        }
        int type = lua_type(L, -1);
        if (type != LUA_TNUMBER && type != LUA_TSTRING && type != LUA_TBOOLEAN) {
            vm_fail(
                L, GVM_RUNTIME, "`pairs` has no fixed order for a key that is a %s",
                lua_typename(L, type));
        }
        if (type == LUA_TSTRING) bytes += (size_t)lua_rawlen(L, -1);
        lua_pushvalue(L, -1);
        lua_rawseti(L, keys, (lua_Integer)++count);
    }
    if (count == 0) return 0;
    // Each key is compared about as often as the count has bits.
    for (uint32_t rest = count; rest > 0; rest /= 2) vm_charge(L, count + bytes / 16);
    const uint32_t *order = vm_sorted(L, count, key_is_less, &keys);
    lua_createtable(L, (int)count, 0);
    for (uint32_t i = 0; i < count; i++) {
        lua_rawgeti(L, keys, (lua_Integer)order[i] + 1);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_replace(L, keys);
    lua_settop(L, keys);
    return count;
}

/// Upvalues: the data, its length, the other keys, their number, the place reached. What was
/// removed in the meantime is skipped; what was added is not visited.
static int next_in_order(lua_State *L) {
    lua_Integer items = lua_tointeger(L, lua_upvalueindex(2));
    lua_Integer keys = lua_tointeger(L, lua_upvalueindex(4));
    lua_Integer place = lua_tointeger(L, lua_upvalueindex(5));
    lua_settop(L, 0);
    // The sum of both may be more than the largest integer.
    while (place < items || place - items < keys) {
        place += 1;
        if (place <= items) lua_pushinteger(L, place);
        else lua_rawgeti(L, lua_upvalueindex(3), place - items);
        lua_pushvalue(L, 1);
        if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) {
            lua_pushinteger(L, place);
            lua_replace(L, lua_upvalueindex(5));
            return 2;
        }
        lua_settop(L, 0);
        vm_charge(L, 1);
    }
    return 0;
}

static int base_pairs(lua_State *L) {
    vm_enter(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    vm_thaw(L, 1);
    lua_Integer items = (lua_Integer)lua_rawlen(L, 2);
    lua_pushinteger(L, items);
    uint32_t keys = push_ordered_keys(L, 2, items);
    lua_pushinteger(L, keys);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_in_order, 5);
    return 1;
}

void vm_open_base(lua_State *L, int globals) {
    static const luaL_Reg functions[] = {
        {"assert", base_assert},   {"error", base_error},       {"ipairs", base_ipairs},
        {"pairs", base_pairs},     {"pcall", vm_pcall},         {"select", base_select},
        {"tonumber", base_tonumber}, {"tostring", vm_tostring}, {"type", base_type},
        {"first_match", vm_first_match}, {NULL, NULL},
    };
    lua_pushvalue(L, globals);
    luaL_setfuncs(L, functions, 0);
    lua_pop(L, 1);
}
