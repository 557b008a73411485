// SPDX-License-Identifier: MIT
// Compiled programs that are kept, each under the hash of all that made it.
#ifndef DRIVER_CACHE_H
#define DRIVER_CACHE_H

#include <stdbool.h>

// The file for the program with this key, whether it is there or not. Ends the compiler where
// there is no folder to write into.
const char *cache_path(const char *key);

// Whether the program is there; then it counts as used now.
bool cache_has(const char *path);

// Take the program longest unused out of the folder of `path` if there are too many.
void cache_trim(const char *path);

#endif
