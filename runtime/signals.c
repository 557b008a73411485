// SPDX-License-Identifier: MIT
// Signals: SIGINT, SIGTERM and SIGHUP end the program with all written that it has said; SIGQUIT
// lists its processes. What is to be done is done at the next dispatch; a signal that comes again a
// second later kills. (Programs that send signals may well send two at once.)
#include <config.h>

#include "internal.h"

#include <unistd.h>

enum { PATIENCE = 1000000 }; // microseconds

static volatile sig_atomic_t ending_signal;
static int64_t signalled; // when the first of them came; only the handler touches it
static sigset_t before;   // what was blocked before the start

bool
csp_is_alarmed(void)
{
    const uint32_t reasons = atomic_load_explicit(&csp_scheduler.attention, memory_order_relaxed);
    return (reasons & (CSP_ATTENTION_LIST | CSP_ATTENTION_END)) != 0;
}

__attribute__((noreturn)) static void
die(int number)
{
    sigset_t one;
    (void)signal(number, SIG_DFL);
    (void)sigemptyset(&one);
    (void)sigaddset(&one, number);
    (void)raise(number);
    (void)pthread_sigmask(SIG_UNBLOCK, &one, NULL);
    _exit(128 + number);
}

void
csp_signals_end(void)
{
    (void)csp_io_end();
    if (csp_is_observed)
        csp_observe_end(CSP_ENDS_BY_SIGNAL);
    die(ending_signal);
}

static void
on_quit(int number)
{
    (void)number;
    csp_attention_set(CSP_ATTENTION_LIST);
    csp_baton_alarm();
}

// Only the first thread gets signals. If it computes for a process nothing of the scheduler is in
// the midst of a change here, and the end need not wait for the computation.
static void
on_end(int number)
{
    const int64_t now = csp_nanoseconds() / 1000;
    if (ending_signal == 0)
        signalled = now;
    else if (now - signalled > PATIENCE)
        die(number);
    ending_signal = number;
    csp_terminal_restore();
    csp_attention_set(CSP_ATTENTION_END);
    if (csp_baton_seize())
        csp_signals_end();
    csp_baton_alarm();
}

static void
handle(int number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler}, old;
    (void)sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    if (sigaction(number, NULL, &old) == 0 && old.sa_handler == SIG_DFL)
        (void)sigaction(number, &action, NULL);
}

void
csp_signals_hold(void)
{
    sigset_t all;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
}

void
csp_signals_start(void)
{
    handle(SIGQUIT, on_quit);
    handle(SIGINT, on_end);
    handle(SIGTERM, on_end);
    handle(SIGHUP, on_end);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}
