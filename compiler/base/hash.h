// SPDX-License-Identifier: MIT
// SHA-256, for names that stand for contents.
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

struct hash {
    uint32_t state[8];
    uint64_t length; // bytes put so far
    unsigned char block[64];
};

struct hash hash_begin(void);
void hash_put(struct hash *hash, const void *bytes, size_t length);

// Put a string with its NUL, so that "ab", "c" differs from "a", "bc".
void hash_puts(struct hash *hash, const char *string);

// The digest in 64 hexadecimal digits. `hash` is used up.
char *hash_end(struct hash *hash);

#endif
