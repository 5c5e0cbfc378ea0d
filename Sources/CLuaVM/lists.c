#include <math.h>

#include "combinator.h"
#include "wire.h"

// list.*: plain loops over a list, of which filter and best leave an event in the trace.

Items vm_items(lua_State *L, int index, const char *function) {
    luaL_checktype(L, index, LUA_TTABLE);
    vm_thaw(L, index);
    lua_replace(L, index);
    Items items = {.place = index, .count = (lua_Integer)lua_rawlen(L, index)};
    items.function = function;
    vm_charge(L, (size_t)items.count);
    return items;
}

void vm_push_item(lua_State *L, const Items *items, lua_Integer i) {
    if (lua_rawgeti(L, items->place, i) == LUA_TNIL) {
        vm_fail(L, GVM_RUNTIME, "the list changed while `%s` read it", items->function);
    }
}

/// Calls the function at `function` with item i and i; leaves `results` values.
void vm_ask(lua_State *L, const Items *items, int function, lua_Integer i, int results) {
    lua_pushvalue(L, function);
    vm_push_item(L, items, i);
    lua_pushinteger(L, i);
    lua_call(L, 2, results);
}

void vm_event_item(lua_State *L, const Items *items, lua_Integer i) {
    vm_push_item(L, items, i);
    bool has_id = false;
    if (lua_istable(L, -1)) {
        vm_thaw(L, -1);
        lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_KEY_ID);
        has_id = lua_rawget(L, -2) == LUA_TSTRING;
    }
    if (!has_id) lua_pushfstring(L, "#%I", (LUAI_UACINT)i);
    size_t count;
    const char *id = lua_tolstring(L, -1, &count);
    vm_event_text(L, id, count);
    lua_settop(L, items->top);
}

bool vm_has_why(lua_State *L, const Items *items) {
    if (lua_isnil(L, -1)) return false;
    if (lua_type(L, -1) == LUA_TSTRING) return true;
    vm_fail(
        L, GVM_RUNTIME, "a test of `%s` gives a string as its reason, not a %s", items->function,
        luaL_typename(L, -1));
}

void vm_event_why(lua_State *L) {
    size_t count;
    const char *why = lua_tolstring(L, -1, &count);
    vm_event_text(L, why, count);
}

static void event_label(lua_State *L, int index) {
    size_t count;
    luaL_argexpected(L, lua_type(L, index) == LUA_TSTRING, index, "label");
    const char *label = lua_tolstring(L, index, &count);
    vm_event_text(L, label, count);
}

static int list_filter(lua_State *L) {
    vm_enter(L);
    lua_settop(L, 3);
    Items items = vm_items(L, 1, "list.filter");
    luaL_checktype(L, 3, LUA_TFUNCTION);
    lua_createtable(L, items.count < 64 ? (int)items.count : 64, 0);
    items.top = 4;
    Event event = vm_event(L, EVENT_FILTERED);
    event_label(L, 2);
    lua_Integer kept = 0;
    for (lua_Integer i = 1; i <= items.count; i++) {
        vm_ask(L, &items, 3, i, 2);
        bool passes = lua_toboolean(L, -2), why = !passes && vm_has_why(L, &items);
        vm_event_byte(L, passes ? VERDICT_KEPT : why ? VERDICT_DROPPED_WHY : VERDICT_DROPPED);
        items.top += 2;
        vm_event_item(L, &items, i);
        if (why) vm_event_why(L);
        items.top -= 2;
        lua_settop(L, items.top);
        if (!passes) continue;
        vm_push_item(L, &items, i);
        lua_rawseti(L, 4, ++kept);
    }
    vm_event_byte(L, 0);
    vm_event_end(L, event);
    return 1;
}

static int list_map(lua_State *L) {
    vm_enter(L);
    lua_settop(L, 2);
    Items items = vm_items(L, 1, "list.map");
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_createtable(L, items.count < 64 ? (int)items.count : 64, 0);
    for (lua_Integer i = 1; i <= items.count; i++) {
        vm_ask(L, &items, 2, i, 1);
        if (lua_isnil(L, -1)) {
            vm_fail(L, GVM_RUNTIME, "the function of `list.map` gave nil for entry %I", i);
        }
        lua_rawseti(L, 3, i);
    }
    return 1;
}

