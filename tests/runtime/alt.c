// SPDX-License-Identifier: MIT
// ALT: fairness, priority, groups, timers, SKIP, and the rules of END.
#include <config.h>

#include "case.h"

enum { WRITERS = 4, ROUNDS = 1000 };

static bool is_seeded; // the order of processes is random: preferences cannot be counted

// ---- writers -------------------------------------------------------------------------------------

// Writes `n` numbers; then sleeps for `pause` microseconds, if that is not 0.
struct writer_frame {
    struct csp_frame base;
    struct csp_chan *out;
    int64_t n, i, pause;
    struct csp_timer timer;
};

static struct csp_proc *
writer(struct csp_proc *self)
{
    struct writer_frame *const f = (struct writer_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        if (f->pause > 0)
            CSP_SLEEP(2, &f->timer, csp_clock() + f->pause, leave);
        for (f->i = 0; f->i < f->n; f->i++)
            CSP_OUTPUT(4, f->out, f->i, int64, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(writer, {CSP_AT_TIMER, 1, 1, NULL, NULL}, {CSP_AT_OUTPUT, 2, 1, "out", NULL});

// ---- a reader with an ALT over all channels, whose body is given by `kind` ----------------------

enum kind {
    FAIR,     // ROUNDS choices; each writer has its share
    PRIORITY, // the first writer that is ready, always
    TIED,     // c[0] and c[3] take turns with the group c[1] before c[2]
    ALL,      // everything, until the ALT meets END
    PATIENT,  // as ALL, with a guard for a moment that never comes
    POLLING,  // as ALL, with a SKIP
    ENDS,     // as ALL, with `c[0] ? END` until that has been chosen
};

struct reader_frame {
    struct csp_frame base;
    struct csp_chan *in;
    enum kind kind;
    int64_t left, x, count[WRITERS + 2];
    struct csp_guard guards[WRITERS + 2];
    struct csp_alt alt;
    bool met_end;
};

static uint32_t
reader_guards(struct reader_frame *f)
{
    for (uint32_t i = 0; i < WRITERS; i++)
        f->guards[i] = csp_guard_input(&f->in[i], true, 10 + i);
    if (f->kind == TIED)
        f->guards[2].tied = 1;
    if (f->kind == PATIENT)
        f->guards[WRITERS] = csp_guard_timer(csp_clock() + 3600000000, true, 20);
    else if (f->kind == POLLING)
        f->guards[WRITERS] = csp_guard_skip(true, 20);
    else if (f->kind == ENDS)
        f->guards[WRITERS] = csp_guard_end(&f->in[0], f->count[WRITERS] == 0, 20);
    else
        return WRITERS;
    f->guards[WRITERS + 1] = csp_guard_skip(false, 21);
    return WRITERS + 2;
}

static struct csp_proc *
reader(struct csp_proc *self)
{
    struct reader_frame *const f = (struct reader_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        f->met_end = false;
        memset(f->count, 0, sizeof f->count);
        csp_alt_init(&f->alt, f->kind == PRIORITY);
        for (; f->left > 0; f->left--) {
            csp_alt_begin(&f->alt, f->guards, reader_guards(f));
            CSP_ALT(2, &f->alt, leave);
            f->count[f->alt.chosen]++;
            if (f->alt.chosen < WRITERS)
                CSP_TAKE(&f->in[f->alt.chosen], f->x, int64);
        }
        if (f->kind == FAIR || f->kind == PRIORITY || f->kind == TIED)
            csp_close(f->in, WRITERS, CSP_READS);
    }
    CSP_RETURN();
leave:
    f->met_end = true;
    CSP_LEAVE();
}
CODE(reader, {CSP_AT_ALT, 9, 1, NULL, NULL});

// ---- the network ---------------------------------------------------------------------------------

struct net_frame {
    struct csp_frame base;
    struct csp_chan c[WRITERS];
    struct csp_par par;
    BRANCH(writer_frame, writer[WRITERS]);
    BRANCH(reader_frame, reader);
};

static void
net_ends(struct csp_frame *frame, size_t branch, csp_visit_end *visit, void *context)
{
    struct net_frame *const f = (struct net_frame *)frame;
    if (branch < WRITERS)
        visit(context, &f->c[branch], 1, CSP_WRITES);
    else
        visit(context, f->c, WRITERS, CSP_READS);
}

static void
net_begin(struct net_frame *f, struct csp_proc *self, enum kind kind, int64_t choices)
{
    csp_chan_init_all(f->c, WRITERS);
    csp_par_start(&f->par, self, WRITERS + 1, 0, net_ends);
    f->reader.frame.in = f->c;
    f->reader.frame.kind = kind;
    f->reader.frame.left = choices;
    // Half of the writers come to their channels before the reader, half after it.
    for (uint32_t i = 0; i < WRITERS; i++) {
        f->writer[i].frame.out = &f->c[i];
        f->writer[i].frame.n = choices < INT64_MAX ? INT64_MAX : ROUNDS * (i + 1);
        f->writer[i].frame.pause = 0;
        START(i, writer[i], writer);
        if (i == WRITERS / 2)
            START(WRITERS, reader, reader);
    }
}

static void
check_all(const struct net_frame *f)
{
    for (int i = 0; i < WRITERS; i++)
        CHECK(f->reader.frame.count[i] == ROUNDS * (i + 1));
}

static struct csp_proc *
net(struct csp_proc *self)
{
    struct net_frame *const f = (struct net_frame *)self->frame;
    const int64_t *const count = f->reader.frame.count;
    switch (f->base.at) {
    case 0:
        net_begin(f, self, FAIR, ROUNDS);
        CSP_PAR_WAIT(2, &f->par, leave);
        for (int i = 0; i < WRITERS; i++)
            CHECK(count[i] >= ROUNDS / WRITERS / 2);

        net_begin(f, self, PRIORITY, ROUNDS);
        CSP_PAR_WAIT(4, &f->par, leave);
        CHECK(is_seeded || (count[0] >= count[1] && count[1] >= count[2] && count[2] >= count[3]));

        net_begin(f, self, TIED, ROUNDS);
        CSP_PAR_WAIT(6, &f->par, leave);
        CHECK(count[0] > ROUNDS / 5 && count[3] > ROUNDS / 5);
        CHECK(is_seeded || count[1] >= count[2]);

        net_begin(f, self, ALL, INT64_MAX);
        CSP_PAR_WAIT(8, &f->par, leave);
        check_all(f);
        CHECK(f->reader.frame.met_end);

        net_begin(f, self, PATIENT, INT64_MAX);
        CSP_PAR_WAIT(10, &f->par, leave);
        check_all(f);
        CHECK(f->reader.frame.met_end && count[WRITERS] == 0);

        net_begin(f, self, POLLING, INT64_MAX);
        CSP_PAR_WAIT(12, &f->par, leave);
        check_all(f);
        CHECK(f->reader.frame.met_end);

        net_begin(f, self, ENDS, ROUNDS * 10 + 1);
        for (int i = 0; i < WRITERS; i++)
            f->writer[i].frame.n = ROUNDS * (i + 1);
        CSP_PAR_WAIT(14, &f->par, leave);
        check_all(f);
        CHECK(!f->reader.frame.met_end && count[WRITERS] == 1);
    }
    CSP_RETURN();
leave:
    CHECK(false);
    CSP_LEAVE();
}
CODE(net, {CSP_AT_PAR, 1, 1, NULL, NULL}, {CSP_AT_PAR, 2, 1, NULL, NULL},
     {CSP_AT_PAR, 3, 1, NULL, NULL}, {CSP_AT_PAR, 4, 1, NULL, NULL}, {CSP_AT_PAR, 5, 1, NULL, NULL},
     {CSP_AT_PAR, 6, 1, NULL, NULL}, {CSP_AT_PAR, 7, 1, NULL, NULL});
PROGRAM(net);

// ---- groups take turns ---------------------------------------------------------------------------

// Looks at four writers that stay where they are: c[1] comes before c[2], and the two take turns
// with the others.
static struct csp_proc *
turns(struct csp_proc *self)
{
    struct reader_frame *const f = (struct reader_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_alt_init(&f->alt, false);
        f->kind = TIED;
        (void)reader_guards(f);
        CSP_SLEEP(2, &f->alt.timer, csp_clock() + 1000, leave);
        f->alt.from = 0;
        for (f->x = 0; f->x < 9; f->x++) {
            csp_alt_begin(&f->alt, f->guards, WRITERS);
            CSP_ALT(4, &f->alt, leave);
            CHECK(f->alt.chosen == (uint32_t)(f->x % 3 + (f->x % 3 == 2)));
        }
        csp_close(f->in, WRITERS, CSP_READS);
    }
    CSP_RETURN();
leave:
    CHECK(false);
    CSP_LEAVE();
}
CODE(turns, {CSP_AT_TIMER, 1, 1, NULL, NULL}, {CSP_AT_ALT, 2, 1, NULL, NULL});

static struct csp_proc *
groups(struct csp_proc *self)
{
    struct net_frame *const f = (struct net_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init_all(f->c, WRITERS);
        csp_par_start(&f->par, self, WRITERS + 1, 0, net_ends);
        for (uint32_t i = 0; i < WRITERS; i++) {
            f->writer[i].frame.out = &f->c[i];
            f->writer[i].frame.n = 1;
            f->writer[i].frame.pause = 0;
            START(i, writer[i], writer);
        }
        f->reader.frame.in = f->c;
        START(WRITERS, reader, turns);
        CSP_PAR_WAIT(2, &f->par, leave);
    }
    CSP_RETURN();
leave:
    CHECK(false);
    CSP_LEAVE();
}
#define groups_frame net_frame
CODE(groups, {CSP_AT_PAR, 1, 1, NULL, NULL});
PROGRAM(groups);

// ---- one ALT in one process ----------------------------------------------------------------------

struct one_frame {
    struct csp_frame base;
    struct csp_chan c, d;
    struct csp_par par;
    BRANCH(writer_frame, late);
    struct csp_guard guards[3];
    struct csp_alt alt;
    struct csp_timer timer;
    int64_t began, x, i, round;
};

// A moment comes before anything else; SKIP after a channel that is ready; a past moment at once.
static struct csp_proc *
moments(struct csp_proc *self)
{
    struct one_frame *const f = (struct one_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->c);
        csp_alt_init(&f->alt, true);
        f->began = csp_clock();
        f->guards[0] = csp_guard_input(&f->c, true, 1);
        f->guards[1] = csp_guard_timer(f->began + 20000, true, 2);
        f->guards[2] = csp_guard_timer(f->began + 10000, true, 3);
        csp_alt_begin(&f->alt, f->guards, 3);
        CSP_ALT(2, &f->alt, leave);
        CHECK(f->alt.chosen == 2 && f->c.word == 0);
        CHECK(csp_clock() - f->began >= 10000);

        f->guards[2] = csp_guard_skip(true, 4);
        f->guards[1] = csp_guard_skip(false, 4);
        csp_alt_begin(&f->alt, f->guards, 3);
        CSP_ALT(4, &f->alt, leave);
        CHECK(f->alt.chosen == 2);

        f->guards[1] = csp_guard_timer(f->began, true, 5);
        csp_alt_begin(&f->alt, f->guards, 3);
        CSP_ALT(6, &f->alt, leave);
        CHECK(f->alt.chosen == 1);
    }
    CSP_RETURN();
leave:
    CHECK(false);
    CSP_LEAVE();
}
#define moments_frame one_frame
CODE(moments, {CSP_AT_ALT, 1, 1, NULL, NULL}, {CSP_AT_ALT, 2, 1, NULL, NULL},
     {CSP_AT_ALT, 3, 1, NULL, NULL});
PROGRAM(moments);

// A channel comes before the moment: the timer is cancelled, or it would wake the ALT's process
// while it waits for something else.
static struct csp_proc *
cancelled(struct csp_proc *self)
{
    struct one_frame *const f = (struct one_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->c);
        csp_chan_init(&f->d);
        csp_alt_init(&f->alt, false);
        csp_par_start(&f->par, self, 1, 0, NULL);
        f->late.frame.out = &f->c;
        f->late.frame.n = 2;
        f->late.frame.pause = 2000;
        START(0, late, writer);
        csp_par_go(&f->par);
        f->guards[0] = csp_guard_timer(csp_clock() + 20000, true, 1);
        f->guards[1] = csp_guard_input(&f->c, true, 2);
        f->guards[2] = csp_guard_input(&f->d, true, 3);
        csp_alt_begin(&f->alt, f->guards, 3);
        CSP_ALT(2, &f->alt, leave);
        CHECK(f->alt.chosen == 1 && f->d.word == 0);
        CSP_TAKE(&f->c, f->x, int64);
        CSP_SLEEP(4, &f->timer, csp_clock() + 40000, leave);
        CSP_INPUT(6, &f->c, f->x, int64, leave);
        CHECK(f->x == 1);
        CSP_PAR_WAIT(8, &f->par, leave);
    }
    CSP_RETURN();
leave:
    CHECK(false);
    CSP_LEAVE();
}
#define cancelled_frame one_frame
CODE(cancelled, {CSP_AT_ALT, 1, 1, NULL, NULL}, {CSP_AT_TIMER, 2, 1, NULL, NULL},
     {CSP_AT_INPUT, 3, 1, "c", NULL}, {CSP_AT_PAR, 4, 1, NULL, NULL});
PROGRAM(cancelled);

// No guard is enabled.
static struct csp_proc *
never(struct csp_proc *self)
{
    struct one_frame *const f = (struct one_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_alt_init(&f->alt, false);
        f->guards[0] = csp_guard_input(&f->c, false, 1);
        f->guards[1] = csp_guard_timer(0, false, 1);
        f->guards[2] = csp_guard_skip(false, 1);
        csp_alt_begin(&f->alt, f->guards, 3);
        CSP_ALT(2, &f->alt, leave);
    }
leave:
    CSP_LEAVE();
}
#define never_frame one_frame
CODE(never, {CSP_AT_ALT, 5, 3, NULL, NULL});
PROGRAM(never);

// ---- seeds ---------------------------------------------------------------------------------------

// Prints which of three ready SKIPs is chosen, 20 times.
static struct csp_proc *
lots(struct csp_proc *self)
{
    struct one_frame *const f = (struct one_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_alt_init(&f->alt, false);
        for (f->i = 0; f->i < 20; f->i++) {
            for (int k = 0; k < 3; k++)
                f->guards[k] = csp_guard_skip(true, 1);
            csp_alt_begin(&f->alt, f->guards, 3);
            CSP_ALT(2, &f->alt, leave);
            printf("%u", f->alt.chosen);
        }
        fflush(stdout);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
#define lots_frame one_frame
CODE(lots, {CSP_AT_ALT, 1, 1, NULL, NULL});
PROGRAM(lots);

static void
check_seeds(void)
{
    static struct outcome rotating, first, again, other;
    case_run(&rotating, &lots_program, "");
    CHECK(strstr("0120120120120120120120", rotating.out) != NULL);
    case_seed(1);
    case_run(&first, &lots_program, "");
    case_run(&again, &lots_program, "");
    case_seed(2);
    case_run(&other, &lots_program, "");
    CHECK(strcmp(first.out, again.out) == 0);
    CHECK(strcmp(first.out, other.out) != 0);
    CHECK(strlen(first.out) == 20 && strlen(other.out) == 20);
}

int
main(void)
{
    static struct outcome outcome;
    case_seed(0);
    case_quiet("net", &net_program);
    case_quiet("groups", &groups_program);
    case_quiet("moments", &moments_program);
    case_quiet("cancelled", &cancelled_program);
    case_run(&outcome, &never_program, "");
    CHECK(outcome.status == 2);
    CONTAINS(outcome.err, "test.csp:5:3: run-time error: no guard of this ALT can ever be ready\n");
    check_seeds();
    is_seeded = true;
    for (int seed = 1; seed <= 10; seed++) {
        case_seed(seed);
        case_quiet("net", &net_program);
        case_quiet("cancelled", &cancelled_program);
    }
    return case_end();
}
