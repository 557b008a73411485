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
// others are parked. One thread may wait for a moment or the keyboard; it is called the poller.
//
// Everything here is guarded by the mutex, except the words of struct csp_worker, `holder` (written
// under the mutex, read anywhere) and `called` (set under the mutex, cleared by its thread).
#include <config.h>

#include "internal.h"

#include <linux/membarrier.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

// How a thread without the baton is counted while it is away.
enum role { HERE, COMPUTING, BLOCKED, POLLING };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static _Atomic(struct csp_thread *) holder; // NULL: nobody, who wants it may take it
static struct csp_thread *line_first, *line_last;
static struct csp_thread *parked;
static struct csp_thread *lookout;
static struct csp_thread *poller;
static struct csp_thread *all;      // to be joined at the end
static uint32_t computing, blocked; // threads away without the baton
static uint32_t outside;            // processes that wait for csp_ready
static uint32_t limit = 1;          // threads that may compute at the same time
static struct csp_proc *inbox, **inbox_end = &inbox;
static bool ending;
static bool has_barrier;
static bool is_seizing; // by a signal handler, which must observe nothing: it may not allocate

static struct csp_thread first_thread = {.bell = -1};
_Thread_local struct csp_thread *csp_here = &first_thread;

struct csp_baton_counts csp_baton_counts;

// ---- taking it from a thread that is away --------------------------------------------------------

// All threads of the program pass a barrier: what they stored before it is seen here after it.
// Where the system has none, every bracket goes the slow way, through the mutex.
static void
barrier_for_all(void)
{
    if (has_barrier)
        (void)syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
}

static uint64_t
away_of(struct csp_thread *thread)
{
    return atomic_load_explicit(&thread->worker.away, memory_order_acquire);
}

static void
set_taken(struct csp_thread *thread, bool taken)
{
    atomic_store_explicit(&thread->worker.taken, taken || !has_barrier, memory_order_relaxed);
}

// Should a lookout be called when the holder goes away with work left?
static void
set_alert(void)
{
    const uint32_t alert = !has_barrier                               ? CSP_ALERT_ALWAYS
                           : lookout == NULL && computing + 1 < limit ? CSP_ALERT_WORK
                                                                      : 0;
    atomic_store_explicit(&csp_scheduler.alert, alert, memory_order_relaxed);
}

static void
become_holder(struct csp_thread *thread)
{
    atomic_store_explicit(&holder, thread, memory_order_release);
    csp_scheduler.worker = &thread->worker;
    csp_scheduler.running = thread->process;
    if (csp_is_observed && !is_seizing && thread->process != NULL && thread->role != POLLING)
        csp_observe_resume(thread->process);
    set_alert();
}

static void
count_away(struct csp_thread *thread, uint64_t away)
{
    if (csp_is_observed && !is_seizing)
        csp_observe_leave();
    thread->process = csp_scheduler.running;
    thread->role = COMPUTING;
    if ((away & CSP_AWAY_IDLE) != 0)
        thread->role = POLLING;
    else if ((away & CSP_AWAY_BLOCKED) != 0)
        thread->role = BLOCKED;
    computing += thread->role == COMPUTING;
    blocked += thread->role == BLOCKED;
}

static void
count_back(struct csp_thread *thread)
{
    computing -= thread->role == COMPUTING;
    blocked -= thread->role == BLOCKED;
    thread->role = HERE;
}

// If it is not away it may have seen `taken`; then it finds under the mutex that it is the holder.
static bool
take_from(struct csp_thread *from)
{
    set_taken(from, true);
    barrier_for_all();
    const uint64_t away = away_of(from);
    if ((away & CSP_AWAY) == 0) {
        set_taken(from, false);
        return false;
    }
    count_away(from, away);
    return true;
}

static bool
take(struct csp_thread *me)
{
    struct csp_thread *const from = atomic_load_explicit(&holder, memory_order_relaxed);
    if (from != NULL && !take_from(from))
        return false;
    become_holder(me);
    csp_baton_counts.taken++;
    return true;
}

// May one more thread run, besides those that compute and the holder, whose `away` that is?
static bool
has_room(uint64_t away)
{
    const bool computes = (away & (CSP_AWAY | CSP_AWAY_BLOCKED | CSP_AWAY_IDLE)) == CSP_AWAY;
    return computing + computes < limit;
}

// Where nobody holds the baton, it is as if an idle thread did.
static uint64_t
away_of_holder(void)
{
    struct csp_thread *const at = atomic_load_explicit(&holder, memory_order_relaxed);
    return at != NULL ? away_of(at) : CSP_AWAY | CSP_AWAY_IDLE;
}

