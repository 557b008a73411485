// SPDX-License-Identifier: MIT
// Readers that are cut off: one process writes to several channels in a loop, and one of their readers closes
// its end. The writer leaves by END at its next output there, and with it end the channels of the other
// readers, who may not have had enough. Where what they read comes round to the writer again, they are
// parts of a ring, which has to end as a whole.
//
// Looked at are PARs of processes that are written out, and channels by their names, through calls.
#include <config.h>

#include "usage/internal.h"

#include "base/mem.h"

enum { DEEPEST = 8 };

// A channel, by what it is called in the PAR, and where something is done to it.
struct done {
    const struct decl *channel;
    const struct node *node;
    unsigned loop; // outputs: which of the outermost loops they are in, from 1 on; 0: none
};

struct branch {
    VEC(struct done) outputs; // outside of TRY
    VEC(struct done) closes;  // of reading ends
    VEC(struct done) inputs;
    bool seen; // on the way round a ring
};

struct network {
    struct usage *usage;
    struct branch *branches;
    size_t count;
};

struct look {
    struct branch *branch;
    struct map names; // in the PROC being looked at: from its parameters to channels
    unsigned loop, loops, depth;
};

// ---- what a branch does --------------------------------------------------------------------------

static const struct decl *
channel_of(struct look *look, const struct node *node)
{
    const struct decl *decl, *outer;

    while (node->kind == NODE_END_OF)
        node = node_as_end_of(node)->channel;
    if (node->kind != NODE_NAME || node_as_name_use(node)->decl == NULL)
        return NULL;
    decl = node_as_name_use(node)->decl;
    if (decl->type == NULL || decl->type->kind != TYPE_CHAN)
        return NULL;
    outer = map_get(&look->names, decl);
    return outer != NULL ? outer : decl;
}

#define NOTE(list, look, of, at)                                                                   \
    do {                                                                                           \
        const struct done done_ = {channel_of((look), (of)), (at), (look)->loop};                  \
        if (done_.channel != NULL)                                                                 \
            vec_push(&(look)->branch->list, done_);                                                \
    } while (0)

static void look_at(struct node *node, void *context);

static void
look_at_call(struct look *look, const struct node_instance *call)
{
    struct look inner = *look;
    const struct nodes *formals;

    if (call->decl == NULL || call->decl->kind != DECL_PROC || look->depth >= DEEPEST ||
        node_as_proc(call->decl->node)->body == NULL)
        return;
    formals = routine_formals(call->decl);
    inner.names = (struct map){0};
    inner.depth++;
    for (size_t i = 0; i < formals->count && i < call->arguments.count; i++) {
        const struct decl *const channel = channel_of(look, call->arguments.at[i]);

        if (channel != NULL)
            map_put(&inner.names, formal_decl(formals->at[i]), (void *)(uintptr_t)channel);
    }
    look_at(node_as_proc(call->decl->node)->body, &inner);
    look->loops = inner.loops;
}

static void
look_into_loop(struct look *look, const struct node *node)
{
    const bool is_outermost = look->loop == 0;

    if (is_outermost)
        look->loop = ++look->loops;
    node_children(node, look_at, look);
    if (is_outermost)
        look->loop = 0;
}

static void
look_at(struct node *node, void *context)
{
    struct look *const look = context;

    switch (node->kind) {
    case NODE_PROC:
    case NODE_FUNCTION:
    case NODE_TRY: return;
    case NODE_OUTPUT: NOTE(outputs, look, node_as_output(node)->channel, node); return;
    case NODE_INPUT: NOTE(inputs, look, node_as_input(node)->channel, node); break;
    case NODE_REPLICATOR_IN: NOTE(inputs, look, node_as_replicator_in(node)->over, node); break;
    case NODE_CLOSE:
        if (node_as_close_end(node)->direction == DIRECTION_IN)
            NOTE(closes, look, node_as_close_end(node)->channel, node);
        return;
    case NODE_INSTANCE: look_at_call(look, node_as_instance(node)); return;
    case NODE_WHILE: look_into_loop(look, node); return;
    case NODE_SEQ:
        if (node_as_seq(node)->replicator != NULL) {
            look_into_loop(look, node);
            return;
        }
        break;
    default: break;
    }
    node_children(node, look_at, look);
}

