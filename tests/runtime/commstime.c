// SPDX-License-Identifier: MIT
// commstime as the compiler emits it: four processes in a ring, 4 communications a turn.
//
//     PROC prefix (CHAN INT in?, out!)        PROC main ()
//       INT x:                                  CHAN INT a, b, c, d:
//       SEQ                                     PAR
//         x := 0                                  prefix (c?, a!)
//         WHILE TRUE                              delta (a?, b!, d!)
//           SEQ                                   succ (b?, c!)
//             out ! x                             consume (d?)
//             in ? x                          :
//     :
//
// The program prints the nanoseconds of a turn; its argument is the number of turns.
#include "cspc/rt.h"

#include <stdio.h>
#include <stdlib.h>

static int64_t turns = 100000;

struct prefix_frame {
    struct csp_frame base;
    struct csp_chan *in, *out;
    int64_t x;
};

static struct csp_proc *
prefix(struct csp_proc *self)
{
    struct prefix_frame *const f = (struct prefix_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        f->x = 0;
        while (true) {
            CSP_OUTPUT(2, f->out, f->x, int64, leave);
            CSP_INPUT(4, f->in, f->x, int64, leave);
        }
    }
leave:
    CSP_LEAVE();
}

static const struct csp_wait prefix_waits[] = {
    {CSP_AT_START, 3, 6, NULL, NULL},
    {CSP_AT_OUTPUT, 9, 13, "out", NULL},
    {CSP_AT_INPUT, 10, 13, "in", NULL},
};
static const struct csp_code prefix_code = {prefix, "prefix", "commstime.csp", prefix_waits, 3};

struct delta_frame {
    struct csp_frame base;
    struct csp_chan *in, *out0, *out1;
    int64_t x;
};

static struct csp_proc *
delta(struct csp_proc *self)
{
    struct delta_frame *const f = (struct delta_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        while (true) {
            CSP_INPUT(2, f->in, f->x, int64, leave);
            CSP_OUTPUT(4, f->out0, f->x, int64, leave);
            CSP_OUTPUT(6, f->out1, f->x, int64, leave);
        }
    }
leave:
    CSP_LEAVE();
}

static const struct csp_wait delta_waits[] = {
    {CSP_AT_START, 13, 6, NULL, NULL},
    {CSP_AT_INPUT, 17, 13, "in", NULL},
    {CSP_AT_OUTPUT, 18, 13, "out.0", NULL},
    {CSP_AT_OUTPUT, 19, 13, "out.1", NULL},
};
static const struct csp_code delta_code = {delta, "delta", "commstime.csp", delta_waits, 4};

struct succ_frame {
    struct csp_frame base;
    struct csp_chan *in, *out;
    int64_t x;
};

static const struct csp_site succ_plus = {"commstime.csp", 28, 19, "x + 1"};

static struct csp_proc *
succ(struct csp_proc *self)
{
    struct succ_frame *const f = (struct succ_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        while (true) {
            CSP_INPUT(2, f->in, f->x, int64, leave);
            CSP_OUTPUT(4, f->out, csp_add_int64(f->x, 1, &succ_plus), int64, leave);
        }
    }
leave:
    CSP_LEAVE();
}

static const struct csp_wait succ_waits[] = {
    {CSP_AT_START, 22, 6, NULL, NULL},
    {CSP_AT_INPUT, 27, 13, "in", NULL},
    {CSP_AT_OUTPUT, 28, 13, "out", NULL},
};
static const struct csp_code succ_code = {succ, "succ", "commstime.csp", succ_waits, 3};

struct consume_frame {
    struct csp_frame base;
    struct csp_chan *in;
    int64_t i, x, start;
};