// ---- calling threads -----------------------------------------------------------------------------

// A thread that does not sleep looks at the flag by itself.
static void
call(struct csp_thread *thread)
{
    atomic_store(&thread->called, 1);
    if (atomic_load(&thread->is_asleep))
        csp_bell_ring(atomic_load_explicit(&thread->bell, memory_order_relaxed));
}

static void *
work(void *argument)
{
    csp_here = argument;
    if (csp_baton_rest(csp_here))
        csp_run();
    return NULL;
}

static void
thread_start(void)
{
    struct csp_thread *const thread = calloc(1, sizeof *thread);
    const int bell = csp_bell_new();
    sigset_t signals, before;
    if (thread == NULL || bell < 0) {
        free(thread);
        return;
    }
    atomic_init(&thread->bell, bell);
    set_taken(thread, false);
    thread->number = (uint32_t)csp_baton_counts.threads + 1;
    (void)sigfillset(&signals);
    (void)pthread_sigmask(SIG_SETMASK, &signals, &before);
    if (pthread_create(&thread->thread, NULL, work, thread) == 0) {
        thread->sibling = all;
        all = thread;
        csp_baton_counts.threads++;
    } else {
        (void)close(bell);
        free(thread);
    }
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

// Somebody shall look out: one who is parked, else a new thread.
static void
call_lookout(void)
{
    if (lookout != NULL || ending)
        return;
    struct csp_thread *const thread = parked;
    if (thread == NULL) {
        thread_start();
        return;
    }
    parked = thread->next;
    lookout = thread;
    set_alert();
    call(thread);
}

// ---- the line ------------------------------------------------------------------------------------

static void
line_join(struct csp_thread *thread)
{
    thread->next = NULL;
    if (line_first != NULL)
        line_last->next = thread;
    else
        line_first = thread;
    line_last = thread;
    csp_attention_set(CSP_ATTENTION_BATON);
}

static void
line_leave(struct csp_thread *thread)
{
    struct csp_thread **at = &line_first, *last = NULL;
    for (; *at != thread; at = &(*at)->next)
        last = *at;
    *at = thread->next;
    if (line_last == thread)
        line_last = last;
    if (line_first == NULL)
        csp_attention_clear(CSP_ATTENTION_BATON);
}

static void
give_to_first(void)
{
    struct csp_thread *const next = line_first;
    line_leave(next);
    become_holder(next);
    csp_baton_counts.given++;
    call(next);
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
        struct csp_thread *const at = atomic_load_explicit(&holder, memory_order_acquire);
        if (at == NULL || (away_of(at) & CSP_AWAY) != 0) {
            pthread_mutex_lock(&mutex);
            const bool is_called = atomic_load_explicit(&me->called, memory_order_relaxed) != 0;
            const bool has_it = !is_called && take(me);
            if (has_it)
                line_leave(me);
            pthread_mutex_unlock(&mutex);
            if (has_it)
                return true;
        }
        csp_pace_wait(&pace, me);
    }
    atomic_store_explicit(&me->called, 0, memory_order_relaxed);
    return atomic_load_explicit(&holder, memory_order_relaxed) == me;
}

// The mutex is held; it is given back. False: the program has ended.
static bool
get(struct csp_thread *me)
{
    bool has_it = !ending && take(me);
    const bool waits = !has_it && !ending;
    if (waits)
        line_join(me);
    pthread_mutex_unlock(&mutex);
    return waits ? line_wait(me) : has_it;
}

// ---- brackets ------------------------------------------------------------------------------------

void
csp_away_slow(struct csp_worker *worker)
{
    struct csp_thread *const me = (struct csp_thread *)worker;
    const uint64_t away = atomic_load_explicit(&worker->away, memory_order_relaxed);
    pthread_mutex_lock(&mutex);
    if (atomic_load_explicit(&holder, memory_order_relaxed) != me) {
        // it has been taken already
    } else if (line_first != NULL) {
        set_taken(me, true);
        count_away(me, away);
        give_to_first();
    } else if (has_room(away) && csp_lookout_is_needed(away)) {
        call_lookout();
    }
    pthread_mutex_unlock(&mutex);
}

void
csp_back_slow(struct csp_worker *worker)
{
    struct csp_thread *const me = (struct csp_thread *)worker;
    pthread_mutex_lock(&mutex);
    set_taken(me, false);
    if (atomic_load_explicit(&holder, memory_order_relaxed) == me) {
        pthread_mutex_unlock(&mutex);
        return;
    }
    count_back(me);
    if (!get(me))
        csp_abandon();
}

