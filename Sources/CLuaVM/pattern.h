#ifndef GAPBOOK_PATTERN_H
#define GAPBOOK_PATTERN_H

#include "machine.h"

enum { MATCH_CAPTURES = 32 };

typedef struct {
    lua_State *L;
    gvm_machine *machine;
    const char *subject, *subject_end, *pattern_end;
    int depth;
    int level;  // captures so far, open or closed
    struct {
        const char *start;
        ptrdiff_t length;
    } captures[MATCH_CAPTURES];
} Matcher;

/// The end of a match of `p` that starts exactly at `s`, or NULL.
const char *vm_match(Matcher *m, const char *s, const char *p);
/// Pushes one capture; the whole match from `start` to `end` stands in for the first.
void vm_push_capture(Matcher *m, int index, const char *start, const char *end);
int vm_push_captures(Matcher *m, const char *start, const char *end);

#endif
