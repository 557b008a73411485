// SPDX-License-Identifier: MIT
// Forked processes: their memory, their end, and the list of them.
#include <config.h>

#include "internal.h"

struct csp_forked csp_forks = {&csp_forks, &csp_forks};

void *
csp_fork_new(size_t size)
{
    struct csp_forked *const forked = csp_par_new(1, sizeof *forked + size);
    return forked + 1;
}

static struct csp_forked *
forked_of(struct csp_proc *process)
{
    return (struct csp_forked *)(void *)process - 1;
}

// Whether it left by END makes no difference. The memory may be used again at once.
struct csp_proc *
csp_fork_end(struct csp_proc *self)
{
    struct csp_forking *const forking = csp_origin_forking(self->frame);
    if (forking == &csp_ending)
        return csp_instance_end(self);
    struct csp_forked *const forked = forked_of(self);
    struct csp_proc *const waiting = --forking->running == 0 ? forking->waiting : NULL;
    if (CSP_UNLIKELY(csp_is_observed))
        csp_observe_over(waiting);
    forked->previous->next = forked->next;
    forked->next->previous = forked->previous;
    csp_par_free(forked);
    csp_scheduler.running = NULL;
    if (waiting == NULL)
        return csp_dispatch();
    forking->waiting = NULL;
    return waiting;
}

struct csp_proc *
csp_fork_next(const struct csp_proc *process)
{
    const struct csp_forked *const before =
        process == &csp_first ? &csp_forks : (const struct csp_forked *)(const void *)process - 1;
    return before->next != &csp_forks ? (struct csp_proc *)(void *)(before->next + 1) : NULL;
}

size_t
csp_fork_count(const struct csp_proc *process)
{
    size_t count = 0;
    for (const struct csp_forked *at = csp_forks.next; at != &csp_forks; at = at->next) {
        const struct csp_forking *const forking =
            csp_forking_of((const struct csp_proc *)(const void *)(at + 1));
        count += forking->waiting == process;
    }
    return count;
}
