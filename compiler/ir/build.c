// SPDX-License-Identifier: MIT
// Making the pieces of the representation, and walking over them.
#include <config.h>

#include "ir/ir.h"

#include "base/mem.h"

struct ir_type
ir_scalar(enum ir_base base)
{
    return (struct ir_type){.base = base};
}

struct ir_expr *
ir_expr_new(enum ir_op op, struct ir_type type)
{
    struct ir_expr *const expr = mem_new(struct ir_expr);

    expr->op = op;
    expr->type = type;
    return expr;
}

struct ir_expr *
ir_integer(enum ir_base base, int64_t value)
{
    struct ir_expr *const expr = ir_expr_new(IR_INTEGER, ir_scalar(base));

    expr->integer = value;
    return expr;
}

struct ir_expr *
ir_var_expr(struct ir_var *var)
{
    struct ir_expr *const expr = ir_expr_new(IR_VAR, var->type);

    expr->var = var;
    return expr;
}

struct ir_expr *
ir_unary(enum ir_op op, struct ir_type type, struct ir_expr *of)
{
    struct ir_expr *const expr = ir_expr_new(op, type);

    vec_push(&expr->args, of);
    return expr;
}

struct ir_expr *
ir_binary(enum ir_op op, struct ir_type type, struct ir_expr *a, struct ir_expr *b)
{
    struct ir_expr *const expr = ir_unary(op, type, a);

    vec_push(&expr->args, b);
    return expr;
}

struct ir_expr *
ir_operate(enum ir_operator operator, enum ir_base operand, struct ir_type type, struct ir_expr *a,
           struct ir_expr *b)
{
    struct ir_expr *const expr = ir_unary(IR_OPERATE, type, a);

    if (b != NULL)
        vec_push(&expr->args, b);
    expr->integer = operator;
    expr->operand = operand;
    return expr;
}

struct ir_stmt *
ir_stmt_new(enum ir_stmt_kind kind, const struct ir_site *site)
{
    struct ir_stmt *const stmt = mem_new(struct ir_stmt);

    stmt->kind = kind;
    stmt->site = site;
    return stmt;
}

bool
ir_is_constant(const struct ir_expr *expr, int64_t *value)
{
    if (expr->op != IR_INTEGER)
        return false;
    *value = expr->integer;
    return true;
}

bool
ir_results_by_address(const struct ir_routine *routine)
{
    return routine->results.count > 1 ||
           (routine->results.count == 1 && routine->results.at[0].is_array);
}

bool
ir_mentions(const struct ir_expr *expr, const struct ir_var *var)
{
    if (expr->op == IR_VAR && expr->var == var)
        return true;
    for (size_t i = 0; i < expr->args.count; i++)
        if (ir_mentions(expr->args.at[i], var))
            return true;
    return false;
}

bool
ir_is_guard_number(const struct ir_expr *expr)
{
    return expr->op == IR_OPERATE && expr->integer == IR_EQ && expr->args.at[0]->op == IR_CHOSEN &&
           expr->args.at[1]->op == IR_INTEGER;
}

bool
ir_type_is_value(struct ir_type type)
{
    return !type.is_array &&
           ((type.base >= IR_BOOL && type.base <= IR_REAL64) || type.base == IR_MOBILE);
}

static void
visit_if(struct ir_expr *expr, ir_visit_expr *visit, void *context)
{
    if (expr != NULL)
        visit(expr, context);
}

static void
visit_end(const struct ir_end *end, ir_visit_expr *visit, void *context)
{
    visit(end->first, context);
    visit(end->count, context);
    for (size_t i = 0; i < end->loops.count; i++) {
        visit(end->loops.at[i].from, context);
        visit(end->loops.at[i].to, context);
    }
    for (size_t i = 0; i < end->conditions.count; i++)
        visit(end->conditions.at[i], context);
    for (size_t i = 0; i < end->bounds.count; i++) {
        visit(end->bounds.at[i].index, context);
        visit_if(end->bounds.at[i].count, visit, context);
        visit(end->bounds.at[i].size, context);
    }
}

static void
visit_branches(const struct ir_stmt *stmt, ir_visit_expr *visit, void *context)
{
    for (size_t i = 0; i < stmt->branches.count; i++)
        for (size_t k = 0; k < stmt->branches.at[i].args.count; k++)
            visit(stmt->branches.at[i].args.at[k], context);
    for (size_t i = 0; i < stmt->barriers.count; i++)
        visit(stmt->barriers.at[i], context);
    for (size_t i = 0; i < stmt->ends.count; i++)
        visit_end(&stmt->ends.at[i], visit, context);
}

void
ir_stmt_exprs(const struct ir_stmt *stmt, ir_visit_expr *visit, void *context)
{
    visit_if(stmt->channel, visit, context);
    visit_if(stmt->target, visit, context);
    visit_if(stmt->value, visit, context);
    visit_if(stmt->count, visit, context);
    visit_if(stmt->step, visit, context);
    for (size_t i = 0; i < stmt->args.count; i++)
        visit(stmt->args.at[i], context);
    for (size_t i = 0; i < stmt->copies.count; i++)
        visit_if(stmt->copies.at[i], visit, context);
    for (size_t i = 0; i < stmt->arms.count; i++) {
        visit_if(stmt->arms.at[i].condition, visit, context);
        for (size_t k = 0; k < stmt->arms.at[i].options.count; k++)
            visit(stmt->arms.at[i].options.at[k], context);
    }
    visit_branches(stmt, visit, context);
}

void
ir_stmt_blocks(const struct ir_stmt *stmt, ir_visit_block *visit, void *context)
{
    if (stmt->block != NULL)
        visit(stmt->block, context);
    if (stmt->handler != NULL)
        visit(stmt->handler, context);
    for (size_t i = 0; i < stmt->arms.count; i++)
        if (stmt->arms.at[i].block != NULL)
            visit(stmt->arms.at[i].block, context);
}
