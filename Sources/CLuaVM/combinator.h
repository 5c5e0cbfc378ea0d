#ifndef GAPBOOK_COMBINATOR_H
#define GAPBOOK_COMBINATOR_H

#include "machine.h"

/// The list that a combinator reads: its data stands at `place` instead of the list, and `top` is
/// the stack's height between two items.
typedef struct {
    int place, top;
    lua_Integer count;
    const char *function;  // for messages
} Items;

Items vm_items(lua_State *L, int index, const char *function);
void vm_push_item(lua_State *L, const Items *items, lua_Integer i);
void vm_ask(lua_State *L, const Items *items, int function, lua_Integer i, int results);
/// Adds the id of item i to the event, and sets the stack back to `top`.
void vm_event_item(lua_State *L, const Items *items, lua_Integer i);
/// Whether the value on top is a reason; anything but a string or nil is an error.
bool vm_has_why(lua_State *L, const Items *items);
void vm_event_why(lua_State *L);

#endif
