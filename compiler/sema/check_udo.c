// SPDX-License-Identifier: MIT
// User-defined operators: T FUNCTION "+" (VAL A a, VAL B b). Several of one name are visible at
// once; the innermost whose parameters fit the operands is meant, else the built-in operator.
#include <config.h>

#include "sema/check.h"

static const struct node_formal *
formal_of(const struct decl *operator, size_t number)
{
    return node_as_formal(node_as_function(operator->node)->formals.at[number]);
}

static bool literal_can_be(const struct node *node, const struct type *type);

static bool
table_can_be(const struct node_table *table, const struct type *type)
{
    const struct type *const base = type_base(type);

    if (base->kind == TYPE_RECORD
            ? base->fields.count != table->items.count
            : base->kind != TYPE_ARRAY ||
                  (base->size != SIZE_OPEN && base->size != (int64_t)table->items.count))
        return false;
    for (size_t i = 0; i < table->items.count; i++)
        if (!literal_can_be(table->items.at[i],
                            base->kind == TYPE_RECORD ? base->fields.at[i].type : base->element))
            return false;
    return true;
}

// Whether literals without a type of their own can be of this one.
static bool
literal_can_be(const struct node *node, const struct type *type)
{
    switch (node->kind) {
    case NODE_INTEGER:
    case NODE_BYTE: return type_is_integer(type);
    case NODE_REAL: return type_is_real(type);
    case NODE_MONADIC: return literal_can_be(node_as_monadic(node)->operand, type);
    case NODE_DYADIC: return literal_can_be(node_as_dyadic(node)->left, type);
    case NODE_STRING: return type_base(type)->kind == TYPE_STRING || type_fits(type, node->type);
    case NODE_TABLE: return table_can_be(node_as_table(node), type);
    default: return false;
    }
}

// Whether it is the type that such a literal has where nothing says another.
static bool
is_own_type(const struct node *node, const struct type *type)
{
    switch (node->kind) {
    case NODE_INTEGER: return type->kind == TYPE_INT;
    case NODE_BYTE: return type->kind == TYPE_BYTE;
    case NODE_REAL: return type->kind == TYPE_REAL64;
    case NODE_MONADIC: return is_own_type(node_as_monadic(node)->operand, type);
    case NODE_DYADIC: return is_own_type(node_as_dyadic(node)->left, type);
    default: return true;
    }
}

// Where one operand has a type, a bare literal beside it is first taken to be of the same type.
// If there is no operator for that, it may be of another one; where it could be of the same type,
// only of its own.
static bool
operand_fits(const struct operands *operands, size_t number, const struct type *wanted,
             bool loosely)
{
    const struct node *const node = operands->at[number];
    const struct node *const other = operands->at[operands->count - 1 - number];

    if (!check_is_untyped(node))
        return type_fits(wanted, node->type);
    if (check_is_untyped(other) || type_same(wanted, other->type))
        return literal_can_be(node, wanted);
    return loosely && literal_can_be(node, wanted) &&
           (!literal_can_be(node, other->type) || is_own_type(node, wanted));
}

static bool
operator_fits(const struct decl *operator, const struct operands * operands, bool loosely)
{
    if (node_as_function(operator->node)->formals.count != operands->count)
        return false;
    for (size_t i = 0; i < operands->count; i++) {
        const struct type *const wanted = define_decl(formal_of(operator, i)->name)->type;

        if (!operand_fits(operands, i, wanted, loosely))
            return false;
    }
    return true;
}

static struct decl *
find_operator(struct decl *visible, const struct operands *operands, bool loosely)
{
    for (; visible != NULL; visible = visible->hidden)
        if (visible->kind == DECL_FUNCTION && operator_fits(visible, operands, loosely))
            return visible;
    return NULL;
}

// What the language itself can compute: numbers written out.
static bool
is_built_in(int op, const struct operands *operands)
{
    for (size_t i = 0; i < operands->count; i++)
        if (!check_is_untyped(operands->at[i]) || operands->at[i]->kind == NODE_TABLE ||
            operands->at[i]->kind == NODE_STRING)
            return false;
    return op < OP_U_QQ;
}

struct decl *
check_find_operator(struct check *check, struct decl *visible, int op,
                    const struct operands *operands)
{
    struct decl *found;

    if (visible == NULL || is_built_in(op, operands))
        return NULL;
    for (size_t i = 0; i < operands->count; i++)
        if ((!check_is_untyped(operands->at[i]) || operands->at[i]->kind == NODE_STRING) &&
            type_is_error(check_expr(check, operands->at[i], NULL)))
            return NULL;
    found = find_operator(visible, operands, false);
    return found != NULL ? found : find_operator(visible, operands, true);
}

const struct type *
check_operator_call(struct check *check, const struct decl *operator,
                    const struct operands * operands)
{
    for (size_t i = 0; i < operands->count; i++)
        check_value(check, operands->at[i], define_decl(formal_of(operator, i)->name)->type,
                    "this operand");
    return check_type(check, node_as_function(operator->node)->results.at[0]);
}

const struct type *
check_no_operator(struct check *check, const struct node *node, int op,
                  const struct operands *operands)
{
    const char *const spelling = op_spelling((enum op)op);
    bool wrong = false;

    for (size_t i = 0; i < operands->count; i++)
        wrong = type_is_error(check_expr(check, operands->at[i], NULL)) || wrong;
    if (!wrong && operands->count == 1)
        diag_error(check->diagnostics, E_OPERAND_TYPE, node->span, "no FUNCTION \"%s\" takes a %s",
                   spelling, type_text(operands->at[0]->type));
    else if (!wrong)
        diag_error(check->diagnostics, E_OPERAND_TYPE, node->span,
                   "no FUNCTION \"%s\" takes a %s and a %s", spelling,
                   type_text(operands->at[0]->type), type_text(operands->at[1]->type));
    return type_of_kind(TYPE_ERROR);
}

void
check_operator_declaration(struct check *check, const struct node_function *node)
{
    if (node->formals.count == 1 || node->formals.count == 2) {
        if (node->results.count != 1)
            diag_error(check->diagnostics, E_RESULT_COUNT, node->base.span,
                       "an operator gives one value");
        return;
    }
    diag_error(check->diagnostics, E_ARGUMENT_COUNT, node->base.span,
               "an operator has one parameter, or two");
}
