// SPDX-License-Identifier: MIT
// The baton: which thread may touch channels, the run queue and processes.
//
// One thread holds it and works with plain loads and stores. A process that computes for itself
// says so (csp_away); while it does, its thread keeps the baton unless another thread takes it.
// Threads that come back get it from whoever has it at the next dispatch. So communication costs
// what it costs on one thread, and computations run side by side.
//
// A thread is the holder; or away, for a process that computes or waits for the system; or in the
// line, because it came back while another one held the baton; or idle. One of the idle ones is
// the lookout (lookout.c): it watches whether the holder stays away while there is work. The
// others are parked. One thread may wait for a moment or for input; it is called the poller.
//
// Everything here is guarded by the mutex, except the words of struct csp_worker, `holder` (written
// under the mutex, read anywhere) and `called` (set under the mutex, cleared by its thread).
#include <config.h>

#include "baton.h"

#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

struct csp_thread csp_first_thread = {.bell = -1};
_Thread_local struct csp_thread *csp_here = &csp_first_thread;

struct csp_baton csp_baton = {
    .mutex = PTHREAD_MUTEX_INITIALIZER, .limit = 1, .inbox_end = &csp_baton.inbox};
struct csp_baton_counts csp_baton_counts;

// ---- taking it from a thread that is away --------------------------------------------------------

// All threads of the program pass a barrier: what they stored before it is seen here after it.
// Where the system has none, threads never go away without CSP_AWAY_FENCED.
void
csp_baton_barrier(void)
{
    if (csp_baton.has_barrier)
        (void)syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
}

uint64_t
csp_thread_away(struct csp_thread *thread)
{
    return atomic_load_explicit(&thread->worker.away, memory_order_acquire);
}

void
csp_thread_set_taken(struct csp_thread *thread, bool taken)
{
    atomic_store(&thread->worker.taken, taken);
}

void
csp_baton_set_alert(void)
{
    const uint32_t others = csp_baton.computing + csp_baton.blocked;
    const bool alone = csp_baton.lookout == NULL && csp_baton.line_first == NULL && others == 0;
    const bool calls = csp_baton.lookout == NULL && csp_baton.computing + 1 < csp_baton.limit;
    const uint32_t alert =
        (calls ? CSP_ALERT_WORK : 0) | (alone && csp_baton.has_barrier ? 0 : CSP_ALERT_FENCE);
    atomic_store_explicit(&csp_scheduler.alert, alert, memory_order_relaxed);
}

static void
become_holder(struct csp_thread *thread)
{
    atomic_store_explicit(&csp_baton.holder, thread, memory_order_release);
    csp_scheduler.worker = &thread->worker;
    csp_scheduler.running = thread->process;
    if (csp_is_observed && !csp_baton.is_seizing && thread->process != NULL &&
        thread->role != CSP_POLLING)
        csp_observe_resume(thread->process);
    csp_baton_set_alert();
}

void
csp_baton_let_go(void)
{
    atomic_store_explicit(&csp_baton.holder, NULL, memory_order_release);
}

static void
count_away(struct csp_thread *thread, uint64_t away)
{
    if (csp_is_observed && !csp_baton.is_seizing)
        csp_observe_leave();
    thread->process = csp_scheduler.running;
    thread->role = CSP_COMPUTING;
    if ((away & CSP_AWAY_IDLE) != 0)
        thread->role = CSP_POLLING;
    else if ((away & CSP_AWAY_BLOCKED) != 0)
        thread->role = CSP_BLOCKED;
    csp_baton.computing += thread->role == CSP_COMPUTING;
    csp_baton.blocked += thread->role == CSP_BLOCKED;
}

static void
count_back(struct csp_thread *thread)
{
    csp_baton.computing -= thread->role == CSP_COMPUTING;
    csp_baton.blocked -= thread->role == CSP_BLOCKED;
    thread->role = CSP_HERE;
}

// If it is not away it may have seen `taken`; then it finds under the mutex that it is the holder.
static bool
take_from(struct csp_thread *from)
{
    csp_thread_set_taken(from, true);
    uint64_t away = atomic_load(&from->worker.away);
    if ((away & (CSP_AWAY | CSP_AWAY_FENCED)) == CSP_AWAY) {
        csp_baton_barrier();
        away = csp_thread_away(from);
    }
    if ((away & CSP_AWAY) == 0) {
        csp_thread_set_taken(from, false);
        return false;
    }
    count_away(from, away);
    return true;
}

