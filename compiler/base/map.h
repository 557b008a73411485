// SPDX-License-Identifier: MIT
// A hash map from addresses (interned names, nodes, types) to addresses.
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stddef.h>

struct map {
    const void **keys;
    void **values;
    size_t count, room; // room is 0 or a power of two
};

// The value stored for `key`, or NULL.
void *map_get(const struct map *map, const void *key);

// Store `value` for `key`, replacing what was there.
void map_put(struct map *map, const void *key, void *value);

#endif
