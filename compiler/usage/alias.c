// SPDX-License-Identifier: MIT
// One thing, one name: while an abbreviation is in force, what it stands for is used by it alone;
// what a VAL abbreviation was made from does not change; the arguments of a call are different
// things. What the subscripts do not decide is checked when the program gets there.
#include <config.h>

#include "usage/internal.h"

#include "base/mem.h"

// ---- what is left for the run time ----

// Everything in sight can be evaluated where it is used.
static struct region
here(struct usage *usage)
{
    return (struct region){.usage = usage, .begin = UINTPTR_MAX};
}

static struct separation **
checks_of(struct node *node)
{
    switch (node->kind) {
    case NODE_SUBSCRIPT: return &node_as_subscript(node)->checks;
    case NODE_SLICE: return &node_as_slice(node)->checks;
    case NODE_INSTANCE: return &node_as_instance(node)->checks;
    case NODE_END_OF: return checks_of(node_as_end_of(node)->channel);
    default: return NULL;
    }
}

static void
refuse_unknown(struct usage *usage, const struct access *a, const struct access *b)
{
    struct diag *diag;

    if (diag_reported_at(usage->diagnostics, b->span))
        return;
    diag = diag_error(usage->diagnostics, E_ALIAS_UNKNOWN, b->span,
                      "it cannot be told whether this is a part of `%s` that is in use by another "
                      "name",
                      a->part.root->name->text);
    diag_also(diag, a->span, "in use since here");
    if (b->callee != NULL)
        diag_also(diag, b->origin, "used by `%s`, here", b->callee->name->text);
}

// Let `b` be compared with `a` where it is used.
static void
check_later(struct usage *usage, const struct region *region, const struct access *a,
            const struct access *b)
{
    const struct region everywhere = here(usage);
    struct separation **const checks = checks_of(b->node);
    struct separation *separation = NULL;

    if (checks != NULL)
        separation = separate(region, &everywhere, a, b, NULL);
    if (separation == NULL) {
        refuse_unknown(usage, a, b);
        return;
    }
    separation->next = *checks;
    *checks = separation;
}

// ---- messages ----

static void
show_callee(struct diag *diag, const struct access *access)
{
    if (access->callee != NULL && access->origin.from != access->span.from)
        diag_also(diag, access->origin, "by `%s`, here", access->callee->name->text);
}

static void
refuse_old_name(struct usage *usage, const struct decl *name, const struct access *of,
                const struct access *use)
{
    struct diag *diag;

    if (diag_reported_at(usage->diagnostics, use->span))
        return;
    diag = diag_error(usage->diagnostics, E_ABBREVIATED, use->span,
                      "%s`%s` cannot be used here, where it goes by the name `%s`",
                      of->part.path.count == 0 ? "" : "this part of ", of->part.root->name->text,
                      name->name->text);
    diag_also(diag, name->span, "abbreviated here");
    show_callee(diag, use);
    diag_help(diag, "use `%s`", name->name->text);
}

static void
refuse_change(struct usage *usage, const struct decl *name, const struct access *change)
{
    struct diag *diag;

    if (diag_reported_at(usage->diagnostics, change->span))
        return;
    diag = diag_error(usage->diagnostics, E_VAL_ABBREVIATED, change->span,
                      "`%s` cannot be changed here, where the VAL `%s` stands for it",
                      change->part.root->name->text, name->name->text);
    diag_also(diag, name->span, "abbreviated here");
    show_callee(diag, change);
    diag_help(diag, "a variable of its own, `INITIAL ... IS`, keeps the old value");
}

static void
refuse_subscript(struct usage *usage, const struct decl *name, const struct access *read,
                 const struct access *change)
{
    struct diag *diag;

    if (diag_reported_at(usage->diagnostics, change->span))
        return;
    diag = diag_error(usage->diagnostics, E_SUBSCRIPT_CHANGED, change->span,
                      "`%s` cannot be changed here: it says which element `%s` is",
                      change->part.root->name->text, name->name->text);
    diag_also(diag, read->span, "used as a subscript here");
    show_callee(diag, change);
    diag_help(diag, "use a VAL as the subscript, as in `VAL INT k IS %s:`",
              change->part.root->name->text);
}

// ---- scopes ----

// An abbreviation, what it stands for, and the accesses of its specification and of its scope.
struct scope {
    struct usage *usage;
    const struct decl *name;
    const struct node *of;
    struct region region;
    size_t reads, body;
};

static bool
permits(const struct scope *scope, const struct decl *root)
{
    return scope->name->permits || root->permits;
}

