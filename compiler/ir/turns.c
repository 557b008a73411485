// SPDX-License-Identifier: MIT
// Turns for others: a loop of a process that can go round without waiting gives them one now and
// then, by a `yield` at its end that is taken once in many rounds.
#include <config.h>

#include "ir/ir.h"

#include "base/mem.h"

enum { FEW_ROUNDS = 1000 };

static bool block_always_waits(const struct ir_block *block);

static bool
all_arms_wait(const struct ir_stmt *stmt)
{
    for (size_t i = 0; i < stmt->arms.count; i++)
        if (!block_always_waits(stmt->arms.at[i].block))
            return false;
    return stmt->arms.count != 0;
}

// An IF or CASE without a choice that holds is a fault: it does not go round.
static bool
always_waits(const struct ir_stmt *stmt)
{
    int64_t count;

    switch (stmt->kind) {
    case IR_INPUT:
    case IR_AWAIT:
    case IR_OUTPUT:
    case IR_CHOOSE:
    case IR_PARALLEL:
    case IR_INVOKE:
    case IR_SUSPEND:
    case IR_SLEEP:
    case IR_YIELD:
    case IR_SYNC:
    case IR_QUIT:
    case IR_FAULT: return true;
    case IR_RUN: return stmt->routine->always_waits;
    case IR_BLOCK:
    case IR_TRY: return block_always_waits(stmt->block);
    case IR_IF:
    case IR_CASE: return all_arms_wait(stmt);
    case IR_REPEAT:
        return ir_is_constant(stmt->count, &count) && count > 0 && stmt->target == NULL &&
               block_always_waits(stmt->block);
    default: return false;
    }
}

static bool
block_always_waits(const struct ir_block *block)
{
    for (size_t i = 0; i < block->stmts.count; i++)
        if (always_waits(block->stmts.at[i]))
            return true;
    return false;
}

static bool
is_short(const struct ir_stmt *loop)
{
    int64_t count;

    return loop->kind == IR_REPEAT && ir_is_constant(loop->count, &count) && count <= FEW_ROUNDS;
}

void
ir_turn(struct ir_block *block, const struct ir_site *site)
{
    struct ir_stmt *const turn = ir_stmt_new(IR_YIELD, site);

    turn->wait = mem_new(struct ir_wait);
    turn->wait->kind = IR_WAIT_YIELD;
    turn->wait->site = site;
    turn->integer = 1;
    vec_push(&block->stmts, turn);
}

// Waits are found inwards of a loop only, where `waits` says so. Those who are forked must have their
// turns too.
struct search {
    bool waits, forks;
};

static bool
forks(const struct ir_stmt *stmt)
{
    return stmt->kind == IR_FORK ||
           (stmt->kind == IR_PERFORM && stmt->routine != NULL && stmt->routine->forks);
}

static void
visit_block(struct ir_block *block, void *context)
{
    struct search *const outer = context;

    for (size_t i = 0; i < block->stmts.count; i++) {
        struct ir_stmt *const stmt = block->stmts.at[i];
        struct search search = {stmt->wait != NULL, forks(stmt)};

        ir_stmt_blocks(stmt, visit_block, &search);
        if ((search.waits || search.forks) && (stmt->kind == IR_WHILE || stmt->kind == IR_REPEAT) &&
            !is_short(stmt) && !block_always_waits(stmt->block))
            ir_turn(stmt->block, stmt->site);
        outer->waits = outer->waits || search.waits;
        outer->forks = outer->forks || search.forks;
    }
}

void
ir_turns(struct ir_routine *routine)
{
    struct search search = {false, false};

    visit_block(routine->body, &search);
    routine->always_waits = block_always_waits(routine->body);
    routine->forks = search.forks;
}
