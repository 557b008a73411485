// SPDX-License-Identifier: MIT
// Whether a PROC can wait: it communicates, runs processes in parallel, or calls a PROC that can.
// All PROCs that it can reach are looked at, each once, so that recursion comes to an end.
#include <config.h>

#include "sema/check.h"

#include "base/map.h"

struct search {
    struct map seen; // PROCs
    bool waits;
};

static void look(struct node *node, void *context);

// Timers are read and ports used without waiting.
static bool
is_channel(const struct node *channel)
{
    return channel->type == NULL || channel->type->kind == TYPE_CHAN;
}

static void
look_at_proc(struct search *search, const struct decl *decl)
{
    const struct node_proc *const proc = node_as_proc(decl->node);

    if (map_get(&search->seen, decl) != NULL || proc->body == NULL)
        return;
    map_put(&search->seen, decl, search);
    look(proc->body, search);
}

static void
look_at_call(struct search *search, const struct decl *callee)
{
    if (callee == NULL)
        return;
    if (callee->kind == DECL_INTRINSIC)
        search->waits = callee->number == INTRINSIC_RESCHEDULE;
    else if (callee->kind == DECL_PROC)
        look_at_proc(search, callee);
}

static void
look(struct node *node, void *context)
{
    struct search *const search = context;

    if (search->waits)
        return;
    switch (node->kind) {
    case NODE_PROC:
    case NODE_FUNCTION: return; // looked at where they are called
    case NODE_INPUT: search->waits = is_channel(node_as_input(node)->channel); break;
    case NODE_OUTPUT: search->waits = is_channel(node_as_output(node)->channel); break;
    case NODE_CASE_INPUT:
    case NODE_ALT:
    case NODE_PAR:
    case NODE_DELAY:
    case NODE_TIMER_AFTER:
    case NODE_REPLICATOR_IN:
    case NODE_CLAIM:
    case NODE_FORKING:
    case NODE_FORK: // it may go round in a loop, and others must have a turn
    case NODE_SYNC:
    case NODE_SUSPEND:
    case NODE_END: search->waits = true; break;
    case NODE_INSTANCE: look_at_call(search, node_as_instance(node)->decl); break;
    default: break;
    }
    if (!search->waits)
        node_children(node, look, search);
}

bool
check_proc_waits(const struct decl *proc)
{
    struct search search = {0};

    look_at_proc(&search, proc);
    return search.waits;
}
