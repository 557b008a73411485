// SPDX-License-Identifier: MIT
// FORK: the arguments go to the new process as if they were sent. Values are copied. All else it would
// share with the process that goes on, so that must be asked for (#PRAGMA SHARED), and must live at
// least as long as the FORKING that waits for the new process.
#include <config.h>

#include "sema/check.h"

void
check_forking(struct check *check, struct node_forking *node)
{
    const struct node *const outer = check->forking;

    check_not_in_function(check, node->base.span, "FORKING");
    check->forking = &node->base;
    check_process(check, node->body);
    check->forking = outer;
}

// The variable that a place is a part of; NULL where there is none.
static const struct decl *
root_of(const struct node *place)
{
    for (;;) {
        switch (place->kind) {
        case NODE_SUBSCRIPT: place = node_as_subscript(place)->of; break;
        case NODE_SLICE: place = node_as_slice(place)->of; break;
        case NODE_END_OF: place = node_as_end_of(place)->channel; break;
        case NODE_NAME: return node_as_name_use(place)->decl;
        default: return NULL;
        }
    }
}

static bool
is_channel(const struct type *type)
{
    while (type->kind == TYPE_ARRAY)
        type = type->element;
    return type->kind == TYPE_CHAN;
}

// Mobiles and ends of bundles are moved, what is shared by its type is cloned; to a BARRIER goes a
// clone of a mobile one.
static bool
is_sent(const struct decl *formal)
{
    if (formal->type->kind == TYPE_CHAN)
        return formal->type->shared != SHARED_NOT;
    return type_is_mobile(formal->type) && formal->mode != FORMAL_RESULT;
}

// A process can be enrolled on a barrier that lives as long as somebody is.
static bool
is_enrolled(struct check *check, const struct node *argument, const struct decl *formal)
{
    if (formal->type->kind != TYPE_BARRIER)
        return false;
    if (!type_is_error(argument->type) && type_mobile_of(argument) == NULL)
        diag_help(diag_also(diag_error(check->diagnostics, E_FORKED, argument->span,
                                       "a FORKed process is enrolled on a MOBILE BARRIER only"),
                            formal->span, "the parameter"),
                  "declare it as `MOBILE BARRIER`, and make it by `b := MOBILE BARRIER`");
    return true;
}

static bool
is_copied(const struct decl *formal)
{
    const struct type *type = formal->type;

    while (type->kind == TYPE_ARRAY)
        type = type->element;
    if (type->kind == TYPE_TIMER || type->kind == TYPE_PORT)
        return true;
    return type_is_data(type) && (formal->mode == FORMAL_VAL || formal->mode == FORMAL_INITIAL);
}

static void
refuse_reference(struct check *check, const struct node *argument, const struct decl *formal,
                 const struct decl *root)
{
    struct diag *const diag =
        diag_error(check->diagnostics, E_FORKED, argument->span,
                   is_channel(formal->type)
                       ? "a channel cannot be given to a FORKed process, unless it is shared"
                       : "a FORKed process cannot change a variable of another, unless it is "
                         "shared");

    diag_also(diag, formal->span, "the parameter");
    if (root != NULL)
        diag_help(diag, "`#PRAGMA SHARED %s` below its declaration says that both use it",
                  root->name->text);
}

static void
check_fork_argument(struct check *check, const struct node_fork *fork, const struct node *argument,
                    const struct decl *formal)
{
    const struct decl *const root = root_of(argument);

    if (type_is_error(formal->type) || is_copied(formal) || is_sent(formal) ||
        is_enrolled(check, argument, formal) || (root != NULL && root->kind == DECL_ERROR))
        return;
    if (root == NULL || !root->shared)
        refuse_reference(check, argument, formal, root);
    else if (!fork_outlives(check->program, fork, root))
        diag_help(
            diag_also(diag_error(check->diagnostics, E_FORKED, argument->span,
                                 "the FORKed process may live longer than `%s`", root->name->text),
                      root->span, "declared here"),
            "put a FORKING around the FORK, behind this declaration");
}

void
check_fork(struct check *check, struct node_fork *node)
{
    struct node_instance *const call = node_as_instance(node->call);
    const struct nodes *formals;

    check_not_in_function(check, node->base.span, "FORK");
    check->sends = true;
    check_instance(check, call);
    check->sends = false;
    node->inside = check->forking;
    check->program->forks = check->program->forks || check->forking == NULL;
    if (call->decl == NULL)
        return;
    if (call->decl->kind != DECL_PROC) {
        diag_error(check->diagnostics, E_FORKED, node->base.span,
                   "`%s` is predefined and no process of its own", call->decl->name->text);
        return;
    }
    formals = &node_as_proc(call->decl->node)->formals;
    for (size_t i = 0; i < formals->count && i < call->arguments.count; i++)
        check_fork_argument(check, node, call->arguments.at[i],
                            define_decl(node_as_formal(formals->at[i])->name));
}
