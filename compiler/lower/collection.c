// SPDX-License-Identifier: MIT
// Collections: mobile arrays that grow by APPEND.
#include <config.h>

#include "lower/internal.h"

// ---- values for places that come into being after them ----

// What a new element gets is worked out before there is one: it may be that of another element.
struct kept {
    struct ir_expr *value; // a scalar, a record, or the place of a mobile
    struct array array;
};

static struct kept
keep(struct lower *lower, const struct node *node, const struct type *type)
{
    struct kept kept = {0};

    if (type_is_mobile(type)) {
        kept.value = ir_var_expr(lower_owned(lower, "item", lower_type(lower, type)));
        lower_put(lower, kept.value, node, type);
    } else if (lower_is_array(type)) {
        const struct value value = {.var = lower_var(lower, "item", lower_type(lower, type))};
        const struct array from = lower_array(lower, node);

        kept.array = lower_array_of_value(lower, &value, type);
        lower_copy(lower, &kept.array, &from, node->span);
    } else {
        kept.value = lower_once(lower, lower_expr(lower, node), "item", node->span);
    }
    return kept;
}

// `at` is the address of the place.
static void
store(struct lower *lower, struct ir_expr *at, const struct type *type, const struct kept *kept,
      struct span span)
{
    struct ir_expr *const place = ir_unary(IR_AT, at->type, at);
    struct array to = kept->array;

    if (type_is_mobile(type)) {
        lower_put_moved(lower, place, kept->value, span);
    } else if (lower_is_array(type)) {
        to.address = at;
        lower_copy_same(lower, &to, &kept->array, span);
    } else {
        lower_assign(lower, place, kept->value, span);
    }
}

// ---- APPEND ----

void
lower_append(struct lower *lower, const struct node_instance *node)
{
    const struct node *const array = node->arguments.at[0];
    const struct type *const element = type_base(array->type)->element;
    const struct kept kept = keep(lower, node->arguments.at[1], element);
    struct ir_expr *const place = lower_mobile(lower, array);
    struct ir_expr *const grown = ir_unary(IR_GROWN, lower_type(lower, element), place);

    lower_mark_addressed(place);
    grown->site = lower_site(lower, node->base.span);
    store(lower, grown, element, &kept, node->base.span);
}
