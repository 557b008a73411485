// SPDX-License-Identifier: MIT
// ring TOKENS HOPS: tokens go round a ring of 503 processes, each of which adds one.
#include "floor.h"

enum { NODES = 503 };

struct node {
    struct process process;
    struct channel *in, *out;
};

static struct node node[NODES];
static struct channel channel[NODES];
static int64_t tokens, sent, to_send, got, sum, start;

static resume node_receive, first_receive;

static void
node_send(struct process *self)
{
    if (!floor_send(((struct node *)self)->out, self, self->value + 1, node_receive))
        NEXT();
    return node_receive(self);
}

static void
node_receive(struct process *self)
{
    if (!floor_receive(((struct node *)self)->in, self, node_send))
        NEXT();
    return node_send(self);
}

// The first sends new tokens, then passes on those that come back, and keeps the last ones.
static void
first_send(struct process *self)
{
    const int64_t token = sent < tokens ? 1 : self->value + 1;
    resume *const then = ++sent < tokens ? first_send : first_receive;
    if (!floor_send(&channel[0], self, token, then))
        NEXT();
    return then(self);
}

static void
first_got(struct process *self)
{
    if (sent < to_send)
        return first_send(self);
    sum += self->value;
    if (++got == tokens)
        report(start, sum, "hop", sum);
    return first_receive(self);
}

static void
first_receive(struct process *self)
{
    if (!floor_receive(&channel[NODES - 1], self, first_got))
        NEXT();
    return first_got(self);
}

int
main(int argc, char **argv)
{
    tokens = argument(argc, argv, 1, 1);
    to_send = argument(argc, argv, 2, 10000000) / (tokens * NODES) * tokens;
    begin(&node[0].process, first_send);
    for (int i = 1; i < NODES; i++) {
        node[i].in = &channel[i - 1];
        node[i].out = &channel[i];
        begin(&node[i].process, node_receive);
    }
    start = clock_now();
    run();
}
