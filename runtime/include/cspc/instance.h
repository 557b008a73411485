// SPDX-License-Identifier: MIT
// MOBILE processes: calls of them, and SUSPEND. A part of cspc/rt.h.
//
// One is a mobile whose contents are what a call gives it; before them stands its process, behind them
// its frame. A call is a PAR of one branch in the frame of the caller. A branch that suspends
// itself leaves the count of its PAR as if it were over, and is kept in a list there; when all branches
// of a PAR are over or suspended and some are suspended, the process that waits for them is suspended in
// the same way, and so on up to the call, which returns. The next call lets go on all who wait in
// these lists.
#ifndef CSPC_INSTANCE_H
#define CSPC_INSTANCE_H

#include "cspc/mobile.h"
#include "cspc/par.h"

enum csp_instance_state { CSP_INSTANCE_NEW, CSP_INSTANCE_SUSPENDED, CSP_INSTANCE_OVER };

// What stands before the contents.
struct csp_instance {
    struct csp_proc process;
    struct csp_frame *frame; // the outermost
    uint64_t state;          // enum csp_instance_state, between calls
    struct csp_mobile_head head;
};

// A call, in the frame of the caller.
struct csp_invoking {
    struct csp_par par;
    struct csp_proc *process; // the first of what is called
};

// The END that a process meets whose owner has gone.
extern struct csp_chan csp_owner_gone;

// The memory of a new process, of so many bytes, and what makes a mobile of it.
void *csp_instance_new(size_t size);
void *csp_instance_init(struct csp_instance *instance, struct csp_frame *frame);

// Let a process run that waits for a call; its parameters have been given. `site` is told if it is
// over. Then the process that calls waits.
void csp_invoke(struct csp_proc *self, struct csp_invoking *invoking, void *mobile,
                const struct csp_site *site);

// The call has returned.
static inline void
csp_invoked(const struct csp_invoking *invoking)
{
    struct csp_instance *const instance = (struct csp_instance *)(void *)invoking->process;
    instance->state = invoking->par.first != NULL ? CSP_INSTANCE_SUSPENDED : CSP_INSTANCE_OVER;
}

#define CSP_INVOKE(n, invoking, mobile, site, leave)                                               \
    do {                                                                                           \
        f->base.at = (n);                                                                          \
        csp_invoke(self, (invoking), (mobile), (site));                                            \
        self = csp_dispatch();                                                                     \
        CSP_GO(self);                                                                              \
    case (n) + 1: csp_invoked(invoking); goto leave;                                               \
    case (n): csp_invoked(invoking);                                                               \
    } while (0)

// SUSPEND: wait until the next call. Returns the process to run next.
struct csp_proc *csp_suspend_branch(struct csp_proc *self);

#define CSP_SUSPEND_BRANCH(n, leave)                                                               \
    do {                                                                                           \
        f->base.at = (n);                                                                          \
        self = csp_suspend_branch(self);                                                           \
        CSP_GO(self);                                                                              \
    case (n) + 1: goto leave;                                                                      \
    case (n):;                                                                                     \
    } while (0)

#endif
