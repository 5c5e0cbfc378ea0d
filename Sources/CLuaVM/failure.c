#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"

// What is known of an error is copied out of Lua while its stack still stands: by the message
// handler for an ordinary error, at the moment of the trip for a trip. Nothing here allocates.

static int32_t source_of(const gvm_machine *m, const char *chunk) {
    for (size_t i = 0; i < m->source_count; i++) {
        if (strcmp(m->sources[i].chunk, chunk) == 0) return (int32_t)i;
    }
    return -1;
}

void vm_capture_frames(gvm_machine *m) {
    gvm_error *error = &m->error;
    lua_Debug record;
    error->frame_count = 0;
    error->source = -1;
    error->line = 0;
    for (int level = 0; error->frame_count < GVM_FRAMES; level++) {
        if (!lua_getstack(m->L, level, &record)) break;
        lua_getinfo(m->L, "nSl", &record);
        if (record.currentline < 0) continue;  // a function in C
        gvm_frame *frame = &error->frames[error->frame_count];
        frame->source = source_of(m, record.source);
        if (frame->source < 0) continue;
        frame->line = record.currentline;
        const char *name = record.name ? record.name : "";
        snprintf(frame->function, GVM_NAME, "%s", name);
        error->frame_count += 1;
    }
    if (error->frame_count > 0) {
        error->source = error->frames[0].source;
        error->line = error->frames[0].line;
    }
}

/// Splits `name:12: message`; the line in front wins over the stack's, since `error` may blame a
/// caller and the parser has no stack.
static const char *after_position(gvm_machine *m, const char *message) {
    for (size_t i = 0; i < m->source_count; i++) {
        size_t length = strlen(m->sources[i].shown);
        if (strncmp(message, m->sources[i].shown, length) != 0 || message[length] != ':') continue;
        char *end;
        long line = strtol(message + length + 1, &end, 10);
        if (end == message + length + 1 || end[0] != ':' || end[1] != ' ') continue;
        // Sources of one shortened name are told apart by the stack.
        int32_t seen = m->error.source;
        bool same = seen >= 0 && strcmp(m->sources[seen].shown, m->sources[i].shown) == 0;
        m->error.source = same ? seen : (int32_t)i;
        m->error.line = (int32_t)line;
        return end + 2;
    }
    return message;
}

static void keep_message(gvm_machine *m, const char *message) {
    message = after_position(m, message);
    size_t count = strlen(message);
    if (count >= GVM_MESSAGE) count = GVM_MESSAGE - 1;
    memcpy(m->error.message, message, count);
    m->error.message[count] = 0;
    m->error.message_bytes = count;
}

int vm_message_handler(lua_State *L) {
    gvm_machine *m = vm_machine(L);
    if (m->tripped) {
        m->error.status = GVM_TRIP;
        m->error.trip = m->tripped;
        return 1;
    }
    vm_capture_frames(m);
    m->error.status = m->failing;
    const char *message = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : "unknown error";
    keep_message(m, message);
    return 1;
}

void vm_clear_error(gvm_machine *m) {
    m->error.status = GVM_OK;
    m->error.trip = GVM_TRIP_NONE;
    m->error.source = -1;
    m->error.line = 0;
    m->error.message_bytes = 0;
    m->error.frame_count = 0;
    m->failing = GVM_RUNTIME;
}

gvm_status vm_fail_memory(gvm_machine *m) {
    vm_mark_trip(m, GVM_TRIP_MEMORY);
    m->error.status = GVM_TRIP;
    m->error.trip = m->tripped;
    return GVM_TRIP;
}

_Noreturn void vm_fail(lua_State *L, gvm_status kind, const char *format, ...) {
    vm_machine(L)->failing = kind;
    if (kind == GVM_RUNTIME) {
        luaL_where(L, 1);
    } else {
        lua_pushliteral(L, "");
    }
    va_list arguments;
    va_start(arguments, format);
    lua_pushvfstring(L, format, arguments);
    va_end(arguments);
    lua_concat(L, 2);
    lua_error(L);
    __builtin_unreachable();
}
