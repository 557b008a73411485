// SPDX-License-Identifier: MIT
// MOVE2D, DRAW2D and CLIP2D. The source may be a part of the destination only where the rules for
// aliases are off; rows are moved as if through a copy even then.
#include <config.h>

#include "internal.h"

#include <string.h>

struct block {
    const uint8_t *from;
    uint8_t *to;
    size_t from_step, to_step; // from row to row
    size_t width, length;
};

static struct block
block_of(const uint8_t *source, const int64_t *source_sizes, int64_t sx, int64_t sy, uint8_t *to,
         const int64_t *to_sizes, int64_t dx, int64_t dy, int64_t width, int64_t length,
         const struct csp_site *site)
{
    struct block block = {
        source, to, (size_t)source_sizes[1], (size_t)to_sizes[1], (size_t)width, (size_t)length};

    block.from += csp_slice(sy, length, source_sizes[0], site) * block.from_step +
                  csp_slice(sx, width, source_sizes[1], site);
    block.to += csp_slice(dy, length, to_sizes[0], site) * block.to_step +
                csp_slice(dx, width, to_sizes[1], site);
    return block;
}

#define BLOCK                                                                                      \
    block_of(source, (int64_t[]){source_rows, source_columns}, sx, sy, to,                         \
             (int64_t[]){to_rows, to_columns}, dx, dy, width, length, site)

static void
move_some(const struct block *block, bool zeros)
{
    for (size_t y = 0; y < block->length; y++) {
        const uint8_t *const from = block->from + y * block->from_step;
        uint8_t *const to = block->to + y * block->to_step;
        for (size_t x = 0; x < block->width; x++) {
            if ((from[x] == 0) == zeros)
                to[x] = from[x];
        }
    }
}

void
csp_move2d(const uint8_t *source, int64_t source_rows, int64_t source_columns, int64_t sx,
           int64_t sy, uint8_t *to, int64_t to_rows, int64_t to_columns, int64_t dx, int64_t dy,
           int64_t width, int64_t length, const struct csp_site *site)
{
    const struct block block = BLOCK;
    for (size_t y = 0; y < block.length; y++)
        memmove(block.to + y * block.to_step, block.from + y * block.from_step, block.width);
}

void
csp_draw2d(const uint8_t *source, int64_t source_rows, int64_t source_columns, int64_t sx,
           int64_t sy, uint8_t *to, int64_t to_rows, int64_t to_columns, int64_t dx, int64_t dy,
           int64_t width, int64_t length, const struct csp_site *site)
{
    const struct block block = BLOCK;
    move_some(&block, false);
}

void
csp_clip2d(const uint8_t *source, int64_t source_rows, int64_t source_columns, int64_t sx,
           int64_t sy, uint8_t *to, int64_t to_rows, int64_t to_columns, int64_t dx, int64_t dy,
           int64_t width, int64_t length, const struct csp_site *site)
{
    const struct block block = BLOCK;
    move_some(&block, true);
}
