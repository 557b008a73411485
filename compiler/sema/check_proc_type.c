// SPDX-License-Identifier: MIT
// PROC TYPEs, the MOBILE PROCs that implement them, and SUSPEND. What a process is given may be of
// its own at each call: channels, ends of bundles, and plain values.
#include <config.h>

#include "sema/check.h"

static const struct decl *
formal_decl(const struct nodes *formals, size_t number)
{
    return define_decl(node_as_formal(formals->at[number])->name);
}

// ---- PROC TYPE ----

static bool
can_be_given(const struct decl *formal)
{
    const struct type *const type = formal->type;

    if (type->kind == TYPE_ARRAY)
        return type->size != SIZE_OPEN && type->element->kind == TYPE_CHAN &&
               type->element->shared == SHARED_NOT;
    if (type->kind == TYPE_END)
        return formal->mode == FORMAL_REFERENCE || formal->mode == FORMAL_FIXED;
    return type->kind == TYPE_CHAN || (type_is_scalar(type) && formal->mode == FORMAL_VAL);
}

void
check_proc_type(struct check *check, struct node_proc_type *node)
{
    const struct nodes *const formals = &node_as_proc(node->heading)->formals;
    struct decl *const decl = define_decl(node->name);

    check_formals(check, formals);
    decl->type = type_declared(TYPE_PROC, decl);
    for (size_t i = 0; i < formals->count; i++) {
        const struct decl *const formal = formal_decl(formals, i);

        if (type_is_error(formal->type) || can_be_given(formal))
            continue;
        diag_help(diag_error(check->diagnostics, E_PROC_TYPE, formal->span,
                             "`%s` cannot be a parameter of a MOBILE PROC", formal->name->text),
                  "its parameters are channels, arrays of them whose sizes are known, ends of "
                  "CHAN TYPEs, and VALs of BOOL, integer and REAL types");
        decl->type = type_of_kind(TYPE_ERROR);
    }
}

// ---- IMPLEMENTS ----

static const struct nodes *
formals_of(const struct type *type)
{
    return &node_as_proc(node_as_proc_type(type->decl->node)->heading)->formals;
}

static bool
same_formal(const struct decl *a, const struct decl *b)
{
    return (a->mode == FORMAL_VAL) == (b->mode == FORMAL_VAL) &&
           (a->type == b->type || type_is_error(a->type) || type_is_error(b->type));
}

static void
check_implements(struct check *check, const struct node_proc *node, const struct type *type,
                 const struct node *named)
{
    const struct nodes *const wanted = formals_of(type);
    size_t i = 0;

    while (i < wanted->count && i < node->formals.count &&
           same_formal(formal_decl(&node->formals, i), formal_decl(wanted, i)))
        i++;
    if (i == wanted->count && i == node->formals.count)
        return;
    struct diag *const diag =
        diag_error(check->diagnostics, E_PROC_TYPE, named->span,
                   "`%s` has other parameters than the PROC TYPE `%s`",
                   define_decl(node->name)->name->text, type->decl->name->text);

    if (i < node->formals.count)
        diag_also(diag, formal_decl(&node->formals, i)->span, "this parameter");
    if (i < wanted->count)
        diag_also(diag, formal_decl(wanted, i)->span, "the PROC TYPE has this one");
}

void
check_mobile_proc(struct check *check, const struct node_proc *node)
{
    if (node->implements.count == 0)
        diag_help(diag_error(check->diagnostics, E_PROC_TYPE, node->name->span,
                             "a MOBILE PROC implements a PROC TYPE"),
                  "write `IMPLEMENTS t` behind its parameters");
    for (size_t i = 0; i < node->implements.count; i++) {
        struct node *const named = node->implements.at[i];
        const struct type *const type = check_type(check, named);

        if (type->kind == TYPE_PROC)
            check_implements(check, node, type, named);
        else if (!type_is_error(type))
            diag_error(check->diagnostics, E_PROC_TYPE, named->span, "`%s` is no PROC TYPE",
                       type_text(type));
    }
}

// ---- MOBILE p ----

static bool
implements(const struct node_proc *proc, const struct type *type)
{
    for (size_t i = 0; i < proc->implements.count; i++)
        if (proc->implements.at[i]->type == type)
            return true;
    return false;
}

static const struct type *
only_type(const struct node_proc *proc)
{
    return proc->implements.count == 1 ? proc->implements.at[0]->type : NULL;
}

