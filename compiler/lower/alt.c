// SPDX-License-Identifier: MIT
// ALT: nested and replicated alternatives become one row of guards. Guards are set first, then
// the ALT chooses, then the arm of the chosen guard runs.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

struct alternatives {
    struct lower *lower;
    struct ir_block *block; // of the whole ALT
    struct ir_var *alt, *guards;
    struct ir_expr *count;  // of guards
    struct ir_expr *next;   // number of the next guard
    struct ir_var *counter; // the same as a variable, once it is not constant
    bool nested_priority;   // inside a PRI ALT inside an ALT
    bool first;             // of the nested PRI ALT
};

// A guard or a replicated row of guards, with the number of its first. Where what is replicated is
// more than one guard, the row is walked a second time to find the chosen one.
struct arm {
    const struct node *node; // of kind GUARD, or the replicated ALT that is walked again
    struct ir_expr *first;   // its number
    const struct node_replicator *replicator;
    struct ir_expr *count;
    VEC(struct node *) specs; // specifications before it
};

typedef VEC(struct arm) arms;

// ---- setting ----

static struct ir_expr *
here(const struct alternatives *all)
{
    return all->counter != NULL ? ir_var_expr(all->counter) : all->next;
}

static void
advance(struct alternatives *all, struct span span)
{
    struct ir_expr *const one = lower_integer(all->lower, 1);

    if (all->counter == NULL)
        all->next = lower_add(all->lower, all->next, one);
    else
        lower_assign(all->lower, ir_var_expr(all->counter),
                     ir_operate(IR_PLUS, lower_int(all->lower), ir_scalar(lower_int(all->lower)),
                                ir_var_expr(all->counter), one),
                     span);
}

// From now on the number is known only at run time.
static void
use_counter(struct alternatives *all, struct span span)
{
    if (all->counter != NULL)
        return;
    all->counter = lower_var(all->lower, "guard", ir_scalar(lower_int(all->lower)));
    lower_assign(all->lower, ir_var_expr(all->counter), all->next, span);
}

// Entry number `number` of the items, behind the guards.
static struct offered
offered_at(const struct alternatives *all, struct ir_expr *number)
{
    return (struct offered){all->alt, all->guards, lower_add(all->lower, all->count, number)};
}

// The item of an output guard is worked out only if the guard is considered. What is made for it lives
// as long as the ALT.
static void
set_item(struct alternatives *all, const struct node_output *node, struct ir_expr *condition)
{
    struct lower *const lower = all->lower;
    const struct offered offered = offered_at(all, here(all));
    struct ir_block *const outer = lower_open(lower);
    struct ir_block *const made = lower->block;
    struct ir_arm arm = {.condition = condition, .block = made};
    struct ir_stmt *choice;

    lower_offer(lower, node, &offered);
    lower_close(lower, outer);
    for (size_t i = 0; i < made->vars.count; i++)
        vec_push(&all->block->vars, made->vars.at[i]);
    made->vars.count = 0;
    if (condition == NULL) {
        for (size_t i = 0; i < made->stmts.count; i++)
            vec_push(&lower->block->stmts, made->stmts.at[i]);
        return;
    }
    choice = lower_stmt(lower, IR_IF, node->base.span);
    vec_push(&choice->arms, arm);
}

static void
set_guard(struct alternatives *all, const struct node_guard *node)
{
    struct lower *const lower = all->lower;
    struct ir_stmt *stmt;
    struct ir_expr *condition = node->condition == NULL ? NULL : lower_expr(lower, node->condition);
    struct ir_expr *subject = NULL, *offer = NULL;
    enum ir_guard_kind kind = IR_GUARD_INPUT;

    switch (node->input->kind) {
    case NODE_SKIP: kind = IR_GUARD_SKIP; break;
    case NODE_END_GUARD:
        kind = IR_GUARD_END;
        subject = lower_channel(lower, node_as_end_guard(node->input)->channel);
        break;
    case NODE_TIMER_AFTER:
    case NODE_DELAY:
        kind = IR_GUARD_TIMER;
        subject = lower_due(lower, node->input);
        break;
    case NODE_SYNC:
        kind = IR_GUARD_SYNC;
        subject = lower_barrier(lower, node_as_sync(node->input)->barrier);
        offer = lower_address(
            ir_var_expr(lower_var_in(lower, all->block, "offer", ir_scalar(IR_OFFER))));
        break;
    case NODE_CASE_INPUT:
        subject = lower_channel(lower, node_as_case_input(node->input)->channel);
        break;
    case NODE_OUTPUT:
        kind = IR_GUARD_OUTPUT;
        if (condition != NULL)
            condition = lower_once(lower, condition, "allowed", node->base.span);
        set_item(all, node_as_output(node->input), condition);
        subject = lower_channel(lower, node_as_output(node->input)->channel);
        break;
    default: subject = lower_channel(lower, node_as_input(node->input)->channel); break;
    }
    stmt = lower_stmt(lower, IR_GUARD_SET, node->base.span);
    stmt->var = all->guards;
    stmt->count = here(all);
    stmt->value = condition;
    stmt->channel = subject;
    stmt->target = offer;
    stmt->integer = (int)kind;
    stmt->is_block = all->nested_priority && !all->first; // tied to the guard before
    all->first = false;
    advance(all, node->base.span);
}

