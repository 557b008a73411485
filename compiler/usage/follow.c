// SPDX-License-Identifier: MIT
// The ways through the processes of a routine, for defined.c. A loop may have set what its body sets,
// so that only what is wrong on every way is reported.
#include <config.h>

#include "usage/flow.h"

#include <string.h>

// ---- what a loop may have set ----

static void
may_set(struct flow *flow, const struct node *node)
{
    const struct decl *const decl = flow_root(flow->usage, node);

    if (decl != NULL && flow_follows(decl) && level_get(flow, decl) == NOT_SET)
        level_set(flow, decl, MAYBE_SET);
}

static void
may_set_items(struct flow *flow, const struct nodes *items)
{
    for (size_t i = 0; i < items->count; i++) {
        if (items->at[i]->kind == NODE_COUNTED) {
            may_set(flow, node_as_counted(items->at[i])->count);
            may_set(flow, node_as_counted(items->at[i])->items);
        } else {
            may_set(flow, items->at[i]);
        }
    }
}

static void
may_set_by_call(struct flow *flow, const struct node_instance *node)
{
    for (size_t i = 0; i < node->arguments.count; i++)
        may_set(flow, node->arguments.at[i]);
    if (node->decl == NULL || node->decl->kind != DECL_PROC)
        return;
    const struct summary *const summary = summary_of(flow->usage, node->decl);

    for (size_t i = 0; i < summary->accesses.count; i++) {
        const struct access *const access = &summary->accesses.at[i];

        if (access->kind == ACCESS_WRITE && flow_follows(access->part.root) &&
            level_get(flow, access->part.root) == NOT_SET)
            level_set(flow, access->part.root, MAYBE_SET);
    }
}

static void
scan_sets(struct node *node, void *context)
{
    struct flow *const flow = context;

    switch (node->kind) {
    case NODE_PROC:
    case NODE_FUNCTION: return;
    case NODE_ASSIGN: may_set_items(flow, &node_as_assign(node)->left); break;
    case NODE_INPUT: may_set_items(flow, &node_as_input(node)->items); break;
    case NODE_VARIANT: may_set_items(flow, &node_as_variant(node)->items); break;
    case NODE_INSTANCE: may_set_by_call(flow, node_as_instance(node)); break;
    default: break;
    }
    node_children(node, scan_sets, context);
}

// What may happen any number of times.
static void
flow_loop(struct flow *flow, const struct nodes *body, bool at_least_once)
{
    struct ways ways;

    for (size_t i = 0; i < body->count; i++)
        scan_sets(body->at[i], flow);
    ways = ways_part(flow);
    for (size_t i = 0; i < body->count; i++)
        flow_process(flow, body->at[i]);
    way_ends(flow, &ways);
    if (!at_least_once)
        way_ends(flow, &ways);
    ways_meet(flow, &ways);
}

// ---- processes ----

static void
flow_set_items(struct flow *flow, const struct nodes *items)
{
    for (size_t i = 0; i < items->count; i++) {
        struct node *const item = items->at[i];

        if (item->kind == NODE_COUNTED) {
            flow_subscripts(flow, node_as_counted(item)->count);
            flow_set(flow, flow_root(flow->usage, node_as_counted(item)->count));
            flow_subscripts(flow, node_as_counted(item)->items);
            flow_set(flow, flow_root(flow->usage, node_as_counted(item)->items));
        } else {
            flow_subscripts(flow, item);
            flow_set(flow, flow_root(flow->usage, item));
        }
    }
}

// x := x, by which old programs say that x is used.
static bool
is_idle(const struct node_assign *node)
{
    return node->left.count == 1 && node->right.count == 1 && node->left.at[0]->kind == NODE_NAME &&
           node_same(node->left.at[0], node->right.at[0]);
}

static void
flow_assign(struct flow *flow, const struct node_assign *node)
{
    if (!is_idle(node))
        flow_list(flow, &node->right);
    for (size_t i = 0; i < node->left.count; i++)
        flow_subscripts(flow, node->left.at[i]);
    for (size_t i = 0; i < node->left.count; i++)
        flow_set(flow, flow_root(flow->usage, node->left.at[i]));
}

static bool
is_constant(const struct node *node, bool value)
{
    return node->value != NULL && (node->value->integer != 0) == value;
}

static void
flow_while(struct flow *flow, const struct node_while_process *node)
{
    struct nodes body = {0};

    nodes_push(&body, node->body);
    flow_expr(flow, node->condition);
    flow_loop(flow, &body, false);
    flow->dead = flow->dead || is_constant(node->condition, true);
}

static bool
replicator_runs(const struct node_replicator *node)
{
    return node->count->value != NULL && node->count->value->integer > 0;
}

// A replicated construct: its body as often as the replicator says.
static void
flow_replicated(struct flow *flow, struct node *replicator, const struct nodes *body)
{
    if (replicator->kind == NODE_REPLICATOR_IN) {
        flow_loop(flow, body, false);
        return;
    }
    flow_expr(flow, node_as_replicator(replicator)->from);
    flow_expr(flow, node_as_replicator(replicator)->count);
    flow_loop(flow, body, replicator_runs(node_as_replicator(replicator)));
}

