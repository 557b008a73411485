// SPDX-License-Identifier: MIT
// The threads that have nothing to do: one looks out, one polls, the others are parked; and how
// new ones come.
#include <config.h>

#include "baton.h"

#include <unistd.h>

// ---- looking out and sleeping --------------------------------------------------------------------

// A lookout that goes to sleep must not miss a holder that goes away just now, nor a call of
// csp_ready.
static bool
may_sleep(struct csp_thread *me)
{
    if (csp_baton.lookout != me)
        return true;
    csp_baton.lookout = NULL;
    csp_baton_set_alert();
    csp_baton_barrier();
    const uint64_t away = csp_baton_away();
    if ((away & CSP_AWAY) == 0 || !csp_baton_has_room(away) || !csp_lookout_is_needed(away))
        return true;
    csp_baton.lookout = me;
    csp_baton_set_alert();
    return false;
}

static void
park(struct csp_thread *me)
{
    me->next = csp_baton.parked;
    csp_baton.parked = me;
    pthread_mutex_unlock(&csp_baton.mutex);
    while (atomic_load_explicit(&me->called, memory_order_acquire) == 0 && !csp_is_alarmed())
        (void)csp_bell_wait(me, 0, CSP_NEVER);
    pthread_mutex_lock(&csp_baton.mutex);
    if (atomic_load_explicit(&me->called, memory_order_relaxed) == 0) {
        struct csp_thread **at = &csp_baton.parked; // a signal has come: look what to do about it
        while (*at != me)
            at = &(*at)->next;
        *at = me->next;
    }
    atomic_store_explicit(&me->called, 0, memory_order_relaxed);
}

// Look out and sleep by turns, until this thread holds the baton. The mutex is held.
static bool
rest(struct csp_thread *me)
{
    bool has_it = false;
    while (!csp_baton.ending && !has_it) {
        if (csp_baton.lookout == NULL) {
            csp_baton.lookout = me;
            csp_baton_set_alert();
        }
        bool wants = false;
        if (csp_baton.lookout == me) {
            pthread_mutex_unlock(&csp_baton.mutex);
            wants = csp_look_out(me);
            pthread_mutex_lock(&csp_baton.mutex);
        }
        if (csp_baton.ending)
            break;
        wants = wants && (csp_is_alarmed() || csp_baton_has_room(csp_baton_away()));
        if (wants)
            has_it = csp_baton_take(me);
        else if (may_sleep(me))
            park(me);
    }
    if (csp_baton.lookout == me)
        csp_baton.lookout = NULL;
    csp_baton_set_alert();
    pthread_mutex_unlock(&csp_baton.mutex);
    return has_it;
}

// ---- new threads ---------------------------------------------------------------------------------

static void *
work(void *argument)
{
    csp_here = argument;
    csp_memory_thread(true);
    pthread_mutex_lock(&csp_baton.mutex);
    if (rest(csp_here))
        csp_run();
    csp_memory_thread(false);
    return NULL;
}

