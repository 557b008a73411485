// SPDX-License-Identifier: MIT
// Several threads: processes that wait for the system or for other threads, computations beside
// which others go on, and what signals and errors do meanwhile.
#include <config.h>

#include "case.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static const struct csp_site site = {"test.csp", 7, 1, NULL};

static void
sleep_for(int64_t microseconds)
{
    const struct timespec time = {microseconds / 1000000, microseconds % 1000000 * 1000};
    nanosleep(&time, NULL);
}

// ---- waiting for the system ----------------------------------------------------------------------

enum { READERS = 20, ROUNDS = 20 };

struct reader_frame {
    struct csp_frame base;
    int pipe[2];
    int round, got;
};

static void
read_pipe(void *argument)
{
    struct reader_frame *const f = argument;
    char byte;
    f->got = (int)read(f->pipe[0], &byte, 1);
}

static struct csp_proc *
reader(struct csp_proc *self)
{
    struct reader_frame *const f = (struct reader_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        for (f->round = 0; f->round < ROUNDS; f->round++) {
            csp_blocking(read_pipe, f);
            CHECK(f->got == 1);
            CSP_YIELD(2);
        }
    }
    CSP_RETURN();
}
CODE(reader, {CSP_AT_YIELD, 1, 1, NULL, NULL});

// Gives every reader its bytes, one after the other, at moments of its own.
struct writer_frame {
    struct csp_frame base;
    struct csp_timer timer;
    const int (*pipes)[READERS];
    int round, i;
};

