#include <stdlib.h>
#include <string.h>

#include "CDecisionHost.h"
#include "CLuaVM.h"
#include "writer.h"

struct CHost {
    gvm_machine *machine;
    size_t source_count;
    Writer writer;
};

// As in LuaVM/Limits.swift.
static const gvm_limits limits = {
    .memory = 1 << 20,
    .block = 1 << 20,
    .allocated = 64 << 20,
    .instructions = 1000000,
    .cpu_nanoseconds = 50000000,
    .pattern_steps = 200000,
    .host_calls = 1000,
    .source_bytes = 256 << 10,
    .string_bytes = 64 << 10,
    .trace_notes = 64,
    .note_bytes = 200,
    .trace_bytes = 256 << 10,
    .result_depth = 8,
    .result_nodes = 1000,
    .result_bytes = 256 << 10,
};

static const char *const shapes[CShapeCount][12] = {
    {"practice", "id", "name", "system", "stacking", "interval_minutes"},
    {"practitioner", "id", "name", "role", "provider_type", "active", "enable_online",
     "new_patient_minutes", "default_minutes"},
    {"reason", "id", "name", "name_key", "position", "active", "marketing", "marketing_default",
     "minutes", "everybody", "practitioners"},
    {"practitioner_kind_input", "practice", "practitioner"},
    {"default_reason_input", "practice", "reasons", "assigned", "pinned", "healthengine_names"},
    {"publish_practitioner_input", "practice", "practitioner", "kind", "reasons",
     "default_reason", "in_default"},
    {"interval_input", "practice", "lengths"},
};

static const char *const constructors[] = {
    "rule", "override", "tests", "param.boolean", "param.integer", "param.text", "param.choice",
    "param.list", NULL,
};

const char *const *c_shape(int shape) { return shapes[shape]; }

const char *const *c_constructors(void) { return constructors; }

/// Stands for the host's `text.fold`, which these questions never reach.
static int32_t refuse(
    void *context, gvm_machine *machine, int32_t function, const uint8_t *arguments,
    size_t count) {
    (void)context, (void)machine, (void)function, (void)arguments, (void)count;
    return 1;
}

static bool build(gvm_machine *machine) {
    bool good = true;
    for (int i = 0; i < CShapeCount; i++) {
        good &= gvm_add_shape(machine, shapes[i][0], strlen(shapes[i][0])) == GVM_OK;
        for (int k = 1; shapes[i][k] != NULL; k++) {
            good &= gvm_add_field(machine, shapes[i][k], strlen(shapes[i][k])) == GVM_OK;
        }
    }
    for (int i = 0; constructors[i] != NULL; i++) {
        good &= gvm_add_constructor(machine, constructors[i], strlen(constructors[i])) == GVM_OK;
    }
    good &= gvm_add_function(machine, "text.fold", strlen("text.fold")) == GVM_OK;
    return good && gvm_build(machine) == GVM_OK;
}

CHost *c_host_new(const char *const *names, const char *const *texts, size_t count) {
    CHost *host = calloc(1, sizeof *host);
    if (host == NULL) return NULL;
    host->source_count = count;
    host->machine = gvm_new(&limits, refuse, NULL, -1);
    bool good = host->machine != NULL && build(host->machine);
    for (size_t i = 0; good && i < count; i++) {
        good = gvm_compile(host->machine, names[i], strlen(names[i]), texts[i], strlen(texts[i]))
            == GVM_OK;
    }
    if (good) return host;
    c_host_close(host);
    return NULL;
}

void c_host_close(CHost *host) {
    if (host == NULL) return;
    gvm_close(host->machine);
    free(host->writer.bytes);
    free(host);
}

bool c_host_begin(CHost *host, CBytes document) {
    if (gvm_begin(host->machine, document.start, document.count) != GVM_OK) return false;
    for (size_t i = 0; i < host->source_count; i++) {
        if (gvm_open(host->machine, (int32_t)i, 0) != GVM_OK) return false;
    }
    return true;
}

