#include <time.h>

#include "machine.h"

// Limits that hold. The count hook sees instructions but no loop in C, so every library function
// charges its work here. A trip is sticky: the hook is set to fire at the next instruction, and
// pcall raises it again, so that nothing a rule does can swallow it. Its error value is a light
// userdata, which needs no memory.

// Any count hook slows every instruction; how often it fires hardly matters, so it fires often and
// the clock is read less often.
enum { TICK = 100, UNITS_PER_CLOCK = 1000 };

// What raising and catching an error costs: its frames are captured although nobody may look.
enum { CAUGHT_ERROR = 25 };

static char trip_mark;

static int64_t nanoseconds(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/// A thread uses no more CPU time than passes on the wall, and the wall clock costs a twentieth of
/// the thread's; so the thread's is read only once the wall says that the limit may be reached. An
/// entry of less than one tick reads neither.
static bool is_out_of_time(gvm_machine *m) {
    int64_t wall = nanoseconds(CLOCK_MONOTONIC);
    if (m->cpu_start < 0) {
        m->cpu_start = nanoseconds(CLOCK_THREAD_CPUTIME_ID);
        m->wall_next = wall + m->limits.cpu_nanoseconds;
        return false;
    }
    if (wall < m->wall_next) return false;
    m->cpu_used = nanoseconds(CLOCK_THREAD_CPUTIME_ID) - m->cpu_start;
    m->wall_next = wall + (m->limits.cpu_nanoseconds - m->cpu_used);
    return m->cpu_used >= m->limits.cpu_nanoseconds;
}

/// Work in C counts for the clock as well: one unit of it can cost far more than an instruction,
/// as a step through a table whose keys all collide does.
static void spend(lua_State *L, int64_t units) {
    gvm_machine *m = vm_machine(L);
    if (m->tripped) vm_raise_trip(L);
    m->spent += units;
    if (m->spent > m->limits.instructions) vm_trip(L, GVM_TRIP_INSTRUCTIONS);
    m->unclocked += units;
    if (m->unclocked < (m->has_long_string ? TICK : UNITS_PER_CLOCK)) return;
    m->unclocked = 0;
    if (is_out_of_time(m)) vm_trip(L, GVM_TRIP_CPU_TIME);
}

static void hook(lua_State *L, lua_Debug *record) {
    (void)record;
    spend(L, TICK);
}

void vm_check_clock(gvm_machine *m) {
    if (is_out_of_time(m)) vm_mark_trip(m, GVM_TRIP_CPU_TIME);
}

void vm_arm(gvm_machine *m) {
    m->spent = m->pattern_steps = m->host_calls = m->notes = m->unclocked = 0;
    m->cpu_start = -1;
    m->cpu_used = 0;
    m->allocated = 0;
    m->refused = m->has_long_string = false;
    lua_sethook(m->L, hook, LUA_MASKCOUNT, TICK);
}

void vm_mark_trip(gvm_machine *m, gvm_trip trip) {
    if (m->tripped) return;
    m->tripped = trip;
    m->retired = true;
    if (m->L == NULL) return;
    lua_sethook(m->L, hook, LUA_MASKCOUNT, 1);
    vm_capture_frames(m);
}

_Noreturn void vm_raise_trip(lua_State *L) {
    lua_pushlightuserdata(L, &trip_mark);
    lua_error(L);
    __builtin_unreachable();
}

_Noreturn void vm_trip(lua_State *L, gvm_trip trip) {
    vm_mark_trip(vm_machine(L), trip);
    vm_raise_trip(L);
}

void vm_charge(lua_State *L, size_t units) {
    size_t most = (size_t)vm_machine(L)->limits.instructions + 1;
    spend(L, (int64_t)(units < most ? units : most));
}

void vm_charge_pattern(lua_State *L, size_t steps) {
    gvm_machine *m = vm_machine(L);
    m->pattern_steps += (int64_t)steps;
    if (m->pattern_steps > m->limits.pattern_steps) vm_trip(L, GVM_TRIP_PATTERN_STEPS);
}

int vm_enter(lua_State *L) {
    int count = lua_gettop(L);
    vm_charge(L, 1 + (size_t)count);
    return count;
}

int vm_pcall(lua_State *L) {
    int count = vm_enter(L);
    gvm_machine *m = vm_machine(L);
    size_t partial = m->partial.count;
    luaL_checkany(L, 1);
    int status = lua_pcall(L, count - 1, LUA_MULTRET, 0);
    if (m->tripped) vm_raise_trip(L);
    if (status == LUA_ERRMEM) vm_trip(L, GVM_TRIP_MEMORY);
    if (status != LUA_OK) vm_charge(L, CAUGHT_ERROR);
    m->partial.count = partial;  // a combinator that failed inside leaves its event unfinished
    m->failing = GVM_RUNTIME;
    luaL_checkstack(L, 1, "too many results");
    lua_pushboolean(L, status == LUA_OK);
    lua_insert(L, 1);
    return lua_gettop(L);
}

/// The parser runs no hook: its reader asks this for every piece of a source.
void vm_check_parse_clock(lua_State *L) {
    if (is_out_of_time(vm_machine(L))) vm_trip(L, GVM_TRIP_CPU_TIME);
}
