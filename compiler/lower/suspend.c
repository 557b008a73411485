// SPDX-License-Identifier: MIT
// MOBILE PROCs. A process in a variable is a mobile whose contents are what a call gives it; its
// routine has the addresses of these as parameters. So whatever it is made of, however deep, finds the
// channels of the call that is under way, and not those of the call in which it was suspended.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

// ---- what a call gives ----

static const struct nodes *
formals_of(const struct type *type)
{
    return &node_as_proc(node_as_proc_type(type->decl->node)->heading)->formals;
}

static const struct decl *
formal_at(const struct nodes *formals, size_t number)
{
    return node_as_define(node_as_formal(formals->at[number])->name)->decl;
}

static struct ir_type
given_type(struct lower *lower, const struct type *type)
{
    struct ir_type given = lower_type(lower, type);

    if (given.base == IR_CHAN)
        given.base = IR_CHAN_AT;
    return given;
}

struct ir_type
lower_formals_type(struct lower *lower, const struct type *type)
{
    const struct nodes *const formals = formals_of(type);
    struct ir_type made = ir_scalar(IR_RECORD);
    struct ir_record *record = type->decl->lowered;

    if (record == NULL) {
        type->decl->lowered = record = mem_new(struct ir_record);
        record->name = type->decl->name->text;
        for (size_t i = 0; i < formals->count; i++) {
            const struct decl *const formal = formal_at(formals, i);

            vec_push(&record->fields, ((struct ir_field){.name = formal->name->text,
                                                         .type = given_type(lower, formal->type)}));
        }
        vec_push(&lower->ir->records, record);
    }
    made.record = record;
    return made;
}

// ---- parameters ----

void
lower_bind_through(struct ir_var *parameter, const struct type *type)
{
    if (type->kind == TYPE_CHAN && type->shared == SHARED_NOT)
        parameter->type = ir_scalar(IR_CHAN_AT);
    parameter->reference = true;
    parameter->rebinds = true;
}

static const struct node *
without_end(const struct node *channel)
{
    return channel->kind == NODE_END_OF ? node_as_end_of(channel)->channel : channel;
}

bool
lower_is_rebound(struct lower *lower, const struct node *channel)
{
    for (;;) {
        switch (channel->kind) {
        case NODE_SUBSCRIPT:
            if (node_as_subscript(channel)->is_field)
                return false; // of a bundle
            channel = node_as_subscript(channel)->of;
            break;
        case NODE_SLICE: channel = node_as_slice(channel)->of; break;
        case NODE_END_OF: channel = node_as_end_of(channel)->channel; break;
        case NODE_NAME: {
            const struct value *const value = lower_lookup(lower, node_as_name_use(channel)->decl);

            return value->var != NULL && value->var->rebinds;
        }
        default: return false;
        }
    }
}

bool
lower_is_through(struct lower *lower, const struct decl *formal, const struct node *argument)
{
    return formal->owner != NULL && formal->owner->suspends && formal->type->kind == TYPE_CHAN &&
           without_end(argument)->kind == NODE_NAME && lower_is_rebound(lower, argument);
}

void
lower_refuse_rebound(struct lower *lower, const struct node *channel)
{
    if (lower_is_rebound(lower, channel))
        diag_error(lower->diagnostics, E_PROC_TYPE, channel->span,
                   "a parameter of a MOBILE PROC is another channel at each call, and cannot be "
                   "part of a table or be retyped");
}

// ---- making ----

static void
refuse_free_names(struct lower *lower, const struct lowered *lowered, const struct decl *proc)
{
    for (size_t i = 0; i < lowered->captures.count; i++) {
        const struct decl *const used = lowered->captures.at[i].decl;

        if (used == &lower->forking)
            diag_help(diag_error(lower->diagnostics, E_PROC_TYPE, proc->span,
                                 "the MOBILE PROC `%s` contains a FORK that no FORKING of its own "
                                 "waits for",
                                 proc->name->text),
                      "put a FORKING around it");
        else
            diag_also(diag_error(lower->diagnostics, E_PROC_TYPE, proc->span,
                                 "the MOBILE PROC `%s` uses `%s`, which may be gone when it runs",
                                 proc->name->text, used->name->text),
                      used->span, "declared here");
    }
}

struct lowered *
lower_mobile_proc(struct lower *lower, struct decl *decl)
{
    const struct node_proc *const proc = node_as_proc(decl->node);
    struct lowered *const lowered = lower_routine(lower, decl, UINT64_MAX);

    if (lowered->routine->formals == NULL) {
        lowered->routine->formals =
            lower_formals_type(lower, type_base(proc->implements.at[0]->type)).record;
        refuse_free_names(lower, lowered, decl);
    }
    return lowered;
}

struct ir_expr *
lower_new_process(struct lower *lower, const struct node_mobile_new *node,
                  const struct type *mobile)
{
    struct ir_expr *const new = ir_expr_new(IR_NEW, lower_mobile_type(lower, mobile));

    new->site = lower_site(lower, node->base.span);
    new->routine = lower_mobile_proc(lower, node_as_type_name(node->of)->decl)->routine;
    return new;
}

