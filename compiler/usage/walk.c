// SPDX-License-Identifier: MIT
// Through the processes and expressions of a routine, noting what each does to which part.
#include <config.h>

#include "usage/internal.h"

#include "base/mem.h"

// ---- what is noted ----

bool
access_is_channel(enum access_kind kind)
{
    return kind == ACCESS_INPUT || kind == ACCESS_OUTPUT;
}

static const struct type *
innermost(const struct type *type)
{
    type = type_base(type);
    while (type->kind == TYPE_ARRAY)
        type = type_base(type->element);
    return type;
}

bool
type_is_channels(const struct type *type)
{
    return type != NULL && innermost(type)->kind == TYPE_CHAN;
}

bool
type_is_timer(const struct type *type)
{
    return type != NULL && innermost(type)->kind == TYPE_TIMER;
}

bool
type_is_barrier(const struct type *type)
{
    return type != NULL && type->kind == TYPE_BARRIER;
}

// What cannot change and is no channel needs no note.
static bool
is_noted(const struct decl *decl, enum access_kind kind)
{
    switch (decl->kind) {
    case DECL_VARIABLE:
    case DECL_REFERENCE: return !type_is_timer(decl->type);
    case DECL_FORMAL:
        return !type_is_timer(decl->type) && (decl->mode != FORMAL_VAL || access_is_channel(kind));
    default: return false;
    }
}

// A channel of a bundle is used through an end that somebody holds, as a part of it.
static bool
is_shared_end(const struct type *type)
{
    return type->kind == TYPE_END && type->shared != SHARED_NOT;
}

static void
note(struct usage *usage, enum access_kind kind, const struct part *part, struct node *node)
{
    if (!is_noted(part->root, kind))
        return;
    if (access_is_channel(kind) && !type_is_channels(part->root->type))
        kind = is_shared_end(part->root->type) ? ACCESS_READ : ACCESS_WRITE;
    vec_push(&usage->accesses, ((struct access){.kind = kind,
                                                .part = *part,
                                                .facts = usage->facts,
                                                .node = node,
                                                .span = node->span,
                                                .origin = node->span}));
}

void
walk_place(struct usage *usage, struct node *node, enum access_kind kind)
{
    struct part part;

    walk_subscripts(usage, node);
    if (part_of(usage, node, &part))
        note(usage, kind, &part, node);
}

// ---- expressions ----

static void
walk_child(struct node *child, void *context)
{
    walk_expr(context, child);
}

void
walk_subscripts(struct usage *usage, struct node *node)
{
    switch (node->kind) {
    case NODE_NAME: break;
    case NODE_SUBSCRIPT:
        walk_subscripts(usage, node_as_subscript(node)->of);
        if (!node_as_subscript(node)->is_field)
            walk_expr(usage, node_as_subscript(node)->index);
        break;
    case NODE_SLICE:
        walk_subscripts(usage, node_as_slice(node)->of);
        if (node_as_slice(node)->from != NULL)
            walk_expr(usage, node_as_slice(node)->from);
        if (node_as_slice(node)->count != NULL)
            walk_expr(usage, node_as_slice(node)->count);
        break;
    case NODE_END_OF: walk_subscripts(usage, node_as_end_of(node)->channel); break;
    default: walk_expr(usage, node); break;
    }
}

static void
walk_read(struct usage *usage, struct node *node)
{
    struct part part;

    if (!part_of(usage, node, &part)) {
        node_children(node, walk_child, usage);
        return;
    }
    walk_subscripts(usage, node);
    if (!type_is_channels(node->type))
        note(usage, node->moves ? ACCESS_WRITE : ACCESS_READ, &part, node);
}

