// SPDX-License-Identifier: MIT
// ALT: nested and replicated alternatives become one row of guards. Guards are set first, then
// the ALT chooses, then the arm of the chosen guard runs.
#include <config.h>

#include "lower/internal.h"

#include "base/mem.h"

struct alternatives {
    struct lower *lower;
    struct ir_var *alt, *guards;
    struct ir_expr *next;   // number of the next guard
    struct ir_var *counter; // the same as a variable, once it is not constant
    bool nested_priority;   // inside a PRI ALT inside an ALT
    bool first;             // of the nested PRI ALT
};

// A guard or a replicated row of guards, with the number of its first.
struct arm {
    const struct node *node;    // of kind GUARD
    struct ir_expr *first;      // its number
    const struct node_replicator *replicator;
    struct ir_expr *count;
    VEC(struct node *) specs;   // specifications before it
};

typedef VEC(struct arm) arms;

// ---- how many guards ----

static struct ir_expr *
count_of(struct lower *lower, const struct node *node)
{
    const struct node_alt *alt;
    struct ir_expr *count;

    while (node->kind == NODE_SCOPED)
        node = node_as_scoped(node)->body;
    if (node->kind != NODE_ALT)
        return lower_integer(lower, 1);
    alt = node_as_alt(node);
    count = lower_integer(lower, 0);
    for (size_t i = 0; i < alt->guards.count; i++)
        count = lower_add(lower, count, count_of(lower, alt->guards.at[i]));
    if (alt->replicator != NULL)
        count = lower_multiply(lower, count,
                               lower_expr(lower, node_as_replicator(alt->replicator)->count));
    return count;
}

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

static void
set_guard(struct alternatives *all, const struct node_guard *node)
{
    struct lower *const lower = all->lower;
    struct ir_stmt *stmt;
    struct ir_expr *condition =
        node->condition == NULL ? NULL : lower_expr(lower, node->condition);
    struct ir_expr *subject = NULL;
    enum ir_guard_kind kind = IR_GUARD_INPUT;

    switch (node->input->kind) {
    case NODE_SKIP: kind = IR_GUARD_SKIP; break;
    case NODE_END_GUARD:
        kind = IR_GUARD_END;
        subject = lower_channel(lower, node_as_end_guard(node->input)->channel);
        break;
    case NODE_TIMER_AFTER: case NODE_DELAY:
        kind = IR_GUARD_TIMER;
        subject = lower_due(lower, node->input);
        break;
    case NODE_CASE_INPUT:
        subject = lower_channel(lower, node_as_case_input(node->input)->channel);
        break;
    default: subject = lower_channel(lower, node_as_input(node->input)->channel); break;
    }
    stmt = lower_stmt(lower, IR_GUARD_SET, node->base.span);
    stmt->var = all->guards;
    stmt->count = here(all);
    stmt->value = condition;
    stmt->channel = subject;
    stmt->integer = (int)kind;
    stmt->is_block = all->nested_priority && !all->first; // tied to the guard before
    all->first = false;
    advance(all, node->base.span);
}

static void set_alternatives(struct alternatives *all, const struct node *node, struct arm *arm,
                             arms *out);

