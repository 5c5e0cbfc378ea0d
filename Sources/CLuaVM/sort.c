#include <string.h>

#include "machine.h"

/// Order by bytes, never by the locale (`<` on strings is strcoll).
int vm_compare_bytes(const char *a, size_t a_count, const char *b, size_t b_count) {
    int order = memcmp(a, b, a_count < b_count ? a_count : b_count);
    if (order != 0) return order;
    return a_count < b_count ? -1 : a_count > b_count;
}

static void merge(
    lua_State *L, Less less, void *context, const uint32_t *from, uint32_t *to, uint32_t low,
    uint32_t middle, uint32_t high
) {
    uint32_t left = low, right = middle;
    for (uint32_t place = low; place < high; place++) {
        bool take_right = left == middle;
        if (!take_right && right < high) {
            take_right = less(L, context, from[right], from[left]);
        }
        to[place] = take_right ? from[right++] : from[left++];
    }
}

/// Pushes a block with the places 0..<count in stable order. It compares about n log2 n times
/// whatever the comparison answers, so a wrong one costs nothing more and reads nothing beyond. It
/// charges for the count alone: the order in which `pairs` finds keys changes from run to run.
uint32_t *vm_sorted(lua_State *L, uint32_t count, Less less, void *context) {
    vm_charge(L, count);
    uint32_t *block = lua_newuserdatauv(L, 2 * ((size_t)count + 1) * sizeof(uint32_t), 0);
    uint32_t *from = block, *to = block + count + 1;
    for (uint32_t i = 0; i < count; i++) from[i] = i;
    for (uint32_t width = 1; width < count; width *= 2) {
        vm_charge(L, count);
        for (uint32_t low = 0; low < count; low += 2 * width) {
            uint32_t middle = low + width < count ? low + width : count;
            uint32_t high = low + 2 * width < count ? low + 2 * width : count;
            merge(L, less, context, from, to, low, middle, high);
        }
        uint32_t *spare = from;
        from = to;
        to = spare;
    }
    return from;
}
