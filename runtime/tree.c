// SPDX-License-Identifier: MIT
// The tree of processes, found from static tables: a process that waits for a PAR has the branches
// that the table of its wait point describes. Nothing is stored per process for this.
#include <config.h>

#include "internal.h"

// Elements of a path that are printed, counted from the innermost.
enum { PATH_MAX_ELEMENTS = 48 };

const struct csp_wait *
csp_wait_of(const struct csp_proc *process)
{
    const struct csp_frame *const frame = process->frame;
    return &frame->code->waits[frame->at / 2];
}

static const struct csp_frame *
outermost_of(const struct csp_proc *process)
{
    const struct csp_frame *frame = process->frame;
    while (!csp_is_outermost(frame))
        frame = frame->caller;
    return frame;
}

struct csp_par *
csp_par_of(const struct csp_proc *process)
{
    const struct csp_frame *const outermost = outermost_of(process);
    return csp_is_forked(outermost) ? NULL : csp_origin_par(outermost);
}

struct csp_forking *
csp_forking_of(const struct csp_proc *process)
{
    const struct csp_frame *const outermost = outermost_of(process);
    return csp_is_forked(outermost) ? csp_origin_forking(outermost) : NULL;
}

struct csp_proc *
csp_tree_parent(const struct csp_proc *process)
{
    const struct csp_par *const par = csp_par_of(process);
    if (par != NULL)
        return par->parent;
    const struct csp_forking *const forking = csp_forking_of(process);
    return forking != NULL ? forking->owner : NULL;
}

static const void *
at_offset(const struct csp_frame *frame, uint32_t offset)
{
    return (const char *)frame + offset;
}

static const struct csp_par *
par_of(const struct csp_proc *process)
{
    const struct csp_wait *const wait = csp_wait_of(process);
    if ((wait->kind != CSP_AT_PAR && wait->kind != CSP_AT_INVOKE) || wait->par == NULL ||
        process->state == CSP_ENDED)
        return NULL;
    const struct csp_par *const par = at_offset(process->frame, wait->par->par);
    return par->running != 0 ? par : NULL;
}

struct csp_proc *
csp_tree_branch(const struct csp_proc *process, uint32_t branch)
{
    const struct csp_par_info *const info = csp_wait_of(process)->par;
    const void *at;
    if (info->branches != 0) {
        at = at_offset(process->frame, info->offsets[branch]);
    } else {
        const void *const array = at_offset(process->frame, info->array);
        at = info->on_heap ? *(const void *const *)array : array;
        at = (const char *)at + (size_t)branch * info->stride;
    }
    return (struct csp_proc *)(uintptr_t)at;
}

// The first branch from number `branch` on that is not over.
static struct csp_proc *
living_branch(const struct csp_proc *parent, const struct csp_par *par, uint32_t branch)
{
    for (; branch < par->branches; branch++) {
        struct csp_proc *const found = csp_tree_branch(parent, branch);
        if (found->state != CSP_ENDED)
            return found;
    }
    return NULL;
}

struct csp_proc *
csp_tree_next(const struct csp_proc *process)
{
    if (process == NULL)
        return csp_first.state != CSP_ENDED ? &csp_first : NULL;
    const struct csp_par *par = par_of(process);
    struct csp_proc *next = par != NULL ? living_branch(process, par, 0) : NULL;
    while (next == NULL && (par = csp_par_of(process)) != NULL) {
        next = living_branch(par->parent, par, process->branch + 1);
        process = par->parent;
    }
    return next != NULL ? next : csp_fork_next(process);
}

// ---- who holds a channel -------------------------------------------------------------------------

// `channel` if that is not NULL, else the channel at which `waiting` waits.
struct search {
    const struct csp_chan *channel;
    const struct csp_proc *waiting;
    int direction;
    const struct csp_chan *found;
};

