// SPDX-License-Identifier: MIT
// What the sieves in C share.
#ifndef SIEVE_H
#define SIEVE_H

#include <stdint.h>
#include <stdlib.h>

// How many communications it takes until the prime `last`, the count-th, reaches the last process:
// each number goes through the filters up to that of its smallest divisor. Not inlined, see
// report.h.
__attribute__((noinline)) static int64_t
communications(int64_t last, int64_t count)
{
    int64_t *primes = malloc((size_t)count * sizeof *primes);
    int64_t known = 0, sum = 0;
    for (int64_t n = 2; n <= last; n++) {
        int64_t i = 0;
        while (i < known && primes[i] * primes[i] <= n && n % primes[i] != 0)
            i++;
        if (i == known || primes[i] * primes[i] > n) {
            primes[known++] = n;
            sum += known;
        } else {
            sum += i + 1;
        }
    }
    free(primes);
    return sum;
}

#endif