bool
csp_baton_take(struct csp_thread *me)
{
    struct csp_thread *const from = atomic_load_explicit(&csp_baton.holder, memory_order_relaxed);
    if (from != NULL && !take_from(from))
        return false;
    become_holder(me);
    csp_baton_counts.taken++;
    return true;
}

// May one more thread run, besides those that compute and the holder, whose `away` that is?
bool
csp_baton_has_room(uint64_t away)
{
    const bool computes = (away & (CSP_AWAY | CSP_AWAY_BLOCKED | CSP_AWAY_IDLE)) == CSP_AWAY;
    return csp_baton.computing + computes < csp_baton.limit;
}

// Where nobody holds the baton, it is as if an idle thread did.
uint64_t
csp_baton_away(void)
{
    struct csp_thread *const at = atomic_load_explicit(&csp_baton.holder, memory_order_relaxed);
    return at != NULL ? csp_thread_away(at) : CSP_AWAY | CSP_AWAY_IDLE;
}

// A thread that does not sleep looks at the flag by itself.
void
csp_thread_call(struct csp_thread *thread)
{
    atomic_store(&thread->called, 1);
    if (atomic_load(&thread->is_asleep))
        csp_bell_ring(atomic_load_explicit(&thread->bell, memory_order_relaxed));
}

// ---- the line ------------------------------------------------------------------------------------

static void
line_join(struct csp_thread *thread)
{
    thread->next = NULL;
    if (csp_baton.line_first != NULL)
        csp_baton.line_last->next = thread;
    else
        csp_baton.line_first = thread;
    csp_baton.line_last = thread;
    csp_baton_set_alert();
    csp_attention_set(CSP_ATTENTION_BATON);
}

static void
line_leave(struct csp_thread *thread)
{
    struct csp_thread **at = &csp_baton.line_first, *last = NULL;
    for (; *at != thread; at = &(*at)->next)
        last = *at;
    *at = thread->next;
    if (csp_baton.line_last == thread)
        csp_baton.line_last = last;
    if (csp_baton.line_first == NULL)
        csp_attention_clear(CSP_ATTENTION_BATON);
}

void
csp_baton_give_to_first(void)
{
    struct csp_thread *const next = csp_baton.line_first;
    line_leave(next);
    become_holder(next);
    csp_baton_counts.given++;
    csp_thread_call(next);
}

// Wait for the baton, which the holder gives away at its next dispatch; if it goes away before
// that, take it. The mutex is not held. False: the program has ended.
static bool
line_wait(struct csp_thread *me)
{
    struct csp_pace pace = csp_pace_start();
    for (;;) {
        if (atomic_load_explicit(&me->called, memory_order_acquire) != 0)
            break;
        struct csp_thread *const at = atomic_load_explicit(&csp_baton.holder, memory_order_acquire);
        if (at == NULL || (csp_thread_away(at) & CSP_AWAY) != 0) {
            pthread_mutex_lock(&csp_baton.mutex);
            const bool is_called = atomic_load_explicit(&me->called, memory_order_relaxed) != 0;
            const bool has_it = !is_called && csp_baton_take(me);
            if (has_it)
                line_leave(me);
            pthread_mutex_unlock(&csp_baton.mutex);
            if (has_it)
                return true;
        }
        csp_pace_wait(&pace, me);
    }
    atomic_store_explicit(&me->called, 0, memory_order_relaxed);
    return atomic_load_explicit(&csp_baton.holder, memory_order_relaxed) == me;
}

// The mutex is held; it is given back. False: the program has ended.
static bool
get(struct csp_thread *me)
{
    bool has_it = !csp_baton.ending && csp_baton_take(me);
    const bool waits = !has_it && !csp_baton.ending;
    if (waits)
        line_join(me);
    pthread_mutex_unlock(&csp_baton.mutex);
    return waits ? line_wait(me) : has_it;
}

// ---- brackets ------------------------------------------------------------------------------------

