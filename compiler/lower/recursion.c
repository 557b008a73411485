// SPDX-License-Identifier: MIT
// Recursive routines. A call of a routine whose body is still being lowered must know three things
// that are otherwise known afterwards only: whether the routine can wait, which names of outer
// routines travel as hidden parameters, and which of them by value. They are found by a walk through
// the body before it is lowered.
#include <config.h>

#include "lower/internal.h"

#include "base/ice.h"

bool
lower_is_recursive(const struct decl *decl)
{
    return decl->kind == DECL_FUNCTION ? node_as_function(decl->node)->recursive != 0
                                       : node_as_proc(decl->node)->recursive != 0;
}

// ---- hidden parameters ---------------------------------------------------------------------------

// The names that count are outside both `routine` and `within`, whose body is walked: `routine`, or
// one that it calls.
struct walk {
    struct lower *lower;
    const struct decl *routine, *within;
    bool in_forking;          // what is forked here is waited for in the body
    struct map *seen;         // routines: those that were walked only so, or
    struct map *seen_outside; // not only so
};

static void capture_all(struct node *node, void *context);

static bool
is_outside(const struct decl *decl, const struct decl *routine)
{
    while (decl != NULL && decl != routine)
        decl = decl->owner;
    return decl == NULL;
}

// The outermost level has constants only.
static bool
is_of_data(const struct decl *decl)
{
    return decl->owner != NULL && (decl->kind == DECL_VARIABLE || decl->kind == DECL_VAL ||
                                   decl->kind == DECL_REFERENCE || decl->kind == DECL_FORMAL);
}

// What cannot change travels by value, all else by address: whether the body changes it is not
// known yet.
static bool
is_fixed_scalar(const struct decl *decl, struct ir_type type)
{
    const bool is_val =
        decl->kind == DECL_VAL || (decl->kind == DECL_FORMAL && decl->mode == FORMAL_VAL);

    return is_val && !decl->shared && !type.is_array &&
           (ir_type_is_value(type) || type.base == IR_TEXT);
}

static void
capture_name(const struct walk *walk, struct decl *decl)
{
    struct value *value;

    if (decl == NULL || !is_of_data(decl) || !is_outside(decl, walk->routine) ||
        !is_outside(decl, walk->within))
        return;
    value = lower_find(walk->lower, decl);
    if (value != NULL && is_fixed_scalar(decl, value->var->type))
        value->var->reference = false;
}

static void
capture_callee(const struct walk *walk, const struct decl *callee)
{
    struct map *const seen = walk->in_forking ? walk->seen : walk->seen_outside;
    struct walk inside = *walk;

    if (callee == NULL || (callee->kind != DECL_PROC && callee->kind != DECL_FUNCTION) ||
        !is_outside(callee, walk->within) || map_get(seen, callee) != NULL)
        return;
    map_put(seen, callee, callee->node);
    inside.within = callee;
    node_children(callee->node, capture_all, &inside);
}

static void
capture_all(struct node *node, void *context)
{
    const struct walk *const walk = context;
    struct walk inside = *walk;

    switch (node->kind) {
    case NODE_FORKING: inside.in_forking = true; break;
    case NODE_FORK:
        if (!walk->in_forking)
            (void)lower_find(walk->lower, &walk->lower->forking);
        break;
    case NODE_NAME:
        if (node->value == NULL)
            capture_name(walk, node_as_name_use(node)->decl);
        break;
    case NODE_INSTANCE: capture_callee(walk, node_as_instance(node)->decl); break;
    case NODE_CALL: capture_callee(walk, node_as_call(node)->decl); break;
    case NODE_MONADIC: capture_callee(walk, node_as_monadic(node)->decl); break;
    case NODE_DYADIC: capture_callee(walk, node_as_dyadic(node)->decl); break;
    default: break;
    }
    node_children(node, capture_all, &inside);
}

// ---- around the body -----------------------------------------------------------------------------

void
lower_recursion_begin(struct lower *lower, struct lowered *lowered, const struct decl *decl)
{
    struct map seen = {0}, seen_outside = {0};
    struct walk walk = {lower, decl, decl, false, &seen, &seen_outside};
    const struct env *const env = lower->env;

    env->routine->is_recursive = true;
    env->routine->is_process = decl->waits;
    map_put(&seen, decl, decl->node);
    map_put(&seen_outside, decl, decl->node);
    node_children(decl->node, capture_all, &walk);
    lowered->captures.at = env->captures.at;
    lowered->captures.count = env->captures.count;
    lowered->captures.room = env->captures.room;
    lowered->in_progress = true;
}

void
lower_recursion_end(struct lowered *lowered, const struct env *env)
{
    lowered->in_progress = false;
    if (lowered->captures.count != env->captures.count)
        ice("the recursive `%s` uses a name that was not seen before", env->routine->name);
}
