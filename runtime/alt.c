// SPDX-License-Identifier: MIT
// ALT. Choosing scans the guards from a place that rotates and stops at the first that is ready,
// so that a busy ALT costs the same however many guards it has. Only when none is ready are marks
// left in the channels; the first process (or timer, or END) to meet one wakes the ALT, which takes
// its marks away and scans again.
#include <config.h>

#include "internal.h"

// What stays in `special` from one choice to the next.
enum { ALWAYS = CSP_ALT_SEEDED | CSP_ALT_OBSERVED };

// The process is in an ALT whose marks stand: `mark` is what its channels hold.
static uintptr_t
mark_of(const struct csp_proc *self)
{
    return (uintptr_t)self | CSP_CHAN_ALT;
}

static bool
has_ended(const struct csp_chan *channel)
{
    return (channel->word & CSP_CHAN_TAGS) == CSP_CHAN_ENDED;
}

static bool
is_poisoned(const struct csp_chan *channel)
{
    return (channel->word & (CSP_CHAN_TAGS | CSP_CHAN_POISONED)) ==
           (CSP_CHAN_ENDED | CSP_CHAN_POISONED);
}

static bool
is_channel_guard(const struct csp_guard *guard)
{
    return guard->kind == CSP_GUARD_INPUT || guard->kind == CSP_GUARD_END ||
           guard->kind == CSP_GUARD_OUTPUT;
}

void
csp_alt_init(struct csp_alt *alt, bool priority)
{
    alt->guards = NULL;
    alt->count = 0;
    alt->from = priority ? 0 : csp_random();
    alt->priority = priority;
    alt->special =
        (csp_is_seeded() ? CSP_ALT_SEEDED : 0) | (csp_is_observed ? CSP_ALT_OBSERVED : 0);
    alt->timer.process = NULL;
}

void
csp_alt_wake(struct csp_proc *process)
{
    if (process->state != CSP_IN_ALT)
        return;
    process->state = CSP_ALIVE;
    csp_enqueue(process);
}

// ---- the rule of END -----------------------------------------------------------------------------

// Has the ALT a guard `c ? END` for this channel? Then its end does not count.
static bool
expects_end(const struct csp_alt *alt, const struct csp_chan *channel)
{
    for (uint32_t i = 0; i < alt->count; i++) {
        if (alt->guards[i].kind == CSP_GUARD_END && alt->guards[i].on.channel == channel)
            return true;
    }
    return false;
}

// The ALT meets END when it has channel guards and all of them have ended, unless others may still
// come to a barrier. Returns one of the channels, or NULL.
static struct csp_chan *
ended_channel(const struct csp_alt *alt)
{
    struct csp_chan *ended = NULL;
    for (uint32_t i = 0; i < alt->count; i++) {
        if (!is_channel_guard(&alt->guards[i])) {
            if (alt->guards[i].kind == CSP_GUARD_SYNC)
                return NULL;
            continue;
        }
        struct csp_chan *const channel = alt->guards[i].on.channel;
        if (!has_ended(channel) || expects_end(alt, channel))
            return NULL;
        if (ended == NULL)
            ended = channel;
    }
    return ended;
}

// ---- turns ---------------------------------------------------------------------------------------

// The groups of a fair ALT take turns: a PRI ALT inside it is scanned as a whole, from its head.
static uint32_t
first_guard(const struct csp_alt *alt)
{
    if (alt->priority || alt->count == 0)
        return 0;
    uint32_t from = (alt->special & CSP_ALT_SEEDED) != 0 ? csp_random() : alt->from;
    if (from >= alt->count)
        from %= alt->count;
    while (from < alt->count && alt->guards[from].tied)
        from++;
    return from < alt->count ? from : 0;
}

// ---- ALT against ALT -----------------------------------------------------------------------------
//
// Two ALTs meet at a channel when one of them, looking at its guards, finds the mark of the other. As
// one thread holds the baton, the other can be chosen for on the spot: its marks are taken away, and
// it cannot choose anything else. Of the two the one that sends stands in the channel like any
// process that waits to send, and the one that receives takes the item from there.

static void disable_others(struct csp_proc *process, struct csp_alt *alt);

static void
decide(struct csp_proc *process, struct csp_alt *alt, uint32_t at)
{
    const struct csp_guard *const guard = &alt->guards[at];
    disable_others(process, alt);
    alt->chosen = at;
    alt->special |= CSP_ALT_DECIDED;
    process->state = CSP_ALIVE;
    if (guard->kind == CSP_GUARD_INPUT) {
        csp_enqueue(process);
        return;
    }
    alt->special |= CSP_ALT_SENT;
    process->value = alt->guards[alt->count + at].on.item;
    guard->on.channel->word = (uintptr_t)process;
}

