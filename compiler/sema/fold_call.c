// SPDX-License-Identifier: MIT
// Calls of FUNCTIONs in constant expressions: the expression after IS, with the arguments as the
// values of the parameters. Only where a constant is needed, since a call that fails may be one
// that is never made.
#include <config.h>

#include "sema/check.h"

#include "base/mem.h"

enum { DEEPEST_CALL = 200 };

const struct constant *
fold_with_calls(struct check *check, const struct node *node, const struct type *wanted)
{
    struct node *const copy = node_copy(node);

    check->folding++;
    check_expr(check, copy, wanted);
    check->folding--;
    return copy->value;
}

static bool
all_known(const struct nodes *arguments)
{
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->at[i]->value == NULL)
            return false;
    return true;
}

// What the FUNCTION is, if it is a mere expression.
static const struct node *
expression_of(const struct node_function *function)
{
    const struct node_valof *valof;

    if (function->body == NULL || function->body->kind != NODE_VALOF)
        return NULL;
    valof = node_as_valof(function->body);
    return valof->body->kind == NODE_SKIP && valof->results.count == 1 ? valof->results.at[0]
                                                                       : NULL;
}

// Give the parameters the values of the arguments; what they had before is returned.
static const struct constant **
bind_values(const struct nodes *formals, const struct nodes *arguments)
{
    const struct constant **const before = mem_array(const struct constant *, formals->count + 1);

    for (size_t i = 0; i < formals->count; i++) {
        struct decl *const formal = define_decl(node_as_formal(formals->at[i])->name);

        before[i] = formal->value;
        formal->value = arguments->at[i]->value;
    }
    return before;
}

const struct constant *
fold_call(struct check *check, const struct node_call *call)
{
    const struct node_function *function;
    const struct node *expression;
    const struct constant **before, *value;

    if (call->decl->kind != DECL_FUNCTION || check->folding > DEEPEST_CALL)
        return NULL;
    function = node_as_function(call->decl->node);
    expression = expression_of(function);
    if (expression == NULL || function->formals.count != call->arguments.count ||
        !all_known(&call->arguments))
        return NULL;
    before = bind_values(&function->formals, &call->arguments);
    value = fold_with_calls(check, expression, function->results.at[0]->type);
    for (size_t i = 0; i < function->formals.count; i++)
        define_decl(node_as_formal(function->formals.at[i])->name)->value = before[i];
    return value;
}
