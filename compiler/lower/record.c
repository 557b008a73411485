// SPDX-License-Identifier: MIT
// Records and values of sum types, made field by field.
#include <config.h>

#include "lower/internal.h"

// Field number `i` of the record at `record` gets a value.
static void
fill_field(struct lower *lower, struct ir_expr *record, const struct type *type, size_t i,
           const struct node *value)
{
    const struct field *const field = &type->fields.at[i];
    struct ir_expr *const place = ir_unary(IR_FIELD, lower_type(lower, field->type), record);

    place->integer = (int64_t)i;
    if (type_is_mobile(field->type)) {
        lower_put(lower, place, value, field->type);
    } else if (lower_is_array(field->type)) {
        const struct value none = {.var = NULL};
        struct array to = lower_array_of_value(lower, &none, field->type);
        const struct array from = lower_array(lower, value);

        to.address = place;
        lower_copy(lower, &to, &from, value->span);
    } else {
        lower_assign(lower, place, lower_expr(lower, value), value->span);
    }
}

struct ir_expr *
lower_record_literal(struct lower *lower, const struct node *node)
{
    const struct node_table *const table = node_as_table(node);
    struct ir_expr *const record =
        ir_var_expr(lower_var(lower, "record", lower_type(lower, node->type)));

    for (size_t i = 0; i < table->items.count; i++)
        fill_field(lower, record, type_base(node->type), i, table->items.at[i]);
    return record;
}

// circle (2.0): the tag, and the fields of that variant.
static void
fill_variant(struct lower *lower, struct ir_expr *record, const struct node *node)
{
    const struct type *const type = type_base(node->type);
    const struct protocol_tag *const variant = node->kind == NODE_NAME
                                                   ? type_tag(type, node_as_name_use(node)->name)
                                                   : node_as_table(node)->variant;
    struct ir_expr *const tag = ir_unary(IR_FIELD, ir_scalar(IR_BYTE), record);

    lower_assign(lower, tag, ir_integer(IR_BYTE, variant->number), node->span);
    for (size_t i = 0; i < variant->items.count; i++)
        fill_field(lower, record, type, variant->field + i, node_as_table(node)->items.at[i]);
}

struct ir_expr *
lower_sum(struct lower *lower, const struct node *node)
{
    struct ir_expr *const record =
        ir_var_expr(lower_var(lower, "value", lower_type(lower, node->type)));

    fill_variant(lower, record, node);
    return record;
}

struct ir_expr *
lower_mobile_sum(struct lower *lower, const struct node *node)
{
    const struct type *const mobile = type_mobile_of(node);
    struct ir_expr *const made =
        ir_var_expr(lower_owned(lower, "mobile", lower_type(lower, mobile)));
    struct ir_expr *const new = ir_expr_new(IR_NEW, lower_type(lower, mobile));
    struct ir_expr *at;

    new->site = lower_site(lower, node->span);
    lower_put_word(lower, made, new, node->span);
    at = lower_contents(lower, made, mobile, node->span);
    at->checked = false; // it is there
    at->integer = 0;
    fill_variant(lower, ir_unary(IR_AT, at->type, at), node);
    return lower_moved_word(made);
}
