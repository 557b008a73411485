// SPDX-License-Identifier: MIT
// Arrays: where they begin and how long they are. Arrays of arrays are one row of elements;
// subscripts are multiplied out here.
#include <config.h>

#include "lower/internal.h"

#include "base/ice.h"
#include "base/mem.h"

// The product of all sizes but the first: the distance between two elements of the outermost
// dimension.
static struct ir_expr *
stride(const struct lower *lower, const struct array *array)
{
    struct ir_expr *product = lower_integer(lower, 1);

    for (size_t i = 1; i < array->sizes.count; i++)
        product = lower_multiply(lower, product, array->sizes.at[i]);
    return product;
}

struct ir_expr *
lower_count(const struct lower *lower, const struct array *array)
{
    struct ir_expr *product = lower_integer(lower, 1);

    for (size_t i = 0; i < array->sizes.count; i++)
        product = lower_multiply(lower, product, array->sizes.at[i]);
    return product;
}

struct ir_expr *
lower_bytes(const struct lower *lower, const struct array *array)
{
    return lower_multiply(lower, lower_count(lower, array),
                          lower_integer(lower, lower_element_bytes(lower, array->element)));
}

// The constant sizes of a type, and for open ones those of `value`.
struct array
lower_array_of_value(struct lower *lower, const struct value *value, const struct type *type)
{
    struct array array = {.element = lower_innermost(type)};
    size_t open = 0;

    if (value->var != NULL)
        array.address = ir_var_expr(value->var);
    for (type = type_base(type); type->kind == TYPE_ARRAY; type = type_base(type->element)) {
        struct ir_expr *size = NULL;

        if (type->size != SIZE_OPEN)
            size = lower_integer(lower, type->size);
        else if (open < value->sizes.count)
            size = value->sizes.at[open];
        open += type->size == SIZE_OPEN;
        vec_push(&array.sizes, size);
    }
    return array;
}

static struct array
lower_name_array(struct lower *lower, const struct node *node)
{
    struct decl *const decl = node_as_name_use(node)->decl;

    return lower_array_of_value(lower, lower_lookup(lower, decl), node->type);
}

// SEQ i = 0 FOR SIZE a: i is a subscript of a.
static bool
is_index_of(const struct ir_var *var, const struct ir_expr *size)
{
    int64_t count, n;

    if (var->count == NULL || var->from < 0)
        return false;
    if (ir_is_constant(var->count, &count) && ir_is_constant(size, &n))
        return count <= n - var->from;
    return var->from == 0 && var->count->op == IR_VAR && size->op == IR_VAR &&
           var->count->var == size->var;
}

struct ir_expr *
lower_index(struct lower *lower, const struct node *node, struct ir_expr *index,
            struct ir_expr *size)
{
    int64_t i, n;
    struct ir_expr *check;

    lower_alias_checks(lower, node_as_subscript(node)->checks);
    if (ir_is_constant(index, &i) && ir_is_constant(size, &n) && i >= 0 && i < n)
        return index;
    if (index->op == IR_VAR && is_index_of(index->var, size))
        return index;
    check = ir_binary(IR_CHECK_INDEX, index->type, index, size);
    check->site = lower_site(lower, node->span);
    return check;
}

struct ir_expr *
lower_subscript(struct lower *lower, const struct node *node, struct array *of)
{
    const struct node_subscript *const subscript = node_as_subscript(node);

    if (subscript->is_key) {
        *of = lower_map_array(lower, subscript->of, MAP_VALUES);
        return lower_map_place(lower, subscript);
    }
    *of = lower_array(lower, subscript->of);
    return lower_index(lower, node, lower_expr(lower, subscript->index), of->sizes.at[0]);
}

static struct ir_expr *
offset(struct ir_expr *address, struct ir_expr *by)
{
    int64_t known;

    if (ir_is_constant(by, &known) && known == 0)
        return address;
    return ir_binary(IR_OFFSET, address->type, address, by);
}

// a[i] where the elements of a are arrays, or r[f] where the field is one.
static struct array
lower_inner_array(struct lower *lower, const struct node *node)
{
    const struct node_subscript *const subscript = node_as_subscript(node);
    const struct value none = {0};
    struct array outer, inner;
    struct ir_expr *index;

    if (subscript->is_field) {
        inner = lower_array_of_value(lower, &none, node->type);
        inner.address = lower_element(lower, node);
        return inner;
    }
    index = lower_subscript(lower, node, &outer);
    inner = (struct array){.element = outer.element};
    for (size_t i = 1; i < outer.sizes.count; i++)
        vec_push(&inner.sizes, outer.sizes.at[i]);
    inner.address = offset(outer.address, lower_multiply(lower, index, stride(lower, &outer)));
    return inner;
}

