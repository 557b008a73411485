// SPDX-License-Identifier: MIT
// FORK and FORKING: copies, memory that is used again, joins in any order; extended input; reports.
#include <config.h>

#include "case.h"

// ---- a child that yields, and looks at its copies ------------------------------------------------

static int64_t over;

struct child_frame {
    struct csp_frame base;
    int64_t yields, sum;
    const uint8_t *bytes;
    size_t count;
    const int64_t *numbers;
};

struct child_branch {
    struct csp_proc process;
    struct child_frame frame;
};

static struct csp_proc *
child(struct csp_proc *self)
{
    struct child_frame *const f = (struct child_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        while (f->yields-- > 0)
            CSP_YIELD(2);
        for (size_t i = 0; i < f->count; i++)
            f->sum -= f->bytes[i];
        CHECK(f->sum == f->numbers[0] + f->numbers[1]);
        over++;
    }
    CSP_RETURN();
}
CODE(child, {CSP_AT_YIELD, 2, 1, NULL, NULL});

static void
fork_child(struct csp_forking *forking, int64_t yields, size_t count)
{
    const int64_t numbers[2] = {yields, 7};
    uint8_t bytes[100];
    memset(bytes, 3, sizeof bytes);
    struct child_branch *const forked =
        csp_fork_new(sizeof *forked + csp_fork_room(count) + csp_fork_room(sizeof numbers));
    char *room = (char *)(forked + 1);
    forked->frame.yields = yields;
    forked->frame.sum = yields + 7 + 3 * (int64_t)count;
    forked->frame.bytes = csp_fork_copy(&room, bytes, count);
    forked->frame.count = count;
    forked->frame.numbers = csp_fork_copy(&room, numbers, sizeof numbers);
    csp_frame_init(&forked->frame.base, NULL, &child_code);
    csp_fork(forking, &forked->process, &forked->frame.base);
}

// ---- FORKINGs ------------------------------------------------------------------------------------

struct parent_frame {
    struct csp_frame base;
    struct csp_forking outer, inner;
    int64_t round;
};

static struct csp_proc *
parent(struct csp_proc *self)
{
    struct parent_frame *const f = (struct parent_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_forking_start(&f->outer, self);
        CSP_JOIN(2, &f->outer, leave);
        CHECK(over == 0);

        for (f->round = 0; f->round < 100; f->round++) {
            over = 0;
            csp_forking_start(&f->outer, self);
            for (int64_t i = 0; i < 10; i++)
                fork_child(&f->outer, (i * 7 + f->round) % 5, (size_t)((i * 13 + f->round) % 100));
            csp_forking_start(&f->inner, self);
            fork_child(&f->inner, f->round % 8, 5);
            CSP_JOIN(4, &f->inner, leave);
            CHECK(f->inner.running == 0);
            CSP_JOIN(6, &f->outer, leave);
            CHECK(over == 11 && csp_forks.next == &csp_forks);
        }

        // All are over before they are waited for.
        over = 0;
        csp_forking_start(&f->outer, self);
        fork_child(&f->outer, 0, 0);
        while (over == 0)
            CSP_YIELD(8);
        CHECK(f->outer.running == 0);
        CSP_JOIN(10, &f->outer, leave);
    }
    CSP_RETURN();
leave:
    CHECK(false);
    CSP_LEAVE();
}
CODE(parent, {CSP_AT_FORKING, 1, 1, NULL, NULL}, {CSP_AT_FORKING, 2, 1, NULL, NULL},
     {CSP_AT_FORKING, 3, 1, NULL, NULL}, {CSP_AT_YIELD, 4, 1, NULL, NULL},
     {CSP_AT_FORKING, 5, 1, NULL, NULL});
PROGRAM(parent);

// ---- extended input ------------------------------------------------------------------------------

static int64_t sent;

struct sender_frame {
    struct csp_frame base;
    struct csp_chan *out;
    int64_t i;
};

static struct csp_proc *
sender(struct csp_proc *self)
{
    struct sender_frame *const f = (struct sender_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        for (f->i = 1; f->i <= 100; f->i++) {
            if (f->i % 3 == 0)
                CSP_YIELD(2);
            CSP_OUTPUT(4, f->out, f->i, int64, leave);
            sent = f->i;
        }
        csp_close(f->out, 1, CSP_WRITES);
    }
    CSP_RETURN();
leave:
    CHECK(false);
    CSP_LEAVE();
}
CODE(sender, {CSP_AT_YIELD, 1, 1, NULL, NULL}, {CSP_AT_OUTPUT, 2, 1, "out", NULL});

