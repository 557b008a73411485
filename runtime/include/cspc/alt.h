// SPDX-License-Identifier: MIT
// TIMERs and ALT. A part of cspc/rt.h.
#ifndef CSPC_ALT_H
#define CSPC_ALT_H

#include "cspc/channel.h"

// ---- time ----------------------------------------------------------------------------------------

// A wait for a moment: in the frame of the process that waits.
struct csp_timer {
    int64_t due; // microseconds of the monotonic clock
    struct csp_proc *process;
    struct csp_timer *child, *sibling, *previous; // the heap of pending timers
};

// The clock in microseconds, as TIMER shows it (its low 16, 32 or 64 bits).
int64_t csp_clock(void);

// The moment `AFTER time` of a TIMER that is `bits` wide.
int64_t csp_due(int64_t time, int bits);

// Sleep until `due`. Goes on at once if that is past.
struct csp_proc *csp_wait_timer(struct csp_proc *self, struct csp_timer *timer, int64_t due);

#define CSP_SLEEP(n, timer, due, leave)                                                            \
    do {                                                                                           \
        f->base.at = (n);                                                                          \
        self = csp_wait_timer(self, (timer), (due));                                               \
        CSP_GO(self);                                                                              \
    case (n) + 1: goto leave;                                                                      \
    case (n):;                                                                                     \
    } while (0)

// ---- ALT -----------------------------------------------------------------------------------------

enum csp_guard_kind {
    CSP_GUARD_OFF,   // its precondition is FALSE
    CSP_GUARD_INPUT, // c ? ...
    CSP_GUARD_END,   // c ? END
    CSP_GUARD_TIMER, // AFTER
    CSP_GUARD_SKIP,
    CSP_GUARD_SYNC,  // barrier.h
    CSP_GUARD_OUTPUT // c ! ...
};

struct csp_offer;

struct csp_guard {
    union {
        struct csp_chan *channel;
        int64_t due;
        struct csp_offer *offer;
        union csp_value item; // in an entry behind the guards: what an output guard would send
    } on;
    uint16_t kind; // enum csp_guard_kind
    uint16_t tied; // comes after the guard before it: a PRI ALT inside an ALT
    uint32_t line; // for reports
};

enum {
    CSP_ALT_ENABLED = 1,   // marks stand in the channels
    CSP_ALT_YIELDED = 2,   // others had their turn before a SKIP or a past moment is chosen
    CSP_ALT_SEEDED = 4,    // CSP_SEED: start anywhere
    CSP_ALT_OBSERVED = 8,  // CSP_STATS, CSP_TRACE: choices are counted
    CSP_ALT_DECIDED = 16,  // others have chosen: `chosen` is a SYNC whose barrier is complete, or,
                           // with no marks left, a communication
    CSP_ALT_POISONED = 32, // the channel of guard `chosen` is poisoned: the ALT leaves
    CSP_ALT_SENT = 64      // the item of guard `chosen` has been offered already
};

// One ALT of a PROC, in its frame. `from` lives as long as the frame: that makes the ALT fair.
struct csp_alt {
    struct csp_guard *guards;
    uint32_t count;
    uint32_t from;   // fair: the guard to look at first
    uint32_t chosen; // the result
    bool priority;   // PRI ALT: always from 0
    uint8_t special; // CSP_ALT_*; not 0: only csp_alt_choose_slow knows what to do
    struct csp_timer timer;
};

// Prepare an ALT when its PROC starts: the first start comes from a seeded sequence.
void csp_alt_init(struct csp_alt *alt, bool priority);

// Before each ALT, or only before the first: the guards may stay as they were if nothing about
// them can have changed.
static inline void
csp_alt_begin(struct csp_alt *alt, struct csp_guard *guards, uint32_t count)
{
    alt->guards = guards;
    alt->count = count;
}

