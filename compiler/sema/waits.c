// SPDX-License-Identifier: MIT
// Whether a PROC can wait: it communicates, runs processes in parallel, or calls a PROC that can.
#include <config.h>

#include "sema/check.h"

struct search {
    bool waits;
};

// Timers are read and ports used without waiting.
static bool
is_no_channel(const struct node *channel)
{
    return channel->type != NULL && channel->type->kind != TYPE_CHAN;
}

static bool
call_waits(const struct decl *callee)
{
    if (callee == NULL)
        return false;
    if (callee->kind == DECL_INTRINSIC)
        return callee->number == INTRINSIC_RESCHEDULE;
    return callee->kind == DECL_PROC && check_proc_waits(callee);
}

static void
look(struct node *node, void *context)
{
    struct search *const search = context;

    switch (node->kind) {
    case NODE_PROC:
    case NODE_FUNCTION: return; // looked at where they are called
    case NODE_INPUT:
        search->waits = search->waits || !is_no_channel(node_as_input(node)->channel);
        break;
    case NODE_OUTPUT:
        search->waits = search->waits || !is_no_channel(node_as_output(node)->channel);
        break;
    case NODE_CASE_INPUT:
    case NODE_ALT:
    case NODE_PAR:
    case NODE_DELAY:
    case NODE_TIMER_AFTER:
    case NODE_REPLICATOR_IN:
    case NODE_SYNC:
    case NODE_END: search->waits = true; break;
    case NODE_INSTANCE:
        search->waits = search->waits || call_waits(node_as_instance(node)->decl);
        break;
    default: break;
    }
    if (!search->waits)
        node_children(node, look, search);
}

bool
check_proc_waits(const struct decl *decl)
{
    struct search search = {false};
    const struct node_proc *const proc = node_as_proc(decl->node);

    if (proc->body != NULL && !proc->recursive)
        look(proc->body, &search);
    return search.waits;
}
