// SPDX-License-Identifier: MIT
// The end of mobiles. A variable owns what it holds: that ends with the block of the variable. In a
// process END may leave a block at any wait point, so there such variables keep their place in the
// frame, begin undefined with it, and are looked at again where the routine is left.
#include <config.h>

#include "ir/ir.h"

struct owned {
    struct ir_var *var;
    struct ir_block *block;
};

struct drops {
    struct ir_routine *routine;
    bool waits, catches; // it contains a wait point; a TRY
    VEC(struct owned) owned;
};

static struct ir_stmt *
drop(const struct drops *drops, struct ir_var *var)
{
    struct ir_stmt *const stmt = ir_stmt_new(IR_DROP, drops->routine->site);

    stmt->target = ir_var_expr(var);
    return stmt;
}

static struct ir_stmt *
undefine(const struct drops *drops, struct ir_var *var)
{
    struct ir_stmt *const stmt = ir_stmt_new(IR_ASSIGN, drops->routine->site);

    stmt->target = ir_var_expr(var);
    stmt->value = ir_expr_new(IR_NOTHING, var->type);
    return stmt;
}

static void
put_first(struct ir_block *block, struct ir_stmt *stmt)
{
    vec_push(&block->stmts, stmt);
    for (size_t i = block->stmts.count - 1; i > 0; i--)
        block->stmts.at[i] = block->stmts.at[i - 1];
    block->stmts.at[0] = stmt;
}

// The condition of a WHILE is asked for after the block before it has ended: what that block owns
// belongs to the block around the loop.
static void
hoist(struct ir_block *block, const struct ir_stmt *stmt)
{
    if (stmt->kind != IR_WHILE || stmt->handler == NULL)
        return;
    for (size_t i = 0, kept = 0, count = stmt->handler->vars.count; i < count; i++) {
        struct ir_var *const var = stmt->handler->vars.at[i];

        if (var->owned)
            vec_push(&block->vars, var);
        else
            stmt->handler->vars.at[kept++] = var;
        if (i + 1 == count)
            stmt->handler->vars.count = kept;
    }
}

static void
drop_in(struct ir_block *block, void *context)
{
    struct drops *const drops = context;

    for (size_t i = 0; i < block->stmts.count; i++)
        hoist(block, block->stmts.at[i]);
    for (size_t i = 0; i < block->stmts.count; i++)
        ir_stmt_blocks(block->stmts.at[i], drop_in, drops);
    for (size_t i = 0; i < block->vars.count; i++) {
        struct ir_var *const var = block->vars.at[i];

        if (!var->owned)
            continue;
        vec_push(&drops->owned, ((struct owned){var, block}));
        vec_push(&block->stmts, drop(drops, var));
    }
}

// END that is caught in the routine may have left the block before.
static void
begin_undefined(const struct drops *drops, const struct owned *owned)
{
    if (drops->waits && drops->catches)
        put_first(owned->block, drop(drops, owned->var));
    put_first(drops->waits ? drops->routine->body : owned->block, undefine(drops, owned->var));
}

static void
look_for_waits(struct ir_block *block, void *context)
{
    struct drops *const drops = context;

    for (size_t i = 0; i < block->stmts.count; i++) {
        drops->waits =
            drops->waits || block->stmts.at[i]->wait != NULL || block->stmts.at[i]->kind == IR_QUIT;
        drops->catches = drops->catches || block->stmts.at[i]->kind == IR_TRY;
        ir_stmt_blocks(block->stmts.at[i], look_for_waits, drops);
    }
}

// A parameter that was given to the routine for good.
static void
drop_parameter(const struct drops *drops, struct ir_var *parameter)
{
    parameter->written = parameter->addressed = true;
    vec_push(&drops->routine->body->stmts, drop(drops, parameter));
    drops->routine->owns = true;
}

void
ir_drops(struct ir_routine *routine)
{
    struct drops drops = {.routine = routine, .waits = routine->is_branch};

    drop_in(routine->body, &drops);
    for (size_t i = 0; i < routine->parameters.count; i++)
        if (routine->parameters.at[i]->owned)
            drop_parameter(&drops, routine->parameters.at[i]);
    routine->owns = routine->owns || drops.owned.count != 0;
    if (!routine->owns)
        return;
    look_for_waits(routine->body, &drops);
    routine->catches = drops.catches;
    for (size_t i = 0; i < drops.owned.count; i++) {
        struct ir_var *const var = drops.owned.at[i].var;

        var->written = var->addressed = true;
        var->permanent = drops.waits;
        begin_undefined(&drops, &drops.owned.at[i]);
    }
}
