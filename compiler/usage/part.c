// SPDX-License-Identifier: MIT
// Places: a variable and the way to a part of it; and facts, which conditions on the way add.
#include <config.h>

#include "usage/internal.h"

#include "base/mem.h"

#include <string.h>

// ---- paths ----

static struct path
path_append(struct path path, struct selector selector)
{
    struct selector *const at = mem_array(struct selector, path.count + 1);

    if (path.count != 0)
        memcpy(at, path.at, path.count * sizeof *at);
    at[path.count] = selector;
    return (struct path){at, path.count + 1};
}

// A selection from a slice is one from what was sliced.
static struct path
path_narrow(struct path path, struct selector selector)
{
    const struct selector *const last = path.count == 0 ? NULL : &path.at[path.count - 1];

    if (last == NULL || last->is_field || last->is_element || selector.is_field)
        return path_append(path, selector);
    selector.outer = last;
    selector.from = form_add(last->from, selector.from);
    path.count--;
    return path_append(path, selector);
}

struct path
path_join(struct path outer, struct path inner)
{
    for (size_t i = 0; i < inner.count; i++)
        outer = path_narrow(outer, inner.at[i]);
    return outer;
}

bool
path_same(const struct path *a, const struct path *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->at[i].is_field != b->at[i].is_field || a->at[i].field != b->at[i].field ||
            (!a->at[i].is_field && (!form_equal(a->at[i].from, b->at[i].from) ||
                                    !form_equal(a->at[i].count, b->at[i].count))))
            return false;
    return true;
}

// ---- sizes ----

static const struct form *
size_of_abbreviated(struct usage *usage, const struct decl *decl, int dimension)
{
    struct part part;
    const struct node *node = decl->node;

    if (node == NULL || node->kind != NODE_ABBREVIATE ||
        !part_of(usage, node_as_abbreviate(node)->of, &part) || part.root == decl)
        return NULL;
    return part_size(usage, &part, dimension);
}

static bool
is_value(const struct decl *decl, void *context)
{
    (void)context;
    return decl->kind == DECL_VAL || (decl->kind == DECL_FORMAL && decl->mode == FORMAL_VAL);
}

// [n]INT a: the size is n, if n is a name for a value.
static const struct form *
size_as_written(struct usage *usage, const struct decl *decl, int dimension)
{
    const struct node *type;

    if (decl->node == NULL || decl->node->kind != NODE_DECLARE)
        return NULL;
    type = node_as_declare(decl->node)->type_of;
    for (; dimension > 0 && type->kind == NODE_TYPE_ARRAY; dimension--)
        type = node_as_type_array(type)->element;
    if (type->kind != NODE_TYPE_ARRAY || node_as_type_array(type)->size == NULL ||
        !node_names_only(node_as_type_array(type)->size, is_value, NULL))
        return NULL;
    return form_of(usage, node_as_type_array(type)->size);
}

// The size of a mobile changes only with the whole of it, which is a change of all its parts.
const struct form *
decl_size(struct usage *usage, const struct decl *decl, int dimension)
{
    const struct type *type = decl->type == NULL ? NULL : type_base(type_contents(decl->type));
    const struct form *size;

    for (int i = 0; i < dimension && type != NULL && type->kind == TYPE_ARRAY; i++)
        type = type_base(type->element);
    if (type == NULL || type->kind != TYPE_ARRAY)
        return form_unknown(usage);
    if (type->size != SIZE_OPEN)
        return form_constant(type->size);
    size = size_of_abbreviated(usage, decl, dimension);
    if (size == NULL)
        size = size_as_written(usage, decl, dimension);
    return size != NULL ? size : form_symbol(symbol_of_size(usage, decl, dimension));
}

const struct form *
part_size(struct usage *usage, const struct part *part, int dimension)
{
    const struct path *const path = &part->path;
    const struct selector *last = path->count == 0 ? NULL : &path->at[path->count - 1];
    int elements = 0;

    if (last != NULL && !last->is_field && !last->is_element && dimension == 0)
        return last->count;
    for (size_t i = 0; i < path->count; i++) {
        if (path->at[i].is_field)
            return form_unknown(usage);
        elements += path->at[i].is_element;
    }
    return decl_size(usage, part->root, elements + dimension);
}

// ---- from expressions ----

