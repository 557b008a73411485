// SPDX-License-Identifier: MIT
// Growable arrays of any type: `VEC(struct token) tokens = {0};`, `vec_push(&tokens, t);`,
// `tokens.at[i]` for i below `tokens.count`.
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stddef.h>

#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *at;                                                                                  \
        size_t count, room;                                                                        \
    }

// Append one value; its address is not stable across later pushes.
#define vec_push(vec, value)                                                                       \
    (vec_reserve((void **)&(vec)->at, &(vec)->room, (vec)->count + 1, sizeof *(vec)->at),          \
     (void)((vec)->at[(vec)->count++] = (value)))

#define vec_last(vec) ((vec)->at[(vec)->count - 1])
#define vec_pop(vec) ((vec)->at[--(vec)->count])

// Make room for `count` elements of `size` bytes; what vec_push uses.
void vec_reserve(void **at, size_t *room, size_t count, size_t size);

#endif
