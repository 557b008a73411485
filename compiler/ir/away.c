// SPDX-License-Identifier: MIT
// Which computations may take long, so that other processes go on meanwhile.
//
// Effort is a rough count of operations; a loop without a known end, recursion and calls of the
// system count as endless. Statements of a process that do not wait, do not touch the scheduler
// and may take long are marked, the outermost ones; so are calls of long FUNCTIONs elsewhere in a
// process. Short ones are not: the mark costs a few instructions.
#include <config.h>

#include "ir/ir.h"

#include <string.h>

enum { ENDLESS = 1000000000, LONG = 10000, CALL = 5 };

struct sum {
    int64_t effort;
    bool schedules; // it closes channels, takes items, and the like
};

static void
add(struct sum *sum, int64_t effort)
{
    sum->effort = sum->effort + effort < ENDLESS ? sum->effort + effort : ENDLESS;
}

static int64_t
times(int64_t effort, int64_t count)
{
    if (effort <= 0 || count <= 0)
        return 0;
    return effort < ENDLESS / count ? effort * count : ENDLESS;
}

static bool
calls_system(const char *intrinsic)
{
    return strcmp(intrinsic, "cspc.open") == 0 || strcmp(intrinsic, "cspc.read") == 0 ||
           strcmp(intrinsic, "cspc.write") == 0;
}

static void
add_call(struct sum *sum, const struct ir_routine *routine, const char *intrinsic)
{
    if (routine != NULL && routine->effort == 0)
        add(sum, ENDLESS); // it is not known yet: recursion
    else if (routine != NULL)
        add(sum, routine->effort + CALL);
    else if (intrinsic != NULL)
        add(sum, calls_system(intrinsic) ? ENDLESS : CALL);
    if (routine != NULL && routine->schedules)
        sum->schedules = true;
}

// Blocks of mobiles come from lists that belong to the scheduler.
static bool
touches_memory(const struct ir_expr *expr)
{
    return expr->op == IR_NEW || expr->op == IR_BUFFERS || expr->op == IR_CLONE ||
           expr->op == IR_GROWN || expr->op == IR_ENTERED ||
           (expr->op == IR_CONTENTS && expr->integer != 0);
}

static void
add_expr(struct ir_expr *expr, void *context)
{
    struct sum *const sum = context;

    add(sum, 1);
    if (touches_memory(expr))
        sum->schedules = true;
    if (expr->op == IR_CALL || expr->op == IR_INTRINSIC)
        add_call(sum, expr->routine, expr->op == IR_INTRINSIC ? expr->text : NULL);
    for (size_t i = 0; i < expr->args.count; i++)
        add_expr(expr->args.at[i], sum);
}

static bool
touches_scheduler(const struct ir_stmt *stmt)
{
    switch (stmt->kind) {
    case IR_TAKE:
    case IR_PEEK:
    case IR_LET_GO:
    case IR_FORKING_NEW:
    case IR_FORK:
    case IR_CLOSE:
    case IR_TRY:
    case IR_TIMEOUT_START:
    case IR_TIMEOUT_STOP:
    case IR_GUARDS_NEW:
    case IR_CHECK_END:
    case IR_PUT:
    case IR_UNCLAIM:
    case IR_BREAK:
    case IR_RESIZE:
    case IR_DROP:
    case IR_GUARD_SET:
    case IR_ALLOW:
    case IR_GUARD_ITEM:
    case IR_QUIT:
    case IR_RESIGN:
    case IR_ENROLL_AGAIN:
    case IR_RETURN: return true;
    default: return stmt->wait != NULL;
    }
}

static void add_block(struct ir_block *block, void *context);

static void
add_stmt(struct sum *sum, const struct ir_stmt *stmt)
{
    struct sum inside = {0};
    int64_t count = ENDLESS;

    add(sum, 1);
    if (touches_scheduler(stmt) && stmt->kind != IR_RETURN)
        sum->schedules = true;
    if (stmt->kind == IR_PERFORM)
        add_call(sum, stmt->routine, stmt->text);
    ir_stmt_exprs(stmt, add_expr, sum);
    ir_stmt_blocks(stmt, add_block, &inside);
    if (stmt->kind == IR_REPEAT)
        (void)ir_is_constant(stmt->count, &count);
    else if (stmt->kind != IR_WHILE)
        count = 1;
    add(sum, times(inside.effort, count));
    sum->schedules = sum->schedules || inside.schedules;
}

static void
add_block(struct ir_block *block, void *context)
{
    for (size_t i = 0; i < block->stmts.count; i++)
        add_stmt(context, block->stmts.at[i]);
}

// ---- marking -------------------------------------------------------------------------------------

static void
mark_expr(struct ir_expr *expr, void *context)
{
    if (expr->op == IR_CALL && expr->routine->effort >= LONG && !expr->routine->schedules) {
        expr->away = true;
        expr->routine->is_called_away = true;
    }
    for (size_t i = 0; i < expr->args.count; i++)
        mark_expr(expr->args.at[i], context);
}

// A communication finds its partner first and then asks for its operands; nobody else may come in
// between. (The item of an output is computed before.) The expressions of a PAR also say who holds
// which channel, which the scheduler asks.
static bool
may_compute_inside(const struct ir_stmt *stmt)
{
    return stmt->kind != IR_INPUT && stmt->kind != IR_TAKE && stmt->kind != IR_PEEK &&
           stmt->kind != IR_PARALLEL && !(stmt->kind == IR_OUTPUT && stmt->is_block);
}

static void
mark_block(struct ir_block *block, void *context)
{
    for (size_t i = 0; i < block->stmts.count; i++) {
        struct ir_stmt *const stmt = block->stmts.at[i];
        struct sum sum = {0};

        add_stmt(&sum, stmt);
        if (sum.effort < LONG)
            continue;
        if (!sum.schedules && stmt->kind != IR_BLOCK && stmt->kind != IR_RETURN) {
            stmt->away = true;
            continue;
        }
        if (may_compute_inside(stmt))
            ir_stmt_exprs(stmt, mark_expr, context);
        ir_stmt_blocks(stmt, mark_block, context);
    }
}

void
ir_away(struct ir_routine *routine)
{
    struct sum sum = {0};

    add_block(routine->body, &sum);
    routine->effort = routine->blocks ? ENDLESS : sum.effort + 1;
    routine->schedules = sum.schedules;
    if (routine->is_process)
        mark_block(routine->body, NULL);
}
