// SPDX-License-Identifier: MIT
// Growable arrays: room doubles, so that pushing is constant time on average.
#include <config.h>

#include "base/vec.h"

#include "base/mem.h"

#include <string.h>

void
vec_reserve(void **at, size_t *room, size_t count, size_t size)
{
    if (count <= *room)
        return;
    size_t larger = *room ? 2 * *room : 4;
    if (larger < count)
        larger = count;
    void *block = mem_alloc(larger * size);
    if (*room)
        memcpy(block, *at, *room * size);
    *at = block;
    *room = larger;
}