static void
refuse_type(struct check *check, const struct node_mobile_new *node, const struct decl *decl,
            const struct type *type)
{
    struct diag *diag;

    if (type == NULL)
        diag = diag_error(check->diagnostics, E_PROC_TYPE, node->base.span,
                          "it is not clear which PROC TYPE of `%s` is meant", decl->name->text);
    else
        diag = diag_error(check->diagnostics, E_PROC_TYPE, node->base.span,
                          "`%s` does not implement the PROC TYPE `%s`", decl->name->text,
                          type_text(type));
    diag_also(diag, decl->span, "declared here");
}

const struct type *
check_new_process(struct check *check, const struct node_mobile_new *node,
                  const struct type *expected)
{
    const struct decl *const decl =
        node->of->kind == NODE_TYPE_NAME ? node_as_type_name(node->of)->decl : NULL;
    const struct node_proc *proc;
    const struct type *type;

    if (decl == NULL || decl->kind != DECL_PROC)
        return NULL;
    proc = node_as_proc(decl->node);
    if (!proc->mobile) {
        diag_also(diag_error(check->diagnostics, E_PROC_TYPE, node->base.span,
                             "`%s` is no MOBILE PROC", decl->name->text),
                  decl->span, "declared here");
        return type_of_kind(TYPE_ERROR);
    }
    type = expected != NULL && expected->kind == TYPE_PROC ? expected : only_type(proc);
    if (type != NULL && (type_is_error(type) || implements(proc, type)))
        return type;
    refuse_type(check, node, decl, type);
    return type_of_kind(TYPE_ERROR);
}

// ---- calls ----

struct decl *
check_called_process(const struct decl *variable)
{
    const struct type *type;

    if (variable == NULL || variable->kind == DECL_ERROR || variable->kind == DECL_TYPE ||
        variable->type == NULL || type_base(variable->type)->kind != TYPE_MOBILE)
        return NULL;
    type = type_base(type_contents(variable->type));
    if (type->kind != TYPE_PROC)
        return NULL;
    return define_decl(node_as_proc(node_as_proc_type(type->decl->node)->heading)->name);
}

void
check_process_call(struct check *check, struct node_instance *node)
{
    check_expr(check, node->callee, NULL);
    if (check->sends)
        diag_help(diag_error(check->diagnostics, E_PROC_TYPE, node->callee->span,
                             "a process that a variable holds cannot be FORKed"),
                  "FORK a PROC that has it as a parameter and calls it");
}

// ---- SUSPEND ----

// What is claimed, or whose sender is kept waiting, may be a parameter, and so be gone at the next call. The time of a
// TIMEOUT would be over when there is no call that could be left.
static bool
refuse_inside(struct check *check, struct span span)
{
    const char *const what = check->claims != NULL ? "inside a CLAIM"
                             : check->in_extended  ? "while it keeps a sender waiting"
                             : check->in_timeout   ? "while a TIMEOUT runs"
                                                   : NULL;

    if (what == NULL)
        return false;
    diag_error(check->diagnostics, E_SUSPENDED, span, "a process cannot be suspended %s", what);
    return true;
}

static void
note_suspend(struct check *check, struct span span)
{
    if (refuse_inside(check, span))
        return;
    if (check->routine == NULL || check->routine->suspends)
        return;
    check->routine->suspends = true;
    check->routine->suspended = span;
}

void
check_suspend(struct check *check, const struct node *node)
{
    check_not_in_function(check, node->span, "SUSPEND");
    note_suspend(check, node->span);
}

void
check_suspending_call(struct check *check, const struct decl *callee, struct span span)
{
    if (node_as_proc(callee->node)->mobile) {
        diag_help(diag_also(diag_error(check->diagnostics, E_PROC_TYPE, span,
                                       "a MOBILE PROC is called through a variable that holds a "
                                       "process made of it"),
                            callee->span, "declared here"),
                  "`x := MOBILE %s` makes one, and `x (...)` calls it", callee->name->text);
        return;
    }
    if (!callee->suspends)
        return;
    if (check->sends)
        diag_also(diag_error(check->diagnostics, E_SUSPENDED, span,
                             "a FORKed process belongs to no call that it could suspend"),
                  callee->suspended, "it suspends here");
    else
        note_suspend(check, span);
}

void
check_main_suspends(struct check *check)
{
    const struct decl *const main = check->program->main;

    if (main == NULL || !main->suspends)
        return;
    diag_help(diag_error(check->diagnostics, E_SUSPENDED, main->suspended,
                         "there is no call of a MOBILE PROC that this could suspend"),
              "SUSPEND stands in a MOBILE PROC, or in a PROC that only such PROCs call");
}
