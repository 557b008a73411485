// SPDX-License-Identifier: MIT
// MOBILE types, and which expressions are held as mobiles.
#include <config.h>

#include "types/types.h"

const struct type *
type_contents(const struct type *type)
{
    const struct type *const base = type_base(type);

    return base->kind == TYPE_MOBILE ? base->element : type;
}

bool
type_is_mobile(const struct type *type)
{
    const enum type_kind kind = type_base(type)->kind;

    return kind == TYPE_MOBILE || kind == TYPE_END;
}

// ---- ends of bundles ----

const struct type *
type_end(const struct type *bundle, enum direction direction, bool shared)
{
    return type_made(&(struct type){.kind = TYPE_END,
                                    .element = bundle,
                                    .direction = direction,
                                    .shared = shared ? SHARED_BOTH : SHARED_NOT});
}

// Stands for all CHAN TYPEs.
static const struct type *
any_bundle(void)
{
    static struct decl decl = {.kind = DECL_CHAN_TYPE};
    static struct type type = {.kind = TYPE_BUNDLE, .decl = &decl};

    decl.name = name_of("MOBILE.CHAN");
    return &type;
}

const struct type *
type_any_end(enum direction direction, bool shared)
{
    return type_end(any_bundle(), direction, shared);
}

bool
type_is_any_end(const struct type *type)
{
    return type_base(type)->kind == TYPE_END && type_base(type)->element == any_bundle();
}

bool
type_is_other_end(const struct type *wanted, const struct type *actual)
{
    wanted = type_base(wanted);
    actual = type_base(actual);
    if (!type_is_any_end(actual) || wanted == actual)
        return false;
    return wanted->element != actual->element ||
           (wanted->direction != DIRECTION_NONE && actual->direction == DIRECTION_NONE);
}

// The direction is written as the server sees it.
const struct type *
type_end_channel(const struct type *end, size_t field)
{
    const struct type *const chan = end->element->fields.at[field].type;
    const bool turned = end->direction == DIRECTION_OUT;
    enum direction direction = chan->direction;

    if (turned && direction != DIRECTION_NONE)
        direction = direction == DIRECTION_IN ? DIRECTION_OUT : DIRECTION_IN;
    return type_shared(type_chan(chan->element, direction), end->shared);
}

const struct type *
type_shared(const struct type *chan, enum shared_ends shared)
{
    return type_made(&(struct type){.kind = TYPE_CHAN,
                                    .element = chan->element,
                                    .direction = chan->direction,
                                    .shared = shared});
}

bool
type_is_claimed(const struct type *type, enum direction use)
{
    return type->shared == SHARED_BOTH ||
           type->shared == (use == DIRECTION_IN ? SHARED_READING : SHARED_WRITING);
}

// ---- expressions ----

// A value made of a variant: a new mobile, if the sum type is one.
static const struct type *
made_type(const struct node *expr)
{
    return expr->type->kind == TYPE_RECORD && expr->type->is_sum && expr->type->is_mobile
               ? type_mobile(expr->type)
               : NULL;
}

static const struct type *
declared_type(const struct node *expr)
{
    const struct decl *const decl = node_as_name_use(expr)->decl;

    if (decl != NULL && decl->kind == DECL_TAG)
        return made_type(expr);
    return decl != NULL && decl->kind != DECL_ERROR ? decl->type : NULL;
}

// What the elements or the field of an array or record are.
static const struct type *
part_type(const struct node_subscript *node)
{
    const struct type *const of = type_base(node->of->type);

    if (node->is_key)
        return type_map_element(of);
    if (of->kind == TYPE_RECORD)
        return node->is_field ? of->fields.at[node->field].type : NULL;
    return of->kind == TYPE_ARRAY ? of->element : NULL;
}

static const struct type *
result_type(const struct node_call *node)
{
    if (node->decl == NULL || node->decl->kind != DECL_FUNCTION || node->conversion != NULL)
        return NULL;
    return node_as_function(node->decl->node)->results.at[0]->type;
}

static const struct type *
held_type(const struct node *expr)
{
    switch (expr->kind) {
    case NODE_NAME: return declared_type(expr);
    case NODE_SUBSCRIPT: return part_type(node_as_subscript(expr));
    case NODE_END_OF: // of an end, that says which it is
        return expr->type != NULL && expr->type->kind == TYPE_END ? expr->type : NULL;
    case NODE_TABLE: return node_as_table(expr)->variant != NULL ? made_type(expr) : NULL;
    case NODE_CALL: return result_type(node_as_call(expr));
    case NODE_CLONE: return type_mobile_of(node_as_clone(expr)->operand);
    case NODE_MOBILE_NEW: return type_mobile(expr->type);
    default: return NULL;
    }
}

const struct type *
type_mobile_of(const struct node *expr)
{
    const struct type *const type = held_type(expr);

    return type != NULL && type_is_mobile(type) ? type_base(type) : NULL;
}