/// Asks with what stands in the writer, and copies answer and trace out of the machine.
static bool ask(CHost *host, int source, CBytes parameters, COutcome *outcome) {
    static const char function[] = "decide";
    long chain[] = {source};
    gvm_call_input call = {
        .chain = chain,
        .chain_count = 1,
        .function = {(const uint8_t *)function, sizeof function - 1},
        .argument = {host->writer.bytes, host->writer.count},
        .parameters = {parameters.start, parameters.count},
    };
    gvm_status status = gvm_call(host->machine, &call);
    gvm_bytes answer = gvm_result(host->machine), trace = gvm_trace(host->machine);
    outcome->bytes = malloc(answer.count + trace.count + 1);
    if (outcome->bytes == NULL) return false;
    memcpy(outcome->bytes, answer.start, answer.count);
    if (trace.count > 0) memcpy(outcome->bytes + answer.count, trace.start, trace.count);
    outcome->answer = (CBytes){outcome->bytes, answer.count};
    outcome->trace = (CBytes){outcome->bytes + answer.count, trace.count};
    outcome->instructions = gvm_last_cost(host->machine).instructions;
    return status == GVM_OK;
}

bool c_default_reason(
    CHost *host, int source, CBytes parameters, const CDefaultReasonQuestion *question,
    COutcome *outcome) {
    Writer *w = &host->writer;
    begin_record(w, CDefaultReasonShape);
    write_reference(w, question->practice);
    write_reference(w, question->reasons);
    if (question->assigned != NULL) write_text(w, question->assigned);
    else write_null(w);
    write_boolean(w, question->pinned);
    begin_array(w, question->name_count);
    for (size_t i = 0; i < question->name_count; i++) write_text(w, question->names[i]);
    return ask(host, source, parameters, outcome);
}

bool c_kind(
    CHost *host, int source, CBytes parameters, int practice, int practitioner,
    COutcome *outcome) {
    Writer *w = &host->writer;
    begin_record(w, CKindShape);
    write_reference(w, practice);
    write_reference(w, practitioner);
    return ask(host, source, parameters, outcome);
}

bool c_publish(
    CHost *host, int source, CBytes parameters, const CPublishQuestion *question,
    COutcome *outcome) {
    Writer *w = &host->writer;
    begin_record(w, CPublishShape);
    write_reference(w, question->practice);
    write_reference(w, question->practitioner);
    write_text(w, question->kind);
    write_reference(w, question->reasons);
    write_reference(w, question->default_reason);
    write_boolean(w, question->in_default);
    return ask(host, source, parameters, outcome);
}

bool c_interval(
    CHost *host, int source, CBytes parameters, int practice, const int64_t *lengths,
    size_t length_count, COutcome *outcome) {
    Writer *w = &host->writer;
    begin_record(w, CIntervalShape);
    write_reference(w, practice);
    begin_array(w, length_count);
    for (size_t i = 0; i < length_count; i++) write_integer(w, lengths[i]);
    return ask(host, source, parameters, outcome);
}

CBytes c_outcome_text(const COutcome *outcome, const char *field) {
    Reader r = {outcome->answer.start, outcome->answer.start + outcome->answer.count};
    CBytes none = {NULL, 0};
    if (read_byte(&r) != TAG_TABLE) return none;
    size_t length = strlen(field);
    for (uint64_t count = read_number(&r); count > 0; count--) {
        CBytes key = read_text(&r);
        uint8_t tag = read_byte(&r);
        CBytes text = none;
        if (tag == TAG_STRING) text = read_text(&r);
        else if (tag == TAG_INTEGER) read_number(&r);
        bool same = key.count == length && memcmp(key.start, field, length) == 0;
        if (same) return text;
    }
    return none;
}

void c_outcome_free(COutcome *outcome) {
    free(outcome->bytes);
    outcome->bytes = NULL;
}

size_t c_empty(CHost *host, int source, size_t times) {
    static const uint8_t nothing[] = {TAG_TABLE, 0};
    size_t answered = 0;
    for (size_t i = 0; i < times; i++) {
        COutcome outcome;
        begin_table(&host->writer);
        answered += ask(host, source, (CBytes){nothing, sizeof nothing}, &outcome);
        c_outcome_free(&outcome);
    }
    return answered;
}

static bool is_text(CBytes text, const char *expected) {
    return text.count == strlen(expected) && memcmp(text.start, expected, text.count) == 0;
}

size_t c_decide(
    CHost *host, int source, CBytes parameters, const CCheckedQuestion *questions, size_t count,
    size_t times) {
    size_t right = 0;
    for (size_t i = 0; i < times; i++) {
        for (size_t k = 0; k < count; k++) {
            COutcome outcome;
            bool good = c_default_reason(host, source, parameters, &questions[k].question, &outcome);
            right += good && is_text(c_outcome_text(&outcome, "reason"), questions[k].reason)
                && is_text(c_outcome_text(&outcome, "step"), questions[k].step);
            c_outcome_free(&outcome);
        }
    }
    return right;
}
