// SPDX-License-Identifier: MIT
// VALOF: of a FUNCTION, and inside an expression. It computes values and changes nothing outside.
#include <config.h>

#include "sema/check.h"

#include "base/mem.h"

void
check_valof(struct check *check, struct node *node, const struct nodes *results)
{
    struct result_types several;
    struct node_valof *valof;

    for (; node->kind == NODE_SCOPED; node = node_as_scoped(node)->body)
        check_spec(check, node_as_scoped(node)->spec);
    valof = node_as_valof(node);
    check_process(check, valof->body);
    if (results->count > 1 && valof->results.count == 1 &&
        check_several_results(check, valof->results.at[0], &several) &&
        several.count == results->count)
        return;
    if (valof->results.count != results->count) {
        diag_error(check->diagnostics, E_RESULT_COUNT, valof->base.span,
                   "the FUNCTION gives %zu value%s, but RESULT names %zu", results->count,
                   results->count == 1 ? "" : "s", valof->results.count);
        return;
    }
    for (size_t i = 0; i < results->count; i++)
        check_value(check, valof->results.at[i], results->at[i]->type, "the result");
}

// ---- inside an expression ----

static const struct node_valof *
body_of(const struct node *node)
{
    while (node->kind == NODE_SCOPED)
        node = node_as_scoped(node)->body;
    return node_as_valof(node);
}

static void
result_types(struct check *check, const struct node_valof *valof, const struct type *expected,
             struct result_types *results)
{
    results->count = valof->results.count;
    results->at = mem_array(const struct type *, results->count + 1);
    for (size_t i = 0; i < results->count; i++) {
        const struct type *const type =
            check_expr(check, valof->results.at[i], results->count == 1 ? expected : NULL);

        results->at[i] = type;
        if (!type_has_open_size(type))
            continue;
        diag_error(check->diagnostics, E_ARRAY_DIMENSION, valof->results.at[i]->span,
                   "the size of this array must be known at compile time");
        results->at[i] = type_of_kind(TYPE_ERROR);
    }
}

static void
check_inline(struct check *check, struct node *node, const struct type *expected,
             struct result_types *results)
{
    const struct pure *const outer = check->pure;
    const struct node_valof *const valof = body_of(node);
    const struct pure pure = {.begins = valof->base.span,
                              .extent = span_join(node->span, vec_last(&valof->results)->span)};

    check->pure = &pure;
    for (; node->kind == NODE_SCOPED; node = node_as_scoped(node)->body)
        check_spec(check, node_as_scoped(node)->spec);
    check_process(check, valof->body);
    result_types(check, valof, expected, results);
    check->pure = outer;
}

bool
check_valof_several(struct check *check, struct node *node, struct result_types *results)
{
    if (body_of(node)->results.count == 1)
        return false;
    check_inline(check, node, NULL, results);
    node->type = results->at[0];
    return true;
}

const struct type *
check_valof_value(struct check *check, struct node *node, const struct type *expected)
{
    struct result_types results;

    check_inline(check, node, expected, &results);
    if (results.count == 1)
        return results.at[0];
    diag_error(check->diagnostics, E_RESULT_COUNT, node->span,
               "the VALOF gives %zu values, but one is needed here", results.count);
    return type_of_kind(TYPE_ERROR);
}
