#define _GNU_SOURCE
#include <string.h>

#include "pattern.h"

// string.find, match, gmatch and gsub over the counted matcher.

static Matcher matcher(lua_State *L, const char *s, size_t s_count, const char *p, size_t p_count) {
    Matcher m = {.L = L, .machine = vm_machine(L), .subject = s, .subject_end = s + s_count};
    m.pattern_end = p + p_count;
    return m;
}

static size_t start_place(lua_State *L, int index, size_t count) {
    lua_Integer place = luaL_optinteger(L, index, 1);
    if (place > 0) return (size_t)place - 1;
    if (place == 0 || place < -(lua_Integer)count) return 0;
    return count - (size_t)(-place);
}

static bool has_no_specials(const char *p, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (p[i] != 0 && strchr("^$*+?.([%-", p[i]) != NULL) return false;
    }
    return true;
}

static int find_plain(
    lua_State *L, const char *s, size_t s_count, const char *p, size_t p_count, size_t start
) {
    vm_charge(L, (s_count + p_count) / 16);
    const char *found = memmem(s + start, s_count - start, p, p_count);
    if (found == NULL) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushinteger(L, found - s + 1);
    lua_pushinteger(L, found - s + (lua_Integer)p_count);
    return 2;
}

static int search(lua_State *L, bool find) {
    vm_enter(L);
    size_t s_count, p_count;
    const char *s = luaL_checklstring(L, 1, &s_count);
    const char *p = luaL_checklstring(L, 2, &p_count);
    vm_charge(L, p_count / 4);  // for the look for specials
    size_t start = start_place(L, 3, s_count);
    if (start > s_count) {
        lua_pushnil(L);
        return 1;
    }
    if (find && (lua_toboolean(L, 4) || has_no_specials(p, p_count))) {
        return find_plain(L, s, s_count, p, p_count, start);
    }
    bool anchored = p_count > 0 && *p == '^';
    Matcher m = matcher(L, s, s_count, p, p_count);
    for (const char *at = s + start; at <= m.subject_end; at++) {
        const char *end = vm_match(&m, at, p + anchored);
        if (end != NULL) {
            if (!find) return vm_push_captures(&m, at, end);
            lua_pushinteger(L, at - s + 1);
            lua_pushinteger(L, end - s);
            return 2 + vm_push_captures(&m, NULL, NULL);
        }
        if (anchored) break;
    }
    lua_pushnil(L);
    return 1;
}

int vm_string_find(lua_State *L) { return search(L, true); }
int vm_string_match(lua_State *L) { return search(L, false); }

/// Upvalues: subject, pattern, where to go on, where the last match ended (counted from 0; -1).
static int next_match(lua_State *L) {
    size_t s_count, p_count;
    const char *s = lua_tolstring(L, lua_upvalueindex(1), &s_count);
    const char *p = lua_tolstring(L, lua_upvalueindex(2), &p_count);
    lua_Integer start = lua_tointeger(L, lua_upvalueindex(3));
    lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));
    vm_charge(L, 1);
    Matcher m = matcher(L, s, s_count, p, p_count);
    for (const char *at = s + start; at <= m.subject_end; at++) {
        const char *end = vm_match(&m, at, p);
        if (end == NULL || end - s == last) continue;
        lua_pushinteger(L, end - s);
        lua_copy(L, -1, lua_upvalueindex(3));
        lua_copy(L, -1, lua_upvalueindex(4));
        return vm_push_captures(&m, at, end);
    }
    return 0;
}

int vm_string_gmatch(lua_State *L) {
    vm_enter(L);
    size_t s_count;
    luaL_checklstring(L, 1, &s_count);
    luaL_checkstring(L, 2);
    size_t start = start_place(L, 3, s_count);
    lua_settop(L, 2);
    lua_pushinteger(L, (lua_Integer)(start > s_count ? s_count + 1 : start));
    lua_pushinteger(L, -1);
    lua_pushcclosure(L, next_match, 4);
    return 1;
}

