#ifndef GAPBOOK_GZIP_H
#define GAPBOOK_GZIP_H

#include <stddef.h>
#include <stdint.h>

// Gzip (RFC 1952) of whole buffers over zlib. Nothing here keeps state between calls.

// The most bytes that `gapbook_gzip` can write for `count` bytes.
size_t gapbook_gzip_bound(size_t count);

// Compresses `count` bytes. Returns how many bytes it wrote, 0 where it failed.
size_t gapbook_gzip(const uint8_t *bytes, size_t count, uint8_t *output, size_t capacity);

// Expands one gzip member. Returns how many bytes it wrote; SIZE_MAX for bytes that are no whole
// gzip member, and for more than `capacity`, so that a small body cannot exhaust the memory.
size_t gapbook_gunzip(const uint8_t *bytes, size_t count, uint8_t *output, size_t capacity);

#endif
