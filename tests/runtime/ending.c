// SPDX-License-Identifier: MIT
// CLOSE and END: small networks that must shut down, in the right order and without losing data.
#include <config.h>

#include "case.h"

static int64_t received; // by the sinks of the network

// ---- the nodes -----------------------------------------------------------------------------------

// SEQ i = 0 FOR n: out ! i; then CLOSE out!, if asked for, and a wait on `hold`, if there is one.
struct source_frame {
    struct csp_frame base;
    struct csp_chan *out, *hold;
    int64_t n, i;
    bool closes, met_end;
};

static struct csp_proc *
source(struct csp_proc *self)
{
    struct source_frame *const f = (struct source_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        f->met_end = false;
        for (f->i = 0; f->i < f->n; f->i++)
            CSP_OUTPUT(2, f->out, f->i, int64, leave);
        if (f->closes)
            csp_close(f->out, 1, CSP_WRITES);
        if (f->hold != NULL)
            CSP_INPUT(4, f->hold, f->i, int64, leave);
    }
    CSP_RETURN();
leave:
    f->met_end = true;
    CSP_LEAVE();
}
CODE(source, {CSP_AT_OUTPUT, 10, 5, "out", NULL}, {CSP_AT_INPUT, 11, 5, "hold", NULL});

// WHILE TRUE: in ? x; out ! x
struct filter_frame {
    struct csp_frame base;
    struct csp_chan *in, *out;
    int64_t x;
};

static struct csp_proc *
filter(struct csp_proc *self)
{
    struct filter_frame *const f = (struct filter_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        while (true) {
            CSP_INPUT(2, f->in, f->x, int64, leave);
            CSP_OUTPUT(4, f->out, f->x, int64, leave);
        }
    }
leave:
    CSP_LEAVE();
}
CODE(filter, {CSP_AT_INPUT, 20, 5, "in", NULL}, {CSP_AT_OUTPUT, 21, 5, "out", NULL});

// Take n values (n < 0: all there are); then CLOSE in?, if asked for.
struct sink_frame {
    struct csp_frame base;
    struct csp_chan *in;
    int64_t n, i, x;
    bool closes;
};

static struct csp_proc *
sink(struct csp_proc *self)
{
    struct sink_frame *const f = (struct sink_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        for (f->i = 0; f->n < 0 || f->i < f->n; f->i++) {
            CSP_INPUT(2, f->in, f->x, int64, leave);
            CHECK(f->x == f->i);
            received++;
        }
        if (f->closes)
            csp_close(f->in, 1, CSP_READS);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(sink, {CSP_AT_INPUT, 30, 5, "in", NULL});

// ---- a pipeline; run twice with the same channels -----------------------------------------------

// source -> filter -> sink, with what differs between the tests as data.
struct line_frame {
    struct csp_frame base;
    struct csp_chan a, b;
    struct csp_par par;
    BRANCH(source_frame, b0);
    BRANCH(filter_frame, b1);
    BRANCH(sink_frame, b2);
    int round;
};

static void
line_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context)
{
    struct line_frame *const f = (struct line_frame *)frame;
    switch (branch) {
    case 0: visit(context, &f->a, 1, CSP_WRITES); break;
    case 1:
        visit(context, &f->a, 1, CSP_READS);
        visit(context, &f->b, 1, CSP_WRITES);
        break;
    case 2: visit(context, &f->b, 1, CSP_READS); break;
    }
}

static void
line_begin(struct line_frame *f, struct csp_proc *self, csp_ends *ends)
{
    csp_par_start(&f->par, self, 3, 0, ends);
    f->b0.frame.out = &f->a;
    f->b0.frame.hold = NULL;
    f->b0.frame.closes = false;
    f->b1.frame.in = &f->a;
    f->b1.frame.out = &f->b;
    f->b2.frame.in = &f->b;
    f->b2.frame.closes = false;
    START(0, b0, source);
    START(1, b1, filter);
    START(2, b2, sink);
}

static const uint32_t line_branches[] = {offsetof(struct line_frame, b0.proc),
                                         offsetof(struct line_frame, b1.proc),
                                         offsetof(struct line_frame, b2.proc)};
static const char *const line_names[] = {"source", "filter", "sink"};
static const struct csp_par_info line_par = {
    offsetof(struct line_frame, par), 3, line_branches, 0, 0, false, line_names, line_ends};

// The source ends by terminating: all values arrive, then END.
static struct csp_proc *
pipeline(struct csp_proc *self)
{
    struct line_frame *const f = (struct line_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->a);
        csp_chan_init(&f->b);
        for (f->round = 1; f->round <= 2; f->round++) {
            f->b0.frame.n = 10;
            f->b2.frame.n = -1;
            line_begin(f, self, line_ends);
            CSP_PAR_WAIT(2, &f->par, leave);
            CHECK(received == 10 * f->round && !f->b0.frame.met_end);
            CHECK(f->a.word == 0 && f->b.word == 0);
        }
    }
    CSP_RETURN();
leave:
    CHECK(false);
    CSP_LEAVE();
}
#define pipeline_frame line_frame
CODE(pipeline, {CSP_AT_PAR, 1, 1, NULL, &line_par});
PROGRAM(pipeline);

