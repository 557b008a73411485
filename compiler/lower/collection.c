// SPDX-License-Identifier: MIT
// Collections: mobile arrays that grow by APPEND, and MAPs.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

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

// ---- MAP ----
//
// m[k] is the element of the array of the values of m whose place the runtime finds for the key k.

// Where the arrays of a MAP are.
static struct ir_expr *
map_of(struct lower *lower, const struct node *node)
{
    return lower_contents(lower, lower_mobile(lower, node), type_mobile_of(node), node->span);
}

struct array
lower_map_array(struct lower *lower, const struct node *node, int number)
{
    const struct type *const type = type_base(node->type)->fields.at[number].type;
    struct ir_expr *const map = map_of(lower, node);
    struct ir_expr *const field =
        ir_unary(IR_FIELD, lower_type(lower, type), ir_unary(IR_AT, map->type, map));

    field->integer = number;
    return lower_mobile_array(lower, field, type, node->span);
}

static struct ir_expr *
call(struct lower *lower, const char *name, struct ir_type type, struct ir_expr *map,
     const struct node *key)
{
    const bool is_text = type_base(key->type)->kind == TYPE_STRING;
    struct ir_expr *const expr = ir_expr_new(IR_INTRINSIC, type);

    expr->text = mem_format("map.%s.%s", name, is_text ? "text" : "number");
    vec_push(&expr->args, map);
    vec_push(&expr->args, lower_expr(lower, key));
    return expr;
}

struct ir_expr *
lower_map_place(struct lower *lower, const struct node_subscript *node)
{
    struct ir_expr *const place =
        call(lower, "at", ir_scalar(lower_int(lower)), map_of(lower, node->of), node->index);

    place->checked = true;
    place->site = lower_site(lower, node->base.span);
    return place;
}

// m[k] := v
void
lower_enter(struct lower *lower, const struct node_subscript *target, const struct node *value)
{
    const struct type *const type = type_map_element(target->of->type);
    const struct kept kept = keep(lower, value, type);
    struct ir_expr *const entered =
        ir_binary(IR_ENTERED, ir_scalar(lower_int(lower)), map_of(lower, target->of),
                  lower_expr(lower, target->index));
    const struct ir_type made = lower_type(lower, type);
    struct ir_expr *place, *at;

    entered->site = lower_site(lower, target->base.span);
    place = lower_once(lower, entered, "place", target->base.span);
    at = lower_map_array(lower, target->of, MAP_VALUES).address;
    if (made.is_array)
        place = lower_multiply(lower, place, lower_integer(lower, made.count));
    at = ir_binary(IR_OFFSET, made, at, place);
    store(lower, at, type, &kept, target->base.span);
}

struct ir_expr *
lower_has(struct lower *lower, const struct node_call *node)
{
    return call(lower, "has", ir_scalar(IR_BOOL), map_of(lower, node->arguments.at[0]),
                node->arguments.at[1]);
}

void
lower_remove(struct lower *lower, const struct node_instance *node)
{
    struct ir_expr *const removed =
        call(lower, "remove", ir_scalar(IR_VOID), map_of(lower, node->arguments.at[0]),
             node->arguments.at[1]);
    struct ir_stmt *const stmt = lower_stmt(lower, IR_PERFORM, node->base.span);

    stmt->text = removed->text;
    for (size_t i = 0; i < removed->args.count; i++)
        vec_push(&stmt->args, removed->args.at[i]);
}
