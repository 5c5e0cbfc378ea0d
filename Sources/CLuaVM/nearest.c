#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "machine.h"

// "`reason` has no field `minuts`; the nearest is `minutes`": one wording for fields, parameters,
// steps, library functions and globals.

enum { LONGEST = 64, FARTHEST = 3 };

void vm_text_add(Text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    size_t room = sizeof text->bytes - text->count;
    int written = vsnprintf(text->bytes + text->count, room, format, arguments);
    va_end(arguments);
    if (written > 0) text->count += (size_t)written < room ? (size_t)written : room - 1;
}

static uint32_t name_distance(lua_State *L, Name a, Name b) {
    if (a.count > LONGEST || b.count > LONGEST) return FARTHEST;
    uint32_t left[LONGEST], right[LONGEST];
    for (size_t i = 0; i < a.count; i++) left[i] = (uint8_t)a.bytes[i];
    for (size_t i = 0; i < b.count; i++) right[i] = (uint8_t)b.bytes[i];
    return vm_distance(L, left, a.count, right, b.count, FARTHEST);
}

typedef struct {
    Name unknown;
    Name best;
    uint32_t distance;
    Text list;
    int listed;
} Search;

static void consider(lua_State *L, Search *search, Name known) {
    uint32_t distance = name_distance(L, search->unknown, known);
    bool closer = distance < search->distance;
    bool earlier = distance == search->distance && search->best.count > 0
        && vm_compare_bytes(known.bytes, known.count, search->best.bytes, search->best.count) < 0;
    if (closer || earlier) {
        search->best = known;
        search->distance = distance;
    }
    if (search->listed++ < 12) {
        const char *comma = search->listed > 1 ? ", " : "";
        vm_text_add(&search->list, "%s`%.*s`", comma, (int)known.count, known.bytes);
    }
}

static Search search_for(Name unknown) {
    Search search = {.unknown = unknown, .distance = unknown.count < 4 ? 2 : FARTHEST};
    return search;
}

static _Noreturn void fail(
    lua_State *L, const char *subject, const char *noun, const Search *search
) {
    Text text = {.count = 0};
    int shown = search->unknown.count > LONGEST ? LONGEST : (int)search->unknown.count;
    vm_text_add(&text, "%s no %s `%.*s`", subject, noun, shown, search->unknown.bytes);
    if (search->best.count > 0) {
        vm_text_add(
            &text, "; the nearest is `%.*s`", (int)search->best.count, search->best.bytes);
    } else if (search->listed > 0 && search->listed <= 12) {
        vm_text_add(&text, "; there is %s", search->list.bytes);
    }
    vm_fail(L, GVM_RUNTIME, "%s", text.bytes);
}

_Noreturn void vm_fail_unknown(
    lua_State *L, const char *subject, const char *noun, Name unknown, const Names *known
) {
    Search search = search_for(unknown);
    for (size_t i = 0; i < known->count; i++) consider(L, &search, known->items[i]);
    fail(L, subject, noun, &search);
}

/// Collects the string keys of a table, sorted, so that the message never depends on a hash seed.
static void consider_keys(lua_State *L, Search *search, int table) {
    enum { MOST = 256 };
    Name names[MOST];
    size_t count = 0;
    lua_pushnil(L);
    while (lua_next(L, table) != 0) {
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING || count == MOST) continue;
        Name name;
        name.bytes = (char *)lua_tolstring(L, -1, &name.count);
        size_t place = count++;
        while (place > 0
               && vm_compare_bytes(
                      name.bytes, name.count, names[place - 1].bytes, names[place - 1].count)
                   < 0) {
            names[place] = names[place - 1];
            place -= 1;
        }
        names[place] = name;
    }
    // Which names of a larger table were met depends on the hash seed: none is named then.
    if (count == MOST) return;
    for (size_t i = 0; i < count; i++) consider(L, search, names[i]);
}

/// `key`, `table` and `more` are stack places; `more` is a second table of names, or 0.
_Noreturn void vm_fail_unknown_key(
    lua_State *L, const char *subject, const char *noun, int key, int table, int more
) {
    if (lua_type(L, key) != LUA_TSTRING) {
        vm_fail(
            L, GVM_RUNTIME, "%s only named entries, not one under a %s", subject,
            luaL_typename(L, key));
    }
    Name unknown;
    unknown.bytes = (char *)lua_tolstring(L, key, &unknown.count);
    luaL_checkstack(L, 8, NULL);
    Search search = search_for(unknown);
    consider_keys(L, &search, table);
    if (more != 0 && lua_istable(L, more)) consider_keys(L, &search, more);
    fail(L, subject, noun, &search);
}