// The sink closes its end after three values: the source meets END while it waits or later.
static struct csp_proc *
upstream(struct csp_proc *self)
{
    struct line_frame *const f = (struct line_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->a);
        csp_chan_init(&f->b);
        f->b0.frame.n = INT64_MAX;
        f->b2.frame.n = 3;
        line_begin(f, self, line_ends);
        f->b2.frame.closes = true;
        CSP_PAR_WAIT(2, &f->par, leave);
        CHECK(received == 3 && f->b0.frame.met_end);
        CHECK(f->a.word == 0 && f->b.word == 0);
    }
    CSP_RETURN();
leave:
    CHECK(false);
    CSP_LEAVE();
}
#define upstream_frame line_frame
CODE(upstream, {CSP_AT_PAR, 1, 1, NULL, &line_par});
PROGRAM(upstream);

// The sink terminates without CLOSE: that ends nothing, and the rest is a deadlock.
static struct csp_proc *
early(struct csp_proc *self)
{
    struct line_frame *const f = (struct line_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->a);
        csp_chan_init(&f->b);
        f->b0.frame.n = 10;
        f->b2.frame.n = 5;
        line_begin(f, self, line_ends);
        CSP_PAR_WAIT(2, &f->par, leave);
    }
leave:
    CSP_LEAVE();
}
#define early_frame line_frame
CODE(early, {CSP_AT_PAR, 1, 1, NULL, &line_par});
PROGRAM(early);

// Under the rules of occam (no ends) a terminated source ends nothing either.
static struct csp_proc *
occam(struct csp_proc *self)
{
    struct line_frame *const f = (struct line_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->a);
        csp_chan_init(&f->b);
        f->b0.frame.n = 10;
        f->b2.frame.n = -1;
        line_begin(f, self, NULL);
        CSP_PAR_WAIT(2, &f->par, leave);
    }
leave:
    CSP_LEAVE();
}
#define occam_frame line_frame
CODE(occam, {CSP_AT_PAR, 1, 1, NULL, &line_par});
PROGRAM(occam);

// ---- explicit CLOSE, while the closing process lives on ------------------------------------------

struct lively_frame {
    struct csp_frame base;
    struct csp_chan a, hold;
    struct csp_par par;
    BRANCH(source_frame, b0);
    BRANCH(sink_frame, b1);
};

// `hold` is written by nobody but held by the sink, whose end closes when the sink leaves.
static void
lively_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context)
{
    struct lively_frame *const f = (struct lively_frame *)frame;
    visit(context, &f->a, 1, branch == 0 ? CSP_WRITES : CSP_READS);
    visit(context, &f->hold, 1, branch == 0 ? CSP_READS : CSP_WRITES);
}

static struct csp_proc *
lively(struct csp_proc *self)
{
    struct lively_frame *const f = (struct lively_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->a);
        csp_chan_init(&f->hold);
        csp_par_start(&f->par, self, 2, 0, lively_ends);
        f->b0.frame.out = &f->a;
        f->b0.frame.hold = &f->hold;
        f->b0.frame.n = 4;
        f->b0.frame.closes = true;
        f->b1.frame.in = &f->a;
        f->b1.frame.n = -1;
        START(0, b0, source);
        START(1, b1, sink);
        CSP_PAR_WAIT(2, &f->par, leave);
        CHECK(received == 4 && f->b0.frame.met_end);
    }
    CSP_RETURN();
