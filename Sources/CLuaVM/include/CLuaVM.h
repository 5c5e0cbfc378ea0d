#ifndef GAPBOOK_CLUAVM_H
#define GAPBOOK_CLUAVM_H

#include <stddef.h>
#include <stdint.h>

// The guarded virtual machine. No type of lua.h stands here, so that Swift can import this header,
// and no function of this header raises: each runs its work in one protected call and returns a
// status. Values cross as bytes; wire.h describes them.

typedef struct gvm_machine gvm_machine;

/// What one entry (compile, open, call) may use. Every field must be positive.
typedef struct {
    int64_t memory;           // live bytes above the base state and the decoded input
    int64_t block;            // bytes of the largest single block
    int64_t allocated;        // bytes allocated in all, freed or not
    int64_t instructions;     // instructions of the virtual machine and charged work
    int64_t cpu_nanoseconds;  // CPU time of the thread
    int64_t pattern_steps;
    int64_t host_calls;
    int64_t source_bytes;
    int64_t string_bytes;     // of a string that a library function builds
    int64_t trace_notes;
    int64_t note_bytes;       // longer texts in the trace are cut
    int64_t trace_bytes;
    int64_t result_depth;
    int64_t result_nodes;
    int64_t result_bytes;
} gvm_limits;

typedef enum {
    GVM_OK,
    GVM_SYNTAX,
    GVM_RUNTIME,
    GVM_TRIP,
    GVM_BAD_RESULT,
    GVM_BAD_INPUT,
    GVM_RETIRED,
} gvm_status;

typedef enum {
    GVM_TRIP_NONE,
    GVM_TRIP_INSTRUCTIONS,
    GVM_TRIP_CPU_TIME,
    GVM_TRIP_MEMORY,
    GVM_TRIP_ALLOCATED_BYTES,
    GVM_TRIP_PATTERN_STEPS,
    GVM_TRIP_HOST_CALLS,
    GVM_TRIP_SOURCE_BYTES,
    GVM_TRIP_STRING_BYTES,
    GVM_TRIP_TRACE_NOTES,
    GVM_TRIP_TRACE_BYTES,
    GVM_TRIP_DEPTH,
    GVM_TRIP_RESULT_SIZE,
} gvm_trip;

enum { GVM_FRAMES = 16, GVM_NAME = 48, GVM_MESSAGE = 1024 };

typedef struct {
    int32_t source;  // index of the source
    int32_t line;    // counted from 1
    char function[GVM_NAME];  // empty where Lua knows no name
} gvm_frame;

typedef struct {
    gvm_status status;
    gvm_trip trip;
    int32_t source;  // -1 where unknown
    int32_t line;    // 0 where unknown
    size_t message_bytes;
    size_t frame_count;
    char message[GVM_MESSAGE];  // without the position
    gvm_frame frames[GVM_FRAMES];
} gvm_error;

typedef struct {
    const uint8_t *start;
    size_t count;
} gvm_bytes;

typedef struct {
    int64_t instructions;
    int64_t peak_bytes;  // above the base of the entry
    int64_t pattern_steps;
    int64_t host_calls;
    int64_t cpu_nanoseconds;  // 0 for an entry too short for the clock to be read
} gvm_cost;

/// A function of the host. It answers by `gvm_reply` and returns 0, or replies with a message and
/// returns another number; the machine raises only after it has returned.
typedef int32_t (*gvm_host)(
    void *context, gvm_machine *machine, int32_t function, const uint8_t *arguments, size_t count);

const char *gvm_lua_release(void);

// Making a machine: gvm_new, the names, gvm_build, then gvm_compile for each source in turn.
gvm_machine *gvm_new(const gvm_limits *limits, gvm_host host, void *context, int64_t fail_after);
void gvm_close(gvm_machine *m);
gvm_status gvm_add_shape(gvm_machine *m, const char *name, size_t count);
gvm_status gvm_add_field(gvm_machine *m, const char *name, size_t count);
gvm_status gvm_add_constructor(gvm_machine *m, const char *name, size_t count);
gvm_status gvm_add_function(gvm_machine *m, const char *name, size_t count);
gvm_status gvm_build(gvm_machine *m);
gvm_status gvm_compile(
    gvm_machine *m, const char *name, size_t name_count, const char *text, size_t text_count);

// One evaluation: gvm_begin, then gvm_open and gvm_call as often as wanted.
gvm_status gvm_begin(gvm_machine *m, const uint8_t *input, size_t count);
gvm_status gvm_open(gvm_machine *m, int32_t source, int wants_view);

typedef struct {
    const long *chain;  // sources, the highest layer first
    size_t chain_count;
    gvm_bytes function;
    gvm_bytes argument;
    gvm_bytes parameters;
} gvm_call_input;

gvm_status gvm_call(gvm_machine *m, const gvm_call_input *call);

// What the last entry left; valid until the next one.
const gvm_error *gvm_last_error(const gvm_machine *m);
gvm_bytes gvm_result(const gvm_machine *m);
gvm_bytes gvm_trace(const gvm_machine *m);
gvm_cost gvm_last_cost(const gvm_machine *m);
int gvm_is_retired(const gvm_machine *m);
int gvm_is_starved(const gvm_machine *m);  // the process, not a limit, refused memory
int64_t gvm_kept_bytes(const gvm_machine *m);

gvm_status gvm_reply(gvm_machine *m, const uint8_t *bytes, size_t count);

// For tests only.
void gvm_fail_after(gvm_machine *m, int64_t allocations);
int64_t gvm_live_bytes(const gvm_machine *m);
gvm_status gvm_list_reachable(gvm_machine *m);
gvm_status gvm_stock_patterns(
    const char *script, size_t script_count, char *answer, size_t capacity, size_t *count);

#endif
