// SPDX-License-Identifier: MIT
// Channels. A part of cspc/rt.h.
#ifndef CSPC_CHANNEL_H
#define CSPC_CHANNEL_H

#include "cspc/process.h"

// A channel is one word: 0 (nobody there), a process that waits to send or to receive, a process
// in an ALT (low bits 01), ended (10, with a bit for each end that is closed), or a device of the
// terminal that is at rest (11).
struct csp_chan {
    uintptr_t word;
};

enum {
    CSP_CHAN_ALT = 1,
    CSP_CHAN_ENDED = 2,
    CSP_CHAN_DEVICE = 3,
    CSP_CHAN_TAGS = 3,
    CSP_CHAN_WRITER_CLOSED = 4, // with CSP_CHAN_ENDED
    CSP_CHAN_READER_CLOSED = 8, // with CSP_CHAN_ENDED
    CSP_CHAN_OF_BUNDLE = 16,    // with CSP_CHAN_ENDED: it belongs to no PAR
    CSP_CHAN_POISONED = 32,     // with CSP_CHAN_ENDED: by POISON, for both ends
    CSP_CHAN_BUFFER = 4,        // with CSP_CHAN_DEVICE: the channel is BUFFERED
    CSP_CHAN_WORD_FLAGS = 63 // with CSP_CHAN_ENDED and CSP_CHAN_BUFFER the other bits are where the
                             // buffer is, if there is one
};

// What a process leaves by is noted in its value: the channel whose END it meets, with these marks.
enum {
    CSP_CAUSE_OF_BUNDLE = 1, // it is one of a bundle, which may be gone when that is looked at
    CSP_CAUSE_POISON = 2,    // it was poisoned
    CSP_CAUSE_PASSES = 4, // it is no channel, and no TRY is for it: a time is over, an owner gone
    CSP_CAUSE_MARKS = 7
};
_Static_assert(CSP_CHAN_OF_BUNDLE >> 4 == CSP_CAUSE_OF_BUNDLE, "a flag becomes a mark");
_Static_assert(CSP_CHAN_POISONED >> 4 == CSP_CAUSE_POISON, "a flag becomes a mark");

static inline void *
csp_ended(struct csp_chan *channel)
{
    const uintptr_t marks = channel->word >> 4 & (CSP_CAUSE_OF_BUNDLE | CSP_CAUSE_POISON);
    return (void *)((uintptr_t)channel | marks);
}

// Whether the END that a process meets is that of a channel.
static inline bool
csp_ended_is(const struct csp_proc *self, const struct csp_chan *channel)
{
    return ((uintptr_t)self->value.data & ~(uintptr_t)CSP_CAUSE_MARKS) == (uintptr_t)channel;
}

// Whether every TRY lets it pass.
static inline bool
csp_end_passes(const struct csp_proc *self)
{
    return ((uintptr_t)self->value.data & CSP_CAUSE_PASSES) != 0;
}

// What a branch left by the process END names as its cause.
extern struct csp_chan csp_end_statement;

// A new channel, or a run of them.
static inline void
csp_chan_init(struct csp_chan *channel)
{
    channel->word = 0;
}

static inline void
csp_chan_init_all(struct csp_chan *first, size_t count)
{
    memset(first, 0, count * sizeof *first);
}

// The partner that waits at this channel, taken from it, or NULL.
static inline struct csp_proc *
csp_partner(struct csp_chan *channel)
{
    const uintptr_t word = channel->word;
    if (word == 0 || (word & CSP_CHAN_TAGS) != 0)
        return NULL;
    channel->word = 0;
    return (struct csp_proc *)word;
}

// What the `next` of a process is while it waits at a channel, so that a TIMEOUT can take it away from
// there: no link of the run queue is odd.
enum { CSP_PLACE = 1 };

static inline struct csp_proc *
csp_place(const struct csp_chan *channel)
{
    return (struct csp_proc *)((uintptr_t)channel | CSP_PLACE);
}

// Programs with a TIMEOUT define this; others need not be told, and save a store.
#ifndef CSP_TIMEOUTS
#define CSP_TIMEOUTS 0
#endif

// Wait at a channel where no partner waits. The resume point is set, and for an output the item is
// in self->value. If the channel has ended, the resume point becomes its odd half and `self` goes
// on at once. Returns the process to run next.
struct csp_proc *csp_wait_input_slow(struct csp_proc *self, struct csp_chan *channel);
struct csp_proc *csp_wait_output_slow(struct csp_proc *self, struct csp_chan *channel);