leave:
    CHECK(false);
    CSP_LEAVE();
}
CODE(lively, {CSP_AT_PAR, 1, 1, NULL, NULL});
PROGRAM(lively);

// Sending after one's own CLOSE is an error of the program.
struct own_frame {
    struct csp_frame base;
    struct csp_chan c;
};

static struct csp_proc *
own(struct csp_proc *self)
{
    struct own_frame *const f = (struct own_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->c);
        csp_close(&f->c, 1, CSP_WRITES);
        csp_close(&f->c, 1, CSP_WRITES);
        CSP_OUTPUT(2, &f->c, 1, int64, leave);
    }
leave:
    CSP_LEAVE();
}
CODE(own, {CSP_AT_OUTPUT, 7, 9, "c", NULL});
PROGRAM(own);

// ---- END of an outer channel leaves an inner PAR, after its join --------------------------------

// PAR
//   source (c!)                         -- three values
//   SEQ
//     PAR  filter (c?, d!), sink (d?)   -- belongs: d
//     after := TRUE                     -- must not happen
struct inner_frame {
    struct csp_frame base;
    struct csp_chan *c;
    struct csp_chan d;
    struct csp_par par;
    BRANCH(filter_frame, b0);
    BRANCH(sink_frame, b1);
    bool after;
};

static void
inner_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context)
{
    struct inner_frame *const f = (struct inner_frame *)frame;
    visit(context, &f->d, 1, branch == 0 ? CSP_WRITES : CSP_READS);
}

static struct csp_proc *
inner(struct csp_proc *self)
{
    struct inner_frame *const f = (struct inner_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        f->after = false;
        csp_chan_init(&f->d);
        csp_par_start(&f->par, self, 2, 0, inner_ends);
        f->b0.frame.in = f->c;
        f->b0.frame.out = &f->d;
        f->b1.frame.in = &f->d;
        f->b1.frame.n = -1;
        START(0, b0, filter);
        START(1, b1, sink);
        CSP_PAR_WAIT(2, &f->par, leave);
        f->after = true;
    }
    CSP_RETURN();
leave:
    CHECK(self->value.data == f->c && f->d.word == 0);
    CSP_LEAVE();
}
CODE(inner, {CSP_AT_PAR, 1, 1, NULL, NULL});

// The branch calls `inner`: END passes the call too.
struct caller_frame {
    struct csp_frame base;
    struct csp_chan *c;
    bool after;
    struct inner_frame inner;
};

static struct csp_proc *
caller(struct csp_proc *self)
{
    struct caller_frame *const f = (struct caller_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        f->after = false;
        csp_frame_init(&f->inner.base, &f->base, &inner_code);
        f->inner.c = f->c;
        CSP_CALL(2, &f->inner.base, leave);
        f->after = true;
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(caller, {CSP_AT_CALL, 1, 1, "inner", NULL});

struct nested_frame {
    struct csp_frame base;
    struct csp_chan c;
    struct csp_par par;
    BRANCH(source_frame, b0);
    BRANCH(caller_frame, b1);
};

static void
nested_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context)
{
    struct nested_frame *const f = (struct nested_frame *)frame;
    visit(context, &f->c, 1, branch == 0 ? CSP_WRITES : CSP_READS);
}

static struct csp_proc *
nested(struct csp_proc *self)
{
    struct nested_frame *const f = (struct nested_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->c);
        csp_par_start(&f->par, self, 2, 0, nested_ends);
        f->b0.frame.out = &f->c;
        f->b0.frame.hold = NULL;
        f->b0.frame.n = 3;
        f->b0.frame.closes = false;
        f->b1.frame.c = &f->c;
        START(0, b0, source);
        START(1, b1, caller);
        CSP_PAR_WAIT(2, &f->par, leave);
        CHECK(received == 3 && f->c.word == 0);
        CHECK(!f->b1.frame.after && !f->b1.frame.inner.after);
    }
    CSP_RETURN();
leave:
    CHECK(false);
    CSP_LEAVE();
}
CODE(nested, {CSP_AT_PAR, 1, 1, NULL, NULL});
PROGRAM(nested);

// ---- the process END shuts a ring ----------------------------------------------------------------

enum { NODES = 5, LAPS = 12 };