static inline struct csp_guard
csp_guard_input(struct csp_chan *channel, bool condition, uint32_t line)
{
    return (struct csp_guard){{channel}, condition ? CSP_GUARD_INPUT : CSP_GUARD_OFF, 0, line};
}

// An ALT with output guards has room for twice as many: entry `count + k` holds the item of guard k.
static inline struct csp_guard
csp_guard_output(struct csp_chan *channel, bool condition, uint32_t line)
{
    return (struct csp_guard){{channel}, condition ? CSP_GUARD_OUTPUT : CSP_GUARD_OFF, 0, line};
}

// After an output guard was chosen: need the item not be sent any more? Asked once.
static inline bool
csp_alt_has_sent(struct csp_alt *alt)
{
    const bool has_sent = (alt->special & CSP_ALT_SENT) != 0;
    alt->special &= (uint8_t)~CSP_ALT_SENT;
    return has_sent;
}

static inline struct csp_guard
csp_guard_end(struct csp_chan *channel, bool condition, uint32_t line)
{
    return (struct csp_guard){{channel}, condition ? CSP_GUARD_END : CSP_GUARD_OFF, 0, line};
}

static inline struct csp_guard
csp_guard_timer(int64_t due, bool condition, uint32_t line)
{
    struct csp_guard guard = {{NULL}, condition ? CSP_GUARD_TIMER : CSP_GUARD_OFF, 0, line};
    guard.on.due = due;
    return guard;
}

static inline struct csp_guard
csp_guard_skip(bool condition, uint32_t line)
{
    return (struct csp_guard){{NULL}, condition ? CSP_GUARD_SKIP : CSP_GUARD_OFF, 0, line};
}

// No guards have been given yet.
static inline bool
csp_alt_is_new(const struct csp_alt *alt)
{
    return alt->guards == NULL;
}

// The precondition of a guard that stays as it was in everything else.
static inline void
csp_guard_allow(struct csp_guard *guard, enum csp_guard_kind kind, bool condition)
{
    guard->kind = (uint16_t)(condition ? kind : CSP_GUARD_OFF);
}

// Choose a ready guard: `alt->chosen` is its number. False where none is ready (or the ALT has
// met END, which csp_wait_alt finds).
bool csp_alt_choose_slow(struct csp_proc *self, struct csp_alt *alt);

// The first guard in turn is often ready; then no other is looked at.
static inline bool
csp_alt_choose(struct csp_proc *self, struct csp_alt *alt)
{
    const uint32_t from = alt->from;
    if (CSP_LIKELY(alt->special == 0 && from < alt->count)) {
        const struct csp_guard *const guard = &alt->guards[from];
        if (CSP_LIKELY(guard->kind == CSP_GUARD_INPUT && !guard->tied)) {
            const uintptr_t word = guard->on.channel->word;
            if (CSP_LIKELY(word != 0 && (word & CSP_CHAN_TAGS) == 0)) {
                const uint32_t next = alt->priority || from + 1 == alt->count ? 0 : from + 1;
                alt->chosen = from;
                alt->from = next;
                return true;
            }
        }
    }
    return csp_alt_choose_slow(self, alt);
}

// Leave marks at all guards and wait. Goes on at the odd half at once if the ALT meets END.
// An ALT that can never be ready is a fault.
struct csp_proc *csp_wait_alt(struct csp_proc *self, struct csp_alt *alt);

#define CSP_ALT(n, alt, leave)                                                                     \
    do {                                                                                           \
        while (!csp_alt_choose(self, (alt))) {                                                     \
            f->base.at = (n);                                                                      \
            self = csp_wait_alt(self, (alt));                                                      \
            CSP_GO(self);                                                                          \
        case (n) + 1: goto leave;                                                                  \
        case (n):;                                                                                 \
        }                                                                                          \
    } while (0)

// Room for guards whose number is known at run time only.
struct csp_guard *csp_guards_new(uint32_t count);
void csp_guards_free(struct csp_guard *guards);

#endif
