// SPDX-License-Identifier: MIT
// VALOF: the body of a FUNCTION, whose values are returned, and one inside an expression, which is
// a block before the statement that needs its values.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

static struct ir_expr *
lower_result_value(struct lower *lower, const struct node *result, struct ir_type type)
{
    if (type.base == IR_MOBILE && !type.is_array)
        return lower_moved(lower, result, type.mobile->type);
    return lower_is_array(result->type) ? lower_array(lower, result).address
                                        : lower_expr(lower, result);
}

static void
passed_on_results(struct lower *lower, const struct node *call, ir_exprs *values)
{
    const size_t count = lower->env->routine->results.count;
    struct ir_var **const results = mem_array(struct ir_var *, count);

    lower_results(lower, call, results);
    for (size_t i = 0; i < count; i++)
        vec_push(values, lower_last_value(results[i]));
}

static void
rest_valof(struct lower *lower, const struct node *node, void *context)
{
    const struct node_valof *const valof = node_as_valof(node);
    struct ir_stmt *stmt;
    ir_exprs values = {0};

    (void)context;
    lower_process(lower, valof->body);
    if (valof->results.count == 1 && lower->env->routine->results.count > 1)
        passed_on_results(lower, valof->results.at[0], &values);
    else
        for (size_t i = 0; i < valof->results.count; i++)
            vec_push(&values, lower_result_value(lower, valof->results.at[i],
                                                 lower->env->routine->results.at[i]));
    stmt = lower_stmt(lower, IR_RETURN, valof->base.span);
    for (size_t i = 0; i < values.count; i++)
        vec_push(&stmt->args, values.at[i]);
}

// The specifications before VALOF, its body, and the values.
void
lower_valof(struct lower *lower, const struct node *node)
{
    lower_scope(lower, node, rest_valof, NULL);
}

// ---- inside an expression ----

static const struct node_valof *
valof_of(const struct node *node)
{
    while (node->kind == NODE_SCOPED)
        node = node_as_scoped(node)->body;
    return node_as_valof(node);
}

const struct type *
lower_result_type(const struct node *node, size_t number)
{
    if (node->kind == NODE_VALOF || node->kind == NODE_SCOPED)
        return valof_of(node)->results.at[number]->type;
    if (node->kind != NODE_CALL)
        return node->type;
    return node_as_function(node_as_call(node)->decl->node)->results.at[number]->type;
}

static void
store_result(struct lower *lower, struct ir_var *var, const struct node *result)
{
    const struct value value = {.var = var};

    if (lower_is_array(result->type)) {
        const struct array to = lower_array_of_value(lower, &value, result->type);
        const struct array from = lower_array(lower, result);

        lower_copy(lower, &to, &from, result->span);
    } else {
        lower_assign(lower, ir_var_expr(var), lower_expr(lower, result), result->span);
    }
}

static void
rest_inline_valof(struct lower *lower, const struct node *node, void *context)
{
    const struct node_valof *const valof = node_as_valof(node);
    struct ir_var **const results = context;

    lower_process(lower, valof->body);
    for (size_t i = 0; i < valof->results.count; i++)
        store_result(lower, results[i], valof->results.at[i]);
}

void
lower_inline_valof(struct lower *lower, const struct node *node, struct ir_var **results)
{
    const struct nodes *const values = &valof_of(node)->results;
    struct ir_stmt *block;
    struct ir_block *outer;

    for (size_t i = 0; i < values->count; i++)
        results[i] = lower_var(lower, "result", lower_type(lower, values->at[i]->type));
    block = lower_stmt(lower, IR_BLOCK, node->span);
    outer = lower_open(lower);
    block->block = lower->block;
    lower_scope(lower, node, rest_inline_valof, results);
    lower_close(lower, outer);
}
