// SPDX-License-Identifier: MIT
// Variables that are read before they get a value. What is known of each is followed through the
// program: not set on any way to here, set on some, set on all. Of arrays and records only whether
// anything was ever set. A loop may have set what its body sets, so that only what is wrong on every
// way is reported.
#include <config.h>

#include "usage/flow.h"

#include "base/mem.h"

#include <string.h>

// A VAL array stands for what it was made from: its SIZE needs no value.
static bool
is_looked_through(const struct decl *decl)
{
    const struct type *const type = decl->type == NULL ? NULL : type_base(decl->type);

    return type != NULL && type->kind == TYPE_ARRAY &&
           (decl->kind == DECL_VAL || (decl->kind == DECL_FORMAL && decl->mode == FORMAL_VAL));
}

// The variable that an expression is a part of, by its first name; NULL where it is of none.
const struct decl *
flow_root(struct usage *usage, const struct node *node)
{
    struct part part;

    while (part_of(usage, node, &part)) {
        const struct node *const spec = part.root->node;

        if (spec == NULL || (part.root->kind != DECL_REFERENCE && !is_looked_through(part.root)))
            return part.root;
        if (spec->kind == NODE_ABBREVIATE)
            node = node_as_abbreviate(spec)->of;
        else if (spec->kind == NODE_RETYPE)
            node = node_as_retype(spec)->of;
        else
            return NULL;
    }
    return NULL;
}

// Texts have a value from the start: none at all.
static bool
begins_empty(const struct decl *decl)
{
    const struct type *type = type_base(decl->type);

    while (type->kind == TYPE_ARRAY)
        type = type_base(type->element);
    return type->kind == TYPE_STRING && decl->kind == DECL_VARIABLE;
}

bool
flow_follows(const struct decl *decl)
{
    if (decl->type == NULL || begins_empty(decl) || type_is_channels(decl->type) ||
        type_is_timer(decl->type) || type_is_barrier(decl->type) || decl->shared)
        return false;
    if (decl->kind == DECL_VARIABLE)
        return decl->node != NULL &&
               (decl->node->kind == NODE_DECLARE || decl->node->kind == NODE_RESULT_DECLARE);
    return decl->kind == DECL_FORMAL && (decl->mode == FORMAL_REFERENCE ||
                                         decl->mode == FORMAL_RESULT || is_looked_through(decl));
}

static void
warn(struct flow *flow, const struct decl *decl, struct span span, struct span origin,
     enum level level)
{
    struct diag *const diag =
        diag_warning(flow->usage->diagnostics,
                     level == NOT_SET ? WARN_UNDEFINED : WARN_MAYBE_UNDEFINED, E_UNDEFINED, span,
                     level == NOT_SET ? "`%s` is read before it gets a value"
                                      : "`%s` may be read before it gets a value",
                     decl->name->text);

    diag_also(diag, decl->span, "declared here, without a value");
    if (origin.from != span.from)
        diag_also(diag, origin, "read here");
    if (decl->kind == DECL_VARIABLE && type_is_scalar(decl->type))
        diag_help(diag, "`INITIAL %s %s IS ...:` declares it with a value", type_text(decl->type),
                  decl->name->text);
}

// What was moved is there no more.
static void
flow_move(struct flow *flow, const struct decl *decl, struct span span)
{
    struct span *const where = mem_new(struct span);

    if (decl == NULL || !flow_follows(decl) || flow->dead)
        return;
    *where = span;
    map_put(&flow->moved, decl, where);
    level_set(flow, decl, NOT_SET);
}

static void
complain_of_move(struct flow *flow, const struct decl *decl, struct span span, struct span moved,
                 enum level level)
{
    struct diagnostics *const diagnostics = flow->usage->diagnostics;
    struct diag *const diag =
        level == NOT_SET ? diag_error(diagnostics, E_MOVED, span, "`%s` is used after it was moved",
                                      decl->name->text)
                         : diag_warning(diagnostics, WARN_UNDEFINED, E_MOVED, span,
                                        "`%s` may be used after it was moved", decl->name->text);