// All at once: each begins with what was set before, and after all everything is set.
static void
flow_par(struct flow *flow, const struct node_par *node)
{
    VEC(const struct decl *) set = {0};
    bool dead = false;

    if (node->replicator != NULL) {
        flow_replicated(flow, node->replicator, &node->body);
        return;
    }
    for (size_t i = 0; i < node->body.count; i++) {
        struct ways ways = ways_part(flow);

        flow_process(flow, node->body.at[i]);
        for (size_t k = ways.mark; k < flow->log.count; k++)
            vec_push(&set, flow->log.at[k].decl);
        dead = dead || flow->dead;
        way_ends(flow, &ways);
    }
    for (size_t i = 0; i < set.count; i++)
        level_set(flow, set.at[i], SET);
    flow->dead = flow->dead || dead;
}

static void flow_alternatives(struct flow *flow, struct node *replicator, const struct nodes *list,
                              struct ways *ways);

// Where DEFINED x holds, it is.
static void
flow_found(struct flow *flow, const struct node *condition)
{
    if (condition != NULL && condition->kind == NODE_DEFINED)
        flow_set(flow, flow_root(flow->usage, node_as_defined(condition)->operand));
}

static void
flow_alternative(struct flow *flow, struct node *node, struct ways *ways)
{
    switch (node->kind) {
    case NODE_IF:
        flow_alternatives(flow, node_as_if_process(node)->replicator,
                          &node_as_if_process(node)->choices, ways);
        return;
    case NODE_ALT:
        flow_alternatives(flow, node_as_alt(node)->replicator, &node_as_alt(node)->guards, ways);
        return;
    case NODE_CHOICE:
        if (node_as_choice(node)->condition != NULL)
            flow_expr(flow, node_as_choice(node)->condition);
        ways->mark = flow->log.count;
        flow_found(flow, node_as_choice(node)->condition);
        flow_process(flow, node_as_choice(node)->body);
        break;
    default: flow_process(flow, node); break;
    }
    way_ends(flow, ways);
}

static void
flow_alternatives(struct flow *flow, struct node *replicator, const struct nodes *list,
                  struct ways *ways)
{
    if (replicator != NULL && replicator->kind == NODE_REPLICATOR) {
        flow_expr(flow, node_as_replicator(replicator)->from);
        flow_expr(flow, node_as_replicator(replicator)->count);
    }
    for (size_t i = 0; i < list->count; i++)
        flow_alternative(flow, list->at[i], ways);
}

static void
flow_choice(struct flow *flow, struct node *replicator, const struct nodes *list)
{
    struct ways ways = ways_part(flow);

    flow_alternatives(flow, replicator, list, &ways);
    ways_meet(flow, &ways);
}

// A MAP begins empty.
static void
begin(struct flow *flow, const struct decl *decl)
{
    const bool is_map = !type_is_error(decl->type) && type_is_map(decl->type);

    level_set(flow, decl, is_map ? SET : NOT_SET);
}

static void
flow_spec(struct flow *flow, struct node *spec)
{
    switch (spec->kind) {
    case NODE_DECLARE:
        for (size_t i = 0; i < node_as_declare(spec)->names.count; i++)
            begin(flow, node_as_define(node_as_declare(spec)->names.at[i])->decl);
        break;
    case NODE_INITIAL: flow_list(flow, &node_as_initial(spec)->values); break;
    case NODE_ABBREVIATE:
        flow_value(flow, node_as_abbreviate(spec)->of, node_as_abbreviate(spec)->is_val,
                   node_as_define(node_as_abbreviate(spec)->name)->decl);
        break;
    case NODE_RETYPE:
        flow_value(flow, node_as_retype(spec)->of, node_as_retype(spec)->is_val,
                   node_as_define(node_as_retype(spec)->name)->decl);
        break;
    case NODE_PLACE: // what is at an address has a value
        if (node_as_place(spec)->at != NULL && node_as_place(spec)->of != NULL &&
            node_as_place(spec)->of->kind == NODE_NAME)
            flow_set(flow, node_as_name_use(node_as_place(spec)->of)->decl);
        break;
    case NODE_PRAGMA:
        if (node_as_pragma(spec)->pragma == NULL ||
            strcmp(node_as_pragma(spec)->pragma->text, "DEFINED") != 0)
            break;
        for (size_t i = 0; i < node_as_pragma(spec)->names.count; i++)
            if (node_as_define(node_as_pragma(spec)->names.at[i])->decl != NULL)
                flow_set(flow, node_as_define(node_as_pragma(spec)->names.at[i])->decl);
        break;
    case NODE_PROC:
        flow_routine(flow->usage, node_as_define(node_as_proc(spec)->name)->decl);
        break;
    case NODE_FUNCTION:
        flow_routine(flow->usage, node_as_define(node_as_function(spec)->name)->decl);
        break;
    default: break;
    }
}

static void
flow_process_child(struct node *child, void *context)
{
    if (child->kind >= NODE_NAME || child->kind == NODE_SCOPED)
        flow_expr(context, child);
}

