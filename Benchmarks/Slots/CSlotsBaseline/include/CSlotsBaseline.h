// The least that the computation of slots can cost: plain C over sorted minutes, for comparison only.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Working time between breaks, in minutes of UTC, and what the wall clock adds.
typedef struct {
    int32_t start, end, offset;
} CStretch;

/// Taken time; rows ascend and never overlap.
typedef struct {
    int32_t start, end;
    uint8_t kind;
} CRow;

/// A free run: where a start may lie, and where the time ends.
typedef struct {
    int32_t start, end, anchor, offset;
} COpening;

typedef struct {
    int32_t length, need, interval, now, earliest, horizon;
} CQuestion;

/// A start on the clock face and why it is not offered, 0 for offered.
typedef struct {
    int64_t start;
    uint8_t reason;
} CDecision;

enum {
    COffered, CInPast, CLeadTime, CBeyondHorizon, CEndsAfterSession,
    CFirstKind, CDefaultDoesNotFit = CFirstKind + 5
};

/// Writes every offered start; returns how many.
size_t c_starts_from_rows(
    const CStretch *stretches, size_t stretch_count, const CRow *rows, size_t row_count,
    CQuestion question, int64_t *starts);

/// The same with the free runs at hand.
size_t c_starts_from_openings(
    const COpening *openings, size_t count, CQuestion question, int64_t *starts);

/// Writes every start on the grid with its deciding reason; returns how many.
size_t c_decisions(
    const CStretch *stretches, size_t stretch_count, const CRow *rows, size_t row_count,
    CQuestion question, CDecision *decisions);
