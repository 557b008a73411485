// SPDX-License-Identifier: MIT
// Headings of routines in C: the types that mean the same in both languages.
#include <config.h>

#include "sema/check.h"

// Numbers of a width that does not depend on the program, truth values and records of such.
static bool
is_in_c(const struct type *type)
{
    const struct type *const base = type_base(type);

    switch (base->kind) {
    case TYPE_BOOL:
    case TYPE_BYTE:
    case TYPE_INT16:
    case TYPE_INT32:
    case TYPE_INT64:
    case TYPE_REAL32:
    case TYPE_REAL64: return true;
    case TYPE_ARRAY: return is_in_c(base->element);
    case TYPE_RECORD:
        for (size_t i = 0; i < base->fields.count; i++)
            if (!is_in_c(base->fields.at[i].type))
                return false;
        return !base->is_sum && !base->is_map;
    default: return false;
    }
}

static void
refuse(struct check *check, struct span span, const struct type *type, const char *what)
{
    struct diag *const diag =
        diag_error(check->diagnostics, E_FOREIGN, span, "%s of a routine in C cannot be of type %s",
                   what, type_text(type));

    if (type_base(type)->kind == TYPE_INT)
        diag_help(diag, "how wide an INT is depends on the program: say INT32 or INT64");
    else
        diag_help(diag, "it can be BOOL, BYTE, INT16, INT32, INT64, REAL32, REAL64, an array or a "
                        "record of these, or `VAL STRING`");
}

static void
check_foreign_formal(struct check *check, const struct node_formal *formal)
{
    const struct decl *const decl = define_decl(formal->name);

    if (type_is_error(decl->type) || is_in_c(decl->type))
        return;
    if (type_base(decl->type)->kind == TYPE_STRING && decl->mode == FORMAL_VAL)
        return;
    refuse(check, formal->base.span, decl->type, "a parameter");
}

void
check_foreign(struct check *check, const struct nodes *formals, const struct nodes *results)
{
    for (size_t i = 0; i < formals->count; i++)
        check_foreign_formal(check, node_as_formal(formals->at[i]));
    for (size_t i = 0; results != NULL && i < results->count; i++) {
        const struct node *const result = results->at[i];
        const enum type_kind kind = type_base(result->type)->kind;

        if (type_is_error(result->type) || kind == TYPE_STRING)
            continue;
        if (i != 0)
            diag_error(check->diagnostics, E_FOREIGN, result->span,
                       "a FUNCTION in C has one result");
        else if (!is_in_c(result->type) || kind == TYPE_ARRAY || kind == TYPE_RECORD)
            refuse(check, result->span, result->type, "the result");
    }
}
