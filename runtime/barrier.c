// SPDX-License-Identifier: MIT
// BARRIERs: completion, resigning, offers of ALTs.
//
// One thread holds the baton, so whether all have come is decided for all of them at once. An ALT
// offers to synchronise while it waits and is undecided. Once anything else has woken it, its offer
// does not count any more, though it stands in the list until the ALT runs; so the number of
// offers is only the most that can count, and the list is walked when that would be enough.
#include <config.h>

#include "internal.h"

// ---- completion ----------------------------------------------------------------------------------

// The ALTs that are undecided.
static uint32_t
live_offers(const struct csp_barrier *barrier)
{
    uint32_t count = 0;
    for (const struct csp_offer *offer = barrier->offers; offer != NULL; offer = offer->next)
        count += offer->process->state == CSP_IN_ALT;
    return count;
}

// Have all come, with `more` that are about to?
static bool
is_complete(const struct csp_barrier *barrier, uint32_t more)
{
    const uint32_t sure = barrier->arrived + more;
    if (sure + barrier->offered < barrier->enrolled)
        return false;
    return sure >= barrier->enrolled || sure + live_offers(barrier) >= barrier->enrolled;
}

// Those who wait in SYNC go to the end of the run queue, all at once.
static void
release(struct csp_barrier *barrier)
{
    if (barrier->arrived == 0)
        return;
    barrier->last->next = NULL;
    if (csp_scheduler.head != NULL)
        csp_scheduler.tail->next = barrier->first;
    else
        csp_scheduler.head = barrier->first;
    csp_scheduler.tail = barrier->last;
    barrier->arrived = 0;
}

static void
complete(struct csp_barrier *barrier)
{
    release(barrier);
    while (barrier->offers != NULL) {
        struct csp_proc *const process = barrier->offers->process;
        csp_barrier_withdraw(barrier->offers);
        if (process->state == CSP_IN_ALT)
            csp_alt_decide(process, barrier);
    }
}

struct csp_proc *
csp_sync_slow(struct csp_proc *self, struct csp_barrier *barrier)
{
    if (!is_complete(barrier, 1))
        return csp_sync_wait(self, barrier);
    complete(barrier);
    // alone it would never wait
    return barrier->enrolled <= 1 ? csp_yield(self) : self;
}

void
csp_sync_withdraw(struct csp_barrier *barrier, const struct csp_proc *process)
{
    struct csp_proc **at = &barrier->first, *last = NULL;
    while (*at != process) {
        last = *at;
        at = &last->next;
    }
    *at = process->next;
    if (barrier->last == process)
        barrier->last = last;
    barrier->arrived--;
}

bool
csp_barrier_try(struct csp_barrier *barrier)
{
    if (!is_complete(barrier, 1))
        return false;
    complete(barrier);
    return true;
}

// ---- offers --------------------------------------------------------------------------------------

void
csp_barrier_offer(struct csp_offer *offer, struct csp_proc *process)
{
    struct csp_barrier *const barrier = offer->barrier;
    offer->process = process;
    offer->previous = NULL;
    offer->next = barrier->offers;
    if (offer->next != NULL)
        offer->next->previous = offer;
    barrier->offers = offer;
    barrier->offered++;
}

void
csp_barrier_withdraw(struct csp_offer *offer)
{
    if (offer->process == NULL)
        return;
    if (offer->previous != NULL)
        offer->previous->next = offer->next;
    else
        offer->barrier->offers = offer->next;
    if (offer->next != NULL)
        offer->next->previous = offer->previous;
    offer->process = NULL;
    offer->barrier->offered--;
}

// ---- resigning -----------------------------------------------------------------------------------

void
csp_barrier_leave(struct csp_barrier *barrier)
{
    barrier->enrolled--;
    if (barrier->arrived + barrier->offered != 0 && is_complete(barrier, 0))
        complete(barrier);
}

bool
csp_barrier_is_resigned(const struct csp_barrier *barrier, const struct csp_proc *process)
{
    const struct csp_resigned *resigned = barrier->resigned;
    while (resigned != NULL && resigned->process != process)
        resigned = resigned->next;
    return resigned != NULL;
}

void
csp_resign(struct csp_barrier *barrier, struct csp_resigned *resigned)
{
    resigned->process = csp_scheduler.running;
    resigned->previous = NULL;
    resigned->next = barrier->resigned;
    if (resigned->next != NULL)
        resigned->next->previous = resigned;
    barrier->resigned = resigned;
    csp_barrier_leave(barrier);
}

void
csp_enroll_again(struct csp_barrier *barrier, struct csp_resigned *resigned)
{
    if (resigned->previous != NULL)
        resigned->previous->next = resigned->next;
    else
        barrier->resigned = resigned->next;
    if (resigned->next != NULL)
        resigned->next->previous = resigned->previous;
    barrier->enrolled++;
}

// ---- MOBILE BARRIERs -----------------------------------------------------------------------------

// A barrier that lives as long as somebody holds a word for it, enrolled or resigned.
struct mobile_barrier {
    struct csp_barrier barrier; // first: the word leads here
    uint32_t holders;
};

static struct mobile_barrier *
mobile_of(const void *word)
{
    return (struct mobile_barrier *)(void *)csp_barrier_of(word, NULL);
}

void *
csp_barrier_new(void)
{
    struct mobile_barrier *const mobile = csp_memory_new(sizeof *mobile);
    csp_barrier_init(&mobile->barrier);
    mobile->holders = 1;
    return (void *)((uintptr_t)mobile | CSP_MOBILE_BARRIER);
}

void *
csp_barrier_share(void *word)
{
    struct mobile_barrier *const mobile = mobile_of(word);
    csp_enroll(&mobile->barrier, 2);
    mobile->holders++;
    return word;
}

void
csp_barrier_release(void *word)
{
    struct mobile_barrier *const mobile = mobile_of(word);
    csp_barrier_leave(&mobile->barrier);
    if (--mobile->holders == 0)
        csp_memory_free(mobile);
}
