// SPDX-License-Identifier: MIT
// Calls: what the summary of a routine says of its parameters is done to the arguments.
#include <config.h>

#include "usage/internal.h"

#include "base/mem.h"

// ---- arguments for parameters ----

struct binding {
    struct usage *usage;
    const struct decl *callee;
    const struct summary *summary;
    const struct nodes *formals, *arguments;
    struct part *parts; // of the arguments; root NULL where an argument is none
    bool is_process;    // in a variable: it may do other things with its channels than all do
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

    return decl->owner != binding->callee && !decl_is_local(decl, binding->callee);
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
        !decl_is_local(symbol->decl, rebound->binding->callee))
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
    bool joins = binding->is_process || channel_is_joined(binding->usage, formal);

    joins = joins || (summary_use(binding->summary, formal, ACCESS_INPUT) == NULL &&
                      summary_use(binding->summary, formal, ACCESS_OUTPUT) == NULL);

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
                              .formals = routine_formals(callee),
                              .arguments = arguments,
                              .is_process = call->kind == NODE_INSTANCE &&
                                            usage_calls_process(node_as_instance(call))};
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
            summary_check_direction(usage, callee, summary, formal_decl(binding.formals->at[i]),
                                    arguments->at[i]);
    for (size_t i = 0; i < count; i++)
        perform(&binding, call, &summary->accesses.at[i], summary->in_progress);
    check_aliases(&binding, call, summary, reads);
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->at[i]->kind == NODE_TABLE && type_is_channels(arguments->at[i]->type))
            perform_on_table(&binding, call, summary, i);
}
