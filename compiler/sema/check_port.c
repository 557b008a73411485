// SPDX-License-Identifier: MIT
// PORTs and placed variables: memory at an address. On a machine with an operating system there is
// seldom anything there, so they must be asked for.
#include <config.h>

#include "sema/check.h"

static bool
ports_allowed(struct check *check, struct span span, const char *what)
{
    if (check->program->ports)
        return true;
    diag_help(diag_error(check->diagnostics, E_PORT, span,
                         "%s is memory at an address, which a program may touch only with -fports",
                         what),
              "`cspc explain E0614` says what else can be done");
    return false;
}

bool
check_port(struct check *check, const struct node *node, const struct type *type)
{
    if (!ports_allowed(check, node->span, "a PORT"))
        return false;
    if (type_is_error(type->element) || type_is_scalar(type->element))
        return true;
    diag_error(check->diagnostics, E_BAD_TYPE, node->span,
               "a PORT carries numbers and truth values, not a %s", type_text(type->element));
    return false;
}

// PLACE x AT address: of a variable declared before; PLACED T x AT address: declares it too.
void
check_place_at(struct check *check, struct node_place *node)
{
    const struct type *type;

    if (node->at == NULL)
        return; // PLACE x IN VECSPACE means nothing here
    check_value(check, node->at, type_of_kind(TYPE_INT), "an address");
    type = node->of != NULL ? check_expr(check, node->of, NULL) : check_type(check, node->type_of);
    if (!type_is_error(type) && !ports_allowed(check, node->base.span, "what is placed"))
        type = type_of_kind(TYPE_ERROR);
    if (!type_is_error(type) && type->kind != TYPE_PORT && !type_is_data(type)) {
        diag_error(check->diagnostics, E_BAD_TYPE, node->base.span,
                   "a %s cannot be placed at an address", type_text(type));
        type = type_of_kind(TYPE_ERROR);
    }
    if (node->name != NULL)
        check_declared(check, node->name, type);
}
