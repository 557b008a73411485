// SPDX-License-Identifier: MIT
// From expressions to forms, and back to expressions that can be evaluated.
#include <config.h>

#include "usage/internal.h"

#include "base/mem.h"

// ---- names in expressions ----

struct naming {
    decl_test *is_good;
    void *context;
    const struct decl *first;
    bool good;
};

static void
look_at_names(struct node *node, void *context)
{
    struct naming *const naming = context;
    struct decl *decl;

    if (node->kind == NODE_CALL && node_as_call(node)->conversion == NULL)
        naming->good = false; // may be long, and may be wrong out of its part
    if (node->kind == NODE_VALOF || node->kind == NODE_SCOPED || node->kind == NODE_CONSTRUCTOR)
        naming->good = false;
    if (node->kind == NODE_SUBSCRIPT && node_as_subscript(node)->is_field) {
        look_at_names(node_as_subscript(node)->of, context);
        return;
    }
    if (node->kind == NODE_NAME) {
        decl = node_as_name_use(node)->decl;
        if (decl == NULL || decl->kind == DECL_ERROR) {
            naming->good = false;
            return;
        }
        if (naming->first == NULL && decl->kind != DECL_TYPE)
            naming->first = decl;
        if (naming->is_good != NULL && decl->value == NULL && decl->kind != DECL_TYPE &&
            !naming->is_good(decl, naming->context))
            naming->good = false;
    }
    node_children(node, look_at_names, naming);
}

bool
node_names_only(const struct node *node, decl_test *is_good, void *context)
{
    struct naming naming = {.is_good = is_good, .context = context, .good = true};

    look_at_names((struct node *)(uintptr_t)node, &naming);
    return naming.good;
}

// ---- sameness ----

struct children {
    const struct node *at[4];
    size_t count;
};

static void
keep_child(struct node *child, void *context)
{
    struct children *const children = context;

    if (children->count < sizeof children->at / sizeof *children->at)
        children->at[children->count] = child;
    children->count++;
}

static bool
same_leaf(const struct node *a, const struct node *b)
{
    switch (a->kind) {
    case NODE_NAME: return node_as_name_use(a)->decl == node_as_name_use(b)->decl;
    case NODE_SUBSCRIPT:
        return node_as_subscript(a)->is_field == node_as_subscript(b)->is_field &&
               node_as_subscript(a)->field == node_as_subscript(b)->field;
    case NODE_MONADIC: return node_as_monadic(a)->op == node_as_monadic(b)->op;
    case NODE_DYADIC: return node_as_dyadic(a)->op == node_as_dyadic(b)->op;
    case NODE_CONVERT:
        return a->type == b->type && node_as_convert(a)->mode == node_as_convert(b)->mode;
    case NODE_CALL: return a->type == b->type && node_as_call(a)->decl == node_as_call(b)->decl;
    case NODE_SIZE: return true;
    default: return false;
    }
}

bool
node_same(const struct node *a, const struct node *b)
{
    struct children x = {.count = 0}, y = {.count = 0};

    if (a == b)
        return true;
    if (a->value != NULL && b->value != NULL && type_is_scalar(a->type) && a->type == b->type)
        return a->value->integer == b->value->integer && a->value->real == b->value->real;
    if (a->kind != b->kind || !same_leaf(a, b))
        return false;
    node_children(a, keep_child, &x);
    node_children(b, keep_child, &y);
    if (x.count != y.count || x.count > sizeof x.at / sizeof *x.at)
        return false;
    for (size_t i = 0; i < x.count; i++)
        if (x.at[i]->kind != NODE_TYPE_PRIM && !node_same(x.at[i], y.at[i]))
            return a->kind == NODE_SUBSCRIPT && node_as_subscript(a)->is_field && i == 1;
    return true;
}

// ---- to forms ----

static bool
is_int(const struct node *node)
{
    return node->type != NULL && type_base(node->type)->kind == TYPE_INT;
}

