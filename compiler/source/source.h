// SPDX-License-Identifier: MIT
// Source files and places in them. All files of one compilation lie end to end in one range of
// 32-bit offsets, so that a span of two offsets says file, line and column at once.
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

// Half-open range of offsets. {0, 0} means "nowhere": offset 0 belongs to no file.
struct span {
    uint32_t from, to;
};

// A file as read: `text` has `size` bytes and a NUL behind them.
struct source {
    const char *path; // as it shall be shown
    const char *text;
    uint32_t base, size; // offsets base .. base + size (inclusive: end of file) belong to this file
    struct span included_from; // the name in the directive that brought it, or nowhere
    bool is_used;              // that directive was #USE: it is a module of its own
    VEC(uint32_t) lines;       // offset in `text` of the start of each line
};

struct source_set {
    VEC(struct source *) files; // ascending by base
    const char *library;        // the folder of cspc's own library, or NULL
};

// Whether an offset is in a file that was brought in from the library.
bool source_is_of_library(const struct source_set *set, uint32_t offset);

// Where an offset is: lines and columns count from 1, columns in bytes.
struct place {
    const struct source *file; // NULL for an offset that is nowhere
    unsigned line, column;
};

// Read a file ("-" is standard input) into the set. NULL where it cannot be read; errno says why.
// A file too large for the offset range gives NULL and EFBIG.
struct source *source_read(struct source_set *set, const char *path, struct span included_from);

// Add text that is in memory already, under the name `path`; for tests.
struct source *source_add(struct source_set *set, const char *path, const char *text, size_t size);

// The place of an offset.
struct place source_place(const struct source_set *set, uint32_t offset);

// The text of a line without its line end; `*length` receives its size.
const char *source_line(const struct source *file, unsigned line, size_t *length);

// The source text of a span that lies within one file.
const char *source_text(const struct source_set *set, struct span span, size_t *length);

// The smallest span that covers both.
static inline struct span
span_join(struct span a, struct span b)
{
    if (a.to == 0)
        return b;
    if (b.to == 0)
        return a;
    return (struct span){a.from < b.from ? a.from : b.from, a.to > b.to ? a.to : b.to};
}

#endif
