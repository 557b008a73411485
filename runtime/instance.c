// SPDX-License-Identifier: MIT
// MOBILE processes: how they begin, are suspended, go on and end.
#include <config.h>

#include "internal.h"

#include "cspc/instance.h"

const struct csp_mobile_kind csp_instance_kind = {.inner = 1};
struct csp_forking csp_ending;
struct csp_chan csp_owner_gone;

void *
csp_instance_new(size_t size)
{
    return csp_memory_new(size);
}

void *
csp_instance_init(struct csp_instance *instance, struct csp_frame *frame)
{
    instance->frame = frame;
    instance->state = CSP_INSTANCE_NEW;
    instance->head.kind = &csp_instance_kind;
    instance->head.size = 0;
    return instance + 1;
}

// ---- being suspended -----------------------------------------------------------------------------

// The last one in the list of a PAR that suspends whoever waits for it; the first whose PAR still
// runs, or the caller of the whole, goes on.
struct csp_proc *
csp_suspend_parent(struct csp_proc *process)
{
    while (csp_wait_of(process)->kind != CSP_AT_INVOKE) {
        struct csp_par *const par = csp_par_of(process);
        process->next = par->first;
        par->first = process;
        if (--par->running != 0)
            return csp_dispatch();
        process = par->parent;
    }
    return process;
}

struct csp_proc *
csp_suspend_branch(struct csp_proc *self)
{
    return csp_suspend_parent(self);
}

// ---- going on ------------------------------------------------------------------------------------

static struct csp_par *
par_of(const struct csp_proc *parent)
{
    return (struct csp_par *)(void *)((char *)parent->frame + csp_wait_of(parent)->par->par);
}

// Let a process go on that is suspended, or the branches for which it waits; of these, who waits for
// branches in turn joins the list of what is to be done. `cause` is the END that they meet, or NULL.
static void
go_on(struct csp_proc *process, struct csp_chan *cause)
{
    process->next = NULL;
    for (struct csp_proc *list = process; list != NULL;) {
        struct csp_proc *const next = list;
        list = next->next;
        if (csp_wait_of(next)->kind == CSP_AT_SUSPEND) {
            if (cause != NULL) {
                next->frame->at |= 1;
                next->value.data = cause;
            }
            csp_enqueue(next);
            continue;
        }
        struct csp_par *const par = par_of(next);
        for (struct csp_proc *branch = par->first, *after; branch != NULL; branch = after) {
            after = branch->next;
            par->running++;
            branch->next = list;
            list = branch;
        }
        par->first = NULL;
    }
}

static void
start(struct csp_instance *instance)
{
    struct csp_proc *const process = &instance->process;
    process->step = instance->frame->code->step;
    process->frame = instance->frame;
    process->branch = 0;
    process->state = CSP_ALIVE;
    process->is_prior = false;
    csp_enqueue(process);
}

void
csp_invoke(struct csp_proc *self, struct csp_invoking *invoking, void *mobile,
           const struct csp_site *site)
{
    struct csp_instance *const instance = (struct csp_instance *)csp_defined(mobile, site) - 1;
    if (instance->state == CSP_INSTANCE_OVER)
        csp_fault(site, "a process is called that has terminated");
    csp_par_start(&invoking->par, self, 1, 0, NULL);
    invoking->par.ended = NULL;
    invoking->process = &instance->process;
    instance->frame->caller = csp_origin(&invoking->par);
    if (instance->state == CSP_INSTANCE_NEW)
        start(instance);
    else
        go_on(&instance->process, NULL);
}

// ---- ending --------------------------------------------------------------------------------------

// One that is suspended leaves by END wherever it stands, so that all it has is given back.
void
csp_instance_free(void *mobile)
{
    struct csp_instance *const instance = (struct csp_instance *)mobile - 1;
    if (instance->state != CSP_INSTANCE_SUSPENDED) {
        csp_memory_free(instance);
        return;
    }
    instance->frame->caller = csp_origin_of_fork(&csp_ending);
    go_on(&instance->process, (void *)((uintptr_t)&csp_owner_gone | CSP_CAUSE_PASSES));
}

struct csp_proc *
csp_instance_end(struct csp_proc *self)
{
    if (CSP_UNLIKELY(csp_is_observed))
        csp_observe_over(NULL);
    csp_memory_free(self);
    csp_scheduler.running = NULL;
    return csp_dispatch();
}