// ---- calls ----

bool
lower_calls_process(const struct node_instance *node)
{
    return node->callee->kind == NODE_NAME && node_as_name_use(node->callee)->decl != node->decl;
}

// What a call gives, while it runs.
struct giving {
    struct lower *lower;
    struct ir_expr *word;
    const struct type *type; // the PROC TYPE
    const struct node_instance *node;
};

static struct ir_expr *
given_place(const struct giving *giving, size_t number)
{
    const struct ir_type record = giving->word->type.mobile->element;
    struct ir_expr *const contents = ir_unary(IR_CONTENTS, record, giving->word);
    struct ir_expr *const field = ir_unary(IR_FIELD, record.record->fields.at[number].type,
                                           ir_unary(IR_AT, record, contents));

    contents->checked = true;
    contents->site = lower_site(giving->lower, giving->node->base.span);
    field->integer = (int64_t)number;
    return field;
}

static struct ir_expr *
element_address(struct lower *lower, const struct array *array, int64_t number)
{
    struct ir_expr *const place = ir_binary(IR_INDEX, ir_scalar(array->address->type.base),
                                            array->address, lower_integer(lower, number));

    return place->type.base == IR_CHAN_AT ? place : lower_address(place);
}

static void
give_array(const struct giving *giving, size_t number, const struct type *type)
{
    struct lower *const lower = giving->lower;
    const struct node *const argument = giving->node->arguments.at[number];
    const struct array from = lower_array(lower, argument);

    lower_check_sizes(lower, type, &from, argument->span);
    for (int64_t i = 0; i < type->size; i++)
        lower_assign(lower,
                     ir_binary(IR_INDEX, ir_scalar(IR_CHAN_AT), given_place(giving, number),
                               lower_integer(lower, i)),
                     element_address(lower, &from, i), argument->span);
}

static void
give(const struct giving *giving, size_t number)
{
    struct lower *const lower = giving->lower;
    const struct type *const type = type_base(formal_at(formals_of(giving->type), number)->type);
    const struct node *const argument = giving->node->arguments.at[number];
    struct ir_expr *value;

    if (type->kind == TYPE_ARRAY) {
        give_array(giving, number, type);
        return;
    }
    if (type->kind == TYPE_END && type_is_other_end(type, argument->type))
        lower_check_end(lower, lower_mobile(lower, argument), type, argument->span);
    if (type->kind == TYPE_END)
        value = lower_mobile(lower, argument);
    else if (type->kind == TYPE_CHAN && type->shared != SHARED_NOT)
        value =
            ir_var_expr(lower_lookup(lower, node_as_name_use(without_end(argument))->decl)->var);
    else if (type->kind == TYPE_CHAN)
        value = lower_channel(lower, argument);
    else
        value = lower_expr(lower, argument);
    lower_assign(lower, given_place(giving, number), value, argument->span);
}

// Ends of bundles are lent: the process may have put others in their place.
static void
take_back(struct lower *lower, const void *context, struct span span)
{
    const struct giving *const giving = context;
    const struct nodes *const formals = formals_of(giving->type);

    for (size_t i = 0; i < formals->count; i++) {
        const struct type *const type = formal_at(formals, i)->type;
        const struct node *const argument = giving->node->arguments.at[i];

        if (type->kind != TYPE_END)
            continue;
        if (type_is_other_end(argument->type, type))
            lower_check_end(lower, given_place(giving, i), argument->type, argument->span);
        lower_assign(lower, lower_mobile(lower, argument), given_place(giving, i), span);
    }
}

static void
invoke(struct lower *lower, const struct giving *giving)
{
    const struct span span = giving->node->base.span;
    struct ir_stmt *const stmt = ir_stmt_new(IR_INVOKE, lower_site(lower, span));

    stmt->target = giving->word;
    stmt->var = lower_var(lower, "call", ir_scalar(IR_INVOKING));
    stmt->text = node_as_name_use(giving->node->callee)->name->text;
    stmt->wait = lower_wait(lower, IR_WAIT_INVOKE, span, stmt->text);
    vec_push(&lower->block->stmts, stmt);
}

void
lower_process_call(struct lower *lower, const struct node_instance *node)
{
    const struct giving giving = {
        .lower = lower,
        .word = lower_mobile(lower, node->callee),
        .type = type_base(type_mobile_of(node->callee)->element),
        .node = node,
    };
    struct finally finally;

    for (size_t i = 0; i < node->arguments.count; i++)
        give(&giving, i);
    lower_finally_open(lower, &finally);
    invoke(lower, &giving);
    lower_finally_close(lower, &finally, take_back, &giving, node->base.span);
}

// ---- SUSPEND ----

void
lower_suspend(struct lower *lower, const struct node *node)
{
    lower_stmt(lower, IR_SUSPEND, node->span)->wait =
        lower_wait(lower, IR_WAIT_SUSPEND, node->span, NULL);
}

bool
lower_may_be_suspended(const struct env *env)
{
    while (env != NULL && env->is_branch)
        env = env->outer;
    return env != NULL && env->suspends;
}
