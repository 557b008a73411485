// SPDX-License-Identifier: MIT
// TIMERs: order, ties, ten thousand sleepers, cancelling in the middle of the heap, cyclic clocks,
// and that a busy program does not hold them up.
#include <config.h>

#include "case.h"

#include <time.h>

enum { SLEEPERS = 10000, NAPS = 3 };

static int64_t last_due; // the moments must come in order
static int64_t naps;

// ---- many sleepers -------------------------------------------------------------------------------

struct sleeper_frame {
    struct csp_frame base;
    struct csp_timer timer;
    uint32_t random;
    int64_t i, due;
};

static struct csp_proc *
sleeper(struct csp_proc *self)
{
    struct sleeper_frame *const f = (struct sleeper_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        for (f->i = 0; f->i < NAPS; f->i++) {
            f->random = f->random * 1103515245 + 12345;
            f->due = csp_clock() + (f->random >> 8) % 20000;
            CSP_SLEEP(2, &f->timer, f->due, leave);
            CHECK(csp_clock() >= f->due);
            naps++;
        }
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(sleeper, {CSP_AT_TIMER, 1, 1, NULL, NULL});

struct dormitory_frame {
    struct csp_frame base;
    struct csp_par par;
    BRANCH(sleeper_frame, sleeper[SLEEPERS]);
};

static struct csp_proc *
dormitory(struct csp_proc *self)
{
    struct dormitory_frame *const f = (struct dormitory_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_par_start(&f->par, self, SLEEPERS, 0, NULL);
        for (uint32_t i = 0; i < SLEEPERS; i++) {
            f->sleeper[i].frame.random = i * 2654435761u;
            START(i, sleeper[i], sleeper);
        }
        CSP_PAR_WAIT(2, &f->par, leave);
        CHECK(naps == SLEEPERS * NAPS);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(dormitory, {CSP_AT_PAR, 1, 1, NULL, NULL});
PROGRAM(dormitory);

// ---- order ---------------------------------------------------------------------------------------

enum { WAKERS = 50 };

struct waker_frame {
    struct csp_frame base;
    struct csp_timer timer;
    int64_t due;
};

static struct csp_proc *
waker(struct csp_proc *self)
{
    struct waker_frame *const f = (struct waker_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        CSP_SLEEP(2, &f->timer, f->due, leave);
        CHECK(f->due >= last_due);
        last_due = f->due;
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(waker, {CSP_AT_TIMER, 1, 1, NULL, NULL});

struct order_frame {
    struct csp_frame base;
    struct csp_par par;
    BRANCH(waker_frame, waker[WAKERS]);
    int64_t began;
};

static struct csp_proc *
order(struct csp_proc *self)
{
    struct order_frame *const f = (struct order_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        f->began = csp_clock() + 5000;
        csp_par_start(&f->par, self, WAKERS, 0, NULL);
        for (uint32_t i = 0; i < WAKERS; i++) {
            f->waker[i].frame.due = f->began + i * 7919 % WAKERS / 2 * 100;
            START(i, waker[i], waker);
        }
        CSP_PAR_WAIT(2, &f->par, leave);
        CHECK(last_due >= f->began);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(order, {CSP_AT_PAR, 1, 1, NULL, NULL});
PROGRAM(order);

// ---- ALTs with a moment each, woken by a channel before it comes --------------------------------

enum { ALTS = 200 };

struct waiter_frame {
    struct csp_frame base;
    struct csp_chan *in;
    struct csp_guard guards[2];
    struct csp_alt alt;
    int64_t after, x;
};

static struct csp_proc *
waiter(struct csp_proc *self)
{
    struct waiter_frame *const f = (struct waiter_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_alt_init(&f->alt, false);
        f->guards[0] = csp_guard_input(f->in, true, 1);
        f->guards[1] = csp_guard_timer(csp_clock() + f->after, true, 2);
        csp_alt_begin(&f->alt, f->guards, 2);
        CSP_ALT(2, &f->alt, leave);
        CHECK(f->alt.chosen == 0);
        CSP_TAKE(f->in, f->x, int64);
        naps++;
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(waiter, {CSP_AT_ALT, 1, 1, NULL, NULL});

struct hall_frame {
    struct csp_frame base;
    struct csp_chan c[ALTS];
    struct csp_par par;
    BRANCH(waiter_frame, waiter[ALTS]);
    BRANCH(order_frame, bell);
    uint32_t i;
};

// Rings all waiters in an order unlike that of their moments.
static struct csp_proc *
bell(struct csp_proc *self)
{
    struct order_frame *const f = (struct order_frame *)self->frame;
    struct hall_frame *const hall = (struct hall_frame *)csp_origin_par(self->frame)->parent->frame;
    switch (f->base.at) {
    case 0:
        for (hall->i = 0; hall->i < ALTS; hall->i++)
            CSP_OUTPUT(2, &hall->c[hall->i * 37 % ALTS], 1, int64, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(bell, {CSP_AT_OUTPUT, 1, 1, NULL, NULL});

static struct csp_proc *
hall(struct csp_proc *self)
{
    struct hall_frame *const f = (struct hall_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init_all(f->c, ALTS);
        csp_par_start(&f->par, self, ALTS + 1, 0, NULL);
        for (uint32_t i = 0; i < ALTS; i++) {
            f->waiter[i].frame.in = &f->c[i];
            f->waiter[i].frame.after = 60000000 + i * 7919 % ALTS;
            START(i, waiter[i], waiter);
        }
        START(ALTS, bell, bell);
        CSP_PAR_WAIT(2, &f->par, leave);
        CHECK(naps == ALTS);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(hall, {CSP_AT_PAR, 1, 1, NULL, NULL});
PROGRAM(hall);

// ---- a busy program ------------------------------------------------------------------------------

struct busy_frame {
    struct csp_frame base;
    struct csp_chan c, d;
    struct csp_par par;
    BRANCH(waker_frame, waker);
    BRANCH(order_frame, ping);
    BRANCH(order_frame, pong);
    int64_t x, y;
};

static struct csp_proc *
ping(struct csp_proc *self)
{
    struct order_frame *const f = (struct order_frame *)self->frame;
    struct busy_frame *const busy = (struct busy_frame *)csp_origin_par(self->frame)->parent->frame;
    switch (f->base.at) {
    case 0:
        while (busy->waker.proc.state != CSP_ENDED) {
            CSP_OUTPUT(2, &busy->c, 1, int64, leave);
            CSP_INPUT(4, &busy->d, busy->x, int64, leave);
        }
        CSP_OUTPUT(6, &busy->c, 0, int64, leave);
        CSP_INPUT(8, &busy->d, busy->x, int64, leave);
        CHECK(csp_clock() - last_due < 500000);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(ping, {CSP_AT_OUTPUT, 1, 1, NULL, NULL}, {CSP_AT_INPUT, 1, 1, NULL, NULL},
     {CSP_AT_OUTPUT, 1, 1, NULL, NULL}, {CSP_AT_INPUT, 1, 1, NULL, NULL});

static struct csp_proc *
pong(struct csp_proc *self)
{
    struct order_frame *const f = (struct order_frame *)self->frame;
    struct busy_frame *const busy = (struct busy_frame *)csp_origin_par(self->frame)->parent->frame;
    switch (f->base.at) {
    case 0:
        do {
            CSP_INPUT(2, &busy->c, busy->y, int64, leave);
            CSP_OUTPUT(4, &busy->d, busy->y, int64, leave);
        } while (busy->y != 0);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(pong, {CSP_AT_INPUT, 1, 1, NULL, NULL}, {CSP_AT_OUTPUT, 1, 1, NULL, NULL});

static struct csp_proc *
busy(struct csp_proc *self)
{
    struct busy_frame *const f = (struct busy_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->c);
        csp_chan_init(&f->d);
        csp_par_start(&f->par, self, 3, 0, NULL);
        f->waker.frame.due = csp_clock() + 20000;
        START(0, waker, waker);
        START(1, ping, ping);
        START(2, pong, pong);
        CSP_PAR_WAIT(2, &f->par, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(busy, {CSP_AT_PAR, 1, 1, NULL, NULL});
PROGRAM(busy);

// ---- TIMERs of any width -------------------------------------------------------------------------

static void
check_due(void)
{
    const int64_t now = csp_clock();
    CHECK(csp_due(now + 1000, 64) == now + 1001);
    CHECK(csp_due(INT64_MAX, 64) == INT64_MAX - 1);
    CHECK(csp_due(now - 1000, 64) <= now);
    CHECK(csp_due((int32_t)(uint32_t)(now + 1000000), 32) == now + 1000001);
    CHECK(csp_due((int32_t)(uint32_t)(now - 1000000), 32) <= now);
    const int64_t due = csp_due((int16_t)(uint16_t)(now + 10000), 16);
    CHECK(due == now + 10001);
    const struct timespec pause = {0, 2000000};
    nanosleep(&pause, NULL);
    CHECK(csp_clock() >= now + 2000);
}

int
main(void)
{
    check_due();
    case_quiet("order", &order_program);
    case_quiet("hall", &hall_program);
    case_quiet("busy", &busy_program);
    case_quiet("dormitory", &dormitory_program);
    return case_end();
}
