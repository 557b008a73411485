// SPDX-License-Identifier: MIT
// The end of a branch and the join of a PAR.
//
// A branch that ends closes its writing ends of the channels that belong to the PAR; one that
// leaves because of END closes its reading ends too. An END that does not belong to the PAR is
// remembered, and the parent meets it after the join.
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

// A branch on its way out.
struct leaving {
    const struct csp_chan *cause; // NULL for a normal end
    bool belongs;                 // the cause is an END of this PAR
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
    if (count == 1 && first->word == 0)
        first->word = CSP_CHAN_ENDED | CSP_CHAN_WRITER_CLOSED;
    else
        csp_close(first, count, CSP_WRITES);
}

static void
leave_end(void *context, struct csp_chan *first, size_t count, int direction)
{
    struct leaving *const leaving = context;
    if ((direction & CSP_FOREIGN) != 0)
        return;
    if (leaving->cause != NULL && is_cause(leaving->cause, first, count))
        leaving->belongs = true;
    if ((direction & CSP_WRITES) != 0)
        close_writing(first, count);
    if ((direction & CSP_READS) != 0 && leaving->cause != NULL)
        csp_close(first, count, CSP_READS);
}

static void
renew_end(void *context, struct csp_chan *first, size_t count, int direction)
{
    (void)context;
    if ((direction & CSP_FOREIGN) != 0)
        return;
    if (count == 1)
        csp_chan_init(first);
    else
        csp_chan_init_all(first, count);
}

// All branches are over: the parent goes on.
static struct csp_proc *
join(struct csp_par *par)
{
    struct csp_proc *const parent = par->parent;
    if (par->ends != NULL) {
        for (uint32_t branch = 0; branch < par->branches; branch++)
            par->ends(parent->frame, branch, renew_end, NULL);
    }
    if (par->ended != NULL) {
        parent->frame->at |= 1;
        parent->value.data = par->ended;
    }
    return parent;
}

struct csp_proc *
csp_branch_end(struct csp_proc *self, struct csp_chan *cause)
{
    struct csp_par *const par = self->par;
    self->state = CSP_ENDED;
    if (par == NULL) {
        if (csp_is_observed)
            csp_observe_over(NULL);
        return csp_program_end();
    }
    struct leaving leaving = {cause, false};
    if (par->ends != NULL)
        par->ends(par->parent->frame, self->branch, leave_end, &leaving);
    if (cause != NULL && !leaving.belongs && par->ended == NULL)
        par->ended = cause;
    par->running--;
    if (CSP_UNLIKELY(csp_is_observed))
        csp_observe_over(par->running == 0 ? par->parent : NULL);
    return par->running == 0 ? join(par) : csp_dispatch();
}
