// SPDX-License-Identifier: MIT
// Signals: SIGINT, SIGTERM and SIGHUP end the program with all written that it has said; SIGQUIT
// lists its processes. What is to be done is done at the next dispatch; a signal that comes again a
// second later kills. (Programs that send signals may well send two at once.)
//
// A program that has the channel `signals` is told of them instead, by their numbers in a pipe, which
// is polled as the keyboard is. But if nobody receives them, one that comes a second later ends it.
#include <config.h>

#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { PATIENCE = 1000000 }; // microseconds

static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
static const int others[] = {SIGUSR1, SIGUSR2, SIGWINCH, SIGCONT};

static volatile sig_atomic_t ending_signal;
static int64_t signalled; // when the first of them came; only the handler touches it
static sigset_t before;   // what was blocked before the start

static int told_at = -1;             // the end of the pipe that is written
static _Atomic int64_t unread_since; // when the first came that would end the program, and that no
                                     // process has received; 0: none

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

// ---- a program that is told ----------------------------------------------------------------------

static bool
is_end(int number)
{
    bool found = false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        found = found || ends[i] == number;
    return found;
}

// Has one been unread for long? Notes that this one is.
static bool
is_out_of_patience(void)
{
    const int64_t now = csp_nanoseconds() / 1000;
    const int64_t since = atomic_load_explicit(&unread_since, memory_order_relaxed);
    if (since == 0)
        atomic_store_explicit(&unread_since, now, memory_order_relaxed);
    return since != 0 && now - since > PATIENCE;
}

// A pipe that is full has more signals than anybody will look at.
static void
on_told(int number)
{
    const int reason = errno;
    const uint8_t byte = (uint8_t)number;
    if (is_end(number) && is_out_of_patience())
        on_end(number);
    else if (write(told_at, &byte, 1) < 0)
        errno = reason;
}

void
csp_signals_received(int number)
{
    if (is_end(number))
        atomic_store_explicit(&unread_since, 0, memory_order_relaxed);
}

static int
pipe_new(void)
{
    int both[2] = {-1, -1};
    const bool is_new = pipe2(both, O_CLOEXEC | O_NONBLOCK) == 0;
    const int from = csp_bell_move(both[0]);
    told_at = csp_bell_move(both[1]);
    if (!is_new || from < 0 || told_at < 0) {
        fprintf(stderr, "no pipe for signals: %s\n", strerror(errno));
        exit(CSP_STATUS_FAULT);
    }
    return from;
}

// ---- start ---------------------------------------------------------------------------------------

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

int
csp_signals_start(bool tells)
{
    const int from = tells ? pipe_new() : -1;
    handle(SIGQUIT, on_quit);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        handle(ends[i], tells ? on_told : on_end);
    for (size_t i = 0; tells && i < sizeof others / sizeof *others; i++)
        handle(others[i], on_told);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return from;
}