static void
walk_operator(struct usage *usage, struct node *node, struct decl *decl)
{
    struct nodes arguments = {0};

    if (decl == NULL || decl->kind != DECL_FUNCTION) {
        node_children(node, walk_child, usage);
        return;
    }
    if (node->kind == NODE_DYADIC)
        nodes_push(&arguments, node_as_dyadic(node)->left);
    nodes_push(&arguments, node->kind == NODE_DYADIC ? node_as_dyadic(node)->right
                                                     : node_as_monadic(node)->operand);
    walk_arguments(usage, node, decl, &arguments);
}

static void
walk_call(struct usage *usage, struct node_call *node)
{
    if (node->decl != NULL && node->decl->kind == DECL_FUNCTION && node->conversion == NULL) {
        walk_arguments(usage, &node->base, node->decl, &node->arguments);
        return;
    }
    for (size_t i = 0; i < node->arguments.count; i++)
        walk_expr(usage, node->arguments.at[i]);
}

static void
walk_constructor(struct usage *usage, struct node_constructor *node)
{
    walk_replicator(usage, node->replicator);
    walk_expr(usage, node->item);
}

// A VALOF in an expression.
static void
walk_valof(struct usage *usage, struct node *node)
{
    const size_t mark = usage->accesses.count;
    const uintptr_t begin = usage->clock + 1;

    walk_process(usage, node);
    purity_check(usage, mark, begin, NULL);
}

void
walk_expr(struct usage *usage, struct node *node)
{
    struct part part;

    switch (node->kind) {
    case NODE_NAME:
    case NODE_SUBSCRIPT:
    case NODE_SLICE:
    case NODE_END_OF: walk_read(usage, node); break;
    case NODE_CALL: walk_call(usage, node_as_call(node)); break;
    case NODE_MONADIC: walk_operator(usage, node, node_as_monadic(node)->decl); break;
    case NODE_DYADIC: walk_operator(usage, node, node_as_dyadic(node)->decl); break;
    case NODE_SIZE:
        walk_subscripts(usage, node_as_size(node)->of);
        if (part_of_size(usage, node_as_size(node)->of, &part))
            note(usage, ACCESS_READ, &part, node_as_size(node)->of);
        break;
    case NODE_BYTESIN:
    case NODE_OFFSETOF:
    case NODE_LIMIT: break;
    case NODE_CONVERT: walk_expr(usage, node_as_convert(node)->operand); break;
    case NODE_CONSTRUCTOR: walk_constructor(usage, node_as_constructor(node)); break;
    default:
        if (node->kind > NODE_MISSING || node->kind == NODE_SCOPED || node->kind == NODE_VALOF)
            walk_valof(usage, node);
        else
            node_children(node, walk_child, usage);
        break;
    }
}

// ---- communication ----

static void
walk_items(struct usage *usage, const struct nodes *items, enum access_kind kind)
{
    for (size_t i = 0; i < items->count; i++) {
        struct node *const item = items->at[i];

        if (item->kind == NODE_COUNTED) {
            walk_place(usage, node_as_counted(item)->count, kind);
            walk_place(usage, node_as_counted(item)->items, kind);
        } else {
            walk_place(usage, item, kind);
        }
    }
}

static void
walk_output(struct usage *usage, struct node_output *node)
{
    walk_place(usage, node->channel, ACCESS_OUTPUT);
    for (size_t i = 0; i < node->items.count; i++) {
        struct node *const item = node->items.at[i];

        if (item->kind == NODE_COUNTED) {
            walk_expr(usage, node_as_counted(item)->count);
            walk_expr(usage, node_as_counted(item)->items);
        } else if (item->kind != NODE_NAME || node_as_name_use(item)->decl != NULL) {
            walk_expr(usage, item);
        }
    }
}

static void
walk_if_there(struct usage *usage, struct node *node)
{
    if (node != NULL)
        walk_process(usage, node);
}

static void
refuse_use_during(struct usage *usage, const struct access *use, const struct node *input)
{
    struct diag *const diag = diag_error(usage->diagnostics, E_EXTENDED, use->span,
                                         "channel `%s` cannot be used during its own extended "
                                         "input",
                                         use->part.root->name->text);

    diag_also(diag, input->span, "the sender waits here, until the first process is over");
    diag_help(diag, "the second process of `??` may use the channel");
}

