// SPDX-License-Identifier: MIT
// spawn PROCESSES: batches of 1,000 short threads, started and joined.
#include "channel.h"

enum { BATCH = 1000 };

static int64_t batch, cells[BATCH];

static void *
child(void *self)
{
    int64_t *const cell = self;
    *cell = (cell - cells) + batch;
    return NULL;
}

int
main(int argc, char **argv)
{
    const int64_t batches = argument(argc, argv, 1, 100000) / BATCH, start = clock_now();
    pthread_t thread[BATCH];
    int64_t sum = 0;
    for (batch = 0; batch < batches; batch++) {
        for (int i = 0; i < BATCH; i++)
            thread[i] = start_thread(child, &cells[i], STACK);
        for (int i = 0; i < BATCH; i++)
            pthread_join(thread[i], NULL);
        sum += cells[BATCH - 1];
    }
    report(start, batches * BATCH, "process", sum);
}
