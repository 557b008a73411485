// SPDX-License-Identifier: MIT
// pingpong EXCHANGES: two threads, a channel each way.
#include "channel.h"

static struct channel there, back;

static void *
pong(void *self)
{
    for (;;)
        channel_send(&back, channel_receive(&there) + 1);
    return self;
}

int
main(int argc, char **argv)
{
    const int64_t exchanges = argument(argc, argv, 1, 100000);
    int64_t value = 0;
    channel_init(&there);
    channel_init(&back);
    start_thread(pong, NULL, STACK);
    const int64_t start = clock_now();
    for (int64_t i = 0; i < exchanges; i++) {
        channel_send(&there, value);
        value = channel_receive(&back);
    }
    report(start, exchanges, "exchange", value);
}
