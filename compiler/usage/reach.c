// SPDX-License-Identifier: MIT
// Processes that nothing reaches, and choices that can never be made. A choice by a constant with a
// name is how programs are configured, and no mistake; only TRUE and ELSE are taken at their word.
#include <config.h>

#include "usage/internal.h"

struct reach {
    struct usage *usage;
    struct map never; // PROCs that never end, and those that do
};

static bool never_ends(struct reach *reach, struct node *node);

static void
warn_unreachable(struct reach *reach, const struct node *node, const struct node *before,
                 const char *why)
{
    diag_also(diag_warning(reach->usage->diagnostics, WARN_UNREACHABLE, E_UNREACHABLE, node->span,
                           "nothing gets here"),
              before->span, "%s", why);
}

static void
warn_never(struct reach *reach, const struct node *node, const char *what)
{
    diag_note(diag_warning(reach->usage->diagnostics, WARN_UNREACHABLE, E_NEVER_PROCEEDS,
                           node->span, "%s", what),
              "this is STOP");
}

// ---- conditions ----

static bool
is_false(const struct node *condition)
{
    return condition != NULL && condition->value != NULL && condition->value->integer == 0;
}

static bool
is_always(const struct node *condition)
{
    return condition == NULL || (condition->kind == NODE_BOOL && condition->value != NULL &&
                                 condition->value->integer != 0);
}

static const struct node *
inside_scopes(const struct node *node)
{
    while (node->kind == NODE_SCOPED)
        node = node_as_scoped(node)->body;
    return node;
}

static bool
all_choices_false(const struct nodes *choices)
{
    for (size_t i = 0; i < choices->count; i++) {
        const struct node *const choice = inside_scopes(choices->at[i]);

        if (choice->kind == NODE_IF ? !all_choices_false(&node_as_if_process(choice)->choices)
                                    : !is_false(node_as_choice(choice)->condition))
            return false;
    }
    return choices->count != 0;
}

static bool
all_guards_false(const struct nodes *guards)
{
    for (size_t i = 0; i < guards->count; i++) {
        const struct node *const guard = inside_scopes(guards->at[i]);

        if (guard->kind == NODE_ALT ? !all_guards_false(&node_as_alt(guard)->guards)
                                    : !is_false(node_as_guard(guard)->condition))
            return false;
    }
    return guards->count != 0;
}

// What is there only to be sure.
static bool
is_nothing(const struct node *node)
{
    const enum node_kind kind = inside_scopes(node)->kind;

    return kind == NODE_SKIP || kind == NODE_STOP;
}

static const struct node *
node_body(const struct node *choice)
{
    choice = inside_scopes(choice);
    return choice->kind == NODE_CHOICE ? node_as_choice(choice)->body : choice;
}

// ---- constructs ----

// Whether none of the bodies in a list ends; each is looked at.
static bool
none_ends(struct reach *reach, const struct nodes *list)
{
    bool none = list->count != 0;

    for (size_t i = 0; i < list->count; i++)
        none = never_ends(reach, list->at[i]) && none;
    return none;
}

static bool
sequence_never_ends(struct reach *reach, const struct node_seq *node)
{
    const struct node *last = NULL;

    for (size_t i = 0; i < node->body.count; i++) {
        struct node *const part = node->body.at[i];

        if (last != NULL && !is_nothing(part)) {
            warn_unreachable(reach, part, last, "this never ends");
            return true;
        }
        if (never_ends(reach, part) && last == NULL)
            last = part;
    }
    // how often a replicated SEQ runs may be: never
    return last != NULL && node->replicator == NULL;
}

static bool
par_never_ends(struct reach *reach, const struct node_par *node)
{
    bool never = false;

    for (size_t i = 0; i < node->body.count; i++)
        never = never_ends(reach, node->body.at[i]) || never;
    // in csp a process may leave by END, and the PAR goes on
    return never && node->replicator == NULL &&
           !reach->usage->program->is_csp(reach->usage->program, node->base.span);
}

static bool
if_never_ends(struct reach *reach, const struct node_if_process *node)
{
    const struct node *always = NULL;

    for (size_t i = 0; i < node->choices.count && node->replicator == NULL; i++) {
        const struct node *const choice = node->choices.at[i];

        if (always != NULL && is_nothing(node_body(choice)))
            continue;
        if (always != NULL) {
            warn_unreachable(reach, choice, always, "this choice is always taken");
            break;
        }
        if (choice->kind == NODE_CHOICE && is_always(node_as_choice(choice)->condition))
            always = choice;
    }
    if (all_choices_false(&node->choices))
        warn_never(reach, &node->base, "no choice of this IF can be TRUE");
    return none_ends(reach, &node->choices) && node->replicator == NULL;
}