static struct ir_expr *
checked_slice(struct lower *lower, const struct node *node, struct ir_expr *from,
              struct ir_expr *count, struct ir_expr *size)
{
    int64_t f, c, n;
    struct ir_expr *check;

    if (ir_is_constant(from, &f) && ir_is_constant(count, &c) && ir_is_constant(size, &n) &&
        f >= 0 && c >= 0 && c <= n - f)
        return from;
    check = ir_binary(IR_CHECK_SLICE, from->type, from, count);
    vec_push(&check->args, size);
    check->site = lower_site(lower, node->span);
    return check;
}

static struct ir_expr *
slice_count(struct lower *lower, const struct node_slice *slice, struct ir_expr *from,
            struct ir_expr *size)
{
    struct ir_expr *rest;
    int64_t f, n;

    if (slice->count != NULL)
        return lower_once(lower, lower_expr(lower, slice->count), "count", slice->count->span);
    if (ir_is_constant(from, &f) && ir_is_constant(size, &n))
        return lower_integer(lower, n - f);
    rest = ir_operate(IR_MINUS, lower_int(lower), ir_scalar(lower_int(lower)), size, from);
    return lower_once(lower, rest, "count", slice->base.span);
}

struct array
lower_slice(struct lower *lower, const struct node *node)
{
    const struct node_slice *const slice = node_as_slice(node);
    struct array array = lower_array(lower, slice->of);
    struct ir_expr *from =
        slice->from == NULL ? lower_integer(lower, 0) : lower_expr(lower, slice->from);
    struct ir_expr *count;

    lower_alias_checks(lower, slice->checks);
    from = lower_once(lower, from, "from", node->span);
    count = slice_count(lower, slice, from, array.sizes.at[0]);
    from = checked_slice(lower, node, from, count, array.sizes.at[0]);
    // The check is part of the address, so it must be evaluated even for [a FROM 0 FOR n].
    if (from->op == IR_CHECK_SLICE)
        from = lower_once(lower, from, "from", node->span);
    array.address = offset(array.address, lower_multiply(lower, from, stride(lower, &array)));
    array.sizes.at[0] = count;
    return array;
}

// ---- constant and built arrays ----

static void
put_constants(struct ir_data *data, const struct type *type, const struct constant *value)
{
    if (value->items != NULL || lower_is_array(type)) {
        for (size_t i = 0; i < value->count; i++)
            put_constants(data, type_base(type_base(type)->element), value->items[i]);
    } else if (type_is_real(type)) {
        vec_push(&data->reals, value->real);
    } else {
        vec_push(&data->integers, value->integer);
    }
}

static struct ir_data *
new_data(struct lower *lower, const struct node *node)
{
    struct ir_data *const data = mem_new(struct ir_data);

    data->type = lower_type(lower, node->type);
    data->type.count = 0;
    put_constants(data, node->type, node->value);
    vec_push(&lower->ir->data, data);
    return data;
}

// A constant array; one that has a name is kept once.
static struct ir_expr *
lower_data(struct lower *lower, const struct node *node)
{
    struct ir_expr *const expr = ir_expr_new(IR_DATA, lower_type(lower, node->type));
    struct decl *const decl = node->kind == NODE_NAME ? node_as_name_use(node)->decl : NULL;

    if (decl != NULL && decl->lowered == NULL)
        decl->lowered = new_data(lower, node);
    expr->data = decl != NULL ? decl->lowered : new_data(lower, node);
    return expr;
}

// The sizes of a constant: those of its type, with open ones taken from the value.
static struct array
lower_constant_array(struct lower *lower, const struct node *node)
{
    const struct constant *value = node->value;
    const struct type *type = type_base(node->type);
    struct array array = {.element = lower_innermost(node->type)};

    array.address = value->is_text ? lower_text_literal(lower, node) : lower_data(lower, node);
    for (; type->kind == TYPE_ARRAY; type = type_base(type->element)) {
        const int64_t size =
            type->size == SIZE_OPEN && value != NULL ? (int64_t)value->count : type->size;

        vec_push(&array.sizes, lower_integer(lower, size));
        value = value != NULL && value->count != 0 ? value->items[0] : NULL;
    }
    return array;
}

