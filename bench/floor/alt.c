// SPDX-License-Identifier: MIT
// alt WRITERS MESSAGES: one reader with a fair ALT over as many channels as there are writers. Bit
// 0 of a channel's word says that a process waits in an ALT.
#include "floor.h"

struct writer {
    struct process process;
    struct channel out;
    int64_t next;
};

enum { MOST = 64, ASLEEP = 0, AWAKE = 1 };

static struct writer writer[MOST];
static struct process reader;
static int writers, from;
static int64_t each, left, sum, start;

static bool
is_alt(const struct process *waiting)
{
    return ((uintptr_t)waiting & 1) != 0;
}

// Leave the word to the reader; wake it if it sleeps.
static void
write_word(struct writer *self, int64_t value, resume *then)
{
    const bool alt = is_alt(self->out.waiting);
    self->process.value = value;
    self->process.resume = then;
    self->out.waiting = &self->process;
    if (alt && reader.value == ASLEEP) {
        reader.value = AWAKE;
        ready(&reader);
    }
}

static void
write_next(struct process *self)
{
    struct writer *const here = (struct writer *)self;
    if (here->next < each)
        write_word(here, here->next++, write_next);
    NEXT();
}

static resume read_awake;

// Take from the first channel that has a writer, from behind the one chosen last; else wait for all.
static void
read_alt(struct process *self)
{
    for (int i = 0, k = from; i < writers; i++, k = k + 1 == writers ? 0 : k + 1) {
        struct process *const partner = writer[k].out.waiting;
        if (partner == NULL)
            continue;
        writer[k].out.waiting = NULL;
        sum += partner->value;
        ready(partner);
        from = k + 1 == writers ? 0 : k + 1;
        if (--left == 0)
            report(start, each * writers, "message", sum);
        return read_alt(self);
    }
    for (int i = 0; i < writers; i++)
        writer[i].out.waiting = (struct process *)((uintptr_t)self | 1);
    self->value = ASLEEP;
    self->resume = read_awake;
    NEXT();
}

static void
read_awake(struct process *self)
{
    for (int i = 0; i < writers; i++) {
        if (is_alt(writer[i].out.waiting))
            writer[i].out.waiting = NULL;
    }
    return read_alt(self);
}

int
main(int argc, char **argv)
{
    writers = (int)argument(argc, argv, 1, 8);
    each = argument(argc, argv, 2, 10000000) / writers;
    left = each * writers;
    begin(&reader, read_alt);
    for (int i = 0; i < writers; i++)
        begin(&writer[i].process, write_next);
    start = clock_now();
    run();
}
