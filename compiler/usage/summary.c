// SPDX-License-Identifier: MIT
// Summaries: what a routine does, in terms of its parameters and of names outside it, is worked out
// once.
#include <config.h>

#include "usage/internal.h"

#include "base/mem.h"

// ---- summaries ----

const struct nodes *
routine_formals(const struct decl *routine)
{
    return routine->kind == DECL_PROC ? &node_as_proc(routine->node)->formals
                                      : &node_as_function(routine->node)->formals;
}

static struct node *
body_of(const struct decl *routine)
{
    return routine->kind == DECL_PROC ? node_as_proc(routine->node)->body
                                      : node_as_function(routine->node)->body;
}

static bool
is_recursive(const struct decl *routine)
{
    return routine->kind == DECL_PROC ? node_as_proc(routine->node)->recursive
                                      : node_as_function(routine->node)->recursive;
}

struct decl *
formal_decl(const struct node *formal)
{
    return node_as_define(node_as_formal(formal)->name)->decl;
}

// Names declared in the routine mean nothing to its callers, but for its parameters.
bool
decl_is_local(const struct decl *decl, const struct decl *routine)
{
    const struct decl *owner = decl->owner;

    if (owner == routine && decl->kind == DECL_FORMAL)
        return false;
    while (owner != NULL && owner != routine)
        owner = owner->owner;
    return owner == routine;
}

static bool
same_selector(const struct selector *a, const struct selector *b)
{
    return a->is_field == b->is_field && a->is_element == b->is_element && a->field == b->field &&
           (a->is_field || (form_equal(a->from, b->from) && form_equal(a->count, b->count)));
}

static bool
same_access(const struct access *a, const struct access *b)
{
    if (a->kind != b->kind || a->part.root != b->part.root || a->facts != b->facts ||
        a->part.path.count != b->part.path.count)
        return false;
    for (size_t i = 0; i < a->part.path.count; i++)
        if (!same_selector(&a->part.path.at[i], &b->part.path.at[i]))
            return false;
    return true;
}

enum { MOST_OF_ONE = 64 };

// The accesses kept of one variable; when there are many, the whole of it counts as used.
struct kept {
    VEC(size_t) at;
    bool whole[ACCESS_ABBREVIATE + 1];
};

static void
keep_access(struct usage *usage, struct map *kept_of, accesses *out, struct access access)
{
    struct kept *kept = map_get(kept_of, access.part.root);

    (void)usage;
    if (kept == NULL) {
        kept = mem_new(struct kept);
        map_put(kept_of, access.part.root, kept);
    }
    if (kept->whole[access.kind])
        return;
    for (size_t i = 0; i < kept->at.count; i++)
        if (same_access(&out->at[kept->at.at[i]], &access))
            return;
    if (kept->at.count >= MOST_OF_ONE)
        access.part.path.count = 0;
    if (access.part.path.count == 0 && access.facts == NULL)
        kept->whole[access.kind] = true;
    vec_push(&kept->at, out->count);
    vec_push(out, access);
}

static void
summarise(struct usage *usage, const struct decl *routine, struct summary *summary)
{
    struct map kept_of = {0};

    summary->accesses.count = 0;
    for (size_t i = 0; i < usage->accesses.count; i++) {
        struct access access = usage->accesses.at[i];

        access.through = NULL;
        if (access.kind != ACCESS_ABBREVIATE && !decl_is_local(access.part.root, routine))
            keep_access(usage, &kept_of, &summary->accesses, access);
    }
}

// ---- directions ----

const struct access *
summary_use(const struct summary *summary, const struct decl *decl, enum access_kind kind)
{
    for (size_t i = 0; i < summary->accesses.count; i++)
        if (summary->accesses.at[i].part.root == decl && summary->accesses.at[i].kind == kind)
            return &summary->accesses.at[i];
    return NULL;
}

// A channel parameter stands for one end: the other belongs to whoever is at the other end.
static void
refuse_both_directions(struct usage *usage, const struct decl *formal,
                       const struct summary *summary)
{
    const struct access *const input = summary_use(summary, formal, ACCESS_INPUT);
    const struct access *const output = summary_use(summary, formal, ACCESS_OUTPUT);
    struct diag *diag;

    if (formal->type->kind != TYPE_CHAN || formal->shared || input == NULL || output == NULL ||
        diag_reported_at(usage->diagnostics, output->span))
        return;
    diag = diag_error(usage->diagnostics, E_BOTH_DIRECTIONS, output->span,
                      "the parameter `%s` is used for input and for output", formal->name->text);
    diag_label(diag, "output here");
    diag_also(diag, input->span, "input here");
    diag_also(diag, formal->span, "the parameter");
    diag_help(diag, "have a parameter for each direction, `%s.in?` and `%s.out!`",
              formal->name->text, formal->name->text);
}

