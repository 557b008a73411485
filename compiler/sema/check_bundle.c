// SPDX-License-Identifier: MIT
// CHAN TYPEs, SHARED ends and CLAIM.
#include <config.h>

#include "sema/check.h"

// A CLAIM around the process being checked.
struct claim {
    const struct claim *outer;
    const struct decl *decl; // what holds the end; NULL after an error
    const struct type *type; // END or CHAN
    enum direction use;      // of a SHARED CHAN: which end
    bool is_element;         // of an array of ends, so that others may be meant by the same name
    struct span span;
};

// ---- declarations ----

static void
add_channels(struct check *check, struct type *bundle, struct node_declare *declare)
{
    const struct type *const type = check_type(check, declare->type_of);

    if (type_is_error(type))
        return;
    if (type->kind != TYPE_CHAN) {
        diag_error(check->diagnostics, E_BUNDLE, declare->type_of->span,
                   "a CHAN TYPE consists of channels, and this is %s", type_text(type));
        return;
    }
    for (size_t i = 0; i < declare->names.count; i++) {
        const struct node_define *const define = node_as_define(declare->names.at[i]);

        if (define->direction == DIRECTION_NONE)
            diag_help(diag_error(check->diagnostics, E_BUNDLE, define->base.span,
                                 "`%s` needs a direction", define->name->text),
                      "`?` if the server reads from it, `!` if the server writes to it");
        if (type_field(bundle, define->name) >= 0)
            diag_error(check->diagnostics, E_DUPLICATE, define->base.span,
                       "the field `%s` is declared twice", define->name->text);
        vec_push(
            &bundle->fields,
            ((struct field){.name = define->name,
                            .type = type_chan(type->element, (enum direction)define->direction),
                            .span = define->base.span}));
    }
}

// A declaration in advance makes the type; the one with the channels fills it in.
void
check_chan_type(struct check *check, struct node_chan_type *node)
{
    struct decl *const decl = define_decl(node->name);
    struct type *bundle = (struct type *)(uintptr_t)decl->type;

    if (bundle == NULL)
        decl->type = bundle = type_declared(TYPE_BUNDLE, decl);
    for (size_t i = 0; decl->node == &node->base && i < node->fields.count; i++)
        add_channels(check, bundle, node_as_declare(node->fields.at[i]));
}

static bool
names_chan_type(const struct node *node)
{
    return node->kind == NODE_MOBILE_NEW && node_as_mobile_new(node)->of->kind == NODE_TYPE_NAME &&
           node_as_type_name(node_as_mobile_new(node)->of)->decl->kind == DECL_CHAN_TYPE;
}

bool
check_new_bundle(struct check *check, struct node_assign *node)
{
    const struct decl *decl;
    bool seen[2] = {false, false};

    if (node->right.count != 1 || !names_chan_type(node->right.at[0]))
        return false;
    decl = node_as_type_name(node_as_mobile_new(node->right.at[0])->of)->decl;
    node->right.at[0]->type = decl->type;
    for (size_t i = 0; i < node->left.count; i++) {
        const struct type *const type = node->left.at[i]->type;

        if (type_is_error(type))
            return true;
        if (type->kind != TYPE_END || type->element != decl->type) {
            diag_label(diag_error(check->diagnostics, E_TYPE_MISMATCH, node->left.at[i]->span,
                                  "an end of %s goes here", decl->name->text),
                       "this is of type %s", type_text(type));
            return true;
        }
        seen[type->direction == DIRECTION_IN] = true;
    }
    if (node->left.count != 2 || !seen[0] || !seen[1])
        diag_help(diag_error(check->diagnostics, E_BUNDLE, node->base.span,
                             "MOBILE %s makes two ends, for two variables", decl->name->text),
                  "`client, server := MOBILE %s`, of types %s! and %s?", decl->name->text,
                  decl->name->text, decl->name->text);
    return true;
}

// ---- CLAIM ----

static const struct decl *
root_of(const struct node *node)
{
    for (;;) {
        switch (node->kind) {
        case NODE_SUBSCRIPT: node = node_as_subscript(node)->of; break;
        case NODE_END_OF: node = node_as_end_of(node)->channel; break;
        case NODE_NAME: return node_as_name_use(node)->decl;
        default: return NULL;
        }
    }
}

// CLAIM c ! x is short for CLAIM c! and then c ! x.
static struct node *
claimed_channel(const struct node_claim *node, enum direction *use)
{
    switch (node->channel->kind) {
    case NODE_OUTPUT: *use = DIRECTION_OUT; return node_as_output(node->channel)->channel;
    case NODE_INPUT: *use = DIRECTION_IN; return node_as_input(node->channel)->channel;
    case NODE_CASE_INPUT: *use = DIRECTION_IN; return node_as_case_input(node->channel)->channel;
    case NODE_END_OF:
        *use = (enum direction)node_as_end_of(node->channel)->direction;
        return node_as_end_of(node->channel)->channel;
    default: *use = DIRECTION_NONE; return node->channel;
    }
}