// Put the value of `item` into element number `at`.
static void
fill(struct lower *lower, const struct array *array, struct ir_expr *at, const struct node *item)
{
    if (lower_is_array(item->type)) {
        const struct array from = lower_array(lower, item);
        struct array to = {.element = array->element};

        for (size_t k = 1; k < array->sizes.count; k++)
            vec_push(&to.sizes, array->sizes.at[k]);
        to.address = offset(array->address, lower_multiply(lower, at, stride(lower, array)));
        lower_copy(lower, &to, &from, item->span);
    } else {
        struct ir_expr *const value = lower_expr(lower, item);

        lower_assign(lower, ir_binary(IR_INDEX, lower_type(lower, item->type), array->address, at),
                     value, item->span);
    }
}

// ---- tables of channels: the address of each ----

static struct ir_expr *
channel_address(const struct array *from, struct ir_expr *at)
{
    struct ir_expr *const place =
        ir_binary(IR_INDEX, ir_scalar(from->address->type.base), from->address, at);

    return from->address->type.base == IR_CHAN_AT ? place : lower_address(place);
}

static void
put_channel(struct lower *lower, const struct array *table, struct ir_expr *at,
            struct ir_expr *channel, struct span span)
{
    struct ir_expr *const place = ir_binary(IR_INDEX, ir_scalar(IR_CHAN_AT), table->address, at);

    lower_assign(lower, place, channel, span);
}

// The channels of an array go into the table from element `at` on.
static void
put_channels(struct lower *lower, const struct array *table, int64_t at, const struct node *item)
{
    const struct array from = lower_array(lower, item);
    int64_t count = 0;

    lower_check_sizes(lower, item->type, &from, item->span);
    ir_is_constant(lower_count(lower, &from), &count);
    for (int64_t i = 0; i < count; i++)
        put_channel(lower, table, lower_integer(lower, at + i),
                    channel_address(&from, lower_integer(lower, i)), item->span);
}

static struct array
lower_channel_table(struct lower *lower, const struct node *node)
{
    const struct nodes *const items = &node_as_table(node)->items;
    struct ir_type type = lower_type(lower, node->type);
    const int64_t each = type.count / (int64_t)items->count;
    struct value value = {0};
    struct array table;

    type.base = IR_CHAN_AT;
    value.var = lower_var(lower, "table", type);
    table = lower_array_of_value(lower, &value, node->type);
    for (size_t i = 0; i < items->count; i++) {
        const int64_t at = (int64_t)i * each;

        lower_refuse_rebound(lower, items->at[i]);

        if (lower_is_array(items->at[i]->type))
            put_channels(lower, &table, at, items->at[i]);
        else
            put_channel(lower, &table, lower_integer(lower, at), lower_channel(lower, items->at[i]),
                        items->at[i]->span);
    }
    return table;
}

static struct array
new_table(struct lower *lower, const struct node *node)
{
    const struct value value = {.var = lower_var(lower, "table", lower_type(lower, node->type))};

    return lower_array_of_value(lower, &value, node->type);
}

// [x, y, z] with values known only at run time: a variable filled item by item.
static struct array
lower_table(struct lower *lower, const struct node *node)
{
    const struct node_table *const table = node_as_table(node);
    struct array array;

    if (lower_innermost(node->type)->kind == TYPE_CHAN)
        return lower_channel_table(lower, node);
    array = new_table(lower, node);

    for (size_t i = 0; i < table->items.count; i++)
        fill(lower, &array, lower_integer(lower, (int64_t)i), table->items.at[i]);
    return array;
}

// [i = from FOR count | item]: a variable filled by a loop. The place counts from 0 whatever i does.
static struct array
lower_constructor(struct lower *lower, const struct node *node)
{
    const struct node_constructor *const constructor = node_as_constructor(node);
    const struct ir_type integer = ir_scalar(lower_int(lower));
    const struct array array = new_table(lower, node);
    struct ir_block *const outer = lower->block;
    struct ir_stmt *const repeat = lower_repeat(lower, node_as_replicator(constructor->replicator));
    struct ir_expr *at;
    int64_t from;

    if (repeat->step == NULL && ir_is_constant(repeat->value, &from) && from == 0) {
        lower->block = repeat->block;
        fill(lower, &array, ir_var_expr(repeat->var), constructor->item);
        lower->block = outer;
        return array;
    }
    outer->stmts.count--; // the place is set to 0 before the loop
    at = ir_var_expr(lower_var(lower, "at", integer));
    lower_assign(lower, at, lower_integer(lower, 0), node->span);
    vec_push(&outer->stmts, repeat);
    lower->block = repeat->block;
    fill(lower, &array, at, constructor->item);
    lower_assign(lower, at, ir_operate(IR_ADD, integer.base, integer, at, lower_integer(lower, 1)),
                 node->span);
    lower->block = outer;
    return array;
}

