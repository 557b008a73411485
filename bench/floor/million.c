// SPDX-License-Identifier: MIT
// million PROCESSES: a chain of them, each waiting on a channel of its own; two tokens go through.
#include "floor.h"

struct link {
    struct process process;
    struct channel in;
    bool second;
};

static struct process ends;
static struct link *links;
static bool second;
static int64_t processes, start;

static resume link_begin;

static void
link_end(struct process *self)
{
    struct link *const here = (struct link *)self;
    if (here->second)
        NEXT();
    here->second = true;
    return link_begin(self);
}

static void
link_send(struct process *self)
{
    struct link *const here = (struct link *)self;
    if (!floor_send(&here[1].in, self, self->value + 1, link_end))
        NEXT();
    return link_end(self);
}

static void
link_begin(struct process *self)
{
    if (!floor_receive(&((struct link *)self)->in, self, link_send))
        NEXT();
    return link_send(self);
}

static resume ends_receive;

static void
ends_send(struct process *self)
{
    if (!floor_send(&links[0].in, self, self->value, ends_receive))
        NEXT();
    return ends_receive(self);
}

static void
ends_got(struct process *self)
{
    if (second)
        report(start, processes, "process", self->value);
    second = true;
    return ends_send(self);
}

static void
ends_receive(struct process *self)
{
    if (!floor_receive(&links[processes].in, self, ends_got))
        NEXT();
    return ends_got(self);
}

int
main(int argc, char **argv)
{
    processes = argument(argc, argv, 1, 1000000);
    start = clock_now();
    links = calloc((size_t)processes + 1, sizeof *links);
    for (int64_t i = 0; i < processes; i++)
        begin(&links[i].process, link_begin);
    begin(&ends, ends_send);
    run();
}
