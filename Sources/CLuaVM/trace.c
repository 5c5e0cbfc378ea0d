#include "machine.h"
#include "wire.h"

// The trace is bytes outside the Lua heap, with caps of its own. An event under construction stands
// in `partial`, a stack, because the tests of one combinator may run another; it moves to `trace`
// when it is whole.

static void check_room(lua_State *L, size_t more) {
    gvm_machine *m = vm_machine(L);
    if (m->trace.count + m->partial.count + more > (size_t)m->limits.trace_bytes) {
        vm_trip(L, GVM_TRIP_TRACE_BYTES);
    }
}

Event vm_event(lua_State *L, uint8_t tag) {
    return (Event){.start = vm_machine(L)->partial.count, .tag = tag};
}

void vm_event_byte(lua_State *L, uint8_t byte) {
    check_room(L, 1);
    vm_append(L, &vm_machine(L)->partial, &byte, 1);
}

void vm_event_number(lua_State *L, uint64_t number) {
    uint8_t bytes[10];
    size_t count = 0;
    while (number >= 0x80) {
        bytes[count++] = (uint8_t)(number | 0x80);
        number >>= 7;
    }
    bytes[count++] = (uint8_t)number;
    check_room(L, count);
    vm_append(L, &vm_machine(L)->partial, bytes, count);
}

void vm_event_double(lua_State *L, double number) {
    check_room(L, sizeof number);
    vm_append(L, &vm_machine(L)->partial, &number, sizeof number);
}

void vm_event_text(lua_State *L, const char *text, size_t count) {
    size_t most = (size_t)vm_machine(L)->limits.note_bytes;
    if (count > most) {
        count = most;
        while (count > 0 && ((uint8_t)text[count] & 0xc0) == 0x80) count -= 1;
    }
    vm_event_number(L, count);
    check_room(L, count);
    vm_append(L, &vm_machine(L)->partial, text, count);
}

size_t vm_event_end(lua_State *L, Event event) {
    gvm_machine *m = vm_machine(L);
    check_room(L, 1);
    size_t place = m->trace.count;
    vm_append(L, &m->trace, &event.tag, 1);
    vm_append(L, &m->trace, m->partial.bytes + event.start, m->partial.count - event.start);
    vm_charge(L, (m->partial.count - event.start) / 16);
    m->partial.count = event.start;
    return place;
}

void vm_trace_note(lua_State *L, const char *text, size_t count) {
    gvm_machine *m = vm_machine(L);
    if (++m->notes > m->limits.trace_notes) vm_trip(L, GVM_TRIP_TRACE_NOTES);
    Event event = vm_event(L, EVENT_NOTE);
    vm_event_text(L, text, count);
    vm_event_end(L, event);
}

void vm_trace_base(lua_State *L, int32_t source) {
    Event event = vm_event(L, EVENT_BASE);
    vm_event_number(L, (uint64_t)source);
    vm_event_end(L, event);
}

int vm_trace_note_function(lua_State *L) {
    vm_enter(L);
    size_t count;
    luaL_argcheck(L, lua_type(L, 1) == LUA_TSTRING, 1, "a note is a string");
    const char *text = lua_tolstring(L, 1, &count);
    vm_trace_note(L, text, count);
    return 0;
}