// In a bracket already: the thread is counted otherwise while it waits for the system.
static void
set_blocked(struct csp_thread *me, bool is_blocked)
{
    const uint64_t away = atomic_load_explicit(&me->worker.away, memory_order_relaxed);
    pthread_mutex_lock(&mutex);
    atomic_store_explicit(&me->worker.away,
                          is_blocked ? away | CSP_AWAY_BLOCKED : away & ~(uint64_t)CSP_AWAY_BLOCKED,
                          memory_order_release);
    if (me->role != HERE) {
        count_back(me);
        computing += !is_blocked;
        blocked += is_blocked;
        me->role = is_blocked ? BLOCKED : COMPUTING;
        set_alert();
    }
    if (is_blocked && csp_lookout_is_needed(away))
        call_lookout();
    pthread_mutex_unlock(&mutex);
}

void
csp_blocking(void (*function)(void *), void *argument)
{
    struct csp_thread *const me = csp_here;
    const bool was_away = csp_is_away(me);
    if (!was_away)
        (void)csp_away();
    set_blocked(me, true);
    function(argument);
    set_blocked(me, false);
    if (!was_away)
        csp_back(&me->worker);
}

// ---- threads that have nothing to do -------------------------------------------------------------

// A lookout that goes to sleep must not miss a holder that goes away just now, nor a call of
// csp_ready.
static bool
may_sleep(struct csp_thread *me)
{
    if (lookout != me)
        return true;
    lookout = NULL;
    set_alert();
    barrier_for_all();
    const uint64_t away = away_of_holder();
    if ((away & CSP_AWAY) == 0 || !has_room(away) || !csp_lookout_is_needed(away))
        return true;
    lookout = me;
    set_alert();
    return false;
}