static void
look_for_channel(void *context, struct csp_chan *first, size_t count, int direction)
{
    struct search *const search = context;
    const uintptr_t channel = (uintptr_t)search->channel;
    if ((direction & search->direction) != 0 && channel >= (uintptr_t)first &&
        channel < (uintptr_t)(first + count))
        search->found = search->channel;
}

static void
look_for_waiting(void *context, struct csp_chan *first, size_t count, int direction)
{
    struct search *const search = context;
    if ((direction & CSP_ENROLLED) != 0)
        return;
    for (size_t i = 0; i < count; i++) {
        if (csp_word_process(first[i].word) == search->waiting ||
            (csp_is_buffer(first[i].word) && csp_buffer_is_waited_at(&first[i], search->waiting)))
            search->found = &first[i];
    }
}

// The function that tells the ends of the branches of a PAR; NULL where no channel belongs to it.
static csp_ends *
ends_of(const struct csp_par *par)
{
    const struct csp_par_info *const info = csp_wait_of(par->parent)->par;
    return info != NULL ? info->ends : NULL;
}

const struct csp_chan *
csp_tree_channel(const struct csp_proc *user)
{
    struct search search = {NULL, user, 0, NULL};
    const struct csp_par *par;
    for (; search.found == NULL && (par = csp_par_of(user)) != NULL; user = par->parent) {
        csp_ends *const ends = ends_of(par);
        if (ends != NULL)
            ends(par->parent->frame, user->branch, look_for_waiting, &search);
    }
    return search.found;
}

// The branch inside `holder` that holds the end, where it waits for a PAR of its own.
static struct csp_proc *
innermost_holder(struct csp_proc *holder, struct search *search)
{
    const struct csp_par_info *const info =
        holder->state == CSP_ENDED ? NULL : csp_wait_of(holder)->par;
    if (info == NULL || info->ends == NULL)
        return holder;
    const struct csp_par *const par =
        (const struct csp_par *)(const void *)((const char *)holder->frame + info->par);
    for (uint32_t branch = 0; branch < par->branches; branch++) {
        search->found = NULL;
        info->ends(holder->frame, branch, look_for_channel, search);
        if (search->found != NULL)
            return innermost_holder(csp_tree_branch(holder, branch), search);
    }
    return holder;
}

struct csp_proc *
csp_tree_holder(const struct csp_proc *user, const struct csp_chan *channel, int direction)
{
    struct search search = {channel, NULL, direction, NULL};
    if (channel == NULL)
        return NULL;
    const struct csp_par *par;
    for (; (par = csp_par_of(user)) != NULL; user = par->parent) {
        csp_ends *const ends = ends_of(par);
        for (uint32_t branch = 0; ends != NULL && branch < par->branches; branch++) {
            if (branch != user->branch)
                ends(par->parent->frame, branch, look_for_channel, &search);
            if (search.found != NULL)
                return innermost_holder(csp_tree_branch(par->parent, branch), &search);
        }
    }
    return NULL;
}

// ---- who is enrolled on a barrier ----------------------------------------------------------------

struct enrollment {
    const struct csp_barrier *barrier;
    bool found;
};

static void
look_for_barrier(void *context, struct csp_chan *first, size_t count, int direction)
{
    struct enrollment *const enrollment = context;
    (void)count;
    if ((direction & CSP_ENROLLED) != 0 && (const void *)first == enrollment->barrier)
        enrollment->found = true;
}

// Does a PAR enroll its branches? `branch` is any of them.
static bool
par_enrolls(const struct csp_par *par, uint32_t branch, const struct csp_barrier *barrier)
{
    csp_ends *const ends = ends_of(par);
    struct enrollment enrollment = {barrier, false};
    if (ends != NULL)
        ends(par->parent->frame, branch, look_for_barrier, &enrollment);
    return enrollment.found;
}

// A process that has started branches which are enrolled is not so itself meanwhile.
static bool
is_enrolled(const struct csp_proc *process, const struct csp_barrier *barrier)
{
    const struct csp_par *const par = csp_par_of(process), *const own = par_of(process);
    return process->state != CSP_STOPPED && par != NULL &&
           par_enrolls(par, process->branch, barrier) &&
           !csp_barrier_is_resigned(barrier, process) &&
           (own == NULL || !par_enrolls(own, 0, barrier));
}

