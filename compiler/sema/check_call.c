// SPDX-License-Identifier: MIT
// Calls of PROCs, FUNCTIONs and predefined routines; assignable places.
#include <config.h>

#include "sema/check.h"

#include "base/mem.h"

#include <string.h>

static const struct type *
error_type(void)
{
    return type_of_kind(TYPE_ERROR);
}

// ---- places ----

static bool
is_outside(const struct pure *pure, const struct decl *decl)
{
    if (pure->function != NULL)
        return decl->owner != pure->function;
    return decl->span.from < pure->extent.from || decl->span.to > pure->extent.to;
}

static const struct type *
check_place_name(struct check *check, struct node *node)
{
    const struct decl *const decl = node_as_name_use(node)->decl;
    const struct type *const type = check_expr(check, node, NULL);

    if (type_is_error(type))
        return type;
    if (decl->kind == DECL_VAL || (decl->kind == DECL_FORMAL && decl->mode == FORMAL_VAL)) {
        diag_also(diag_error(check->diagnostics, E_VAL_ASSIGNED, node->span,
                             decl->is_replicator ? "`%s` counts a replicator and cannot be changed"
                                                 : "`%s` is a VAL and cannot be changed",
                             decl->name->text),
                  decl->span, "declared here");
        return error_type();
    }
    if (check->pure != NULL && is_outside(check->pure, decl) && type_is_data(type)) {
        diag_also(diag_error(check->diagnostics, E_SIDE_EFFECT, node->span,
                             "a %s cannot change `%s`, which is declared outside it",
                             check->pure->function != NULL ? "FUNCTION" : "VALOF",
                             decl->name->text),
                  decl->span, "declared here");
        return error_type();
    }
    return type;
}

// Whether parts of something can be changed.
static bool
has_places(struct check *check, struct node *of)
{
    const struct type *const type = check_place(check, of);

    if (!type_is_error(type) && type_base(type)->kind == TYPE_STRING) {
        diag_help(diag_error(check->diagnostics, E_NOT_ASSIGNABLE, of->span,
                             "a STRING never changes, only variables do"),
                  "make a new one with `++` and slices");
        return false;
    }
    return !type_is_error(type);
}

const struct type *
check_place(struct check *check, struct node *node)
{
    switch (node->kind) {
    case NODE_NAME: return check_place_name(check, node);
    case NODE_SUBSCRIPT:
        if (!has_places(check, node_as_subscript(node)->of))
            return error_type();
        return check_expr(check, node, NULL);
    case NODE_END_OF:
        if (!type_is_error(check_expr(check, node, NULL)) && node->type->kind == TYPE_END)
            return type_is_error(check_place(check, node_as_end_of(node)->channel)) ? error_type()
                                                                                    : node->type;
        return node->type;
    case NODE_SLICE:
        if (!has_places(check, node_as_slice(node)->of))
            return error_type();
        return check_expr(check, node, NULL);
    default:
        if (!type_is_error(check_expr(check, node, NULL)))
            diag_error(check->diagnostics, E_NOT_ASSIGNABLE, node->span,
                       "this is no variable and cannot be changed");
        return error_type();
    }
}

// ---- arguments ----

static bool
is_channel_type(const struct type *type)
{
    while (type->kind == TYPE_ARRAY)
        type = type->element;
    return type->kind == TYPE_CHAN || type->kind == TYPE_PORT || type->kind == TYPE_TIMER ||
           type->kind == TYPE_BARRIER;
}

// What is shared in the callee must be shared here.
static void
check_shared_argument(struct check *check, const struct node *argument, const struct decl *formal)
{
    const enum direction end = formal->type->direction;

    if (end == DIRECTION_NONE ? argument->type->shared == SHARED_BOTH
                              : type_is_claimed(argument->type, end))
        return;
    diag_also(diag_label(diag_error(check->diagnostics, E_ARGUMENT, argument->span,
                                    "this parameter is a SHARED channel"),
                         "this is of type %s", type_text(argument->type)),
              formal->span, "the parameter");
}

