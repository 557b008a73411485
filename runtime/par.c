// SPDX-License-Identifier: MIT
// The end of a branch and the join of a PAR.
//
// A branch that ends closes its writing ends of the channels that belong to the PAR; one that
// leaves because of END closes its reading ends too; one that leaves because of poison poisons all
// these. An END that does not belong to the PAR is remembered, and the parent meets it after the join.
#include <config.h>

#include "internal.h"

void
csp_start_prior(struct csp_par *par, uint32_t branch, struct csp_proc *process,
                struct csp_frame *frame)
{
    csp_start(par, branch, process, frame);
    process->is_prior = branch == 0;
    csp_attention_set(CSP_ATTENTION_PRIOR);
}

// ---- what belongs --------------------------------------------------------------------------------

// A visit to channels of which a branch perhaps holds the one end, and other branches the other.
struct meeting {
    struct csp_chan *first;
    size_t count;
    int opposite; // the direction of the other end
    bool found;
    csp_visit_end *visit; // is shown the channels that do belong
    void *context;
};

static void
meet_other(void *context, struct csp_chan *first, size_t count, int direction)
{
    struct meeting *const meeting = context;
    if ((direction & meeting->opposite) == 0)
        return;
    const uintptr_t from = (uintptr_t)(first > meeting->first ? first : meeting->first);
    struct csp_chan *const end = first + count, *const other = meeting->first + meeting->count;
    const uintptr_t to = (uintptr_t)(end < other ? end : other);
    if (from >= to)
        return;
    meeting->found = true;
    meeting->visit(meeting->context, (struct csp_chan *)from, (to - from) / sizeof *first,
                   meeting->opposite ^ (CSP_READS | CSP_WRITES));
}

// Show `visit` those of the channels, of which branch number `branch` holds the end `direction`,
// that belong to the PAR. Most often the other end of a single channel is next door.
static void
visit_belonging(const struct csp_par *par, uint32_t branch, struct meeting *meeting)
{
    const uint32_t count = par->branches;
    for (uint32_t distance = 1; distance <= count / 2; distance++) {
        const uint32_t left = branch >= distance ? branch - distance : branch + count - distance;
        const uint32_t right = (uint32_t)(((uint64_t)branch + distance) % count);
        par->ends(par->parent->frame, left, meet_other, meeting);
        if (meeting->found && meeting->count == 1)
            return;
        if (right != left)
            par->ends(par->parent->frame, right, meet_other, meeting);
        if (meeting->found && meeting->count == 1)
            return;
    }
}

// ---- leaving -------------------------------------------------------------------------------------

// A branch on its way out.
struct leaving {
    const struct csp_par *par;
    uint32_t branch;
    const struct csp_chan *cause; // NULL for a normal end; without its marks
    uintptr_t marks;              // of the cause
    bool belongs;                 // the cause is an END of this PAR
    const struct csp_proc *process;
};

// The process END names no channel: it belongs to the first PAR, going outwards, in which the
// branch holds an end.
static bool
is_cause(const struct csp_chan *cause, const struct csp_chan *first, size_t count)
{
    if (cause == &csp_end_statement)
        return count > 0;
    return (uintptr_t)cause >= (uintptr_t)first && (uintptr_t)cause < (uintptr_t)(first + count);
}

// Most often it is one channel, and nobody is there any more.
static void
close_writing(struct csp_chan *first, size_t count)
{
    if (count == 1 && first->word == 0 && csp_awaiters == NULL)
        first->word = CSP_CHAN_ENDED | CSP_CHAN_WRITER_CLOSED;
    else
        csp_close(first, count, CSP_WRITES);
}

static void
leave_own(void *context, struct csp_chan *first, size_t count, int direction)
{
    struct leaving *const leaving = context;
    if (leaving->cause != NULL && is_cause(leaving->cause, first, count))
        leaving->belongs = true;
    if (CSP_UNLIKELY((leaving->marks & CSP_CAUSE_POISON) != 0)) {
        csp_poison(first, count);
        return;
    }
    if ((direction & CSP_WRITES) != 0)
        close_writing(first, count);
    if ((direction & CSP_READS) != 0 && leaving->cause != NULL)
        csp_close(first, count, CSP_READS);
}

// An end of a SHARED channel. It ends with the last branch that holds it.
static void
leave_shared(struct leaving *leaving, struct csp_chan *first, int direction)
{
    if (!csp_shared_is_of(first, leaving->par))
        return;
    if (leaving->cause != NULL && is_cause(leaving->cause, first, 1))
        leaving->belongs = true;
    if ((leaving->marks & CSP_CAUSE_POISON) != 0)
        csp_poison(first, 1);
    else if ((direction & CSP_WRITES) != 0 || leaving->cause != NULL)
        csp_shared_leave(first, leaving->process, (direction & CSP_WRITES) == 0);
}

static void
leave_end(void *context, struct csp_chan *first, size_t count, int direction)
{
    struct leaving *const leaving = context;
    if ((direction & (CSP_FOREIGN | CSP_ENROLLED)) != 0) {
        // the enrollment of the last branch goes back to the parent
        if ((direction & CSP_ENROLLED) != 0 &&
            (leaving->par->running > 1 || leaving->par->first != NULL))
            csp_barrier_leave((struct csp_barrier *)(void *)first);
        return;
    }
    if ((direction & CSP_COUNTED) != 0) {
        leave_shared(leaving, first, direction);
        return;
    }
    if ((direction & CSP_PERHAPS) == 0) {
        leave_own(context, first, count, direction);
        return;
    }
    // a reading end that is not closed is left alone
    if ((direction & CSP_READS) != 0 && leaving->cause == NULL)
        return;
    struct meeting meeting = {.first = first,
                              .count = count,
                              .opposite = (direction ^ (CSP_READS | CSP_WRITES)) & ~CSP_PERHAPS,
                              .visit = leave_own,
                              .context = leaving};
    visit_belonging(leaving->par, leaving->branch, &meeting);
}