static struct csp_proc *
consume(struct csp_proc *self)
{
    struct consume_frame *const f = (struct consume_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        for (f->i = 0; f->i < 1000; f->i++)
            CSP_INPUT(2, f->in, f->x, int64, leave);
        f->start = csp_clock();
        for (f->i = 0; f->i < turns; f->i++)
            CSP_INPUT(4, f->in, f->x, int64, leave);
        printf("%.2f ns a turn\n", (double)(csp_clock() - f->start) * 1000 / (double)turns);
        if (f->x != turns + 999)
            exit(1);
        csp_close(f->in, 1, CSP_READS);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

static const struct csp_wait consume_waits[] = {
    {CSP_AT_START, 31, 6, NULL, NULL},
    {CSP_AT_INPUT, 35, 13, "in", NULL},
    {CSP_AT_INPUT, 38, 13, "in", NULL},
};
static const struct csp_code consume_code = {consume, "consume", "commstime.csp", consume_waits, 3};

struct commstime_frame {
    struct csp_frame base;
    struct csp_chan a, b, c, d;
    struct csp_par par;
    struct {
        struct csp_proc proc;
        struct prefix_frame frame;
    } b0;
    struct {
        struct csp_proc proc;
        struct delta_frame frame;
    } b1;
    struct {
        struct csp_proc proc;
        struct succ_frame frame;
    } b2;
    struct {
        struct csp_proc proc;
        struct consume_frame frame;
    } b3;
};

static void
commstime_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context)
{
    struct commstime_frame *const f = (struct commstime_frame *)frame;
    switch (branch) {
    case 0:
        visit(context, &f->c, 1, CSP_READS);
        visit(context, &f->a, 1, CSP_WRITES);
        break;
    case 1:
        visit(context, &f->a, 1, CSP_READS);
        visit(context, &f->b, 1, CSP_WRITES);
        visit(context, &f->d, 1, CSP_WRITES);
        break;
    case 2:
        visit(context, &f->b, 1, CSP_READS);
        visit(context, &f->c, 1, CSP_WRITES);
        break;
    case 3: visit(context, &f->d, 1, CSP_READS); break;
    }
}

static struct csp_proc *
commstime(struct csp_proc *self)
{
    struct commstime_frame *const f = (struct commstime_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->a);
        csp_chan_init(&f->b);
        csp_chan_init(&f->c);
        csp_chan_init(&f->d);
        csp_par_start(&f->par, self, 4, 0, commstime_ends);
        csp_frame_init(&f->b0.frame.base, NULL, &prefix_code);
        f->b0.frame.in = &f->c;
        f->b0.frame.out = &f->a;
        csp_start(&f->par, 0, &f->b0.proc, &f->b0.frame.base);
        csp_frame_init(&f->b1.frame.base, NULL, &delta_code);
        f->b1.frame.in = &f->a;
        f->b1.frame.out0 = &f->b;
        f->b1.frame.out1 = &f->d;
        csp_start(&f->par, 1, &f->b1.proc, &f->b1.frame.base);
        csp_frame_init(&f->b2.frame.base, NULL, &succ_code);
        f->b2.frame.in = &f->b;
        f->b2.frame.out = &f->c;
        csp_start(&f->par, 2, &f->b2.proc, &f->b2.frame.base);
        csp_frame_init(&f->b3.frame.base, NULL, &consume_code);
        f->b3.frame.in = &f->d;
        csp_start(&f->par, 3, &f->b3.proc, &f->b3.frame.base);
        CSP_PAR_WAIT(2, &f->par, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}

static const uint32_t commstime_branches[] = {
    offsetof(struct commstime_frame, b0.proc),
    offsetof(struct commstime_frame, b1.proc),
    offsetof(struct commstime_frame, b2.proc),
    offsetof(struct commstime_frame, b3.proc),
};
static const char *const commstime_names[] = {"prefix", "delta", "succ", "consume"};
static const struct csp_par_info commstime_par = {offsetof(struct commstime_frame, par),
                                                  4,
                                                  commstime_branches,
                                                  0,
                                                  0,
                                                  false,
                                                  commstime_names,
                                                  commstime_ends};
static const struct csp_wait commstime_waits[] = {
    {CSP_AT_START, 41, 6, NULL, NULL},
    {CSP_AT_PAR, 43, 5, NULL, &commstime_par},
};
static const struct csp_code commstime_code = {commstime, "commstime", "commstime.csp",
                                               commstime_waits, 2};

static struct csp_frame *
start(void *memory, const struct csp_environment *environment)
{
    struct commstime_frame *const f = memory;
    csp_frame_init(&f->base, NULL, &commstime_code);
    if (environment->arg_count > 0)
        turns = atoll((const char *)environment->args[0].at);
    return &f->base;
}

int
main(int argc, char **argv)
{
    static const struct csp_program program = {.frame_size = sizeof(struct commstime_frame),
                                               .start = start};
    return csp_main(argc, argv, &program);
}