static void
check_old_name(struct scope *scope, const struct node *node)
{
    struct usage *const usage = scope->usage;
    struct access of = {.kind = ACCESS_READ, .span = node->span, .facts = usage->facts};

    if (node->kind == NODE_TABLE)
        for (size_t i = 0; i < node_as_table(node)->items.count; i++)
            check_old_name(scope, node_as_table(node)->items.at[i]);
    if (!part_of(usage, node, &of.part) || permits(scope, of.part.root))
        return;
    for (size_t i = scope->body; i < usage->accesses.count; i++) {
        const struct access *const use = &usage->accesses.at[i];

        if (use->part.root != of.part.root || use->through != NULL)
            continue;
        switch (relate(&scope->region, &of, use, NULL)) {
        case APART: break;
        case MEET: refuse_old_name(usage, scope->name, &of, use); break;
        case UNDECIDED: check_later(usage, &scope->region, &of, use); break;
        }
    }
}

// Whether a VAL is looked at where it stands and not copied.
static bool
is_by_reference(const struct scope *scope)
{
    struct part part;

    return !type_is_scalar(scope->name->type) && part_of(scope->usage, scope->of, &part);
}

// How large a mobile was: a VAL keeps that number, whatever comes. (So do libraries: they remember the size
// of a text, and then make it longer.)
static bool
is_size(const struct access *read)
{
    const struct path *const path = &read->part.path;

    return path->count != 0 && path->at[path->count - 1].is_field &&
           path->at[path->count - 1].field == FIELD_SIZE;
}

static void
check_change(struct scope *scope, bool is_val, const struct access *read,
             const struct access *change)
{
    struct usage *const usage = scope->usage;

    if (change->kind != ACCESS_WRITE || change->part.root != read->part.root ||
        permits(scope, read->part.root) || (is_val && is_size(read)))
        return;
    switch (relate(&scope->region, read, change, NULL)) {
    case APART: break;
    case MEET:
        if (is_val)
            refuse_change(usage, scope->name, change);
        else
            refuse_subscript(usage, scope->name, read, change);
        break;
    case UNDECIDED:
        // what was copied cannot be hurt
        if (is_val && is_by_reference(scope))
            check_later(usage, &scope->region, read, change);
        break;
    }
}

static void
check_changes(struct scope *scope, bool is_val)
{
    const accesses *const list = &scope->usage->accesses;

    for (size_t i = scope->reads; i < scope->body; i++)
        if (list->at[i].kind == ACCESS_READ)
            for (size_t k = scope->body; k < list->count; k++)
                check_change(scope, is_val, &list->at[i], &list->at[k]);
}

static void
check_scope(struct scope *scope, bool is_val)
{
    struct usage *const usage = scope->usage;

    if (usage_is_off(usage, scope->of->span, 'A'))
        return;
    for (size_t i = scope->body; i < usage->accesses.count; i++)
        region_note(&scope->region, &usage->accesses.at[i]);
    if (!is_val)
        check_old_name(scope, scope->of);
    check_changes(scope, is_val);
}

void
alias_check_scope(struct usage *usage, struct node *spec, size_t reads, size_t body,
                  uintptr_t begin)
{
    struct scope scope = {.usage = usage, .reads = reads, .body = body};

    scope.region = (struct region){.usage = usage, .begin = begin};
    if (spec->kind == NODE_ABBREVIATE) {
        scope.name = node_as_define(node_as_abbreviate(spec)->name)->decl;
        scope.of = node_as_abbreviate(spec)->of;
        check_scope(&scope, node_as_abbreviate(spec)->is_val != 0);
    } else if (spec->kind == NODE_RETYPE) {
        scope.name = node_as_define(node_as_retype(spec)->name)->decl;
        scope.of = node_as_retype(spec)->of;
        check_scope(&scope, node_as_retype(spec)->is_val != 0);
    }
}

// ---- calls ----

static void
refuse_arguments(struct usage *usage, const struct call *call, const struct access *a,
                 const struct access *b)
{
    struct diag *diag;

    if (diag_reported_at(usage->diagnostics, b->span))
        return;
    diag =
        diag_error(usage->diagnostics, E_ARGUMENTS_OVERLAP, b->span, "`%s` is given to `%s` twice",
                   b->part.root->name->text, call->callee->name->text);
    diag_also(diag, a->span, "also here");
    diag_note(diag, "the parameters would be two names for one thing, and one of them is no VAL");
}

