// SPDX-License-Identifier: MIT
// Steps must not grow the C stack, however they leave: a million switches, calls, ALTs and PARs on
// a stack of 128 kB.
#include <config.h>

#include "case.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { STACK = 128 * 1024, LAPS = 200000, NODES = 3 };

// ---- a node takes from an ALT and gives by a called PROC ----------------------------------------

struct give_frame {
    struct csp_frame base;
    struct csp_chan *out;
    int64_t x;
};

static struct csp_proc *
give(struct csp_proc *self)
{
    struct give_frame *const f = (struct give_frame *)self->frame;
    switch (f->base.at) {
    case 0: CSP_OUTPUT(2, f->out, f->x, int64, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(give, {CSP_AT_OUTPUT, 1, 1, "out", NULL});

struct node_frame {
    struct csp_frame base;
    struct csp_chan *in, *out;
    int64_t x;
    struct csp_guard guards[1];
    struct csp_alt alt;
    struct give_frame give;
};

static struct csp_proc *
node(struct csp_proc *self)
{
    struct node_frame *const f = (struct node_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_alt_init(&f->alt, false);
        while (true) {
            f->guards[0] = csp_guard_input(f->in, true, 1);
            csp_alt_begin(&f->alt, f->guards, 1);
            CSP_ALT(2, &f->alt, leave);
            CSP_TAKE(f->in, f->x, int64);
            csp_frame_init(&f->give.base, &f->base, &give_code);
            f->give.out = f->out;
            f->give.x = f->x + 1;
            CSP_CALL(4, &f->give.base, leave);
        }
    }
leave:
    CSP_LEAVE();
}
CODE(node, {CSP_AT_ALT, 1, 1, NULL, NULL}, {CSP_AT_CALL, 2, 1, "give", NULL});

// ---- the boss does each lap's communications in a PAR -------------------------------------------

struct boss_frame {
    struct csp_frame base;
    struct csp_chan *in, *out;
    int64_t i, x;
    struct csp_par par;
    BRANCH(give_frame, b0);
    struct csp_timer timer;
};

static struct csp_proc *
boss(struct csp_proc *self)
{
    struct boss_frame *const f = (struct boss_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        for (f->i = 0; f->i < LAPS; f->i++) {
            csp_par_start(&f->par, self, 1, 0, NULL);
            f->b0.frame.out = f->out;
            f->b0.frame.x = f->i;
            START(0, b0, give);
            CSP_PAR_WAIT(2, &f->par, leave);
            CSP_INPUT(4, f->in, f->x, int64, leave);
            CHECK(f->x == f->i + NODES - 1);
            if (f->i % 1000 == 0)
                CSP_SLEEP(6, &f->timer, csp_clock() + 10, leave);
        }
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(boss, {CSP_AT_PAR, 1, 1, NULL, NULL}, {CSP_AT_INPUT, 2, 1, "in", NULL},
     {CSP_AT_TIMER, 3, 1, NULL, NULL});

struct ring_frame {
    struct csp_frame base;
    struct csp_chan c[NODES];
    struct csp_par par;
    BRANCH(boss_frame, boss);
    BRANCH(node_frame, node[NODES - 1]);
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
        csp_par_start(&f->par, self, NODES, 0, ring_ends);
        f->boss.frame.in = &f->c[0];
        f->boss.frame.out = &f->c[1];
        START(0, boss, boss);
        for (uint32_t i = 1; i < NODES; i++) {
            f->node[i - 1].frame.in = &f->c[i];
            f->node[i - 1].frame.out = &f->c[(i + 1) % NODES];
            START(i, node[i - 1], node);
        }
        CSP_PAR_WAIT(2, &f->par, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(ring, {CSP_AT_PAR, 1, 1, NULL, NULL});
PROGRAM(ring);

// The limit holds from the next exec on.
int
main(int argc, char **argv)
{
    if (argc == 1) {
        const struct rlimit limit = {STACK, STACK};
        char again[] = "again";
        char *const arguments[] = {argv[0], again, NULL};
        CHECK(setrlimit(RLIMIT_STACK, &limit) == 0);
        execv("/proc/self/exe", arguments);
        CHECK(false);
    }
    case_quiet("ring", &ring_program);
    return case_end();
}
