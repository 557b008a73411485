// SPDX-License-Identifier: MIT
// The validator: what every later pass may rely on.
#include <config.h>

#include "ir/ir.h"

#include "base/mem.h"

struct check {
    const struct ir_routine *routine;
    const char *fault;
};

static void
fail(struct check *check, const char *what)
{
    if (check->fault == NULL)
        check->fault = mem_format("routine `%s`: %s", check->routine->name, what);
}

static void
check_expr(struct ir_expr *expr, void *context)
{
    struct check *const check = context;

    if (expr->op == IR_VAR && expr->var->routine != check->routine)
        fail(check, mem_format("variable `%s` of another routine", expr->var->name));
    if (expr->checked && expr->site == NULL)
        fail(check, "a check without a place");
    if (expr->op == IR_NEW && expr->routine != NULL && expr->routine->formals == NULL)
        fail(check, "a MOBILE process of a routine that is none");
    if (expr->op == IR_CALL && expr->routine->is_process)
        fail(check, "a process called in an expression");
    for (size_t i = 0; i < expr->args.count; i++)
        check_expr(expr->args.at[i], check);
}

static void
check_calls(struct check *check, const struct ir_stmt *stmt)
{
    if (stmt->kind == IR_PERFORM && stmt->routine != NULL && stmt->routine->is_process)
        fail(check, "a process performed like a plain routine");
    if (stmt->kind == IR_FORK &&
        (!stmt->routine->is_process || stmt->args.count != stmt->routine->parameters.count ||
         stmt->copies.count != stmt->args.count))
        fail(check, "a FORK that cannot be started");
    if (stmt->kind == IR_RUN && stmt->args.count != stmt->routine->parameters.count)
        fail(check, "a call whose arguments do not match");
    for (size_t i = 0; i < stmt->branches.count; i++)
        if (!stmt->branches.at[i].routine->is_process ||
            stmt->branches.at[i].args.count != stmt->branches.at[i].routine->parameters.count)
            fail(check, "a branch that cannot be started");
}

// The guards of an ALT are given where it waits, or by an IR_ONCE before that.
static void
check_choice(struct check *check, const struct ir_block *block, size_t at)
{
    const struct ir_stmt *const choose = block->stmts.at[at];

    if (choose->kind != IR_CHOOSE || choose->target != NULL)
        return;
    while (at > 0)
        if (block->stmts.at[--at]->kind == IR_ONCE && block->stmts.at[at]->var == choose->var)
            return;
    fail(check, "an ALT without guards");
}

static void
check_block(struct ir_block *block, void *context)
{
    struct check *const check = context;

    for (size_t i = 0; i < block->stmts.count; i++) {
        const struct ir_stmt *const stmt = block->stmts.at[i];

        if (stmt->wait != NULL && !check->routine->is_process)
            fail(check, "a wait point in a plain routine");
        if (stmt->wait != NULL && (stmt->wait->number == 0 || stmt->wait->number % 2 != 0))
            fail(check, "a wait point without a number");
        check_calls(check, stmt);
        check_choice(check, block, i);
        ir_stmt_exprs(stmt, check_expr, check);
        ir_stmt_blocks(stmt, check_block, check);
    }
}

const char *
ir_check(const struct ir_program *program)
{
    struct check check = {0};

    for (size_t i = 0; i < program->routines.count; i++) {
        check.routine = program->routines.at[i];
        check_block(check.routine->body, &check);
    }
    return check.fault;
}
