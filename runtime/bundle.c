// SPDX-License-Identifier: MIT
// Bundles: how they begin and end, and claims of shared ends.
#include <config.h>

#include "internal.h"

void *
csp_bundle_new(const struct csp_bundle_kind *kind)
{
    struct csp_bundle *const bundle =
        csp_memory_new(sizeof *bundle + kind->channels * sizeof(struct csp_chan));
    struct csp_chan *const channels = (struct csp_chan *)(void *)(bundle + 1);
    *bundle = (struct csp_bundle){.kind = kind, .holders = {1, 1}};
    csp_chan_init_all(channels, kind->channels);
    return (void *)((uintptr_t)channels | CSP_BOTH_ENDS);
}

void
csp_check_end(const void *word, const struct csp_bundle_kind *kind, int end, const char *what,
              const struct csp_site *site)
{
    if (word == NULL)
        return;
    if ((kind != NULL && csp_bundle_of(word)->kind != kind) ||
        (end != 0 && ((uintptr_t)word & CSP_BOTH_ENDS) != (uintptr_t)end))
        csp_fault(site, "this MOBILE.CHAN is no end of type %s", what);
}

// ---- holders -------------------------------------------------------------------------------------

void *
csp_end_share(void *word)
{
    const uintptr_t ends = (uintptr_t)word & CSP_BOTH_ENDS;
    struct csp_bundle *const bundle = csp_bundle_of(word);
    for (unsigned end = 0; end < 2; end++)
        bundle->holders[end] += (ends >> end) & 1;
    return word;
}

// An end that nobody holds: nobody can come to write, and nobody to read.
static void
close_all(const struct csp_bundle *bundle)
{
    struct csp_chan *const channels = (struct csp_chan *)(uintptr_t)(bundle + 1);
    for (uint32_t i = 0; i < bundle->kind->channels; i++)
        csp_close_of_bundle(&channels[i]);
}

void
csp_end_release(void *word)
{
    const uintptr_t ends = (uintptr_t)word & CSP_BOTH_ENDS;
    struct csp_bundle *const bundle = csp_bundle_of(word);
    for (unsigned end = 0; end < 2; end++) {
        if (((ends >> end) & 1) == 0 || csp_shared_is_closed(bundle, word, (int)end))
            continue;
        if (--bundle->holders[end] != 0) {
            csp_shared_look(bundle, (int)end);
            continue;
        }
        if (bundle->kind->closes && bundle->holders[1 - end] != 0)
            close_all(bundle);
    }
    if (bundle->holders[0] == 0 && bundle->holders[1] == 0) {
        csp_shared_forget(bundle);
        csp_memory_free(bundle);
    }
}

// ---- claims --------------------------------------------------------------------------------------

struct csp_proc *
csp_claim_wait(struct csp_proc *self, struct csp_claim *claim)
{
    self->next = NULL;
    if (claim->first == NULL)
        claim->first = self;
    else
        claim->last->next = self;
    claim->last = self;
    self->value.data = claim;
    return csp_dispatch();
}

void
csp_claim_withdraw(struct csp_claim *claim, const struct csp_proc *process)
{
    struct csp_proc **at = &claim->first, *last = NULL;
    while (*at != process) {
        last = *at;
        at = &last->next;
    }
    *at = process->next;
    if (claim->last == process)
        claim->last = last;
}

void
csp_claim_hand_over(struct csp_claim *claim)
{
    struct csp_proc *const next = claim->first;
    claim->first = next->next;
    csp_enqueue(next);
}

void
csp_claim_break(const void *word, enum csp_end end)
{
    const struct csp_bundle *const bundle = csp_bundle_of(word);
    if (bundle->kind->closes && bundle->par == NULL)
        close_all(bundle);
    else if (bundle->kind->closes)
        csp_close((struct csp_chan *)(uintptr_t)(bundle + 1), 1, 0);
    csp_release(word, end);
}
