#ifndef GAPBOOK_MACHINE_H
#define GAPBOOK_MACHINE_H

// What the files of the virtual machine share. Functions called vm_... may raise and so run only
// inside a protected call, unless their comment says otherwise.

#include <stdbool.h>

#include <lua5.4/lauxlib.h>
#include <lua5.4/lua.h>

#include "CLuaVM.h"

typedef struct {
    uint8_t *bytes;
    size_t count;
    size_t capacity;
} Buffer;

typedef struct {
    char *bytes;
    size_t count;
} Name;

typedef struct {
    Name *items;
    size_t count;
} Names;

typedef struct {
    Name name;
    Names fields;
} Shape;

typedef struct {
    char *chunk;             // "@name", as Lua keeps it
    char shown[LUA_IDSIZE];  // the name as Lua's messages shorten it
} SourceName;

struct gvm_machine {
    lua_State *L;
    gvm_limits limits;
    gvm_host host;
    void *context;

    // memory.c
    size_t live, peak, floor, ceiling, allocated;
    size_t kept_floor;    // live bytes of the state without an evaluation
    size_t kept;          // what was live beyond that when the last evaluation began
    bool metered;         // limits apply: false while the host's own bytes are decoded
    bool refused;         // the last request for memory was refused
    bool starved;         // the process itself had no memory
    bool has_long_string; // the evaluation made one, which costs to compare
    int64_t fail_after;   // for tests: requests until all fail; negative: never

    // guard.c
    gvm_trip tripped;
    bool retired;
    int64_t spent, pattern_steps, host_calls, notes;
    int64_t unclocked;  // work since the clock was read
    int64_t wall_next, cpu_start, cpu_used;

    gvm_status failing;  // the kind of the error that is being raised; GVM_RUNTIME by default
    gvm_error error;

    Buffer result, trace, partial, reply, arguments, cached_parameters;
    Shape *shapes;
    size_t shape_count;
    Names constructors, functions;
    SourceName *sources;
    size_t source_count;
    const gvm_call_input *call;
    void *context_of_entry;  // what the running entry was given
};

/// Integer keys of the registry, after Lua's own two.
enum {
    SLOT_CHUNKS = LUA_RIDX_LAST + 1,
    SLOT_OPENED,
    SLOT_GLOBALS,      // the table behind every _ENV
    SLOT_ENV_META,
    SLOT_SHAPE_META,   // shape index + 1 -> metatable of the data of such a record
    SLOT_SHAPE_KEYS,   // shape index + 1 -> array of field names
    SLOT_LIST_META,
    SLOT_REFERENCES,   // the document's tables in preorder
    SLOT_PARAMETERS,   // decoded from `cached_parameters`
    SLOT_KEY_INDEX,
    SLOT_KEY_NEWINDEX,
    SLOT_KEY_LEN,
    SLOT_KEY_ID,
    SLOT_COUNT
};

static inline gvm_machine *vm_machine(lua_State *L) {
    return *(gvm_machine **)lua_getextraspace(L);
}

// memory.c
void *vm_allocate(void *machine, void *block, size_t old_size, size_t new_size);
bool vm_may_allocate(gvm_machine *m);                              // never raises
bool vm_append_quiet(gvm_machine *m, Buffer *b, const void *bytes, size_t count);  // never raises
void vm_append(lua_State *L, Buffer *b, const void *bytes, size_t count);

// guard.c
void vm_arm(gvm_machine *m);                                       // never raises
void vm_mark_trip(gvm_machine *m, gvm_trip trip);                  // never raises
void vm_check_clock(gvm_machine *m);                               // never raises
_Noreturn void vm_trip(lua_State *L, gvm_trip trip);
_Noreturn void vm_raise_trip(lua_State *L);
void vm_charge(lua_State *L, size_t units);
void vm_charge_pattern(lua_State *L, size_t steps);
int vm_enter(lua_State *L);  // charges a call and its arguments; returns their number
int vm_pcall(lua_State *L);
void vm_check_parse_clock(lua_State *L);

