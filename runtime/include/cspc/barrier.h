// SPDX-License-Identifier: MIT
// BARRIERs: SYNC as a process and as a guard, enrolling and resigning. A part of cspc/rt.h.
#ifndef CSPC_BARRIER_H
#define CSPC_BARRIER_H

#include "cspc/alt.h"
#include "cspc/mobile.h"

// The offer of an ALT to synchronise: in its frame, one for each SYNC guard. While the ALT waits it is
// in the list of its barrier, once if several guards name that.
struct csp_offer {
    struct csp_barrier *barrier;
    struct csp_proc *process; // that waits in the ALT; NULL: the offer is in no list
    struct csp_offer *next, *previous;
};

// A process between RESIGN and the end of its block: in its frame, and in the list of the barrier.
struct csp_resigned {
    struct csp_proc *process;
    struct csp_resigned *next, *previous;
};

// A barrier is complete when as many processes wait for it, in SYNC or in an ALT, as are enrolled.
// All of this is touched under the baton.
struct csp_barrier {
    uint32_t enrolled;             // processes that must come
    uint32_t arrived;              // of them, those that wait in SYNC
    uint32_t offered;              // offers in the list; some of their ALTs may be awake again
    struct csp_proc *first, *last; // those that wait in SYNC, linked as in the run queue; they mean
                                   // nothing while nobody does
    struct csp_offer *offers;
    struct csp_resigned *resigned;
};

// A new barrier, on which the process that declares it is enrolled.
static inline void
csp_barrier_init(struct csp_barrier *barrier)
{
    *barrier = (struct csp_barrier){.enrolled = 1};
}

// PAR ENROLL: `count` branches take the place of the process that starts them. Each branch that is
// over resigns, but the last: its enrollment goes back to the process that started the PAR.
static inline void
csp_enroll(struct csp_barrier *barrier, uint32_t count)
{
    if (count != 0)
        barrier->enrolled += count - 1;
}

// ---- MOBILE BARRIERs: words like those of other mobiles, marked in their low bits ----------------

enum { CSP_MOBILE_BARRIER = 4 };

// A new barrier, on which the holder of the word is enrolled. CLONE enrolls one more; who lets go of a
// word resigns.
void *csp_barrier_new(void);

static inline struct csp_barrier *
csp_barrier_of(const void *word, const struct csp_site *site)
{
    if (CSP_UNLIKELY(word == NULL))
        csp_fault_undefined(site);
    return (struct csp_barrier *)((uintptr_t)word & ~(uintptr_t)CSP_MOBILE_BARRIER);
}

// How the function that tells what the branches of a PAR hold (csp_ends) tells that they are
// enrolled.
static inline void
csp_show_enrolled(csp_visit_end *visit, void *context, struct csp_barrier *barrier)
{
    visit(context, (struct csp_chan *)(void *)barrier, 1, CSP_ENROLLED);
}

// RESIGN, by the running process, and the end of its block.
void csp_resign(struct csp_barrier *barrier, struct csp_resigned *resigned);
void csp_enroll_again(struct csp_barrier *barrier, struct csp_resigned *resigned);

// ---- SYNC ----------------------------------------------------------------------------------------

// Nobody is missing any more, or it seems so.
struct csp_proc *csp_sync_slow(struct csp_proc *self, struct csp_barrier *barrier);

// Wait in SYNC. What a process waits for is for reports.
static inline struct csp_proc *
csp_sync_wait(struct csp_proc *self, struct csp_barrier *barrier)
{
    if (barrier->arrived++ != 0)
        barrier->last->next = self;
    else
        barrier->first = self;
    barrier->last = self;
    self->value.data = barrier;
    return csp_hand_over();
}

static inline struct csp_proc *
csp_sync(struct csp_proc *self, struct csp_barrier *barrier)
{
    if (CSP_UNLIKELY(barrier->arrived + barrier->offered + 1 >= barrier->enrolled))
        return csp_sync_slow(self, barrier);
    return csp_sync_wait(self, barrier);
}

// Wait until all that are enrolled have come. Who comes last goes on at once. Only a TIMEOUT leaves.
#define CSP_SYNC(n, barrier, leave)                                                                \
    do {                                                                                           \
        f->base.at = (n);                                                                          \
        self = csp_sync(self, (barrier));                                                          \
        CSP_GO(self);                                                                              \
    case (n) + 1: goto leave;                                                                      \
    case (n):;                                                                                     \
    } while (0)

// A SYNC guard.
static inline struct csp_guard
csp_guard_sync(struct csp_offer *offer, struct csp_barrier *barrier, bool condition, uint32_t line)
{
    struct csp_guard guard = {{NULL}, condition ? CSP_GUARD_SYNC : CSP_GUARD_OFF, 0, line};
    offer->barrier = barrier;
    offer->process = NULL;
    guard.on.offer = offer;
    return guard;
}

#endif
