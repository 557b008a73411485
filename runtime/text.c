// SPDX-License-Identifier: MIT
// Texts that are made at run time.
//
// The block of such a text begins with how much of it is used. Bytes behind that belong to nobody, so
// who adds to the text that ends there may take them: `s := s ++ t` in a loop copies each byte a few
// times at most, and all earlier values of s stay what they were.
#include <config.h>

#include "internal.h"

#include "cspc/text.h"

struct block {
    _Atomic size_t used; // bytes of `bytes`
    uint8_t bytes[];
};

enum { SMALLEST_ROOM = 24 };

static struct block *
block_new(size_t room)
{
    struct block *const block = csp_bytes_new(sizeof *block + room);
    atomic_init(&block->used, 0);
    return block;
}

static void
copy(uint8_t *to, const uint8_t *from, int64_t size)
{
    if (size != 0)
        memcpy(to, from, (size_t)size);
}

struct csp_text
csp_text_of(const uint8_t *bytes, int64_t size)
{
    if (size == 0)
        return (struct csp_text){NULL, 0};
    struct block *const block = block_new((size_t)size);
    atomic_init(&block->used, (size_t)size);
    copy(block->bytes, bytes, size);
    return (struct csp_text){block->bytes, size};
}

struct csp_text
csp_text_of_c(const char *string)
{
    return string == NULL ? (struct csp_text){NULL, 0}
                          : csp_text_of((const uint8_t *)string, (int64_t)strlen(string));
}

// Put `b` behind `a` where that is; false if there is no room or somebody was here before.
static bool
add_in_place(struct csp_text a, struct csp_text b)
{
    size_t room = 0;
    struct block *const block = a.size >= SMALLEST_ROOM ? csp_bytes_of(a.at, &room) : NULL;
    if (block == NULL)
        return false;
    size_t used = (size_t)(a.at - block->bytes) + (size_t)a.size;
    if (used + (size_t)b.size > room - sizeof *block)
        return false;
    if (!atomic_compare_exchange_strong(&block->used, &used, used + (size_t)b.size))
        return false;
    copy((uint8_t *)(uintptr_t)a.at + a.size, b.at, b.size);
    return true;
}

struct csp_text
csp_text_join(struct csp_text a, struct csp_text b)
{
    int64_t size;
    if (a.size == 0)
        return b;
    if (b.size == 0)
        return a;
    if (__builtin_add_overflow(a.size, b.size, &size))
        csp_fault(NULL, "no memory for a text of so many bytes");
    if (add_in_place(a, b))
        return (struct csp_text){a.at, size};
    const size_t room = a.size >= SMALLEST_ROOM ? 2 * (size_t)size : (size_t)size;
    struct block *const block = block_new(room);
    atomic_init(&block->used, (size_t)size);
    copy(block->bytes, a.at, a.size);
    copy(block->bytes + a.size, b.at, b.size);
    return (struct csp_text){block->bytes, size};
}