// failure.c
int vm_message_handler(lua_State *L);
void vm_capture_frames(gvm_machine *m);                            // never raises
void vm_clear_error(gvm_machine *m);                               // never raises
gvm_status vm_fail_memory(gvm_machine *m);                         // never raises
_Noreturn void vm_fail(lua_State *L, gvm_status kind, const char *format, ...);

// frozen.c
void vm_freeze(lua_State *L, bool is_list);     // replaces the data on top by its read-only table
bool vm_thaw(lua_State *L, int index);          // pushes the data of a table; true if read-only
void vm_check_writable(lua_State *L, int index);
void vm_build_shapes(lua_State *L);
void vm_named_data(lua_State *L, const char *label, int nulls);
int vm_refuse_write(lua_State *L);

// nearest.c
typedef struct {
    char bytes[512];
    size_t count;
} Text;
void vm_text_add(Text *text, const char *format, ...);             // never raises
_Noreturn void vm_fail_unknown(
    lua_State *L, const char *subject, const char *noun, Name unknown, const Names *known);
_Noreturn void vm_fail_unknown_key(
    lua_State *L, const char *subject, const char *noun, int key, int table, int more);

// codec
typedef enum { DECODE_PLAIN, DECODE_DOCUMENT, DECODE_PARAMETERS } DecodeMode;
void vm_decode(lua_State *L, gvm_bytes bytes, DecodeMode mode);
typedef enum { ENCODE_RESULT, ENCODE_VIEW, ENCODE_ARGUMENT } EncodeMode;
void vm_encode(lua_State *L, int index, Buffer *out, EncodeMode mode);
int vm_compare_bytes(const char *a, size_t a_count, const char *b, size_t b_count);

// sort.c
typedef bool (*Less)(lua_State *L, void *context, uint32_t a, uint32_t b);
uint32_t *vm_sorted(lua_State *L, uint32_t count, Less less, void *context);

// trace.c
void vm_trace_note(lua_State *L, const char *text, size_t count);
void vm_trace_base(lua_State *L, int32_t source);
typedef struct {
    size_t start;
    uint8_t tag;
} Event;
Event vm_event(lua_State *L, uint8_t tag);
void vm_event_text(lua_State *L, const char *text, size_t count);
void vm_event_number(lua_State *L, uint64_t number);
void vm_event_double(lua_State *L, double number);
void vm_event_byte(lua_State *L, uint8_t byte);
size_t vm_event_end(lua_State *L, Event event);  // returns where it begins in the trace

// libraries; each opener pushes one plain table
int vm_tostring(lua_State *L);
const char *vm_show(lua_State *L, int index, size_t *count);  // pushes the text
void vm_open_base(lua_State *L, int globals);
void vm_open_string(lua_State *L);
void vm_open_math(lua_State *L);
void vm_open_utf8(lua_State *L);
void vm_open_table(lua_State *L);
void vm_open_list(lua_State *L);
void vm_open_text(lua_State *L);
int vm_first_match(lua_State *L);
int vm_trace_note_function(lua_State *L);
int vm_string_format(lua_State *L);
int vm_string_find(lua_State *L);
int vm_string_match(lua_State *L);
int vm_string_gmatch(lua_State *L);
int vm_string_gsub(lua_State *L);
void vm_push_charged(lua_State *L, lua_CFunction stock);
void vm_push_string(lua_State *L, const char *bytes, size_t count);  // within string_bytes
uint32_t vm_distance(
    lua_State *L, const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count,
    uint32_t max);
void vm_push_host_function(lua_State *L, int32_t function);
void vm_push_constructor(lua_State *L, Name name);

// environment.c
void vm_build_environment(lua_State *L);
void vm_push_environment(lua_State *L);

// entries.c
gvm_status vm_protected(gvm_machine *m, lua_CFunction body, bool metered);  // never raises

// chain.c
int vm_run_chain(lua_State *L);

#endif
