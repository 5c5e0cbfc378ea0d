#define _GNU_SOURCE
#include <string.h>

#include "machine.h"

// text.*: what rules do to names. Folding is the host's (it needs Unicode's tables).

static int text_contains(lua_State *L) {
    vm_enter(L);
    size_t s_count, part_count;
    const char *s = luaL_checklstring(L, 1, &s_count);
    const char *part = luaL_checklstring(L, 2, &part_count);
    vm_charge(L, (s_count + part_count) / 16);
    lua_pushboolean(L, memmem(s, s_count, part, part_count) != NULL);
    return 1;
}

static int text_starts_with(lua_State *L) {
    vm_enter(L);
    size_t s_count, start_count;
    const char *s = luaL_checklstring(L, 1, &s_count);
    const char *start = luaL_checklstring(L, 2, &start_count);
    vm_charge(L, start_count / 16);
    lua_pushboolean(L, start_count <= s_count && memcmp(s, start, start_count) == 0);
    return 1;
}

/// ASCII letters and digits, and every byte of a character beyond ASCII. No locale.
static bool is_word_byte(uint8_t c) {
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int text_words(lua_State *L) {
    vm_enter(L);
    size_t count;
    const char *s = luaL_checklstring(L, 1, &count);
    vm_charge(L, count / 4);
    lua_newtable(L);
    lua_Integer words = 0;
    for (size_t at = 0; at < count;) {
        size_t start = at;
        while (at < count && is_word_byte((uint8_t)s[at])) at++;
        if (at > start) {
            vm_charge(L, 1);
            lua_pushlstring(L, s + start, at - start);
            lua_rawseti(L, -2, ++words);
        } else {
            at++;
        }
    }
    return 1;
}

/// Pushes a block of code points. A byte that starts no character stands for itself beyond Unicode.
static uint32_t *push_points(lua_State *L, int index, size_t *points) {
    size_t count;
    const uint8_t *s = (const uint8_t *)luaL_checklstring(L, index, &count);
    vm_charge(L, count / 4);
    uint32_t *block = lua_newuserdatauv(L, (count + 1) * sizeof(uint32_t), 0);
    *points = 0;
    for (size_t i = 0; i < count;) {
        uint8_t lead = s[i++];
        size_t more = lead < 0xc0 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
        uint32_t point = lead < 0x80 ? lead : 0x110000u + lead;
        bool whole = more > 0 && count - i >= more;
        for (size_t k = 0; whole && k < more; k++) whole = (s[i + k] & 0xc0) == 0x80;
        if (whole) {
            point = lead & (0x3fu >> more);
            for (size_t k = 0; k < more; k++) point = point << 6 | (s[i++] & 0x3f);
        }
        block[(*points)++] = point;
    }
    return block;
}

/// text.distance(a, b, max): edits from a to b, or max + 1 if there are more than max.
static int text_distance(lua_State *L) {
    vm_enter(L);
    lua_Integer max = luaL_checkinteger(L, 3);
    luaL_argcheck(L, max >= 0 && max <= 1000, 3, "from 0 to 1000");
    size_t a_count, b_count;
    uint32_t *a = push_points(L, 1, &a_count);
    uint32_t *b = push_points(L, 2, &b_count);
    lua_pushinteger(L, vm_distance(L, a, a_count, b, b_count, (uint32_t)max));
    return 1;
}

void vm_open_text(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"contains", text_contains}, {"distance", text_distance},
        {"starts_with", text_starts_with}, {"words", text_words}, {NULL, NULL},
    };
    lua_newtable(L);
    luaL_setfuncs(L, functions, 0);
}
