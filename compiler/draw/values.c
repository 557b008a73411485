// SPDX-License-Identifier: MIT
// What expressions come to, as far as it can be known without running the program: numbers, which
// channel an address is, and what a MOBILE process runs. All else is not known, which is never wrong.
#include <config.h>

#include "draw/internal.h"

#include "base/mem.h"

struct value
value_not_known(void)
{
    return (struct value){.kind = NOT_KNOWN, .number = ANY};
}

struct value
value_number(int64_t number)
{
    return (struct value){.kind = IS_NUMBER, .number = number};
}

struct value
value_row(struct row *row, int64_t at)
{
    return (struct value){.kind = IS_ROW, .number = at, .row = row};
}

// ---- variables ----

struct value
scope_get(const struct scope *scope, const struct ir_var *var)
{
    const struct value *const value = map_get(&scope->values, var);

    return value == NULL ? value_not_known() : *value;
}

void
scope_set(struct scope *scope, const struct ir_var *var, struct value value)
{
    struct value *const copy = mem_new(struct value);

    *copy = value;
    map_put(&scope->values, var, copy);
}

const struct ir_var *
value_root(const struct ir_expr *place)
{
    while (place != NULL && place->var == NULL)
        place = place->args.count == 0 ? NULL : place->args.at[0];
    return place == NULL ? NULL : place->var;
}

static void
forget_stmt(struct scope *scope, const struct ir_stmt *stmt)
{
    const struct ir_var *const root = value_root(stmt->target);

    if (stmt->block != NULL)
        scope_forget(scope, stmt->block);
    if (stmt->handler != NULL)
        scope_forget(scope, stmt->handler);
    for (size_t i = 0; i < stmt->arms.count; i++)
        scope_forget(scope, stmt->arms.at[i].block);
    if (root != NULL && root->type.base != IR_CHAN && scope_get(scope, root).kind != NOT_KNOWN)
        scope_set(scope, root, value_not_known());
}

void
scope_forget(struct scope *scope, const struct ir_block *block)
{
    for (size_t i = 0; i < block->stmts.count; i++)
        forget_stmt(scope, block->stmts.at[i]);
}

static bool
is_entry(const struct ir_expr *place)
{
    return place->op == IR_INDEX && place->args.at[0]->op == IR_VAR &&
           place->args.at[0]->var->type.base == IR_CHAN_AT;
}

static void
table_put(struct table *table, int64_t at, struct value value)
{
    while (table->values.count <= (size_t)at)
        vec_push(&table->values, value_not_known());
    table->values.at[at] = value;
}

static void
assign_entry(struct scope *scope, const struct ir_expr *place, struct value value)
{
    const struct ir_var *const var = place->args.at[0]->var;
    const struct value at = value_of(scope, place->args.at[1]);
    struct value table = scope_get(scope, var);

    if (table.kind != IS_TABLE) {
        table = (struct value){.kind = IS_TABLE, .table = mem_new(struct table)};
        scope_set(scope, var, table);
    }
    if (at.kind == IS_NUMBER && at.number >= 0 && at.number < var->type.count)
        table_put(table.table, at.number, value);
}

// What a call of a MOBILE process gives it stands in its fields.
static void
assign_field(const struct scope *scope, const struct ir_expr *place, struct value value)
{
    const struct value of = value_of(scope, place->args.at[0]);

    if (of.kind == IS_PROCESS)
        table_put(of.table, place->integer, value);
}

void
value_assign(struct scope *scope, const struct ir_expr *target, struct value value)
{
    if (target->op == IR_VAR && target->var->type.base != IR_CHAN)
        scope_set(scope, target->var, value);
    else if (is_entry(target))
        assign_entry(scope, target, value);
    else if (target->op == IR_FIELD)
        assign_field(scope, target, value);
}

// ---- numbers ----

static struct value
divide(const struct ir_expr *expr, int64_t a, int64_t b)
{
    if (b == 0 || b == -1)
        return value_not_known();
    return value_number(expr->integer == IR_DIV ? a / b : a % b);
}

