// SPDX-License-Identifier: MIT
// FORK: processes that are started one by one, and FORKING, which waits for them. A part of cspc/rt.h.
#ifndef CSPC_FORK_H
#define CSPC_FORK_H

#include "cspc/process.h"

// In the frame of the process that waits at its end.
struct csp_forking {
    struct csp_proc *owner;   // who waits
    struct csp_frame *frame;  // the frame in which this is, for reports
    struct csp_proc *waiting; // the same as `owner` once it does wait, else NULL
    size_t running;           // processes that are not over
    uint64_t serial;          // of the TIMEOUT that was last begun then
};

// How many TIMEOUTs have begun.
extern uint64_t csp_timeouts;

// Before each forked process in its memory: all of them are on one list, for reports.
struct csp_forked {
    struct csp_forked *next, *previous;
};
extern struct csp_forked csp_forks; // the list, in the order of the FORKs

static inline void
csp_forking_start(struct csp_forking *forking, struct csp_proc *self)
{
    forking->owner = self;
    forking->frame = self->frame;
    forking->waiting = NULL;
    forking->running = 0;
    forking->serial = csp_timeouts;
}

// The memory of a process that is forked: its header, its frame, and copies of what it was given. It
// goes back when the process is over.
void *csp_fork_new(size_t size);

// The room that a copy of so many bytes takes behind the frame; a copy, put there.
static inline size_t
csp_fork_room(size_t size)
{
    return (size + 15) / 16 * 16;
}

static inline void *
csp_fork_copy(char **room, const void *from, size_t size)
{
    char *const copy = *room;
    memcpy(copy, from, size);
    *room += csp_fork_room(size);
    return copy;
}

// Start a process whose frame has been filled in. Others run first.
static inline void
csp_fork(struct csp_forking *forking, struct csp_proc *process, struct csp_frame *frame)
{
    struct csp_forked *const forked = (struct csp_forked *)(void *)process - 1;
    process->step = frame->code->step;
    process->frame = frame;
    frame->caller = csp_origin_of_fork(forking);
    process->branch = 0;
    process->state = CSP_ALIVE;
    process->is_prior = false;
    forking->running++;
    forked->next = &csp_forks;
    forked->previous = csp_forks.previous;
    csp_forks.previous->next = forked;
    csp_forks.previous = forked;
    csp_enqueue(process);
}

// Wait until all are over that were forked.
#define CSP_JOIN(n, forking, leave)                                                                \
    do {                                                                                           \
        if ((forking)->running != 0) {                                                             \
            f->base.at = (n);                                                                      \
            (forking)->waiting = self;                                                             \
            self = csp_dispatch();                                                                 \
            CSP_GO(self);                                                                          \
        case (n) + 1: goto leave;                                                                  \
        case (n):;                                                                                 \
        }                                                                                          \
    } while (0)

#endif
