// SPDX-License-Identifier: MIT
// BARRIERs: SYNC, RESIGN and PAR ENROLL, and where a BARRIER cannot stand. Who is enrolled is looked at
// in usage/.
#include <config.h>

#include "sema/check.h"

// Only a name stands for a barrier: there are no arrays of them.
static void
check_barrier(struct check *check, struct node *node, const char *what)
{
    const struct type *const type = check_expr(check, node, NULL);

    if (!type_is_error(type) && (type->kind != TYPE_BARRIER || node->kind != NODE_NAME))
        diag_error(check->diagnostics, E_NOT_A_BARRIER, node->span,
                   "%s needs a BARRIER, and this is of type %s", what, type_text(type));
}

void
check_sync(struct check *check, struct node_sync *node)
{
    check_not_in_function(check, node->base.span, "SYNC");
    check_barrier(check, node->barrier, "SYNC");
}

void
check_resign(struct check *check, struct node_resign *node)
{
    check_not_in_function(check, node->base.span, "RESIGN");
    check_barrier(check, node->barrier, "RESIGN");
    check_process(check, node->body);
}

static const struct decl *
decl_of(const struct node *node)
{
    return node->kind == NODE_NAME ? node_as_name_use(node)->decl : NULL;
}

static void
refuse_enrolled_twice(struct check *check, const struct nodes *barriers, size_t number)
{
    const struct node *const node = barriers->at[number];

    for (size_t i = 0; i < number; i++)
        if (decl_of(node) != NULL && decl_of(node) == decl_of(barriers->at[i]) &&
            decl_of(node)->kind != DECL_ERROR)
            diag_also(diag_error(check->diagnostics, E_DUPLICATE, node->span,
                                 "the branches are enrolled twice on `%s`",
                                 decl_of(node)->name->text),
                      barriers->at[i]->span, "also here");
}

void
check_enrolled(struct check *check, const struct node_par *node)
{
    for (size_t i = 0; i < node->barriers.count; i++) {
        check_barrier(check, node->barriers.at[i], "ENROLL");
        refuse_enrolled_twice(check, &node->barriers, i);
    }
}

const struct type *
check_no_barrier(struct check *check, const struct node *node, const struct type *type,
                 const char *what)
{
    if (type->kind != TYPE_BARRIER)
        return type;
    diag_help(
        diag_error(check->diagnostics, E_BAD_TYPE, node->span, "a BARRIER cannot be %s", what),
        "declare it as `BARRIER b:`, and pass it on as a parameter");
    return type_of_kind(TYPE_ERROR);
}
