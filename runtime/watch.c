// SPDX-License-Identifier: MIT
// The watch: a thread that waits for a moment and for input while the program is busy, so
// that dispatch need not look at either. It begins when a program has been busy for a while with
// somebody waiting, and touches nothing of the program but the attention word.
#include <config.h>

#include "internal.h"

#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int64_t alarm_at = CSP_NEVER; // set CSP_ATTENTION_TIMERS then; guarded by the mutex
static uint32_t watched;             // set CSP_ATTENTION_INPUT on these; guarded by the mutex
static int bell = -1;                // rung when one of these has changed; constant once set

// What has come of that which was asked for; it is not asked for any more.
static uint32_t
news(bool has_input)
{
    uint32_t reasons = 0;
    pthread_mutex_lock(&mutex);
    if (has_input && watched != 0) {
        watched = 0;
        reasons |= CSP_ATTENTION_INPUT;
    }
    if (alarm_at <= csp_clock()) {
        alarm_at = CSP_NEVER;
        reasons |= CSP_ATTENTION_TIMERS;
    }
    pthread_mutex_unlock(&mutex);
    return reasons;
}

static void *
watch(void *unused)
{
    for (;;) {
        struct pollfd sources[1 + CSP_INPUTS] = {{bell, POLLIN, 0}};
        struct timespec time;
        pthread_mutex_lock(&mutex);
        const int64_t until = alarm_at;
        csp_io_listen(watched, sources + 1);
        pthread_mutex_unlock(&mutex);
        (void)ppoll(sources, 1 + CSP_INPUTS, csp_time_until(until, &time), NULL);
        if (sources[0].revents != 0)
            csp_bell_silence(bell);
        const uint32_t reasons = news(csp_io_is_heard(sources + 1));
        if (reasons != 0) {
            csp_attention_set(reasons);
            csp_baton_kick();
        }
    }
    return unused;
}

// Signals are for the program's own thread.
static bool
start(void)
{
    pthread_t thread;
    sigset_t all, before;
    bell = csp_bell_new();
    if (bell < 0)
        return false;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    const bool is_started = pthread_create(&thread, NULL, watch, NULL) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (is_started)
        (void)pthread_detach(thread);
    return is_started;
}

bool
csp_watch(int64_t moment, uint32_t inputs)
{
    static bool is_tried, is_started;
    if (!is_tried) {
        is_tried = true;
        is_started = start();
    }
    if (!is_started)
        return false;
    pthread_mutex_lock(&mutex);
    const bool is_news = moment < alarm_at || (inputs & ~watched) != 0;
    if (moment < alarm_at)
        alarm_at = moment;
    watched |= inputs;
    pthread_mutex_unlock(&mutex);
    if (is_news)
        csp_bell_ring(bell);
    return true;
}