// A callee that uses a shared end as its own: it must be claimed here.
static void
check_claimed_argument(struct check *check, const struct node *argument, const struct type *wanted)
{
    const enum direction end =
        argument->type->direction != DIRECTION_NONE ? argument->type->direction : wanted->direction;

    if (argument->type->shared != SHARED_NOT)
        check_claimed(check, argument, end);
}

// A FORK gives all mobiles away but those that are only looked at.
static bool
takes_for_good(const struct check *check, const struct decl *formal)
{
    return formal->mode == FORMAL_INITIAL ||
           (check->sends && formal->mode != FORMAL_VAL && type_is_mobile(formal->type));
}

static void
check_argument(struct check *check, struct node *argument, const struct node_formal *formal,
               const struct name *callee, size_t number)
{
    const struct decl *const decl = define_decl(formal->name);
    const struct type *const wanted = decl->type;
    const struct type *actual;

    if (type_is_error(wanted)) {
        check_expr(check, argument, NULL);
        return;
    }
    if (is_channel_type(wanted))
        actual = check_expr(check, argument, NULL);
    else if (decl->mode == FORMAL_VAL || decl->mode == FORMAL_INITIAL ||
             (check->sends && type_is_mobile(wanted)))
        actual = check_expr(check, argument, wanted);
    else
        actual = check_place(check, argument);
    if (wanted->kind == TYPE_CHAN && wanted->shared != SHARED_NOT && actual->kind == TYPE_CHAN)
        check_shared_argument(check, argument, decl);
    else if (actual->kind == TYPE_CHAN)
        check_claimed_argument(check, argument, wanted);
    if (type_fits(wanted, actual)) {
        if (type_is_mobile(wanted) && decl->mode != FORMAL_VAL && decl->mode != FORMAL_INITIAL &&
            !type_is_error(actual))
            check_is_mobile(check, argument, "this argument");
        if (!type_is_error(actual) && takes_for_good(check, decl))
            check_move(check, argument, wanted);
        if (check->sends && decl->mode == FORMAL_VAL)
            check_is_cloneable(check, wanted, argument->span);
        return;
    }
    if (decl->mode == FORMAL_VAL && type_is_bytes(wanted) && type_base(actual)->kind == TYPE_STRING)
        return;
    diag_also(diag_label(diag_error(check->diagnostics, E_ARGUMENT, argument->span,
                                    "argument %zu of `%s` must be of type %s", number, callee->text,
                                    type_text(wanted)),
                         "this is of type %s", type_text(actual)),
              decl->span, "the parameter");
}

// How many arguments a call must have at least.
static size_t
least_arguments(const struct nodes *formals)
{
    size_t count = 0;

    while (count < formals->count && node_as_formal(formals->at[count])->value == NULL)
        count++;
    return count;
}

static void
wrong_argument_count(struct check *check, const struct node *call, const struct name *name,
                     const struct nodes *formals, size_t given)
{
    const size_t least = least_arguments(formals);
    const char *const from = least == formals->count ? "" : mem_format("%zu to ", least);
    struct diag *const diag = diag_error(
        check->diagnostics, E_ARGUMENT_COUNT, call->span,
        "`%s` takes %s%zu argument%s, but %zu %s given", name->text, from, formals->count,
        formals->count == 1 ? "" : "s", given, given == 1 ? "is" : "are");

    if (formals->count != 0)
        diag_also(diag, formals->at[0]->span, "the first parameter");
}

static struct node *
default_value(const struct node *value)
{
    struct node *const copy = node_copy(value);

    if (type_is_error(value->type))
        copy->type = error_type();
    return copy;
}

void
check_arguments(struct check *check, struct node *call, const struct name *name,
                const struct nodes *formals, struct nodes *arguments)
{
    const size_t given = arguments->count;

    if (given >= least_arguments(formals))
        for (size_t i = given; i < formals->count && node_as_formal(formals->at[i])->value; i++)
            nodes_push(arguments, default_value(node_as_formal(formals->at[i])->value));
    if (formals->count != arguments->count)
        wrong_argument_count(check, call, name, formals, given);
    for (size_t i = 0; i < arguments->count; i++) {
        if (i < formals->count)
            check_argument(check, arguments->at[i], node_as_formal(formals->at[i]), name, i + 1);
        else
            check_expr(check, arguments->at[i], NULL);
    }
}

