// SPDX-License-Identifier: MIT
// Keeping guards: the ALT of a loop sets only once what cannot change while the frame of its
// routine lives, and later no more than preconditions and moments. So the statements that set
// guards, which stand before IR_CHOOSE in its block, are divided into an IR_ONCE and a rest.
//
// A value is fixed if it is the same at each activation in the same frame: constants, parameters
// that are never written, where channels lie, variables whose only assignment is a fixed value.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

struct keep {
    struct map writes;               // from variable to its only assignment, or to `several`
    VEC(const struct ir_var *) rows; // indices of the replicators around the guard looked at
    struct ir_block *before;         // fixed assignments, which both parts may need
    unsigned loops;                  // around the block looked at
    bool keeps;                      // a guard has been found that is set once
};

// Where a part of the guards goes.
struct parts {
    struct ir_block *once, *each;
};

static struct ir_stmt several;

// ---- what is fixed ----

static void
note_write(struct keep *keep, const struct ir_var *var, struct ir_stmt *stmt)
{
    map_put(&keep->writes, var, map_get(&keep->writes, var) == NULL ? stmt : &several);
}

static void
note_writes(struct ir_block *block, void *context)
{
    struct keep *const keep = context;

    for (size_t i = 0; i < block->stmts.count; i++) {
        struct ir_stmt *const stmt = block->stmts.at[i];
        const struct ir_var *const var = stmt->target == NULL ? NULL : lower_root(stmt->target);

        if (var != NULL)
            note_write(keep, var, stmt->kind == IR_ASSIGN ? stmt : &several);
        if (stmt->var != NULL)
            note_write(keep, stmt->var, &several);
        ir_stmt_blocks(stmt, note_writes, keep);
    }
}

static bool is_fixed(struct keep *keep, const struct ir_expr *expr);

static bool
is_assigned_once(struct keep *keep, const struct ir_var *var)
{
    struct ir_stmt *const only = map_get(&keep->writes, var);
    bool fixed;

    if (only == NULL || only == &several || var->addressed)
        return false;
    map_put(&keep->writes, var, &several); // a value that mentions its own variable is not fixed
    fixed = is_fixed(keep, only->value);
    map_put(&keep->writes, var, only);
    return fixed;
}

static bool
is_fixed_var(struct keep *keep, const struct ir_var *var)
{
    for (size_t i = 0; i < keep->rows.count; i++)
        if (keep->rows.at[i] == var)
            return true;
    if (var->type.base == IR_CHAN || var->type.base == IR_BARRIER) // where it lies
        return !var->reference || var->is_parameter || is_assigned_once(keep, var);
    if (var->type.base == IR_CHAN_AT) // made before the call
        return var->reference && var->is_parameter && !var->rebinds;
    if (!ir_type_is_value(var->type) || var->reference)
        return false;
    return var->is_parameter ? !var->written : is_assigned_once(keep, var);
}

static bool
is_fixed(struct keep *keep, const struct ir_expr *expr)
{
    switch (expr->op) {
    case IR_INTEGER: return true;
    case IR_VAR: return is_fixed_var(keep, expr->var);
    case IR_INDEX:
    case IR_OFFSET:
    case IR_ADDRESS:
    case IR_AT:
    case IR_OPERATE:
    case IR_CONVERT:
    case IR_CAST:
    case IR_CHECK_INDEX:
    case IR_CHECK_SLICE: break;
    default: return false;
    }
    for (size_t i = 0; i < expr->args.count; i++)
        if (!is_fixed(keep, expr->args.at[i]))
            return false;
    return true;
}

static bool
may_be_absent(struct keep *keep, const struct ir_expr *expr)
{
    return expr == NULL || is_fixed(keep, expr);
}

static bool
can_fail(const struct ir_expr *expr)
{
    if (expr->checked || expr->op == IR_CHECK_INDEX || expr->op == IR_CHECK_SLICE)
        return true;
    for (size_t i = 0; i < expr->args.count; i++)
        if (can_fail(expr->args.at[i]))
            return true;
    return false;
}

// ---- dividing ----

static void divide(struct keep *keep, struct ir_stmt *stmt, const struct parts *parts);

static struct ir_stmt *
copy_of(const struct ir_stmt *stmt)
{
    struct ir_stmt *const copy = mem_new(struct ir_stmt);

    *copy = *stmt;
    return copy;
}

static struct ir_stmt *
allow(const struct ir_stmt *guard)
{
    struct ir_stmt *const stmt = ir_stmt_new(IR_ALLOW, guard->site);

    stmt->var = guard->var;
    stmt->count = guard->count;
    stmt->value = guard->value;
    stmt->integer = guard->integer;
    return stmt;
}

// c[i] of a guard whose precondition is FALSE is not looked at, so i may be out of range.
static void
divide_guard(struct keep *keep, struct ir_stmt *stmt, const struct parts *parts)
{
    struct ir_stmt *once;

    if (stmt->integer == IR_GUARD_TIMER || stmt->integer == IR_GUARD_OUTPUT ||
        !is_fixed(keep, stmt->count) || !may_be_absent(keep, stmt->channel)) {
        vec_push(&parts->each->stmts, stmt);
        return;
    }
    if (may_be_absent(keep, stmt->value)) {
        vec_push(&parts->once->stmts, stmt);
    } else if (stmt->channel != NULL && can_fail(stmt->channel)) {
        vec_push(&parts->each->stmts, stmt);
        return;
    } else {
        once = copy_of(stmt);
        once->value = NULL;
        vec_push(&parts->once->stmts, once);
        vec_push(&parts->each->stmts, allow(stmt));
    }
    if (stmt->target != NULL)
        lower_root(stmt->target)->permanent = true;
    keep->keeps = true;
}

