// SPDX-License-Identifier: MIT
// Numbers for addresses: a hash table with chains. Addresses are forgotten, so that it grows no
// further than the number of those known at once.
#include <config.h>

#include "observe.h"

enum { ROOM = 256 };

struct csp_number {
    const void *address;
    uint64_t number;
    uint32_t next; // in its chain; 0: the last
};

static uint32_t *
bucket_of(const struct csp_numbers *numbers, const void *address)
{
    const uint64_t mixed = (uint64_t)(uintptr_t)address * 0x9E3779B97F4A7C15u;
    return &numbers->buckets[(mixed >> 32) & (numbers->room - 1)];
}

static void
chain(struct csp_numbers *numbers, uint32_t at)
{
    struct csp_number *const entry = &numbers->entries[at - 1];
    uint32_t *const bucket = bucket_of(numbers, entry->address);
    entry->next = *bucket;
    *bucket = at;
}

// Only when all entries are in use.
static bool
grow(struct csp_numbers *numbers)
{
    const uint32_t room = numbers->room == 0 ? ROOM : 2 * numbers->room;
    uint32_t *const buckets = calloc(room, sizeof *buckets);
    struct csp_number *const entries =
        room != 0 ? realloc(numbers->entries, room * sizeof *entries) : NULL;
    if (entries != NULL)
        numbers->entries = entries;
    if (entries == NULL || buckets == NULL) {
        free(buckets);
        return false;
    }
    free(numbers->buckets);
    numbers->buckets = buckets;
    numbers->room = room;
    for (uint32_t at = 1; at <= numbers->used; at++)
        chain(numbers, at);
    return true;
}

uint64_t
csp_number_find(const struct csp_numbers *numbers, const void *address)
{
    uint32_t at = numbers->room != 0 ? *bucket_of(numbers, address) : 0;
    while (at != 0 && numbers->entries[at - 1].address != address)
        at = numbers->entries[at - 1].next;
    return at != 0 ? numbers->entries[at - 1].number : 0;
}

bool
csp_number_new(struct csp_numbers *numbers, const void *address)
{
    uint32_t at = numbers->free;
    if (at != 0) {
        numbers->free = numbers->entries[at - 1].next;
    } else {
        if (numbers->used == numbers->room && !grow(numbers))
            return false;
        at = ++numbers->used;
    }
    numbers->entries[at - 1].address = address;
    numbers->entries[at - 1].number = ++numbers->last;
    chain(numbers, at);
    return true;
}

void
csp_number_forget(struct csp_numbers *numbers, const void *address)
{
    if (numbers->room == 0)
        return;
    uint32_t *link = bucket_of(numbers, address);
    while (*link != 0 && numbers->entries[*link - 1].address != address)
        link = &numbers->entries[*link - 1].next;
    const uint32_t at = *link;
    if (at == 0)
        return;
    *link = numbers->entries[at - 1].next;
    numbers->entries[at - 1].next = numbers->free;
    numbers->free = at;
}

void
csp_numbers_end(struct csp_numbers *numbers)
{
    free(numbers->entries);
    free(numbers->buckets);
    *numbers = (struct csp_numbers){0};
}