static void set_alternatives(struct alternatives *all, const struct node *node, struct arm *arm,
                             arms *out);

static const struct node *
behind_specs(const struct node *node)
{
    while (node->kind == NODE_SCOPED)
        node = node_as_scoped(node)->body;
    return node;
}

static bool
replicates_one_guard(const struct node_alt *alt)
{
    return behind_specs(alt->guards.at[0])->kind == NODE_GUARD;
}

// The loop over a replicator, with its count in a variable; statements go into it until the
// caller takes back lower->block.
static struct ir_stmt *
open_row(struct lower *lower, const struct node_replicator *replicator, struct span span)
{
    struct ir_expr *const from =
        lower_once(lower, lower_expr(lower, replicator->from), "start", span);
    struct ir_expr *const count =
        lower_once(lower, lower_expr(lower, replicator->count), "count", span);
    struct ir_stmt *const repeat = lower_repeat(lower, replicator);

    repeat->value = from;
    repeat->count = count;
    lower->block = repeat->block;
    return repeat;
}

// The number of the guard for index i, where the first one is that for `from`: first + i - from.
static struct ir_expr *
number_in_row(struct lower *lower, struct ir_expr *first, const struct ir_stmt *row)
{
    const enum ir_base base = lower_int(lower);
    struct ir_expr *const number = lower_add(lower, first, ir_var_expr(row->var));
    int64_t from;

    if (ir_is_constant(row->value, &from) && from == 0)
        return number;
    return ir_operate(IR_MINUS, base, ir_scalar(base), number, row->value);
}

// ALT i = 0 FOR n with one guard: its arm finds i from the number of the chosen guard.
static void
set_row(struct alternatives *all, const struct node_alt *alt, struct arm *arm, arms *out)
{
    struct lower *const lower = all->lower;
    struct ir_block *const outer = lower->block;
    struct ir_stmt *row;

    arm->replicator = node_as_replicator(alt->replicator);
    if (arm->replicator->step != NULL)
        use_counter(all, alt->base.span);
    arm->first = lower_once(lower, here(all), "first", alt->base.span);
    row = open_row(lower, arm->replicator, alt->base.span);
    arm->count = row->count;
    if (all->counter == NULL)
        all->next = number_in_row(lower, arm->first, row);
    set_alternatives(all, alt->guards.at[0], arm, out);
    lower->block = outer;
    if (all->counter == NULL)
        all->next = lower_add(lower, arm->first, arm->count);
}

// A replicated ALT of more than one guard.
static void
set_walked(struct alternatives *all, const struct node_alt *alt, struct arm *arm, arms *out)
{
    struct lower *const lower = all->lower;
    struct ir_block *const outer = lower->block;
    struct arm inside = {0};
    arms unused = {0};

    use_counter(all, alt->base.span);
    arm->node = &alt->base;
    arm->first = lower_once(lower, ir_var_expr(all->counter), "first", alt->base.span);
    open_row(lower, node_as_replicator(alt->replicator), alt->base.span);
    set_alternatives(all, alt->guards.at[0], &inside, &unused);
    lower->block = outer;
    arm->count = ir_operate(IR_MINUS, lower_int(lower), ir_scalar(lower_int(lower)),
                            ir_var_expr(all->counter), arm->first);
    arm->count = lower_once(lower, arm->count, "count", alt->base.span);
    vec_push(out, *arm);
}

static void
set_nested(struct alternatives *all, const struct node_alt *alt, struct arm *arm, arms *out)
{
    if (alt->replicator != NULL) {
        if (replicates_one_guard(alt))
            set_row(all, alt, arm, out);
        else
            set_walked(all, alt, arm, out);
        return;
    }
    for (size_t i = 0; i < alt->guards.count; i++) {
        struct arm inner = {0};

        for (size_t k = 0; k < arm->specs.count; k++)
            vec_push(&inner.specs, arm->specs.at[k]);
        set_alternatives(all, alt->guards.at[i], &inner, out);
    }
}

