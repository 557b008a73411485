// SPDX-License-Identifier: MIT
// PAR: starting branches and waiting for them. A part of cspc/rt.h.
#ifndef CSPC_PAR_H
#define CSPC_PAR_H

#include "cspc/channel.h"

// The join of a PAR, in the frame of the process that waits for it.
struct csp_par {
    struct csp_proc *parent;
    struct csp_proc *first; // while branches are started: a list of them; then of those that are
                            // suspended (instance.h)
    union {
        struct csp_proc *last;  // while branches are started
        struct csp_chan *ended; // the channel of an outer PAR by whose END a branch left, or NULL
    };
    csp_ends *ends;    // close these when a branch leaves; NULL under the rules of occam
    uint32_t running;  // branches that are not over
    uint32_t branches; // all of them
    int32_t start;     // of the replicator, for reports
};

// Begin a PAR of `branches` branches.
static inline void
csp_par_start(struct csp_par *par, struct csp_proc *self, uint32_t branches, int32_t start,
              csp_ends *ends)
{
    par->parent = self;
    par->first = NULL;
    par->ends = ends;
    par->running = branches;
    par->branches = branches;
    par->start = start;
}

// Of the SHARED channels that belong to the PAR, count which branches hold their ends.
void csp_par_count_holders(struct csp_par *par);

// Start one branch, whose frame has been filled in. It does not run before csp_par_go; until then
// nothing of the scheduler is touched.
static inline void
csp_start(struct csp_par *par, uint32_t branch, struct csp_proc *process, struct csp_frame *frame)
{
    process->step = frame->code->step;
    process->frame = frame;
    frame->caller = csp_origin(par);
    process->branch = branch;
    process->state = CSP_ALIVE;
    process->is_prior = false;
    if (par->first != NULL)
        par->last->next = process;
    else
        par->first = process;
    par->last = process;
}

// Let the branches run that were started.
static inline void
csp_par_go(struct csp_par *par)
{
    if (par->first != NULL) {
        par->last->next = NULL;
        if (csp_scheduler.head != NULL)
            csp_scheduler.tail->next = par->first;
        else
            csp_scheduler.head = par->first;
        csp_scheduler.tail = par->last;
        par->first = NULL;
    }
    par->ended = NULL;
}

// Start one branch of a PRI PAR: branch 0 and all that it starts come before other processes
// whenever they can run.
void csp_start_prior(struct csp_par *par, uint32_t branch, struct csp_proc *process,
                     struct csp_frame *frame);

// Let all branches run and wait for them. After the join the channels that belong to the PAR are new. END of an
// outer channel that made a branch leave is passed on to `leave`.
#define CSP_PAR_WAIT(n, join, leave)                                                               \
    do {                                                                                           \
        csp_par_go(join);                                                                          \
        if ((join)->running != 0) {                                                                \
            f->base.at = (n);                                                                      \
            self = csp_dispatch();                                                                 \
            CSP_GO(self);                                                                          \
        case (n) + 1: goto leave;                                                                  \
        case (n):;                                                                                 \
        }                                                                                          \
    } while (0)

// Room for the branches of a replicated PAR whose count is known at run time only; a count of 0
// gives NULL. csp_par_free gives it back after the join.
void *csp_par_new(uint32_t count, size_t stride);
void csp_par_free(void *branches);

#endif
