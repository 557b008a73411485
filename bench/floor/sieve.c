// SPDX-License-Identifier: MIT
// sieve COUNT: the pipeline of filters, all there from the start.
#include "../sieve.h"
#include "floor.h"

struct filter {
    struct process process;
    struct channel in;
    int64_t prime;
};

static struct process generator;
static struct filter *filter;
static int64_t count, number = 1, start;

static void
generate(struct process *self)
{
    while (floor_send(&filter[0].in, self, ++number, generate)) {
    }
    NEXT();
}

static resume filter_receive;

static void
filter_got(struct process *self)
{
    struct filter *const here = (struct filter *)self;
    if (self->value % here->prime != 0 &&
        !floor_send(&here[1].in, self, self->value, filter_receive))
        NEXT();
    return filter_receive(self);
}

static void
filter_receive(struct process *self)
{
    if (!floor_receive(&((struct filter *)self)->in, self, filter_got))
        NEXT();
    return filter_got(self);
}

static void
filter_first(struct process *self)
{
    ((struct filter *)self)->prime = self->value;
    return filter_receive(self);
}

static void
filter_begin(struct process *self)
{
    if (!floor_receive(&((struct filter *)self)->in, self, filter_first))
        NEXT();
    return filter_first(self);
}

__attribute__((noinline)) static void
done(int64_t prime)
{
    const int64_t end = clock_now();
    const int64_t all = communications(prime, count);
    report(start + (clock_now() - end), all, "communication", prime);
}

static void
last_got(struct process *self)
{
    done(self->value);
}

static void
last_begin(struct process *self)
{
    if (!floor_receive(&((struct filter *)self)->in, self, last_got))
        NEXT();
    return last_got(self);
}

int
main(int argc, char **argv)
{
    count = argument(argc, argv, 1, 4000);
    start = clock_now();
    filter = calloc((size_t)count, sizeof *filter);
    begin(&generator, generate);
    for (int64_t i = 0; i < count - 1; i++)
        begin(&filter[i].process, filter_begin);
    begin(&filter[count - 1].process, last_begin);
    run();
}
