#include "CGzip.h"

#include <string.h>
#include <zlib.h>

// zlib adds 16 to the window size for a gzip header instead of its own.
enum { gzip_window = MAX_WBITS + 16, memory_level = 8 };

size_t gapbook_gzip_bound(size_t count) {
    return compressBound((uLong)count) + 18;
}

size_t gapbook_gzip(const uint8_t *bytes, size_t count, uint8_t *output, size_t capacity) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (count > UINT32_MAX || capacity > UINT32_MAX) return 0;
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, memory_level,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        return 0;
    }
    stream.next_in = (Bytef *)bytes;
    stream.avail_in = (uInt)count;
    stream.next_out = output;
    stream.avail_out = (uInt)capacity;
    int status = deflate(&stream, Z_FINISH);
    size_t written = stream.total_out;
    deflateEnd(&stream);
    return status == Z_STREAM_END ? written : 0;
}

size_t gapbook_gunzip(const uint8_t *bytes, size_t count, uint8_t *output, size_t capacity) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (count > UINT32_MAX || capacity > UINT32_MAX) return SIZE_MAX;
    if (inflateInit2(&stream, gzip_window) != Z_OK) return SIZE_MAX;
    stream.next_in = (Bytef *)bytes;
    stream.avail_in = (uInt)count;
    stream.next_out = output;
    stream.avail_out = (uInt)capacity;
    int status = inflate(&stream, Z_FINISH);
    size_t written = stream.total_out;
    inflateEnd(&stream);
    return status == Z_STREAM_END ? written : SIZE_MAX;
}