static const struct form *
form_of_opaque(struct usage *usage, const struct node *node)
{
    struct naming naming = {.good = true};

    look_at_names((struct node *)(uintptr_t)node, &naming);
    if (!naming.good || naming.first == NULL)
        return form_unknown(usage);
    return form_symbol(symbol_of_node(usage, node, naming.first));
}

static void
look_for_sizes(struct node *node, void *found)
{
    if (node->kind == NODE_SIZE && type_mobile_of(node_as_size(node)->of) != NULL)
        *(bool *)found = true;
    node_children(node, look_for_sizes, found);
}

// VAL k IS e: e, since nothing that it is made of can change while k is in scope, but for the sizes of
// mobiles.
static bool
is_as_defined(struct usage *usage, struct node *of)
{
    bool has_sizes = false;

    look_for_sizes(of, &has_sizes);
    return is_int(of) && !has_sizes && node_names_only(of, NULL, NULL) &&
           form_of(usage, of) != NULL;
}

static const struct form *
form_of_value(struct usage *usage, const struct decl *decl)
{
    const struct form *form = map_get(&usage->values, decl);

    if (form != NULL)
        return form;
    form = form_symbol(symbol_of_decl(usage, decl));
    if (decl->node != NULL && decl->node->kind == NODE_ABBREVIATE &&
        is_as_defined(usage, node_as_abbreviate(decl->node)->of))
        form = form_of(usage, node_as_abbreviate(decl->node)->of);
    map_put(&usage->values, decl, (void *)(uintptr_t)form);
    return form;
}

static const struct form *
form_of_name(struct usage *usage, const struct decl *decl)
{
    if (decl == NULL || decl->type == NULL || type_base(decl->type)->kind != TYPE_INT)
        return form_unknown(usage);
    if (decl->kind == DECL_VAL && !decl->is_replicator)
        return form_of_value(usage, decl);
    return form_symbol(symbol_of_decl(usage, decl));
}

static const struct form *
form_of_shift(const struct form *left, const struct form *by)
{
    int64_t count;

    if (!form_is_constant(by, &count) || count < 0 || count > 30)
        return NULL;
    return form_scale(left, INT64_C(1) << count);
}

static const struct form *
form_of_dyadic(struct usage *usage, const struct node_dyadic *node)
{
    const struct form *const left = form_of(usage, node->left);
    const struct form *const right = form_of(usage, node->right);

    if (node->decl != NULL)
        return NULL;
    switch ((enum op)node->op) {
    case OP_ADD:
    case OP_PLUS: return form_add(left, right);
    case OP_SUB:
    case OP_MINUS: return form_subtract(left, right);
    case OP_MUL:
    case OP_TIMES: return form_multiply(left, right);
    case OP_SHL: return form_of_shift(left, right);
    case OP_DIV: return form_quotient(usage, SYMBOL_QUOTIENT, left, right);
    case OP_REM: return form_quotient(usage, SYMBOL_REMAINDER, left, right);
    default: return NULL;
    }
}

static const struct form *
form_of_size(struct usage *usage, const struct node *of)
{
    struct part part;

    if (of->type == NULL || type_base(of->type)->kind != TYPE_ARRAY)
        return NULL;
    if (type_base(of->type)->size != SIZE_OPEN)
        return form_constant(type_base(of->type)->size);
    if (!part_of(usage, of, &part))
        return NULL;
    return part_size(usage, &part, 0);
}

static const struct form *
form_of_conversion(struct usage *usage, const struct node *operand)
{
    return is_int(operand) ? form_of(usage, operand) : NULL;
}