// The process to run when one waits at a channel. Of thousands of processes most are not in the
// near cache: the header and the frame of the one behind are fetched while this one runs.
static inline struct csp_proc *
csp_hand_over(void)
{
    struct csp_proc *const next = csp_dispatch();
    const uintptr_t behind = (uintptr_t)csp_scheduler.head;
    __builtin_prefetch((const void *)behind);
    __builtin_prefetch((const void *)(behind + 64));
    return next;
}

static inline struct csp_proc *
csp_wait_input(struct csp_proc *self, struct csp_chan *channel)
{
    if (CSP_UNLIKELY(channel->word != 0))
        return csp_wait_input_slow(self, channel);
    channel->word = (uintptr_t)self;
    if (CSP_TIMEOUTS)
        self->next = csp_place(channel);
    return csp_hand_over();
}

static inline struct csp_proc *
csp_wait_output(struct csp_proc *self, struct csp_chan *channel)
{
    if (CSP_UNLIKELY(channel->word != 0))
        return csp_wait_output_slow(self, channel);
    channel->word = (uintptr_t)self;
    if (CSP_TIMEOUTS)
        self->next = csp_place(channel);
    return csp_hand_over();
}

// `channel ? target` for an item of at most eight bytes; `member` names its type in csp_value.
#define CSP_INPUT(n, channel, target, member, leave)                                               \
    do {                                                                                           \
        struct csp_chan *const channel_ = (channel);                                               \
        struct csp_proc *const partner_ = csp_partner(channel_);                                   \
        if (CSP_LIKELY(partner_ != NULL)) {                                                        \
            (target) = partner_->value.member;                                                     \
            csp_enqueue(partner_);                                                                 \
        } else {                                                                                   \
            f->base.at = (n);                                                                      \
            self = csp_wait_input(self, channel_);                                                 \
            CSP_GO(self);                                                                          \
        case (n) + 1: goto leave;                                                                  \
        case (n): (target) = self->value.member;                                                   \
        }                                                                                          \
    } while (0)

// `channel ! item`, likewise.
#define CSP_OUTPUT(n, channel, item, member, leave)                                                \
    do {                                                                                           \
        struct csp_chan *const channel_ = (channel);                                               \
        struct csp_proc *const partner_ = csp_partner(channel_);                                   \
        if (CSP_LIKELY(partner_ != NULL)) {                                                        \
            partner_->value.member = (item);                                                       \
            csp_enqueue(partner_);                                                                 \
        } else {                                                                                   \
            self->value.member = (item);                                                           \
            f->base.at = (n);                                                                      \
            self = csp_wait_output(self, channel_);                                                \
            CSP_GO(self);                                                                          \
        case (n) + 1: goto leave;                                                                  \
        case (n):;                                                                                 \
        }                                                                                          \
    } while (0)

// The same for items of any size: `address` points to `size` bytes that stay where they are while
// the process waits (a frame slot, or what one points to).
#define CSP_INPUT_BLOCK(n, channel, address, size, leave)                                          \
    do {                                                                                           \
        struct csp_chan *const channel_ = (channel);                                               \
        struct csp_proc *const partner_ = csp_partner(channel_);                                   \
        if (CSP_LIKELY(partner_ != NULL)) {                                                        \
            memcpy((address), partner_->value.data, (size));                                       \
            csp_enqueue(partner_);                                                                 \
        } else {                                                                                   \
            self->value.data = (address);                                                          \
            f->base.at = (n);                                                                      \
            self = csp_wait_input(self, channel_);                                                 \
            CSP_GO(self);                                                                          \
        case (n) + 1: goto leave;                                                                  \
        case (n):;                                                                                 \
        }                                                                                          \
    } while (0)

#define CSP_OUTPUT_BLOCK(n, channel, address, size, leave)                                         \
    do {                                                                                           \
        struct csp_chan *const channel_ = (channel);                                               \
        struct csp_proc *const partner_ = csp_partner(channel_);                                   \
        if (CSP_LIKELY(partner_ != NULL)) {                                                        \
            memcpy(partner_->value.data, (address), (size));                                       \
            csp_enqueue(partner_);                                                                 \
        } else {                                                                                   \
            self->value.data = (void *)(uintptr_t)(address);                                       \
            f->base.at = (n);                                                                      \
            self = csp_wait_output(self, channel_);                                                \
            CSP_GO(self);                                                                          \
        case (n) + 1: goto leave;                                                                  \
        case (n):;                                                                                 \
        }                                                                                          \
    } while (0)