static bool
waits_for_barrier(const struct csp_proc *process, const struct csp_barrier *barrier)
{
    const struct csp_alt *const alt = csp_report_alt(process);
    if (csp_report_barrier(process) == barrier)
        return true;
    for (uint32_t i = 0; alt != NULL && i < alt->count; i++) {
        const struct csp_guard *const guard = &alt->guards[i];
        if (guard->kind == CSP_GUARD_SYNC && guard->on.offer->barrier == barrier)
            return true;
    }
    return false;
}

bool
csp_tree_is_inside(const struct csp_proc *process, const struct csp_proc *branch)
{
    while (process != NULL && process != branch)
        process = csp_tree_parent(process);
    return process != NULL;
}

// A process comes by itself, or by one of those that it has started.
static bool
has_come(const struct csp_proc *process, const struct csp_barrier *barrier)
{
    for (const struct csp_proc *p = process; p != NULL && csp_tree_is_inside(p, process);
         p = csp_tree_next(p)) {
        if (waits_for_barrier(p, barrier))
            return true;
    }
    return false;
}

struct csp_proc *
csp_tree_missing(const struct csp_proc *process, const struct csp_barrier *barrier)
{
    struct csp_proc *next = csp_tree_next(process);
    while (next != NULL && (!is_enrolled(next, barrier) || has_come(next, barrier)))
        next = csp_tree_next(next);
    return next;
}

// ---- paths ---------------------------------------------------------------------------------------

// The outermost frame of a branch goes by the name that the PAR has for the branch.
struct csp_element
csp_tree_element(const struct csp_proc *process)
{
    const struct csp_frame *const outermost = outermost_of(process);
    const struct csp_par *const par = csp_par_of(process);
    struct csp_element element = {outermost->code->name, INT64_MIN, false};
    element.is_forked = csp_forking_of(process) != NULL;
    if (par == NULL)
        return element;
    const struct csp_par_info *const info = csp_wait_of(par->parent)->par;
    if (info == NULL)
        return element;
    const bool is_replicated =
        info->branches == 0 && csp_wait_of(par->parent)->kind != CSP_AT_INVOKE;
    if (info->names != NULL)
        element.name = info->names[is_replicated ? 0 : process->branch];
    if (is_replicated)
        element.index = (int64_t)par->start + process->branch;
    return element;
}

// Collect the elements from the innermost outwards; gives their number, which may be more than fit.
static size_t
path_elements(const struct csp_proc *process, struct csp_element *elements)
{
    size_t count = 0;
    const struct csp_frame *frame = process->frame;
    while (process != NULL) {
        for (; count < PATH_MAX_ELEMENTS && !csp_is_outermost(frame); frame = frame->caller)
            elements[count++] = (struct csp_element){frame->code->name, INT64_MIN, false};
        if (count == PATH_MAX_ELEMENTS)
            return count + 1;
        elements[count++] = csp_tree_element(process);
        const struct csp_forking *const forking = csp_forking_of(process);
        process = csp_tree_parent(process);
        if (process != NULL)
            frame = forking != NULL ? forking->frame : process->frame;
    }
    return count;
}

void
csp_tree_path(FILE *to, const struct csp_proc *process)
{
    struct csp_element elements[PATH_MAX_ELEMENTS];
    size_t count = path_elements(process, elements);
    if (count > PATH_MAX_ELEMENTS) {
        fprintf(to, ".../");
        count = PATH_MAX_ELEMENTS;
    }
    while (count > 0) {
        const struct csp_element *const element = &elements[--count];
        fprintf(to, "%s%s", element->is_forked ? "fork:" : "", element->name);
        if (element->index != INT64_MIN)
            fprintf(to, "[%lld]", (long long)element->index);
        if (count > 0)
            fprintf(to, "/");
    }
}