static struct csp_proc *
writer(struct csp_proc *self)
{
    struct writer_frame *const f = (struct writer_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        for (f->round = 0; f->round < ROUNDS; f->round++) {
            for (f->i = 0; f->i < READERS; f->i++)
                CHECK(write((*f->pipes)[f->i], "x", 1) == 1);
            CSP_SLEEP(2, &f->timer, csp_clock() + 500, leave);
        }
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(writer, {CSP_AT_TIMER, 1, 1, NULL, NULL});

struct library_frame {
    struct csp_frame base;
    struct csp_par par;
    int pipes[READERS];
    BRANCH(reader_frame, reader[READERS]);
    BRANCH(writer_frame, writer);
};

static struct csp_proc *
library(struct csp_proc *self)
{
    struct library_frame *const f = (struct library_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_par_start(&f->par, self, READERS + 1, 0, NULL);
        for (uint32_t i = 0; i < READERS; i++) {
            CHECK(pipe(f->reader[i].frame.pipe) == 0);
            f->pipes[i] = f->reader[i].frame.pipe[1];
            START(i, reader[i], reader);
        }
        f->writer.frame.pipes = &f->pipes;
        START(READERS, writer, writer);
        CSP_PAR_WAIT(2, &f->par, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(library, {CSP_AT_PAR, 1, 1, NULL, NULL});
PROGRAM(library);

// ---- waiting for another thread ------------------------------------------------------------------

enum { CALLS = 2000 };

struct caller_frame {
    struct csp_frame base;
    struct csp_proc *process;
    pthread_t thread;
    int round;
};

// Sometimes before the process waits, sometimes after.
static void *
answer(void *argument)
{
    struct caller_frame *const f = argument;
    if (f->round % 50 == 0)
        sleep_for(1000);
    csp_ready(f->process);
    return NULL;
}

static struct csp_proc *
caller(struct csp_proc *self)
{
    struct caller_frame *const f = (struct caller_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        for (f->round = 0; f->round < CALLS; f->round++) {
            f->process = self;
            CHECK(pthread_create(&f->thread, NULL, answer, f) == 0);
            CSP_SUSPEND(2);
            pthread_join(f->thread, NULL);
        }
    }
    CSP_RETURN();
}
CODE(caller, {CSP_AT_YIELD, 1, 1, NULL, NULL});

struct calls_frame {
    struct csp_frame base;
    struct csp_par par;
    BRANCH(caller_frame, caller[2]);
};

static struct csp_proc *
calls(struct csp_proc *self)
{
    struct calls_frame *const f = (struct calls_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_par_start(&f->par, self, 2, 0, NULL);
        START(0, caller[0], caller);
        START(1, caller[1], caller);
        CSP_PAR_WAIT(2, &f->par, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(calls, {CSP_AT_PAR, 1, 1, NULL, NULL});
PROGRAM(calls);

// ---- computing beside others ---------------------------------------------------------------------

enum { BUSY = 100000, NAP = 2000, LATE = 10000, TRIES = 10 };

static int64_t worst;

struct napper_frame {
    struct csp_frame base;
    struct csp_timer timer;
    int64_t due, began;
};

static struct csp_proc *
napper(struct csp_proc *self)
{
    struct napper_frame *const f = (struct napper_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        f->began = csp_clock();
        while (csp_clock() < f->began + BUSY) {
            f->due = csp_clock() + NAP;
            CSP_SLEEP(2, &f->timer, f->due, leave);
            if (csp_clock() - f->due > worst)
                worst = csp_clock() - f->due;
        }
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(napper, {CSP_AT_TIMER, 1, 1, NULL, NULL});

static void
compute_until(int64_t moment)
{
    while (csp_clock() < moment)
        continue;
}

struct cruncher_frame {
    struct csp_frame base;
};

static struct csp_proc *
cruncher(struct csp_proc *self)
{
    struct csp_worker *const worker = csp_away();
    compute_until(csp_clock() + BUSY);
    csp_back(worker);
    CSP_RETURN();
}
CODE(cruncher, {CSP_AT_YIELD, 1, 1, NULL, NULL});

struct busy_frame {
    struct csp_frame base;
    struct csp_par par;
    int i;
    BRANCH(napper_frame, napper);
    BRANCH(cruncher_frame, cruncher);
};

// The machine may be busy with other things: one good try in some is enough.
static struct csp_proc *
busy(struct csp_proc *self)
{
    struct busy_frame *const f = (struct busy_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        for (f->i = 0; f->i < TRIES && (f->i == 0 || worst > LATE); f->i++) {
            worst = 0;
            csp_par_start(&f->par, self, 2, 0, NULL);
            START(0, napper, napper);
            START(1, cruncher, cruncher);
            CSP_PAR_WAIT(2, &f->par, leave);
        }
        CHECK(worst <= LATE);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(busy, {CSP_AT_PAR, 1, 1, NULL, NULL});
PROGRAM(busy);

// ---- idle programs use no processor --------------------------------------------------------------

enum { REST = 300000 };

struct rester_frame {
    struct csp_frame base;
    struct csp_timer timer;
    clock_t used;
};

static struct csp_proc *
rester(struct csp_proc *self)
{
    struct rester_frame *const f = (struct rester_frame *)self->frame;
    struct csp_worker *worker;
    switch (f->base.at) {
    case 0:
        worker = csp_away();
        compute_until(csp_clock() + 5000);
        csp_back(worker);
        CSP_SLEEP(2, &f->timer, csp_clock() + 10000, leave);
        f->used = clock();
        CSP_SLEEP(4, &f->timer, csp_clock() + REST, leave);
        CHECK(clock() - f->used < CLOCKS_PER_SEC / 10);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(rester, {CSP_AT_TIMER, 1, 1, NULL, NULL}, {CSP_AT_TIMER, 1, 1, NULL, NULL});

struct rest_frame {
    struct csp_frame base;
    struct csp_par par;
    BRANCH(rester_frame, rester[3]);
};

static struct csp_proc *
rest(struct csp_proc *self)
{
    struct rest_frame *const f = (struct rest_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_par_start(&f->par, self, 3, 0, NULL);
        for (uint32_t i = 0; i < 3; i++)
            START(i, rester[i], rester);
        CSP_PAR_WAIT(2, &f->par, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(rest, {CSP_AT_PAR, 1, 1, NULL, NULL});
PROGRAM(rest);

// ---- a channel between a process that is away and one that waits ---------------------------------

struct late_frame {
    struct csp_frame base;
    struct csp_chan *out;
    bool sends;
};

static void
sleep_long(void *argument)
{
    (void)argument;
    sleep_for(30000);
}

static struct csp_proc *
late(struct csp_proc *self)
{
    struct late_frame *const f = (struct late_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_blocking(sleep_long, NULL);
        if (f->sends)
            CSP_OUTPUT(2, f->out, 1, int64, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(late, {CSP_AT_OUTPUT, 1, 1, "out", NULL});

struct waiter_frame {
    struct csp_frame base;
    struct csp_chan *in;
    int64_t x;
};

static struct csp_proc *
waiter(struct csp_proc *self)
{
    struct waiter_frame *const f = (struct waiter_frame *)self->frame;
    switch (f->base.at) {
    case 0: CSP_INPUT(2, f->in, f->x, int64, leave); CHECK(f->x == 1);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(waiter, {CSP_AT_INPUT, 5, 1, "in", NULL});

struct wait_frame {
    struct csp_frame base;
    struct csp_par par;
    struct csp_chan channel;
    bool sends;
    BRANCH(late_frame, late);
    BRANCH(waiter_frame, waiter);
};

static struct csp_proc *
wait(struct csp_proc *self)
{
    struct wait_frame *const f = (struct wait_frame *)self->frame;
    switch (f->base.at) {
    case 0:
        csp_chan_init(&f->channel);
        csp_par_start(&f->par, self, 2, 0, NULL);
        f->late.frame.out = &f->channel;
        f->late.frame.sends = f->sends;
        START(0, late, late);
        f->waiter.frame.in = &f->channel;
        START(1, waiter, waiter);
        CSP_PAR_WAIT(2, &f->par, leave);
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(wait, {CSP_AT_PAR, 1, 1, NULL, NULL});
PROGRAM(wait);

static struct csp_frame *
wait_sends(void *memory, const struct csp_environment *environment)
{
    ((struct wait_frame *)memory)->sends = true;
    return wait_start(memory, environment);
}

static const struct csp_program late_program = {sizeof(struct wait_frame), .start = wait_sends};

static void
test_deadlock(void)
{
    static struct outcome outcome;
    case_quiet("a sender comes late", &late_program);
    case_run(&outcome, &wait_program, "");
    CHECK(outcome.status == 3);
    CONTAINS(outcome.err, "deadlock");
}

// ---- signals and errors --------------------------------------------------------------------------

static int sent_signal;

static void *
send_signal(void *unused)
{
    sleep_for(50000);
    kill(getpid(), sent_signal);
    return unused;
}

struct loud_frame {
    struct csp_frame base;
    struct csp_timer timer;
    struct csp_chan *screen;
    bool computes, faults;
};

static struct csp_proc *
loud(struct csp_proc *self)
{
    struct loud_frame *const f = (struct loud_frame *)self->frame;
    struct csp_worker *worker;
    pthread_t thread;
    switch (f->base.at) {
    case 0:
        CSP_OUTPUT(2, f->screen, 'a', byte, leave);
        if (f->faults) {
            worker = csp_away();
            csp_fault(&site, "in a computation");
            csp_back(worker);
        }
        pthread_create(&thread, NULL, send_signal, NULL);
        pthread_detach(thread);
        if (f->computes) {
            worker = csp_away();
            compute_until(csp_clock() + (sent_signal == SIGQUIT ? 200000 : 20000000));
            csp_back(worker);
            CSP_YIELD(6);
        } else {
            CSP_SLEEP(4, &f->timer, csp_clock() + (sent_signal == SIGQUIT ? 200000 : 20000000),
                      leave);
        }
    }
    CSP_RETURN();
leave:
    CSP_LEAVE();
}
CODE(loud, {CSP_AT_OUTPUT, 1, 1, "screen", NULL}, {CSP_AT_TIMER, 1, 1, NULL, NULL},
     {CSP_AT_YIELD, 1, 1, NULL, NULL});

static struct csp_frame *
loud_start(struct loud_frame *f, const struct csp_environment *environment)
{
    f->screen = environment->screen;
    csp_frame_init(&f->base, NULL, &loud_code);
    return &f->base;
}

static struct csp_frame *
loud_compute(void *memory, const struct csp_environment *environment)
{
    ((struct loud_frame *)memory)->computes = true;
    return loud_start(memory, environment);
}

static struct csp_frame *
loud_sleep(void *memory, const struct csp_environment *environment)
{
    return loud_start(memory, environment);
}

static struct csp_frame *
loud_fault(void *memory, const struct csp_environment *environment)
{
    ((struct loud_frame *)memory)->faults = true;
    return loud_start(memory, environment);
}

static const struct csp_program computing = {sizeof(struct loud_frame), .start = loud_compute},
                                sleeping = {sizeof(struct loud_frame), .start = loud_sleep},
                                faulting = {sizeof(struct loud_frame), .start = loud_fault};

static void
test_signal(const struct csp_program *program, int number)
{
    static struct outcome outcome;
    sent_signal = number;
    case_run(&outcome, program, "");
    CHECK(outcome.status == 1000 + number);
    CHECK(strcmp(outcome.out, "a") == 0);
}

static void
test_list(const struct csp_program *program)
{
    static struct outcome outcome;
    sent_signal = SIGQUIT;
    case_run(&outcome, program, "");
    CHECK(outcome.status == 0);
    CONTAINS(outcome.err, "loud");
}

static void
test_fault(void)
{
    static struct outcome outcome;
    case_run(&outcome, &faulting, "");
    CHECK(outcome.status == 2);
    CHECK(strcmp(outcome.out, "a") == 0);
    CONTAINS(outcome.err, "test.csp:7:1: run-time error: in a computation");
    CONTAINS(outcome.err, "in loud");
}

static void
test_signals(void)
{
    test_signal(&computing, SIGINT);
    test_signal(&sleeping, SIGINT);
    test_signal(&computing, SIGTERM);
    test_signal(&sleeping, SIGHUP);
    test_list(&sleeping);
    test_list(&computing);
}

static void
test_all(const char *workers)
{
    setenv("CSP_WORKERS", workers, 1);
    case_quiet("waiting for the system", &library_program);
    case_quiet("waiting for other threads", &calls_program);
    case_quiet("idle after a computation", &rest_program);
    test_deadlock();
    test_signals();
    test_fault();
}

int
main(void)
{
    test_all("1");
    test_all("2");
    test_all("4");
    if (sysconf(_SC_NPROCESSORS_ONLN) > 1)
        case_quiet("computing beside others", &busy_program);
    return case_end();
}