// At a channel with a mark: if it is that of an ALT that has a guard of this kind there, that guard is
// chosen; of several, the one in turn. Who waits for a sender with `??` leaves such a mark too, and takes any.
static bool
meet_alt(const struct csp_chan *channel, enum csp_guard_kind kind)
{
    struct csp_proc *const other = csp_word_process(channel->word);
    if (other->state != CSP_IN_ALT)
        return false;
    if (csp_wait_of(other)->kind != CSP_AT_ALT)
        return kind == CSP_GUARD_INPUT;
    struct csp_alt *const alt = (struct csp_alt *)(void *)other->next;
    uint32_t at = first_guard(alt);
    for (uint32_t i = 0; i < alt->count; i++) {
        if (alt->guards[at].kind == kind && alt->guards[at].on.channel == channel) {
            decide(other, alt, at);
            return true;
        }
        at = at + 1 < alt->count ? at + 1 : 0;
    }
    return false;
}

// The channel at which a process waits that an ALT has chosen for has ended: it has not chosen.
void
csp_alt_undecide(const struct csp_proc *process)
{
    if (csp_wait_of(process)->kind == CSP_AT_ALT)
        ((struct csp_alt *)(void *)process->next)->special &= ALWAYS;
}

// ---- choosing ------------------------------------------------------------------------------------

bool
csp_input_is_ready(struct csp_chan *channel)
{
    const uintptr_t word = channel->word;
    if ((word & CSP_CHAN_TAGS) == 0)
        return word != 0;
    if ((word & CSP_CHAN_TAGS) == CSP_CHAN_ALT)
        return meet_alt(channel, CSP_GUARD_OUTPUT);
    if (csp_is_buffer(word))
        return csp_buffer_is_ready(channel);
    return (word & CSP_CHAN_TAGS) == CSP_CHAN_DEVICE && csp_device_offer(channel);
}

static bool
output_is_ready(struct csp_chan *channel)
{
    const uintptr_t word = channel->word;
    switch (word & CSP_CHAN_TAGS) {
    case 0: return word != 0;
    case CSP_CHAN_ALT: return meet_alt(channel, CSP_GUARD_INPUT);
    case CSP_CHAN_DEVICE: return !csp_is_buffer(word) || csp_buffer_has_room(channel);
    default: return false;
    }
}

static bool
end_is_ready(struct csp_chan *channel)
{
    if ((channel->word & CSP_CHAN_TAGS) == CSP_CHAN_DEVICE && !csp_is_buffer(channel->word))
        csp_device_offer(channel);
    return has_ended(channel);
}

// A guard that needs no partner. It is chosen only after others had their turn, so that a process
// that polls does not starve those it waits for; and not when the ALT has met END.
static bool
may_choose_alone(struct csp_alt *alt)
{
    if (ended_channel(alt) != NULL)
        return false;
    if ((alt->special & CSP_ALT_YIELDED) != 0 ||
        (csp_scheduler.head == NULL &&
         (atomic_load_explicit(&csp_scheduler.attention, memory_order_relaxed) &
          ~(uint32_t)CSP_ATTENTION_OBSERVE) == 0))
        return true;
    alt->special |= CSP_ALT_YIELDED;
    return false;
}

// From the guard in turn on, as in any choice.
void
csp_alt_decide(struct csp_proc *process, const struct csp_barrier *barrier)
{
    struct csp_alt *const alt = (struct csp_alt *)(void *)process->next;
    uint32_t at = first_guard(alt);
    while (alt->guards[at].kind != CSP_GUARD_SYNC || alt->guards[at].on.offer->barrier != barrier)
        at = at + 1 < alt->count ? at + 1 : 0;
    alt->chosen = at;
    alt->special |= CSP_ALT_DECIDED;
    csp_alt_wake(process);
}

static bool
choose(struct csp_alt *alt, uint32_t chosen)
{
    alt->chosen = chosen;
    alt->from = chosen + 1 < alt->count ? chosen + 1 : 0;
    alt->special &= ALWAYS | CSP_ALT_SENT;
    if ((alt->special & CSP_ALT_OBSERVED) != 0)
        csp_observe_choice(&alt->guards[chosen]);
    return true;
}

// What was seen while marks were taken away.
struct seen {
    uint32_t first; // that is ready, of all; UINT32_MAX: none
    uint32_t next;  // that is ready, from the one in turn on; UINT32_MAX: none
    bool other;     // there are guards whose turn takes a closer look
};