    diag_also(diag, moved, "moved here");
    diag_help(diag,
              "`CLONE %s` keeps it and gives a copy away; `DEFINED %s` asks whether it is there",
              decl->name->text, decl->name->text);
}

void
flow_read(struct flow *flow, const struct decl *decl, struct span span, struct span origin)
{
    const enum level level = decl == NULL ? SET : level_get(flow, decl);

    if (level == SET || flow->dead || !flow_follows(decl))
        return;
    if (decl->owner == flow->routine &&
        (decl->kind == DECL_VARIABLE || decl->mode == FORMAL_RESULT)) {
        // of an array nobody knows which parts a loop has set
        const struct span *const moved = map_get(&flow->moved, decl);

        if (moved != NULL)
            complain_of_move(flow, decl, span, *moved, level);
        else if (level == NOT_SET || type_is_scalar(decl->type))
            warn(flow, decl, span, origin, level);
        level_set(flow, decl, SET); // said once
    } else if (level == NOT_SET) {
        vec_push(&flow->summary->exposures, ((struct exposure){decl, origin}));
        level_set(flow, decl, SET);
    }
}

void
flow_set(struct flow *flow, const struct decl *decl)
{
    if (decl == NULL || !flow_follows(decl))
        return;
    level_set(flow, decl, SET);
    map_put(&flow->moved, decl, NULL);
}

// ---- expressions ----

static void
flow_child(struct node *child, void *context)
{
    flow_expr(context, child);
}

// The subscripts on the way to a part.
void
flow_subscripts(struct flow *flow, struct node *node)
{
    switch (node->kind) {
    case NODE_NAME: break;
    case NODE_SUBSCRIPT:
        flow_subscripts(flow, node_as_subscript(node)->of);
        if (!node_as_subscript(node)->is_field)
            flow_expr(flow, node_as_subscript(node)->index);
        break;
    case NODE_SLICE:
        flow_subscripts(flow, node_as_slice(node)->of);
        if (node_as_slice(node)->from != NULL)
            flow_expr(flow, node_as_slice(node)->from);
        if (node_as_slice(node)->count != NULL)
            flow_expr(flow, node_as_slice(node)->count);
        break;
    case NODE_END_OF: flow_subscripts(flow, node_as_end_of(node)->channel); break;
    default: flow_expr(flow, node); break;
    }
}

// AND and OR leave the right operand alone where the left decides.
static bool
decides(const struct node_dyadic *node)
{
    const struct constant *const left = node->left->value;

    return left != NULL && ((node->op == OP_AND && left->integer == 0) ||
                            (node->op == OP_OR && left->integer != 0));
}

void
flow_expr(struct flow *flow, struct node *node)
{
    switch (node->kind) {
    case NODE_NAME:
    case NODE_SUBSCRIPT:
    case NODE_SLICE:
        flow_subscripts(flow, node);
        flow_read(flow, flow_root(flow->usage, node), node->span, node->span);
        if (node->moves && node->kind == NODE_NAME)
            flow_move(flow, flow_root(flow->usage, node), node->span);
        break;
    case NODE_SIZE: flow_subscripts(flow, node_as_size(node)->of); break;
    case NODE_BYTESIN:
    case NODE_OFFSETOF:
    case NODE_LIMIT:
    case NODE_DEFINED: break;
    case NODE_DYADIC:
        flow_expr(flow, node_as_dyadic(node)->left);
        if (!decides(node_as_dyadic(node)))
            flow_expr(flow, node_as_dyadic(node)->right);
        break;
    case NODE_CONVERT: flow_expr(flow, node_as_convert(node)->operand); break;
    case NODE_CALL:
        if (node_as_call(node)->decl != NULL && node_as_call(node)->decl->kind == DECL_FUNCTION)
            flow_call(flow, node->span, node_as_call(node)->decl, &node_as_call(node)->arguments);
        else
            for (size_t i = 0; i < node_as_call(node)->arguments.count; i++)
                flow_expr(flow, node_as_call(node)->arguments.at[i]);
        break;
    default:
        if (node->kind > NODE_MISSING || node->kind == NODE_SCOPED || node->kind == NODE_VALOF)
            flow_process(flow, node);
        else
            node_children(node, flow_child, flow);
        break;
    }
}