// What `during` does, while the sender at `channel` waits.
static void
walk_during(struct usage *usage, struct node *channel, struct node *during)
{
    const size_t from = usage->accesses.count;
    struct part part;

    if (during == NULL)
        return;
    walk_process(usage, during);
    if (!part_of(usage, channel, &part))
        return;
    for (size_t i = from; i < usage->accesses.count; i++) {
        const struct access *const use = &usage->accesses.at[i];

        if (use->part.root == part.root && access_is_channel(use->kind) &&
            (use->part.path.count == 0 || path_same(&use->part.path, &part.path))) {
            refuse_use_during(usage, use, channel);
            return;
        }
    }
}

static void
walk_input(struct usage *usage, struct node_input *node)
{
    walk_place(usage, node->channel, ACCESS_INPUT);
    walk_items(usage, &node->items, ACCESS_WRITE);
    walk_during(usage, node->channel, node->body);
    walk_if_there(usage, node->after);
}

static void
walk_variant(struct usage *usage, struct node_variant *node)
{
    struct node *const channel = usage->extended;

    usage->extended = NULL;
    walk_items(usage, &node->items, ACCESS_WRITE);
    if (channel != NULL)
        walk_during(usage, channel, node->body);
    else
        walk_if_there(usage, node->body);
    walk_if_there(usage, node->after);
    usage->extended = channel;
}

static void
walk_list(struct usage *usage, const struct nodes *list)
{
    for (size_t i = 0; i < list->count; i++)
        walk_process(usage, list->at[i]);
}

static void
walk_case_input(struct usage *usage, struct node_case_input *node)
{
    struct node *const outer = usage->extended;

    walk_place(usage, node->channel, ACCESS_INPUT);
    usage->extended = node->extended ? node->channel : NULL;
    walk_list(usage, &node->variants);
    usage->extended = outer;
}

static void
walk_assign(struct usage *usage, struct node_assign *node)
{
    for (size_t i = 0; i < node->right.count; i++)
        walk_expr(usage, node->right.at[i]);
    for (size_t i = 0; i < node->left.count; i++)
        walk_place(usage, node->left.at[i], ACCESS_WRITE);
}

// ---- choices ----

// Each choice knows its condition, and that those before it did not hold.
static void
walk_if(struct usage *usage, struct node_if_process *node)
{
    const struct fact *const outside = usage->facts;

    walk_replicator(usage, node->replicator);
    for (size_t i = 0; i < node->choices.count; i++) {
        struct node *const choice = node->choices.at[i];
        const struct fact *const before = usage->facts;

        walk_process(usage, choice);
        usage->facts = before;
        if (choice->kind == NODE_CHOICE && node_as_choice(choice)->condition != NULL &&
            node->replicator == NULL)
            usage->facts = facts_of(usage, node_as_choice(choice)->condition, false, before);
    }
    usage->facts = outside;
}

static void
walk_choice(struct usage *usage, struct node_choice *node)
{
    const struct fact *const outside = usage->facts;

    if (node->condition != NULL) {
        walk_expr(usage, node->condition);
        usage->facts = facts_of(usage, node->condition, true, outside);
    }
    walk_process(usage, node->body);
    usage->facts = outside;
}

static void
walk_option(struct usage *usage, const struct form *selector, struct node *node,
            const struct fact **others)
{
    const struct fact *const outside = usage->facts;
    const struct node_option *option;

    while (node->kind == NODE_SCOPED) {
        walk_spec(usage, node_as_scoped(node)->spec);
        node = node_as_scoped(node)->body;
    }
    option = node_as_option(node);
    if (option->values.count == 1)
        usage->facts = fact_add(
            FACT_ZERO, form_subtract(selector, form_of(usage, option->values.at[0])), outside);
    for (size_t i = 0; i < option->values.count; i++)
        *others = fact_add(FACT_NOT_ZERO,
                           form_subtract(selector, form_of(usage, option->values.at[i])), *others);
    if (option->values.count == 0)
        usage->facts = *others;
    walk_process(usage, option->body);
    usage->facts = outside;
}