// Sends two tokens round and leaves after LAPS laps, from inside an inner PAR that holds no channel
// of its own: END goes on outwards.
struct boss_frame {
    struct csp_frame base;
    struct csp_chan *in, *out;
    int64_t i, x;
};

static struct csp_proc *
boss(struct csp_proc *self)
{
    struct boss_frame *const f = (struct boss_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        CSP_OUTPUT(2, f->out, 1, int64, leave);
        CSP_OUTPUT(4, f->out, 2, int64, leave);
        for (f->i = 0; f->i < LAPS; f->i++) {
            CSP_INPUT(6, f->in, f->x, int64, leave);
            received++;
            CSP_OUTPUT(8, f->out, f->x, int64, leave);
        }
        self->value.data = &csp_end_statement;
        goto leave;
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(boss, {CSP_AT_OUTPUT, 1, 1, "out", NULL}, {CSP_AT_OUTPUT, 2, 1, "out", NULL},
     {CSP_AT_INPUT, 3, 1, "in", NULL}, {CSP_AT_OUTPUT, 4, 1, "out", NULL});

struct office_frame {
    struct csp_frame base;
    struct csp_chan *in, *out;
    struct csp_par par;
    BRANCH(boss_frame, b0);
    bool after;
};

static void
office_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context)
{
    (void)frame;
    (void)branch;
    (void)visit;
    (void)context;
}

static struct csp_proc *
office(struct csp_proc *self)
{
    struct office_frame *const f = (struct office_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_par_start(&f->par, self, 1, 0, office_ends);
        f->b0.frame.in = f->in;
        f->b0.frame.out = f->out;
        START(0, b0, boss);
        CSP_PAR_WAIT(2, &f->par, leave);
        CHECK(false);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(office, {CSP_AT_PAR, 1, 1, NULL, NULL});

struct ring_frame {
    struct csp_frame base;
    struct csp_chan c[NODES];
    struct csp_par par;
    BRANCH(office_frame, b0);
    BRANCH(filter_frame, node[NODES - 1]);
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
        f->b0.frame.in = &f->c[0];
        f->b0.frame.out = &f->c[1];
        START(0, b0, office);
        for (uint32_t i = 1; i < NODES; i++) {
            f->node[i - 1].frame.in = &f->c[i];
            f->node[i - 1].frame.out = &f->c[(i + 1) % NODES];
            START(i, node[i - 1], filter);
        }
        CSP_PAR_WAIT(2, &f->par, leave);
        CHECK(received == LAPS);
        for (uint32_t i = 0; i < NODES; i++)
            CHECK(f->c[i].word == 0);
    }
    CSP_RETURN();
leave:
    CHECK(false);
    CSP_LEAVE();
}
CODE(ring, {CSP_AT_PAR, 1, 1, NULL, NULL});
PROGRAM(ring);

// ---- the first process leaves --------------------------------------------------------------------

struct alone_frame {
    struct csp_frame base;
};

static struct csp_proc *
alone(struct csp_proc *self)
{
    self->value.data = &csp_end_statement;
    CSP_LEAVE();
}
CODE(alone, {CSP_AT_START, 1, 1, NULL, NULL});
PROGRAM(alone);

static void
check_networks(void)
{
    case_quiet("pipeline", &pipeline_program);
    case_quiet("upstream", &upstream_program);
    case_quiet("lively", &lively_program);
    case_quiet("nested", &nested_program);
    case_quiet("ring", &ring_program);
    case_quiet("alone", &alone_program);
}

static void
check_reports(void)
{
    static struct outcome outcome;
    case_run(&outcome, &early_program, "");
    CHECK(outcome.status == 3);
    CONTAINS(outcome.err, "early/sink, which has terminated without CLOSE");
    case_run(&outcome, &occam_program, "");
    CHECK(outcome.status == 3);
    CONTAINS(outcome.err, "occam/source, which has terminated\n");
    case_run(&outcome, &own_program, "");
    CHECK(outcome.status == 2);
    CONTAINS(outcome.err, "test.csp:7:9: run-time error: output to `c` after CLOSE\n  in own\n");
}

int
main(void)
{
    case_seed(0);
    check_networks();
    check_reports();
    for (int seed = 1; seed <= 30; seed++) {
        case_seed(seed);
        check_networks();
    }
    return case_end();
}
