// SPDX-License-Identifier: MIT
// TIMEOUT: leaving a block whose time is over.
//
// A block that is in time costs one timer. When its time is over, all processes inside that wait are
// taken away from what they wait for, and leave as if END had been met; the cause is the address of the
// TIMEOUT, which no TRY takes and every PAR passes on. Those that do not wait are met at their next
// wait: while a block is over and not left yet, each dispatch looks at the process that ran.
//
// What has begun is not broken off: a communication of which items have been exchanged, or whose
// item the reader has received by `??`.
#include <config.h>

#include "internal.h"

uint64_t csp_timeouts;

static struct csp_timeout *first_running, *first_over;

// ---- the lists -----------------------------------------------------------------------------------

static void
add(struct csp_timeout **first, struct csp_timeout *timeout)
{
    timeout->previous = NULL;
    timeout->next = *first;
    if (timeout->next != NULL)
        timeout->next->previous = timeout;
    *first = timeout;
}

static void
take_out(struct csp_timeout **first, struct csp_timeout *timeout)
{
    if (timeout->previous != NULL)
        timeout->previous->next = timeout->next;
    else
        *first = timeout->next;
    if (timeout->next != NULL)
        timeout->next->previous = timeout->previous;
}

// ---- who is inside -------------------------------------------------------------------------------

// A process that is forked is inside if the FORKING that waits for it began inside.
static uint64_t
serial_above(const struct csp_proc *process)
{
    const struct csp_forking *const forking = csp_forking_of(process);
    return forking != NULL ? forking->serial : UINT64_MAX;
}

static bool
is_inside(const struct csp_proc *process, const struct csp_timeout *timeout)
{
    uint64_t serial = UINT64_MAX;
    while (process != NULL && process != timeout->owner) {
        serial = serial_above(process);
        process = csp_tree_parent(process);
    }
    return process != NULL && timeout->serial <= serial;
}

// Of the blocks that are over and around a process the outermost, or NULL. The serials of nested ones go up.
static struct csp_timeout *
outermost_over(const struct csp_proc *process)
{
    struct csp_timeout *found = NULL;
    for (struct csp_timeout *at = first_over; at != NULL; at = at->next) {
        if ((found == NULL || at->serial < found->serial) && is_inside(process, at))
            found = at;
    }
    return found;
}

bool
csp_timeout_may_come(const struct csp_proc *process)
{
    for (const struct csp_timeout *at = first_running; at != NULL; at = at->next) {
        if (is_inside(process, at))
            return true;
    }
    return false;
}

// ---- leaving -------------------------------------------------------------------------------------

static void
leave(struct csp_proc *process, const struct csp_timeout *timeout)
{
    process->frame->at |= 1;
    process->value.data = (void *)((uintptr_t)&timeout->cause | CSP_CAUSE_PASSES);
}

// Take a process away from the channel at which it waits; false if it does not.
static bool
leave_channel(const struct csp_proc *process)
{
    const uintptr_t place = (uintptr_t)process->next;
    if ((place & CSP_PLACE) == 0 || process->state == CSP_KEPT)
        return false;
    struct csp_chan *const channel = (struct csp_chan *)(place & ~(uintptr_t)CSP_PLACE);
    if (csp_is_buffer(channel->word))
        csp_buffer_disable(process, channel);
    else if (csp_word_process(channel->word) == process)
        channel->word = 0;
    return true;
}

static bool
leave_timer(struct csp_proc *process)
{
    if (process->state != CSP_IN_ALT)
        return false;
    csp_timer_cancel((struct csp_timer *)(void *)process->next);
    return true;
}

static bool
leave_claim(struct csp_proc *process)
{
    if (csp_is_ready(process) || csp_baton_is_away(process))
        return false;
    csp_claim_withdraw(process->value.data, process);
    return true;
}

static bool
leave_barrier(struct csp_proc *process)
{
    if (csp_report_barrier(process) == NULL)
        return false;
    csp_sync_withdraw(process->value.data, process);
    return true;
}

