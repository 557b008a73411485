// SPDX-License-Identifier: MIT
// Calls: how arguments travel. Scalars go by value to VAL parameters and by address to others;
// arrays by the address of their first element, followed by each size that the parameter leaves
// open; channels by address; timers not at all. Names of outer routines follow as hidden
// arguments.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

#include <string.h>

// ---- tables of channels ----

bool
lower_is_table(struct lower *lower, const struct node *channels)
{
    for (;;) {
        switch (channels->kind) {
        case NODE_TABLE: return true;
        case NODE_SUBSCRIPT: channels = node_as_subscript(channels)->of; break;
        case NODE_SLICE: channels = node_as_slice(channels)->of; break;
        case NODE_END_OF: channels = node_as_end_of(channels)->channel; break;
        default:
            return lower_lookup(lower, node_as_name_use(channels)->decl)->var->type.base ==
                   IR_CHAN_AT;
        }
    }
}

static bool
is_channel_array(const struct node *argument)
{
    return lower_is_array(argument->type) && lower_innermost(argument->type)->kind == TYPE_CHAN;
}

static const struct decl *
formal_of(const struct node_instance *call, size_t number)
{
    const struct node *const formal = node_as_proc(call->decl->node)->formals.at[number];

    return node_as_define(node_as_formal(formal)->name)->decl;
}

static bool
is_special(struct lower *lower, const struct node_instance *call, size_t number)
{
    const struct node *const argument = call->arguments.at[number];

    if (is_channel_array(argument))
        return lower_is_table(lower, argument);
    return call->decl->suspends && lower_is_through(lower, formal_of(call, number), argument);
}

uint64_t
lower_tables(struct lower *lower, const struct node_instance *call)
{
    const struct nodes *const arguments = &call->arguments;
    uint64_t tables = 0;

    for (size_t i = 0; i < arguments->count; i++) {
        if (!is_special(lower, call, i))
            continue;
        if (i < 64)
            tables |= UINT64_C(1) << i;
        else
            diag_error(lower->diagnostics, E_TOO_LARGE, arguments->at[i]->span,
                       "a table of channels must be among the first 64 arguments");
    }
    return tables;
}

// ---- arguments ----

void
lower_array_argument(struct lower *lower, const struct type *formal, bool is_val,
                     const struct node *argument, ir_exprs *out)
{
    const struct array array = lower_array(lower, argument);
    const struct type *type = type_base(formal);

    lower_check_sizes(lower, formal, &array, argument->span);
    if (!is_val)
        lower_mark_written(array.address);
    vec_push(out, array.address);
    for (size_t i = 0; type->kind == TYPE_ARRAY; i++, type = type_base(type->element))
        if (type->size == SIZE_OPEN)
            vec_push(out, array.sizes.at[i]);
}

static bool
is_place(const struct ir_expr *expr)
{
    return expr->op == IR_VAR || expr->op == IR_FIELD || expr->op == IR_INDEX || expr->op == IR_AT;
}

static struct ir_expr *
record_argument(struct lower *lower, const struct node *argument)
{
    struct ir_expr *value = lower_expr(lower, argument);

    if (!is_place(value))
        value = lower_once(lower, value, "record", argument->span);
    return lower_address(value);
}

static struct ir_expr *
shared_argument(struct lower *lower, const struct node *argument)
{
    if (argument->kind == NODE_END_OF)
        argument = node_as_end_of(argument)->channel;
    return ir_var_expr(lower_lookup(lower, node_as_name_use(argument)->decl)->var);
}

void
lower_one_argument(struct lower *lower, const struct decl *formal, const struct node *argument,
                   ir_exprs *out)
{
    const struct type *const type = type_base(formal->type);
    const bool is_val = formal->mode == FORMAL_VAL || formal->mode == FORMAL_INITIAL;

    if (lower_innermost(type)->kind == TYPE_TIMER)
        return;
    if (lower_is_through(lower, formal, argument))
        vec_push(out, lower_address(shared_argument(lower, argument)));
    else if (type->kind == TYPE_CHAN && type->shared != SHARED_NOT)
        vec_push(out, shared_argument(lower, argument));
    else if (type_is_mobile(type) && formal->mode == FORMAL_INITIAL)
        vec_push(out, lower_moved(lower, argument, type));
    else if (type_is_mobile(type) && formal->mode == FORMAL_VAL)
        vec_push(out, lower_address(lower_kept_mobile(lower, argument, type)));
    else if (type->kind == TYPE_END && type != type_base(argument->type))
        vec_push(out, lower_lent_end(lower, formal, argument));
    else if (type_is_mobile(type))
        vec_push(out, lower_address(lower_mobile(lower, argument)));
    else if (type->kind == TYPE_ARRAY)
        lower_array_argument(lower, type, is_val, argument, out);
    else if (type->kind == TYPE_CHAN)
        vec_push(out, lower_channel(lower, argument));
    else if (type->kind == TYPE_RECORD)
        vec_push(out, record_argument(lower, argument));
    else if (is_val || type->kind == TYPE_PORT)
        vec_push(out, lower_expr(lower, argument));
    else
        vec_push(out, lower_address(lower_place(lower, argument)));
}