static bool
alt_never_ends(struct reach *reach, const struct node_alt *node)
{
    if (all_guards_false(&node->guards))
        warn_never(reach, &node->base, "no guard of this ALT can ever be ready");
    return none_ends(reach, &node->guards) && node->replicator == NULL;
}

static void
check_selector(struct reach *reach, const struct node_case_process *node)
{
    if (node->selector->value == NULL)
        return;
    for (size_t i = 0; i < node->options.count; i++) {
        const struct node_option *const option = node_as_option(inside_scopes(node->options.at[i]));

        for (size_t k = 0; k < option->values.count; k++)
            if (option->values.at[k]->value == NULL ||
                option->values.at[k]->value->integer == node->selector->value->integer)
                return;
        if (option->values.count == 0)
            return;
    }
    warn_never(reach, &node->base, "no option of this CASE matches its selector");
}

static bool
while_never_ends(struct reach *reach, const struct node_while_process *node)
{
    never_ends(reach, node->body);
    return is_always(node->condition);
}

// ---- calls ----

static void
look_at_proc(struct reach *reach, const struct node_proc *node)
{
    const struct decl *const decl = node_as_define(node->name)->decl;

    if (node->body != NULL && never_ends(reach, node->body))
        map_put(&reach->never, decl, reach);
}

static bool
instance_never_ends(struct reach *reach, const struct node_instance *node)
{
    // CAUSEERROR () may be set to be ignored
    return node->decl != NULL && map_get(&reach->never, node->decl) != NULL;
}

// ---- processes ----

static void
look_at_child(struct node *child, void *context)
{
    if (child->kind > NODE_MISSING || child->kind == NODE_SCOPED)
        never_ends(context, child);
}

static bool
scoped_never_ends(struct reach *reach, const struct node_scoped *node)
{
    if (node->spec->kind == NODE_PROC)
        look_at_proc(reach, node_as_proc(node->spec));
    else if (node->spec->kind == NODE_FUNCTION && node_as_function(node->spec)->body != NULL)
        never_ends(reach, node_as_function(node->spec)->body);
    return never_ends(reach, node->body);
}

static bool
body_never_ends(struct reach *reach, struct node *body)
{
    return body != NULL && never_ends(reach, body);
}

// The two processes of an extended input.
static bool
after_never_ends(struct reach *reach, struct node *body, struct node *after)
{
    if (!body_never_ends(reach, body))
        return body_never_ends(reach, after);
    if (after != NULL && !is_nothing(after))
        warn_unreachable(reach, after, body, "this never ends");
    return true;
}

static bool
never_ends(struct reach *reach, struct node *node)
{
    switch (node->kind) {
    case NODE_STOP:
    case NODE_END: return true;
    case NODE_SCOPED: return scoped_never_ends(reach, node_as_scoped(node));
    case NODE_SEQ: return sequence_never_ends(reach, node_as_seq(node));
    case NODE_PAR: return par_never_ends(reach, node_as_par(node));
    case NODE_IF: return if_never_ends(reach, node_as_if_process(node));
    case NODE_CHOICE: return never_ends(reach, node_as_choice(node)->body);
    case NODE_ALT: return alt_never_ends(reach, node_as_alt(node));
    case NODE_GUARD:
        return never_ends(reach, node_as_guard(node)->input) ||
               body_never_ends(reach, node_as_guard(node)->body);
    case NODE_CASE:
        check_selector(reach, node_as_case_process(node));
        return none_ends(reach, &node_as_case_process(node)->options);
    case NODE_OPTION: return never_ends(reach, node_as_option(node)->body);
    case NODE_CASE_INPUT: return none_ends(reach, &node_as_case_input(node)->variants);
    case NODE_VARIANT:
        return after_never_ends(reach, node_as_variant(node)->body, node_as_variant(node)->after);
    case NODE_INPUT:
        return after_never_ends(reach, node_as_input(node)->body, node_as_input(node)->after);
    case NODE_WHILE: return while_never_ends(reach, node_as_while_process(node));
    case NODE_INSTANCE: return instance_never_ends(reach, node_as_instance(node));
    // what is tried may be left by END
    case NODE_TRY: look_at_child(node_as_try_process(node)->body, reach); return false;
    default: node_children(node, look_at_child, reach); return false;
    }
}

void
reach_check(struct usage *usage)
{
    struct reach reach = {.usage = usage};

    for (size_t i = 0; i < usage->program->file->units.count; i++) {
        struct node *const unit = usage->program->file->units.at[i];

        if (unit->kind == NODE_PROC)
            look_at_proc(&reach, node_as_proc(unit));
        else if (unit->kind == NODE_FUNCTION && node_as_function(unit)->body != NULL)
            never_ends(&reach, node_as_function(unit)->body);
    }
}
