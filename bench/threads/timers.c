// SPDX-License-Identifier: MIT
// timers PROCESSES: so many threads, each of which sleeps ten times for 0 to 100 ms.
#include "channel.h"

enum { SLEEPS = 10 };

struct sleeper {
    pthread_t thread;
    uint32_t seed;
    int64_t asked;
};

static void *
sleeper(void *self)
{
    struct sleeper *const here = self;
    uint32_t x = here->seed;
    for (int i = 0; i < SLEEPS; i++) {
        x = x * 1664525 + 1013904223;
        const long time = (x >> 16) % 101;
        here->asked += time;
        nanosleep(&(struct timespec){0, time * 1000000}, NULL);
    }
    return NULL;
}

int
main(int argc, char **argv)
{
    const int64_t processes = argument(argc, argv, 1, 10000), start = clock_now();
    struct sleeper *const all = calloc((size_t)processes, sizeof *all);
    int64_t sum = 0;
    for (int64_t i = 0; i < processes; i++) {
        all[i].seed = (uint32_t)i;
        all[i].thread = start_thread(sleeper, &all[i], SMALL_STACK);
    }
    for (int64_t i = 0; i < processes; i++) {
        pthread_join(all[i].thread, NULL);
        sum += all[i].asked;
    }
    report(start, processes * SLEEPS, "sleep", sum);
}