void
flow_list(struct flow *flow, const struct nodes *list)
{
    for (size_t i = 0; i < list->count; i++)
        flow_expr(flow, list->at[i]);
}

// What a name stands for: a value is read (and what is given away is gone) now, unless it is looked at where it stands.
void
flow_value(struct flow *flow, struct node *of, bool is_val, const struct decl *name)
{
    if ((is_val || of->moves) && (!is_looked_through(name) || flow_root(flow->usage, of) == NULL))
        flow_expr(flow, of);
    else
        flow_subscripts(flow, of);
}

// ---- routines ----

struct flow_summary *
flow_routine(struct usage *usage, struct decl *routine)
{
    struct flow_summary *summary = map_get(&usage->flows, routine);
    struct flow flow = {.usage = usage, .routine = routine};
    struct node *const body = routine->kind == DECL_PROC ? node_as_proc(routine->node)->body
                                                         : node_as_function(routine->node)->body;
    const struct diag_context *context;

    if (summary != NULL)
        return summary;
    summary = flow.summary = mem_new(struct flow_summary);
    map_put(&usage->flows, routine, summary);
    context = diag_set_context(usage->diagnostics, decl_context(routine));
    if (body != NULL)
        flow_expr(&flow, body);
    diag_set_context(usage->diagnostics, context);
    return summary;
}

static const struct decl *
formal_at(const struct decl *callee, size_t i)
{
    const struct nodes *const formals = callee->kind == DECL_PROC
                                            ? &node_as_proc(callee->node)->formals
                                            : &node_as_function(callee->node)->formals;

    return i < formals->count ? node_as_define(node_as_formal(formals->at[i])->name)->decl : NULL;
}

static void
read_exposed(struct flow *flow, struct span span, const struct flow_summary *summary,
             const struct decl *callee, const struct nodes *arguments)
{
    for (size_t i = 0; i < summary->exposures.count; i++) {
        const struct exposure *const exposure = &summary->exposures.at[i];
        bool is_formal = false;

        for (size_t k = 0; k < arguments->count; k++) {
            if (formal_at(callee, k) != exposure->decl)
                continue;
            is_formal = true;
            if (arguments->at[k]->moves)
                continue; // read as it was given away
            flow_read(flow, flow_root(flow->usage, arguments->at[k]), arguments->at[k]->span,
                      exposure->span);
        }
        if (!is_formal)
            flow_read(flow, exposure->decl, span, exposure->span);
    }
}

// What the callee sets, arguments or names outside it.
static void
set_by_callee(struct flow *flow, struct decl *callee, const struct nodes *arguments)
{
    const struct summary *const summary = summary_of(flow->usage, callee);

    for (size_t i = 0; i < summary->accesses.count; i++) {
        const struct access *const access = &summary->accesses.at[i];
        const struct decl *set = access->part.root;

        if (access->kind != ACCESS_WRITE)
            continue;
        for (size_t k = 0; k < arguments->count; k++)
            if (formal_at(callee, k) == access->part.root && !arguments->at[k]->moves)
                set = flow_root(flow->usage, arguments->at[k]);
        flow_set(flow, set);
    }
}

void
flow_call(struct flow *flow, struct span span, struct decl *callee, const struct nodes *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const struct decl *const formal = formal_at(callee, i);

        const bool is_val =
            formal != NULL && (formal->mode == FORMAL_VAL || formal->mode == FORMAL_INITIAL);

        flow_value(flow, arguments->at[i], is_val, formal);
    }
    read_exposed(flow, span, flow_routine(flow->usage, callee), callee, arguments);
    set_by_callee(flow, callee, arguments);
}
