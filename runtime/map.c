// SPDX-License-Identifier: MIT
// MAP: finding, entering and removing keys.
//
// The index is a hash table with open addressing and linear probing. A slot is 0, or the upper half
// of it is the hash of a key and the lower one its place in the arrays, counted from 1. At most half of the
// slots are in use. A table is made anew from its slots alone, and a key that is removed leaves no
// mark: those behind it move up (Knuth, The Art of Computer Programming 3, 6.4, algorithm R).
#include <config.h>

#include "internal.h"

#include "cspc/map.h"

#include <inttypes.h>

enum { FEWEST_SLOTS = 8 };

#define MOST_KEYS (INT64_C(1) << 31) // a hash has 32 bits

static const struct csp_mobile_kind index_kind = {
    .element = sizeof(uint64_t), .dimensions = 1, .clears = true, .count = 1};

// One of the two kinds of keys; always known where it is used, so that nothing is decided when it runs.
struct key {
    bool is_text;
    int64_t number;
    struct csp_text text;
    uint32_t hash;
};

// ---- hashing -------------------------------------------------------------------------------------

static inline uint64_t
mix(uint64_t value)
{
    value *= UINT64_C(0x9E3779B97F4A7C15); // 2^64 divided by the golden ratio
    return value ^ value >> 32;
}

static inline struct key
number_key(int64_t number)
{
    const uint64_t hash = mix(mix((uint64_t)number));
    return (struct key){.number = number, .hash = (uint32_t)(hash >> 32)};
}

static inline struct key
text_key(struct csp_text text)
{
    uint64_t hash = (uint64_t)text.size, word = 0;
    int64_t i = 0;
    for (; i + 8 <= text.size; i += 8) {
        memcpy(&word, text.at + i, sizeof word);
        hash = mix(hash ^ word);
    }
    word = 0;
    if (i < text.size)
        memcpy(&word, text.at + i, (size_t)(text.size - i));
    hash = mix(mix(hash ^ word));
    return (struct key){.is_text = true, .text = text, .hash = (uint32_t)(hash >> 32)};
}

// ---- keys in their array -------------------------------------------------------------------------

static inline int64_t
number_at(const void *keys, uint64_t place)
{
    switch (csp_mobile_head(keys)->kind->element) {
    case 1: return ((const uint8_t *)keys)[place];
    case 2: return ((const int16_t *)keys)[place];
    case 4: return ((const int32_t *)keys)[place];
    default: return ((const int64_t *)keys)[place];
    }
}

static inline void
set_number(void *place, uint32_t bytes, int64_t number)
{
    switch (bytes) {
    case 1: *(uint8_t *)place = (uint8_t)number; break;
    case 2: *(int16_t *)place = (int16_t)number; break;
    case 4: *(int32_t *)place = (int32_t)number; break;
    default: *(int64_t *)place = number; break;
    }
}

static inline bool
is_at(const struct csp_map *map, uint64_t place, struct key key)
{
    return key.is_text ? csp_text_equal(((const struct csp_text *)map->keys)[place], key.text)
                       : number_at(map->keys, place) == key.number;
}

static inline struct key
key_at(const struct csp_map *map, uint64_t place, bool is_text)
{
    return is_text ? text_key(((const struct csp_text *)map->keys)[place])
                   : number_key(number_at(map->keys, place));
}

// ---- the index -----------------------------------------------------------------------------------

struct table {
    uint64_t *slots;
    uint64_t last; // their number less 1, which is a power of two less 1
    int shift;     // of a hash, to give the first slot for it
};

static inline struct table
table_of(const struct csp_map *map)
{
    const uint64_t count = (uint64_t)csp_mobile_size(map->index, 0);
    return (struct table){map->index, count - 1, count == 0 ? 0 : 32 - __builtin_ctzll(count)};
}

static inline uint64_t
first_slot(const struct table *table, uint32_t hash)
{
    return (uint64_t)hash >> table->shift;
}

static inline uint64_t
slot_of(uint32_t hash, uint64_t place)
{
    return (uint64_t)hash << 32 | (place + 1);
}

static inline uint64_t
place_in(uint64_t slot)
{
    return (slot & UINT32_MAX) - 1;
}

// The number of the slot of a key, or of the empty one where it would be.
static inline uint64_t
search(const struct csp_map *map, const struct table *table, struct key key)
{
    uint64_t i = first_slot(table, key.hash);
    while (table->slots[i] != 0 &&
           (table->slots[i] >> 32 != key.hash || !is_at(map, place_in(table->slots[i]), key)))
        i = (i + 1) & table->last;
    return i;
}

// The place of a key, or -1.
static inline int64_t
find(const struct csp_map *map, struct key key)
{
    if (map->index == NULL)
        return -1;
    const struct table table = table_of(map);
    const uint64_t slot = table.slots[search(map, &table, key)];
    return slot == 0 ? -1 : (int64_t)place_in(slot);
}

