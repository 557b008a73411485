// SPDX-License-Identifier: MIT
// Calls: what a routine does, in terms of its parameters and of names outside it, is worked out
// once; a call does it to the arguments.
#include <config.h>

#include "usage/internal.h"

#include "base/mem.h"

#include <string.h>

// ---- summaries ----

static const struct nodes *
formals_of(const struct decl *routine)
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

static struct decl *
formal_decl(const struct node *formal)
{
    return node_as_define(node_as_formal(formal)->name)->decl;
}

// Names declared in the routine mean nothing to its callers, but for its parameters.
static bool
is_local(const struct decl *decl, const struct decl *routine)
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
        if (access.kind != ACCESS_ABBREVIATE && !is_local(access.part.root, routine))
            keep_access(usage, &kept_of, &summary->accesses, access);
    }
}

// ---- directions ----

static const struct access *
use_of(const struct summary *summary, const struct decl *decl, enum access_kind kind)
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
    const struct access *const input = use_of(summary, formal, ACCESS_INPUT);
    const struct access *const output = use_of(summary, formal, ACCESS_OUTPUT);
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
static void
check_direction(struct usage *usage, const struct decl *callee, const struct summary *summary,
                const struct decl *formal, const struct node *argument)
{
    const enum direction end = direction_of(argument->type);
    const struct access *use;

    if (end == DIRECTION_NONE || direction_of(formal->type) != DIRECTION_NONE)
        return;
    use = use_of(summary, formal, end == DIRECTION_IN ? ACCESS_OUTPUT : ACCESS_INPUT);
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
    const struct nodes *const formals = formals_of(routine);
    uintptr_t begin;

    usage->accesses = (accesses){0};
    usage->facts = NULL;
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

// Of a PROC without a body nothing is known but the types of its parameters.
static void
assume_worst(struct decl *routine, struct summary *summary)
{
    const struct nodes *const formals = formals_of(routine);

    for (size_t i = 0; i < formals->count; i++) {
        struct decl *const decl = formal_decl(formals->at[i]);
        struct access access = {.part = {.root = decl}, .span = decl->span, .origin = decl->span};

        if (type_is_channels(decl->type) || type_is_timer(decl->type) || decl->mode == FORMAL_VAL)
            continue;
        access.kind = ACCESS_WRITE;
        vec_push(&summary->accesses, access);
    }
}

const struct summary *
summary_of(struct usage *usage, struct decl *routine)
{
    struct summary *summary = map_get(&usage->summaries, routine);
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
    summary->in_progress = true;
    usage->routine = routine;
    do {
        known = summary->accesses.count;
        walk_routine(usage, routine, summary);
    } while (is_recursive(routine) && summary->recursive && summary->accesses.count != known);
    summary->in_progress = false;
    usage->routine = outer.routine;
    usage->accesses = outer.accesses;
    usage->facts = outer.facts;
    return summary;
}

// ---- arguments for parameters ----

struct binding {
    struct usage *usage;
    const struct decl *callee;
    const struct summary *summary;
    const struct nodes *formals, *arguments;
    struct part *parts; // of the arguments; root NULL where an argument is none
    bool known;         // false once something cannot be said outside the callee
};

static size_t
formal_number(const struct binding *binding, const struct decl *decl)
{
    size_t i = 0;

    while (i < binding->formals->count && formal_decl(binding->formals->at[i]) != decl)
        i++;
    return i;
}

static const struct form *bind_symbol(const struct symbol *symbol, void *context);

static const struct form *
bind_value(struct binding *binding, const struct symbol *symbol)
{
    const size_t number = formal_number(binding, symbol->decl);

    if (number == binding->formals->count)
        return form_symbol(symbol);
    if (symbol->decl->mode == FORMAL_VAL)
        return form_of(binding->usage, binding->arguments->at[number]);
    return form_unknown(binding->usage);
}

static const struct form *
bind_size(struct binding *binding, const struct symbol *symbol)
{
    const size_t number = formal_number(binding, symbol->decl);
    const struct type *type;

    if (number == binding->formals->count)
        return form_symbol(symbol);
    type = binding->arguments->at[number]->type;
    for (int i = 0; i < symbol->dimension && type != NULL; i++)
        type = type_base(type)->element;
    if (type != NULL && type_base(type)->kind == TYPE_ARRAY && type_base(type)->size != SIZE_OPEN)
        return form_constant(type_base(type)->size);
    if (binding->parts[number].root == NULL)
        return form_unknown(binding->usage);
    return part_size(binding->usage, &binding->parts[number], symbol->dimension);
}

static bool
is_of_caller(const struct decl *decl, void *context)
{
    const struct binding *const binding = context;

    return decl->owner != binding->callee && !is_local(decl, binding->callee);
}

static const struct form *
bind_symbol(const struct symbol *symbol, void *context)
{
    struct binding *const binding = context;

    switch (symbol->kind) {
    case SYMBOL_VALUE: return bind_value(binding, symbol);
    case SYMBOL_SIZE: return bind_size(binding, symbol);
    case SYMBOL_QUOTIENT:
    case SYMBOL_REMAINDER:
        return form_quotient(binding->usage, symbol->kind,
                             form_rewrite(symbol->of, bind_symbol, binding),
                             form_rewrite(symbol->by, bind_symbol, binding));
    case SYMBOL_OPAQUE:
        if (node_names_only(symbol->node, is_of_caller, binding))
            return form_symbol(symbol);
        break;
    case SYMBOL_UNKNOWN: break;
    }
    return form_unknown(binding->usage);
}

// A replicator of the callee counts between bounds that the caller can say.
struct rebound {
    struct binding *binding;
    struct map made;
};

static const struct form *
bind_bounded(const struct symbol *symbol, void *context)
{
    struct rebound *const rebound = context;
    struct symbol *made;

    if (symbol->kind != SYMBOL_VALUE || symbol->decl == NULL || !symbol->decl->is_replicator ||
        !is_local(symbol->decl, rebound->binding->callee))
        return bind_symbol(symbol, rebound->binding);
    made = map_get(&rebound->made, symbol);
    if (made == NULL) {
        made = symbol_new(rebound->binding->usage, SYMBOL_VALUE);
        made->decl = symbol->decl;
        made->stride = symbol->stride;
        map_put(&rebound->made, symbol, made);
        made->low = form_rewrite(symbol->low, bind_bounded, rebound);
        made->high = form_rewrite(symbol->high, bind_bounded, rebound);
    }
    return form_symbol(made);
}

static const struct form *
bind_form(struct rebound *rebound, const struct form *form)
{
    const struct form *const bound = form_rewrite(form, bind_bounded, rebound);

    return bound != NULL ? bound : form_unknown(rebound->binding->usage);
}

static void
bind_selector(struct rebound *rebound, struct selector *selector)
{
    struct selector *outer;

    selector->from = bind_form(rebound, selector->from);
    selector->count = bind_form(rebound, selector->count);
    if (selector->outer == NULL)
        return;
    outer = mem_new(struct selector);
    *outer = *selector->outer;
    bind_selector(rebound, outer);
    selector->outer = outer;
}

static struct path
bind_path(struct rebound *rebound, struct path path)
{
    struct selector *const at = mem_array(struct selector, path.count + 1);

    for (size_t i = 0; i < path.count; i++) {
        at[i] = path.at[i];
        if (!at[i].is_field)
            bind_selector(rebound, &at[i]);
    }
    return (struct path){at, path.count};
}

static const struct fact *
bind_facts(struct rebound *rebound, const struct fact *fact, const struct fact *known)
{
    for (; fact != NULL; fact = fact->next)
        known = fact_add(fact->kind, form_rewrite(fact->form, bind_bounded, rebound), known);
    return known;
}

// ---- the call ----

static void
perform(struct binding *binding, struct node *call, const struct access *done, bool blurred)
{
    struct usage *const usage = binding->usage;
    const size_t number = formal_number(binding, done->part.root);
    struct rebound rebound = {.binding = binding};
    struct access access = *done;

    if (number < binding->formals->count && binding->parts[number].root == NULL)
        return;
    access.node = call;
    access.span = call->span;
    access.callee = binding->callee;
    access.facts = usage->facts;
    if (blurred)
        access.part.path.count = 0;
    if (access.part.path.count != 0)
        access.part.path = bind_path(&rebound, access.part.path);
    if (done->facts != NULL && !blurred)
        access.facts = bind_facts(&rebound, done->facts, usage->facts);
    if (number < binding->formals->count) {
        access.span = binding->arguments->at[number]->span;
        access.part.root = binding->parts[number].root;
        access.part.path = path_join(binding->parts[number].path, access.part.path);
    }
    if (access.part.root->kind != DECL_VAL)
        vec_push(&usage->accesses, access);
}

// [a!, b!] for an array of channel ends: each may be used as any.
static void
perform_on_table(struct binding *binding, struct node *call, const struct summary *summary,
                 size_t number)
{
    const struct node_table *const table = node_as_table(binding->arguments->at[number]);

    for (size_t i = 0; i < table->items.count; i++) {
        if (!part_of(binding->usage, table->items.at[i], &binding->parts[number]))
            continue;
        for (size_t k = 0; k < summary->accesses.count; k++)
            if (formal_number(binding, summary->accesses.at[k].part.root) == number)
                perform(binding, call, &summary->accesses.at[k], true);
    }
    binding->parts[number].root = NULL;
}

static bool
is_value(const struct decl *formal)
{
    return (formal->mode == FORMAL_VAL || formal->mode == FORMAL_INITIAL) &&
           !type_is_channels(formal->type);
}

// A channel given to a PROC that does nothing with it, as one that is yet to be written, or given for
// both ends, counts as one that has a process at each end.
static void
join_argument(struct binding *binding, size_t number)
{
    const struct decl *const formal = formal_decl(binding->formals->at[number]);
    const struct part *const part = &binding->parts[number];
    bool joins = channel_is_joined(binding->usage, formal);

    joins = joins || (use_of(binding->summary, formal, ACCESS_INPUT) == NULL &&
                      use_of(binding->summary, formal, ACCESS_OUTPUT) == NULL);

    for (size_t i = 0; i < number; i++)
        joins = joins || (binding->parts[i].root == part->root);
    if (joins)
        channel_joins(binding->usage, part->root);
}

static void
walk_argument(struct binding *binding, size_t number)
{
    struct node *const argument = binding->arguments->at[number];

    if (is_value(formal_decl(binding->formals->at[number]))) {
        walk_expr(binding->usage, argument);
        return;
    }
    walk_subscripts(binding->usage, argument);
    if (!part_of(binding->usage, argument, &binding->parts[number]))
        binding->parts[number].root = NULL;
    else if (type_is_channels(argument->type))
        join_argument(binding, number);
}

static void
check_aliases(const struct binding *binding, struct node *node, const struct summary *summary,
              const size_t *reads)
{
    const size_t count = binding->arguments->count;
    const struct decl **const formals = mem_array(const struct decl *, count + 1);
    struct call call = {.node = node,
                        .callee = binding->callee,
                        .summary = summary,
                        .formals = formals,
                        .arguments = binding->arguments,
                        .parts = binding->parts,
                        .reads = reads};

    for (size_t i = 0; i < count; i++)
        formals[i] = formal_decl(binding->formals->at[i]);
    alias_check_call(binding->usage, &call);
}

void
walk_arguments(struct usage *usage, struct node *call, struct decl *callee,
               const struct nodes *arguments)
{
    const struct summary *const summary = summary_of(usage, callee);
    struct binding binding = {.usage = usage,
                              .callee = callee,
                              .summary = summary,
                              .formals = formals_of(callee),
                              .arguments = arguments};
    const size_t count = summary->accesses.count;
    size_t *reads;

    if (binding.formals->count != arguments->count)
        return;
    binding.parts = mem_array(struct part, arguments->count + 1);
    reads = mem_array(size_t, arguments->count + 1);
    for (size_t i = 0; i < arguments->count; i++) {
        reads[i] = usage->accesses.count;
        walk_argument(&binding, i);
    }
    reads[arguments->count] = usage->accesses.count;
    for (size_t i = 0; i < arguments->count; i++)
        if (type_is_channels(arguments->at[i]->type))
            check_direction(usage, callee, summary, formal_decl(binding.formals->at[i]),
                            arguments->at[i]);
    for (size_t i = 0; i < count; i++)
        perform(&binding, call, &summary->accesses.at[i], summary->in_progress);
    check_aliases(&binding, call, summary, reads);
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->at[i]->kind == NODE_TABLE && type_is_channels(arguments->at[i]->type))
            perform_on_table(&binding, call, summary, i);
}
