// SPDX-License-Identifier: MIT
// MOBILE data: making, cloning, asking whether it is there.
#include <config.h>

#include "sema/check.h"

bool
check_is_mobile(struct check *check, const struct node *node, const char *what)
{
    if (type_mobile_of(node) != NULL)
        return true;
    diag_label(diag_error(check->diagnostics, E_MOBILE, node->span, "%s must be MOBILE", what),
               "this is of type %s, and not mobile", type_text(node->type));
    return false;
}

// The sizes are values of any kind; what the array is made of has its own as usual.
static const struct type *
new_type(struct check *check, struct node *node)
{
    struct node_type_array *array;
    const struct type *element;

    if (node->kind != NODE_TYPE_ARRAY || node_as_type_array(node)->size == NULL)
        return check_type(check, node);
    array = node_as_type_array(node);
    check_value(check, array->size, type_of_kind(TYPE_INT), "the size of a mobile array");
    element = new_type(check, array->element);
    if (type_is_error(element))
        return element;
    if (array->size->value != NULL && array->size->value->integer < 0) {
        diag_error(check->diagnostics, E_ARRAY_DIMENSION, array->size->span,
                   "an array cannot have %lld elements", (long long)array->size->value->integer);
        return type_of_kind(TYPE_ERROR);
    }
    return type_array(element, SIZE_OPEN);
}

// Sizes that are written fit those of the type that is wanted, or are found not to when it runs.
const struct type *
check_mobile_new(struct check *check, struct node_mobile_new *node, const struct type *expected)
{
    const struct type *type = check_new_process(check, node, expected);

    if (type != NULL)
        return type;
    type = type_contents(new_type(check, node->of));

    if (type_is_error(type))
        return type;
    if (type->kind == TYPE_BUNDLE || type->kind == TYPE_PROC ||
        type_mobile(type)->kind != TYPE_MOBILE) {
        diag_error(check->diagnostics, E_MOBILE, node->base.span,
                   "MOBILE makes arrays, records and barriers, not %s", type_text(type));
        return type_of_kind(TYPE_ERROR);
    }
    return expected != NULL && type_same(expected, type) ? expected : type;
}

// The types around one that is being looked at; a recursive one is not looked at again.
struct around {
    const struct around *outer;
    const struct type *type;
};

static bool
has_own_end(const struct type *type, const struct around *outer)
{
    const struct around around = {outer, type = type_base(type)};

    for (; outer != NULL; outer = outer->outer)
        if (outer->type == type)
            return false;
    if (type->kind == TYPE_END)
        return type->shared == SHARED_NOT;
    if (type->kind == TYPE_MOBILE || type->kind == TYPE_ARRAY)
        return has_own_end(type->element, &around);
    for (size_t i = 0; type->kind == TYPE_RECORD && i < type->fields.count; i++)
        if (has_own_end(type->fields.at[i].type, &around))
            return true;
    return false;
}

// A process that stands in the middle of what it does is one, and cannot become two.
static bool
holds_processes(const struct type *type)
{
    type = type_base(type_contents(type));
    while (type->kind == TYPE_ARRAY)
        type = type_base(type_contents(type->element));
    if (type->kind != TYPE_RECORD || type->is_recursive)
        return type->kind == TYPE_PROC;
    for (size_t i = 0; i < type->fields.count; i++)
        if (holds_processes(type->fields.at[i].type))
            return true;
    return false;
}

bool
check_is_cloneable(struct check *check, const struct type *type, struct span span)
{
    if (type_is_error(type) || !has_own_end(type, NULL))
        return true;
    diag_help(diag_error(check->diagnostics, E_MOBILE, span,
                         "an end that is not SHARED cannot be cloned"),
              "it has one holder; ends that many may hold are of a type `SHARED T!`");
    return false;
}

const struct type *
check_clone(struct check *check, struct node_clone *node)
{
    const struct type *const type = check_expr(check, node->operand, NULL);

    if (!check_is_cloneable(check, type, node->base.span))
        return type_of_kind(TYPE_ERROR);

    // A scalar or the contents of what is not mobile: a copy as ever.
    if (!type_is_error(type) &&
        ((!type_is_data(type) && type_mobile_of(node->operand) == NULL) || holds_processes(type))) {
        diag_error(check->diagnostics, E_MOBILE, node->base.span, "a %s cannot be cloned",
                   type_text(type));
        return type_of_kind(TYPE_ERROR);
    }
    return type;
}

const struct type *
check_is_defined(struct check *check, struct node_defined *node)
{
    if (!type_is_error(check_expr(check, node->operand, NULL)))
        check_is_mobile(check, node->operand, "the operand of DEFINED");
    return type_of_kind(TYPE_BOOL);
}

// ---- moving ----

static bool
holds_mobiles(const struct type *type)
{
    for (type = type_base(type); type->kind == TYPE_ARRAY;)
        type = type_base(type->element);
    return type_is_mobile(type);
}

static bool
names_variant(const struct node *node)
{
    return node->kind == NODE_NAME && node_as_name_use(node)->decl->kind == DECL_TAG;
}

static void
refuse_fixed(struct check *check, const struct node *node)
{
    const struct decl *const decl = node->kind == NODE_NAME ? node_as_name_use(node)->decl : NULL;

    if (decl != NULL && decl->kind == DECL_FORMAL && decl->mode == FORMAL_FIXED)
        diag_also(diag_error(check->diagnostics, E_MOBILE, node->span,
                             "`%s` is FIXED and cannot be moved", decl->name->text),
                  decl->span, "declared here");
}

// What is not mobile is copied; but the elements of an array of mobiles each have one owner.
void
check_move(struct check *check, struct node *node, const struct type *wanted)
{
    const struct type *const mobile = type_is_error(node->type) ? NULL : type_mobile_of(node);

    if (type_is_error(node->type))
        return;
    if (mobile == NULL || !type_is_mobile(wanted)) {
        if (holds_mobiles(node->type))
            diag_help(diag_error(check->diagnostics, E_MOBILE, node->span,
                                 "an array of mobiles cannot be copied: each has one owner"),
                      "`CLONE` copies all, of a MOBILE array as a whole");
        return;
    }
    if ((node->kind != NODE_NAME && node->kind != NODE_SUBSCRIPT) || names_variant(node))
        return;
    node->moves = mobile->kind == TYPE_END ? mobile->shared == SHARED_NOT
                                           : mobile->element->kind != TYPE_BARRIER;
    refuse_fixed(check, node);
    check_place(check, node);
}
