// SPDX-License-Identifier: MIT
// Which ends of which channels each branch of a PAR holds.
//
// A channel belongs to the PAR whose different branches hold its two ends. For every branch this
// collects the channels that it reads from or writes to, by itself or through the PROCs it calls,
// and keeps those used in one direction here and in the other direction in another branch. Where a
// subscript can be evaluated outside the branch it is kept; else the branch holds the whole array.
// That no end has two holders has been checked in usage/.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

struct use {
    struct decl *root;
    const struct node *channel; // the expression as used; NULL: all of root
    bool writes;
};

typedef VEC(struct use) uses;

struct collect {
    struct lower *lower;
    uses *out;
};

static void collect(struct node *node, void *context);

// ---- roots ----

static bool
is_channel(const struct type *type)
{
    while (type != NULL && type->kind == TYPE_ARRAY)
        type = type->element;
    return type != NULL && type->kind == TYPE_CHAN;
}

// The declared channel or array of channels that an expression is (a part of).
static struct decl *
root_of(const struct node *node)
{
    struct decl *decl;

    for (;;) {
        switch (node->kind) {
        case NODE_SUBSCRIPT: node = node_as_subscript(node)->of; continue;
        case NODE_SLICE: node = node_as_slice(node)->of; continue;
        case NODE_END_OF: node = node_as_end_of(node)->channel; continue;
        case NODE_NAME: break;
        default: return NULL;
        }
        decl = node_as_name_use(node)->decl;
        if (decl == NULL || !is_channel(decl->type))
            return NULL;
        if (decl->kind != DECL_REFERENCE || decl->node->kind != NODE_ABBREVIATE)
            return decl;
        node = node_as_abbreviate(decl->node)->of;
    }
}

static bool
goes_through_abbreviation(const struct node *node)
{
    while (node->kind != NODE_NAME) {
        if (node->kind == NODE_SUBSCRIPT)
            node = node_as_subscript(node)->of;
        else if (node->kind == NODE_SLICE)
            node = node_as_slice(node)->of;
        else
            node = node_as_end_of(node)->channel;
    }
    return node_as_name_use(node)->decl->kind == DECL_REFERENCE;
}

static void
add_single_use(struct collect *all, const struct node *channel, bool writes)
{
    struct use use = {root_of(channel), channel, writes};

    if (use.root == NULL)
        return;
    if (goes_through_abbreviation(channel))
        use.channel = NULL;
    vec_push(all->out, use);
}

static const struct node *
inside(const struct node *node)
{
    switch (node->kind) {
    case NODE_SUBSCRIPT: return node_as_subscript(node)->of;
    case NODE_SLICE: return node_as_slice(node)->of;
    case NODE_END_OF: return node_as_end_of(node)->channel;
    default: return NULL;
    }
}

// The table [a, b] that an expression stands for, perhaps through an abbreviation; `*item` becomes
// the subscript where it is known.
static const struct node_table *
table_behind(const struct node *node, const struct constant **item)
{
    for (*item = NULL; node != NULL;) {
        if (node->kind == NODE_TABLE)
            return node_as_table(node);
        if (node->kind == NODE_NAME) {
            const struct decl *const decl = node_as_name_use(node)->decl;

            if (decl == NULL || decl->kind != DECL_REFERENCE || decl->node->kind != NODE_ABBREVIATE)
                return NULL;
            node = node_as_abbreviate(decl->node)->of;
            continue;
        }
        if (node->kind == NODE_SUBSCRIPT)
            *item = node_as_subscript(node)->index->value;
        node = inside(node);
    }
    return NULL;
}

static void
add_use(struct collect *all, const struct node *channel, bool writes)
{
    const struct constant *item;
    const struct node_table *const table = table_behind(channel, &item);

    if (table == NULL)
        add_single_use(all, channel, writes);
    else if (item != NULL && (uint64_t)item->integer < table->items.count)
        add_use(all, table->items.at[item->integer], writes);
    else
        for (size_t i = 0; i < table->items.count; i++)
            add_use(all, table->items.at[i], writes);
}