// The new thread is the lookout, even before it begins to run.
static void
thread_start(void)
{
    struct csp_thread *const thread = calloc(1, sizeof *thread);
    const int bell = csp_bell_new();
    sigset_t signals, before;
    if (thread == NULL || bell < 0) {
        free(thread);
        if (bell >= 0)
            (void)close(bell);
        return;
    }
    atomic_init(&thread->bell, bell);
    csp_thread_set_taken(thread, false);
    thread->number = (uint32_t)csp_baton_counts.threads + 1;
    (void)sigfillset(&signals);
    (void)pthread_sigmask(SIG_SETMASK, &signals, &before);
    if (pthread_create(&thread->thread, NULL, work, thread) == 0) {
        thread->sibling = csp_baton.all;
        csp_baton.all = thread;
        csp_baton.lookout = thread;
        csp_baton_set_alert();
        csp_baton_counts.threads++;
    } else {
        (void)close(bell);
        free(thread);
    }
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

// Somebody shall look out: one who is parked, else a new thread.
void
csp_crew_call_lookout(void)
{
    if (csp_baton.lookout != NULL || csp_baton.ending)
        return;
    struct csp_thread *const thread = csp_baton.parked;
    if (thread == NULL) {
        thread_start();
        return;
    }
    csp_baton.parked = thread->next;
    csp_baton.lookout = thread;
    csp_baton_set_alert();
    csp_thread_call(thread);
}

// ---- giving the baton up -------------------------------------------------------------------------

bool
csp_baton_give(void)
{
    struct csp_thread *const me = csp_here;
    pthread_mutex_lock(&csp_baton.mutex);
    if (csp_baton.line_first == NULL) {
        pthread_mutex_unlock(&csp_baton.mutex);
        return true;
    }
    me->process = NULL;
    csp_baton_give_to_first();
    return rest(me);
}

// Wait for a moment or for input; whoever comes back meanwhile takes the baton.
static bool
poll_until(struct csp_thread *me, int64_t due, uint32_t inputs)
{
    const uint64_t here = atomic_load_explicit(&me->worker.away, memory_order_relaxed);
    csp_baton.poller = me;
    me->due = due;
    me->inputs = inputs;
    atomic_store_explicit(&me->worker.away,
                          here + CSP_AWAY_FLAGS + 1 + CSP_AWAY + CSP_AWAY_IDLE + CSP_AWAY_FENCED,
                          memory_order_release); // the mutex keeps the order
    pthread_mutex_unlock(&csp_baton.mutex);
    const bool has_input = csp_bell_wait(me, inputs, due);
    pthread_mutex_lock(&csp_baton.mutex);
    atomic_store_explicit(&me->worker.away, here + CSP_AWAY_FLAGS + 1, memory_order_release);
    csp_baton.poller = NULL;
    me->process = NULL;
    csp_thread_set_taken(me, false);
    const bool has_it = atomic_load_explicit(&csp_baton.holder, memory_order_relaxed) == me ||
                        (!csp_baton.ending && csp_baton_take(me));
    me->role = CSP_HERE;
    if (has_it) {
        pthread_mutex_unlock(&csp_baton.mutex);
        return true;
    }
    csp_attention_set(CSP_ATTENTION_TIMERS | (has_input ? CSP_ATTENTION_INPUT : 0));
    return rest(me);
}

static bool
is_polled(int64_t due, uint32_t inputs)
{
    return csp_baton.poller != NULL && csp_baton.poller->due <= due &&
           (inputs & ~csp_baton.poller->inputs) == 0;
}

// Whether whatever can happen now must come from the holder of the baton.
static bool
is_alone(void)
{
    return csp_baton.line_first == NULL && csp_baton.inbox == NULL && csp_baton.computing == 0 &&
           csp_baton.blocked == 0 && csp_baton.outside == 0;
}

bool
csp_baton_is_alone(void)
{
    pthread_mutex_lock(&csp_baton.mutex);
    const bool alone = is_alone();
    pthread_mutex_unlock(&csp_baton.mutex);
    return alone;
}

bool
csp_baton_idle(int64_t due, uint32_t inputs)
{
    struct csp_thread *const me = csp_here;
    pthread_mutex_lock(&csp_baton.mutex);
    me->process = NULL;
    if (csp_baton.line_first != NULL || csp_baton.inbox != NULL) {
        pthread_mutex_unlock(&csp_baton.mutex);
        return true;
    }
    const bool polls = due != CSP_NEVER || inputs != 0;
    if (!polls && is_alone()) {
        pthread_mutex_unlock(&csp_baton.mutex);
        csp_report_deadlock();
    }
    if (polls && csp_baton.poller == NULL)
        return poll_until(me, due, inputs);
    if (polls && !is_polled(due, inputs))
        csp_bell_ring(atomic_load_explicit(&csp_baton.poller->bell, memory_order_relaxed));
    csp_baton_let_go();
    return rest(me);
}
