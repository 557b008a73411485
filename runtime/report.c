// SPDX-License-Identifier: MIT
// The report of a deadlock, and the list of waiting processes of a live program.
//
// A process waits for another when that one holds the other end of its channel; following this
// from process to process finds the cycle, if there is one.
#include <config.h>

#include "internal.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    LIST_MAX = 200,    // processes that are listed
    CYCLE_MAX = 2000,  // processes in programs whose cycle is looked for
    CYCLE_STARTS = 50, // processes from which a cycle is looked for
    CYCLE_SHOWN = 20,  // processes of a cycle that are named
    MISSING_SHOWN = 3  // processes that are named which have not come to a barrier
};

// A process that waits for its branches is told by them.
bool
csp_report_is_listed(const struct csp_proc *process)
{
    const enum csp_wait_kind kind = csp_wait_of(process)->kind;
    return process->state == CSP_STOPPED || (kind != CSP_AT_PAR && kind != CSP_AT_INVOKE);
}

static const char *
name_of(const char *name)
{
    return name != NULL ? name : "?";
}

// ---- who is waited for ---------------------------------------------------------------------------

// The end that the partner of a process at a channel must hold; 0 for one that waits for something
// else or is ready.
int
csp_report_partner_end(const struct csp_proc *process)
{
    const enum csp_wait_kind kind = csp_wait_of(process)->kind;
    if (process->state == CSP_STOPPED || csp_is_ready(process) || csp_baton_is_away(process))
        return 0;
    if (kind == CSP_AT_INPUT || kind == CSP_AT_EXTENDED || kind == CSP_AT_NEXT_INPUT ||
        kind == CSP_AT_NEXT_EXTENDED)
        return CSP_WRITES;
    return kind == CSP_AT_OUTPUT || kind == CSP_AT_NEXT_OUTPUT ? CSP_READS : 0;
}

const struct csp_alt *
csp_report_alt(const struct csp_proc *process)
{
    if (process->state != CSP_IN_ALT || csp_wait_of(process)->kind != CSP_AT_ALT)
        return NULL;
    return (const struct csp_alt *)(const void *)process->next;
}

const struct csp_barrier *
csp_report_barrier(const struct csp_proc *process)
{
    if (process->state == CSP_STOPPED || csp_wait_of(process)->kind != CSP_AT_SYNC ||
        csp_is_ready(process) || csp_baton_is_away(process))
        return NULL;
    return process->value.data;
}

// A branch stands for the first process in it that waits.
static const struct csp_proc *
first_listed(const struct csp_proc *branch)
{
    const struct csp_proc *process = branch;
    while (process != NULL && !csp_report_is_listed(process))
        process = csp_tree_next(process);
    return process;
}

// One process for which this one waits, or NULL.
static const struct csp_proc *
successor(const struct csp_proc *process)
{
    const struct csp_proc *holder = NULL;
    const int end = csp_report_partner_end(process);
    if (end != 0)
        holder = csp_tree_holder(process, csp_tree_channel(process), end);
    if (csp_report_barrier(process) != NULL)
        holder = csp_tree_missing(NULL, csp_report_barrier(process));
    const struct csp_alt *const alt = csp_report_alt(process);
    for (uint32_t i = 0; alt != NULL && i < alt->count; i++) {
        const struct csp_guard *const guard = &alt->guards[i];
        if (guard->kind == CSP_GUARD_SYNC)
            holder = csp_tree_missing(NULL, guard->on.offer->barrier);
        else if (guard->kind == CSP_GUARD_INPUT || guard->kind == CSP_GUARD_END)
            holder = csp_tree_holder(process, guard->on.channel, CSP_WRITES);
        else if (guard->kind == CSP_GUARD_OUTPUT)
            holder = csp_tree_holder(process, guard->on.channel, CSP_READS);
        if (holder != NULL && holder->state != CSP_ENDED)
            break;
    }
    return holder != NULL && holder->state != CSP_ENDED ? first_listed(holder) : NULL;
}

// ---- one process ---------------------------------------------------------------------------------

// Whether an end has ended: guards with such channels are waited at as long as another one is open.
static bool
is_closed(const struct csp_chan *channel, int direction)
{
    const uintptr_t closed =
        direction == CSP_WRITES ? CSP_CHAN_WRITER_CLOSED : CSP_CHAN_READER_CLOSED;
    return channel != NULL && (channel->word & CSP_CHAN_TAGS) == CSP_CHAN_ENDED &&
           (channel->word & closed) != 0;
}

