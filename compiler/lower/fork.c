// SPDX-License-Identifier: MIT
// FORKING and FORK. Which FORKING waits for a forked process is like a name of an outer routine: it
// travels as a hidden parameter. The outermost one is around the body of main.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

// ---- FORKING -------------------------------------------------------------------------------------

static void
join(struct lower *lower, struct ir_var *forking, struct span span)
{
    struct ir_stmt *const stmt = lower_stmt(lower, IR_JOIN, span);

    stmt->var = forking;
    stmt->wait = lower_wait(lower, IR_WAIT_FORKING, span, NULL);
}

// Where END leaves the body, the processes that it forked are waited for all the same.
static void
join_and_leave(struct lower *lower, struct ir_var *forking, struct span span)
{
    struct ir_stmt *go_on;

    join(lower, forking, span);
    go_on = lower_stmt(lower, IR_QUIT, span);
    go_on->leave = lower->env->leave;
    go_on->integer = 1; // the END being met, not a new one
}

void
lower_forking(struct lower *lower, const struct node *body, struct span span)
{
    struct ir_stmt *const around = lower_stmt(lower, IR_BLOCK, span);
    struct ir_block *const outer = lower_open(lower);
    struct ir_block *const inside = lower->block;
    struct value *const outer_forking = map_get(&lower->env->values, &lower->forking);
    struct ir_leave *const outer_leave = lower->env->leave;
    struct value value = {.var = lower_var(lower, "forking", ir_scalar(IR_FORKING))};
    struct ir_stmt *attempt;

    around->block = inside;
    lower_stmt(lower, IR_FORKING_NEW, span)->var = value.var;
    lower_bind(lower, &lower->forking, &value);
    attempt = lower_stmt(lower, IR_TRY, span);
    attempt->leave = lower->env->leave = lower_leave_new(lower);
    attempt->block = lower_body(lower, body);
    lower->env->leave = outer_leave;
    map_put(&lower->env->values, &lower->forking, outer_forking);
    attempt->handler = lower->block = lower_block_new();
    join_and_leave(lower, value.var, span);
    lower->block = inside;
    join(lower, value.var, span);
    lower_close(lower, outer);
}

// ---- FORK ----------------------------------------------------------------------------------------

static struct ir_expr *
as_argument(struct ir_var *parameter)
{
    struct ir_expr *const place = ir_var_expr(parameter);

    return parameter->type.is_array || !parameter->reference ? place : lower_address(place);
}

// A process with the parameters of a plain routine, which performs it.
static struct ir_routine *
performer(struct lower *lower, struct lowered *callee, struct span span)
{
    struct ir_block *const block = lower->block;
    const struct ir_routine *const plain = callee->routine;
    struct env *env;
    struct ir_stmt *perform;

    if (callee->forked != NULL)
        return callee->forked;
    env = lower_env_open(lower, mem_format("%s.forked", plain->name), span);
    env->routine->is_branch = true;
    env->routine->path = plain->path;
    perform = lower_stmt(lower, IR_PERFORM, span);
    perform->routine = callee->routine;
    for (size_t i = 0; i < plain->parameters.count; i++) {
        struct ir_var *const parameter = mem_new(struct ir_var);

        *parameter = *plain->parameters.at[i];
        parameter->routine = env->routine;
        vec_push(&env->routine->parameters, parameter);
        vec_push(&perform->args, as_argument(parameter));
    }
    lower_env_close(lower, env, block);
    callee->forked = env->routine;
    return callee->forked;
}

// What is given by address and cannot be changed is a VAL: the process gets a copy. All else by address
// is shared.
static bool
is_copied(const struct ir_var *parameter, const struct ir_expr *argument)
{
    return parameter->reference && parameter->constant && argument->op != IR_STRING &&
           argument->op != IR_DATA;
}

// The bytes of argument number `at`, whose open sizes follow it; goes to the next one.
static struct ir_expr *
argument_bytes(struct lower *lower, const struct type *type, const ir_exprs *args, size_t *at)
{
    struct ir_expr *bytes;

    (*at)++;
    if (!lower_is_array(type))
        return lower_integer(lower, type_bytes(type, lower->program));
    bytes = lower_integer(lower, lower_element_bytes(lower, lower_innermost(type)));
    for (type = type_base(type); type->kind == TYPE_ARRAY; type = type_base(type->element))
        bytes = lower_multiply(lower, bytes,
                               type->size == SIZE_OPEN ? args->at[(*at)++]
                                                       : lower_integer(lower, type->size));
    return bytes;
}

static void
note_copies(struct lower *lower, const struct nodes *formals, const struct lowered *callee,
            struct ir_stmt *stmt, const ir_exprs *args)
{
    const struct ir_routine *const routine = stmt->routine;
    size_t at = 0;

    for (size_t i = 0; i < args->count; i++) {
        vec_push(&stmt->args, args->at[i]);
        vec_push(&stmt->copies, NULL);
    }
    for (size_t i = 0; i < formals->count; i++) {
        const struct type *const type =
            node_as_define(node_as_formal(formals->at[i])->name)->decl->type;
        const size_t number = at;
        struct ir_expr *bytes;

        if (lower_innermost(type)->kind == TYPE_TIMER)
            continue;
        bytes = argument_bytes(lower, type, args, &at);
        if (is_copied(routine->parameters.at[number], args->at[number]))
            stmt->copies.at[number] = bytes;
    }
    for (size_t i = 0; i < callee->captures.count; i++) {
        const struct capture *const capture = &callee->captures.at[i];
        const struct value *const value = lower_lookup(lower, capture->decl);

        while (routine->parameters.at[at]->name != capture->parameter->name)
            at++; // sizes
        if (is_copied(routine->parameters.at[at], args->at[at])) {
            const struct array array = lower_array_of_value(lower, value, capture->decl->type);

            stmt->copies.at[at] = lower_bytes(lower, &array);
        }
        at++;
    }
}

void
lower_fork(struct lower *lower, const struct node_fork *node)
{
    const struct node_instance *const call = node_as_instance(node->call);
    const struct nodes *const formals = &node_as_proc(call->decl->node)->formals;
    struct lowered *const callee =
        lower_routine(lower, call->decl, lower_tables(lower, &call->arguments));
    struct ir_stmt *stmt;
    ir_exprs args = {0};

    lower_alias_checks(lower, call->checks);
    lower_arguments(lower, formals, &call->arguments, &args);
    lower_captures(lower, callee, &args);
    stmt = ir_stmt_new(IR_FORK, lower_site(lower, node->base.span));
    stmt->routine =
        callee->routine->is_process ? callee->routine : performer(lower, callee, node->base.span);
    stmt->target = lower_address(ir_var_expr(lower_lookup(lower, &lower->forking)->var));
    note_copies(lower, formals, callee, stmt, &args);
    vec_push(&lower->block->stmts, stmt);
}
