// SPDX-License-Identifier: MIT
// million PROCESSES: a chain of threads, each waiting on a channel of its own; two tokens go
// through. A million is more than the system allows.
#include "channel.h"

static struct channel *channel;

static void *
link(void *self)
{
    struct channel *const in = self;
    for (int i = 0; i < 2; i++)
        channel_send(in + 1, channel_receive(in) + 1);
    return NULL;
}

int
main(int argc, char **argv)
{
    const int64_t processes = argument(argc, argv, 1, 10000), start = clock_now();
    int64_t token = 0;
    channel = malloc(((size_t)processes + 1) * sizeof *channel);
    for (int64_t i = 0; i <= processes; i++)
        channel_init(&channel[i]);
    for (int64_t i = 0; i < processes; i++)
        pthread_detach(start_thread(link, &channel[i], SMALL_STACK));
    for (int i = 0; i < 2; i++) {
        channel_send(&channel[0], token);
        token = channel_receive(&channel[processes]);
    }
    report(start, processes, "process", token);
}
