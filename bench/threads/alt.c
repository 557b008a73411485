// SPDX-License-Identifier: MIT
// alt WRITERS MESSAGES: one reader that chooses among as many channels as there are writers.
#include "channel.h"

enum { MOST = 64 };

static struct channel channel[MOST];
static int64_t each;

static void *
writer(void *out)
{
    for (int64_t i = 0; i < each; i++)
        channel_send(out, i);
    return NULL;
}

int
main(int argc, char **argv)
{
    const int writers = (int)argument(argc, argv, 1, 8);
    int64_t sum = 0;
    int from = 0;
    each = argument(argc, argv, 2, 100000) / writers;
    for (int i = 0; i < writers; i++)
        channel_init(&channel[i]);
    for (int i = 0; i < writers; i++)
        start_thread(writer, &channel[i], STACK);
    const int64_t start = clock_now();
    for (int64_t i = 0; i < each * writers; i++) {
        const int chosen = channel_choose(channel, writers, from);
        sum += channel_receive(&channel[chosen]);
        from = (chosen + 1) % writers;
    }
    report(start, each * writers, "message", sum);
}
