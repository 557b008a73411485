// SPDX-License-Identifier: MIT
// What comes from threads that do not hold the baton: csp_ready, and signals.
#include <config.h>

#include "baton.h"

// Somebody wants attention: a holder that runs sees it by itself.
static void
kick(void)
{
    csp_baton_barrier();
    struct csp_thread *const at = atomic_load_explicit(&csp_baton.holder, memory_order_relaxed);
    const uint64_t away = csp_baton_away();
    if ((away & CSP_AWAY) == 0)
        return;
    if (csp_baton.poller != NULL && (at == csp_baton.poller || at == NULL))
        csp_bell_ring(atomic_load_explicit(&csp_baton.poller->bell, memory_order_relaxed));
    else if (csp_baton_has_room(away))
        csp_crew_call_lookout();
}

void
csp_baton_alarm(void)
{
    struct csp_thread *const at = atomic_load_explicit(&csp_baton.holder, memory_order_relaxed);
    if (at != NULL)
        csp_bell_ring(atomic_load_explicit(&at->bell, memory_order_relaxed));
    csp_bell_ring(atomic_load_explicit(&csp_first_thread.bell, memory_order_relaxed));
}

// The mutex is not given back.
bool
csp_baton_seize(void)
{
    struct csp_thread *const me = csp_here;
    if ((csp_thread_away(me) & CSP_AWAY) == 0 || (csp_thread_away(me) & CSP_AWAY_IDLE) != 0)
        return false;
    if (pthread_mutex_trylock(&csp_baton.mutex) != 0)
        return false;
    csp_baton.is_seizing = true;
    if (atomic_load_explicit(&csp_baton.holder, memory_order_relaxed) == me || csp_baton_take(me))
        return true;
    csp_baton.is_seizing = false;
    pthread_mutex_unlock(&csp_baton.mutex);
    return false;
}

void
csp_baton_kick(void)
{
    pthread_mutex_lock(&csp_baton.mutex);
    kick();
    pthread_mutex_unlock(&csp_baton.mutex);
}

struct csp_proc *
csp_suspend(struct csp_proc *self)
{
    (void)self;
    pthread_mutex_lock(&csp_baton.mutex);
    csp_baton.outside++;
    pthread_mutex_unlock(&csp_baton.mutex);
    return csp_dispatch();
}

void
csp_ready(struct csp_proc *process)
{
    pthread_mutex_lock(&csp_baton.mutex);
    process->next = NULL;
    *csp_baton.inbox_end = process;
    csp_baton.inbox_end = &process->next;
    csp_attention_set(CSP_ATTENTION_INBOX);
    kick();
    pthread_mutex_unlock(&csp_baton.mutex);
}

bool
csp_baton_is_away(const struct csp_proc *process)
{
    pthread_mutex_lock(&csp_baton.mutex);
    bool is_away = csp_first_thread.role != CSP_HERE && csp_first_thread.process == process;
    for (const struct csp_thread *thread = csp_baton.all; thread != NULL; thread = thread->sibling)
        is_away = is_away || (thread->role != CSP_HERE && thread->process == process);
    pthread_mutex_unlock(&csp_baton.mutex);
    return is_away;
}

void
csp_baton_receive(void)
{
    pthread_mutex_lock(&csp_baton.mutex);
    csp_attention_clear(CSP_ATTENTION_INBOX);
    struct csp_proc *process = csp_baton.inbox;
    csp_baton.inbox = NULL;
    csp_baton.inbox_end = &csp_baton.inbox;
    for (struct csp_proc *next; process != NULL; process = next) {
        next = process->next;
        csp_baton.outside--;
        csp_enqueue(process);
    }
    pthread_mutex_unlock(&csp_baton.mutex);
}
