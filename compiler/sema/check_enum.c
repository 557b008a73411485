// SPDX-License-Identifier: MIT
// Enumerations: DATA TYPE COLOUR IS (red, green, blue):
#include <config.h>

#include "sema/check.h"

enum { MOST_VALUES = 256 }; // a value is a byte

void
check_enum_type(struct check *check, struct node_enum_type *node)
{
    struct decl *const decl = define_decl(node->name);
    struct type *const type = type_declared(TYPE_ENUM, decl);

    if (node->names.count > MOST_VALUES)
        diag_error(check->diagnostics, E_TOO_LARGE, node->name->span,
                   "`%s` has %zu values; an enumeration has at most %d", decl->name->text,
                   node->names.count, MOST_VALUES);
    decl->type = type;
    for (size_t i = 0; i < node->names.count; i++) {
        struct decl *const value = define_decl(node->names.at[i]);

        vec_push(&type->names, value->name);
        value->type = type;
        value->value = constant_integer((int64_t)i);
        node->names.at[i]->type = type;
    }
}