// ---- who is cut off ------------------------------------------------------------------------------

static bool
reads(const struct branch *branch, const struct decl *channel)
{
    for (size_t i = 0; i < branch->inputs.count; i++)
        if (branch->inputs.at[i].channel == channel)
            return true;
    return false;
}

// Does what a branch sends come to another, by way of others or not?
static bool
leads_to(const struct network *network, struct branch *from, const struct branch *to)
{
    if (from == to)
        return true;
    if (from->seen)
        return false;
    from->seen = true;
    for (size_t i = 0; i < from->outputs.count; i++)
        for (size_t k = 0; k < network->count; k++)
            if (reads(&network->branches[k], from->outputs.at[i].channel) &&
                leads_to(network, &network->branches[k], to))
                return true;
    return false;
}

static bool
is_in_ring(const struct network *network, struct branch *from, const struct branch *to)
{
    for (size_t i = 0; i < network->count; i++)
        network->branches[i].seen = false;
    return leads_to(network, from, to);
}

// Another output in the same loop, whose reader is cut off where `closer` closes the channel of this one.
static const struct done *
find_other(const struct network *network, const struct branch *writer, const struct branch *closer,
           const struct done *output)
{
    for (size_t i = 0; i < writer->outputs.count; i++) {
        const struct done *const other = &writer->outputs.at[i];

        if (other->loop != output->loop || other->channel == output->channel)
            continue;
        for (size_t k = 0; k < network->count; k++) {
            struct branch *const reader = &network->branches[k];

            if (reader != writer && reader != closer && reads(reader, other->channel) &&
                !is_in_ring(network, reader, writer))
                return other;
        }
    }
    return NULL;
}

static void
warn(struct usage *usage, const struct done *output, const struct done *close,
     const struct done *other)
{
    struct diag *const diag =
        diag_warning(usage->diagnostics, WARN_END_UPSTREAM, E_CUT_OFF, output->node->span,
                     "when the reader of `%s` closes its end, this process ends, and `%s` with it",
                     output->channel->name->text, other->channel->name->text);

    diag_also(diag, close->node->span, "closed here");
    diag_also(diag, other->node->span, "whoever reads this gets no more");
    diag_help(diag, "put the output in a `TRY` of its own if the others are to go on");
}

static void
check_output(const struct network *network, const struct branch *writer, const struct done *output)
{
    struct diagnostics *const diagnostics = network->usage->diagnostics;

    for (size_t k = 0; k < network->count; k++) {
        const struct branch *const closer = &network->branches[k];

        for (size_t i = 0; closer != writer && i < closer->closes.count; i++) {
            const struct done *const close = &closer->closes.at[i];
            const struct done *const other = close->channel == output->channel
                                                 ? find_other(network, writer, closer, output)
                                                 : NULL;

            if (other != NULL && !diag_reported_at(diagnostics, output->node->span))
                warn(network->usage, output, close, other);
        }
    }
}

static void
check_par(struct usage *usage, const struct node_par *node)
{
    const struct network network = {usage, mem_array(struct branch, node->body.count + 1),
                                    node->body.count};

    for (size_t i = 0; i < network.count; i++) {
        struct look look = {.branch = &network.branches[i]};

        look_at(node->body.at[i], &look);
    }
    for (size_t i = 0; i < network.count; i++)
        for (size_t k = 0; k < network.branches[i].outputs.count; k++)
            if (network.branches[i].outputs.at[k].loop != 0)
                check_output(&network, &network.branches[i], &network.branches[i].outputs.at[k]);
}

static void
visit(struct node *node, void *context)
{
    struct usage *const usage = context;

    if (node->kind == NODE_PAR && node_as_par(node)->replicator == NULL &&
        usage->program->is_csp(usage->program, node->span))
        check_par(usage, node_as_par(node));
    node_children(node, visit, usage);
}

void
cutoff_check(struct usage *usage)
{
    visit(&usage->program->file->base, usage);
}