struct mention {
    const struct ir_var *var;
    bool found;
};

static void
find_mention(struct ir_expr *expr, void *context)
{
    struct mention *const mention = context;

    mention->found = mention->found || ir_mentions(expr, mention->var);
}

static void
find_mentions(struct ir_block *block, void *context)
{
    for (size_t i = 0; i < block->stmts.count; i++) {
        ir_stmt_exprs(block->stmts.at[i], find_mention, context);
        ir_stmt_blocks(block->stmts.at[i], find_mentions, context);
    }
}

// Variables that only the arm of a guard uses are declared there.
static void
take_vars(struct ir_block *to, const struct ir_block *from)
{
    for (size_t i = 0; i < from->vars.count; i++) {
        struct mention mention = {.var = from->vars.at[i]};

        find_mentions(to, &mention);
        if (mention.found)
            vec_push(&to->vars, from->vars.at[i]);
    }
}

static void
add_row(const struct ir_stmt *row, struct ir_block *inside, struct ir_block *to)
{
    struct ir_stmt *copy;

    if (inside->stmts.count == 0)
        return;
    copy = copy_of(row);
    copy->block = inside;
    vec_push(&to->stmts, copy);
}

static void
divide_row(struct keep *keep, struct ir_stmt *stmt, const struct parts *parts)
{
    const struct parts inside = {lower_block_new(), lower_block_new()};

    if (!is_fixed(keep, stmt->value) || !is_fixed(keep, stmt->count) ||
        !may_be_absent(keep, stmt->step) || stmt->target != NULL || stmt->var->addressed) {
        vec_push(&parts->each->stmts, stmt);
        return;
    }
    vec_push(&keep->rows, stmt->var);
    for (size_t i = 0; i < stmt->block->stmts.count; i++)
        divide(keep, stmt->block->stmts.at[i], &inside);
    keep->rows.count--;
    take_vars(inside.each, stmt->block);
    add_row(stmt, inside.once, parts->once);
    add_row(stmt, inside.each, parts->each);
}

static void
divide_assignment(struct keep *keep, struct ir_stmt *stmt, const struct parts *parts)
{
    const struct ir_var *const var = lower_root(stmt->target);
    const bool fixed = keep->rows.count == 0 && var != NULL && is_assigned_once(keep, var);

    // What is assigned in a row has no value in the part that is set once.
    if (!fixed && var != NULL)
        note_write(keep, var, &several);
    vec_push(fixed ? &keep->before->stmts : &parts->each->stmts, stmt);
}

static void
divide(struct keep *keep, struct ir_stmt *stmt, const struct parts *parts)
{
    switch (stmt->kind) {
    case IR_GUARD_SET: divide_guard(keep, stmt, parts); break;
    case IR_REPEAT: divide_row(keep, stmt, parts); break;
    case IR_ASSIGN: divide_assignment(keep, stmt, parts); break;
    case IR_GUARDS_NEW: vec_push(&parts->once->stmts, stmt); break;
    default: vec_push(&parts->each->stmts, stmt); break;
    }
}

// ---- ALTs ----

static struct ir_stmt *
once_stmt(struct ir_stmt *choose, struct ir_block *once)
{
    struct ir_stmt *const stmt = ir_stmt_new(IR_ONCE, choose->site);

    stmt->var = choose->var;
    stmt->target = choose->target;
    stmt->count = choose->count;
    stmt->on_heap = choose->on_heap;
    stmt->block = once;
    return stmt;
}

static void
append(struct ir_block *to, const struct ir_block *from)
{
    for (size_t i = 0; i < from->stmts.count; i++)
        vec_push(&to->stmts, from->stmts.at[i]);
}

// Divide what stands before statement number `at` of a block, an IR_CHOOSE.
static void
keep_guards(struct keep *keep, struct ir_block *block, size_t at)
{
    struct ir_stmt *const choose = block->stmts.at[at];
    const struct parts parts = {lower_block_new(), lower_block_new()};
    struct ir_block divided = {0};

    keep->before = lower_block_new();
    keep->keeps = false;
    if (!is_fixed(keep, choose->count))
        return;
    for (size_t i = 0; i < at; i++)
        divide(keep, block->stmts.at[i], &parts);
    if (!keep->keeps)
        return;
    append(&divided, keep->before);
    vec_push(&divided.stmts, once_stmt(choose, parts.once));
    append(&divided, parts.each);
    for (size_t i = at; i < block->stmts.count; i++)
        vec_push(&divided.stmts, block->stmts.at[i]);
    block->stmts.at = divided.stmts.at;
    block->stmts.count = divided.stmts.count;
    block->stmts.room = divided.stmts.room;
    choose->target->var->permanent = true;
    choose->target = choose->count = NULL;
    choose->on_heap = false;
}

// An ALT outside all loops is come to once in each frame.
static void
visit_block(struct ir_block *block, void *context)
{
    struct keep *const keep = context;

    for (size_t i = 0; i < block->stmts.count; i++) {
        const struct ir_stmt *const stmt = block->stmts.at[i];
        const unsigned loops = stmt->kind == IR_WHILE || stmt->kind == IR_REPEAT;

        keep->loops += loops;
        ir_stmt_blocks(stmt, visit_block, keep);
        keep->loops -= loops;
    }
    for (size_t i = 0; i < block->stmts.count && keep->loops != 0; i++)
        if (block->stmts.at[i]->kind == IR_CHOOSE) {
            keep_guards(keep, block, i);
            return;
        }
}

void
lower_keep_guards(struct ir_routine *routine)
{
    struct keep keep = {0};

    note_writes(routine->body, &keep);
    visit_block(routine->body, &keep);
}
