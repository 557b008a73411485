// SPDX-License-Identifier: MIT
// CASE: options that stand twice, and values of an enumeration that none stands for.
#include <config.h>

#include "sema/check.h"

#include "base/mem.h"

// The options of one CASE, to find those that stand twice.
struct options {
    const struct type *type;
    VEC(struct node *) values;
    const struct node *otherwise;
    bool wrong; // an option was no constant: it may have been any
};

static void
check_option_value(struct check *check, struct options *options, struct node *value)
{
    const struct constant *const constant =
        check_constant(check, value, options->type, "a CASE option");

    options->wrong = options->wrong || constant == NULL;
    if (constant == NULL)
        return;
    for (size_t i = 0; i < options->values.count; i++) {
        if (options->values.at[i]->value->integer != constant->integer)
            continue;
        diag_also(diag_error(check->diagnostics, E_DUPLICATE_OPTION, value->span,
                             "this option stands twice in the CASE"),
                  options->values.at[i]->span, "first here");
        return;
    }
    vec_push(&options->values, value);
}

static void
check_option(struct check *check, struct options *options, struct node *node)
{
    struct node_option *option;

    if (node->kind == NODE_SCOPED) {
        check_spec(check, node_as_scoped(node)->spec);
        check_option(check, options, node_as_scoped(node)->body);
        return;
    }
    if (node->kind == NODE_VARIANT_OPTION) {
        if (!type_is_error(options->type))
            diag_error(check->diagnostics, E_VARIANT, node->span,
                       "CASE selects by %s, which has no variants", type_text(options->type));
        check_names_wrong(&node_as_variant_option(node)->names);
        check_process(check, node_as_variant_option(node)->body);
        return;
    }
    option = node_as_option(node);
    for (size_t i = 0; i < option->values.count; i++)
        check_option_value(check, options, option->values.at[i]);
    if (option->values.count == 0) {
        if (options->otherwise != NULL)
            diag_also(diag_error(check->diagnostics, E_DUPLICATE_OPTION, node->span,
                                 "this CASE has a second ELSE"),
                      options->otherwise->span, "the first");
        options->otherwise = node;
    }
    check_process(check, option->body);
}

static bool
has_option(const struct options *options, int64_t value)
{
    for (size_t i = 0; i < options->values.count; i++)
        if (options->values.at[i]->value->integer == value)
            return true;
    return false;
}

// What an enumeration has and the CASE has not, unless it is because of another mistake.
static void
require_all(struct check *check, const struct node_case_process *node,
            const struct options *options)
{
    const struct type *const type = type_base(options->type);
    struct text missing = {0};

    for (size_t i = 0; i < type->names.count; i++)
        if (!has_option(options, (int64_t)i))
            text_printf(&missing, "%s`%s`", missing.length == 0 ? "" : ", ",
                        type->names.at[i]->text);
    if (missing.length != 0 && !options->wrong)
        check_missing_options(check, node, type, text_string(&missing));
}

void
check_missing_options(struct check *check, const struct node_case_process *node,
                      const struct type *type, const char *missing)
{
    diag_help(diag_also(diag_error(check->diagnostics, E_MISSING_OPTION, node->base.span,
                                   "this CASE has no option for %s", missing),
                        type->decl->span, "`%s` is declared here", type->decl->name->text),
              "an ELSE stands for all that have no option of their own");
}

void
check_case(struct check *check, struct node_case_process *node)
{
    struct options options = {.type = check_expr(check, node->selector, NULL)};

    if (type_base(options.type)->is_sum) {
        check_sum_case(check, node);
        return;
    }

    if (!type_is_error(options.type) && !type_is_discrete(options.type) &&
        !type_is_bool(options.type)) {
        diag_error(check->diagnostics, E_OPERAND_TYPE, node->selector->span,
                   "CASE selects by an integer, not by %s", type_text(options.type));
        options.type = type_of_kind(TYPE_ERROR);
    }
    for (size_t i = 0; i < node->options.count; i++)
        check_option(check, &options, node->options.at[i]);
    if (type_is_enum(options.type) && options.otherwise == NULL)
        require_all(check, node, &options);
}
