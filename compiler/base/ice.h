// SPDX-License-Identifier: MIT
// Broken invariants: the compiler is wrong, not the program. Says where and ends with status 4.
#ifndef BASE_ICE_H
#define BASE_ICE_H

#include <stdnoreturn.h>

#define ice(...) ice_at(__FILE__, __LINE__, __VA_ARGS__)
#define unreachable() ice_at(__FILE__, __LINE__, "this place cannot be reached")

noreturn void ice_at(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