// Set the guards of one alternative; `out` collects their arms.
static void
set_alternatives(struct alternatives *all, const struct node *node, struct arm *arm, arms *out)
{
    const bool was_nested = all->nested_priority;

    while (node->kind == NODE_SCOPED) {
        lower_spec(all->lower, node_as_scoped(node)->spec);
        vec_push(&arm->specs, node_as_scoped(node)->spec);
        node = node_as_scoped(node)->body;
    }
    if (node->kind == NODE_ALT) {
        all->nested_priority = was_nested || node_as_alt(node)->priority != 0;
        all->first = !was_nested;
        set_nested(all, node_as_alt(node), arm, out);
        all->nested_priority = was_nested;
        return;
    }
    arm->node = node;
    if (arm->replicator == NULL) {
        arm->first = all->counter == NULL
                         ? all->next
                         : lower_once(all->lower, ir_var_expr(all->counter), "first", node->span);
        arm->count = lower_integer(all->lower, 1);
    }
    vec_push(out, *arm);
    set_guard(all, node_as_guard(node));
}

// ---- running the chosen arm ----

// The only arm there is.
static bool
is_certain(const struct alternatives *all, const arms *list)
{
    int64_t guards, first, count;

    return list->count == 1 && ir_is_constant(all->count, &guards) &&
           ir_is_constant(list->at[0].first, &first) && first == 0 &&
           ir_is_constant(list->at[0].count, &count) && count == guards;
}

// Arms are asked in the order of their guards: no more than the end of a row is to be looked at.
static struct ir_expr *
is_chosen(const struct alternatives *all, const struct arm *arm, struct ir_expr *chosen)
{
    struct lower *const lower = all->lower;
    const enum ir_base base = lower_int(lower);
    int64_t one;

    if (ir_is_constant(arm->count, &one) && one == 1)
        return ir_operate(IR_EQ, base, ir_scalar(IR_BOOL), chosen, arm->first);
    return ir_operate(IR_LT, base, ir_scalar(IR_BOOL), chosen,
                      lower_add(lower, arm->first, arm->count));
}

// The replicator's index, from the number of the chosen guard.
static void
bind_index(const struct alternatives *all, const struct arm *arm, struct ir_expr *chosen)
{
    struct lower *const lower = all->lower;
    const struct node_replicator *const replicator = arm->replicator;
    const struct decl *const decl = node_as_define(replicator->name)->decl;
    const enum ir_base base = lower_int(lower);
    struct value value = {.var = lower_var(lower, decl->name->text, ir_scalar(base))};
    struct ir_expr *const from = lower_expr(lower, replicator->from);
    struct ir_expr *index = chosen;
    int64_t first;

    if (!ir_is_constant(arm->first, &first) || first != 0)
        index = ir_operate(IR_MINUS, base, ir_scalar(base), chosen, arm->first);
    if (replicator->step != NULL)
        index =
            ir_operate(IR_TIMES, base, ir_scalar(base), index, lower_expr(lower, replicator->step));
    lower_assign(lower, ir_var_expr(value.var), lower_add(lower, from, index),
                 replicator->base.span);
    if (replicator->step == NULL && ir_is_constant(from, &value.var->from))
        value.var->count = arm->count;
    lower_bind(lower, decl, &value);
}

static void
run_guard(const struct alternatives *all, const struct node_guard *guard)
{
    struct lower *const lower = all->lower;
    const struct offered offered =
        offered_at(all, ir_unary(IR_CHOSEN, ir_scalar(lower_int(lower)), ir_var_expr(all->alt)));

    if (guard->input->kind == NODE_OUTPUT)
        lower_offered(lower, node_as_output(guard->input), &offered);
    else if (guard->input->kind == NODE_INPUT)
        lower_input(lower, node_as_input(guard->input), true);
    else if (guard->input->kind == NODE_CASE_INPUT)
        lower_case_input(lower, node_as_case_input(guard->input), true);
    if (guard->body != NULL)
        lower_process(lower, guard->body);
}

// Walk a row a second time: `counter` numbers the guards as it did when they were set.
static void
walk(const struct alternatives *all, const struct node *node, struct ir_var *counter,
     struct ir_expr *chosen)
{
    struct lower *const lower = all->lower;
    struct ir_block *const outer = lower->block;
    const enum ir_base base = lower_int(lower);
    const struct node_alt *alt;
    struct ir_arm arm = {.block = lower_block_new()};
    struct ir_stmt *choice;

    while (node->kind == NODE_SCOPED) {
        lower_spec(lower, node_as_scoped(node)->spec);
        node = node_as_scoped(node)->body;
    }
    if (node->kind == NODE_ALT) {
        alt = node_as_alt(node);
        if (alt->replicator != NULL)
            open_row(lower, node_as_replicator(alt->replicator), node->span);
        for (size_t i = 0; i < alt->guards.count; i++)
            walk(all, alt->guards.at[i], counter, chosen);
        lower->block = outer;
        return;
    }
    arm.condition = ir_operate(IR_EQ, base, ir_scalar(IR_BOOL), ir_var_expr(counter), chosen);
    choice = lower_stmt(lower, IR_IF, node->span);
    lower->block = arm.block;
    run_guard(all, node_as_guard(node));
    vec_push(&choice->arms, arm);
    lower->block = outer;
    lower_assign(
        lower, ir_var_expr(counter),
        ir_operate(IR_PLUS, base, ir_scalar(base), ir_var_expr(counter), lower_integer(lower, 1)),
        node->span);
}

