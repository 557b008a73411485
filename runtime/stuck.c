// SPDX-License-Identifier: MIT
// Which processes of a live program can never go on. A process that waits at channels can if some
// process that holds the other end of one of them can; one that waits at a barrier, if all who are
// missing there can. All others can: those that are ready, compute, or wait for a moment, the system
// or the terminal, and those in a TIMEOUT. Where a holder is a PAR, one branch of
// it that can go on is enough, so that nobody is called stuck who is not.
#include <config.h>

#include "internal.h"

enum { PROCESSES_MAX = 5000 };

struct stuck {
    const struct csp_proc **processes; // in the order of their addresses
    bool *can_go;
    size_t count;
};

static int
compare(const void *a, const void *b)
{
    const uintptr_t first = (uintptr_t) * (const struct csp_proc *const *)a;
    const uintptr_t second = (uintptr_t) * (const struct csp_proc *const *)b;
    return (first > second) - (first < second);
}

static bool
collect(struct stuck *stuck)
{
    stuck->processes = malloc(PROCESSES_MAX * sizeof *stuck->processes);
    stuck->can_go = calloc(PROCESSES_MAX, sizeof *stuck->can_go);
    if (stuck->processes == NULL || stuck->can_go == NULL)
        return false;
    for (const struct csp_proc *p = csp_tree_next(NULL); p != NULL; p = csp_tree_next(p)) {
        if (!csp_report_is_listed(p))
            continue;
        if (stuck->count == PROCESSES_MAX)
            return false;
        stuck->processes[stuck->count++] = p;
    }
    qsort(stuck->processes, stuck->count, sizeof *stuck->processes, compare);
    return true;
}

static bool
leaf_can_go(const struct stuck *stuck, const struct csp_proc *leaf)
{
    const struct csp_proc **const found =
        bsearch(&leaf, stuck->processes, stuck->count, sizeof *stuck->processes, compare);
    return found == NULL || stuck->can_go[found - stuck->processes];
}

// Whether the holder of the other end may come to use it.
static bool
holder_can_go(const struct stuck *stuck, const struct csp_proc *holder)
{
    if (holder == NULL)
        return true;
    if (holder->state == CSP_ENDED || holder->state == CSP_STOPPED)
        return false;
    for (const struct csp_proc *p = holder; p != NULL && csp_tree_is_inside(p, holder);
         p = csp_tree_next(p))
        if (csp_report_is_listed(p) && leaf_can_go(stuck, p))
            return true;
    return false;
}

// Whether all that are missing at a barrier may come.
static bool
barrier_can_go(const struct stuck *stuck, const struct csp_barrier *barrier)
{
    const struct csp_proc *missing = NULL;
    while ((missing = csp_tree_missing(missing, barrier)) != NULL) {
        if (!holder_can_go(stuck, missing))
            return false;
    }
    return true;
}

static bool
guard_can_go(const struct stuck *stuck, const struct csp_proc *process,
             const struct csp_guard *guard)
{
    switch ((enum csp_guard_kind)guard->kind) {
    case CSP_GUARD_OFF: return false;
    case CSP_GUARD_INPUT:
    case CSP_GUARD_END:
        return holder_can_go(stuck, csp_tree_holder(process, guard->on.channel, CSP_WRITES));
    case CSP_GUARD_OUTPUT:
        return holder_can_go(stuck, csp_tree_holder(process, guard->on.channel, CSP_READS));
    case CSP_GUARD_SYNC: return barrier_can_go(stuck, guard->on.offer->barrier);
    case CSP_GUARD_TIMER:
    case CSP_GUARD_SKIP: break;
    }
    return true;
}

static bool
alt_can_go(const struct stuck *stuck, const struct csp_proc *process, const struct csp_alt *alt)
{
    for (uint32_t i = 0; i < alt->count; i++) {
        if (guard_can_go(stuck, process, &alt->guards[i]))
            return true;
    }
    return false;
}

static bool
process_can_go(const struct stuck *stuck, const struct csp_proc *process)
{
    if (process->state == CSP_STOPPED)
        return false;
    if (csp_timeout_may_come(process))
        return true;
    if (csp_report_alt(process) != NULL)
        return alt_can_go(stuck, process, csp_report_alt(process));
    if (csp_report_barrier(process) != NULL)
        return barrier_can_go(stuck, csp_report_barrier(process));
    const int end = csp_report_partner_end(process);
    const struct csp_chan *const channel = end != 0 ? csp_tree_channel(process) : NULL;
    return channel == NULL || holder_can_go(stuck, csp_tree_holder(process, channel, end));
}

// The largest set of processes that wait for each other only: who can go on is taken out until
// nobody is left who can.
static size_t
solve(struct stuck *stuck)
{
    size_t left = stuck->count;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < stuck->count; i++) {
            if (stuck->can_go[i] || !process_can_go(stuck, stuck->processes[i]))
                continue;
            stuck->can_go[i] = changed = true;
            left--;
        }
    }
    return left;
}

void
csp_report_stuck(void)
{
    struct stuck stuck = {0};
    if (collect(&stuck) && solve(&stuck) > 0) {
        fprintf(stderr, "these can never go on:\n");
        for (const struct csp_proc *p = csp_tree_next(NULL); p != NULL; p = csp_tree_next(p)) {
            if (!csp_report_is_listed(p) || leaf_can_go(&stuck, p))
                continue;
            fprintf(stderr, "    ");
            csp_tree_path(stderr, p);
            fprintf(stderr, "\n");
        }
    }
    free(stuck.processes);
    free(stuck.can_go);
}
