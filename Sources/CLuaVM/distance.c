#include <string.h>

#include "machine.h"

// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, each 1.

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

/// The distance, or `max + 1` as soon as it is known to be greater. Charges the cells it visits.
uint32_t vm_distance(
    lua_State *L, const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count,
    uint32_t max
) {
    size_t gap = a_count > b_count ? a_count - b_count : b_count - a_count;
    if (gap > max) return max + 1;
    vm_charge(L, 1 + a_count * b_count / 8);
    size_t width = b_count + 1;
    luaL_checkstack(L, 4, NULL);
    uint32_t *rows = lua_newuserdatauv(L, 3 * width * sizeof(uint32_t), 0);
    uint32_t *before = rows, *above = rows + width, *row = rows + 2 * width;
    for (size_t j = 0; j < width; j++) above[j] = (uint32_t)j;
    for (size_t i = 1; i <= a_count; i++) {
        uint32_t smallest = row[0] = (uint32_t)i;
        for (size_t j = 1; j < width; j++) {
            uint32_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            uint32_t cell = least(above[j - 1] + change, least(above[j], row[j - 1]) + 1);
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) cell = least(cell, before[j - 2] + 1);
            row[j] = cell;
            smallest = least(smallest, cell);
        }
        if (smallest > max) {
            lua_pop(L, 1);
            return max + 1;
        }
        uint32_t *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    uint32_t result = above[b_count];
    lua_pop(L, 1);
    return result > max ? max + 1 : result;
}
