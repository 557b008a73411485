// SPDX-License-Identifier: MIT
// Ending: CLOSE, POISON, END, TRY, TIMEOUT.
#include <config.h>

#include "lower/internal.h"

void
lower_closing(struct lower *lower, const struct node *channel, enum ir_closing how,
              struct span span)
{
    struct ir_stmt *stmt;
    struct ir_expr *target, *count;

    if (lower_is_array(channel->type)) {
        const struct array array = lower_array(lower, channel);

        target = array.address;
        count = lower_count(lower, &array);
    } else {
        target = lower_channel(lower, channel);
        count = lower_integer(lower, 1);
    }
    stmt = lower_stmt(lower, IR_CLOSE, span);
    stmt->target = target;
    stmt->count = count;
    stmt->integer = (int)how;
}

// Which ENDs a handler takes: those of the channels named, or all.
static struct ir_expr *
handled(struct lower *lower, const struct nodes *ends)
{
    struct ir_expr *any = NULL;

    for (size_t i = 0; i < ends->count; i++) {
        struct ir_expr *const is =
            ir_unary(IR_ENDED_IS, ir_scalar(IR_BOOL), lower_channel(lower, ends->at[i]));

        any = any == NULL ? is : ir_operate(IR_OR, IR_BOOL, ir_scalar(IR_BOOL), any, is);
    }
    return any;
}

// In a handler: the END being met goes on outwards if the condition holds.
static void
pass_on_if(struct lower *lower, struct ir_expr *condition, struct ir_leave *leave, struct span span)
{
    struct ir_arm arm = {.condition = condition, .block = lower_block_new()};
    struct ir_stmt *const choice = lower_stmt(lower, IR_IF, span);
    struct ir_block *const outer = lower->block;

    lower->block = arm.block;
    lower_pass_on(lower, leave, span);
    lower->block = outer;
    vec_push(&choice->arms, arm);
}

static struct ir_expr *
is_not(struct ir_expr *condition)
{
    return ir_operate(IR_NOT, IR_BOOL, ir_scalar(IR_BOOL), condition, NULL);
}

void
lower_pass_on_untaken(struct lower *lower, struct ir_leave *leave, struct span span)
{
    if (lower->program->times_out || lower_may_be_suspended(lower->env))
        pass_on_if(lower, ir_expr_new(IR_ENDED_IS, ir_scalar(IR_BOOL)), leave, span);
}

void
lower_try(struct lower *lower, const struct node_try_process *node)
{
    struct ir_stmt *const stmt = lower_stmt(lower, IR_TRY, node->base.span);
    struct ir_leave *const outer_leave = lower->env->leave;
    struct ir_leave *const leave = lower_leave_new(lower);
    struct ir_block *const outer = lower->block;

    stmt->leave = leave;
    lower->env->leave = leave;
    stmt->block = lower_body(lower, node->body);
    lower->env->leave = outer_leave;
    stmt->handler = lower_block_new();
    lower->block = stmt->handler;
    if (node->ends.count != 0)
        pass_on_if(lower, is_not(handled(lower, &node->ends)), outer_leave, node->base.span);
    else
        lower_pass_on_untaken(lower, outer_leave, node->base.span);
    if (node->handler != NULL)
        lower_process(lower, node->handler);
    lower->block = outer;
}

void
lower_end(struct lower *lower, const struct node *node)
{
    lower_stmt(lower, IR_QUIT, node->span)->leave = lower->env->leave;
}

// ---- TIMEOUT ----

static void
stop_timeout(struct lower *lower, struct ir_var *timeout, struct span span)
{
    lower_stmt(lower, IR_TIMEOUT_STOP, span)->var = timeout;
}

// TIMEOUT, a block that may wait, ELSE: a TRY between the start of the time and its end. The END
// that its handler takes is that of the time.
static void
try_in_time(struct lower *lower, const struct node_timeout *node, struct ir_block *body,
            struct ir_leave *leave)
{
    const struct span span = node->base.span;
    struct ir_block *const outer = lower->block;
    struct ir_var *const timeout = lower_var(lower, "timeout", ir_scalar(IR_TIMEOUT));
    struct ir_expr *const due = lower_soon(lower, node->time, (enum time_unit)node->unit);
    struct ir_stmt *const start = lower_stmt(lower, IR_TIMEOUT_START, span);
    struct ir_stmt *const try = lower_stmt(lower, IR_TRY, span);

    lower->ir->times_out = true;
    start->var = timeout;
    start->value = due;
    try->leave = leave;
    try->block = lower->block = body;
    stop_timeout(lower, timeout, span);
    try->handler = lower->block = lower_block_new();
    stop_timeout(lower, timeout, span);
    pass_on_if(lower, is_not(ir_unary(IR_TIMED_OUT, ir_scalar(IR_BOOL), ir_var_expr(timeout))),
               lower->env->leave, span);
    if (node->otherwise != NULL)
        lower_process(lower, node->otherwise);
    lower->block = outer;
}

// What never waits is not left.
void
lower_timeout(struct lower *lower, const struct node_timeout *node)
{
    struct ir_leave *const outer_leave = lower->env->leave;
    struct ir_leave *const leave = lower_leave_new(lower);
    struct ir_block *body;

    lower->env->leave = leave;
    body = lower_body(lower, node->body);
    lower->env->leave = outer_leave;
    if (lower_can_leave(body, leave))
        try_in_time(lower, node, body, leave);
    else
        lower_stmt(lower, IR_BLOCK, node->base.span)->block = body;
}
