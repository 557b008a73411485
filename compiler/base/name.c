// SPDX-License-Identifier: MIT
// The one table of interned names: a hash table that only grows.
#include <config.h>

#include "base/name.h"

#include "base/mem.h"

#include <string.h>

static struct {
    const struct name **at;
    size_t count, room; // room is 0 or a power of two
} table;

static unsigned
hash_of(const char *text, size_t length)
{
    unsigned hash = 2166136261u; // FNV-1a
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    return hash;
}

static void
grow(void)
{
    size_t room = table.room ? 2 * table.room : 1024;
    const struct name **at = mem_array(const struct name *, room);
    for (size_t i = 0; i < table.room; i++) {
        if (!table.at[i])
            continue;
        size_t to = table.at[i]->hash & (room - 1);
        while (at[to])
            to = (to + 1) & (room - 1);
        at[to] = table.at[i];
    }
    table.at = at;
    table.room = room;
}

const struct name *
name_intern(const char *text, size_t length)
{
    if (2 * table.count >= table.room)
        grow();
    unsigned hash = hash_of(text, length);
    size_t at = hash & (table.room - 1);
    for (; table.at[at]; at = (at + 1) & (table.room - 1)) {
        const struct name *name = table.at[at];
        if (name->hash == hash && name->length == length && memcmp(name->text, text, length) == 0)
            return name;
    }
    struct name *name = mem_new(struct name);
    *name = (struct name){.text = mem_copy_text(text, length), .length = length, .hash = hash};
    table.at[at] = name;
    table.count++;
    return name;
}

const struct name *
name_of(const char *text)
{
    return name_intern(text, strlen(text));
}

// The last row of the table of distances between prefixes, a letter of `a` at a time.
static unsigned
edits(const struct name *a, const struct name *b, unsigned *row, unsigned limit)
{
    for (size_t j = 0; j <= b->length; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= a->length; i++) {
        unsigned diagonal = row[0], best = row[0] = (unsigned)i;
        for (size_t j = 1; j <= b->length; j++) {
            unsigned change = diagonal + (a->text[i - 1] != b->text[j - 1]);
            unsigned step = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = change < step ? change : step;
            if (row[j] < best)
                best = row[j];
        }
        if (best >= limit)
            return limit;
    }
    return row[b->length] < limit ? row[b->length] : limit;
}

unsigned
name_distance(const struct name *a, const struct name *b, unsigned limit)
{
    enum { LONGEST = 127 };
    unsigned row[LONGEST + 1];
    size_t apart = a->length > b->length ? a->length - b->length : b->length - a->length;
    if (a == b)
        return 0;
    if (apart >= limit || b->length > LONGEST)
        return limit;
    return edits(a, b, row, limit);
}
