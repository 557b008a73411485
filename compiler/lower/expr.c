// SPDX-License-Identifier: MIT
// Expressions: constants, names, elements, conversions.
#include <config.h>

#include "lower/internal.h"

#include "base/ice.h"
#include "base/mem.h"

// ---- constants ----

struct ir_expr *
lower_constant(struct lower *lower, const struct type *type, const struct constant *value)
{
    const struct ir_type made = lower_type(lower, type);
    struct ir_expr *expr;

    if (!type_is_real(type)) {
        expr = ir_integer(made.base, value->integer);
        return expr;
    }
    expr = ir_expr_new(IR_NUMBER, made);
    expr->real = value->real;
    return expr;
}

// ---- names ----

static struct ir_expr *
lower_name(struct lower *lower, const struct node_name_use *node)
{
    struct ir_var *var;

    if (node->decl->kind == DECL_TAG)
        return lower_sum(lower, &node->base);
    var = lower_lookup(lower, node->decl)->var;

    if (var->type.base == IR_MOBILE && node->base.type->kind == TYPE_CHAN)
        return lower_bundle_channel(lower, ir_var_expr(var), 0, node->base.span);
    if (var->type.base == IR_CHAN_AT && !var->type.is_array)
        return ir_unary(IR_AT, ir_scalar(IR_CHAN), ir_var_expr(var));
    return ir_var_expr(var);
}

struct ir_expr *
lower_channel(struct lower *lower, const struct node *node)
{
    if (node->kind == NODE_END_OF)
        node = node_as_end_of(node)->channel;
    return lower_address(lower_expr(lower, node));
}

const char *
lower_channel_name(const struct node *channel)
{
    while (channel->kind == NODE_SUBSCRIPT)
        channel = node_as_subscript(channel)->of;
    if (channel->kind == NODE_END_OF)
        return lower_channel_name(node_as_end_of(channel)->channel);
    return channel->kind == NODE_NAME ? node_as_name_use(channel)->name->text : NULL;
}

// ---- conversions ----

static enum ir_mode
mode_of(int mode)
{
    return mode == CONVERT_ROUND ? IR_ROUND : mode == CONVERT_TRUNC ? IR_TRUNC : IR_EXACT;
}

// Whether every value of one type is a value of the other.
static bool
always_fits(const struct lower *lower, const struct type *from, const struct type *to)
{
    if (type_is_real(from) || type_is_real(to))
        return true;
    if (type_is_bool(to))
        return type_is_bool(from);
    if (type_is_bool(from))
        return true;
    return type_least(from, lower->program) >= type_least(to, lower->program) &&
           type_most(from, lower->program) <= type_most(to, lower->program);
}

static struct ir_expr *
lower_conversion(struct lower *lower, const struct node *node, const struct type *to, int mode,
                 const struct node *operand)
{
    const struct ir_type type = lower_type(lower, to);
    struct ir_expr *value, *convert;

    if (type_base(to)->kind == TYPE_STRING)
        return lower_text_conversion(lower, operand);
    value = lower_expr(lower, operand);
    if (type_base(to) == type_base(operand->type) || !type_is_scalar(to))
        return value;
    convert = ir_unary(IR_CONVERT, type, value);
    convert->operand = value->type.base;
    convert->integer = mode_of(mode);
    convert->checked = !always_fits(lower, operand->type, to) ||
                       (type_is_real(operand->type) && !type_is_real(to));
    if (type_is_real(to) && type_base(operand->type)->kind == TYPE_REAL64)
        convert->checked = lower->program->real_check;
    if (convert->checked && type_is_enum(to))
        vec_push(&convert->args, lower_integer(lower, type_most(to, lower->program) + 1));
    convert->site = lower_site(lower, node->span);
    return convert;
}

// ---- SIZE and its kin ----