static void
resign_stopped(void *context, struct csp_chan *first, size_t count, int direction)
{
    struct csp_barrier *const barrier = (struct csp_barrier *)(void *)first;
    (void)count;
    if ((direction & CSP_ENROLLED) != 0 && !csp_barrier_is_resigned(barrier, context))
        csp_barrier_leave(barrier);
}

void
csp_branch_stop(const struct csp_proc *process)
{
    const struct csp_par *const par = csp_par_of(process);
    if (par != NULL && par->ends != NULL)
        par->ends(par->parent->frame, process->branch, resign_stopped, (void *)(uintptr_t)process);
}

// ---- holders of SHARED channels ------------------------------------------------------------------

// The branch that is looked at.
struct counting {
    struct csp_par *par;
    uint32_t branch;
};

static void
count_end(void *context, struct csp_chan *first, size_t count, int direction)
{
    const struct counting *const counting = context;
    (void)count;
    if ((direction & CSP_COUNTED) != 0)
        csp_shared_count(first, counting->par, counting->branch, (direction & CSP_WRITES) == 0);
}

void
csp_par_count_holders(struct csp_par *par)
{
    struct counting counting = {par, 0};
    for (; counting.branch < par->branches; counting.branch++)
        par->ends(par->parent->frame, counting.branch, count_end, &counting);
}

// ---- joining -------------------------------------------------------------------------------------

// The branch whose ends are looked at.
struct joining {
    const struct csp_par *par;
    uint32_t branch;
};

static void
renew_own(void *context, struct csp_chan *first, size_t count, int direction)
{
    (void)context;
    (void)direction;
    for (size_t i = 0; i < count; i++) {
        if (CSP_LIKELY(first[i].word <= CSP_CHAN_WORD_FLAGS))
            csp_chan_init(&first[i]);
        else
            csp_buffer_renew(&first[i]);
    }
}

static void
renew_end(void *context, struct csp_chan *first, size_t count, int direction)
{
    const struct joining *const joining = context;
    if ((direction & (CSP_FOREIGN | CSP_ENROLLED)) != 0)
        return;
    if ((direction & CSP_COUNTED) != 0) {
        if (csp_shared_is_of(first, joining->par)) {
            csp_shared_free(first);
            renew_own(NULL, first, count, direction);
        }
        return;
    }
    if ((direction & CSP_PERHAPS) == 0) {
        renew_own(NULL, first, count, direction);
    } else if ((direction & CSP_WRITES) != 0) {
        struct meeting meeting = {
            .first = first, .count = count, .opposite = CSP_READS, .visit = renew_own};
        visit_belonging(joining->par, joining->branch, &meeting);
    }
}

// All branches are over: the parent goes on.
static struct csp_proc *
join(struct csp_par *par)
{
    struct csp_proc *const parent = par->parent;
    if (CSP_UNLIKELY(par->first != NULL))
        return csp_suspend_parent(parent);
    if (par->ends != NULL) {
        struct joining joining = {par, 0};
        for (; joining.branch < par->branches; joining.branch++)
            par->ends(parent->frame, joining.branch, renew_end, &joining);
    }
    if (par->ended != NULL) {
        parent->frame->at |= 1;
        parent->value.data = par->ended;
    }
    return parent;
}

// Poison comes before what no TRY is for, and this before END.
static int
rank(const struct csp_chan *cause)
{
    const uintptr_t marks = (uintptr_t)cause & CSP_CAUSE_MARKS;
    return (marks & CSP_CAUSE_POISON) != 0 ? 2 : (marks & CSP_CAUSE_PASSES) != 0;
}

// What the parent will meet. END of a bundle's channel ends the branch that meets it, and no more: who
// holds the ends, and where, is a matter of values.
static void
remember(struct csp_par *par, const struct leaving *leaving, struct csp_chan *cause)
{
    if (cause == NULL || leaving->belongs || (leaving->marks & CSP_CAUSE_OF_BUNDLE) != 0)
        return;
    if (par->ended == NULL || rank(cause) > rank(par->ended))
        par->ended = cause;
}

// The ends that a branch holds, if it holds any, and what it leaves because of, if it does.
static void
leave(struct csp_par *par, const struct csp_proc *process, struct csp_chan *cause)
{
    const uintptr_t marks = (uintptr_t)cause & CSP_CAUSE_MARKS;
    struct leaving leaving = {.par = par,
                              .branch = process->branch,
                              .cause = (const struct csp_chan *)((uintptr_t)cause - marks),
                              .marks = marks,
                              .process = process};
    if (par->ends != NULL)
        par->ends(par->parent->frame, process->branch, leave_end, &leaving);
    remember(par, &leaving, cause);
}

struct csp_proc *
csp_branch_end(struct csp_proc *self, struct csp_chan *cause)
{
    self->state = CSP_ENDED;
    if (CSP_UNLIKELY(csp_is_forked(self->frame))) {
        if (self != &csp_first)
            return csp_fork_end(self);
        if (csp_is_observed)
            csp_observe_over(NULL);
        return csp_program_end();
    }
    struct csp_par *const par = csp_origin_par(self->frame);
    if (par->ends != NULL || cause != NULL)
        leave(par, self, cause);
    par->running--;
    if (CSP_UNLIKELY(csp_is_observed))
        csp_observe_over(par->running == 0 ? par->parent : NULL);
    return par->running == 0 ? join(par) : csp_dispatch();
}