// ---- calls ----

static const uses *routine_uses(struct lower *lower, struct decl *decl);

static bool
uses_in(const uses *list, const struct decl *root, bool writes)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->at[i].root == root && list->at[i].writes == writes)
            return true;
    return false;
}

static void
collect_argument(struct collect *all, const uses *callee, const struct decl *formal,
                 const struct node *argument)
{
    if (!is_channel(formal->type))
        return;
    for (int writes = 0; writes <= 1; writes++)
        if (uses_in(callee, formal, writes != 0))
            add_use(all, argument, writes != 0);
}

static void
collect_instance(struct collect *all, const struct node_instance *node)
{
    const struct nodes *formals;
    const uses *callee;

    if (node->decl == NULL || node->decl->kind != DECL_PROC)
        return;
    formals = &node_as_proc(node->decl->node)->formals;
    callee = routine_uses(all->lower, node->decl);
    for (size_t i = 0; i < formals->count; i++)
        collect_argument(all, callee, node_as_define(node_as_formal(formals->at[i])->name)->decl,
                         node->arguments.at[i]);
    for (size_t i = 0; i < callee->count; i++) {
        const struct use *const use = &callee->at[i];

        // Names that the callee finds outside itself; its own formals and locals mean nothing here.
        if (use->root->owner != node->decl)
            vec_push(all->out, ((struct use){use->root, NULL, use->writes}));
    }
}

static void
collect(struct node *node, void *context)
{
    struct collect *const all = context;

    switch (node->kind) {
    case NODE_PROC:
    case NODE_FUNCTION: return; // counted where they are called
    case NODE_INPUT: add_use(all, node_as_input(node)->channel, false); break;
    case NODE_CASE_INPUT: add_use(all, node_as_case_input(node)->channel, false); break;
    case NODE_END_GUARD: add_use(all, node_as_end_guard(node)->channel, false); break;
    case NODE_REPLICATOR_IN: add_use(all, node_as_replicator_in(node)->over, false); break;
    case NODE_OUTPUT: add_use(all, node_as_output(node)->channel, true); break;
    case NODE_CLOSE:
        add_use(all, node_as_close_end(node)->channel,
                node_as_close_end(node)->direction == DIRECTION_OUT);
        break;
    case NODE_INSTANCE: collect_instance(all, node_as_instance(node)); break;
    default: break;
    }
    node_children(node, collect, context);
}

static const uses *
routine_uses(struct lower *lower, struct decl *decl)
{
    uses *list = map_get(&lower->channel_uses, decl);
    struct collect all = {lower, NULL};

    if (list != NULL)
        return list;
    list = mem_alloc(sizeof *list);
    map_put(&lower->channel_uses, decl, list);
    all.out = list;
    if (node_as_proc(decl->node)->body != NULL)
        collect(node_as_proc(decl->node)->body, &all);
    return list;
}

// ---- what belongs ----

static bool
held_elsewhere(const uses *branches, size_t count, size_t branch, const struct use *use,
               bool replicated)
{
    for (size_t i = 0; i < count; i++)
        if ((i != branch || replicated) && uses_in(&branches[i], use->root, !use->writes))
            return true;
    return false;
}

static bool
same_expression(const struct node *a, const struct node *b)
{
    return a == b || (a != NULL && b != NULL && a->kind == NODE_NAME && b->kind == NODE_NAME);
}

static bool
repeated(const uses *list, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (list->at[k].root == list->at[i].root && list->at[k].writes == list->at[i].writes &&
            (list->at[k].channel == NULL ||
             same_expression(list->at[k].channel, list->at[i].channel)))
            return true;
    return false;
}

// ---- expressions that the parent can evaluate ----

struct visible {
    struct lower *lower;
    bool all;
};