void
lower_arguments(struct lower *lower, const struct nodes *formals, const struct nodes *arguments,
                ir_exprs *out)
{
    for (size_t i = 0; i < formals->count; i++) {
        const struct node_formal *const formal = node_as_formal(formals->at[i]);

        lower_one_argument(lower, node_as_define(formal->name)->decl, arguments->at[i], out);
    }
}

void
lower_captures(struct lower *lower, const struct lowered *callee, ir_exprs *out)
{
    for (size_t i = 0; i < callee->captures.count; i++) {
        const struct capture *const capture = &callee->captures.at[i];
        const struct value *const value = lower_lookup(lower, capture->decl);
        struct ir_expr *const place = ir_var_expr(value->var);

        if (place->type.is_array || !capture->parameter->reference) {
            if (capture->parameter->written)
                lower_mark_written(place);
            vec_push(out, place);
        } else {
            vec_push(out, lower_address(place));
        }
        for (size_t k = 0; k < value->sizes.count; k++)
            if (value->sizes.at[k]->op != IR_INTEGER)
                vec_push(out, value->sizes.at[k]);
    }
}

static void
put_args(struct ir_expr *expr, const ir_exprs *args)
{
    for (size_t i = 0; i < args->count; i++)
        vec_push(&expr->args, args->at[i]);
}

static void
put_stmt_args(struct ir_stmt *stmt, const ir_exprs *args)
{
    for (size_t i = 0; i < args->count; i++)
        vec_push(&stmt->args, args->at[i]);
}

// ---- functions ----

// A call of a FUNCTION, whether written as one or as an operator.
struct called {
    const struct decl *decl;
    struct nodes arguments;
};

static struct called
called_by(const struct node *node)
{
    struct called called = {0};

    switch (node->kind) {
    case NODE_MONADIC:
        called.decl = node_as_monadic(node)->decl;
        nodes_push(&called.arguments, node_as_monadic(node)->operand);
        break;
    case NODE_DYADIC:
        called.decl = node_as_dyadic(node)->decl;
        nodes_push(&called.arguments, node_as_dyadic(node)->left);
        nodes_push(&called.arguments, node_as_dyadic(node)->right);
        break;
    default:
        called.decl = node_as_call(node)->decl;
        called.arguments = node_as_call(node)->arguments;
        break;
    }
    return called;
}

static void
function_arguments(struct lower *lower, const struct called *called, const struct lowered *callee,
                   ir_exprs *args)
{
    lower_arguments(lower, &node_as_function(called->decl->node)->formals, &called->arguments,
                    args);
    lower_captures(lower, callee, args);
}

static struct ir_type
lower_result_of_call(struct lower *lower, const struct node *node)
{
    const struct type *const mobile = type_mobile_of(node);

    return lower_type(lower, mobile != NULL ? mobile : node->type);
}

// A record that a FUNCTION gives gets a variable, so that its fields can be pointed at.
struct ir_expr *
lower_call(struct lower *lower, const struct node *node)
{
    const struct called called = called_by(node);
    const struct lowered *callee;
    struct ir_expr *expr;
    ir_exprs args = {0};

    if (called.decl->kind == DECL_INTRINSIC)
        return lower_intrinsic(lower, node_as_call(node));
    callee = lower_routine(lower, (struct decl *)(uintptr_t)called.decl, 0);
    function_arguments(lower, &called, callee, &args);
    expr = ir_expr_new(IR_CALL, lower_result_of_call(lower, node));
    expr->routine = callee->routine;
    put_args(expr, &args);
    return expr->type.base == IR_RECORD ? lower_once(lower, expr, "record", node->span) : expr;
}