struct reader_frame {
    struct csp_frame base;
    struct csp_chan *in;
    int64_t count, item;
};

// While the reader has its turns the sender must not get on.
static struct csp_proc *
reader(struct csp_proc *self)
{
    struct reader_frame *const f = (struct reader_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        for (f->count = 0;;) {
            CSP_AWAIT(2, f->in, leave);
            CSP_PEEK(f->in, f->item, int64);
            CHECK(f->item == f->count + 1);
            CSP_YIELD(4);
            CSP_YIELD(6);
            CHECK(sent == f->count);
            csp_let_go(f->in);
            if (f->count++ % 2 == 0)
                CSP_YIELD(8);
        }
    }
    CHECK(false);
    CSP_RETURN();
leave:
    CHECK(f->count == 100 && sent == 100);
    csp_let_go(f->in); // nobody is there
    CSP_RETURN();
}
CODE(reader, {CSP_AT_EXTENDED, 1, 1, "in", NULL}, {CSP_AT_YIELD, 2, 1, NULL, NULL},
     {CSP_AT_YIELD, 3, 1, NULL, NULL}, {CSP_AT_YIELD, 4, 1, NULL, NULL});

struct extended_frame {
    struct csp_frame base;
    struct csp_par par;
    struct csp_chan channel;
    BRANCH(sender_frame, sender);
    BRANCH(reader_frame, reader);
};

static struct csp_proc *
extended(struct csp_proc *self)
{
    struct extended_frame *const f = (struct extended_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        sent = 0;
        csp_chan_init(&f->channel);
        f->sender.frame.out = &f->channel;
        f->reader.frame.in = &f->channel;
        csp_par_start(&f->par, self, 2, 0, NULL);
        START(0, sender, sender);
        START(1, reader, reader);
        CSP_PAR_WAIT(2, &f->par, leave);
        CHECK(sent == 100);
    }
    CSP_RETURN();
leave:
    CHECK(false);
    CSP_LEAVE();
}
CODE(extended, {CSP_AT_PAR, 1, 1, NULL, NULL});
PROGRAM(extended);

// ---- a report ------------------------------------------------------------------------------------

struct stuck_frame {
    struct csp_frame base;
    struct csp_chan *in;
};

struct stuck_branch {
    struct csp_proc process;
    struct stuck_frame frame;
};

static struct csp_proc *
stuck(struct csp_proc *self)
{
    struct stuck_frame *const f = (struct stuck_frame *)self->frame;
    switch (f->base.at) {
    case 0: CSP_AWAIT(2, f->in, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(stuck, {CSP_AT_EXTENDED, 5, 3, "in", NULL});

struct waits_frame {
    struct csp_frame base;
    struct csp_forking forking;
    struct csp_chan channel;
};

static struct csp_proc *
waits(struct csp_proc *self)
{
    struct waits_frame *const f = (struct waits_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->channel);
        csp_forking_start(&f->forking, self);
        fork_child(&f->forking, 3, 3);
        {
            struct stuck_branch *const forked = csp_fork_new(sizeof *forked);
            forked->frame.in = &f->channel;
            csp_frame_init(&forked->frame.base, NULL, &stuck_code);
            csp_fork(&f->forking, &forked->process, &forked->frame.base);
        }
        CSP_JOIN(2, &f->forking, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(waits, {CSP_AT_FORKING, 1, 1, NULL, NULL});
PROGRAM(waits);

static void
reports(void)
{
    struct outcome outcome;
    case_run(&outcome, &waits_program, "");
    CHECK(outcome.status == 3);
    CONTAINS(outcome.err, "deadlock: all 2 processes wait for each other");
    CONTAINS(outcome.err, "test.csp:1:1: waits waits for 1 process that it has forked");
    CONTAINS(outcome.err, "test.csp:5:3: waits/fork:stuck waits for input from `in`");
}

int
main(void)
{
    for (int seed = 0; seed < 20; seed++) {
        case_seed(seed);
        case_quiet("parent", &parent_program);
    }
    for (int seed = 0; seed < 20; seed++) {
        case_seed(seed);
        case_quiet("extended", &extended_program);
    }
    case_seed(0);
    reports();
    return case_end();
}
