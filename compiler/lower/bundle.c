// SPDX-License-Identifier: MIT
// CHAN TYPEs and SHARED channels: bundles of channels, whose ends are words like mobiles.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

// ---- types ----

// All ends of a CHAN TYPE are of one kind; so are all SHARED channels of a program.
struct ir_type
lower_bundle_type(struct lower *lower, const struct type *type)
{
    const struct type *const bundle = type->kind == TYPE_END ? type->element : NULL;
    const void *const key = bundle != NULL ? (const void *)bundle : (const void *)lower;
    const size_t count = bundle != NULL ? bundle->fields.count : 1;
    struct ir_type made = ir_scalar(IR_MOBILE);

    made.mobile = map_get(&lower->mobiles, key);
    if (made.mobile != NULL)
        return made;
    made.mobile = mem_new(struct ir_mobile);
    map_put(&lower->mobiles, key, made.mobile);
    made.mobile->text = bundle != NULL ? bundle->decl->name->text : "SHARED CHAN";
    made.mobile->is_bundle = true;
    made.mobile->is_shared = bundle == NULL;
    made.mobile->closes = bundle != NULL ? !bundle->decl->occam : !lower->program->main->occam;
    made.mobile->element = ir_scalar(IR_CHAN);
    made.mobile->count = (int64_t)count;
    vec_push(&lower->ir->mobiles, made.mobile);
    return made;
}

// ---- channels ----

struct ir_expr *
lower_bundle_channel(struct lower *lower, struct ir_expr *word, size_t field, struct span span)
{
    struct ir_type row = ir_scalar(IR_CHAN);
    struct ir_expr *channels;

    row.is_array = true;
    row.count = word->type.mobile->count;
    channels = ir_unary(IR_CONTENTS, row, word);
    channels->site = lower_site(lower, span);
    channels->checked = true;
    return ir_binary(IR_INDEX, ir_scalar(IR_CHAN), channels, lower_integer(lower, (int64_t)field));
}

// ---- making ----

static struct ir_expr *
new_bundle(struct lower *lower, struct ir_type type, struct span span)
{
    struct ir_expr *const new = ir_expr_new(IR_NEW, type);

    new->site = lower_site(lower, span);
    return new;
}

// A declared SHARED channel: its variable stands for both ends.
void
lower_shared(struct lower *lower, struct ir_var *var, struct span span)
{
    lower_put_word(lower, ir_var_expr(var), new_bundle(lower, var->type, span), span);
}

// client, server := MOBILE T
void
lower_new_bundle(struct lower *lower, const struct node_assign *node)
{
    const struct ir_type type = lower_type(lower, node->left.at[0]->type);
    struct ir_expr *const both = ir_var_expr(lower_var(lower, "bundle", type));

    lower_assign(lower, both, new_bundle(lower, type, node->base.span), node->base.span);
    for (size_t i = 0; i < node->left.count; i++) {
        const struct node *const left = node->left.at[i];
        struct ir_expr *const end = ir_unary(IR_END_OF, type, both);

        end->integer = left->type->direction == DIRECTION_OUT ? IR_CLIENT : IR_SERVER;
        lower_put_word(lower, lower_mobile(lower, left), end, left->span);
    }
}

// ---- MOBILE.CHAN ----

// Of what may be any end, that it is one of type `wanted`.
void
lower_check_end(struct lower *lower, struct ir_expr *word, const struct type *wanted,
                struct span span)
{
    struct ir_stmt *const check = lower_stmt(lower, IR_CHECK_END, span);

    wanted = type_base(wanted);
    check->value = word;
    check->text = type_text(wanted);
    if (!type_is_any_end(wanted))
        check->mobile = lower_type(lower, wanted).mobile;
    check->integer = wanted->direction == DIRECTION_OUT  ? IR_CLIENT
                     : wanted->direction == DIRECTION_IN ? IR_SERVER
                                                         : 0;
}

// A PROC has an end of another type by address: what it works on is a variable between, and what that
// holds after the call must be such an end again.
struct ir_expr *
lower_lent_end(struct lower *lower, const struct decl *formal, const struct node *argument)
{
    struct ir_expr *const word = lower_mobile(lower, argument);
    struct ir_expr *const between =
        ir_var_expr(lower_owned(lower, "end", lower_type(lower, formal->type)));

    if (formal->mode != FORMAL_RESULT) {
        if (type_is_other_end(formal->type, argument->type))
            lower_check_end(lower, word, formal->type, argument->span);
        lower_put_moved(lower, between, word, argument->span);
    }
    vec_push(&lower->lent, ((struct lent){word, between, formal->type, argument}));
    return lower_address(between);
}

void
lower_take_back(struct lower *lower, size_t first)
{
    while (lower->lent.count > first) {
        const struct lent *const lent = &lower->lent.at[--lower->lent.count];

        if (type_is_other_end(lent->argument->type, lent->type))
            lower_check_end(lower, lent->between, lent->argument->type, lent->argument->span);
        lower_put_moved(lower, lent->word, lent->between, lent->argument->span);
    }
}

// ---- CLAIM ----

static struct ir_stmt *
claim_stmt(struct lower *lower, enum ir_stmt_kind kind, struct ir_expr *word, int end,
           struct span span)
{
    struct ir_stmt *const stmt = lower_stmt(lower, kind, span);

    stmt->target = word;
    stmt->integer = end;
    return stmt;
}

static const struct node *
claimed(const struct node_claim *node)
{
    switch (node->channel->kind) {
    case NODE_OUTPUT: return node_as_output(node->channel)->channel;
    case NODE_INPUT: return node_as_input(node->channel)->channel;
    case NODE_CASE_INPUT: return node_as_case_input(node->channel)->channel;
    case NODE_END_OF: return node_as_end_of(node->channel)->channel;
    default: return node->channel;
    }
}

static struct ir_expr *
word_of(struct lower *lower, const struct node *channel)
{
    if (channel->type->kind == TYPE_CHAN)
        return ir_var_expr(lower_lookup(lower, node_as_name_use(channel)->decl)->var);
    return lower_mobile(lower, channel);
}

// Whoever leaves by END breaks the conversation, and END goes on outwards.
void
lower_claim(struct lower *lower, const struct node_claim *node)
{
    const struct node *const channel = claimed(node);
    struct ir_expr *const word = word_of(lower, channel);
    const enum direction use =
        channel->type->kind == TYPE_END ? channel->type->direction : (enum direction)node->use;
    const int end = use == DIRECTION_OUT ? IR_CLIENT : IR_SERVER;
    struct ir_leave *const outer_leave = lower->env->leave;
    struct ir_block *const outer = lower->block;
    struct ir_stmt *try;

    claim_stmt(lower, IR_CLAIM, word, end, node->base.span)->wait =
        lower_wait(lower, IR_WAIT_CLAIM, node->base.span, lower_channel_name(channel));
    try = lower_stmt(lower, IR_TRY, node->base.span);
    try->leave = lower->env->leave = lower_leave_new(lower);
    try->block = lower_body(lower, node->body);
    lower->block = try->block;
    claim_stmt(lower, IR_UNCLAIM, word, end, node->base.span);
    lower->env->leave = outer_leave;
    try->handler = lower->block = lower_block_new();
    claim_stmt(lower, IR_BREAK, word, end, node->base.span);
    lower_pass_on(lower, outer_leave, node->base.span);
    lower->block = outer;
}