static struct ir_expr *
result_address(struct ir_var *result)
{
    struct ir_expr *const place = ir_var_expr(result);

    if (!result->type.is_array)
        return lower_address(place);
    lower_mark_addressed(place);
    return place;
}

static struct ir_var *
result_var(struct lower *lower, struct ir_type type)
{
    struct ir_var *const var = lower_var(lower, "result", type);

    var->owned = type.base == IR_MOBILE && !type.is_array;
    return var;
}

static void
function_results(struct lower *lower, const struct node *node, struct ir_var **results)
{
    const struct called called = called_by(node);
    const struct lowered *const callee =
        lower_routine(lower, (struct decl *)(uintptr_t)called.decl, 0);
    struct ir_stmt *stmt;
    ir_exprs args = {0};

    for (size_t i = 0; i < callee->routine->results.count; i++)
        results[i] = result_var(lower, callee->routine->results.at[i]);
    function_arguments(lower, &called, callee, &args);
    stmt = lower_stmt(lower, IR_PERFORM, node->span);
    stmt->routine = callee->routine;
    for (size_t i = 0; i < callee->routine->results.count; i++)
        vec_push(&stmt->args, result_address(results[i]));
    put_stmt_args(stmt, &args);
}

// a, b := f (...): the results go to variables of their own.
void
lower_results(struct lower *lower, const struct node *node, struct ir_var **results)
{
    if (node->kind == NODE_VALOF || node->kind == NODE_SCOPED)
        lower_inline_valof(lower, node, results);
    else if (node->kind == NODE_CALL && node_as_call(node)->decl->kind == DECL_INTRINSIC)
        lower_intrinsic_results(lower, node_as_call(node), results);
    else
        function_results(lower, node, results);
}

// An array that a FUNCTION or a VALOF gives.
struct array
lower_result_array(struct lower *lower, const struct node *node)
{
    struct value value = {0};

    lower_results(lower, node, &value.var);
    return lower_array_of_value(lower, &value, node->type);
}

// ---- PROCs ----

// A call of a PROC that can wait gets a frame in a block of its own, so that the frames of calls
// that follow each other share their memory. No frame has room for another of its own kind: that of
// a recursive call comes from the heap.
static void
lower_run(struct lower *lower, const struct node_instance *node, const struct lowered *callee)
{
    struct ir_stmt *const around = lower_stmt(lower, IR_BLOCK, node->base.span);
    struct ir_block *const outer = lower_open(lower);
    struct ir_type frame = ir_scalar(IR_FRAME);
    const size_t lent = lower->lent.count;
    struct ir_stmt *run;
    ir_exprs args = {0};

    around->block = lower->block;
    frame.routine = callee->routine;
    lower_arguments(lower, &node_as_proc(node->decl->node)->formals, &node->arguments, &args);
    lower_captures(lower, callee, &args);
    if (callee->in_progress)
        ir_turn(lower->block, lower_site(lower, node->base.span));
    run = ir_stmt_new(IR_RUN, lower_site(lower, node->base.span));
    run->var = lower_var(lower, node->decl->name->text, frame);
    run->on_heap = run->var->by_pointer = callee->in_progress;
    run->routine = callee->routine;
    run->wait = lower_wait(lower, IR_WAIT_CALL, node->base.span, node->decl->name->text);
    put_stmt_args(run, &args);
    vec_push(&lower->block->stmts, run);
    lower_take_back(lower, lent);
    lower_close(lower, outer);
}

void
lower_instance(struct lower *lower, const struct node_instance *node)
{
    const struct lowered *callee;
    const size_t lent = lower->lent.count;
    struct ir_stmt *stmt;
    ir_exprs args = {0};

    lower_alias_checks(lower, node->checks);
    if (node->decl->kind == DECL_INTRINSIC) {
        lower_intrinsic_proc(lower, node);
        return;
    }
    if (lower_calls_process(node)) {
        lower_process_call(lower, node);
        return;
    }
    callee = lower_routine(lower, node->decl, lower_tables(lower, node));
    if (callee->routine->is_process) {
        lower_run(lower, node, callee);
        return;
    }
    lower_arguments(lower, &node_as_proc(node->decl->node)->formals, &node->arguments, &args);
    lower_captures(lower, callee, &args);
    stmt = lower_stmt(lower, IR_PERFORM, node->base.span);
    stmt->routine = callee->routine;
    put_stmt_args(stmt, &args);
    lower_take_back(lower, lent);
}