static void
run_arm(const struct alternatives *all, const struct arm *arm, struct ir_expr *chosen)
{
    struct lower *const lower = all->lower;

    if (arm->replicator != NULL)
        bind_index(all, arm, chosen);
    for (size_t i = 0; i < arm->specs.count; i++)
        lower_spec(lower, arm->specs.at[i]);
    if (arm->node->kind == NODE_GUARD) {
        run_guard(all, node_as_guard(arm->node));
    } else {
        struct ir_var *const counter = lower_var(lower, "guard", ir_scalar(lower_int(lower)));
        struct ir_expr *const fixed = lower_once(lower, chosen, "chosen", arm->node->span);

        lower_assign(lower, ir_var_expr(counter), arm->first, arm->node->span);
        walk(all, arm->node, counter, fixed);
    }
}

static void
run_arms(const struct alternatives *all, const arms *list, struct span span)
{
    struct lower *const lower = all->lower;
    struct ir_expr *chosen =
        ir_unary(IR_CHOSEN, ir_scalar(lower_int(lower)), ir_var_expr(all->alt));
    struct ir_block *const outer = lower->block;
    struct ir_stmt *stmt;

    if (is_certain(all, list)) {
        stmt = lower_stmt(lower, IR_BLOCK, span);
        stmt->block = lower->block = lower_block_new();
        run_arm(all, &list->at[0], chosen);
        lower->block = outer;
        return;
    }
    stmt = ir_stmt_new(IR_IF, lower_site(lower, span));
    for (size_t i = 0; i < list->count; i++) {
        struct ir_arm arm = {.block = lower_block_new()};

        arm.condition = is_chosen(all, &list->at[i], chosen);
        lower->block = arm.block;
        run_arm(all, &list->at[i], chosen);
        lower->block = outer;
        vec_push(&stmt->arms, arm);
    }
    vec_push(&lower->block->stmts, stmt);
}

// ---- the whole ----

static void
find_output(struct node *node, void *context)
{
    bool *const found = context;

    if (node->kind == NODE_GUARD)
        *found = *found || node_as_guard(node)->input->kind == NODE_OUTPUT;
    else if (node->kind == NODE_ALT || node->kind == NODE_SCOPED)
        node_children(node, find_output, context);
}

static bool
has_output(const struct node_alt *node)
{
    bool found = false;

    for (size_t i = 0; i < node->guards.count; i++)
        find_output(node->guards.at[i], &found);
    return found;
}

static struct ir_var *
guards_var(struct lower *lower, struct ir_expr *count, bool sends, struct span span)
{
    struct ir_type type = {.base = IR_GUARD, .is_array = true};
    struct ir_var *var;
    struct ir_stmt *stmt;

    if (sends)
        count = lower_add(lower, count, count);
    if (ir_is_constant(count, &type.count) && type.count > 0)
        return lower_var(lower, "guards", type);
    type.count = 0;
    var = lower_var(lower, "guards", type);
    var->reference = true;
    stmt = lower_stmt(lower, IR_GUARDS_NEW, span);
    stmt->var = var;
    stmt->count = count;
    return var;
}

void
lower_alt(struct lower *lower, const struct node_alt *node)
{
    struct alternatives all = {.lower = lower};
    struct ir_stmt *const around = lower_stmt(lower, IR_BLOCK, node->base.span);
    struct ir_block *const outer = lower_open(lower);
    struct ir_stmt *choose;
    struct arm arm = {0};
    arms list = {0};

    around->block = all.block = lower->block;
    all.alt = lower_var(lower, "alt", ir_scalar(IR_ALT));
    all.alt->permanent = true;
    all.count = lower_alt_count(lower, node);
    all.guards = guards_var(lower, all.count, has_output(node), node->base.span);
    all.next = lower_integer(lower, 0);
    set_nested(&all, node, &arm, &list);
    choose = lower_stmt(lower, IR_CHOOSE, node->base.span);
    choose->var = all.alt;
    choose->target = ir_var_expr(all.guards);
    choose->count = all.count;
    choose->integer = node->priority;
    choose->on_heap = all.guards->reference;
    choose->wait = lower_wait(lower, IR_WAIT_ALT, node->base.span, NULL);
    run_arms(&all, &list, node->base.span);
    lower_close(lower, outer);
}
