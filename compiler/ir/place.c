// SPDX-License-Identifier: MIT
// Placing: which routines are processes, which variables must live in frames, and the numbers of
// the wait points.
//
// A routine is a process if it contains a wait point; of a recursive one this had to be said before. In a process a variable becomes a frame
// slot if the block that declares it contains a wait point, or if its address is taken: a partner
// or a branch may write to it while the C function is not running, and an addressed local would
// keep the C compiler from leaving a step by a jump.
#include <config.h>

#include "ir/ir.h"

enum { LARGEST_LOCAL = 4096 };

struct place {
    struct ir_routine *routine;
    bool waits; // found in the block being looked at
};

static bool
is_wait(const struct ir_stmt *stmt)
{
    switch (stmt->kind) {
    case IR_INPUT:
    case IR_AWAIT:
    case IR_OUTPUT:
    case IR_CHOOSE:
    case IR_PARALLEL:
    case IR_RUN:
    case IR_JOIN:
    case IR_INVOKE:
    case IR_SUSPEND:
    case IR_SLEEP:
    case IR_CLAIM:
    case IR_YIELD:
    case IR_SYNC:
    case IR_QUIT: return true;
    default: return false;
    }
}

// ---- is it a process? ----

static void find_waits(struct ir_block *block, void *context);

static void
find_waits(struct ir_block *block, void *context)
{
    struct place *const place = context;
    const bool outer = place->waits;

    place->waits = false;
    for (size_t i = 0; i < block->stmts.count; i++) {
        struct ir_stmt *const stmt = block->stmts.at[i];

        if (is_wait(stmt))
            place->waits = true;
        ir_stmt_blocks(stmt, find_waits, place);
    }
    block->waits = place->waits;
    place->waits = place->waits || outer;
}

// ---- numbering ----

static void
number_block(struct ir_block *block, void *context)
{
    struct ir_routine *const routine = context;

    for (size_t i = 0; i < block->stmts.count; i++) {
        struct ir_stmt *const stmt = block->stmts.at[i];

        if (stmt->wait != NULL && is_wait(stmt)) {
            vec_push(&routine->waits, stmt->wait);
            stmt->wait->number = 2 * (unsigned)routine->waits.count;
            if (stmt->wait->leave == NULL && stmt->kind != IR_YIELD)
                routine->can_leave = true;
        }
        if (stmt->kind == IR_QUIT && stmt->leave == NULL)
            routine->can_leave = true;
        if (stmt->kind == IR_PARALLEL || stmt->kind == IR_INVOKE)
            vec_push(&routine->pars, stmt);
        ir_stmt_blocks(stmt, number_block, routine);
    }
}

// ---- storage ----

static int64_t
bytes_of(struct ir_type type)
{
    static const int sizes[] = {[IR_BOOL] = 1,  [IR_BYTE] = 1,   [IR_INT16] = 2,
                                [IR_INT32] = 4, [IR_REAL32] = 4, [IR_RECORD] = 64};
    const int size = type.base <= IR_RECORD && sizes[type.base] != 0 ? sizes[type.base] : 8;

    return type.is_array ? size * type.count : size;
}

static bool
must_be_slot(const struct ir_var *var)
{
    switch (var->type.base) {
    case IR_CHAN:
    case IR_TIMER:
    case IR_PAR:
    case IR_ALT:
    case IR_GUARD:
    case IR_FORKING:
    case IR_INVOKING:
    case IR_BARRIER:
    case IR_OFFER:
    case IR_RESIGNED:
    case IR_TIMEOUT:
    case IR_BRANCH:
    case IR_FRAME: return true;
    default: return var->addressed || (var->type.is_array && !var->reference);
    }
}

static void
place_var(const struct ir_routine *routine, const struct ir_block *block, struct ir_var *var)
{
    if (routine->is_process)
        var->storage = block->waits || must_be_slot(var) ? IR_SLOT : IR_LOCAL;
    else if (var->type.is_array && !var->reference && bytes_of(var->type) > LARGEST_LOCAL)
        var->storage = IR_SCRATCH;
    else
        var->storage = IR_LOCAL;
}

static void
place_block(struct ir_block *block, void *context)
{
    const struct ir_routine *const routine = context;

    for (size_t i = 0; i < block->vars.count; i++)
        place_var(routine, block, block->vars.at[i]);
    for (size_t i = 0; i < block->stmts.count; i++) {
        const struct ir_stmt *const stmt = block->stmts.at[i];

        ir_stmt_blocks(stmt, place_block, context);
        if (stmt->kind == IR_REPEAT)
            place_var(routine, stmt->block, stmt->var);
        if (stmt->kind == IR_REPEAT && stmt->limit != NULL)
            place_var(routine, stmt->block, stmt->limit);
    }
}

void
ir_place(struct ir_routine *routine)
{
    struct place place = {routine, false};

    find_waits(routine->body, &place);
    routine->is_process = place.waits || routine->is_branch || routine->is_process;
    if (routine->is_process)
        number_block(routine->body, routine);
    for (size_t i = 0; i < routine->parameters.count; i++)
        routine->parameters.at[i]->storage = routine->is_process ? IR_SLOT : IR_LOCAL;
    place_block(routine->body, routine);
}
