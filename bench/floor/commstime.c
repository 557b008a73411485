// SPDX-License-Identifier: MIT
// commstime TURNS: prefix -> delta -> succ -> prefix and delta -> consume, by hand.
#include "floor.h"

enum { WARM_UP = 1000 };

static struct channel a, b, c, d;
static struct process prefix, delta, succ, consume;
static int64_t turns, count, passing, start;

static resume prefix_receive, delta_receive, delta_send_d, succ_receive, consume_receive;

static void
prefix_send(struct process *self)
{
    if (!floor_send(&a, self, self->value, prefix_receive))
        NEXT();
    return prefix_receive(self);
}

static void
prefix_receive(struct process *self)
{
    if (!floor_receive(&c, self, prefix_send))
        NEXT();
    return prefix_send(self);
}

static void
delta_send_b(struct process *self)
{
    passing = self->value;
    if (!floor_send(&b, self, passing, delta_send_d))
        NEXT();
    return delta_send_d(self);
}

static void
delta_send_d(struct process *self)
{
    if (!floor_send(&d, self, passing, delta_receive))
        NEXT();
    return delta_receive(self);
}

static void
delta_receive(struct process *self)
{
    if (!floor_receive(&a, self, delta_send_b))
        NEXT();
    return delta_send_b(self);
}

static void
succ_send(struct process *self)
{
    if (!floor_send(&c, self, self->value + 1, succ_receive))
        NEXT();
    return succ_receive(self);
}

static void
succ_receive(struct process *self)
{
    if (!floor_receive(&b, self, succ_send))
        NEXT();
    return succ_send(self);
}

static void
consume_got(struct process *self)
{
    count++;
    if (count == WARM_UP)
        start = clock_now();
    if (count == turns + WARM_UP)
        report(start, turns, "turn", self->value);
    return consume_receive(self);
}

static void
consume_receive(struct process *self)
{
    if (!floor_receive(&d, self, consume_got))
        NEXT();
    return consume_got(self);
}

int
main(int argc, char **argv)
{
    turns = argument(argc, argv, 1, 10000000);
    begin(&prefix, prefix_send);
    begin(&delta, delta_receive);
    begin(&succ, succ_receive);
    begin(&consume, consume_receive);
    run();
}