void
csp_away_slow(struct csp_worker *worker)
{
    struct csp_thread *const me = (struct csp_thread *)worker;
    const uint64_t away = atomic_load_explicit(&worker->away, memory_order_relaxed);
    pthread_mutex_lock(&csp_baton.mutex);
    if (atomic_load_explicit(&csp_baton.holder, memory_order_relaxed) != me) {
        // it has been taken already
    } else if (csp_baton.line_first != NULL) {
        csp_thread_set_taken(me, true);
        count_away(me, away);
        csp_baton_give_to_first();
    } else if (csp_baton_has_room(away) && csp_lookout_is_needed(away)) {
        csp_crew_call_lookout();
    }
    pthread_mutex_unlock(&csp_baton.mutex);
}

void
csp_back_slow(struct csp_worker *worker)
{
    struct csp_thread *const me = (struct csp_thread *)worker;
    pthread_mutex_lock(&csp_baton.mutex);
    csp_thread_set_taken(me, false);
    if (atomic_load_explicit(&csp_baton.holder, memory_order_relaxed) == me) {
        pthread_mutex_unlock(&csp_baton.mutex);
        return;
    }
    count_back(me);
    if (!get(me))
        csp_abandon();
}

static bool
is_away(const struct csp_thread *thread)
{
    return (atomic_load_explicit(&thread->worker.away, memory_order_relaxed) & CSP_AWAY) != 0;
}

bool
csp_baton_return(void)
{
    struct csp_thread *const me = csp_here;
    if (!is_away(me))
        return false;
    csp_back(&me->worker);
    return true;
}

// In a bracket already: the thread is counted otherwise while it waits for the system.
static void
set_blocked(struct csp_thread *me, bool is_blocked)
{
    const uint64_t away = atomic_load_explicit(&me->worker.away, memory_order_relaxed);
    pthread_mutex_lock(&csp_baton.mutex);
    atomic_store_explicit(&me->worker.away,
                          is_blocked ? away | CSP_AWAY_BLOCKED : away & ~(uint64_t)CSP_AWAY_BLOCKED,
                          memory_order_release);
    if (me->role != CSP_HERE) {
        count_back(me);
        csp_baton.computing += !is_blocked;
        csp_baton.blocked += is_blocked;
        me->role = is_blocked ? CSP_BLOCKED : CSP_COMPUTING;
        csp_baton_set_alert();
    }
    if (is_blocked && csp_lookout_is_needed(away))
        csp_crew_call_lookout();
    pthread_mutex_unlock(&csp_baton.mutex);
}

void
csp_blocking(void (*function)(void *), void *argument)
{
    struct csp_thread *const me = csp_here;
    const bool was_away = is_away(me);
    if (!was_away)
        (void)csp_away();
    set_blocked(me, true);
    function(argument);
    set_blocked(me, false);
    if (!was_away)
        csp_back(&me->worker);
}

// ---- start and end -------------------------------------------------------------------------------

void
csp_baton_start(uint32_t workers)
{
    csp_baton.limit = workers;
    csp_baton.has_barrier =
        syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
    csp_thread_set_taken(&csp_first_thread, false);
    become_holder(&csp_first_thread);
    if (workers > 1)
        csp_bell_prepare(&csp_first_thread);
}

void
csp_baton_end(void)
{
    pthread_mutex_lock(&csp_baton.mutex);
    csp_baton.ending = true;
    csp_baton_let_go();
    for (struct csp_thread *thread = csp_baton.all; thread != NULL; thread = thread->sibling)
        csp_thread_call(thread);
    csp_thread_call(&csp_first_thread);
    pthread_mutex_unlock(&csp_baton.mutex);
}

// None is freed before all have ended: a lookout looks at the others.
void
csp_baton_join(void)
{
    for (const struct csp_thread *thread = csp_baton.all; thread != NULL; thread = thread->sibling)
        (void)pthread_join(thread->thread, NULL);
    for (struct csp_thread *thread = csp_baton.all, *next; thread != NULL; thread = next) {
        next = thread->sibling;
        (void)close(atomic_load_explicit(&thread->bell, memory_order_relaxed));
        free(thread);
    }
    csp_baton.all = NULL;
}
