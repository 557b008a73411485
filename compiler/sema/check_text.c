// SPDX-License-Identifier: MIT
// Texts: what csp does with STRINGs, and with arrays of BYTEs where a text is needed.
#include <config.h>

#include "sema/check.h"

#include "base/mem.h"

static bool
is_text(const struct type *type)
{
    return type_base(type)->kind == TYPE_STRING || type_is_bytes(type);
}

// What is written between quotes becomes a STRING where one is needed.
static void
settle(struct node *node)
{
    if (node->kind == NODE_STRING && node_as_string(node)->as == NULL)
        node->type = type_of_kind(TYPE_STRING);
}

// ---- operators ----

static bool
is_string(struct check *check, struct node *node)
{
    return !check_is_untyped(node) && node->kind != NODE_LIST_OF &&
           type_base(check_expr(check, node, NULL))->kind == TYPE_STRING;
}

bool
check_is_text_operator(struct check *check, const struct node_dyadic *node)
{
    if (!check->program->is_csp(check->program, node->base.span))
        return false;
    if (node->op == OP_CONCAT)
        return true;
    return node->op >= OP_EQ && node->op <= OP_GE &&
           (is_string(check, node->left) || is_string(check, node->right));
}

static bool
check_operand(struct check *check, struct node *operand, int op)
{
    const struct type *const type = check_expr(check, operand, NULL);

    settle(operand);
    if (type_is_error(type) || is_text(type))
        return !type_is_error(type);
    diag_help(diag_error(check->diagnostics, E_OPERAND_TYPE, operand->span,
                         "`%s` needs a text here, and this is of type %s", op_spelling((enum op)op),
                         type_text(type)),
              type_is_scalar(type) ? "write `STRING` before it, to turn it into a text"
                                   : "a text is a STRING or an array of BYTEs");
    return false;
}

const struct type *
check_text_operator(struct check *check, struct node_dyadic *node)
{
    const bool is_join = node->op == OP_CONCAT;
    const bool left = check_operand(check, node->left, node->op);
    const bool right = check_operand(check, node->right, node->op);

    if (!is_join)
        return type_of_kind(TYPE_BOOL);
    return type_of_kind(left && right ? TYPE_STRING : TYPE_ERROR);
}

// ---- conversions ----

const struct type *
check_text_conversion(struct check *check, const struct node *node, const struct type *to,
                      struct node *operand)
{
    const struct type *const from = check_expr(check, operand, NULL);

    settle(operand);
    if (type_is_error(from) || is_text(from) || type_is_scalar(from))
        return to;
    diag_error(check->diagnostics, E_CONVERSION, node->span,
               "a %s cannot be converted to %s: that is done with numbers, truth values and arrays "
               "of BYTEs",
               type_text(from), type_text(to));
    return type_of_kind(TYPE_ERROR);
}

// ---- FORMAT ----

static void
wrong_form(struct check *check, const struct node *form, const char *why)
{
    diag_error(check->diagnostics, E_FORMAT, form->span, "%s", why);
}

static void
check_field_value(struct check *check, struct node *value, const struct format_part *field)
{
    const struct type *const type = check_expr(check, value, NULL);

    settle(value);
    if (type_is_error(type) || format_letter(type, field) != '\0')
        return;
    diag_label(diag_error(check->diagnostics, E_FORMAT, value->span,
                          "the field `%.*s` does not take this value", (int)field->length,
                          field->at),
               "this is of type %s", type_text(type));
}

static void
check_count(struct check *check, const struct node_call *call, size_t fields)
{
    const size_t values = call->arguments.count - 1;

    if (fields != values)
        diag_label(diag_error(check->diagnostics, E_FORMAT, call->arguments.at[0]->span,
                              "this has %zu field%s, but %zu value%s given", fields,
                              fields == 1 ? "" : "s", values, values == 1 ? " is" : "s are"),
                   "%zu field%s", fields, fields == 1 ? "" : "s");
}

static void
check_form(struct check *check, const struct node_call *call)
{
    struct node *const form = call->arguments.at[0];
    const char *const text = constant_text(form->value);
    const char *const end = text + form->value->count;
    struct format_part part;
    size_t fields = 0;

    for (const char *at = text; at < end; at = part.at + part.length) {
        const char *const fault = format_next(at, end, &part);

        if (fault != NULL) {
            wrong_form(check, form, fault);
            return;
        }
        if (!part.is_field)
            continue;
        fields++;
        if (fields < call->arguments.count)
            check_field_value(check, call->arguments.at[fields], &part);
    }
    check_count(check, call, fields);
}

void
check_format(struct check *check, const struct node_call *call)
{
    if (call->arguments.count == 0) {
        diag_error(check->diagnostics, E_FORMAT, call->base.span,
                   "FORMAT needs a text with fields, and the values for them");
        return;
    }
    for (size_t i = 0; i < call->arguments.count; i++)
        check_expr(check, call->arguments.at[i], NULL);
    if (type_is_error(call->arguments.at[0]->type))
        return;
    if (call->arguments.at[0]->value == NULL || !call->arguments.at[0]->value->is_text)
        wrong_form(check, call->arguments.at[0],
                   "the text with the fields must be known when the program is compiled");
    else
        check_form(check, call);
}