static bool
is_bound(const struct env *env, const struct decl *decl)
{
    for (; env != NULL; env = env->outer)
        if (map_get(&env->values, decl) != NULL)
            return true;
    return false;
}

static void
check_visible(struct node *node, void *context)
{
    struct visible *const visible = context;
    const struct decl *decl;

    if (node->kind == NODE_CALL)
        visible->all = false;
    if (node->kind == NODE_NAME) {
        decl = node_as_name_use(node)->decl;
        if (decl == NULL)
            visible->all = false;
        else if (decl->value == NULL && !is_channel(decl->type) &&
                 (!is_bound(visible->lower->env, decl) ||
                  (decl->kind != DECL_VAL &&
                   !(decl->kind == DECL_FORMAL && decl->mode == FORMAL_VAL))))
            visible->all = false;
    }
    node_children(node, check_visible, context);
}

static bool
can_evaluate(struct lower *lower, const struct node *node)
{
    struct visible visible = {lower, true};

    check_visible((struct node *)(uintptr_t)node, &visible);
    return visible.all;
}

static void
without_check(struct ir_expr *expr, struct ir_end *end)
{
    struct ir_expr *const index = expr->args.at[1];

    if (index->op == IR_CHECK_INDEX) {
        end->index = index->args.at[0];
        end->size = index->args.at[1];
        expr->args.at[1] = index->args.at[0];
    }
}

// Fill in what `use` means in the parent; false where it cannot be said without statements.
static bool
lower_exact(struct lower *lower, const struct node *channel, struct ir_end *end)
{
    struct ir_block *const outer = lower_open(lower);
    bool simple;

    if (lower_is_array(channel->type)) {
        const struct array array = lower_array(lower, channel);

        end->first = array.address;
        end->count = lower_count(lower, &array);
    } else {
        struct ir_expr *const place = lower_expr(
            lower, channel->kind == NODE_END_OF ? node_as_end_of(channel)->channel : channel);

        if (place->op == IR_INDEX)
            without_check(place, end);
        else if (place->op == IR_AT && place->args.at[0]->op == IR_INDEX)
            without_check(place->args.at[0], end);
        end->first = lower_address(place);
        end->count = lower_integer(lower, 1);
    }
    simple = lower->block->stmts.count == 0;
    lower_close(lower, outer);
    return simple;
}

static void
lower_whole(struct lower *lower, struct decl *root, struct ir_end *end)
{
    const struct value *const value = lower_lookup(lower, root);

    end->index = end->size = NULL;
    if (lower_is_array(root->type)) {
        const struct array array = lower_array_of_value(lower, value, root->type);

        end->first = array.address;
        end->count = lower_count(lower, &array);
    } else {
        end->first = lower_address(ir_var_expr(value->var));
        end->count = lower_integer(lower, 1);
    }
}

static void
add_end(struct lower *lower, struct ir_stmt *par, unsigned branch, const struct use *use,
        bool foreign)
{
    struct ir_end end = {.branch = branch, .writes = use->writes, .foreign = foreign};

    if (!is_bound(lower->env, use->root))
        return;
    if (use->channel == NULL || !can_evaluate(lower, use->channel) ||
        !lower_exact(lower, use->channel, &end))
        lower_whole(lower, use->root, &end);
    vec_push(&par->ends, end);
}

void
lower_ends(struct lower *lower, const struct node_par *node, struct ir_stmt *par,
           struct ir_var *index)
{
    const size_t count = node->body.count;
    uses *const branches = mem_alloc((count + 1) * sizeof *branches);
    struct collect all = {lower, NULL};

    for (size_t i = 0; i < count; i++) {
        all.out = &branches[i];
        collect(node->body.at[i], &all);
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < branches[i].count; k++) {
            const bool own = held_elsewhere(branches, count, i, &branches[i].at[k], index != NULL);

            if (!repeated(&branches[i], k) && (own || count > 1 || index != NULL))
                add_end(lower, par, (unsigned)i, &branches[i].at[k], !own);
        }
    }
}
