// SPDX-License-Identifier: MIT
// The lookout: an idle thread that watches whether the holder of the baton is away for long while
// other processes could run. It looks often while that happens often, then less and less, and goes
// to sleep when there is nothing to see; the next bracket that leaves work behind calls it again.
#include <config.h>

#include "baton.h"

// In nanoseconds: how long a holder must have been away before the baton is taken, how long a
// thread looks without sleeping, at first and after each sleep, and the shortest and longest sleep.
enum { LONG_AWAY = 1500, SPIN = 50000, BURST = 10000, SLEEP_MIN = 100000, SLEEP_MAX = 2000000 };

// Instructions between two looks of a thread that does not sleep.
enum { LOOKS_APART = 8 };

static void
relax(void)
{
    for (int i = 0; i < LOOKS_APART; i++) {
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#elif defined(__aarch64__)
        __asm__ volatile("yield");
#else
        atomic_signal_fence(memory_order_seq_cst);
#endif
    }
}

struct csp_pace
csp_pace_start(void)
{
    return (struct csp_pace){csp_nanoseconds() + SPIN, SLEEP_MIN};
}

bool
csp_pace_wait(struct csp_pace *pace, struct csp_thread *me)
{
    if (csp_nanoseconds() < pace->until) {
        relax();
        return true;
    }
    const bool goes_on = pace->sleep < SLEEP_MAX;
    (void)csp_bell_wait(me, 0, csp_clock() + pace->sleep / 1000);
    if (goes_on)
        pace->sleep *= 2;
    pace->until = csp_nanoseconds() + BURST;
    return goes_on;
}

// Is there anything to do for another thread while the holder is away? A holder that is idle waits
// for moments and for input by itself, and so does the poller where there is no holder.
bool
csp_lookout_is_needed(uint64_t away)
{
    const uint32_t reasons = atomic_load_explicit(&csp_scheduler.attention, memory_order_relaxed);
    const uint32_t polled = CSP_ATTENTION_TIMERS | CSP_ATTENTION_INPUT;
    const uint32_t urgent = CSP_ATTENTION_SOON & ~((away & CSP_AWAY_IDLE) != 0 ? polled : 0);
    return (away & CSP_AWAY_WORK) != 0 || (reasons & urgent) != 0;
}

// With seeded schedules the baton moves as often as it can.
static int64_t
long_away(void)
{
    return csp_is_seeded() ? 0 : LONG_AWAY;
}

struct sight {
    const struct csp_thread *holder;
    uint64_t away;
    int64_t since;
};

// Has the holder been away as it is now for long enough?
static bool
is_long_away(struct sight *sight, const struct csp_thread *holder, uint64_t away)
{
    if (sight->holder != holder || sight->away != away)
        *sight = (struct sight){holder, away, csp_nanoseconds()};
    return csp_nanoseconds() - sight->since >= long_away();
}

bool
csp_look_out(struct csp_thread *me)
{
    struct csp_pace pace = csp_pace_start();
    struct sight sight = {0};
    uint64_t last = 0;
    for (;;) {
        if (atomic_load_explicit(&me->called, memory_order_acquire) != 0)
            return false;
        struct csp_thread *const at = atomic_load_explicit(&csp_baton.holder, memory_order_acquire);
        if (at == NULL)
            return csp_lookout_is_needed(CSP_AWAY | CSP_AWAY_IDLE);
        const uint64_t away = csp_thread_away(at);
        if ((away & CSP_AWAY) != 0 && csp_lookout_is_needed(away) && is_long_away(&sight, at, away))
            return true;
        const bool goes_on = csp_pace_wait(&pace, me);
        if (!goes_on && away == last)
            return false;
        if (!goes_on)
            last = away;
    }
}
