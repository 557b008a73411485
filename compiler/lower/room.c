// SPDX-License-Identifier: MIT
// Arrays whose sizes are known at run time only: their memory is taken where they are declared and
// given back at the end of their scope (finally.c).
#include <config.h>

#include "lower/internal.h"

// ---- sizes ----

// A size that does not change any more, in a variable unless it is known.
static struct ir_expr *
fixed_size(struct lower *lower, struct ir_expr *value, struct span span)
{
    struct ir_expr *const size = lower_once(lower, value, "size", span);

    if (size->op == IR_VAR)
        size->var->is_size = true;
    return size;
}

void
lower_open_sizes(struct lower *lower, const struct node *type_of, ir_exprs *sizes)
{
    for (; type_of->kind == NODE_TYPE_ARRAY; type_of = node_as_type_array(type_of)->element) {
        const struct node *const size = node_as_type_array(type_of)->size;

        if (type_base(type_of->type)->size != SIZE_OPEN || size == NULL)
            continue;
        vec_push(sizes, fixed_size(lower, lower_expr(lower, size), size->span));
        lower_stmt(lower, IR_CHECK_SIZE, size->span)->value = vec_last(sizes);
    }
}

void
lower_sizes_of_array(struct lower *lower, const struct type *type, const struct array *array,
                     struct span span, ir_exprs *sizes)
{
    type = type_base(type);
    for (size_t i = 0; type->kind == TYPE_ARRAY; i++, type = type_base(type->element))
        if (type->size == SIZE_OPEN)
            vec_push(sizes, fixed_size(lower, array->sizes.at[i], span));
}

// ---- memory ----

static struct ir_expr *
checked_product(struct lower *lower, enum ir_base base, struct ir_expr *a, struct ir_expr *b,
                struct span span)
{
    struct ir_expr *const product = ir_operate(IR_MUL, base, ir_scalar(base), a, b);
    int64_t one;

    if (ir_is_constant(a, &one) && one == 1)
        return b;
    if (ir_is_constant(b, &one) && one == 1)
        return a;
    product->checked = true;
    product->site = lower_site(lower, span);
    return product;
}

// The number of elements, which must be an INT, as subscripts are worked out in that.
static struct ir_expr *
checked_count(struct lower *lower, const struct array *array, struct span span)
{
    struct ir_expr *count = lower_integer(lower, 1);

    for (size_t i = 0; i < array->sizes.count; i++)
        count = checked_product(lower, lower_int(lower), count, array->sizes.at[i], span);
    return array->sizes.count > 1 ? fixed_size(lower, count, span) : count;
}

static struct ir_expr *
checked_bytes(struct lower *lower, struct ir_expr *count, const struct type *element,
              struct span span)
{
    struct ir_expr *const bytes = ir_integer(IR_INT64, lower_element_bytes(lower, element));

    if (count->type.base != IR_INT64)
        count = ir_unary(IR_CAST, ir_scalar(IR_INT64), count);
    return checked_product(lower, IR_INT64, count, bytes, span);
}

static void
make_channels(struct lower *lower, struct ir_var *var, struct ir_expr *count, struct span span)
{
    struct ir_stmt *const stmt = lower_stmt(lower, IR_INIT_CHAN, span);

    stmt->target = ir_var_expr(var);
    stmt->count = count;
}

void
lower_declare_open(struct lower *lower, const struct decl *decl, const ir_exprs *sizes,
                   struct span span)
{
    struct value value = {.var = lower_var(lower, decl->name->text, lower_type(lower, decl->type))};
    struct array array;
    struct ir_expr *count;
    struct ir_stmt *room;

    value.var->reference = true;
    for (size_t i = 0; i < sizes->count; i++)
        vec_push(&value.sizes, sizes->at[i]);
    lower_bind(lower, decl, &value);
    array = lower_array_of_value(lower, &value, decl->type);
    count = checked_count(lower, &array, span);
    room = lower_stmt(lower, IR_ROOM, span);
    room->var = value.var;
    room->count = checked_bytes(lower, count, array.element, span);
    vec_push(&lower->rooms, value.var);
    if (value.var->type.base == IR_CHAN)
        make_channels(lower, value.var, count, span);
    lower_clear_texts(lower, &value, decl->type, span);
}
