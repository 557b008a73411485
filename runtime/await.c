// SPDX-License-Identifier: MIT
// ALTs that wait for the END of a channel, `c ? END`, whose word belongs to somebody else: a sender, or an ALT that would
// send. When the channel ends, they are woken by this list; few are ever on it.
#include <config.h>

#include "internal.h"

struct csp_awaiter {
    struct csp_awaiter *next;
    struct csp_proc *process;
    const struct csp_chan *channel;
};

struct csp_awaiter *csp_awaiters;

void
csp_await_end(struct csp_proc *process, const struct csp_chan *channel)
{
    struct csp_awaiter *const awaiter = csp_memory_new(sizeof *awaiter);
    *awaiter = (struct csp_awaiter){csp_awaiters, process, channel};
    csp_awaiters = awaiter;
}

void
csp_await_no_more(const struct csp_proc *process)
{
    for (struct csp_awaiter **at = &csp_awaiters; *at != NULL;) {
        struct csp_awaiter *const awaiter = *at;
        if (awaiter->process == process) {
            *at = awaiter->next;
            csp_memory_free(awaiter);
        } else {
            at = &awaiter->next;
        }
    }
}

void
csp_tell_end(const struct csp_chan *channel)
{
    for (const struct csp_awaiter *at = csp_awaiters; at != NULL; at = at->next) {
        if (at->channel == channel)
            csp_alt_wake(at->process);
    }
}