static inline void
look_at(struct seen *seen, uint32_t at, uint32_t from, uintptr_t word)
{
    if ((word & CSP_CHAN_TAGS) == CSP_CHAN_DEVICE)
        seen->other = true;
    if (word == 0 || (word & CSP_CHAN_TAGS) != 0)
        return;
    if (seen->first == UINT32_MAX)
        seen->first = at;
    if (at >= from && seen->next == UINT32_MAX)
        seen->next = at;
}

// Take the marks away. A channel may hold something else by now: who came, or its end. Who came is
// noted on the way, so that the guards need not be walked again to find it.
static struct seen
disable(const struct csp_proc *self, struct csp_alt *alt, uint32_t from)
{
    const uintptr_t mark = mark_of(self);
    struct seen seen = {UINT32_MAX, UINT32_MAX, false};
    for (uint32_t i = 0; i < alt->count; i++) {
        const struct csp_guard *const guard = &alt->guards[i];
        if (guard->kind == CSP_GUARD_INPUT && guard->on.channel->word == mark) {
            guard->on.channel->word = 0;
            continue;
        }
        if (!is_channel_guard(guard)) {
            seen.other |= guard->kind != CSP_GUARD_OFF;
            if (guard->kind == CSP_GUARD_SYNC)
                csp_barrier_withdraw(guard->on.offer);
            continue;
        }
        const uintptr_t word = guard->on.channel->word;
        seen.other |= guard->kind == CSP_GUARD_END;
        if (word == mark)
            guard->on.channel->word = 0;
        else
            look_at(&seen, i, from, word);
        if (CSP_UNLIKELY(csp_is_buffer(word)))
            csp_buffer_disable(self, guard->on.channel);
    }
    csp_timer_cancel(&alt->timer);
    if (CSP_UNLIKELY(csp_awaiters != NULL))
        csp_await_no_more(self);
    alt->special &= (uint8_t) ~(CSP_ALT_ENABLED | CSP_ALT_DECIDED);
    return seen;
}

static void
disable_others(struct csp_proc *process, struct csp_alt *alt)
{
    disable(process, alt, 0);
}

bool
csp_alt_withdraw(struct csp_proc *process)
{
    if (process->state != CSP_IN_ALT)
        return false;
    struct csp_alt *const alt = (struct csp_alt *)(void *)process->next;
    disable(process, alt, 0);
    alt->special &= ALWAYS;
    return true;
}

// Who is alone at a barrier need not wait for anybody.
static bool
sync_is_ready(struct csp_alt *alt, struct csp_barrier *barrier)
{
    if (barrier->enrolled <= 1 && !may_choose_alone(alt))
        return false;
    return csp_barrier_try(barrier);
}

// Most often nobody is at the channel, and nothing more need be looked at.
static inline bool
is_idle(const struct csp_guard *guard)
{
    return (guard->kind == CSP_GUARD_INPUT || guard->kind == CSP_GUARD_OUTPUT) &&
           guard->on.channel->word == 0;
}

static bool
is_ready(struct csp_alt *alt, const struct csp_guard *guard)
{
    if (CSP_LIKELY(guard->kind == CSP_GUARD_INPUT))
        return csp_input_is_ready(guard->on.channel);
    switch ((enum csp_guard_kind)guard->kind) {
    case CSP_GUARD_OFF:
    case CSP_GUARD_INPUT: return false;
    case CSP_GUARD_END: return end_is_ready(guard->on.channel);
    case CSP_GUARD_OUTPUT: return output_is_ready(guard->on.channel);
    case CSP_GUARD_TIMER: return guard->on.due <= csp_clock() && may_choose_alone(alt);
    case CSP_GUARD_SKIP: return may_choose_alone(alt);
    case CSP_GUARD_SYNC: return sync_is_ready(alt, guard->on.offer->barrier);
    }
    return false;
}

// A guard whose channel is poisoned is ready at once, and makes the ALT leave.
static bool
meets_poison(struct csp_alt *alt, uint32_t at)
{
    const struct csp_guard *const guard = &alt->guards[at];
    if (!is_channel_guard(guard) || !is_poisoned(guard->on.channel) ||
        expects_end(alt, guard->on.channel))
        return false;
    alt->special |= CSP_ALT_POISONED;
    alt->chosen = at;
    return true;
}

// The partner has chosen for this ALT and stands in the channel, unless it has met END meanwhile.
static bool
is_decided(struct csp_alt *alt)
{
    if ((alt->special & CSP_ALT_DECIDED) == 0)
        return false;
    alt->special &= (uint8_t)~CSP_ALT_DECIDED;
    return (alt->special & CSP_ALT_SENT) != 0 ||
           csp_input_is_ready(alt->guards[alt->chosen].on.channel);
}