static void
set_nested(struct alternatives *all, const struct node_alt *alt, struct arm *arm, arms *out)
{
    struct lower *const lower = all->lower;
    struct ir_block *const outer = lower->block;

    if (alt->replicator != NULL) {
        struct ir_stmt *repeat;

        use_counter(all, alt->base.span);
        arm->replicator = node_as_replicator(alt->replicator);
        arm->first = lower_once(lower, ir_var_expr(all->counter), "first", alt->base.span);
        repeat = lower_repeat(lower, arm->replicator);
        repeat->count = lower_once(lower, repeat->count, "count", alt->base.span);
        // lower_once put its statement behind the loop: the loop goes last again.
        for (size_t i = 0; i + 1 < lower->block->stmts.count; i++)
            if (lower->block->stmts.at[i] == repeat) {
                lower->block->stmts.at[i] = vec_last(&lower->block->stmts);
                vec_last(&lower->block->stmts) = repeat;
            }
        arm->count = repeat->count;
        lower->block = repeat->block;
    }
    for (size_t i = 0; i < alt->guards.count; i++) {
        struct arm inner = *arm;

        set_alternatives(all, alt->guards.at[i], &inner, out);
    }
    lower->block = outer;
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

static struct ir_expr *
is_chosen(const struct alternatives *all, const struct arm *arm, struct ir_expr *chosen)
{
    struct lower *const lower = all->lower;
    const enum ir_base base = lower_int(lower);
    int64_t one;
    struct ir_expr *low, *high;

    if (ir_is_constant(arm->count, &one) && one == 1)
        return ir_operate(IR_EQ, base, ir_scalar(IR_BOOL), chosen, arm->first);
    low = ir_operate(IR_GE, base, ir_scalar(IR_BOOL), chosen, arm->first);
    high = ir_operate(IR_LT, base, ir_scalar(IR_BOOL), chosen,
                      lower_add(lower, arm->first, arm->count));
    return ir_operate(IR_AND, IR_BOOL, ir_scalar(IR_BOOL), low, high);
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
    struct ir_expr *index =
        ir_operate(IR_MINUS, base, ir_scalar(base), chosen, arm->first);

    if (replicator->step != NULL)
        index = ir_operate(IR_TIMES, base, ir_scalar(base), index,
                           lower_expr(lower, replicator->step));
    lower_assign(lower, ir_var_expr(value.var),
                 lower_add(lower, lower_expr(lower, replicator->from), index),
                 replicator->base.span);
    lower_bind(lower, decl, &value);
}

static void
run_arm(const struct alternatives *all, const struct arm *arm, struct ir_expr *chosen)
{
    struct lower *const lower = all->lower;
    const struct node_guard *const guard = node_as_guard(arm->node);

    if (arm->replicator != NULL)
        bind_index(all, arm, chosen);
    for (size_t i = 0; i < arm->specs.count; i++)
        lower_spec(lower, arm->specs.at[i]);
    if (guard->input->kind == NODE_INPUT)
        lower_input(lower, node_as_input(guard->input), true);
    else if (guard->input->kind == NODE_CASE_INPUT)
        lower_case_input(lower, node_as_case_input(guard->input), true);
    if (guard->body != NULL)
        lower_process(lower, guard->body);
}

static void
run_arms(const struct alternatives *all, const arms *list, struct span span)
{
    struct lower *const lower = all->lower;
    struct ir_expr *chosen =
        ir_unary(IR_CHOSEN, ir_scalar(lower_int(lower)), ir_var_expr(all->alt));
    struct ir_stmt *stmt;

    stmt = ir_stmt_new(IR_IF, lower_site(lower, span));
    for (size_t i = 0; i < list->count; i++) {
        struct ir_arm arm = {.block = lower_block_new()};
        struct ir_block *const outer = lower->block;

        arm.condition = is_chosen(all, &list->at[i], chosen);
        lower->block = arm.block;
        run_arm(all, &list->at[i], chosen);
        lower->block = outer;
        vec_push(&stmt->arms, arm);
    }
    vec_push(&lower->block->stmts, stmt);
}

// ---- the whole ----

static struct ir_var *
guards_var(struct lower *lower, struct ir_expr *count, struct span span)
{
    struct ir_type type = {.base = IR_GUARD, .is_array = true};
    struct ir_var *var;
    struct ir_stmt *stmt;

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
    struct ir_expr *const count =
        lower_once(lower, count_of(lower, &node->base), "count", node->base.span);
    struct ir_stmt *choose;
    struct arm arm = {0};
    arms list = {0};

    around->block = lower->block;
    all.alt = lower_var(lower, "alt", ir_scalar(IR_ALT));
    all.alt->permanent = true;
    all.guards = guards_var(lower, count, node->base.span);
    all.next = lower_integer(lower, 0);
    set_nested(&all, node, &arm, &list);
    choose = lower_stmt(lower, IR_CHOOSE, node->base.span);
    choose->var = all.alt;
    choose->target = ir_var_expr(all.guards);
    choose->count = count;
    choose->integer = node->priority;
    choose->wait = lower_wait(lower, IR_WAIT_ALT, node->base.span, NULL);
    if (all.guards->reference)
        lower_stmt(lower, IR_GUARDS_FREE, node->base.span)->var = all.guards;
    run_arms(&all, &list, node->base.span);
    lower_close(lower, outer);
}