// Take the item that an ALT found, with who waits to send it or in a buffer; no wait is possible.
const union csp_value *csp_buffer_take(struct csp_chan *channel);

#define CSP_TAKE(channel, target, member)                                                          \
    do {                                                                                           \
        struct csp_chan *const channel_ = (channel);                                               \
        struct csp_proc *const partner_ = csp_partner(channel_);                                   \
        if (CSP_LIKELY(partner_ != NULL)) {                                                        \
            (target) = partner_->value.member;                                                     \
            csp_enqueue(partner_);                                                                 \
        } else {                                                                                   \
            (target) = csp_buffer_take(channel_)->member;                                          \
        }                                                                                          \
    } while (0)

#define CSP_TAKE_BLOCK(channel, address, size)                                                     \
    do {                                                                                           \
        struct csp_chan *const channel_ = (channel);                                               \
        struct csp_proc *const partner_ = csp_partner(channel_);                                   \
        if (CSP_LIKELY(partner_ != NULL)) {                                                        \
            memcpy((address), partner_->value.data, (size));                                       \
            csp_enqueue(partner_);                                                                 \
        } else {                                                                                   \
            memcpy((address), csp_buffer_take(channel_)->data, (size));                            \
        }                                                                                          \
    } while (0)

// ---- extended input ------------------------------------------------------------------------------

// `channel ?? target`: the reader looks at the item while the sender goes on waiting, runs a process,
// and only then lets him go. A sender that found the reader in the channel would hand over its item and be
// gone; so the reader waits like an ALT of one guard, and the sender takes its place in the channel.

// Does somebody wait to send? And if not: leave a mark and wait. If the channel has ended, the resume
// point becomes its odd half and `self` goes on at once.
bool csp_is_offered_slow(struct csp_proc *self, struct csp_chan *channel);
struct csp_proc *csp_wait_offer(struct csp_proc *self, struct csp_chan *channel);

static inline bool
csp_is_offered(struct csp_proc *self, struct csp_chan *channel)
{
    const uintptr_t word = channel->word;
    return CSP_LIKELY(word != 0 && (word & CSP_CHAN_TAGS) == 0) ||
           csp_is_offered_slow(self, channel);
}

#define CSP_AWAIT(n, channel, leave)                                                               \
    do {                                                                                           \
        while (!csp_is_offered(self, (channel))) {                                                 \
            f->base.at = (n);                                                                      \
            self = csp_wait_offer(self, (channel));                                                \
            CSP_GO(self);                                                                          \
        case (n) + 1: goto leave;                                                                  \
        case (n):;                                                                                 \
        }                                                                                          \
    } while (0)

// The item of the sender that waits. At a BUFFERED channel nobody does, which is a fault.
__attribute__((noreturn)) void csp_fault_peek(void);

static inline const union csp_value *
csp_offered(const struct csp_chan *channel)
{
    if (CSP_UNLIKELY((channel->word & CSP_CHAN_TAGS) != 0))
        csp_fault_peek();
    struct csp_proc *const partner = (struct csp_proc *)channel->word;
    partner->state = CSP_KEPT;
    return &partner->value;
}

#define CSP_PEEK(channel, target, member) ((target) = csp_offered(channel)->member)
#define CSP_PEEK_BLOCK(channel, address, size) memcpy((address), csp_offered(channel)->data, (size))

// Let the sender go, unless it has met END meanwhile.
static inline void
csp_let_go(struct csp_chan *channel)
{
    struct csp_proc *const partner = csp_partner(channel);
    if (CSP_LIKELY(partner != NULL)) {
        partner->state = CSP_ALIVE;
        csp_enqueue(partner);
    }
}

// ---- ending --------------------------------------------------------------------------------------

// CLOSE c! and CLOSE c?: end that end of each of `count` channels; closing twice is harmless. With 0 for
// `end` no process has closed them, and all meet END.
void csp_close(struct csp_chan *first, size_t count, enum csp_direction end);

// POISON c: end both ends of each of `count` channels at once, for whoever communicates there; what is
// buffered is dropped. A branch that leaves by it poisons what it holds. The second is for the
// channels of a bundle.
void csp_poison(struct csp_chan *first, size_t count);
void csp_poison_of_bundle(struct csp_chan *first, size_t count);

#endif
