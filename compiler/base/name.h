// SPDX-License-Identifier: MIT
// Interned names: two equal spellings are one object, so names are compared by address.
#ifndef BASE_NAME_H
#define BASE_NAME_H

#include <stddef.h>

struct name {
    const char *text; // NUL-terminated
    size_t length;
    unsigned hash;
};

// The one name spelled by the first `length` bytes of `text`.
const struct name *name_intern(const char *text, size_t length);

// The same for a NUL-terminated spelling.
const struct name *name_of(const char *text);

// The number of single-character edits between two spellings, at most `limit` (then `limit`
// is returned); for "did you mean".
unsigned name_distance(const struct name *a, const struct name *b, unsigned limit);

#endif
