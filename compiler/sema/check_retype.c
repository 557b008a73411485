// SPDX-License-Identifier: MIT
// RETYPES: the same bytes as another type; RESHAPES: the same elements in other dimensions. Sizes
// may be expressions, and one dimension may be left out: it takes what there is.
#include <config.h>

#include "sema/check.h"

static const struct type *
error_type(void)
{
    return type_of_kind(TYPE_ERROR);
}

// The type as written; a size that is known only at run time stays open.
static const struct type *
type_with_sizes(struct check *check, struct node *node, int *left_out)
{
    struct node_type_array *array;
    const struct type *element;

    if (node->kind != NODE_TYPE_ARRAY)
        return check_type(check, node);
    array = node_as_type_array(node);
    *left_out += array->size == NULL;
    if (array->size != NULL)
        check_value(check, array->size, type_of_kind(TYPE_INT), "the size of an array");
    element = type_with_sizes(check, array->element, left_out);
    if (type_is_error(element) || (array->size != NULL && type_is_error(array->size->type)))
        return error_type();
    if (array->size == NULL || array->size->value == NULL)
        return type_array(element, SIZE_OPEN);
    if (array->size->value->integer >= 0)
        return type_array(element, array->size->value->integer);
    diag_error(check->diagnostics, E_ARRAY_DIMENSION, array->size->span,
               "an array cannot have a negative size");
    return error_type();
}

static bool
is_channel(const struct type *type)
{
    while (type->kind == TYPE_ARRAY)
        type = type->element;
    return type->kind == TYPE_CHAN;
}

static const struct type *
element_of(const struct type *type)
{
    while (type_base(type)->kind == TYPE_ARRAY)
        type = type_base(type)->element;
    return type;
}

// Channels count as one each, other elements by their bytes; -1 where a size is open.
static int64_t
amount(const struct check *check, const struct type *type)
{
    int64_t count = 1;

    if (!is_channel(type))
        return type_bytes(type, check->program);
    for (; type->kind == TYPE_ARRAY; type = type->element) {
        if (type->size == SIZE_OPEN)
            return -1;
        count *= type->size;
    }
    return count;
}

// With the outermost dimension left out and all else known its size is known too.
static const struct type *
completed(struct check *check, const struct node_retype *node, const struct type *type,
          const struct type *actual)
{
    const bool open = type->kind == TYPE_ARRAY && type->size == SIZE_OPEN &&
                      node->type_of->kind == NODE_TYPE_ARRAY &&
                      node_as_type_array(node->type_of)->size == NULL;
    const int64_t have = amount(check, actual), each = open ? amount(check, type->element) : 0;
    const int64_t want = open ? each : amount(check, type);

    if (have < 0 || want < 0)
        return type;
    if (open && each > 0 && have % each == 0)
        return type_array(type->element, have / each);
    if (open || want != have) {
        diag_error(check->diagnostics, E_RETYPES_SIZE, node->base.span,
                   is_channel(type) ? "%s keeps the channels, but %s has %lld and %s %lld"
                                    : "%s keeps the bytes, but %s has %lld and %s %lld",
                   node->reshapes ? "RESHAPES" : "RETYPES", type_text(actual), (long long)have,
                   type_text(type), (long long)want);
        return error_type();
    }
    return type;
}

static bool
kinds_agree(struct check *check, const struct node_retype *node, const struct type *type,
            const struct type *actual)
{
    const bool channel = is_channel(type);

    if (node->reshapes && !type_same(element_of(type), element_of(actual))) {
        diag_help(diag_error(check->diagnostics, E_TYPE_MISMATCH, node->base.span,
                             "RESHAPES keeps the elements, which are %s and not %s",
                             type_text(element_of(actual)), type_text(element_of(type))),
                  "RETYPES changes the type of the elements");
        return false;
    }
    if (!node->reshapes && (type_holds_text(type) || type_holds_text(actual))) {
        diag_error(check->diagnostics, E_BAD_TYPE, node->base.span,
                   "a STRING is not made of bytes that could be seen as something else");
        return false;
    }
    if (channel == is_channel(actual) && (channel || (type_is_data(type) && type_is_data(actual))))
        return true;
    diag_error(check->diagnostics, E_RETYPES_SIZE, node->base.span,
               "a %s cannot be seen as a %s: data is retyped as data, channels as channels",
               type_text(actual), type_text(type));
    return false;
}

static const struct type *
source_type(struct check *check, struct node_retype *node)
{
    const struct type *type;

    if (node->is_val)
        return check_expr(check, node->of, NULL);
    type = check_expr(check, node->of, NULL);
    return type_is_error(type) || is_channel(type) ? type : check_place(check, node->of);
}

void
check_retype(struct check *check, struct node_retype *node)
{
    int left_out = 0;
    const struct type *type = type_with_sizes(check, node->type_of, &left_out);
    const struct type *const actual = source_type(check, node);

    if (left_out > 1) {
        diag_error(check->diagnostics, E_ARRAY_DIMENSION, node->type_of->span,
                   "only one dimension can be left out");
        type = error_type();
    }
    if (type_is_error(type) || type_is_error(actual) || !kinds_agree(check, node, type, actual))
        check_declared(check, node->name, error_type());
    else
        check_declared(check, node->name, completed(check, node, type, actual));
}
