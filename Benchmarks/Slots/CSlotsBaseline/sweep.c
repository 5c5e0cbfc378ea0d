#include "CSlotsBaseline.h"

static inline int32_t most(int32_t left, int32_t right) { return left > right ? left : right; }

static inline int32_t least(int32_t left, int32_t right) { return left < right ? left : right; }

/// Writes the starts of one free run.
static inline size_t emit(
    int32_t free, int32_t end, int32_t anchor, int32_t offset, const CQuestion *question,
    int64_t *starts, size_t count
) {
    int32_t last = least(end - question->need, question->horizon - offset - 1);
    int32_t lower = most(free, question->earliest);
    if (lower > last) return count;
    int32_t past = (lower - anchor) % question->interval;
    int32_t start = past ? lower - past + question->interval : lower;
    for (; start <= last; start += question->interval) starts[count++] = start + offset;
    return count;
}

size_t c_starts_from_rows(
    const CStretch *stretches, size_t stretch_count, const CRow *rows, size_t row_count,
    CQuestion question, int64_t *starts
) {
    size_t count = 0, row = 0;
    for (size_t i = 0; i < stretch_count; i++) {
        CStretch stretch = stretches[i];
        int32_t free = stretch.start;
        while (row < row_count && rows[row].end <= stretch.start) row++;
        size_t next = row;
        for (; next < row_count && rows[next].start < stretch.end; next++) {
            count = emit(
                free, rows[next].start, stretch.start, stretch.offset, &question, starts, count);
            free = rows[next].end;
        }
        count = emit(free, stretch.end, stretch.start, stretch.offset, &question, starts, count);
    }
    return count;
}

size_t c_starts_from_openings(
    const COpening *openings, size_t opening_count, CQuestion question, int64_t *starts
) {
    size_t count = 0;
    for (size_t i = 0; i < opening_count; i++) {
        COpening opening = openings[i];
        count = emit(
            opening.start, opening.end, opening.anchor, opening.offset, &question, starts, count);
    }
    return count;
}

/// The deciding reason of one start; `first` is the first row that ends after it.
static inline uint8_t decide(
    int32_t start, CStretch stretch, const CRow *rows, size_t first, size_t row_count,
    const CQuestion *question
) {
    if (start < question->now) return CInPast;
    if (start < question->earliest) return CLeadTime;
    if (start + stretch.offset >= question->horizon) return CBeyondHorizon;
    if (start + question->length > stretch.end) return CEndsAfterSession;
    uint8_t kind = UINT8_MAX;
    size_t next = first;
    for (; next < row_count && rows[next].start < start + question->length; next++)
        if (rows[next].kind < kind) kind = rows[next].kind;
    if (kind != UINT8_MAX) return CFirstKind + kind;
    int fits = start + question->need <= stretch.end
        && (next == row_count || rows[next].start >= start + question->need);
    return fits ? COffered : CDefaultDoesNotFit;
}

size_t c_decisions(
    const CStretch *stretches, size_t stretch_count, const CRow *rows, size_t row_count,
    CQuestion question, CDecision *decisions
) {
    size_t count = 0, row = 0;
    for (size_t i = 0; i < stretch_count; i++) {
        CStretch stretch = stretches[i];
        for (int32_t start = stretch.start; start < stretch.end; start += question.interval) {
            while (row < row_count && rows[row].end <= start) row++;
            decisions[count].start = start + stretch.offset;
            decisions[count++].reason = decide(start, stretch, rows, row, row_count, &question);
        }
    }
    return count;
}