// Take a process away from what it waits for; false if it does not wait, or its branches do for it.
static bool
stop_waiting(struct csp_proc *process)
{
    switch (csp_wait_of(process)->kind) {
    case CSP_AT_INPUT:
    case CSP_AT_OUTPUT:
    case CSP_AT_EXTENDED: return leave_channel(process);
    case CSP_AT_ALT: return csp_alt_withdraw(process);
    case CSP_AT_TIMER: return leave_timer(process);
    case CSP_AT_CLAIM: return leave_claim(process);
    case CSP_AT_SYNC: return leave_barrier(process);
    case CSP_AT_START:
    case CSP_AT_PAR:
    case CSP_AT_CALL:
    case CSP_AT_YIELD:
    case CSP_AT_FORKING:
    case CSP_AT_INVOKE:
    case CSP_AT_SUSPEND:
    case CSP_AT_NEXT_INPUT:
    case CSP_AT_NEXT_OUTPUT:
    case CSP_AT_NEXT_EXTENDED: break;
    }
    return false;
}

// Who waits for forked processes goes on waiting for them, and leaves then.
static void
interrupt(struct csp_proc *process, const struct csp_timeout *timeout)
{
    if (process->state == CSP_STOPPED || process->state == CSP_ENDED)
        return;
    if (csp_wait_of(process)->kind == CSP_AT_FORKING) {
        if (!csp_baton_is_away(process))
            leave(process, timeout);
    } else if (stop_waiting(process)) {
        process->state = CSP_ALIVE;
        leave(process, timeout);
        csp_enqueue(process);
    }
}

// ---- when the time is over -----------------------------------------------------------------------

static void
interrupt_below(struct csp_proc *process, const struct csp_timeout *timeout)
{
    const struct csp_proc *const top = process;
    for (; process != NULL && csp_tree_is_inside(process, top); process = csp_tree_next(process)) {
        if (is_inside(process, timeout))
            interrupt(process, timeout);
    }
}

static void
note_over(struct csp_timeout *timeout)
{
    timeout->is_over = true;
    add(&first_over, timeout);
    csp_attention_set(CSP_ATTENTION_TIMEOUT);
}

void
csp_timeout_expire(struct csp_timeout *timeout)
{
    take_out(&first_running, timeout);
    note_over(timeout);
    interrupt_below(timeout->owner, timeout);
    for (struct csp_proc *forked = csp_fork_next(&csp_first); forked != NULL;
         forked = csp_fork_next(forked)) {
        if (is_inside(forked, timeout))
            interrupt_below(forked, timeout);
    }
}

// The process that ran has given others their turn, and stands at the end of the queue: in an ALT that
// polls, or because a moment is past.
static bool
has_yielded(const struct csp_proc *process)
{
    const enum csp_wait_kind kind = csp_wait_of(process)->kind;
    return (kind == CSP_AT_ALT || kind == CSP_AT_TIMER) && csp_scheduler.head != NULL &&
           csp_scheduler.tail == process;
}

void
csp_timeouts_look(void)
{
    struct csp_proc *const process = csp_scheduler.running;
    if (process == NULL || process->frame == NULL || process->state == CSP_ENDED)
        return;
    const struct csp_timeout *const timeout = outermost_over(process);
    if (timeout == NULL)
        return;
    if (process->state == CSP_ALIVE && has_yielded(process))
        leave(process, timeout);
    else
        interrupt(process, timeout);
}

bool
csp_timeouts_leave(struct csp_proc *self)
{
    const enum csp_wait_kind kind = csp_wait_of(self)->kind;
    const bool goes_on = kind == CSP_AT_NEXT_INPUT || kind == CSP_AT_NEXT_OUTPUT;
    const struct csp_timeout *const timeout = goes_on ? NULL : outermost_over(self);
    if (timeout == NULL)
        return false;
    leave(self, timeout);
    return true;
}

// ---- the block -----------------------------------------------------------------------------------

void
csp_timeout_start(struct csp_proc *self, struct csp_timeout *timeout, int64_t due)
{
    timeout->owner = self;
    timeout->serial = ++csp_timeouts;
    timeout->is_over = false;
    timeout->timer.process = NULL;
    if (due <= csp_clock()) {
        note_over(timeout);
    } else {
        add(&first_running, timeout);
        csp_timer_start_timeout(timeout, due);
    }
}

void
csp_timeout_stop(struct csp_timeout *timeout)
{
    take_out(timeout->is_over ? &first_over : &first_running, timeout);
    csp_timer_cancel(&timeout->timer);
    if (first_over == NULL)
        csp_attention_clear(CSP_ATTENTION_TIMEOUT);
}
