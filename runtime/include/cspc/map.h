// SPDX-License-Identifier: MIT
// MAP: values found by keys. A part of cspc/rt.h.
//
// What a MAP contains is a record of three mobiles: the keys in the order in which they came, the values for
// them at the same places, and an index. So it is cloned and freed as all mobiles are. Keys are
// whole numbers of any width, or texts.
#ifndef CSPC_MAP_H
#define CSPC_MAP_H

#include "cspc/mobile.h"
#include "cspc/text.h"

struct csp_map {
    void *keys, *values; // undefined while there are none
    void *index;         // see runtime/map.c
};

// Whether a map has a key.
bool csp_map_has_number(const void *map, int64_t key);
bool csp_map_has_text(const void *map, struct csp_text key);

// The place of a key, which must be there: `site` is told if it is not.
int64_t csp_map_at_number(const void *map, int64_t key, const struct csp_site *site);
int64_t csp_map_at_text(const void *map, struct csp_text key, const struct csp_site *site);

// The place of a key. If the map has not got it, it is the last from now on, and the value there is
// zero only where it contains mobiles or texts. The kinds are those of the two arrays.
int64_t csp_map_enter_number(void *map, int64_t key, const struct csp_mobile_kind *keys,
                             const struct csp_mobile_kind *values, const struct csp_site *site);
int64_t csp_map_enter_text(void *map, struct csp_text key, const struct csp_mobile_kind *keys,
                           const struct csp_mobile_kind *values, const struct csp_site *site);

// Remove a key and its value, if it is there. The last key takes its place.
void csp_map_remove_number(void *map, int64_t key);
void csp_map_remove_text(void *map, struct csp_text key);

#endif