bool
csp_alt_choose_slow(struct csp_proc *self, struct csp_alt *alt)
{
    uint32_t at = first_guard(alt);
    if ((alt->special & CSP_ALT_ENABLED) != 0) {
        const bool is_decided = (alt->special & CSP_ALT_DECIDED) != 0;
        const struct seen seen = disable(self, alt, at);
        if (seen.other && is_decided)
            return choose(alt, alt->chosen);
        if (!seen.other && alt->special == 0 && seen.first != UINT32_MAX)
            return choose(alt, seen.next != UINT32_MAX ? seen.next : seen.first);
    } else if (CSP_UNLIKELY(is_decided(alt))) {
        return choose(alt, alt->chosen);
    }
    for (uint32_t left = alt->count; left > 0; left--) {
        if (is_idle(&alt->guards[at])) {
            if (++at == alt->count)
                at = 0;
            continue;
        }
        if (is_ready(alt, &alt->guards[at]))
            return choose(alt, at);
        if (CSP_UNLIKELY(meets_poison(alt, at)))
            return false;
        if (++at == alt->count)
            at = 0;
    }
    return false;
}

// ---- waiting -------------------------------------------------------------------------------------

// A channel of which only the end is awaited may hold a sender, or the mark of an ALT that would send;
// then there is nothing to mark. Otherwise the mark of another ALT is that of one which has been woken and will
// look again, or waits for the end: that is woken to wait for it in another way.
static void
enable_channel(struct csp_proc *self, struct csp_chan *channel, uint16_t kind)
{
    const uintptr_t word = channel->word, tag = word & CSP_CHAN_TAGS;
    if (word == 0 || word == mark_of(self)) {
        channel->word = mark_of(self);
    } else if (tag == CSP_CHAN_ALT && kind != CSP_GUARD_END) {
        csp_alt_wake(csp_word_process(word));
        channel->word = mark_of(self);
    } else if (kind == CSP_GUARD_END && (tag == 0 || tag == CSP_CHAN_ALT)) {
        csp_await_end(self, channel);
    } else if (csp_is_buffer(word)) {
        csp_buffer_enable(self, channel, kind == CSP_GUARD_OUTPUT);
    } else if (tag == CSP_CHAN_DEVICE) {
        csp_device_enable(self, channel);
    }
}

// One offer is enough where several guards name one barrier.
static void
enable_sync(struct csp_proc *self, const struct csp_alt *alt, const struct csp_guard *guard)
{
    for (const struct csp_guard *other = alt->guards; other != guard; other++) {
        if (other->kind == CSP_GUARD_SYNC && other->on.offer->barrier == guard->on.offer->barrier)
            return;
    }
    csp_barrier_offer(guard->on.offer, self);
}

static void
enable(struct csp_proc *self, struct csp_alt *alt)
{
    int64_t due = CSP_NEVER;
    uint32_t enabled = 0;
    for (uint32_t i = 0; i < alt->count; i++) {
        const struct csp_guard *const guard = &alt->guards[i];
        enabled += guard->kind != CSP_GUARD_OFF;
        if (is_channel_guard(guard))
            enable_channel(self, guard->on.channel, guard->kind);
        else if (guard->kind == CSP_GUARD_SYNC)
            enable_sync(self, alt, guard);
        else if (guard->kind == CSP_GUARD_TIMER && guard->on.due < due)
            due = guard->on.due;
    }
    if (enabled == 0) {
        const struct csp_wait *const wait = csp_wait_of(self);
        csp_fault_alt(&(struct csp_site){self->frame->code->file, wait->line, wait->column, NULL});
    }
    if (due != CSP_NEVER)
        csp_timer_start(&alt->timer, self, due);
}

struct csp_proc *
csp_wait_alt(struct csp_proc *self, struct csp_alt *alt)
{
    struct csp_chan *const ended = (alt->special & CSP_ALT_POISONED) != 0
                                       ? alt->guards[alt->chosen].on.channel
                                       : ended_channel(alt);
    if (ended != NULL) {
        alt->special &= ALWAYS;
        self->frame->at |= 1;
        self->value.data = csp_ended(ended);
        return self;
    }
    if ((alt->special & CSP_ALT_YIELDED) != 0)
        return csp_yield(self);
    enable(self, alt);
    alt->special |= CSP_ALT_ENABLED;
    self->state = CSP_IN_ALT;
    self->next = (struct csp_proc *)(void *)alt;
    return csp_dispatch();
}