static void
refuse_free_name(struct usage *usage, const struct call *call, const struct access *argument,
                 const struct access *use)
{
    struct diag *diag;

    if (diag_reported_at(usage->diagnostics, argument->span))
        return;
    diag = diag_error(usage->diagnostics, E_FREE_ALIAS, argument->span,
                      "`%s` is given to `%s`, which also uses it by its own name",
                      argument->part.root->name->text, call->callee->name->text);
    diag_also(diag, use->origin, "used here");
    diag_note(diag, "the parameter would be a second name for it");
}

static bool
is_permitted(const struct call *call, size_t i, size_t k, const struct decl *root)
{
    return root->permits || (call->formals[i]->permits && call->formals[k]->permits);
}

// A channel may be given for its two ends.
static bool
uses_alike(const struct call *call, size_t i, size_t k)
{
    for (size_t n = 0; n < call->summary->accesses.count; n++) {
        const struct access *const use = &call->summary->accesses.at[n];

        if (use->part.root == call->formals[i])
            for (size_t m = 0; m < call->summary->accesses.count; m++)
                if (call->summary->accesses.at[m].part.root == call->formals[k] &&
                    call->summary->accesses.at[m].kind == use->kind)
                    return true;
    }
    return false;
}

static void
compare_arguments(struct usage *usage, const struct call *call, const struct access *a,
                  const struct access *b)
{
    const struct region region = here(usage);

    switch (relate(&region, a, b, NULL)) {
    case APART: break;
    case MEET: refuse_arguments(usage, call, a, b); break;
    case UNDECIDED:
        if (checks_of(b->node) != NULL)
            check_later(usage, &region, a, b);
        break;
    }
}

static struct access
argument_access(const struct call *call, size_t number)
{
    return (struct access){.kind = ACCESS_READ,
                           .part = call->parts[number],
                           .node = call->node,
                           .span = call->arguments->at[number]->span,
                           .origin = call->arguments->at[number]->span};
}

// Argument k, a variable, against what the VAL argument i was made from.
static void
compare_with_value(struct usage *usage, const struct call *call, size_t i, size_t k)
{
    const struct access variable = argument_access(call, k);

    for (size_t n = call->reads[i]; n < call->reads[i + 1]; n++) {
        struct access read = usage->accesses.at[n];

        read.node = call->node;
        if (read.part.root == variable.part.root && read.kind == ACCESS_READ &&
            !is_permitted(call, i, k, read.part.root))
            compare_arguments(usage, call, i < k ? &read : &variable, i < k ? &variable : &read);
    }
}

static void
compare_variables(struct usage *usage, const struct call *call, size_t i, size_t k)
{
    const struct access a = argument_access(call, i), b = argument_access(call, k);

    if (a.part.root != b.part.root || is_permitted(call, i, k, a.part.root) ||
        type_is_barrier(call->formals[i]->type))
        return;
    if (!type_is_channels(call->formals[i]->type) || uses_alike(call, i, k))
        compare_arguments(usage, call, &a, &b);
}

static bool
is_changed(const struct summary *summary, const struct decl *formal)
{
    for (size_t i = 0; i < summary->accesses.count; i++)
        if (summary->accesses.at[i].part.root == formal &&
            summary->accesses.at[i].kind == ACCESS_WRITE)
            return true;
    return false;
}

// An argument against what the callee uses by its own name: harmless where neither is changed.
static void
compare_with_free(struct usage *usage, const struct call *call, size_t number)
{
    const struct access argument = argument_access(call, number);
    const struct region region = here(usage);
    const bool changed = is_changed(call->summary, call->formals[number]);

    if (argument.part.root->permits || type_is_channels(call->formals[number]->type) ||
        type_is_barrier(call->formals[number]->type))
        return;
    for (size_t i = call->reads[call->arguments->count]; i < usage->accesses.count; i++) {
        const struct access *const use = &usage->accesses.at[i];

        if (use->part.root != argument.part.root || use->node != call->node ||
            use->span.from != call->node->span.from || (!changed && use->kind != ACCESS_WRITE))
            continue;
        switch (relate(&region, &argument, use, NULL)) {
        case APART: break;
        case MEET: refuse_free_name(usage, call, &argument, use); return;
        case UNDECIDED: check_later(usage, &region, &argument, use); break;
        }
    }
}

void
alias_check_call(struct usage *usage, const struct call *call)
{
    const size_t count = call->arguments->count;

    if (usage_is_off(usage, call->node->span, 'A'))
        return;
    for (size_t k = 0; k < count; k++) {
        if (call->parts[k].root == NULL)
            continue;
        for (size_t i = 0; i < count; i++) {
            if (call->parts[i].root == NULL)
                compare_with_value(usage, call, i, k);
            else if (i < k)
                compare_variables(usage, call, i, k);
        }
        compare_with_free(usage, call, k);
    }
}