static void
add_slot(const struct table *table, uint64_t slot)
{
    uint64_t i = first_slot(table, (uint32_t)(slot >> 32));
    while (table->slots[i] != 0)
        i = (i + 1) & table->last;
    table->slots[i] = slot;
}

static void
double_index(struct csp_map *map, const struct csp_site *site)
{
    void *const before = map->index;
    const struct table old = table_of(map);
    const int64_t count = before == NULL ? FEWEST_SLOTS : 2 * csp_mobile_size(before, 0);
    map->index = csp_mobile_row(&index_kind, count, site);
    const struct table table = table_of(map);
    for (uint64_t i = 0; before != NULL && i <= old.last; i++)
        if (old.slots[i] != 0)
            add_slot(&table, old.slots[i]);
    csp_mobile_free(before);
}

// ---- entering ------------------------------------------------------------------------------------

static inline int64_t
enter(struct csp_map *map, struct key key, const struct csp_mobile_kind *keys,
      const struct csp_mobile_kind *values, const struct csp_site *site)
{
    const int64_t found = find(map, key), count = csp_mobile_size(map->keys, 0);
    if (found >= 0)
        return found;
    if (count == MOST_KEYS)
        csp_fault(site, "a MAP cannot have more than %" PRId64 " keys", MOST_KEYS);
    if (2 * (count + 1) > csp_mobile_size(map->index, 0))
        double_index(map, site);
    void *const place = csp_mobile_grow(&map->keys, keys, site);
    if (key.is_text)
        *(struct csp_text *)place = key.text;
    else
        set_number(place, keys->element, key.number);
    csp_mobile_grow(&map->values, values, site);
    const struct table table = table_of(map);
    add_slot(&table, slot_of(key.hash, (uint64_t)count));
    return count;
}

// ---- removing ------------------------------------------------------------------------------------

// Empty slot number `hole`: what stands behind it up to the next empty one moves up where it may.
static void
close_hole(const struct table *table, uint64_t hole)
{
    for (uint64_t i = (hole + 1) & table->last; table->slots[i] != 0; i = (i + 1) & table->last) {
        const uint64_t first = first_slot(table, (uint32_t)(table->slots[i] >> 32));
        // whether `first` does not lie behind the hole, on the way from it to i
        if (((i - first) & table->last) >= ((i - hole) & table->last)) {
            table->slots[hole] = table->slots[i];
            hole = i;
        }
    }
    table->slots[hole] = 0;
}

static inline void
remove_key(struct csp_map *map, struct key key)
{
    if (map->index == NULL)
        return;
    const struct table table = table_of(map);
    const uint64_t i = search(map, &table, key);
    if (table.slots[i] == 0)
        return;
    const uint64_t place = place_in(table.slots[i]);
    const uint64_t last = (uint64_t)csp_mobile_size(map->keys, 0) - 1;
    if (place != last) {
        const struct key moved = key_at(map, last, key.is_text);
        table.slots[search(map, &table, moved)] = slot_of(moved.hash, place);
    }
    close_hole(&table, i);
    csp_mobile_remove(map->keys, place);
    csp_mobile_remove(map->values, place);
}

// ---- for programs --------------------------------------------------------------------------------

bool
csp_map_has_number(const void *map, int64_t key)
{
    return find(map, number_key(key)) >= 0;
}

bool
csp_map_has_text(const void *map, struct csp_text key)
{
    return find(map, text_key(key)) >= 0;
}

int64_t
csp_map_at_number(const void *map, int64_t key, const struct csp_site *site)
{
    const int64_t place = find(map, number_key(key));
    if (place < 0)
        csp_fault(site, "the MAP has no key %" PRId64, key);
    return place;
}

int64_t
csp_map_at_text(const void *map, struct csp_text key, const struct csp_site *site)
{
    const int64_t place = find(map, text_key(key));
    if (place < 0)
        csp_fault(site, "the MAP has no key \"%.*s\"", (int)(key.size > 100 ? 100 : key.size),
                  (const char *)key.at);
    return place;
}

int64_t
csp_map_enter_number(void *map, int64_t key, const struct csp_mobile_kind *keys,
                     const struct csp_mobile_kind *values, const struct csp_site *site)
{
    return enter(map, number_key(key), keys, values, site);
}

int64_t
csp_map_enter_text(void *map, struct csp_text key, const struct csp_mobile_kind *keys,
                   const struct csp_mobile_kind *values, const struct csp_site *site)
{
    return enter(map, text_key(key), keys, values, site);
}

void
csp_map_remove_number(void *map, int64_t key)
{
    remove_key(map, number_key(key));
}

void
csp_map_remove_text(void *map, struct csp_text key)
{
    remove_key(map, text_key(key));
}
