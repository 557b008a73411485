// SPDX-License-Identifier: MIT
// pingpong EXCHANGES: two processes, a channel each way.
#include "floor.h"

static struct channel there, back;
static struct process ping, pong;
static int64_t exchanges, left, start;

static resume ping_receive, pong_receive;

static void
pong_send(struct process *self)
{
    if (!floor_send(&back, self, self->value + 1, pong_receive))
        NEXT();
    return pong_receive(self);
}

static void
pong_receive(struct process *self)
{
    if (!floor_receive(&there, self, pong_send))
        NEXT();
    return pong_send(self);
}

static void
ping_send(struct process *self)
{
    if (left-- == 0)
        report(start, exchanges, "exchange", self->value);
    if (!floor_send(&there, self, self->value, ping_receive))
        NEXT();
    return ping_receive(self);
}

static void
ping_receive(struct process *self)
{
    if (!floor_receive(&back, self, ping_send))
        NEXT();
    return ping_send(self);
}

int
main(int argc, char **argv)
{
    left = exchanges = argument(argc, argv, 1, 10000000);
    begin(&ping, ping_send);
    begin(&pong, pong_receive);
    start = clock_now();
    run();
}
