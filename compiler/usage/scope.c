// SPDX-License-Identifier: MIT
// Specifications and their scopes: what is declared when, and, at the end of a scope, what the new
// names stood for.
#include <config.h>

#include "usage/internal.h"

// ---- declarations ----

static void
declare(struct usage *usage, const struct node *define)
{
    map_put(&usage->declared, node_as_define(define)->decl, (void *)++usage->clock);
}

static void
declare_all(struct usage *usage, const struct nodes *names)
{
    for (size_t i = 0; i < names->count; i++)
        declare(usage, names->at[i]);
}

// SEQ i = from FOR count STEP step: what i lies between, where that is known.
static void
bound_index(struct usage *usage, struct node_replicator *node)
{
    struct symbol *const index = symbol_of_decl(usage, node_as_define(node->name)->decl);
    const struct form *const from = form_of(usage, node->from);
    const struct form *last = form_plus(form_of(usage, node->count), -1);
    int64_t step = 1;

    if (node->step != NULL && (!form_is_constant(form_of(usage, node->step), &step) || step == 0)) {
        index->stride = 0;
        return;
    }
    last = form_add(from, form_scale(last, step));
    index->stride = step < 0 ? -step : step;
    index->low = step >= 0 ? from : last;
    index->high = step >= 0 ? last : from;
}

void
walk_replicator(struct usage *usage, struct node *node)
{
    if (node == NULL)
        return;
    if (node->kind == NODE_REPLICATOR_IN) {
        walk_place(usage, node_as_replicator_in(node)->over, ACCESS_INPUT);
        declare_all(usage, &node_as_replicator_in(node)->names);
        return;
    }
    walk_expr(usage, node_as_replicator(node)->from);
    walk_expr(usage, node_as_replicator(node)->count);
    if (node_as_replicator(node)->step != NULL)
        walk_expr(usage, node_as_replicator(node)->step);
    bound_index(usage, node_as_replicator(node));
    declare(usage, node_as_replicator(node)->name);
}

void
walk_spec(struct usage *usage, struct node *node)
{
    switch (node->kind) {
    case NODE_DECLARE: declare_all(usage, &node_as_declare(node)->names); break;
    case NODE_RESULT_DECLARE: declare_all(usage, &node_as_result_declare(node)->names); break;
    case NODE_INITIAL:
        for (size_t i = 0; i < node_as_initial(node)->values.count; i++)
            walk_expr(usage, node_as_initial(node)->values.at[i]);
        declare_all(usage, &node_as_initial(node)->names);
        break;
    case NODE_ABBREVIATE:
        if (node_as_abbreviate(node)->is_val)
            walk_expr(usage, node_as_abbreviate(node)->of);
        else
            walk_place(usage, node_as_abbreviate(node)->of, ACCESS_ABBREVIATE);
        declare(usage, node_as_abbreviate(node)->name);
        break;
    case NODE_RETYPE:
        if (node_as_retype(node)->is_val)
            walk_expr(usage, node_as_retype(node)->of);
        else
            walk_place(usage, node_as_retype(node)->of, ACCESS_ABBREVIATE);
        declare(usage, node_as_retype(node)->name);
        break;
    case NODE_PROC:
        declare(usage, node_as_proc(node)->name);
        summary_of(usage, node_as_define(node_as_proc(node)->name)->decl);
        break;
    case NODE_FUNCTION:
        declare(usage, node_as_function(node)->name);
        summary_of(usage, node_as_define(node_as_function(node)->name)->decl);
        break;
    default: break;
    }
}

// ---- scopes ----

// x IS [a, b]: what was done to an element was done to that item; to another part, to all.
static void
resolve_table(struct usage *usage, const struct decl *decl, const struct node_table *of,
              size_t mark)
{
    const size_t end = usage->accesses.count;
    int64_t number;

    for (size_t i = mark; i < end; i++) {
        const struct access done = usage->accesses.at[i];
        const struct path path = done.part.path;

        if (done.part.root != decl)
            continue;
        for (size_t k = 0; k < of->items.count; k++) {
            struct access access = done;

            if (path.count != 0 && form_is_constant(path.at[0].from, &number) &&
                path.at[0].is_element && (size_t)number != k)
                continue;
            access.through = decl;
            if (!part_of(usage, of->items.at[k], &access.part))
                continue;
            vec_push(&usage->accesses, access);
            if (path.count == 0 || !form_is_constant(path.at[0].from, &number))
                channel_joins(usage, access.part.root);
        }
    }
}

// Channels abbreviated are joined where the abbreviation is.
static void
resolve_joined(struct usage *usage, const struct decl *decl, const struct node *of)
{
    struct part part;

    if (!type_is_channels(decl->type) || !channel_is_joined(usage, decl))
        return;
    if (of->kind == NODE_TABLE)
        for (size_t i = 0; i < node_as_table(of)->items.count; i++)
            resolve_joined(usage, decl, node_as_table(of)->items.at[i]);
    if (part_of(usage, of, &part))
        channel_joins(usage, part.root);
}

// What was done by the abbreviation was done to what it stands for.
static void
resolve_abbreviation(struct usage *usage, const struct decl *decl, const struct node *of,
                     bool retyped, size_t mark)
{
    struct part part;
    const bool known = part_of(usage, of, &part);

    resolve_joined(usage, decl, of);
    if (of->kind == NODE_TABLE)
        resolve_table(usage, decl, node_as_table(of), mark);

    for (size_t i = mark; i < usage->accesses.count && known; i++) {
        struct access *const access = &usage->accesses.at[i];

        if (access->part.root != decl)
            continue;
        access->part.path = retyped ? part.path : path_join(part.path, access->part.path);
        access->part.root = part.root;
        access->through = decl;
    }
}

static void
leave_scope(struct usage *usage, struct node *spec, size_t mark)
{
    if (spec->kind == NODE_ABBREVIATE && !node_as_abbreviate(spec)->is_val)
        resolve_abbreviation(usage, node_as_define(node_as_abbreviate(spec)->name)->decl,
                             node_as_abbreviate(spec)->of, false, mark);
    if (spec->kind == NODE_RETYPE && !node_as_retype(spec)->is_val)
        resolve_abbreviation(usage, node_as_define(node_as_retype(spec)->name)->decl,
                             node_as_retype(spec)->of, true, mark);
}

void
walk_scoped(struct usage *usage, struct node_scoped *node)
{
    const size_t reads = usage->accesses.count;
    uintptr_t begin;
    size_t mark;

    walk_spec(usage, node->spec);
    mark = usage->accesses.count;
    begin = usage->clock + 1;
    walk_process(usage, node->body);
    alias_check_scope(usage, node->spec, reads, mark, begin);
    leave_scope(usage, node->spec, mark);
    channel_check_scope(usage, node->spec, mark);
}
