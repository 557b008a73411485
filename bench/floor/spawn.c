// SPDX-License-Identifier: MIT
// spawn PROCESSES: batches of 1,000 short processes, started and joined.
#include "floor.h"

enum { BATCH = 1000 };

struct child {
    struct process process;
    int64_t number;
};

static struct process parent;
static struct child child[BATCH];
static int64_t batches, batch, running, sum, start;
static int64_t cells[BATCH];

static void
child_run(struct process *self)
{
    struct child *const here = (struct child *)self;
    cells[here->number] = here->number + batch;
    if (--running == 0)
        ready(&parent);
    NEXT();
}

static resume parent_joined;

static void
parent_fork(struct process *self)
{
    running = BATCH;
    self->resume = parent_joined;
    for (int i = 0; i < BATCH; i++) {
        child[i].number = i;
        begin(&child[i].process, child_run);
    }
    NEXT();
}

static void
parent_joined(struct process *self)
{
    sum += cells[BATCH - 1];
    if (++batch == batches)
        report(start, batches * BATCH, "process", sum);
    return parent_fork(self);
}

int
main(int argc, char **argv)
{
    batches = argument(argc, argv, 1, 10000000) / BATCH;
    begin(&parent, parent_fork);
    start = clock_now();
    run();
}