static void
park(struct csp_thread *me)
{
    me->next = parked;
    parked = me;
    pthread_mutex_unlock(&mutex);
    while (atomic_load_explicit(&me->called, memory_order_acquire) == 0 && !csp_is_alarmed())
        (void)csp_bell_wait(me, false, CSP_NEVER);
    pthread_mutex_lock(&mutex);
    if (atomic_load_explicit(&me->called, memory_order_relaxed) == 0) {
        struct csp_thread **at = &parked; // a signal has come: look what to do about it
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
    while (!ending && !has_it) {
        if (lookout == NULL) {
            lookout = me;
            set_alert();
        }
        bool wants = false;
        if (lookout == me) {
            pthread_mutex_unlock(&mutex);
            wants = csp_look_out(me, &holder);
            pthread_mutex_lock(&mutex);
        }
        if (ending)
            break;
        wants = wants && (csp_is_alarmed() || has_room(away_of_holder()));
        if (wants)
            has_it = take(me);
        else if (may_sleep(me))
            park(me);
    }
    if (lookout == me)
        lookout = NULL;
    set_alert();
    pthread_mutex_unlock(&mutex);
    return has_it;
}

bool
csp_baton_rest(struct csp_thread *me)
{
    pthread_mutex_lock(&mutex);
    return rest(me);
}

static void
let_go(void)
{
    atomic_store_explicit(&holder, NULL, memory_order_release);
}

bool
csp_baton_give(void)
{
    struct csp_thread *const me = csp_here;
    pthread_mutex_lock(&mutex);
    if (line_first == NULL) {
        pthread_mutex_unlock(&mutex);
        return true;
    }
    me->process = NULL;
    give_to_first();
    return rest(me);
}

// Wait for a moment or the keyboard; whoever comes back meanwhile takes the baton.
static bool
poll_until(struct csp_thread *me, int64_t due, bool keyboard)
{
    const uint64_t here = atomic_load_explicit(&me->worker.away, memory_order_relaxed);
    poller = me;
    me->due = due;
    me->keyboard = keyboard;
    atomic_store_explicit(&me->worker.away, here + CSP_AWAY_FLAGS + 1 + CSP_AWAY + CSP_AWAY_IDLE,
                          memory_order_release);
    pthread_mutex_unlock(&mutex);
    const bool has_input = csp_bell_wait(me, keyboard, due);
    pthread_mutex_lock(&mutex);
    atomic_store_explicit(&me->worker.away, here + CSP_AWAY_FLAGS + 1, memory_order_release);
    poller = NULL;
    me->process = NULL;
    set_taken(me, false);
    const bool has_it =
        atomic_load_explicit(&holder, memory_order_relaxed) == me || (!ending && take(me));
    me->role = HERE;
    if (has_it) {
        pthread_mutex_unlock(&mutex);
        return true;
    }
    csp_attention_set(CSP_ATTENTION_TIMERS | (has_input ? CSP_ATTENTION_KEYBOARD : 0));
    return rest(me);
}

static bool
is_polled(int64_t due, bool keyboard)
{
    return poller != NULL && poller->due <= due && (poller->keyboard || !keyboard);
}

bool
csp_baton_idle(int64_t due, bool keyboard)
{
    struct csp_thread *const me = csp_here;
    pthread_mutex_lock(&mutex);
    me->process = NULL;
    if (line_first != NULL || inbox != NULL) {
        pthread_mutex_unlock(&mutex);
        return true;
    }
    const bool polls = due != CSP_NEVER || keyboard;
    if (!polls && computing == 0 && blocked == 0 && outside == 0) {
        pthread_mutex_unlock(&mutex);
        csp_report_deadlock();
    }
    if (polls && poller == NULL)
        return poll_until(me, due, keyboard);
    if (polls && !is_polled(due, keyboard))
        csp_bell_ring(atomic_load_explicit(&poller->bell, memory_order_relaxed));
    let_go();
    return rest(me);
}

// ---- from other threads --------------------------------------------------------------------------

// Somebody wants attention: a holder that runs sees it by itself.
static void
kick(void)
{
    barrier_for_all();
    struct csp_thread *const at = atomic_load_explicit(&holder, memory_order_relaxed);
    const uint64_t away = away_of_holder();
    if ((away & CSP_AWAY) == 0)
        return;
    if (poller != NULL && (at == poller || at == NULL))
        csp_bell_ring(atomic_load_explicit(&poller->bell, memory_order_relaxed));
    else if (has_room(away))
        call_lookout();
}

void
csp_baton_alarm(void)
{
    struct csp_thread *const at = atomic_load_explicit(&holder, memory_order_relaxed);
    if (at != NULL)
        csp_bell_ring(atomic_load_explicit(&at->bell, memory_order_relaxed));
    csp_bell_ring(atomic_load_explicit(&first_thread.bell, memory_order_relaxed));
}

// The mutex is not given back.
bool
csp_baton_seize(void)
{
    struct csp_thread *const me = csp_here;
    if (pthread_mutex_trylock(&mutex) != 0)
        return false;
    is_seizing = true;
    if (atomic_load_explicit(&holder, memory_order_relaxed) == me || take(me))
        return true;
    is_seizing = false;
    pthread_mutex_unlock(&mutex);
    return false;
}

void
csp_baton_kick(void)
{
    pthread_mutex_lock(&mutex);
    kick();
    pthread_mutex_unlock(&mutex);
}

struct csp_proc *
csp_suspend(struct csp_proc *self)
{
    (void)self;
    pthread_mutex_lock(&mutex);
    outside++;
    pthread_mutex_unlock(&mutex);
    return csp_dispatch();
}

void
csp_ready(struct csp_proc *process)
{
    pthread_mutex_lock(&mutex);
    process->next = NULL;
    *inbox_end = process;
    inbox_end = &process->next;
    csp_attention_set(CSP_ATTENTION_INBOX);
    kick();
    pthread_mutex_unlock(&mutex);
}

void
csp_baton_receive(void)
{
    pthread_mutex_lock(&mutex);
    csp_attention_clear(CSP_ATTENTION_INBOX);
    struct csp_proc *process = inbox;
    inbox = NULL;
    inbox_end = &inbox;
    for (struct csp_proc *next; process != NULL; process = next) {
        next = process->next;
        outside--;
        csp_enqueue(process);
    }
    pthread_mutex_unlock(&mutex);
}

// ---- start and end -------------------------------------------------------------------------------

void
csp_baton_start(uint32_t workers)
{
    limit = workers;
    has_barrier = syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
    set_taken(&first_thread, false);
    become_holder(&first_thread);
    if (workers > 1)
        csp_bell_prepare(&first_thread);
}

void
csp_baton_end(void)
{
    pthread_mutex_lock(&mutex);
    ending = true;
    let_go();
    for (struct csp_thread *thread = all; thread != NULL; thread = thread->sibling)
        call(thread);
    call(&first_thread);
    pthread_mutex_unlock(&mutex);
}

void
csp_baton_join(void)
{
    for (struct csp_thread *thread = all, *next; thread != NULL; thread = next) {
        next = thread->sibling;
        (void)pthread_join(thread->thread, NULL);
        (void)close(atomic_load_explicit(&thread->bell, memory_order_relaxed));
        free(thread);
    }
    all = NULL;
}