const struct form *
form_of(struct usage *usage, const struct node *node)
{
    const struct form *form = NULL;

    if (node->value != NULL && node->type != NULL && type_is_integer(node->type))
        return form_constant(node->value->integer);
    if (!is_int(node))
        return form_unknown(usage);
    switch (node->kind) {
    case NODE_NAME: return form_of_name(usage, node_as_name_use(node)->decl);
    case NODE_DYADIC: form = form_of_dyadic(usage, node_as_dyadic(node)); break;
    case NODE_MONADIC:
        if (node_as_monadic(node)->op == OP_SUB || node_as_monadic(node)->op == OP_MINUS)
            form = form_scale(form_of(usage, node_as_monadic(node)->operand), -1);
        break;
    case NODE_SIZE: form = form_of_size(usage, node_as_size(node)->of); break;
    case NODE_CONVERT: form = form_of_conversion(usage, node_as_convert(node)->operand); break;
    case NODE_CALL:
        if (node_as_call(node)->conversion != NULL)
            form = form_of_conversion(usage, node_as_call(node)->arguments.at[0]);
        break;
    default: break;
    }
    return form != NULL ? form : form_of_opaque(usage, node);
}

// ---- back to expressions ----

static struct node *
integer_node(int64_t value, struct span span)
{
    struct node *const node = node_new(NODE_INTEGER, span);

    node->type = type_of_kind(TYPE_INT);
    node->value = constant_integer(value);
    return node;
}

static struct node *
name_node(const struct decl *decl, struct span span)
{
    struct node *const node = node_new(NODE_NAME, span);

    node_as_name_use(node)->name = decl->name;
    node_as_name_use(node)->decl = (struct decl *)(uintptr_t)decl;
    node->type = decl->type;
    node->value = decl->value;
    return node;
}

static struct node *
dyadic_node(enum op op, struct node *left, struct node *right)
{
    struct node *const node = node_new(NODE_DYADIC, left->span);

    node->type = type_of_kind(TYPE_INT);
    node_as_dyadic(node)->op = (int)op;
    node_as_dyadic(node)->left = left;
    node_as_dyadic(node)->right = right;
    return node;
}

// A number, or one that is added to or subtracted from what is before it.
static struct node *
add_node(struct node *sum, struct node *by, bool negative)
{
    if (sum == NULL)
        return by;
    return dyadic_node(negative ? OP_MINUS : OP_PLUS, sum, by);
}

static struct node *
size_node(const struct symbol *symbol, struct span span)
{
    struct node *of = name_node(symbol->decl, span), *node;

    for (int i = 0; i < symbol->dimension; i++) {
        node = node_new(NODE_SUBSCRIPT, span);
        node->type = type_base(of->type)->element;
        node_as_subscript(node)->of = of;
        node_as_subscript(node)->index = integer_node(0, span);
        of = node;
    }
    node = node_new(NODE_SIZE, span);
    node->type = type_of_kind(TYPE_INT);
    node_as_size(node)->of = of;
    return node;
}

static struct node *
symbol_node(const struct symbol *symbol, struct span span)
{
    switch (symbol->kind) {
    case SYMBOL_VALUE: return name_node(symbol->decl, span);
    case SYMBOL_SIZE: return size_node(symbol, span);
    case SYMBOL_QUOTIENT:
        return dyadic_node(OP_DIV, form_node(symbol->of, span), form_node(symbol->by, span));
    case SYMBOL_REMAINDER:
        return dyadic_node(OP_REM, form_node(symbol->of, span), form_node(symbol->by, span));
    case SYMBOL_OPAQUE:
    case SYMBOL_UNKNOWN: break;
    }
    return (struct node *)(uintptr_t)symbol->node;
}

struct node *
form_node(const struct form *form, struct span span)
{
    struct node *sum = NULL;

    for (unsigned i = 0; i < form->count; i++) {
        const struct term *const term = &form->terms[i];
        struct node *product = symbol_node(term->a, span);

        const bool negative = term->factor < 0 && sum != NULL;
        const int64_t factor = negative ? -term->factor : term->factor;

        if (term->b != NULL)
            product = dyadic_node(OP_TIMES, product, symbol_node(term->b, span));
        if (factor != 1)
            product = dyadic_node(OP_TIMES, product, integer_node(factor, span));
        sum = add_node(sum, product, negative);
    }
    if (sum == NULL)
        return integer_node(form->constant, span);
    if (form->constant == 0)
        return sum;
    return form->constant < 0 ? add_node(sum, integer_node(-form->constant, span), true)
                              : add_node(sum, integer_node(form->constant, span), false);
}
