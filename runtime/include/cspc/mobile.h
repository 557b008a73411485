// SPDX-License-Identifier: MIT
// MOBILE data: blocks of memory with one owner each. A part of cspc/rt.h.
//
// A mobile is a pointer to its contents, or NULL while it is undefined. What it is, its sizes and
// the mobiles inside it are found from a head that stands before the contents, so that whoever
// frees or clones one needs to know nothing about it. All of this is done under the baton.
#ifndef CSPC_MOBILE_H
#define CSPC_MOBILE_H

#include "cspc/process.h"

// What a kind of mobile consists of.
struct csp_mobile_kind {
    uint32_t element;        // bytes of an element
    uint32_t dimensions;     // how many of its sizes are known at run time only
    bool clears;             // new contents are zero
    size_t count;            // elements for each index of those, and all of them if there are none
    uint32_t inner;          // mobiles inside each element
    const uint32_t *offsets; // where in an element they are
};

// What stands before the contents.
struct csp_mobile_head {
    const struct csp_mobile_kind *kind;
    int64_t size; // of the first dimension
};

static inline struct csp_mobile_head *
csp_mobile_head(const void *mobile)
{
    return (struct csp_mobile_head *)(uintptr_t)mobile - 1;
}

// The size of dimension number `dimension`; 0 of what is undefined. The first stands in the head,
// the others before it.
static inline int64_t
csp_mobile_size(const void *mobile, uint32_t dimension)
{
    if (mobile == NULL)
        return 0;
    const struct csp_mobile_head *const head = csp_mobile_head(mobile);
    return dimension == 0 ? head->size : ((const int64_t *)(const void *)head)[-(int64_t)dimension];
}

// A new mobile with as many sizes as its kind has dimensions. Its contents are zero only where
// they are mobiles; `site` is told if a size is negative or there is no memory.
void *csp_mobile_new(const struct csp_mobile_kind *kind, const int64_t *sizes,
                     const struct csp_site *site);

// The same with one size, or with several, each an int64_t.
void *csp_mobile_row(const struct csp_mobile_kind *kind, int64_t size, const struct csp_site *site);
void *csp_mobile_rows(const struct csp_mobile_kind *kind, const struct csp_site *site, ...);

// A copy of a mobile and of all inside it; NULL of NULL.
void *csp_mobile_clone(const void *mobile);

// Free a mobile and all inside it.
void csp_mobile_free(void *mobile);

// Change the size of a mobile with one, keeping the elements there are.
void csp_mobile_resize(void **mobile, const struct csp_mobile_kind *kind, int64_t size,
                       const struct csp_site *site);

// One more element, the last, for a mobile with one size, which may be undefined: where it is. Its
// contents are zero only where they are mobiles. Taking n elements this way costs O(n) in all.
void *csp_mobile_grow(void **mobile, const struct csp_mobile_kind *kind,
                      const struct csp_site *site);

// What a place holds is freed; the place is undefined then.
static inline void
csp_drop(void **place)
{
    void *const mobile = *place;
    if (mobile != NULL) {
        *place = NULL;
        csp_mobile_free(mobile);
    }
}

// Take what a place holds: the place is undefined then.
static inline void *
csp_move(void **place)
{
    void *const mobile = *place;
    *place = NULL;
    return mobile;
}

// Put a mobile where another one may be, which is freed.
static inline void
csp_put(void **place, void *mobile)
{
    void *const before = *place;
    *place = mobile;
    if (before != NULL)
        csp_mobile_free(before);
}

// The contents of a mobile without sizes, which has them from its first use on.
static inline void *
csp_contents(void **place, const struct csp_mobile_kind *kind)
{
    if (CSP_UNLIKELY(*place == NULL))
        *place = csp_mobile_new(kind, NULL, NULL);
    return *place;
}

__attribute__((noreturn)) void csp_fault_undefined(const struct csp_site *site);

// The contents of a mobile that must be defined.
static inline void *
csp_defined(void *mobile, const struct csp_site *site)
{
    if (CSP_UNLIKELY(mobile == NULL))
        csp_fault_undefined(site);
    return mobile;
}

#endif
