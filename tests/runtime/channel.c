// SPDX-License-Identifier: MIT
// Rendezvous: either side first, items of every type, blocks, calls between communications.
#include <config.h>

#include "case.h"

// ---- items of eight bytes or less; the first side to come alternates ----------------------------

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
        for (f->i = 0; f->i < 100; f->i++) {
            CSP_OUTPUT(2, f->out, f->i % 2 == 0, boolean, leave);
            CSP_OUTPUT(4, f->out, (uint8_t)(200 + f->i % 50), byte, leave);
            CSP_OUTPUT(6, f->out, (int16_t)(-300 * f->i), int16, leave);
            CSP_OUTPUT(8, f->out, (int32_t)(-300000 * f->i), int32, leave);
            CSP_OUTPUT(10, f->out, INT64_MIN + f->i, int64, leave);
            CSP_OUTPUT(12, f->out, 0.5f * (float)f->i, real32, leave);
            CSP_OUTPUT(14, f->out, 0.25 * (double)f->i, real64, leave);
        }
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(sender, {CSP_AT_OUTPUT, 2, 1, "out", NULL}, {CSP_AT_OUTPUT, 3, 1, "out", NULL},
     {CSP_AT_OUTPUT, 4, 1, "out", NULL}, {CSP_AT_OUTPUT, 5, 1, "out", NULL},
     {CSP_AT_OUTPUT, 6, 1, "out", NULL}, {CSP_AT_OUTPUT, 7, 1, "out", NULL},
     {CSP_AT_OUTPUT, 8, 1, "out", NULL});

struct receiver_frame {
    struct csp_frame base;
    struct csp_chan *in;
    int64_t i;
    bool boolean;
    uint8_t byte;
    int16_t int16;
    int32_t int32;
    int64_t int64;
    float real32;
    double real64;
};

static struct csp_proc *
receiver(struct csp_proc *self)
{
    struct receiver_frame *const f = (struct receiver_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        for (f->i = 0; f->i < 100; f->i++) {
            CSP_INPUT(2, f->in, f->boolean, boolean, leave);
            CHECK(f->boolean == (f->i % 2 == 0));
            CSP_INPUT(4, f->in, f->byte, byte, leave);
            CHECK(f->byte == 200 + f->i % 50);
            CSP_INPUT(6, f->in, f->int16, int16, leave);
            CHECK(f->int16 == (int16_t)(-300 * f->i));
            CSP_INPUT(8, f->in, f->int32, int32, leave);
            CHECK(f->int32 == -300000 * f->i);
            CSP_INPUT(10, f->in, f->int64, int64, leave);
            CHECK(f->int64 == INT64_MIN + f->i);
            CSP_INPUT(12, f->in, f->real32, real32, leave);
            CHECK(f->real32 == 0.5f * (float)f->i);
            CSP_INPUT(14, f->in, f->real64, real64, leave);
            CHECK(f->real64 == 0.25 * (double)f->i);
        }
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(receiver, {CSP_AT_INPUT, 2, 1, "in", NULL}, {CSP_AT_INPUT, 3, 1, "in", NULL},
     {CSP_AT_INPUT, 4, 1, "in", NULL}, {CSP_AT_INPUT, 5, 1, "in", NULL},
     {CSP_AT_INPUT, 6, 1, "in", NULL}, {CSP_AT_INPUT, 7, 1, "in", NULL},
     {CSP_AT_INPUT, 8, 1, "in", NULL});

struct items_frame {
    struct csp_frame base;
    struct csp_chan c;
    struct csp_par par;
    BRANCH(sender_frame, b0);
    BRANCH(receiver_frame, b1);
};

// `first` is the branch that is started, and so comes to the channel, first.
static void
items_begin(struct items_frame *f, struct csp_proc *self, bool sender_first)
{
    csp_chan_init(&f->c);
    csp_par_start(&f->par, self, 2, 0, NULL);
    f->b0.frame.out = &f->c;
    f->b1.frame.in = &f->c;
    if (sender_first)
        START(0, b0, sender);
    START(1, b1, receiver);
    if (!sender_first)
        START(0, b0, sender);
}

static struct csp_proc *
items(struct csp_proc *self)
{
    struct items_frame *const f = (struct items_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        items_begin(f, self, true);
        CSP_PAR_WAIT(2, &f->par, leave);
        CHECK(f->b0.frame.i == 100 && f->b1.frame.i == 100);
        items_begin(f, self, false);
        CSP_PAR_WAIT(4, &f->par, leave);
        CHECK(f->b0.frame.i == 100 && f->b1.frame.i == 100);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(items, {CSP_AT_PAR, 2, 1, NULL, NULL}, {CSP_AT_PAR, 3, 1, NULL, NULL});
PROGRAM(items);

// ---- blocks, from a called PROC ------------------------------------------------------------------

enum { BLOCK = 1000 };

struct put_frame {
    struct csp_frame base;
    struct csp_chan *out;
    const int32_t *block;
};

static struct csp_proc *
put(struct csp_proc *self)
{
    struct put_frame *const f = (struct put_frame *)self->frame;
    switch (f->base.at) {
    case 0: CSP_OUTPUT_BLOCK(2, f->out, f->block, BLOCK * sizeof(int32_t), leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(put, {CSP_AT_OUTPUT, 2, 1, "out", NULL});

struct giver_frame {
    struct csp_frame base;
    struct csp_chan *out;
    int64_t i;
    int32_t block[BLOCK];
    struct put_frame put;
};

static struct csp_proc *
giver(struct csp_proc *self)
{
    struct giver_frame *const f = (struct giver_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        for (f->i = 0; f->i < 10; f->i++) {
            for (int32_t k = 0; k < BLOCK; k++)
                f->block[k] = (int32_t)f->i * k;
            csp_frame_init(&f->put.base, &f->base, &put_code);
            f->put.out = f->out;
            f->put.block = f->block;
            CSP_CALL(2, &f->put.base, leave);
            memset(f->block, -1, sizeof f->block);
        }
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(giver, {CSP_AT_CALL, 2, 1, "put", NULL});

struct taker_frame {
    struct csp_frame base;
    struct csp_chan *in;
    int64_t i;
    int32_t block[BLOCK];
};

static struct csp_proc *
taker(struct csp_proc *self)
{
    struct taker_frame *const f = (struct taker_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        for (f->i = 0; f->i < 10; f->i++) {
            memset(f->block, -2, sizeof f->block);
            CSP_INPUT_BLOCK(2, f->in, f->block, sizeof f->block, leave);
            for (int32_t k = 0; k < BLOCK; k++)
                CHECK(f->block[k] == (int32_t)f->i * k);
        }
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(taker, {CSP_AT_INPUT, 2, 1, "in", NULL});

struct blocks_frame {
    struct csp_frame base;
    struct csp_chan c;
    struct csp_par par;
    BRANCH(giver_frame, b0);
    BRANCH(taker_frame, b1);
};

static struct csp_proc *
blocks(struct csp_proc *self)
{
    struct blocks_frame *const f = (struct blocks_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->c);
        csp_par_start(&f->par, self, 2, 0, NULL);
        f->b0.frame.out = &f->c;
        f->b1.frame.in = &f->c;
        START(0, b0, giver);
        START(1, b1, taker);
        CSP_PAR_WAIT(2, &f->par, leave);
        CHECK(f->b0.frame.i == 10 && f->b1.frame.i == 10);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(blocks, {CSP_AT_PAR, 2, 1, NULL, NULL});
PROGRAM(blocks);

int
main(void)
{
    case_quiet("items", &items_program);
    case_quiet("blocks", &blocks_program);
    return case_end();
}