static void add(luaL_Buffer *out, const char *bytes, size_t count) {
    if (luaL_bufflen(out) + count > (size_t)vm_machine(out->L)->limits.string_bytes) {
        vm_trip(out->L, GVM_TRIP_STRING_BYTES);
    }
    vm_charge(out->L, count / 16);
    luaL_addlstring(out, bytes, count);
}

static void add_value(luaL_Buffer *out) {
    size_t count;
    lua_tolstring(out->L, -1, &count);
    if (luaL_bufflen(out) + count > (size_t)vm_machine(out->L)->limits.string_bytes) {
        vm_trip(out->L, GVM_TRIP_STRING_BYTES);
    }
    vm_charge(out->L, count / 16);
    luaL_addvalue(out);
}

/// A replacement string: `%0` to `%9` stand for captures, `%%` for itself.
static void add_template(Matcher *m, luaL_Buffer *out, const char *start, const char *end) {
    size_t count;
    const char *template = lua_tolstring(m->L, 3, &count);
    const char *last = template + count;
    for (const char *at = template; at < last; at++) {
        const char *escape = memchr(at, '%', (size_t)(last - at));
        add(out, at, (size_t)((escape ? escape : last) - at));
        if (escape == NULL) return;
        vm_charge(m->L, 4);  // an empty capture adds no bytes
        at = escape + 1;
        if (at < last && *at == '%') {
            add(out, "%", 1);
        } else if (at < last && *at == '0') {
            add(out, start, (size_t)(end - start));
        } else if (at < last && *at >= '1' && *at <= '9') {
            vm_push_capture(m, *at - '1', start, end);
            add_value(out);
        } else {
            vm_fail(m->L, GVM_RUNTIME, "invalid use of `%%` in a replacement string");
        }
    }
}

/// Adds what the match becomes; true if it changed.
static bool add_replacement(Matcher *m, luaL_Buffer *out, const char *start, const char *end) {
    lua_State *L = m->L;
    int type = lua_type(L, 3);
    if (type == LUA_TSTRING || type == LUA_TNUMBER) {
        add_template(m, out, start, end);
        return true;
    }
    luaL_checkstack(L, 4, NULL);
    if (type == LUA_TFUNCTION) {
        lua_pushvalue(L, 3);
        lua_call(L, vm_push_captures(m, start, end), 1);
    } else {
        vm_push_capture(m, 0, start, end);
        lua_gettable(L, 3);
    }
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1);
        add(out, start, (size_t)(end - start));
        return false;
    }
    if (!lua_isstring(L, -1)) {
        vm_fail(L, GVM_RUNTIME, "invalid replacement value (a %s)", luaL_typename(L, -1));
    }
    add_value(out);
    return true;
}

int vm_string_gsub(lua_State *L) {
    vm_enter(L);
    size_t s_count, p_count;
    const char *s = luaL_checklstring(L, 1, &s_count);
    const char *p = luaL_checklstring(L, 2, &p_count);
    int type = lua_type(L, 3);
    luaL_argexpected(
        L, type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION
            || type == LUA_TTABLE, 3, "string/function/table");
    lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)s_count + 1);
    if (type == LUA_TNUMBER) lua_tostring(L, 3);
    bool anchored = p_count > 0 && *p == '^';
    Matcher m = matcher(L, s, s_count, p, p_count);
    luaL_Buffer out;
    luaL_buffinit(L, &out);
    lua_Integer count = 0;
    bool changed = false;
    const char *at = s, *last = NULL;
    while (count < most) {
        const char *end = vm_match(&m, at, p + anchored);
        if (end != NULL && end != last) {
            count++;
            changed |= add_replacement(&m, &out, at, end);
            at = last = end;
        } else if (at < m.subject_end) {
            add(&out, at++, 1);
        } else {
            break;
        }
        if (anchored) break;
    }
    if (changed) {
        add(&out, at, (size_t)(m.subject_end - at));
        luaL_pushresult(&out);
    } else {
        luaL_pushresult(&out);
        lua_pushvalue(L, 1);
    }
    lua_pushinteger(L, count);
    return 2;
}