static bool
part_of_subscript(struct usage *usage, const struct node_subscript *node, struct part *part)
{
    struct selector selector = {.is_element = true};

    if (!part_of(usage, node->of, part))
        return false;
    if (node->is_key) // whichever it is, the map is
        return true;
    if (node->is_field) {
        selector = (struct selector){.is_field = true, .field = node->field};
    } else {
        selector.from = form_of(usage, node->index);
        selector.count = form_constant(1);
    }
    part->path = path_narrow(part->path, selector);
    return true;
}

static const struct form *
size_of_node(struct usage *usage, const struct node *of, const struct part *part)
{
    const struct type *const type = of->type == NULL ? NULL : type_base(of->type);

    if (type != NULL && type->kind == TYPE_ARRAY && type->size != SIZE_OPEN)
        return form_constant(type->size);
    return part_size(usage, part, 0);
}

static bool
part_of_slice(struct usage *usage, const struct node_slice *node, struct part *part)
{
    struct selector selector = {.from = form_constant(0)};

    if (!part_of(usage, node->of, part))
        return false;
    if (node->from != NULL)
        selector.from = form_of(usage, node->from);
    selector.count = node->count != NULL
                         ? form_of(usage, node->count)
                         : form_subtract(size_of_node(usage, node->of, part), selector.from);
    part->path = path_narrow(part->path, selector);
    return true;
}

bool
part_of(struct usage *usage, const struct node *node, struct part *part)
{
    switch (node->kind) {
    case NODE_NAME:
        *part = (struct part){.root = node_as_name_use(node)->decl};
        return part->root != NULL && part->root->kind != DECL_ERROR;
    case NODE_SUBSCRIPT: return part_of_subscript(usage, node_as_subscript(node), part);
    case NODE_SLICE: return part_of_slice(usage, node_as_slice(node), part);
    case NODE_END_OF: return part_of(usage, node_as_end_of(node)->channel, part);
    default: return false;
    }
}

bool
part_of_size(struct usage *usage, const struct node *of, struct part *part)
{
    if (type_mobile_of(of) == NULL || !part_of(usage, of, part))
        return false;
    part->path = path_narrow(part->path, (struct selector){.is_field = true, .field = FIELD_SIZE});
    return true;
}

// ---- facts ----

const struct fact *
fact_add(enum fact_kind kind, const struct form *form, const struct fact *known)
{
    struct fact *fact;

    if (form == NULL)
        return known;
    fact = mem_new(struct fact);
    *fact = (struct fact){kind, form, known};
    return fact;
}

static const struct fact *
compare(struct usage *usage, enum op op, const struct node_dyadic *node, const struct fact *known)
{
    const struct form *const left = form_of(usage, node->left);
    const struct form *const right = form_of(usage, node->right);

    switch (op) {
    case OP_EQ: return fact_add(FACT_ZERO, form_subtract(left, right), known);
    case OP_NE: return fact_add(FACT_NOT_ZERO, form_subtract(left, right), known);
    case OP_LT:
        return fact_add(FACT_NOT_NEGATIVE, form_plus(form_subtract(right, left), -1), known);
    case OP_LE: return fact_add(FACT_NOT_NEGATIVE, form_subtract(right, left), known);
    case OP_GT:
        return fact_add(FACT_NOT_NEGATIVE, form_plus(form_subtract(left, right), -1), known);
    default: return fact_add(FACT_NOT_NEGATIVE, form_subtract(left, right), known);
    }
}

static enum op
opposite(enum op op)
{
    switch (op) {
    case OP_EQ: return OP_NE;
    case OP_NE: return OP_EQ;
    case OP_LT: return OP_GE;
    case OP_LE: return OP_GT;
    case OP_GT: return OP_LE;
    default: return OP_LT;
    }
}

const struct fact *
facts_of(struct usage *usage, const struct node *condition, bool holds, const struct fact *known)
{
    const struct node_dyadic *dyadic;
    enum op op;

    if (condition->kind == NODE_MONADIC && node_as_monadic(condition)->op == OP_NOT)
        return facts_of(usage, node_as_monadic(condition)->operand, !holds, known);
    if (condition->kind != NODE_DYADIC || node_as_dyadic(condition)->decl != NULL)
        return known;
    dyadic = node_as_dyadic(condition);
    op = (enum op)dyadic->op;
    if (op == (holds ? OP_AND : OP_OR))
        return facts_of(usage, dyadic->right, holds, facts_of(usage, dyadic->left, holds, known));
    if (op < OP_EQ || op > OP_GE || dyadic->left->type == NULL ||
        type_base(dyadic->left->type)->kind != TYPE_INT)
        return known;
    return compare(usage, holds ? op : opposite(op), dyadic, known);
}
