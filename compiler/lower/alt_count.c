// SPDX-License-Identifier: MIT
// How many guards an ALT has: mostly a constant or the count of one replicator. Where it depends on
// what stands inside, specifications or the index of a replicator around, it is counted.
#include <config.h>

#include "lower/internal.h"

// The number as a constant; false if it is none.
static bool
known_count(const struct node *node, int64_t *count)
{
    const struct node_alt *alt;

    while (node->kind == NODE_SCOPED)
        node = node_as_scoped(node)->body;
    *count = 1;
    if (node->kind != NODE_ALT)
        return true;
    alt = node_as_alt(node);
    *count = 0;
    for (size_t i = 0; i < alt->guards.count; i++) {
        int64_t inner;

        if (!known_count(alt->guards.at[i], &inner))
            return false;
        *count += inner;
    }
    if (alt->replicator == NULL)
        return true;
    if (node_as_replicator(alt->replicator)->count->value == NULL)
        return false;
    *count *= node_as_replicator(alt->replicator)->count->value->integer;
    return true;
}

// Whether the number is an expression of what is known before the ALT.
static bool
can_be_said(const struct node *node)
{
    const struct node_alt *alt;
    int64_t count;

    if (known_count(node, &count))
        return true;
    if (node->kind == NODE_SCOPED)
        return false;
    alt = node_as_alt(node);
    if (alt->replicator != NULL)
        return known_count(alt->guards.at[0], &count);
    for (size_t i = 0; i < alt->guards.count; i++)
        if (!can_be_said(alt->guards.at[i]))
            return false;
    return true;
}

static struct ir_expr *
count_of(struct lower *lower, const struct node *node)
{
    const struct node_alt *alt;
    struct ir_expr *sum = lower_integer(lower, 0);
    int64_t count;

    if (known_count(node, &count))
        return lower_integer(lower, count);
    alt = node_as_alt(node);
    for (size_t i = 0; i < alt->guards.count; i++)
        sum = lower_add(lower, sum, count_of(lower, alt->guards.at[i]));
    return alt->replicator == NULL
               ? sum
               : lower_multiply(lower, sum,
                                lower_expr(lower, node_as_replicator(alt->replicator)->count));
}

static void
add_to(struct lower *lower, struct ir_expr *total, struct ir_expr *count, struct span span)
{
    lower_assign(lower, total,
                 ir_operate(IR_PLUS, lower_int(lower), ir_scalar(lower_int(lower)), total, count),
                 span);
}

// Add the guards of an alternative to `total`, in a block of its own for its specifications.
static void
count_guards(struct lower *lower, const struct node *node, struct ir_expr *total)
{
    struct ir_block *const outer = lower_open(lower);
    struct ir_block *const block = lower->block;
    const struct node_alt *alt;
    int64_t count;

    lower_close(lower, outer);
    lower_stmt(lower, IR_BLOCK, node->span)->block = block;
    lower->block = block;
    if (known_count(node, &count)) {
        add_to(lower, total, lower_integer(lower, count), node->span);
        lower_close(lower, outer);
        return;
    }
    for (; node->kind == NODE_SCOPED; node = node_as_scoped(node)->body)
        lower_spec(lower, node_as_scoped(node)->spec);
    alt = node_as_alt(node);
    if (can_be_said(node)) {
        add_to(lower, total, count_of(lower, node), node->span);
    } else {
        if (alt->replicator != NULL)
            lower->block = lower_repeat(lower, node_as_replicator(alt->replicator))->block;
        for (size_t i = 0; i < alt->guards.count; i++)
            count_guards(lower, alt->guards.at[i], total);
    }
    lower_close(lower, outer);
}

struct ir_expr *
lower_alt_count(struct lower *lower, const struct node_alt *node)
{
    struct ir_expr *total;
    int64_t count;

    if (known_count(&node->base, &count))
        return lower_integer(lower, count);
    if (can_be_said(&node->base))
        return lower_once(lower, count_of(lower, &node->base), "count", node->base.span);
    total = ir_var_expr(lower_var(lower, "count", ir_scalar(lower_int(lower))));
    lower_assign(lower, total, lower_integer(lower, 0), node->base.span);
    count_guards(lower, &node->base, total);
    return total;
}
