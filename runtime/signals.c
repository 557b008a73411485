// SPDX-License-Identifier: MIT
// Signals: SIGINT, SIGTERM and SIGHUP end the program with all written that it has said; SIGQUIT
// lists its processes. What is to be done is done at the next dispatch; a second signal kills.
#include <config.h>

#include "internal.h"

#include <unistd.h>

static volatile sig_atomic_t ending_signal;

bool
csp_is_alarmed(void)
{
    const uint32_t reasons = atomic_load_explicit(&csp_scheduler.attention, memory_order_relaxed);
    return (reasons & (CSP_ATTENTION_LIST | CSP_ATTENTION_END)) != 0;
}

void
csp_signals_end(void)
{
    const int number = ending_signal;
    sigset_t one;
    (void)csp_io_end();
    if (csp_is_observed)
        csp_observe_end(CSP_ENDS_BY_SIGNAL);
    (void)signal(number, SIG_DFL);
    (void)sigemptyset(&one);
    (void)sigaddset(&one, number);
    (void)raise(number);
    (void)pthread_sigmask(SIG_UNBLOCK, &one, NULL);
    _exit(128 + number);
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
    ending_signal = number;
    (void)signal(number, SIG_DFL);
    csp_terminal_restore();
    csp_attention_set(CSP_ATTENTION_END);
    if (csp_is_away(csp_here) && csp_baton_seize())
        csp_signals_end();
    csp_baton_alarm();
}

static void
handle(int number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler}, before;
    (void)sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler == SIG_DFL)
        (void)sigaction(number, &action, NULL);
}

void
csp_signals_start(void)
{
    handle(SIGQUIT, on_quit);
    handle(SIGINT, on_end);
    handle(SIGTERM, on_end);
    handle(SIGHUP, on_end);
}
