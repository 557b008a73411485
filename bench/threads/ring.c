// SPDX-License-Identifier: MIT
// ring TOKENS HOPS: tokens go round a ring of 503 threads, each of which adds one.
#include "channel.h"

enum { NODES = 503 };

static struct channel channel[NODES];

static void *
node(void *self)
{
    struct channel *const out = self, *const in = out - 1;
    for (;;)
        channel_send(out, channel_receive(in) + 1);
    return self;
}

int
main(int argc, char **argv)
{
    const int64_t tokens = argument(argc, argv, 1, 1);
    const int64_t rounds = argument(argc, argv, 2, 100000) / (tokens * NODES);
    struct channel *const in = &channel[NODES - 1];
    int64_t sum = 0;
    for (int i = 0; i < NODES; i++)
        channel_init(&channel[i]);
    for (int i = 1; i < NODES; i++)
        start_thread(node, &channel[i], STACK);
    const int64_t start = clock_now();
    for (int64_t i = 0; i < tokens; i++)
        channel_send(&channel[0], 1);
    for (int64_t i = 0; i < tokens * (rounds - 1); i++)
        channel_send(&channel[0], channel_receive(in) + 1);
    for (int64_t i = 0; i < tokens; i++)
        sum += channel_receive(in);
    report(start, sum, "hop", sum);
}
