#include "combinator.h"
#include "wire.h"

// first_match(items, order, tests): the first item that passes the first test of the order that
// any item passes. The winning step tests the rest of the items too, so that the trace can say
// who would have matched as well.

enum { ITEMS = 1, ORDER = 2, TESTS = 3 };

/// Checks all of the order before the first test, so that a misspelt name does not hide behind a
/// step that matches.
static lua_Integer check_order(lua_State *L) {
    Items order = vm_items(L, ORDER, "first_match");
    for (lua_Integer i = 1; i <= order.count; i++) {
        lua_rawgeti(L, ORDER, i);
        if (lua_type(L, -1) != LUA_TSTRING) {
            vm_fail(L, GVM_RUNTIME, "entry %I of the order of `first_match` is not a name", i);
        }
        lua_pushvalue(L, -1);
        int type = lua_rawget(L, TESTS);
        if (type == LUA_TNIL) vm_fail_unknown_key(L, "`first_match` has", "test", 4, TESTS, 0);
        if (type != LUA_TFUNCTION) {
            vm_fail(
                L, GVM_RUNTIME, "the test `%s` of `first_match` is a %s, not a function",
                lua_tostring(L, 4), lua_typename(L, type));
        }
        lua_settop(L, 3);
    }
    return order.count;
}

static size_t event_items(lua_State *L, const Items *items) {
    Event event = vm_event(L, EVENT_ITEMS);
    for (lua_Integer i = 1; i <= items->count; i++) {
        vm_event_byte(L, 1);
        vm_event_item(L, items, i);
    }
    vm_event_byte(L, 0);
    return vm_event_end(L, event);
}

/// Runs one step, whose name is at 4 and whose test at 5; gives the first item that passes, or 0.
static lua_Integer run_step(lua_State *L, Items *items, size_t items_event) {
    size_t count;
    const char *name = lua_tolstring(L, 4, &count);
    Event event = vm_event(L, EVENT_STEP);
    vm_event_text(L, name, count);
    vm_event_number(L, items_event);
    lua_Integer winner = 0;
    for (lua_Integer i = 1; i <= items->count; i++) {
        vm_ask(L, items, 5, i, 2);
        bool passes = lua_toboolean(L, -2), why = !passes && vm_has_why(L, items);
        vm_event_byte(L, passes ? VERDICT_KEPT : why ? VERDICT_DROPPED_WHY : VERDICT_DROPPED);
        vm_event_number(L, (uint64_t)i - 1);
        if (why) vm_event_why(L);
        lua_settop(L, items->top);
        if (passes && winner == 0) winner = i;
    }
    vm_event_byte(L, 0);
    vm_event_end(L, event);
    return winner;
}

int vm_first_match(lua_State *L) {
    vm_enter(L);
    lua_settop(L, 3);
    Items items = vm_items(L, ITEMS, "first_match");
    luaL_checktype(L, TESTS, LUA_TTABLE);
    vm_thaw(L, TESTS);
    lua_replace(L, TESTS);
    lua_Integer steps = check_order(L);
    items.top = 3;
    size_t items_event = event_items(L, &items);
    items.top = 5;
    for (lua_Integer i = 1; i <= steps; i++) {
        lua_rawgeti(L, ORDER, i);
        lua_pushvalue(L, 4);
        if (lua_rawget(L, TESTS) != LUA_TFUNCTION) {
            vm_fail(L, GVM_RUNTIME, "the tests changed while `first_match` ran them");
        }
        lua_Integer winner = run_step(L, &items, items_event);
        if (winner != 0) {
            vm_push_item(L, &items, winner);
            lua_pushvalue(L, 4);
            return 2;
        }
        lua_settop(L, 3);
    }
    return 0;
}