static struct value
operate_on(const struct ir_expr *expr, int64_t a, int64_t b)
{
    int64_t result;

    switch ((enum ir_operator)expr->integer) {
    case IR_ADD:
    case IR_PLUS:
        return __builtin_add_overflow(a, b, &result) ? value_not_known() : value_number(result);
    case IR_SUB:
    case IR_MINUS:
        return __builtin_sub_overflow(a, b, &result) ? value_not_known() : value_number(result);
    case IR_MUL:
    case IR_TIMES:
        return __builtin_mul_overflow(a, b, &result) ? value_not_known() : value_number(result);
    case IR_DIV:
    case IR_REM: return divide(expr, a, b);
    case IR_BITAND: return value_number(a & b);
    case IR_BITOR: return value_number(a | b);
    case IR_AND: return value_number(a && b);
    case IR_OR: return value_number(a || b);
    case IR_EQ: return value_number(a == b);
    case IR_NE: return value_number(a != b);
    case IR_LT: return value_number(a < b);
    case IR_LE: return value_number(a <= b);
    case IR_GT: return value_number(a > b);
    case IR_GE: return value_number(a >= b);
    default: return value_not_known();
    }
}

static struct value
operate(const struct scope *scope, const struct ir_expr *expr)
{
    const struct value a = value_of(scope, expr->args.at[0]);
    struct value b;

    if (a.kind != IS_NUMBER)
        return value_not_known();
    if (expr->args.count == 1)
        return expr->integer == IR_NOT ? value_number(!a.number) : value_not_known();
    b = value_of(scope, expr->args.at[1]);
    return b.kind != IS_NUMBER ? value_not_known() : operate_on(expr, a.number, b.number);
}

// ---- channels ----

static struct value
entry_of(const struct table *table, struct value at)
{
    if (at.kind == IS_NUMBER && at.number >= 0 && (size_t)at.number < table->values.count)
        return table->values.at[at.number];
    return (struct value){
        .kind = IS_TABLE, .number = ANY, .table = (struct table *)(uintptr_t)table};
}

// Element `index` of a row, or the row from there on.
static struct value
element(const struct scope *scope, const struct ir_expr *expr)
{
    struct value of = value_of(scope, expr->args.at[0]);
    const struct value at = value_of(scope, expr->args.at[1]);

    if (of.kind == IS_TABLE)
        return expr->op == IR_INDEX ? entry_of(of.table, at) : of;
    if (of.kind != IS_ROW)
        return value_not_known();
    of.number = of.number == ANY || at.kind != IS_NUMBER ? ANY : of.number + at.number;
    return of;
}

static struct value
new_mobile(const struct ir_expr *expr)
{
    const struct ir_mobile *const mobile = expr->type.mobile;
    struct row *row;

    if (mobile != NULL && mobile->is_process)
        return (struct value){
            .kind = IS_PROCESS, .process = expr->routine, .table = mem_new(struct table)};
    if (mobile == NULL || !mobile->is_bundle)
        return value_not_known();
    row = mem_new(struct row);
    row->count = mobile->count;
    row->is_bundle = !mobile->is_shared;
    return value_row(row, 0);
}

struct value
value_of(const struct scope *scope, const struct ir_expr *expr)
{
    switch (expr->op) {
    case IR_INTEGER: return value_number(expr->integer);
    case IR_VAR: return scope_get(scope, expr->var);
    case IR_OPERATE: return operate(scope, expr);
    case IR_INDEX:
    case IR_OFFSET: return element(scope, expr);
    case IR_NEW: return new_mobile(expr);
    case IR_ADDRESS:
    case IR_AT:
    case IR_CAST:
    case IR_POINTER:
    case IR_CHECK_INDEX:
    case IR_CHECK_SLICE:
    case IR_CONTENTS:
    case IR_CLONE:
    case IR_MOVED:
    case IR_END_OF: return value_of(scope, expr->args.at[0]);
    default: return value_not_known();
    }
}