static struct ir_expr *
lower_size(struct lower *lower, const struct node_size *node)
{
    struct ir_expr *size;

    if (type_is_map(node->of->type))
        return lower_map_array(lower, node->of, MAP_KEYS).sizes.at[0];
    if (type_base(node->of->type)->kind != TYPE_STRING)
        return lower_array(lower, node->of).sizes.at[0];
    size = ir_unary(IR_TEXT_SIZE, ir_scalar(lower_int(lower)), lower_expr(lower, node->of));
    return size;
}

// A field or element that is no array, as a value or as a place.
struct ir_expr *
lower_element(struct lower *lower, const struct node *node)
{
    return lower_element_as(lower, node, lower_type(lower, node->type));
}

struct ir_expr *
lower_element_as(struct lower *lower, const struct node *node, struct ir_type type)
{
    const struct node_subscript *const subscript = node_as_subscript(node);
    struct ir_expr *index, *field;
    struct array array;

    if (subscript->is_field && subscript->of->type->kind == TYPE_END)
        return lower_bundle_channel(lower, lower_mobile(lower, subscript->of),
                                    (size_t)subscript->field, node->span);
    if (subscript->is_field) {
        field = ir_unary(IR_FIELD, type, lower_expr(lower, subscript->of));
        field->integer = subscript->field;
        return field;
    }
    index = lower_subscript(lower, node, &array);
    if (array.address->type.base == IR_CHAN_AT)
        return ir_unary(IR_AT, ir_scalar(IR_CHAN),
                        ir_binary(IR_INDEX, ir_scalar(IR_CHAN_AT), array.address, index));
    return ir_binary(IR_INDEX, type, array.address, index);
}

// ---- texts and calls ----

static struct ir_expr *
lower_call_or_conversion(struct lower *lower, const struct node *node)
{
    const struct node_call *const call = node_as_call(node);

    if (call->conversion != NULL)
        return lower_conversion(lower, node, call->conversion, CONVERT_PLAIN,
                                call->arguments.at[0]);
    return lower_call(lower, node);
}

struct ir_expr *
lower_expr(struct lower *lower, const struct node *node)
{
    if (node->value != NULL && type_is_scalar(node->type))
        return lower_constant(lower, node->type, node->value);
    if (type_mobile_of(node) != NULL)
        return lower_mobile_record(lower, node);
    switch (node->kind) {
    case NODE_NAME: return lower_name(lower, node_as_name_use(node));
    case NODE_SUBSCRIPT: return lower_element(lower, node);
    case NODE_CALL: return lower_call_or_conversion(lower, node);
    case NODE_CONVERT:
        return lower_conversion(lower, node, node->type, node_as_convert(node)->mode,
                                node_as_convert(node)->operand);
    case NODE_MONADIC:
    case NODE_DYADIC: return lower_operator(lower, node);
    case NODE_SLICE: return lower_text_slice(lower, node);
    case NODE_SIZE: return lower_size(lower, node_as_size(node));
    case NODE_TABLE:
        return node_as_table(node)->variant != NULL ? lower_sum(lower, node)
                                                    : lower_record_literal(lower, node);
    case NODE_STRING: return lower_text_literal(lower, node);
    case NODE_END_OF: return lower_expr(lower, node_as_end_of(node)->channel);
    case NODE_VALOF:
    case NODE_SCOPED: {
        struct ir_var *result;

        lower_inline_valof(lower, node, &result);
        return ir_var_expr(result);
    }
    case NODE_CLONE: return lower_expr(lower, node_as_clone(node)->operand);
    case NODE_DEFINED: return lower_is_defined(lower, node_as_defined(node)->operand);
    case NODE_BYTESIN: {
        const struct array array = lower_array(lower, node_as_bytesin(node)->of);

        return lower_bytes(lower, &array);
    }
    default: ice("an expression of kind `%s` reached lowering", node_kind_name(node->kind));
    }
}

struct ir_expr *
lower_place(struct lower *lower, const struct node *node)
{
    struct ir_expr *const place = lower_expr(lower, node);

    lower_mark_written(place);
    return place;
}
