// SPDX-License-Identifier: MIT
// commstime_par TURNS: commstime with a delta of two branches that are started and joined every
// turn. The delta goes on as its first branch, as compiled code does.
#include "floor.h"

enum { WARM_UP = 1000 };

static struct channel a, b, c, d;
static struct process prefix, delta, branch, succ, consume;
static int64_t turns, count, passing, start;
static int running;

static resume prefix_receive, delta_receive, succ_receive, consume_receive;

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
branch_end(struct process *self)
{
    (void)self;
    if (--running != 0)
        NEXT();
    return delta_receive(&delta);
}

static void
branch_send_d(struct process *self)
{
    if (!floor_send(&d, self, passing, branch_end))
        NEXT();
    return branch_end(self);
}

static void
delta_fork(struct process *self)
{
    passing = self->value;
    running = 2;
    begin(&branch, branch_send_d);
    if (!floor_send(&b, self, passing, branch_end))
        NEXT();
    return branch_end(self);
}

static void
delta_receive(struct process *self)
{
    if (!floor_receive(&a, self, delta_fork))
        NEXT();
    return delta_fork(self);
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