// ---- calls in expressions ----

// T (x), where T is a type.
static const struct type *
check_call_conversion(struct check *check, struct node_call *call, const struct type *to)
{
    if (call->arguments.count != 1) {
        diag_error(check->diagnostics, E_CONVERSION, call->base.span,
                   "a conversion takes one value");
        return error_type();
    }
    call->conversion = to;
    return check_conversion(check, &call->base, to, CONVERT_PLAIN, call->arguments.at[0]);
}

static void
results_of(struct check *check, struct node_call *call, struct result_types *results)
{
    *results = (struct result_types){0};
    if (call->decl->kind == DECL_INTRINSIC) {
        check_intrinsic_results(call->decl, results);
        return;
    }
    const struct node_function *const function = node_as_function(call->decl->node);

    results->count = function->results.count;
    results->at = mem_array(const struct type *, results->count + 1);
    for (size_t i = 0; i < results->count; i++)
        results->at[i] = check_type(check, function->results.at[i]);
}

// Check callee and arguments of a FUNCTION call; false where it is none.
static bool
check_function_call(struct check *check, struct node_call *call)
{
    struct decl *const decl = generic_callee(check, &call->callee, &call->arguments);

    if (decl == NULL || (decl->kind != DECL_FUNCTION && decl->kind != DECL_INTRINSIC))
        return false;
    if (call->decl != NULL)
        return true;
    call->decl = decl;
    if (decl->kind == DECL_INTRINSIC && decl->number == INTRINSIC_FORMAT)
        check_format(check, call);
    else if (decl->kind == DECL_INTRINSIC)
        check_intrinsic(check, call->base.span, decl, &call->arguments);
    else
        check_arguments(check, &call->base, decl->name, &node_as_function(decl->node)->formals,
                        &call->arguments);
    return true;
}

bool
check_several_results(struct check *check, struct node *node, struct result_types *results)
{
    if (node->kind == NODE_VALOF || node->kind == NODE_SCOPED)
        return check_valof_several(check, node, results);
    if (node->kind != NODE_CALL || !check_function_call(check, node_as_call(node)))
        return false;
    results_of(check, node_as_call(node), results);
    if (results->count == 1)
        return false;
    node->type = results->count == 0 ? error_type() : results->at[0];
    return true;
}

static void
check_children_of_wrong_call(struct check *check, struct node_call *call)
{
    for (size_t i = 0; i < call->arguments.count; i++)
        check_expr(check, call->arguments.at[i], NULL);
}

const struct type *
check_call(struct check *check, struct node *node, const struct type *expected)
{
    struct node_call *const call = node_as_call(node);
    struct decl *const decl = generic_callee(check, &call->callee, &call->arguments);
    struct result_types results;

    if (decl != NULL && decl->kind == DECL_TAG)
        return check_variant_value(check, node, decl, expected);
    if (decl != NULL && decl->kind == DECL_TYPE)
        return check_call_conversion(check, call,
                                     decl->node == NULL ? type_of_kind(TYPE_STRING) : decl->type);
    if (!check_function_call(check, call)) {
        check_children_of_wrong_call(check, call);
        if (decl == NULL || decl->kind != DECL_ERROR) {
            struct diag *const diag =
                diag_error(check->diagnostics, E_WRONG_KIND, call->callee->span,
                           decl != NULL && decl->kind == DECL_PROC
                               ? "a PROC gives no value and cannot stand in an expression"
                               : "this is no FUNCTION and cannot be called");
            if (decl != NULL && decl->span.to != 0)
                diag_also(diag, decl->span, "declared here");
        }
        return error_type();
    }
    results_of(check, call, &results);
    if (results.count != 1) {
        diag_error(check->diagnostics, E_RESULT_COUNT, node->span,
                   "`%s` gives %zu values, but one is needed here", call->decl->name->text,
                   results.count);
        return error_type();
    }
    if (check->folding != 0)
        node->value = fold_call(check, call);
    return type_contents(results.at[0]);
}
