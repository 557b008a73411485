// SPDX-License-Identifier: MIT
// What a deadlock and a run-time error say.
#include <config.h>

#include "case.h"

#include <math.h>
#include <signal.h>

// ---- a ring in which everybody outputs first -----------------------------------------------------

enum { NODES = 3 };

struct node_frame {
    struct csp_frame base;
    struct csp_chan *in, *out;
    int64_t x;
};

static struct csp_proc *
node(struct csp_proc *self)
{
    struct node_frame *const f = (struct node_frame *)self->frame;
    switch (f->base.at) {
    case 0: CSP_OUTPUT(2, f->out, 1, int64, leave); CSP_INPUT(4, f->in, f->x, int64, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(node, {CSP_AT_OUTPUT, 12, 7, "out", NULL}, {CSP_AT_INPUT, 13, 7, "in", NULL});

struct ring_frame {
    struct csp_frame base;
    struct csp_chan c[NODES];
    struct csp_par par;
    BRANCH(node_frame, *node);
};

static void
ring_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context)
{
    struct ring_frame *const f = (struct ring_frame *)frame;
    visit(context, &f->c[branch], 1, CSP_READS);
    visit(context, &f->c[(branch + 1) % NODES], 1, CSP_WRITES);
}

static struct csp_proc *
ring(struct csp_proc *self)
{
    struct ring_frame *const f = (struct ring_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init_all(f->c, NODES);
        f->node = csp_par_new(NODES, sizeof *f->node);
        csp_par_start(&f->par, self, NODES, 5, ring_ends);
        for (uint32_t i = 0; i < NODES; i++) {
            f->node[i].frame.in = &f->c[i];
            f->node[i].frame.out = &f->c[(i + 1) % NODES];
            START(i, node[i], node);
        }
        CSP_PAR_WAIT(2, &f->par, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
static const char *const ring_names[] = {"node"};
static const struct csp_par_info ring_par = {
    offsetof(struct ring_frame, par),       0,    NULL,       offsetof(struct ring_frame, node),
    sizeof *((struct ring_frame *)0)->node, true, ring_names, ring_ends};
CODE(ring, {CSP_AT_PAR, 20, 5, NULL, &ring_par});

// ---- which is a branch of the first process, beside an ALT and a process that terminates --------

struct chooser_frame {
    struct csp_frame base;
    struct csp_chan *a, *b;
    struct csp_guard guards[2];
    struct csp_alt alt;
};

static struct csp_proc *
chooser(struct csp_proc *self)
{
    struct chooser_frame *const f = (struct chooser_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_alt_init(&f->alt, false);
        f->guards[0] = csp_guard_input(f->a, true, 31);
        f->guards[1] = csp_guard_input(f->b, true, 33);
        csp_alt_begin(&f->alt, f->guards, 2);
        CSP_ALT(2, &f->alt, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(chooser, {CSP_AT_ALT, 30, 7, NULL, NULL});

struct brief_frame {
    struct csp_frame base;
};

static struct csp_proc *
brief(struct csp_proc *self)
{
    CSP_RETURN();
}
CODE(brief, {CSP_AT_START, 1, 1, NULL, NULL});

struct stuck_frame {
    struct csp_frame base;
    struct csp_chan a, b, own;
    struct csp_par par;
    BRANCH(ring_frame, b0);
    BRANCH(chooser_frame, b1);
    BRANCH(brief_frame, b2);
    BRANCH(node_frame, b3);
};

static void
stuck_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context)
{
    struct stuck_frame *const f = (struct stuck_frame *)frame;
    switch (branch) {
    case 0: visit(context, &f->a, 1, CSP_WRITES); break;
    case 1:
        visit(context, &f->a, 1, CSP_READS);
        visit(context, &f->b, 1, CSP_READS);
        break;
    case 2: visit(context, &f->b, 1, CSP_WRITES); break;
    }
}

static const uint32_t stuck_branches[] = {
    offsetof(struct stuck_frame, b0.proc), offsetof(struct stuck_frame, b1.proc),
    offsetof(struct stuck_frame, b2.proc), offsetof(struct stuck_frame, b3.proc)};
static const char *const stuck_names[] = {"ring", "chooser", "brief", "node"};
static const struct csp_par_info stuck_par = {
    offsetof(struct stuck_frame, par), 4, stuck_branches, 0, 0, false, stuck_names, stuck_ends};

static struct csp_proc *
stuck(struct csp_proc *self)
{
    struct stuck_frame *const f = (struct stuck_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->a);
        csp_chan_init(&f->b);
        csp_chan_init(&f->own);
        csp_par_start(&f->par, self, 4, 0, NULL);
        f->b1.frame.a = &f->a;
        f->b1.frame.b = &f->b;
        f->b3.frame.out = &f->own;
        START(0, b0, ring);
        START(1, b1, chooser);
        START(2, b2, brief);
        START(3, b3, node);
        CSP_PAR_WAIT(2, &f->par, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(stuck, {CSP_AT_PAR, 40, 3, NULL, &stuck_par});
PROGRAM(stuck);

static const char stuck_report[] =
    "deadlock: all 5 processes wait for each other\n"
    "test.csp:12:7: stuck/ring/node[5] waits for output to `out`; "
    "the reading end is held by stuck/ring/node[6]\n"
    "test.csp:12:7: stuck/ring/node[6] waits for output to `out`; "
    "the reading end is held by stuck/ring/node[7]\n"
    "test.csp:12:7: stuck/ring/node[7] waits for output to `out`; "
    "the reading end is held by stuck/ring/node[5]\n"
    "test.csp:30:7: stuck/chooser waits in ALT\n"
    "    guard at line 31: the writing end is held by stuck/ring\n"
    "    guard at line 33: the writing end is held by stuck/brief, which has terminated\n"
    "test.csp:12:7: stuck/node waits for output to `out`; "
    "no other process holds the reading end\n"
    "the cycle: stuck/ring/node[5] -> stuck/ring/node[6] -> stuck/ring/node[7] -> "
    "stuck/ring/node[5]\n";

// ---- run-time errors -----------------------------------------------------------------------------

static const struct csp_site site = {"test.csp", 50, 9, "xs[i + 1]"};

// A plain function, two calls deep in the first branch of a PAR.
static void
fail(void)
{
    (void)csp_index(12, 10, &site);
}

struct faulty_frame {
    struct csp_frame base;
};

static struct csp_proc *
faulty(struct csp_proc *self)
{
    printf("said before\n");
    fail();
    return self;
}
CODE(faulty, {CSP_AT_START, 1, 1, NULL, NULL});

struct through_frame {
    struct csp_frame base;
    struct faulty_frame faulty;
};

static struct csp_proc *
through(struct csp_proc *self)
{
    struct through_frame *const f = (struct through_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_frame_init(&f->faulty.base, &f->base, &faulty_code);
        CSP_CALL(2, &f->faulty.base, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(through, {CSP_AT_CALL, 2, 1, "faulty", NULL});

struct wrong_frame {
    struct csp_frame base;
    struct csp_chan c;
    struct csp_par par;
    BRANCH(node_frame, b0);
    BRANCH(through_frame, b1);
};

static const uint32_t wrong_branches[] = {offsetof(struct wrong_frame, b0.proc),
                                          offsetof(struct wrong_frame, b1.proc)};
static const char *const wrong_names[] = {"node", "through"};
static const struct csp_par_info wrong_par = {
    offsetof(struct wrong_frame, par), 2, wrong_branches, 0, 0, false, wrong_names, NULL};

static struct csp_proc *
wrong(struct csp_proc *self)
{
    struct wrong_frame *const f = (struct wrong_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->c);
        csp_par_start(&f->par, self, 2, 0, NULL);
        f->b0.frame.out = &f->c;
        START(0, b0, node);
        START(1, b1, through);
        CSP_PAR_WAIT(2, &f->par, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(wrong, {CSP_AT_PAR, 40, 3, NULL, &wrong_par});
PROGRAM(wrong);

// The same where an error stops only its process.
static struct csp_program stopping_program;

// ---- each fault has its text ---------------------------------------------------------------------

static int fault_number;

static void
cause_fault(int number)
{
    switch (number) {
    case 0: csp_stop(&site);
    case 1: csp_fault_if(&site);
    case 2: csp_fault_case(&site);
    case 3: csp_fault_alt(&site);
    case 4: csp_fault_assert(&site);
    case 5: csp_fault_cause(&site);
    case 6: (void)csp_index(-1, 0, &site); break;
    case 7: (void)csp_slice(3, 8, 10, &site); break;
    case 8: (void)csp_count(-3, &site); break;
    case 9: csp_same_size(3, 4, &site); break;
    case 10: (void)csp_to_byte(300, &site); break;
    case 11: (void)csp_round_to_int32(3e9, &site); break;
    case 12: (void)csp_add_int32(INT32_MAX, 1, &site); break;
    case 13: (void)csp_sub_int64(INT64_MIN, 1, &site); break;
    case 14: (void)csp_mul_byte(16, 16, &site); break;
    case 15: (void)csp_neg_int16(INT16_MIN, &site); break;
    case 16: (void)csp_div_int32(1, 0, &site); break;
    case 17: (void)csp_div_int64(INT64_MIN, -1, &site); break;
    case 18: (void)csp_shl_int32(1, 33, &site); break;
    case 19: (void)csp_add_real64(1e308, 1e308, &site); break;
    case 20: (void)csp_div_real32(1.0f, 0.0f, &site); break;
    case 21: (void)csp_sub_real64((double)INFINITY, (double)INFINITY, &site); break;
    case 22: (void)csp_par_new(UINT32_MAX, SIZE_MAX / 4); break;
    case 23: csp_fault(&site, "%s", "anything");
    }
}

static const char *const fault_texts[] = {
    "STOP",
    "no choice of this IF is TRUE",
    "no option of this CASE matches",
    "no guard of this ALT can ever be ready",
    "assertion failed",
    "CAUSEERROR",
    "subscript -1 of an empty array",
    "slice FROM 3 FOR 8 of an array of 10",
    "negative count -3",
    "arrays of different sizes, 3 and 4",
    "300 is outside 0..255",
    "3000000000 does not fit in INT32",
    "overflow in 2147483647 + 1",
    "overflow in -9223372036854775808 - 1",
    "overflow in 16 * 16",
    "overflow in -(-32768)",
    "division by zero",
    "overflow in -9223372036854775808 / -1",
    "shift by 33 is outside 0..32",
    "overflow in 1e+308 + 1e+308",
    "division by zero in 1 / 0",
    "inf - inf is not a number",
    "no memory for 4294967295 processes of 4611686018427387903 bytes",
    "anything",
};
enum { FAULTS = sizeof fault_texts / sizeof fault_texts[0] };

struct faults_frame {
    struct csp_frame base;
};

static struct csp_proc *
faults(struct csp_proc *self)
{
    cause_fault(fault_number);
    CHECK(false);
    CSP_RETURN();
}
CODE(faults, {CSP_AT_START, 1, 1, NULL, NULL});
PROGRAM(faults);

static void
check_faults(void)
{
    static struct outcome outcome;
    for (fault_number = 0; fault_number < FAULTS; fault_number++) {
        char expected[300];
        const bool has_site = fault_number != 22;
        snprintf(expected, sizeof expected, "%srun-time error: %s\n%s  in faults\n",
                 has_site ? "test.csp:50:9: " : "", fault_texts[fault_number],
                 has_site ? "    xs[i + 1]\n" : "");
        case_run(&outcome, &faults_program, "");
        CHECK(outcome.status == 2);
        CHECK(strcmp(outcome.err, expected) == 0);
        CONTAINS(outcome.err, expected);
    }
}

// ---- SIGQUIT -------------------------------------------------------------------------------------

struct asked_frame {
    struct csp_frame base;
    struct csp_timer timer;
};

static struct csp_proc *
asked(struct csp_proc *self)
{
    struct asked_frame *const f = (struct asked_frame *)self->frame;
    switch (f->base.at) {
    case 0: raise(SIGQUIT); CSP_SLEEP(2, &f->timer, csp_clock() + 1000, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(asked, {CSP_AT_TIMER, 60, 9, NULL, NULL});
PROGRAM(asked);

int
main(void)
{
    static struct outcome outcome;
    case_seed(0);
    case_run(&outcome, &stuck_program, "");
    CHECK(outcome.status == 3);
    CONTAINS(outcome.err, stuck_report);

    case_run(&outcome, &wrong_program, "");
    CHECK(outcome.status == 2);
    CHECK(strcmp(outcome.out, "said before\n") == 0);
    CONTAINS(outcome.err, "test.csp:50:9: run-time error: subscript 12 is outside 0..9\n"
                          "    xs[i + 1]\n"
                          "  in wrong/through/faulty\n");

    stopping_program = wrong_program;
    stopping_program.error_stops = true;
    case_run(&outcome, &stopping_program, "");
    CHECK(outcome.status == 3);
    CONTAINS(outcome.err, "deadlock: all 2 processes wait for each other\n"
                          "test.csp:12:7: wrong/node waits for output to `out`; "
                          "no other process holds the reading end\n"
                          "test.csp:1:1: wrong/through/faulty was stopped by a run-time error "
                          "at test.csp:50:9\n");
    check_faults();

    case_run(&outcome, &asked_program, "");
    CHECK(outcome.status == 0);
    CONTAINS(outcome.err, "1 process\ntest.csp:60:9: asked waits for a moment\n");
    return case_end();
}