static void
walk_case(struct usage *usage, struct node_case_process *node)
{
    const struct form *const selector = form_of(usage, node->selector);
    const struct fact *others = usage->facts;

    walk_expr(usage, node->selector);
    for (size_t i = 0; i < node->options.count; i++)
        walk_option(usage, selector, node->options.at[i], &others);
}

// Nobody need ever write to the channel of a guard.
static void
join_guard(struct usage *usage, const struct node *input)
{
    struct part part;
    const struct node *const channel = input->kind == NODE_INPUT ? node_as_input(input)->channel
                                       : input->kind == NODE_CASE_INPUT
                                           ? node_as_case_input(input)->channel
                                       : input->kind == NODE_OUTPUT ? node_as_output(input)->channel
                                                                    : NULL;

    if (channel != NULL && part_of(usage, channel, &part))
        channel_joins(usage, part.root);
}

static void
walk_guard(struct usage *usage, struct node_guard *node)
{
    const struct fact *const outside = usage->facts;

    if (node->condition != NULL) {
        walk_expr(usage, node->condition);
        usage->facts = facts_of(usage, node->condition, true, outside);
    }
    walk_process(usage, node->input);
    join_guard(usage, node->input);
    walk_if_there(usage, node->body);
    usage->facts = outside;
}

// ---- processes ----

static void
walk_process_child(struct node *child, void *context)
{
    if (child->kind > NODE_MISSING || child->kind == NODE_SCOPED)
        walk_process(context, child);
    else if (child->kind >= NODE_NAME && child->kind <= NODE_MISSING)
        walk_expr(context, child);
}

static void
walk_intrinsic(struct usage *usage, const struct node_instance *node)
{
    for (size_t i = 0; i < node->arguments.count; i++) {
        if (usage_intrinsic_changes(node->decl, i))
            walk_place(usage, node->arguments.at[i], ACCESS_WRITE);
        else
            walk_expr(usage, node->arguments.at[i]);
    }
}

static void
walk_instance(struct usage *usage, struct node_instance *node)
{
    if (node->decl != NULL && node->decl->kind == DECL_PROC) {
        if (usage_calls_process(node))
            walk_place(usage, node->callee, ACCESS_WRITE); // it is not where it was
        walk_arguments(usage, &node->base, node->decl, &node->arguments);
        return;
    }
    if (node->decl != NULL && node->decl->kind == DECL_INTRINSIC) {
        walk_intrinsic(usage, node);
        return;
    }
    for (size_t i = 0; i < node->arguments.count; i++)
        walk_expr(usage, node->arguments.at[i]);
}

static void
walk_close(struct usage *usage, struct node_close_end *node)
{
    walk_place(usage, node->channel,
               node->direction == DIRECTION_OUT ? ACCESS_OUTPUT : ACCESS_INPUT);
}

// ---- FORK ----

// A PROC that is FORKed runs beside the one that goes on: of outer names it may use what is shared, and
// what lives as long as the FORKING.
static void
refuse_free_name(struct usage *usage, const struct node_fork *node, const struct access *use)
{
    const struct decl *const decl = use->part.root;
    struct diag *diag;

    if (!decl->shared)
        diag = diag_error(usage->diagnostics, E_FORKED, node->base.span,
                          "the FORKed process uses `%s`, which is not shared", decl->name->text);
    else
        diag = diag_error(usage->diagnostics, E_FORKED, node->base.span,
                          "the FORKed process may live longer than `%s`, which it uses",
                          decl->name->text);
    diag_also(diag, use->origin, "used here");
    diag_also(diag, decl->span, "declared here");
    if (!decl->shared)
        diag_help(diag, "`#PRAGMA SHARED %s` below its declaration says that both use it",
                  decl->name->text);
    else
        diag_help(diag, "put a FORKING around the FORK, behind this declaration");
}

