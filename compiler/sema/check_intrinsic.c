// SPDX-License-Identifier: MIT
// Calls of predefined routines: those that are refused, and the arguments of the others.
#include <config.h>

#include "sema/check.h"

#include "base/mem.h"

#include <string.h>

static bool
is_refused(const struct intrinsic_info *info)
{
    return info->nature == NATURE_KERNEL || info->nature == NATURE_LATER;
}

// Routines of other systems, and those that are still to come.
static bool
refuse(struct check *check, struct span span, const struct intrinsic_info *info)
{
    if (info->nature == NATURE_LATER)
        check_unsupported(check, span, info->spelling);
    else if (info->nature == NATURE_KERNEL)
        diag_error(check->diagnostics, E_OTHER_SYSTEM, span,
                   "`%s` belongs to the run-time system of another compiler", info->spelling);
    return is_refused(info);
}

static void
check_number_of_arguments(struct check *check, struct span span, const struct intrinsic_info *info,
                          size_t given)
{
    const size_t count = strlen(info->parameters);

    if (count != given)
        diag_error(check->diagnostics, E_ARGUMENT_COUNT, span,
                   "`%s` takes %zu argument%s, but %zu %s given", info->spelling, count,
                   count == 1 ? "" : "s", given, given == 1 ? "is" : "are");
}

// What a routine changes, and arrays.
static void
check_whole(struct check *check, struct node *argument, const struct intrinsic_info *info,
            size_t number)
{
    const char letter = info->parameters[number];
    const struct type *const wanted = type_of_letter(letter);
    const struct type *const actual = strchr("TV", letter) != NULL
                                          ? check_expr(check, argument, wanted)
                                          : check_place(check, argument);

    if (letter == 'T' && type_base(actual)->kind == TYPE_STRING)
        return;
    if (!type_fits(wanted, actual))
        diag_label(diag_error(check->diagnostics, E_ARGUMENT, argument->span,
                              "argument %zu of `%s` must be of type %s", number + 1, info->spelling,
                              type_text(wanted)),
                   "this is of type %s", type_text(actual));
}

// A mobile array with one size, which is not fixed.
static void
check_resizable(struct check *check, struct node *argument)
{
    const struct type *const type = check_place(check, argument);

    if (type_is_error(type) || !check_is_mobile(check, argument, "what changes its size"))
        return;
    if (type_base(type)->kind != TYPE_ARRAY || type_base(type)->size != SIZE_OPEN ||
        type_has_open_size(type_base(type)->element))
        diag_error(
            check->diagnostics, E_MOBILE, argument->span,
            "only a mobile array of one dimension of no fixed size can change its size, not %s",
            type_text(type_mobile_of(argument)));
}

// A new element of an array that has been checked.
static void
check_element(struct check *check, struct node *argument, const struct node *array)
{
    const struct type *const type = type_is_error(array->type) ? NULL : type_base(array->type);

    if (type != NULL && type->kind == TYPE_ARRAY)
        check_value(check, argument, type->element, "a new element");
    else
        check_expr(check, argument, NULL);
}

static void
check_argument(struct check *check, const struct nodes *arguments,
               const struct intrinsic_info *info, size_t number)
{
    struct node *const argument = arguments->at[number];
    const char letter = info->parameters[number];

    if (letter == 'M')
        check_resizable(check, argument);
    else if (letter == 'X' || letter == 'Y')
        check_map_argument(check, argument, letter == 'X');
    else if (letter == 'K')
        check_key_argument(check, argument, arguments->at[number - 1]);
    else if (letter == 'E')
        check_element(check, argument, arguments->at[number - 1]);
    else if (strchr("TVOWA", letter) != NULL)
        check_whole(check, argument, info, number);
    else
        check_value(check, argument, type_of_letter(letter), "this argument");
}

void
check_intrinsic(struct check *check, struct span span, const struct decl *decl,
                const struct nodes *arguments)
{
    const struct intrinsic_info *const info = intrinsic_info((enum intrinsic)decl->number);
    const size_t count = strlen(info->parameters);

    if (refuse(check, span, info))
        return;
    check_number_of_arguments(check, span, info, arguments->count);
    for (size_t i = 0; i < arguments->count && i < count; i++)
        check_argument(check, arguments, info, i);
}

void
check_intrinsic_results(const struct decl *decl, struct result_types *results)
{
    const struct intrinsic_info *const info = intrinsic_info((enum intrinsic)decl->number);
    const bool refused = is_refused(info);

    results->count = refused ? 1 : strlen(info->results);
    results->at = mem_array(const struct type *, results->count + 1);
    for (size_t i = 0; i < results->count; i++)
        results->at[i] = refused ? type_of_kind(TYPE_ERROR) : type_of_letter(info->results[i]);
}

static void
check_assertion(struct check *check, const struct node_instance *node)
{
    const struct constant *const value =
        node->arguments.count == 1 ? node->arguments.at[0]->value : NULL;

    if (value != NULL && value->integer == 0)
        diag_error(check->diagnostics, E_ASSERT_FALSE, node->arguments.at[0]->span,
                   "this assertion is FALSE whatever happens");
}

void
check_intrinsic_proc(struct check *check, struct node_instance *node)
{
    const enum intrinsic intrinsic = (enum intrinsic)node->decl->number;
    const struct intrinsic_info *const info = intrinsic_info(intrinsic);

    if (!is_refused(info) && info->results[0] != '\0')
        diag_error(check->diagnostics, E_WRONG_KIND, node->callee->span,
                   "`%s` gives a value, which is lost here", info->spelling);
    check_intrinsic(check, node->base.span, node->decl, &node->arguments);
    if (intrinsic == INTRINSIC_ASSERT)
        check_assertion(check, node);
    if (intrinsic == INTRINSIC_RESCHEDULE)
        check_not_in_function(check, node->base.span, info->spelling);
}
