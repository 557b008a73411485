// SPDX-License-Identifier: MIT
// Bundles: channels whose ends are values. A part of cspc/rt.h.
//
// A CHAN TYPE is a bundle with a client end and a server end; a SHARED channel is a bundle of one
// channel, whose writers are its clients. Who holds an end holds a word: where the channels are,
// and in the low bits which end it is. So words of ends can stand wherever mobiles can, and
// whoever frees or clones one sees what it is.
#ifndef CSPC_BUNDLE_H
#define CSPC_BUNDLE_H

#include "cspc/channel.h"
#include "cspc/mobile.h"

enum csp_end { CSP_CLIENT = 1, CSP_SERVER = 2, CSP_BOTH_ENDS = 3 };

struct csp_bundle_kind {
    uint32_t channels;
    bool closes; // when nobody holds an end any more, the channels end (csp)
};

// Who uses a shared end, and who waits for that, in order.
struct csp_claim {
    struct csp_proc *first, *last; // through their `next`
    bool taken;
};

struct csp_closer;

// What stands before the channels.
struct csp_bundle {
    const struct csp_bundle_kind *kind;
    uint32_t holders[2];        // of the client end, of the server end
    struct csp_claim claims[2]; // likewise

    // of a SHARED channel: the PAR to which it belongs, or NULL; how many of its branches hold each
    // end, and which was the last to be looked at; who has closed an end before his time
    struct csp_par *par;
    uint32_t branches[2], looked_at[2];
    struct csp_closer *closers;
};

// A new bundle; the word stands for one holder of each end.
void *csp_bundle_new(const struct csp_bundle_kind *kind);

// One of the ends for which a word stands.
static inline void *
csp_end_of(void *word, enum csp_end end)
{
    return (void *)(((uintptr_t)word & ~(uintptr_t)CSP_BOTH_ENDS) | end);
}

static inline struct csp_chan *
csp_channels(const void *word, const struct csp_site *site)
{
    if (CSP_UNLIKELY(word == NULL))
        csp_fault_undefined(site);
    return (struct csp_chan *)((uintptr_t)word & ~(uintptr_t)CSP_BOTH_ENDS);
}

static inline struct csp_bundle *
csp_bundle_of(const void *word)
{
    return (struct csp_bundle *)((uintptr_t)word & ~(uintptr_t)CSP_BOTH_ENDS) - 1;
}

// What may be any end (MOBILE.CHAN) goes where only an end of one kind may, unless `kind` is NULL, and
// only this end, unless that is 0; `what` is said if it is another. It may be undefined.
void csp_check_end(const void *word, const struct csp_bundle_kind *kind, int end, const char *what,
                   const struct csp_site *site);

// The claims of an end of the bundle.
static inline struct csp_claim *
csp_claim_of(const void *word, enum csp_end end, const struct csp_site *site)
{
    if (CSP_UNLIKELY(word == NULL))
        csp_fault_undefined(site);
    return &csp_bundle_of(word)->claims[end - CSP_CLIENT];
}

// CLOSE of one end of a SHARED channel: the process that does it holds that no more.
void csp_close_shared(void *word, enum csp_direction end);

// A channel of the terminal as a SHARED one.
static inline void *
csp_shared(struct csp_chan *channel)
{
    return (void *)((uintptr_t)channel | CSP_BOTH_ENDS);
}

// Wait for an end that somebody uses. Returns the process to run next.
struct csp_proc *csp_claim_wait(struct csp_proc *self, struct csp_claim *claim);

// Hand it over to the first who waits for it.
void csp_claim_hand_over(struct csp_claim *claim);

// `CLAIM`: wait until nobody else uses the end.
#define CSP_CLAIM(n, word, end, site, leave)                                                       \
    do {                                                                                           \
        struct csp_claim *const claim_ = csp_claim_of((word), (end), (site));                      \
        if (CSP_LIKELY(!claim_->taken)) {                                                          \
            claim_->taken = true;                                                                  \
        } else {                                                                                   \
            f->base.at = (n);                                                                      \
            self = csp_claim_wait(self, claim_);                                                   \
            CSP_GO(self);                                                                          \
        case (n) + 1: goto leave;                                                                  \
        case (n):;                                                                                 \
        }                                                                                          \
    } while (0)

// The end of the block of a CLAIM.
static inline void
csp_release(const void *word, enum csp_end end)
{
    struct csp_claim *const claim = csp_claim_of(word, end, NULL);
    if (CSP_LIKELY(claim->first == NULL))
        claim->taken = false;
    else
        csp_claim_hand_over(claim);
}

// The block of a CLAIM was left by END: the conversation cannot be taken up again, so the bundle
// ends for all who hold it.
void csp_claim_break(const void *word, enum csp_end end);

#endif
