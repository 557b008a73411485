// SPDX-License-Identifier: MIT
// What the benchmarks in C share: numbers among the arguments, and the line that bench/run reads.
#ifndef REPORT_H
#define REPORT_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline int64_t
argument(int argc, char **argv, int i, int64_t otherwise)
{
    return argc > i ? atoll(argv[i]) : otherwise;
}

// Neither of these is inlined: a local whose address is taken would cost its caller the tail call.
__attribute__((noinline)) static int64_t
clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

__attribute__((noinline, noreturn)) static void
report(int64_t start, int64_t count, const char *what, int64_t check)
{
    const double time = (double)(clock_now() - start);
    printf("%.2f ns per %s, check %" PRId64 "\n", time / (double)count, what, check);
    fflush(stdout);
    _Exit(0);
}

#endif
