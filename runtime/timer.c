// SPDX-License-Identifier: MIT
// Timers: a pairing heap of the moments that processes wait for. Its nodes are the struct csp_timer
// in the frames of those processes, so that nothing is allocated.
//
// `previous` of a node is its parent if it is the first child, else the sibling before it. A timer
// is in the heap while its `process` is not NULL. In that of a TIMEOUT this is an odd number, which
// tells where that is.
#include <config.h>

#include "internal.h"

#include <time.h>

// With many timers pending, wake-ups are kept apart: by a microsecond for every four timers, up to
// this. Each wake-up costs several microseconds, and the more timers, the more go with the next.
enum { APART_MAX = 500 };

enum { OF_TIMEOUT = 1 };

static struct csp_timer *earliest;
static int64_t pending; // timers in the heap

// The watch sets CSP_ATTENTION_TIMERS then; INT64_MIN: that is set, or no timer is pending.
static int64_t watched = INT64_MIN;

int64_t
csp_nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

// ---- the clock -----------------------------------------------------------------------------------

// CSP_CLOCK=virtual: a turn of a process takes a microsecond where somebody waits for a moment, and when
// nothing else can happen the clock goes to the next such moment. Who holds the baton writes it.
static bool is_virtual;
static _Atomic int64_t virtual_now;

void
csp_clock_start(void)
{
    const char *const text = getenv("CSP_CLOCK");
    if (text == NULL || *text == '\0' || strcmp(text, "real") == 0)
        return;
    if (strcmp(text, "virtual") != 0) {
        fprintf(stderr, "CSP_CLOCK=%s: `real` or `virtual` is expected\n", text);
        exit(CSP_STATUS_FAULT);
    }
    is_virtual = true;
}

int64_t
csp_clock(void)
{
    if (CSP_UNLIKELY(is_virtual))
        return atomic_load_explicit(&virtual_now, memory_order_relaxed);
    return csp_nanoseconds() / 1000;
}

bool
csp_clock_step(void)
{
    if (is_virtual)
        atomic_fetch_add_explicit(&virtual_now, 1, memory_order_relaxed);
    return is_virtual;
}

bool
csp_clock_turn(void)
{
    if (!is_virtual || earliest == NULL || !csp_baton_is_alone())
        return false;
    if (earliest->due > csp_clock())
        atomic_store_explicit(&virtual_now, earliest->due, memory_order_relaxed);
    csp_timers_fire(csp_clock());
    return true;
}

// ---- the moments ---------------------------------------------------------------------------------

// AFTER is cyclic and strict: the moment is the first at which the clock is later than `time`.
int64_t
csp_due(int64_t time, int bits)
{
    const int64_t now = csp_clock();
    const int unused = 64 - bits;
    const uint64_t distance = ((uint64_t)time - (uint64_t)now) << unused;
    int64_t due;
    if (__builtin_add_overflow(now, (int64_t)distance >> unused, &due) || due >= CSP_NEVER - 1)
        return CSP_NEVER - 1;
    return due + 1;
}

// Make one heap of two: the later root becomes the first child of the earlier.
static struct csp_timer *
meld(struct csp_timer *a, struct csp_timer *b)
{
    if (a == NULL)
        return b;
    if (b == NULL)
        return a;
    if (b->due < a->due) {
        struct csp_timer *const earlier = b;
        b = a;
        a = earlier;
    }
    b->previous = a;
    b->sibling = a->child;
    if (a->child != NULL)
        a->child->previous = b;
    a->child = b;
    return a;
}

// Make one heap of a list of siblings: in pairs from the left, then together from the right.
static struct csp_timer *
meld_all(struct csp_timer *first)
{
    struct csp_timer *pairs = NULL;
    while (first != NULL) {
        struct csp_timer *const second = first->sibling;
        struct csp_timer *const rest = second != NULL ? second->sibling : NULL;
        first->sibling = NULL;
        if (second != NULL)
            second->sibling = NULL;
        struct csp_timer *const pair = meld(first, second);
        pair->sibling = pairs;
        pairs = pair;
        first = rest;
    }
    struct csp_timer *heap = NULL;
    while (pairs != NULL) {
        struct csp_timer *const rest = pairs->sibling;
        pairs->sibling = NULL;
        heap = meld(pairs, heap);
        pairs = rest;
    }
    if (heap != NULL)
        heap->previous = NULL;
    return heap;
}

void
csp_timer_start(struct csp_timer *timer, struct csp_proc *process, int64_t due)
{
    timer->due = due;
    timer->process = process;
    timer->child = timer->sibling = timer->previous = NULL;
    earliest = meld(earliest, timer);
    pending++;
    if (watched == INT64_MIN || due < watched)
        csp_attention_set(CSP_ATTENTION_TIMERS);
}

void
csp_timer_start_timeout(struct csp_timeout *timeout, int64_t due)
{
    csp_timer_start(&timeout->timer, (struct csp_proc *)((uintptr_t)timeout | OF_TIMEOUT), due);
}

// Take a node that is not the root out of the list of its siblings.
static void
unlink_timer(struct csp_timer *timer)
{
    if (timer->previous->child == timer)
        timer->previous->child = timer->sibling;
    else
        timer->previous->sibling = timer->sibling;
    if (timer->sibling != NULL)
        timer->sibling->previous = timer->previous;
}

void
csp_timer_cancel(struct csp_timer *timer)
{
    if (timer->process == NULL)
        return;
    struct csp_timer *const below = meld_all(timer->child);
    if (timer == earliest) {
        earliest = below;
    } else {
        unlink_timer(timer);
        earliest = meld(earliest, below);
    }
    timer->process = NULL;
    pending--;
    if (earliest == NULL) {
        csp_attention_clear(CSP_ATTENTION_TIMERS);
        watched = INT64_MIN;
    }
}

int64_t
csp_timer_next(int64_t last)
{
    if (earliest == NULL || is_virtual)
        return CSP_NEVER;
    const int64_t soonest = last + (pending / 4 < APART_MAX ? pending / 4 : APART_MAX);
    return earliest->due > soonest ? earliest->due : soonest;
}

int64_t
csp_timers_delegate(void)
{
    if (earliest == NULL || is_virtual)
        return CSP_NEVER;
    watched = earliest->due;
    return watched;
}

static void
fire(struct csp_timer *timer)
{
    struct csp_proc *const process = timer->process;
    csp_timer_cancel(timer);
    csp_counts.moments++;
    if (CSP_UNLIKELY(((uintptr_t)process & OF_TIMEOUT) != 0))
        csp_timeout_expire((struct csp_timeout *)((uintptr_t)process & ~(uintptr_t)OF_TIMEOUT));
    else
        csp_alt_wake(process);
}

// Whoever calls this looks at the clock again when the bit says so.
void
csp_timers_fire(int64_t now)
{
    watched = INT64_MIN;
    if (earliest != NULL)
        csp_attention_set(CSP_ATTENTION_TIMERS);
    while (earliest != NULL && earliest->due <= now)
        fire(earliest);
}

// A moment that is past is no wait, but others have their turn. A sleep is an ALT with no other
// guard.
struct csp_proc *
csp_wait_timer(struct csp_proc *self, struct csp_timer *timer, int64_t due)
{
    if (due <= csp_clock())
        return csp_yield(self);
    csp_timer_start(timer, self, due);
    self->state = CSP_IN_ALT;
    self->next = (struct csp_proc *)(void *)timer;
    return csp_dispatch();
}
