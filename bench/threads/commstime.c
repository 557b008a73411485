// SPDX-License-Identifier: MIT
// commstime TURNS: four threads in a ring.
#include "channel.h"

enum { WARM_UP = 1000 };

static struct channel a, b, c, d;

static void *
prefix(void *self)
{
    channel_send(&a, 0);
    for (;;)
        channel_send(&a, channel_receive(&c));
    return self;
}

static void *
delta(void *self)
{
    for (;;) {
        const int64_t value = channel_receive(&a);
        channel_send(&b, value);
        channel_send(&d, value);
    }
    return self;
}

static void *
succ(void *self)
{
    for (;;)
        channel_send(&c, channel_receive(&b) + 1);
    return self;
}

int
main(int argc, char **argv)
{
    const int64_t turns = argument(argc, argv, 1, 100000);
    int64_t value = 0;
    channel_init(&a);
    channel_init(&b);
    channel_init(&c);
    channel_init(&d);
    start_thread(prefix, NULL, STACK);
    start_thread(delta, NULL, STACK);
    start_thread(succ, NULL, STACK);
    for (int i = 0; i < WARM_UP; i++)
        channel_receive(&d);
    const int64_t start = clock_now();
    for (int64_t i = 0; i < turns; i++)
        value = channel_receive(&d);
    report(start, turns, "turn", value);
}
