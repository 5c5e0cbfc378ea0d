#include <stdlib.h>
#include <string.h>

#include "machine.h"

// The allocator of the Lua state. Lua answers a refusal with a full collection and asks once more;
// the second refusal in a row is therefore final. A collection is work and charged as such, or a
// script could live at the ceiling and pay one for every allocation (M10).

enum { AFTER_TRIP = 4096, STRING_HEADER = 64, LONG_STRING = 2048, LARGE_BLOCK = 8192 };

bool vm_may_allocate(gvm_machine *m) {
    if (m->fail_after < 0) return true;
    if (m->fail_after == 0) {
        m->starved = true;
        return false;
    }
    m->fail_after -= 1;
    return true;
}

static bool refuse(gvm_machine *m) {
    if (m->refused) vm_mark_trip(m, GVM_TRIP_MEMORY);
    m->refused = true;
    m->spent += (int64_t)(m->live / 16);
    if (m->spent > m->limits.instructions) vm_mark_trip(m, GVM_TRIP_INSTRUCTIONS);
    return false;
}

static bool may_grow(gvm_machine *m, size_t held, size_t size) {
    if (!vm_may_allocate(m)) return false;
    if (!m->metered) return true;
    // What the raise of a trip needs is small. Lua asks again after a refusal, so a large block has
    // to be refused once more.
    if (m->tripped) return size <= AFTER_TRIP;
    if (size > (size_t)m->limits.block) {
        vm_mark_trip(m, GVM_TRIP_MEMORY);
        return false;
    }
    if (m->live + (size - held) > m->ceiling) return refuse(m);
    m->allocated += size;
    if (m->allocated > (size_t)m->limits.allocated) {
        vm_mark_trip(m, GVM_TRIP_ALLOCATED_BYTES);
        return false;
    }
    m->refused = false;
    return true;
}

/// `..` makes a string without any function of ours, and `<` between two is one instruction, which
/// the C library slows down to microseconds a hundred bytes where they are zero. So a string is
/// bounded where it is made, and the clock is read more often once there is a long one.
static bool may_hold_string(gvm_machine *m, size_t size) {
    if (!m->metered || m->tripped) return true;
    if (size > (size_t)m->limits.string_bytes + STRING_HEADER) {
        vm_mark_trip(m, GVM_TRIP_STRING_BYTES);
        return false;
    }
    if (size > LONG_STRING) m->has_long_string = true;
    return true;
}

void *vm_allocate(void *machine, void *block, size_t old_size, size_t new_size) {
    gvm_machine *m = machine;
    size_t held = block == NULL ? 0 : old_size;  // without a block, old_size tells the type
    if (new_size == 0) {
        free(block);
        m->live -= held;
        return NULL;
    }
    bool is_string = block == NULL && old_size == LUA_TSTRING;
    if (is_string && !may_hold_string(m, new_size)) return NULL;
    if (new_size > held && !may_grow(m, held, new_size)) return NULL;
    // A table is moved key by key within one instruction, which takes milliseconds where all keys
    // collide, and a script can make it move at every assignment. The clock is read here and not at
    // an early hook: the state's own blocks grow as well, and what they cost must not be counted as
    // instructions, or an answer's cost would depend on what the state did before.
    if (new_size >= LARGE_BLOCK && !is_string && m->metered && !m->tripped) vm_check_clock(m);
    void *moved = realloc(block, new_size);
    // Lua relies on shrinking to succeed: the old block serves as well.
    if (moved == NULL) {
        m->starved = true;
        return new_size <= held ? block : NULL;
    }
    m->live += new_size - held;
    if (m->live > m->peak) m->peak = m->live;
    return moved;
}

bool vm_append_quiet(gvm_machine *m, Buffer *b, const void *bytes, size_t count) {
    if (b->capacity - b->count < count) {
        size_t capacity = b->capacity * 2 > b->count + count ? b->capacity * 2 : b->count + count;
        if (capacity < 256) capacity = 256;
        uint8_t *moved = vm_may_allocate(m) ? realloc(b->bytes, capacity) : NULL;
        if (moved == NULL) return false;
        b->bytes = moved;
        b->capacity = capacity;
    }
    if (count > 0) memcpy(b->bytes + b->count, bytes, count);
    b->count += count;
    return true;
}

void vm_append(lua_State *L, Buffer *b, const void *bytes, size_t count) {
    if (!vm_append_quiet(vm_machine(L), b, bytes, count)) vm_trip(L, GVM_TRIP_MEMORY);
}
