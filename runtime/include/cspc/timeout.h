// SPDX-License-Identifier: MIT
// TIMEOUT: a block that is left when its time is over. A part of cspc/rt.h.
#ifndef CSPC_TIMEOUT_H
#define CSPC_TIMEOUT_H

#include "cspc/alt.h"

// In the frame of the process that runs the block. What runs inside is not marked: it is found when
// the time is over, as the process itself, the branches below it, and those that it has forked since.
struct csp_timeout {
    struct csp_chan cause;  // its address is the END by which the block is left
    struct csp_timer timer; // of no process
    struct csp_proc *owner; // who runs the block
    uint64_t serial;
    struct csp_timeout *next, *previous; // of those that run, or whose time is over
    bool is_over;                        // it is one of the latter, whose blocks are not left yet
};

// The block begins; it is over, however it was left.
void csp_timeout_start(struct csp_proc *self, struct csp_timeout *timeout, int64_t due);
void csp_timeout_stop(struct csp_timeout *timeout);

// Was the block left because its time is over?
static inline bool
csp_timed_out(const struct csp_proc *self, const struct csp_timeout *timeout)
{
    return csp_ended_is(self, &timeout->cause);
}

#endif