// While a client's end is claimed no other may be: two that claim in different orders would wait
// for each other for ever. Servers wait for clients only.
static void
refuse_nested(struct check *check, const struct claim *claim)
{
    for (const struct claim *outer = claim->outer; outer != NULL; outer = outer->outer) {
        if (outer->decl == NULL || claim->type->kind != TYPE_END || outer->type->kind != TYPE_END ||
            claim->type->direction != DIRECTION_OUT || outer->type->direction != DIRECTION_OUT)
            continue;
        diag_also(diag_warning(check->diagnostics, WARN_CLAIM, E_CLAIM, claim->span,
                               "a second client's end is claimed inside a CLAIM of one: two "
                               "processes that do so in different orders wait for ever"),
                  outer->span, "this is claimed already");
        return;
    }
}

static void
refuse_again(struct check *check, const struct claim *claim)
{
    for (const struct claim *outer = claim->outer; outer != NULL; outer = outer->outer) {
        if (claim->decl == NULL || outer->decl != claim->decl || outer->is_element ||
            claim->is_element || (claim->type->kind == TYPE_CHAN && outer->use != claim->use))
            continue;
        diag_also(diag_error(check->diagnostics, E_CLAIM, claim->span,
                             "`%s` is claimed inside a CLAIM of it", claim->decl->name->text),
                  outer->span, "this would wait for itself");
        return;
    }
    refuse_nested(check, claim);
}

static void
settle_use(struct check *check, struct claim *claim, const struct node *channel)
{
    if (claim->type->kind != TYPE_CHAN)
        return;
    if (claim->use == DIRECTION_NONE)
        claim->use = claim->type->direction;
    if (claim->use == DIRECTION_NONE)
        claim->use = claim->type->shared == SHARED_READING   ? DIRECTION_IN
                     : claim->type->shared == SHARED_WRITING ? DIRECTION_OUT
                                                             : DIRECTION_NONE;
    if (claim->use == DIRECTION_NONE)
        diag_help(diag_error(check->diagnostics, E_CLAIM, channel->span,
                             "both ends are shared: say which is claimed"),
                  "`CLAIM c!` to write, `CLAIM c?` to read");
}

void
check_claim(struct check *check, struct node_claim *node)
{
    struct claim claim = {.outer = check->claims, .span = node->channel->span};
    struct node *const channel = claimed_channel(node, &claim.use);

    check_not_in_function(check, node->base.span, "CLAIM");
    claim.type = check_expr(check, channel, NULL);
    claim.decl = root_of(channel);
    claim.is_element = channel->kind == NODE_SUBSCRIPT;
    if (type_is_error(claim.type)) {
        claim.decl = NULL;
    } else if ((claim.type->kind != TYPE_END && claim.type->kind != TYPE_CHAN) ||
               claim.type->shared == SHARED_NOT || channel->type->kind != claim.type->kind) {
        diag_label(
            diag_error(check->diagnostics, E_CLAIM, channel->span, "only a SHARED end is claimed"),
            "this is of type %s", type_text(claim.type));
        claim.decl = NULL;
    } else {
        settle_use(check, &claim, channel);
        refuse_again(check, &claim);
    }
    node->use = (int)claim.use;
    check->claims = &claim;
    check_process(check, node->body);
    check->claims = claim.outer;
}

static bool
is_claimed(const struct check *check, const struct node *channel, enum direction use)
{
    const struct decl *const decl = root_of(channel);

    for (const struct claim *claim = check->claims; claim != NULL; claim = claim->outer) {
        if (claim->decl == NULL)
            return true;
        if (claim->decl == decl && (claim->type->kind == TYPE_END || use == DIRECTION_NONE ||
                                    claim->use == use || claim->use == DIRECTION_NONE))
            return true;
    }
    return false;
}

void
check_claimed(struct check *check, const struct node *channel, enum direction use)
{
    const struct decl *const decl = root_of(channel);

    if (!type_is_claimed(channel->type, use) || is_claimed(check, channel, use))
        return;
    diag_help(diag_error(check->diagnostics, E_CLAIM, channel->span,
                         "this end is SHARED and is used outside a CLAIM"),
              decl == NULL ? "put `CLAIM` around it" : "write `CLAIM %s%s` around it",
              decl == NULL ? "" : decl->name->text,
              channel->kind == NODE_SUBSCRIPT ? ""
              : use == DIRECTION_IN           ? "?"
                                              : "!");
}