static struct array
lower_other_array(struct lower *lower, const struct node *node)
{
    switch (node->kind) {
    case NODE_NAME: return lower_name_array(lower, node);
    case NODE_SUBSCRIPT: return lower_inner_array(lower, node);
    case NODE_SLICE: return lower_slice(lower, node);
    case NODE_TABLE: return lower_table(lower, node);
    case NODE_END_OF: return lower_array(lower, node_as_end_of(node)->channel);
    case NODE_CLONE: return lower_array(lower, node_as_clone(node)->operand);
    case NODE_CONVERT: return lower_array(lower, node_as_convert(node)->operand);
    case NODE_CONSTRUCTOR: return lower_constructor(lower, node);
    case NODE_CALL:
        if (node_as_call(node)->conversion != NULL)
            return lower_array(lower, node_as_call(node)->arguments.at[0]);
        return lower_result_array(lower, node);
    case NODE_MONADIC:
    case NODE_DYADIC:
    case NODE_VALOF:
    case NODE_SCOPED: return lower_result_array(lower, node);
    default: ice("an array of kind `%s` reached lowering", node_kind_name(node->kind));
    }
}

struct array
lower_array(struct lower *lower, const struct node *node)
{
    if (type_base(node->type)->kind == TYPE_STRING)
        return lower_text_array(lower, node);
    if (node->value != NULL && lower_innermost(node->type)->kind != TYPE_RECORD)
        return lower_constant_array(lower, node);
    if (type_mobile_of(node) != NULL)
        return lower_mobile_array(lower, lower_mobile(lower, node), type_mobile_of(node),
                                  node->span);
    return lower_other_array(lower, node);
}

// ---- copying ----

void
lower_same_sizes(struct lower *lower, const struct array *to, const struct array *from,
                 struct span span)
{
    for (size_t i = 0; i < to->sizes.count && i < from->sizes.count; i++) {
        struct ir_stmt *stmt;
        int64_t a, b;

        if (to->sizes.at[i] == from->sizes.at[i])
            continue;
        if (ir_is_constant(to->sizes.at[i], &a) && ir_is_constant(from->sizes.at[i], &b) && a == b)
            continue;
        stmt = lower_stmt(lower, IR_CHECK_SAME, span);
        stmt->value = from->sizes.at[i];
        stmt->count = to->sizes.at[i];
    }
}

void
lower_check_sizes(struct lower *lower, const struct type *wanted, const struct array *actual,
                  struct span span)
{
    const struct value none = {0};
    struct array sizes = lower_array_of_value(lower, &none, wanted);

    // What the type leaves open fits anything.
    for (size_t i = 0; i < sizes.sizes.count; i++)
        if (sizes.sizes.at[i] == NULL)
            sizes.sizes.at[i] = actual->sizes.at[i];
    lower_same_sizes(lower, &sizes, actual, span);
}

void
lower_copy(struct lower *lower, const struct array *to, const struct array *from, struct span span)
{
    lower_same_sizes(lower, to, from, span);
    lower_copy_same(lower, to, from, span);
}

void
lower_copy_same(struct lower *lower, const struct array *to, const struct array *from,
                struct span span)
{
    struct ir_stmt *const stmt = lower_stmt(lower, IR_COPY, span);

    lower_mark_written(to->address);
    stmt->target = to->address;
    stmt->value = from->address;
    stmt->count = lower_bytes(lower, to);
}

// target := value
void
lower_store(struct lower *lower, const struct node *target, const struct node *value)
{
    const struct type *const mobile = type_mobile_of(target);

    if (target->kind == NODE_SUBSCRIPT && node_as_subscript(target)->enters) {
        lower_enter(lower, node_as_subscript(target), value);
    } else if (mobile != NULL) {
        lower_put(lower, lower_mobile(lower, target), value, mobile);
    } else if (lower_is_array(target->type)) {
        const struct array from = lower_array(lower, value);
        const struct array to = lower_array(lower, target);

        lower_copy(lower, &to, &from, target->span);
    } else {
        struct ir_expr *const from = lower_expr(lower, value);

        lower_assign(lower, lower_place(lower, target), from, target->span);
    }
}
