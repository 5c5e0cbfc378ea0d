// A host of the guarded machine without Swift: the same libraries, limits and trace, with the
// arguments written and the answers read in plain C. For comparison only.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct CHost CHost;

typedef struct {
    const uint8_t *start;
    size_t count;
} CBytes;

/// The records that both hosts write, by their place in the machine.
enum {
    CPracticeShape, CPractitionerShape, CReasonShape, CKindShape, CDefaultReasonShape,
    CPublishShape, CIntervalShape, CShapeCount
};

/// The name of a shape, then its fields, then NULL.
const char *const *c_shape(int shape);
/// The names of the constructors, then NULL.
const char *const *c_constructors(void);

typedef struct {
    int practice, reasons;  // references into the document
    const char *assigned;   // NULL where no reason is assigned
    bool pinned;
    const char *const *names;
    size_t name_count;
} CDefaultReasonQuestion;

typedef struct {
    int practice, practitioner, reasons, default_reason;
    const char *kind;
    bool in_default;
} CPublishQuestion;

/// What one call left, in memory of its own. `c_outcome_free` gives it back.
typedef struct {
    uint8_t *bytes;
    CBytes answer, trace;
    int64_t instructions;
} COutcome;

/// Makes a machine and compiles the sources; NULL where one of them does not compile.
CHost *c_host_new(const char *const *names, const char *const *texts, size_t count);
void c_host_close(CHost *host);
/// Starts an evaluation over a document and opens all sources.
bool c_host_begin(CHost *host, CBytes document);

bool c_default_reason(
    CHost *host, int source, CBytes parameters, const CDefaultReasonQuestion *question,
    COutcome *outcome);
bool c_kind(
    CHost *host, int source, CBytes parameters, int practice, int practitioner, COutcome *outcome);
bool c_publish(
    CHost *host, int source, CBytes parameters, const CPublishQuestion *question,
    COutcome *outcome);
bool c_interval(
    CHost *host, int source, CBytes parameters, int practice, const int64_t *lengths,
    size_t length_count, COutcome *outcome);
/// So many calls with an argument and parameters that are empty tables; how many were answered.
size_t c_empty(CHost *host, int source, size_t times);

/// A question with the answer that counts as right.
typedef struct {
    CDefaultReasonQuestion question;
    const char *reason, *step;
} CCheckedQuestion;

/// Asks all questions so many times; how many answers were right.
size_t c_decide(
    CHost *host, int source, CBytes parameters, const CCheckedQuestion *questions, size_t count,
    size_t times);

/// The text of a field of the answer; an empty one where it has none.
CBytes c_outcome_text(const COutcome *outcome, const char *field);
void c_outcome_free(COutcome *outcome);
