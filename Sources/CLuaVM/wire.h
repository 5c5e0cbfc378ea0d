#ifndef GAPBOOK_WIRE_H
#define GAPBOOK_WIRE_H

// The bytes in which values and traces cross. LuaVM/Wire.swift holds the same numbers.
//
// A number is a base-128 varint, lowest seven bits first. A text is its byte count and its bytes.
// Values: one tag byte, then
enum {
    WIRE_NIL = 0,
    WIRE_FALSE = 1,
    WIRE_TRUE = 2,
    WIRE_INTEGER = 3,    // zigzag number
    WIRE_DOUBLE = 4,     // 8 bytes, little-endian
    WIRE_STRING = 5,     // text
    WIRE_ARRAY = 6,      // count, values
    WIRE_RECORD = 7,     // shape, one value for each of its fields (input only)
    WIRE_TABLE = 8,      // count, then a key (text) and a value each
    WIRE_REFERENCE = 9,  // n: the n-th array, record or table of the document (input only)
    WIRE_FUNCTION = 10,  // nothing (views only)
    WIRE_MIXED = 11,     // count, values, then as WIRE_TABLE (views only)
};

// Trace: a sequence of events, each one tag byte, then
enum {
    EVENT_FILTERED = 1,  // label, verdicts by id, 0
    EVENT_ITEMS = 2,     // the ids of a first_match as texts with 1 before each, 0
    EVENT_STEP = 3,      // name, offset of its EVENT_ITEMS, verdicts by place, 0
    EVENT_SCORED = 4,    // label, scores by id, 0, place of the chosen one counted from 1, or 0
    EVENT_NOTE = 5,      // text
    EVENT_BASE = 6,      // source
};

// A verdict: one of these, the id (text) or the place of the item (number from 0), why (text)
enum { VERDICT_KEPT = 1, VERDICT_DROPPED = 2, VERDICT_DROPPED_WHY = 3 };
// A score: one of these, the id, 8 bytes of a double where it has one, why (text) where it has one
enum { SCORE = 4, SCORE_WHY = 5, SCORE_NONE = 6, SCORE_NONE_WHY = 7 };

#endif
