// SPDX-License-Identifier: MIT
#include <config.h>

#include "ir/ir.h"

#include "base/mem.h"

#include <criterion/criterion.h>

static struct ir_routine *
routine_new(void)
{
    struct ir_routine *routine = mem_new(struct ir_routine);
    routine->body = mem_new(struct ir_block);
    return routine;
}

static struct ir_var *
var_in(struct ir_block *block, struct ir_type type)
{
    struct ir_var *var = mem_new(struct ir_var);
    var->name = "x";
    var->type = type;
    vec_push(&block->vars, var);
    return var;
}

static struct ir_var *
int_in(struct ir_block *block)
{
    return var_in(block, ir_scalar(IR_INT64));
}

static struct ir_stmt *
stmt_in(struct ir_block *block, enum ir_stmt_kind kind)
{
    struct ir_stmt *stmt = ir_stmt_new(kind, NULL);
    vec_push(&block->stmts, stmt);
    return stmt;
}

static struct ir_block *
block_in(struct ir_block *block, enum ir_stmt_kind kind)
{
    return stmt_in(block, kind)->block = mem_new(struct ir_block);
}

static struct ir_wait *
wait_in(struct ir_block *block, enum ir_stmt_kind kind)
{
    return stmt_in(block, kind)->wait = mem_new(struct ir_wait);
}

#define expect_stored(var, where) cr_expect_eq((var)->storage, (where))

Test(place, what_cannot_wait_has_locals)
{
    struct ir_routine *routine = routine_new();
    struct ir_var *x = int_in(routine->body);
    struct ir_var *inner = int_in(block_in(routine->body, IR_WHILE));
    stmt_in(routine->body, IR_ASSIGN);
    ir_place(routine);
    cr_expect_not(routine->is_process);
    expect_stored(x, IR_LOCAL);
    expect_stored(inner, IR_LOCAL);
}

Test(place, large_arrays_of_plain_routines_have_memory_of_their_own)
{
    struct ir_routine *routine = routine_new();
    struct ir_type type = {.base = IR_INT64, .is_array = true, .count = 512};
    struct ir_var *fits = var_in(routine->body, type);
    type.count = 513;
    struct ir_var *large = var_in(routine->body, type), *elsewhere = var_in(routine->body, type);
    elsewhere->reference = true;
    ir_place(routine);
    expect_stored(fits, IR_LOCAL);
    expect_stored(large, IR_SCRATCH);
    expect_stored(elsewhere, IR_LOCAL);
}

Test(place, what_lives_across_a_wait_is_a_slot)
{
    struct ir_routine *routine = routine_new();
    struct ir_var *outer = int_in(routine->body);
    struct ir_block *before = block_in(routine->body, IR_BLOCK);
    struct ir_block *loop = block_in(routine->body, IR_WHILE);
    struct ir_var *in_before = int_in(before), *in_loop = int_in(loop);
    wait_in(loop, IR_INPUT);
    struct ir_var *in_inner = int_in(block_in(loop, IR_BLOCK));
    ir_place(routine);
    cr_expect(routine->is_process);
    expect_stored(outer, IR_SLOT);
    expect_stored(in_before, IR_LOCAL);
    expect_stored(in_loop, IR_SLOT);
    expect_stored(in_inner, IR_LOCAL);
}

Test(place, waits_are_found_in_arms_and_handlers)
{
    struct ir_routine *routine = routine_new();
    struct ir_stmt *choice = stmt_in(routine->body, IR_IF);
    struct ir_arm waits = {.block = mem_new(struct ir_block)}, other = waits;
    other.block = mem_new(struct ir_block);
    vec_push(&choice->arms, waits);
    vec_push(&choice->arms, other);
    struct ir_stmt *attempt = stmt_in(waits.block, IR_TRY);
    attempt->block = mem_new(struct ir_block);
    attempt->handler = mem_new(struct ir_block);
    struct ir_var *in_attempt = int_in(attempt->block), *in_handler = int_in(attempt->handler);
    struct ir_var *in_arm = int_in(waits.block), *in_other = int_in(other.block);
    wait_in(attempt->handler, IR_OUTPUT);
    ir_place(routine);
    expect_stored(in_arm, IR_SLOT);
    expect_stored(in_other, IR_LOCAL);
    expect_stored(in_attempt, IR_LOCAL);
    expect_stored(in_handler, IR_SLOT);
}

