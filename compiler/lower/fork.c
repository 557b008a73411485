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
    join(lower, forking, span);
    lower_pass_on(lower, lower->env->leave, span);
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

// Mobiles and shared ends are given as if they were sent: they belong to the new process, and end with
// it. A PROC has such parameters by address, or does not own them, so a process around it does.
static bool
is_sent(const struct decl *formal)
{
    const struct type *const type = type_base(formal->type);

    if (type->kind == TYPE_CHAN)
        return type->shared != SHARED_NOT;
    if (type->kind == TYPE_BARRIER)
        return true;
    return type_is_mobile(type) && formal->mode != FORMAL_INITIAL;
}

static const struct decl *
formal_of(const struct nodes *formals, size_t number)
{
    return node_as_define(node_as_formal(formals->at[number])->name)->decl;
}

static struct ir_expr *
sent_argument(struct lower *lower, const struct decl *formal, const struct node *argument)
{
    const struct type *const type = type_base(formal->type);
    ir_exprs shared = {0};

    if (type->kind == TYPE_BARRIER) {
        struct ir_expr *const word = lower_mobile(lower, argument);

        return ir_unary(IR_CLONE, word->type, word);
    }
    if (type->kind != TYPE_CHAN && formal->mode == FORMAL_VAL)
        return lower_cloned(lower, argument, type);
    if (type->kind != TYPE_CHAN)
        return lower_moved(lower, argument, type);
    lower_one_argument(lower, formal, argument, &shared);
    if (type->direction != DIRECTION_NONE) {
        struct ir_expr *const end = ir_unary(IR_END_OF, shared.at[0]->type, shared.at[0]);

        end->integer = type->direction == DIRECTION_OUT ? IR_CLIENT : IR_SERVER;
        return ir_unary(IR_CLONE, end->type, end);
    }
    return ir_unary(IR_CLONE, shared.at[0]->type, shared.at[0]);
}

static void
fork_arguments(struct lower *lower, const struct nodes *formals, const struct nodes *arguments,
               ir_exprs *args)
{
    for (size_t i = 0; i < formals->count; i++) {
        const struct decl *const formal = formal_of(formals, i);

        if (is_sent(formal))
            vec_push(args, sent_argument(lower, formal, arguments->at[i]));
        else
            lower_one_argument(lower, formal, arguments->at[i], args);
    }
}

// ---- the process around a PROC ----

static struct ir_expr *
as_argument(struct ir_var *parameter, bool by_address)
{
    struct ir_expr *const place = ir_var_expr(parameter);

    return parameter->type.is_array || !by_address ? place : lower_address(place);
}

// The formal that a parameter was made of; NULL for sizes and hidden ones.
static const struct decl *
formal_of_parameter(const struct nodes *formals, const struct ir_var *parameter)
{
    for (size_t i = 0; i < formals->count; i++)
        if (formal_of(formals, i)->name->text == parameter->name)
            return formal_of(formals, i);
    return NULL;
}

static struct ir_stmt *
call_inside(struct lower *lower, const struct lowered *callee, struct span span)
{
    struct ir_stmt *const call =
        lower_stmt(lower, callee->routine->is_process ? IR_RUN : IR_PERFORM, span);
    struct ir_type frame = ir_scalar(IR_FRAME);

    call->routine = callee->routine;
    if (!callee->routine->is_process)
        return call;
    frame.routine = callee->routine;
    call->var = lower_var(lower, callee->routine->name, frame);
    call->on_heap = call->var->by_pointer = callee->in_progress;
    call->wait = lower_wait(lower, IR_WAIT_CALL, span, callee->routine->name);
    return call;
}

// A process with the parameters of a PROC, which it calls.
static struct ir_routine *
process_around(struct lower *lower, struct lowered *callee, const struct nodes *formals,
               struct span span)
{
    struct ir_block *const block = lower->block;
    const struct ir_routine *const inner = callee->routine;
    struct env *env;
    struct ir_stmt *call;

    if (callee->forked != NULL)
        return callee->forked;
    env = lower_env_open(lower, mem_format("%s.forked", inner->name), span);
    env->routine->is_branch = true;
    env->routine->path = inner->path;
    call = call_inside(lower, callee, span);
    for (size_t i = 0; i < inner->parameters.count; i++) {
        struct ir_var *const parameter = mem_new(struct ir_var);
        const struct decl *const formal = formal_of_parameter(formals, inner->parameters.at[i]);

        *parameter = *inner->parameters.at[i];
        parameter->routine = env->routine;
        vec_push(&env->routine->parameters, parameter);
        if (formal != NULL && is_sent(formal)) {
            parameter->reference = parameter->constant = false;
            parameter->owned = true;
            if (parameter->type.base == IR_BARRIER)
                parameter->type = lower_mobile_type(lower, type_mobile(type_of_kind(TYPE_BARRIER)));
        } else if (parameter->owned) {
            parameter->owned = false; // it goes to the PROC for good
        }
        if (inner->parameters.at[i]->type.base == IR_BARRIER)
            vec_push(&call->args, lower_barrier_of(lower, ir_var_expr(parameter), span));
        else
            vec_push(&call->args, as_argument(parameter, inner->parameters.at[i]->reference));
    }
    lower_env_close(lower, env, block);
    callee->forked = env->routine;
    return callee->forked;
}

static bool
is_sent_anything(const struct nodes *formals)
{
    for (size_t i = 0; i < formals->count; i++)
        if (is_sent(formal_of(formals, i)))
            return true;
    return false;
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
    if (type_base(type)->kind == TYPE_RECORD)
        return lower_integer(lower, type_bytes(type, lower->program));
    if (!lower_is_array(type))
        return NULL;
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
        const struct type *const type = formal_of(formals, i)->type;
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
    struct lowered *const callee = lower_routine(lower, call->decl, lower_tables(lower, call));
    struct ir_stmt *stmt;
    ir_exprs args = {0};

    lower_alias_checks(lower, call->checks);
    fork_arguments(lower, formals, &call->arguments, &args);
    lower_captures(lower, callee, &args);
    stmt = ir_stmt_new(IR_FORK, lower_site(lower, node->base.span));
    stmt->routine = callee->routine;
    if (!callee->routine->is_process || is_sent_anything(formals))
        stmt->routine = process_around(lower, callee, formals, node->base.span);
    stmt->target = lower_address(ir_var_expr(lower_lookup(lower, &lower->forking)->var));
    note_copies(lower, formals, callee, stmt, &args);
    vec_push(&lower->block->stmts, stmt);
}
