// SPDX-License-Identifier: MIT
// Which ends of which channels each branch of a PAR holds, as usage/ found out: as addresses that
// the parent can work out.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

static bool
is_bound(const struct env *env, const struct decl *decl)
{
    for (; env != NULL; env = env->outer)
        if (map_get(&env->values, decl) != NULL)
            return true;
    return false;
}

static struct ir_var *
add_loop(struct lower *lower, struct ir_end *end, const char *name, struct ir_expr *from,
         struct ir_expr *to, int64_t step)
{
    struct ir_var *const var = mem_new(struct ir_var);

    *var = (struct ir_var){
        .name = name, .type = ir_scalar(lower_int(lower)), .routine = lower->env->routine};
    vec_push(&end->loops, ((struct ir_end_loop){var, from, to, step}));
    return var;
}

static void
lower_loop(struct lower *lower, const struct held_loop *loop, struct ir_end *end)
{
    struct ir_expr *const from = lower_expr(lower, loop->low);
    struct ir_expr *const to = lower_expr(lower, loop->high);

    lower_bind(lower, loop->index,
               &(struct value){
                   .var = add_loop(lower, end, loop->index->name->text, from, to, loop->stride)});
}

static struct ir_expr *
subtract_one(const struct lower *lower, struct ir_expr *size)
{
    int64_t known;

    if (ir_is_constant(size, &known))
        return lower_integer(lower, known - 1);
    return ir_operate(IR_MINUS, lower_int(lower), ir_scalar(lower_int(lower)), size,
                      lower_integer(lower, 1));
}

static void
look_at_divisor(const struct lower *lower, const struct ir_expr *division, struct ir_end *end)
{
    struct ir_expr *const divisor = division->args.at[1];
    int64_t known;

    if (ir_is_constant(divisor, &known))
        return;
    vec_push(&end->conditions, ir_operate(IR_NE, division->operand, ir_scalar(IR_BOOL), divisor,
                                          lower_integer(lower, 0)));
}

// Nothing fails for the sake of an end: it is held only if its subscripts are in their
// arrays and its divisors are not 0.
static struct ir_expr *
without_checks(struct lower *lower, struct ir_expr *expr, struct ir_end *end)
{
    for (size_t i = 0; i < expr->args.count; i++)
        expr->args.at[i] = without_checks(lower, expr->args.at[i], end);
    if (expr->op == IR_OPERATE && (expr->integer == IR_DIV || expr->integer == IR_REM))
        look_at_divisor(lower, expr, end);
    if (expr->op != IR_CHECK_INDEX)
        return expr;
    vec_push(&end->bounds, ((struct ir_bound){expr->args.at[0], NULL, expr->args.at[1]}));
    return expr->args.at[0];
}

static bool
certainly_fits(const struct ir_bound *bound)
{
    int64_t index, size, count = 1;

    return ir_is_constant(bound->index, &index) && ir_is_constant(bound->size, &size) &&
           (bound->count == NULL || ir_is_constant(bound->count, &count)) && index >= 0 &&
           count > 0 && count <= size - index;
}

// Number of the first element in a dimension; the number of them goes to `count`.
static struct ir_expr *
lower_part(struct lower *lower, const struct held_part *part, struct ir_expr *size,
           struct ir_end *end)
{
    struct ir_bound bound = {.size = size};

    end->count = lower_integer(lower, 1);
    if (part->from == NULL)
        return ir_var_expr(
            add_loop(lower, end, "k", lower_integer(lower, 0), subtract_one(lower, size), 1));
    bound.index = without_checks(lower, lower_expr(lower, part->from), end);
    if (part->count != NULL)
        end->count = bound.count = without_checks(lower, lower_expr(lower, part->count), end);
    if (!certainly_fits(&bound))
        vec_push(&end->bounds, bound);
    return bound.index;
}

static struct ir_expr *
place_of(const struct array *array, struct ir_expr *at, const struct ir_end *end)
{
    int64_t known;

    if (array->address->type.base != IR_CHAN_AT && ir_is_constant(end->count, &known) && known == 1)
        return lower_address(
            ir_binary(IR_INDEX, ir_scalar(array->address->type.base), array->address, at));
    if (ir_is_constant(at, &known) && known == 0)
        return array->address;
    return ir_binary(IR_OFFSET, array->address->type, array->address, at);
}

static void
lower_parts(struct lower *lower, const struct held *held, const struct array *array,
            struct ir_end *end)
{
    struct ir_expr *at = lower_integer(lower, 0);

    end->count = lower_integer(lower, 1);
    for (size_t i = 0; i < array->sizes.count; i++) {
        struct ir_expr *const size = array->sizes.at[i];

        if (i != 0)
            at = lower_multiply(lower, at, size);
        if (i < held->parts.count)
            at = lower_add(lower, at, lower_part(lower, &held->parts.at[i], size, end));
        else
            end->count = lower_multiply(lower, end->count, size);
    }
    end->first = place_of(array, at, end);
}

// Fill in `end`; false where the parent would need statements for it.
static bool
lower_held(struct lower *lower, const struct held *held, struct ir_end *end)
{
    const struct value *const value = lower_lookup(lower, held->root);
    struct ir_block *const outer = lower_open(lower);
    bool simple;

    for (size_t i = 0; i < held->loops.count; i++)
        lower_loop(lower, &held->loops.at[i], end);
    for (size_t i = 0; i < held->conditions.count; i++)
        vec_push(&end->conditions, lower_expr(lower, held->conditions.at[i]));
    if (lower_is_array(held->root->type)) {
        const struct array array = lower_array_of_value(lower, value, held->root->type);

        lower_parts(lower, held, &array, end);
    } else {
        struct ir_expr *const channel = ir_var_expr(value->var);

        if (value->var->type.base == IR_CHAN_AT)
            end->first = channel;
        else if (value->var->type.base == IR_MOBILE)
            end->first = lower_address(lower_bundle_channel(lower, channel, 0, held->root->span));
        else
            end->first = lower_address(channel);
        end->count = lower_integer(lower, 1);
    }
    simple = lower->block->stmts.count == 0;
    lower_close(lower, outer);
    return simple;
}

static void
add_end(struct lower *lower, struct ir_stmt *par, const struct held *held)
{
    const struct ir_end none = {.branch = held->branch,
                                .writes = held->writes,
                                .foreign = held->belonging == BELONGS_OUTSIDE,
                                .perhaps = held->belonging == BELONGS_PERHAPS,
                                .counted = held->belonging == BELONGS_COUNTED};
    const struct held whole = {.root = held->root};
    struct ir_end end = none;

    if (!is_bound(lower->env, held->root))
        return;
    if (!lower_held(lower, held, &end)) {
        end = none;
        lower_held(lower, &whole, &end);
    }
    vec_push(&par->ends, end);
}

void
lower_ends(struct lower *lower, const struct node_par *node, struct ir_stmt *par)
{
    for (const struct held *held = node->held; held != NULL; held = held->next)
        add_end(lower, par, held);
}