Test(place, what_is_given_away_is_a_slot_in_a_process)
{
    struct ir_routine *routine = routine_new();
    struct ir_block *block = block_in(routine->body, IR_BLOCK);
    struct ir_type row = {.base = IR_BYTE, .is_array = true, .count = 4};
    struct ir_var *addressed = int_in(block), *array = var_in(block, row);
    struct ir_var *elsewhere = var_in(block, row), *plain = int_in(block);
    struct ir_var *channel = var_in(block, ir_scalar(IR_CHAN));
    addressed->addressed = elsewhere->reference = true;
    wait_in(routine->body, IR_SLEEP);
    ir_place(routine);
    expect_stored(addressed, IR_SLOT);
    expect_stored(array, IR_SLOT);
    expect_stored(elsewhere, IR_LOCAL);
    expect_stored(plain, IR_LOCAL);
    expect_stored(channel, IR_SLOT);
}

Test(place, the_index_of_a_loop_that_waits_is_a_slot)
{
    struct ir_routine *routine = routine_new();
    struct ir_block *bodies[2];
    struct ir_stmt *loops[2];
    for (int i = 0; i < 2; i++) {
        bodies[i] = block_in(routine->body, IR_REPEAT);
        loops[i] = vec_last(&routine->body->stmts);
        loops[i]->var = mem_new(struct ir_var);
        loops[i]->limit = mem_new(struct ir_var);
        loops[i]->var->type = loops[i]->limit->type = ir_scalar(IR_INT64);
    }
    wait_in(bodies[1], IR_INPUT);
    ir_place(routine);
    expect_stored(loops[0]->var, IR_LOCAL);
    expect_stored(loops[0]->limit, IR_LOCAL);
    expect_stored(loops[1]->var, IR_SLOT);
    expect_stored(loops[1]->limit, IR_SLOT);
}

Test(place, wait_points_are_numbered_in_the_order_of_the_text)
{
    struct ir_routine *routine = routine_new();
    struct ir_wait *first = wait_in(routine->body, IR_INPUT);
    struct ir_wait *second = wait_in(block_in(routine->body, IR_BLOCK), IR_PARALLEL);
    struct ir_wait *third = wait_in(routine->body, IR_OUTPUT);
    struct ir_leave leave = {0};
    first->leave = second->leave = third->leave = &leave;
    ir_place(routine);
    cr_expect_eq(first->number, 2);
    cr_expect_eq(second->number, 4);
    cr_expect_eq(third->number, 6);
    cr_expect_eq(routine->waits.count, 3);
    cr_expect_eq(routine->pars.count, 1);
    cr_expect_not(routine->can_leave);
}

Test(place, end_can_leave_where_nobody_handles_it)
{
    struct ir_routine *routine = routine_new();
    wait_in(routine->body, IR_INPUT);
    ir_place(routine);
    cr_expect(routine->can_leave);
    routine = routine_new();
    stmt_in(routine->body, IR_QUIT);
    ir_place(routine);
    cr_expect(routine->is_process);
    cr_expect(routine->can_leave);
}

Test(place, parameters_of_processes_are_slots)
{
    struct ir_routine *plain = routine_new(), *branch = routine_new();
    struct ir_block parameters = {0};
    struct ir_var *x = int_in(&parameters), *y = int_in(&parameters);
    vec_push(&plain->parameters, x);
    vec_push(&branch->parameters, y);
    branch->is_branch = true;
    ir_place(plain);
    ir_place(branch);
    expect_stored(x, IR_LOCAL);
    expect_stored(y, IR_SLOT);
    cr_expect(branch->is_process);
}