static enum direction
direction_of(const struct type *type)
{
    while (type->kind == TYPE_ARRAY)
        type = type->element;
    return type->kind == TYPE_CHAN ? type->direction : DIRECTION_NONE;
}

// An end given to a parameter without a direction of its own must be the one that is used.
void
summary_check_direction(struct usage *usage, const struct decl *callee,
                        const struct summary *summary, const struct decl *formal,
                        const struct node *argument)
{
    const enum direction end = direction_of(argument->type);
    const struct access *use;

    if (end == DIRECTION_NONE || direction_of(formal->type) != DIRECTION_NONE)
        return;
    use = summary_use(summary, formal, end == DIRECTION_IN ? ACCESS_OUTPUT : ACCESS_INPUT);
    if (use == NULL || diag_reported_at(usage->diagnostics, argument->span))
        return;
    diag_also(
        diag_also(diag_error(usage->diagnostics, E_DIRECTION, argument->span,
                             "`%s` %s this parameter, but is given the %s end of the channel",
                             callee->name->text, end == DIRECTION_IN ? "writes to" : "reads from",
                             end == DIRECTION_IN ? "reading" : "writing"),
                  formal->span, "the parameter"),
        use->origin, "used here");
}

static void
walk_routine(struct usage *usage, struct decl *routine, struct summary *summary)
{
    const struct nodes *const formals = routine_formals(routine);
    uintptr_t begin;

    usage->accesses = (accesses){0};
    usage->facts = NULL;
    usage->extended = NULL;
    for (size_t i = 0; i < formals->count; i++)
        map_put(&usage->declared, formal_decl(formals->at[i]), (void *)++usage->clock);
    begin = usage->clock + 1 - formals->count;
    if (body_of(routine)->kind > NODE_MISSING || body_of(routine)->kind == NODE_SCOPED ||
        body_of(routine)->kind == NODE_VALOF)
        walk_process(usage, body_of(routine));
    else
        walk_expr(usage, body_of(routine));
    if (routine->kind == DECL_FUNCTION)
        purity_check(usage, 0, begin, routine);
    summarise(usage, routine, summary);
    for (size_t i = 0; i < formals->count; i++)
        refuse_both_directions(usage, formal_decl(formals->at[i]), summary);
}

// A variable with a MOBILE process is called, not a PROC.
bool
usage_calls_process(const struct node_instance *node)
{
    return node->callee->kind == NODE_NAME && node_as_name_use(node->callee)->decl != node->decl;
}

static enum access_kind
kind_of_use(const struct type *type)
{
    switch (direction_of(type)) {
    case DIRECTION_IN: return ACCESS_INPUT;
    case DIRECTION_OUT: return ACCESS_OUTPUT;
    default: return ACCESS_WRITE;
    }
}

// Of a PROC without a body nothing is known but the types of its parameters.
static void
assume_worst(struct decl *routine, struct summary *summary)
{
    const struct nodes *const formals = routine_formals(routine);

    for (size_t i = 0; i < formals->count; i++) {
        struct decl *const decl = formal_decl(formals->at[i]);
        struct access access = {.part = {.root = decl}, .span = decl->span, .origin = decl->span};

        if ((type_is_channels(decl->type) && direction_of(decl->type) == DIRECTION_NONE) ||
            type_is_timer(decl->type) || decl->mode == FORMAL_VAL)
            continue;
        access.kind = kind_of_use(decl->type);
        vec_push(&summary->accesses, access);
    }
}

const struct summary *
summary_of(struct usage *usage, struct decl *routine)
{
    struct summary *summary = map_get(&usage->summaries, routine);
    const struct diag_context *context;
    const struct usage outer = *usage;
    size_t known;

    if (summary != NULL) {
        summary->recursive = summary->recursive || summary->in_progress;
        return summary;
    }
    summary = mem_new(struct summary);
    map_put(&usage->summaries, routine, summary);
    if (body_of(routine) == NULL) {
        assume_worst(routine, summary);
        return summary;
    }
    context = diag_set_context(usage->diagnostics, decl_context(routine));
    summary->in_progress = true;
    usage->routine = routine;
    do {
        known = summary->accesses.count;
        walk_routine(usage, routine, summary);
    } while (is_recursive(routine) && summary->recursive && summary->accesses.count != known);
    summary->in_progress = false;
    diag_set_context(usage->diagnostics, context);
    usage->routine = outer.routine;
    usage->accesses = outer.accesses;
    usage->facts = outer.facts;
    usage->extended = outer.extended;
    return summary;
}