static void
print_holder(const struct csp_proc *user, const struct csp_chan *channel, int direction)
{
    const struct csp_proc *const holder = csp_tree_holder(user, channel, direction);
    const char *const end = direction == CSP_WRITES ? "writing" : "reading";
    if (is_closed(channel, direction)) {
        fprintf(stderr, "the %s end is closed", end);
        return;
    }
    if (csp_io_is_input(channel)) {
        fprintf(stderr, "the %s end is outside the program", end);
        return;
    }
    if (holder == NULL) {
        fprintf(stderr, "no other process holds the %s end", end);
        return;
    }
    fprintf(stderr, "the %s end is held by ", end);
    csp_tree_path(stderr, holder);
    if (holder->state == CSP_ENDED)
        fprintf(stderr, ", which has terminated%s", direction == CSP_READS ? " without CLOSE" : "");
}

// The first who have not come to a barrier. In one report many processes may wait for them.
static const struct csp_barrier *looked_at;
static const struct csp_proc *missing[MISSING_SHOWN + 1];

static void
find_missing(const struct csp_barrier *barrier)
{
    const struct csp_proc *next = csp_tree_missing(NULL, barrier);
    for (int i = 0; i <= MISSING_SHOWN; i++) {
        missing[i] = next;
        next = next != NULL ? csp_tree_missing(next, barrier) : NULL;
    }
    looked_at = barrier;
}

static void
print_missing(const struct csp_barrier *barrier)
{
    if (barrier != looked_at)
        find_missing(barrier);
    if (missing[0] == NULL)
        fprintf(stderr, "it is not known who is missing");
    for (int i = 0; i < MISSING_SHOWN && missing[i] != NULL; i++) {
        fprintf(stderr, i == 0 ? "" : ", ");
        csp_tree_path(stderr, missing[i]);
    }
    if (missing[0] != NULL)
        fprintf(stderr, "%s not come",
                missing[MISSING_SHOWN] != NULL ? " and others have"
                : missing[1] != NULL           ? " have"
                                               : " has");
}

static void
print_alt(const struct csp_proc *process, const struct csp_alt *alt)
{
    fprintf(stderr, "waits in ALT");
    for (uint32_t i = 0; i < alt->count; i++) {
        const struct csp_guard *const guard = &alt->guards[i];
        if (guard->kind == CSP_GUARD_OFF || guard->kind == CSP_GUARD_TIMER ||
            guard->kind == CSP_GUARD_SKIP)
            continue;
        fprintf(stderr, "\n    guard at line %" PRIu32 ": ", guard->line);
        if (guard->kind == CSP_GUARD_SYNC)
            print_missing(guard->on.offer->barrier);
        else
            print_holder(process, guard->on.channel,
                         guard->kind == CSP_GUARD_OUTPUT ? CSP_READS : CSP_WRITES);
    }
    fprintf(stderr, "\n");
}

static void
print_channel(const struct csp_proc *process, int end)
{
    const struct csp_chan *const channel = csp_tree_channel(process);
    fprintf(stderr, "waits for %s `%s`; ", end == CSP_WRITES ? "input from" : "output to",
            name_of(csp_wait_of(process)->name));
    print_holder(process, channel != NULL ? channel : csp_io_channel(process), end);
    fprintf(stderr, "\n");
}

static void
print_sync(const struct csp_proc *process)
{
    fprintf(stderr, "waits at the barrier `%s`; ", name_of(csp_wait_of(process)->name));
    print_missing(csp_report_barrier(process));
    fprintf(stderr, "\n");
}

static void
print_stopped(const struct csp_proc *process)
{
    const struct csp_site *const site = process->value.data;
    fprintf(stderr, "was stopped by a run-time error");
    if (site != NULL)
        fprintf(stderr, " at %s:%" PRIu32 ":%" PRIu32, site->file, site->line, site->column);
    fprintf(stderr, "\n");
}

static void
print_forking(const struct csp_proc *process)
{
    const size_t count = csp_fork_count(process);
    fprintf(stderr, "waits for %zu process%s that it has forked\n", count, count == 1 ? "" : "es");
}

