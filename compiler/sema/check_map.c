// SPDX-License-Identifier: MIT
// MAP [K]V: the type, m[k], and SEQ k, v IN m.
#include <config.h>

#include "sema/check.h"

static bool
is_key(const struct type *type)
{
    return type_is_discrete(type) || type_is_bool(type) || type_base(type)->kind == TYPE_STRING;
}

const struct type *
check_map_type(struct check *check, struct node_type_map *node)
{
    const struct type *const key = check_type(check, node->key);
    const struct type *const element = check_type(check, node->element);

    if (type_is_error(key) || type_is_error(element))
        return type_of_kind(TYPE_ERROR);
    if (!is_key(key)) {
        diag_help(diag_error(check->diagnostics, E_BAD_TYPE, node->key->span,
                             "a %s cannot be the key of a MAP", type_text(key)),
                  "keys are integers, BOOLs, values of an enumeration, or STRINGs");
        return type_of_kind(TYPE_ERROR);
    }
    if (!type_is_data(element) || type_has_open_size(element)) {
        diag_help(diag_error(check->diagnostics, E_BAD_TYPE, node->element->span,
                             "a MAP cannot hold values of type %s", type_text(element)),
                  "what it holds has a size that is known, or is MOBILE");
        return type_of_kind(TYPE_ERROR);
    }
    return type_map(key, element);
}

const struct type *
check_map_subscript(struct check *check, struct node_subscript *node, const struct type *map)
{
    if (!check_index_declared(check, node->index))
        return type_of_kind(TYPE_ERROR);
    check_value(check, node->index, type_map_key(map), "the key");
    node->is_key = 1;
    return type_contents(type_map_element(map));
}

void
check_map_entry(struct check *check, const struct nodes *targets)
{
    for (size_t i = 0; i < targets->count; i++) {
        struct node *const target = targets->at[i];

        if (target->kind != NODE_SUBSCRIPT || !node_as_subscript(target)->is_key)
            continue;
        node_as_subscript(target)->enters = 1;
        if (targets->count == 1)
            return;
        diag_help(diag_error(check->diagnostics, E_NOT_ASSIGNABLE, target->span,
                             "what a MAP has for a key is assigned alone"),
                  "write an assignment for each, with variables for values that are exchanged");
        return;
    }
}

// HAS (m, k), REMOVE (m, k): the map, and the key of the map before it.
void
check_map_argument(struct check *check, struct node *argument, bool changed)
{
    const struct type *const type =
        changed ? check_place(check, argument) : check_expr(check, argument, NULL);

    if (!type_is_error(type) && !type_is_map(type))
        diag_label(diag_error(check->diagnostics, E_ARGUMENT, argument->span, "this must be a MAP"),
                   "this is of type %s", type_text(type));
}

void
check_key_argument(struct check *check, struct node *argument, const struct node *map)
{
    if (!type_is_error(map->type) && type_is_map(map->type))
        check_value(check, argument, type_map_key(map->type), "the key");
    else
        check_expr(check, argument, NULL);
}
