// SPDX-License-Identifier: MIT
// Open addressing with linear probing; at most half full. NULL marks a free place.
#include <config.h>

#include "base/map.h"

#include "base/mem.h"

#include <stdint.h>

// The place of `key`, or the free place where it belongs. There always is one.
static size_t
find(const struct map *map, const void *key)
{
    uint64_t mixed = (uint64_t)(uintptr_t)key * 0x9E3779B97F4A7C15u;
    size_t at = (size_t)(mixed >> 32) & (map->room - 1);
    while (map->keys[at] && map->keys[at] != key)
        at = (at + 1) & (map->room - 1);
    return at;
}

static void
grow(struct map *map)
{
    struct map old = *map;
    map->room = old.room ? 2 * old.room : 16;
    map->keys = mem_array(const void *, map->room);
    map->values = mem_array(void *, map->room);
    for (size_t i = 0; i < old.room; i++) {
        if (old.keys[i]) {
            size_t at = find(map, old.keys[i]);
            map->keys[at] = old.keys[i];
            map->values[at] = old.values[i];
        }
    }
}

void *
map_get(const struct map *map, const void *key)
{
    return map->room ? map->values[find(map, key)] : NULL;
}

void
map_put(struct map *map, const void *key, void *value)
{
    if (2 * map->count >= map->room)
        grow(map);
    size_t at = find(map, key);
    if (!map->keys[at])
        map->count++;
    map->keys[at] = key;
    map->values[at] = value;
}