static void
print_process(const struct csp_proc *process)
{
    const struct csp_wait *const wait = csp_wait_of(process);
    const int end = csp_report_partner_end(process);
    fprintf(stderr, "%s:%" PRIu32 ":%" PRIu32 ": ", process->frame->code->file, wait->line,
            wait->column);
    csp_tree_path(stderr, process);
    fprintf(stderr, " ");
    if (process->state == CSP_STOPPED)
        print_stopped(process);
    else if (end != 0)
        print_channel(process, end);
    else if (csp_report_alt(process) != NULL)
        print_alt(process, csp_report_alt(process));
    else if (csp_report_barrier(process) != NULL)
        print_sync(process);
    else if (process->state == CSP_IN_ALT)
        fprintf(stderr, "waits for a moment\n");
    else if (csp_baton_is_away(process))
        fprintf(stderr, "computes or waits for the system\n");
    else if (wait->kind == CSP_AT_FORKING)
        print_forking(process);
    else if (wait->kind == CSP_AT_SUSPEND && !csp_is_ready(process))
        fprintf(stderr, "is suspended\n");
    else if (csp_is_ready(process))
        fprintf(stderr, "is ready\n");
    else if (wait->kind == CSP_AT_CLAIM)
        fprintf(stderr, "waits to claim `%s`; another process has claimed it\n",
                name_of(wait->name));
    else
        fprintf(stderr, "waits for another thread\n");
}

static uint32_t
count_listed(void)
{
    uint32_t count = 0;
    for (const struct csp_proc *p = csp_tree_next(NULL); p != NULL; p = csp_tree_next(p))
        count += csp_report_is_listed(p);
    return count;
}

static void
print_all(uint32_t count)
{
    uint32_t listed = 0;
    looked_at = NULL;
    for (const struct csp_proc *p = csp_tree_next(NULL); p != NULL; p = csp_tree_next(p)) {
        if (csp_report_is_listed(p) && listed++ < LIST_MAX)
            print_process(p);
    }
    if (count > LIST_MAX)
        fprintf(stderr, "... and %" PRIu32 " more\n", count - LIST_MAX);
}

// ---- the cycle -----------------------------------------------------------------------------------

// A process on the cycle that is reached from `start`, or NULL: one finger goes twice as fast as
// the other.
static const struct csp_proc *
cycle_from(const struct csp_proc *start)
{
    const struct csp_proc *slow = start, *fast = start;
    for (;;) {
        for (int i = 0; i < 2; i++) {
            fast = successor(fast);
            if (fast == NULL)
                return NULL;
        }
        slow = successor(slow);
        if (slow == fast)
            return slow;
    }
}

static void
print_cycle(void)
{
    const struct csp_proc *cycle = NULL;
    int starts = 0;
    for (const struct csp_proc *p = csp_tree_next(NULL);
         p != NULL && cycle == NULL && starts < CYCLE_STARTS; p = csp_tree_next(p)) {
        if (csp_report_is_listed(p)) {
            cycle = cycle_from(p);
            starts++;
        }
    }
    if (cycle == NULL)
        return;
    fprintf(stderr, "the cycle: ");
    const struct csp_proc *at = cycle;
    int shown = 0;
    do {
        csp_tree_path(stderr, at);
        fprintf(stderr, " -> ");
        at = successor(at);
    } while (at != cycle && ++shown < CYCLE_SHOWN);
    if (at != cycle)
        fprintf(stderr, "... -> ");
    csp_tree_path(stderr, cycle);
    fprintf(stderr, "\n");
}

// ---- the reports ---------------------------------------------------------------------------------

void
csp_report_deadlock(void)
{
    csp_io_end();
    const uint32_t count = count_listed();
    if (count == 1)
        fprintf(stderr, "deadlock: the last process waits for ever\n");
    else
        fprintf(stderr, "deadlock: all %" PRIu32 " processes wait for each other\n", count);
    print_all(count);
    if (count <= CYCLE_MAX)
        print_cycle();
    if (csp_is_observed)
        csp_observe_end(CSP_ENDS_BY_DEADLOCK);
    exit(CSP_STATUS_DEADLOCK);
}

void
csp_report_list(void)
{
    csp_io_flush();
    const uint32_t count = count_listed();
    fprintf(stderr, "%" PRIu32 " process%s\n", count, count == 1 ? "" : "es");
    print_all(count);
    csp_report_stuck();
}
