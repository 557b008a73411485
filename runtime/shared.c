// SPDX-License-Identifier: MIT
// Who holds the ends of SHARED channels. Such a channel belongs to the outermost PAR whose different
// branches hold its two ends: that PAR counts, when it begins, which branches hold them, and an end is
// over with the last of these. Forked processes are holders beside the branches, each by a word of
// its own that stands for one end; who declares the channel has a word for both, which counts only where
// no PAR has the channel.
//
// Who closes his end is noted, so that he is not counted down again when he is over. To the channel it is
// the same who was the last: others that use the end all the same meet END.
#include <config.h>

#include "internal.h"

struct csp_closer {
    struct csp_closer *next;
    const struct csp_proc *process; // NULL: whoever declared the channel
    int end;
};

static struct csp_bundle *
bundle_of(const struct csp_chan *channel)
{
    return (struct csp_bundle *)(uintptr_t)channel - 1;
}

static struct csp_chan *
channel_of(struct csp_bundle *bundle)
{
    return (struct csp_chan *)(void *)(bundle + 1);
}

// ---- closers -------------------------------------------------------------------------------------

static struct csp_closer **
find_closer(struct csp_bundle *bundle, const struct csp_proc *process, int end)
{
    struct csp_closer **at = &bundle->closers;
    while (*at != NULL && ((*at)->process != process || (*at)->end != end))
        at = &(*at)->next;
    return at;
}

// Was the process noted? It is no more.
static bool
take_closer(struct csp_bundle *bundle, const struct csp_proc *process, int end)
{
    struct csp_closer **const at = find_closer(bundle, process, end), *const closer = *at;
    if (closer == NULL)
        return false;
    *at = closer->next;
    csp_memory_free(closer);
    return true;
}

void
csp_shared_forget(struct csp_bundle *bundle)
{
    while (bundle->closers != NULL)
        take_closer(bundle, bundle->closers->process, bundle->closers->end);
}

// The branch of a PAR, or the forked process, in which a process runs; NULL if it is in none.
static const struct csp_proc *
holder_of(const struct csp_proc *process, const struct csp_par *par)
{
    while (process != NULL &&
           (par != NULL ? csp_par_of(process) != par : csp_forking_of(process) == NULL))
        process = csp_tree_parent(process);
    return process;
}

// ---- branches ------------------------------------------------------------------------------------

// The words of forked processes.
static uint32_t
forked_holders(struct csp_bundle *bundle, int end)
{
    const bool has_declarer = *find_closer(bundle, NULL, end) == NULL;
    return bundle->holders[end] - (has_declarer ? 1 : 0);
}

void
csp_shared_look(struct csp_bundle *bundle, int end)
{
    if (bundle->par != NULL && bundle->branches[end] == 0 && forked_holders(bundle, end) == 0)
        csp_close(channel_of(bundle), 1, 0);
}

void
csp_shared_count(struct csp_chan *channel, struct csp_par *par, uint32_t branch, int end)
{
    struct csp_bundle *const bundle = bundle_of(channel);
    if (bundle->par == NULL) {
        bundle->par = par;
        bundle->branches[0] = bundle->branches[1] = 0;
        bundle->looked_at[0] = bundle->looked_at[1] = UINT32_MAX;
    }
    if (bundle->par != par || bundle->looked_at[end] == branch)
        return;
    bundle->looked_at[end] = branch;
    bundle->branches[end]++;
}

bool
csp_shared_is_of(const struct csp_chan *channel, const struct csp_par *par)
{
    return bundle_of(channel)->par == par;
}

static void
leave(struct csp_bundle *bundle, int end)
{
    if (bundle->branches[end] != 0 && --bundle->branches[end] == 0)
        csp_shared_look(bundle, end);
}

// A branch shows an end once for each condition on which it holds it; all counted once.
void
csp_shared_leave(struct csp_chan *channel, const struct csp_proc *branch, int end)
{
    struct csp_bundle *const bundle = bundle_of(channel);
    const uint32_t seen = UINT32_MAX - 1 - branch->branch;
    if (bundle->looked_at[end] == seen)
        return;
    bundle->looked_at[end] = seen;
    if (!take_closer(bundle, branch, end))
        leave(bundle, end);
}

void
csp_shared_free(struct csp_chan *channel)
{
    bundle_of(channel)->par = NULL;
}

// ---- words ---------------------------------------------------------------------------------------

// A word for both ends is that of the declaration.
static const struct csp_proc *
holder_of_word(const void *word, const struct csp_proc *process)
{
    return ((uintptr_t)word & CSP_BOTH_ENDS) == CSP_BOTH_ENDS ? NULL : holder_of(process, NULL);
}

bool
csp_shared_is_closed(struct csp_bundle *bundle, const void *word, int end)
{
    return bundle->closers != NULL &&
           take_closer(bundle, holder_of_word(word, csp_scheduler.running), end);
}

void
csp_close_shared(void *word, enum csp_direction direction)
{
    struct csp_bundle *const bundle = csp_bundle_of(word);
    const int end = direction == CSP_READS;
    const struct csp_proc *const self = csp_scheduler.running;
    const bool is_branch =
        bundle->par != NULL && ((uintptr_t)word & CSP_BOTH_ENDS) == CSP_BOTH_ENDS;
    const struct csp_proc *const holder =
        is_branch ? holder_of(self, bundle->par) : holder_of_word(word, self);
    struct csp_closer **const at = find_closer(bundle, holder, end);
    if (*at != NULL || bundle->kind == NULL)
        return;
    struct csp_closer *const closer = csp_memory_new(sizeof *closer);
    *closer = (struct csp_closer){NULL, holder, end};
    *at = closer;
    if (is_branch)
        leave(bundle, end);
    else if (--bundle->holders[end] != 0)
        csp_shared_look(bundle, end);
    else
        csp_close(channel_of(bundle), 1, 0);
}