static bool
is_of(const struct decl *formal, const struct decl *routine)
{
    return formal->kind == DECL_FORMAL && formal->owner == routine;
}

static void
walk_fork(struct usage *usage, const struct node_fork *node)
{
    struct node_instance *const call = node_as_instance(node->call);
    const struct summary *summary;

    walk_instance(usage, call);
    if (call->decl == NULL || call->decl->kind != DECL_PROC)
        return;
    summary = summary_of(usage, call->decl);
    for (size_t i = 0; i < summary->accesses.count; i++) {
        const struct access *const use = &summary->accesses.at[i];
        const struct decl *const root = use->part.root;

        if (is_of(root, call->decl) || !is_noted(root, use->kind) ||
            (root->shared && fork_outlives(usage->program, node, root)))
            continue;
        if (!diag_reported_at(usage->diagnostics, node->base.span))
            refuse_free_name(usage, node, use);
        return;
    }
}

void
walk_process(struct usage *usage, struct node *node)
{
    switch (node->kind) {
    case NODE_SCOPED: walk_scoped(usage, node_as_scoped(node)); break;
    case NODE_SEQ:
        walk_replicator(usage, node_as_seq(node)->replicator);
        walk_list(usage, &node_as_seq(node)->body);
        break;
    case NODE_PAR: walk_par(usage, node_as_par(node)); break;
    case NODE_ALT:
        walk_replicator(usage, node_as_alt(node)->replicator);
        walk_list(usage, &node_as_alt(node)->guards);
        break;
    case NODE_IF: walk_if(usage, node_as_if_process(node)); break;
    case NODE_CHOICE: walk_choice(usage, node_as_choice(node)); break;
    case NODE_CASE: walk_case(usage, node_as_case_process(node)); break;
    case NODE_GUARD: walk_guard(usage, node_as_guard(node)); break;
    case NODE_ASSIGN: walk_assign(usage, node_as_assign(node)); break;
    case NODE_INPUT: walk_input(usage, node_as_input(node)); break;
    case NODE_CASE_INPUT: walk_case_input(usage, node_as_case_input(node)); break;
    case NODE_VARIANT: walk_variant(usage, node_as_variant(node)); break;
    case NODE_END_GUARD: walk_place(usage, node_as_end_guard(node)->channel, ACCESS_INPUT); break;
    case NODE_TIMER_AFTER: walk_expr(usage, node_as_timer_after(node)->time); break;
    case NODE_OUTPUT: walk_output(usage, node_as_output(node)); break;
    case NODE_INSTANCE: walk_instance(usage, node_as_instance(node)); break;
    case NODE_FORK: walk_fork(usage, node_as_fork(node)); break;
    case NODE_CLOSE: walk_close(usage, node_as_close_end(node)); break;
    case NODE_POISON: walk_place(usage, node_as_poison(node)->channel, ACCESS_READ); break;
    case NODE_SYNC: walk_sync(usage, node_as_sync(node)); break;
    case NODE_RESIGN: walk_resign(usage, node_as_resign(node)); break;
    case NODE_TRY:
        walk_process(usage, node_as_try_process(node)->body);
        walk_if_there(usage, node_as_try_process(node)->handler);
        break;
    case NODE_TIMEOUT:
        walk_expr(usage, node_as_timeout(node)->time);
        walk_process(usage, node_as_timeout(node)->body);
        walk_if_there(usage, node_as_timeout(node)->otherwise);
        break;
    case NODE_VALOF:
        walk_process(usage, node_as_valof(node)->body);
        for (size_t i = 0; i < node_as_valof(node)->results.count; i++)
            walk_expr(usage, node_as_valof(node)->results.at[i]);
        break;
    default: node_children(node, walk_process_child, usage); break;
    }
}
