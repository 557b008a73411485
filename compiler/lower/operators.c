// SPDX-License-Identifier: MIT
// Operators: which can fail, and the order in which AND and OR look at their operands.
#include <config.h>

#include "lower/internal.h"

static enum ir_operator
operator_of(int op, bool monadic)
{
    static const enum ir_operator dyadic[] = {
        [OP_ADD] = IR_ADD,     [OP_SUB] = IR_SUB,       [OP_MUL] = IR_MUL,
        [OP_DIV] = IR_DIV,     [OP_REM] = IR_REM,       [OP_PLUS] = IR_PLUS,
        [OP_MINUS] = IR_MINUS, [OP_TIMES] = IR_TIMES,   [OP_BITAND] = IR_BITAND,
        [OP_BITOR] = IR_BITOR, [OP_BITXOR] = IR_BITXOR, [OP_SHL] = IR_SHL,
        [OP_SHR] = IR_SHR,     [OP_AND] = IR_AND,       [OP_OR] = IR_OR,
        [OP_EQ] = IR_EQ,       [OP_NE] = IR_NE,         [OP_LT] = IR_LT,
        [OP_LE] = IR_LE,       [OP_GT] = IR_GT,         [OP_GE] = IR_GE,
        [OP_AFTER] = IR_AFTER, [OP_NOT] = IR_NOT,       [OP_BITNOT] = IR_BITNOT};

    if (monadic && op == OP_SUB)
        return IR_NEG;
    if (monadic && op == OP_MINUS)
        return IR_UMINUS;
    return dyadic[op];
}

static bool
can_fail(const struct lower *lower, enum ir_operator operator, const struct type * type)
{
    switch (operator) {
    case IR_ADD:
    case IR_SUB:
    case IR_MUL:
    case IR_DIV:
    case IR_REM:
    case IR_NEG: return !type_is_real(type) || lower->program->real_check;
    case IR_SHL:
    case IR_SHR: return true;
    default: return false;
    }
}

// A shift by a constant that is in range needs no check.
static bool
shift_is_safe(const struct lower *lower, const struct node_dyadic *node)
{
    return (node->op == OP_SHL || node->op == OP_SHR) && node->right->value != NULL &&
           node->right->value->integer < type_bits(node->base.type, lower->program);
}

static bool
division_is_safe(const struct node_dyadic *node)
{
    return (node->op == OP_DIV || node->op == OP_REM) && node->right->value != NULL &&
           !type_is_real(node->base.type) && node->right->value->integer > 0;
}

// If the right operand of AND or OR needs statements of its own they must run only when it is
// looked at.
static struct ir_expr *
lower_short_circuit(struct lower *lower, const struct node_dyadic *node)
{
    const enum ir_operator operator= operator_of(node->op, false);
    struct ir_expr *const left = lower_expr(lower, node->left);
    struct ir_block *const outer = lower_open(lower);
    struct ir_block *const inner = lower->block;
    struct ir_expr *const right = lower_expr(lower, node->right);
    struct ir_var *result;
    struct ir_stmt *choice;
    struct ir_arm arm = {.block = inner};

    if (inner->stmts.count == 0) {
        lower_close(lower, outer);
        return ir_operate(operator, IR_BOOL, ir_scalar(IR_BOOL), left, right);
    }
    lower_close(lower, outer);
    result = lower_var(lower, "holds", ir_scalar(IR_BOOL));
    lower_assign(lower, ir_var_expr(result), left, node->base.span);
    arm.condition = ir_var_expr(result);
    if (operator== IR_OR)
        arm.condition = ir_operate(IR_NOT, IR_BOOL, ir_scalar(IR_BOOL), ir_var_expr(result), NULL);
    lower->block = inner;
    lower_assign(lower, ir_var_expr(result), right, node->base.span);
    lower->block = outer;
    choice = lower_stmt(lower, IR_IF, node->base.span);
    vec_push(&choice->arms, arm);
    return ir_var_expr(result);
}

static struct ir_expr *
lower_comparison(struct lower *lower, int op, const struct node *a, const struct node *b)
{
    struct ir_expr *const left = lower_expr(lower, a), *const right = lower_expr(lower, b);

    return ir_operate(operator_of(op, false), left->type.base, ir_scalar(IR_BOOL), left, right);
}

// (a, b) = (c, d)
static struct ir_expr *
lower_lists(struct lower *lower, const struct node_dyadic *node)
{
    const struct nodes *const left = &node_as_list_of(node->left)->items;
    const struct nodes *const right = &node_as_list_of(node->right)->items;
    struct ir_expr *all = lower_comparison(lower, node->op, left->at[0], right->at[0]);

    for (size_t i = 1; i < left->count; i++)
        all = ir_operate(node->op == OP_EQ ? IR_AND : IR_OR, IR_BOOL, ir_scalar(IR_BOOL), all,
                         lower_comparison(lower, node->op, left->at[i], right->at[i]));
    return all;
}

static struct ir_expr *
lower_dyadic(struct lower *lower, const struct node_dyadic *node)
{
    struct ir_expr *left, *right, *expr;
    enum ir_operator operator;

    if (node->decl != NULL)
        return lower_call(lower, &node->base);
    if (lower_is_text_operator(node))
        return lower_text_operator(lower, node);
    operator= operator_of(node->op, false);
    if (operator== IR_AND || operator== IR_OR)
        return lower_short_circuit(lower, node);
    if (node->left->kind == NODE_LIST_OF)
        return lower_lists(lower, node);
    left = lower_expr(lower, node->left);
    right = lower_expr(lower, node->right);
    expr = ir_operate(operator, left->type.base, lower_type(lower, node->base.type), left, right);
    expr->checked = can_fail(lower, operator, node->left->type) && !shift_is_safe(lower, node) &&
                    !division_is_safe(node);
    expr->site = lower_site(lower, node->base.span);
    return expr;
}

struct ir_expr *
lower_operator(struct lower *lower, const struct node *node)
{
    struct ir_expr *expr, *operand;
    const struct node_monadic *monadic;

    if (node->kind == NODE_DYADIC)
        return lower_dyadic(lower, node_as_dyadic(node));
    monadic = node_as_monadic(node);
    if (monadic->decl != NULL)
        return lower_call(lower, node);
    operand = lower_expr(lower, monadic->operand);
    if (monadic->op == OP_ADD || monadic->op == OP_PLUS)
        return operand;
    expr = ir_operate(operator_of(monadic->op, true), operand->type.base, operand->type, operand,
                      NULL);
    expr->checked = can_fail(lower, (enum ir_operator)expr->integer, node->type);
    expr->site = lower_site(lower, node->span);
    return expr;
}