static int list_find(lua_State *L) {
    vm_enter(L);
    lua_settop(L, 2);
    Items items = vm_items(L, 1, "list.find");
    luaL_checktype(L, 2, LUA_TFUNCTION);
    for (lua_Integer i = 1; i <= items.count; i++) {
        vm_ask(L, &items, 2, i, 1);
        if (lua_toboolean(L, -1)) {
            vm_push_item(L, &items, i);
            lua_pushinteger(L, i);
            return 2;
        }
        lua_settop(L, 2);
    }
    lua_pushnil(L);
    return 1;
}

static int list_count(lua_State *L) {
    vm_enter(L);
    lua_settop(L, 2);
    Items items = vm_items(L, 1, "list.count");
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_Integer count = 0;
    for (lua_Integer i = 1; i <= items.count; i++) {
        vm_ask(L, &items, 2, i, 1);
        count += lua_toboolean(L, -1);
        lua_settop(L, 2);
    }
    lua_pushinteger(L, count);
    return 1;
}

static int list_contains(lua_State *L) {
    vm_enter(L);
    lua_settop(L, 2);
    Items items = vm_items(L, 1, "list.contains");
    bool found = false;
    size_t bytes = lua_type(L, 2) == LUA_TSTRING ? (size_t)lua_rawlen(L, 2) : 0;
    for (lua_Integer i = 1; i <= items.count && !found; i++) {
        vm_push_item(L, &items, i);
        vm_charge(L, bytes / 16);
        found = lua_rawequal(L, -1, 2);
        lua_settop(L, 2);
    }
    lua_pushboolean(L, found);
    return 1;
}

typedef struct {
    lua_Integer best;
    int best_place, second_place;  // stack places of the scores
} Ranking;

static void rank(lua_State *L, Ranking *ranking, lua_Integer i, int score) {
    int best = ranking->best_place, second = ranking->second_place;
    if (ranking->best == 0 || lua_compare(L, best, score, LUA_OPLT)) {
        lua_copy(L, best, second);
        lua_copy(L, score, best);
        ranking->best = i;
    } else if (lua_isnil(L, second) || lua_compare(L, second, score, LUA_OPLT)) {
        lua_copy(L, score, second);
    }
}

static void event_score(lua_State *L, Items *items, Ranking *ranking, lua_Integer i) {
    int score = items->top + 1;
    bool scored = !lua_isnil(L, score);
    if (scored) {
        if (lua_type(L, score) != LUA_TNUMBER || isnan(lua_tonumber(L, score))) {
            vm_fail(
                L, GVM_RUNTIME, "the score of entry %I for `list.best` is not a number", i);
        }
        rank(L, ranking, i, score);
    }
    bool why = vm_has_why(L, items);
    vm_event_byte(L, scored ? (why ? SCORE_WHY : SCORE) : (why ? SCORE_NONE_WHY : SCORE_NONE));
    items->top += 2;
    vm_event_item(L, items, i);
    if (scored) vm_event_double(L, lua_tonumber(L, score));
    if (why) vm_event_why(L);
    items->top -= 2;
}

static int list_best(lua_State *L) {
    vm_enter(L);
    lua_settop(L, 3);
    lua_settop(L, 5);  // two nils: the best score and the runner-up's
    Items items = vm_items(L, 1, "list.best");
    luaL_checktype(L, 3, LUA_TFUNCTION);
    items.top = 5;
    Ranking ranking = {.best_place = 4, .second_place = 5};
    Event event = vm_event(L, EVENT_SCORED);
    event_label(L, 2);
    for (lua_Integer i = 1; i <= items.count; i++) {
        vm_ask(L, &items, 3, i, 2);
        event_score(L, &items, &ranking, i);
        lua_settop(L, items.top);
    }
    vm_event_byte(L, 0);
    vm_event_number(L, (uint64_t)ranking.best);
    vm_event_end(L, event);
    if (ranking.best == 0) return 0;
    vm_push_item(L, &items, ranking.best);
    lua_insert(L, 4);
    return 3;
}

void vm_open_list(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"best", list_best},   {"contains", list_contains}, {"count", list_count},
        {"filter", list_filter}, {"find", list_find},       {"map", list_map},
        {NULL, NULL},
    };
    lua_newtable(L);
    luaL_setfuncs(L, functions, 0);
}