static void
flow_if_there(struct flow *flow, struct node *node)
{
    if (node != NULL)
        flow_process(flow, node);
}

static void
flow_output(struct flow *flow, const struct node_output *node)
{
    flow_subscripts(flow, node->channel);
    for (size_t i = 0; i < node->items.count; i++)
        if (node->items.at[i]->kind != NODE_NAME ||
            node_as_name_use(node->items.at[i])->decl != NULL)
            flow_expr(flow, node->items.at[i]);
}

static void
flow_instance(struct flow *flow, const struct node_instance *node)
{
    if (node->decl != NULL && node->decl->kind == DECL_PROC) {
        if (usage_calls_process(node))
            flow_expr(flow, node->callee);
        flow_call(flow, node->base.span, node->decl, &node->arguments);
        return;
    }
    if (node->decl == NULL || node->decl->kind != DECL_INTRINSIC)
        return;
    for (size_t i = 0; i < node->arguments.count; i++) {
        if (usage_intrinsic_changes(node->decl, i))
            flow_set(flow, flow_root(flow->usage, node->arguments.at[i]));
        else
            flow_expr(flow, node->arguments.at[i]);
    }
}

// What the body may have set before it was left, its handler finds.
static void
flow_try(struct flow *flow, struct node *body, struct node *handler)
{
    struct ways ways = ways_part(flow);

    scan_sets(body, flow);
    ways = ways_part(flow);
    flow_process(flow, body);
    way_ends(flow, &ways);
    flow_if_there(flow, handler);
    way_ends(flow, &ways);
    ways_meet(flow, &ways);
}

static void
flow_condition(struct flow *flow, struct node *condition)
{
    if (condition != NULL)
        flow_expr(flow, condition);
}

static void
flow_sequence(struct flow *flow, const struct node_seq *node)
{
    if (node->replicator != NULL) {
        flow_replicated(flow, node->replicator, &node->body);
        return;
    }
    for (size_t i = 0; i < node->body.count; i++)
        flow_process(flow, node->body.at[i]);
}

void
flow_process(struct flow *flow, struct node *node)
{
    switch (node->kind) {
    case NODE_SCOPED:
        flow_spec(flow, node_as_scoped(node)->spec);
        flow_process(flow, node_as_scoped(node)->body);
        break;
    case NODE_SEQ: flow_sequence(flow, node_as_seq(node)); break;
    case NODE_PAR: flow_par(flow, node_as_par(node)); break;
    case NODE_IF:
        flow_choice(flow, node_as_if_process(node)->replicator, &node_as_if_process(node)->choices);
        break;
    case NODE_ALT:
        flow_choice(flow, node_as_alt(node)->replicator, &node_as_alt(node)->guards);
        break;
    case NODE_CASE:
        flow_expr(flow, node_as_case_process(node)->selector);
        flow_choice(flow, NULL, &node_as_case_process(node)->options);
        break;
    case NODE_OPTION: flow_process(flow, node_as_option(node)->body); break;
    case NODE_CHOICE:
        flow_condition(flow, node_as_choice(node)->condition);
        flow_process(flow, node_as_choice(node)->body);
        break;
    case NODE_GUARD:
        flow_condition(flow, node_as_guard(node)->condition);
        flow_process(flow, node_as_guard(node)->input);
        flow_if_there(flow, node_as_guard(node)->body);
        break;
    case NODE_WHILE: flow_while(flow, node_as_while_process(node)); break;
    case NODE_ASSIGN: flow_assign(flow, node_as_assign(node)); break;
    case NODE_INPUT:
        flow_subscripts(flow, node_as_input(node)->channel);
        flow_set_items(flow, &node_as_input(node)->items);
        flow_if_there(flow, node_as_input(node)->body);
        flow_if_there(flow, node_as_input(node)->after);
        break;
    case NODE_CASE_INPUT:
        flow_subscripts(flow, node_as_case_input(node)->channel);
        flow_choice(flow, NULL, &node_as_case_input(node)->variants);
        break;
    case NODE_VARIANT:
        flow_set_items(flow, &node_as_variant(node)->items);
        flow_if_there(flow, node_as_variant(node)->body);
        flow_if_there(flow, node_as_variant(node)->after);
        break;
    case NODE_OUTPUT: flow_output(flow, node_as_output(node)); break;
    case NODE_INSTANCE: flow_instance(flow, node_as_instance(node)); break;
    case NODE_TRY:
        flow_try(flow, node_as_try_process(node)->body, node_as_try_process(node)->handler);
        break;
    case NODE_TIMEOUT:
        flow_expr(flow, node_as_timeout(node)->time);
        flow_try(flow, node_as_timeout(node)->body, node_as_timeout(node)->otherwise);
        break;
    case NODE_STOP:
    case NODE_END: flow->dead = true; break;
    default: node_children(node, flow_process_child, flow); break;
    }
}

void
defined_check(struct usage *usage)
{
    struct flow_summary none = {0};
    struct flow flow = {.usage = usage, .summary = &none};

    for (size_t i = 0; i < usage->program->file->units.count; i++)
        flow_spec(&flow, usage->program->file->units.at[i]);
}
