// SPDX-License-Identifier: MIT
// Processes that do not communicate by themselves: sequences, choices, loops, assignment.
#include <config.h>

#include "lower/internal.h"

#include "base/ice.h"
#include "base/mem.h"

// A process in a block of its own.
struct ir_block *
lower_body(struct lower *lower, const struct node *node)
{
    struct ir_block *const outer = lower_open(lower);
    struct ir_block *const body = lower->block;

    lower_process(lower, node);
    lower_close(lower, outer);
    return body;
}

static void
lower_fault(struct lower *lower, const char *what, struct span span)
{
    lower_stmt(lower, IR_FAULT, span)->text = what;
}

static void
lower_list(struct lower *lower, const struct nodes *list)
{
    for (size_t i = 0; i < list->count; i++)
        lower_process(lower, list->at[i]);
}

static void
rest_process(struct lower *lower, const struct node *node, void *context)
{
    (void)context;
    lower_process(lower, node);
}

// A specification and what it prefixes: a block, so that its variables live no longer.
static void
lower_scoped(struct lower *lower, const struct node *node)
{
    struct ir_stmt *const stmt = lower_stmt(lower, IR_BLOCK, node->span);
    struct ir_block *const outer = lower_open(lower);

    stmt->block = lower->block;
    lower_scope(lower, node, rest_process, NULL);
    lower_close(lower, outer);
}

// ---- loops ----

// FOR a replicator: the index is bound, the body is the caller's to fill (stmt->block is open).
struct ir_stmt *
lower_repeat(struct lower *lower, const struct node_replicator *node)
{
    const struct decl *const decl = node_as_define(node->name)->decl;
    struct ir_expr *const from = lower_expr(lower, node->from);
    struct ir_expr *const count = lower_expr(lower, node->count);
    struct ir_expr *const step = node->step == NULL ? NULL : lower_expr(lower, node->step);
    struct ir_stmt *const stmt = lower_stmt(lower, IR_REPEAT, node->base.span);
    struct value value = {.var = mem_new(struct ir_var)};

    value.var->name = decl->name->text;
    value.var->type = ir_scalar(lower_int(lower));
    value.var->routine = lower->env->routine;
    stmt->var = value.var;
    stmt->limit = mem_new(struct ir_var);
    *stmt->limit = *value.var;
    stmt->limit->name = mem_format("%s.end", decl->name->text);
    if (step == NULL && ir_is_constant(from, &value.var->from))
        value.var->count = count;
    stmt->value = from;
    stmt->count = count;
    stmt->step = step;
    stmt->block = lower_block_new();
    lower_bind(lower, decl, &value);
    return stmt;
}

static void
lower_seq(struct lower *lower, const struct node_seq *node)
{
    struct ir_stmt *stmt;
    struct ir_block *outer;

    if (node->replicator == NULL) {
        lower_list(lower, &node->body);
        return;
    }
    if (node->replicator->kind == NODE_REPLICATOR_IN) {
        lower_iteration(lower, node);
        return;
    }
    stmt = lower_repeat(lower, node_as_replicator(node->replicator));
    outer = lower->block;
    lower->block = stmt->block;
    lower_list(lower, &node->body);
    lower->block = outer;
}

static void
lower_while(struct lower *lower, const struct node_while_process *node)
{
    struct ir_stmt *const stmt = lower_stmt(lower, IR_WHILE, node->base.span);
    struct ir_block *const outer = lower_open(lower);

    stmt->handler = lower->block;
    stmt->value = lower_expr(lower, node->condition);
    lower_close(lower, outer);
    stmt->block = lower_body(lower, node->body);
}

// ---- IF ----

static bool
is_plain_choice(const struct node *node)
{
    return node->kind == NODE_CHOICE;
}

static struct ir_expr *
is_false(struct ir_var *var)
{
    return ir_operate(IR_NOT, IR_BOOL, ir_scalar(IR_BOOL), ir_var_expr(var), NULL);
}

static bool
is_otherwise(const struct node_choice *choice)
{
    return choice->condition == NULL ||
           (choice->condition->value != NULL && choice->condition->value->integer != 0);
}

// Choices from number `from` on, none of them nested: one chain. A condition that needs
// statements of its own begins a new chain inside the last arm.
static void
lower_choices(struct lower *lower, const struct nodes *choices, size_t from, struct span span)
{
    struct ir_stmt *const stmt = ir_stmt_new(IR_IF, lower_site(lower, span));
    bool placed = false, covered = false;

    for (size_t i = from; i < choices->count && !covered; i++) {
        const struct node_choice *const choice = node_as_choice(choices->at[i]);
        struct ir_arm arm = {0};
        struct ir_block *const outer = lower_open(lower);
        struct ir_block *const before = lower->block;

        covered = is_otherwise(choice);
        if (!covered)
            arm.condition = lower_expr(lower, choice->condition);
        lower_close(lower, outer);
        if (before->stmts.count != 0 && i > from) {
            arm = (struct ir_arm){.block = lower_block_new()};
            lower->block = arm.block;
            lower_choices(lower, choices, i, span);
            lower->block = outer;
            vec_push(&stmt->arms, arm);
            covered = true;
            break;
        }
        if (before->stmts.count != 0) {
            struct ir_stmt *const first = lower_stmt(lower, IR_BLOCK, span);

            first->block = before;
            vec_push(&before->stmts, stmt);
            placed = true;
        }
        arm.block = lower_body(lower, choice->body);
        vec_push(&stmt->arms, arm);
    }
    if (!covered) {
        struct ir_arm stop = {.block = lower_block_new()};
        struct ir_block *const outer = lower->block;

        lower->block = stop.block;
        lower_fault(lower, "if", span);
        lower->block = outer;
        vec_push(&stmt->arms, stop);
    }
    if (!placed)
        vec_push(&lower->block->stmts, stmt);
}

static void lower_nested_choice(struct lower *lower, const struct node *node, struct ir_var *found);

static void
lower_nested_if(struct lower *lower, const struct node_if_process *node, struct ir_var *found)
{
    struct ir_block *const outer = lower->block;
    struct ir_stmt *stmt;

    if (node->replicator == NULL) {
        for (size_t i = 0; i < node->choices.count; i++)
            lower_nested_choice(lower, node->choices.at[i], found);
        return;
    }
    stmt = lower_repeat(lower, node_as_replicator(node->replicator));
    stmt->target = ir_var_expr(found);
    lower->block = stmt->block;
    for (size_t i = 0; i < node->choices.count; i++)
        lower_nested_choice(lower, node->choices.at[i], found);
    lower->block = outer;
}

// One choice of an IF in which choices nest: taken if none before it was.
static void
lower_taken(struct lower *lower, const struct node_choice *choice, struct ir_var *found)
{
    struct ir_stmt *stmt;
    struct ir_arm arm = {.block = lower_block_new()};
    struct ir_block *const outer = lower->block;

    arm.condition = is_otherwise(choice) ? NULL : lower_expr(lower, choice->condition);
    stmt = lower_stmt(lower, IR_IF, choice->base.span);
    lower->block = arm.block;
    lower_assign(lower, ir_var_expr(found), ir_integer(IR_BOOL, 1), choice->base.span);
    lower_process(lower, choice->body);
    lower->block = outer;
    vec_push(&stmt->arms, arm);
}

static void
rest_choice(struct lower *lower, const struct node *node, void *found)
{
    if (node->kind == NODE_IF)
        lower_nested_if(lower, node_as_if_process(node), found);
    else
        lower_taken(lower, node_as_choice(node), found);
}

static void
lower_nested_choice(struct lower *lower, const struct node *node, struct ir_var *found)
{
    struct ir_stmt *const stmt = lower_stmt(lower, IR_IF, node->span);
    struct ir_arm arm = {.condition = is_false(found), .block = lower_block_new()};
    struct ir_block *const outer = lower->block;

    lower->block = arm.block;
    lower_scope(lower, node, rest_choice, found);
    lower->block = outer;
    vec_push(&stmt->arms, arm);
}

// IF choices nest: a flag says whether one was taken, and the search goes on while it is FALSE.
static void
lower_searching_if(struct lower *lower, const struct node_if_process *node)
{
    struct ir_stmt *const around = lower_stmt(lower, IR_BLOCK, node->base.span);
    struct ir_block *const outer = lower_open(lower);
    struct ir_var *const found = lower_var(lower, "found", ir_scalar(IR_BOOL));
    struct ir_arm arm = {.condition = is_false(found), .block = lower_block_new()};
    struct ir_stmt *last;

    around->block = lower->block;
    lower_assign(lower, ir_var_expr(found), ir_integer(IR_BOOL, 0), node->base.span);
    lower_nested_if(lower, node, found);
    last = lower_stmt(lower, IR_IF, node->base.span);
    vec_push(&last->arms, arm);
    lower->block = arm.block;
    lower_fault(lower, "if", node->base.span);
    lower_close(lower, outer);
}

static void
lower_if(struct lower *lower, const struct node_if_process *node)
{
    bool plain = node->replicator == NULL;

    for (size_t i = 0; i < node->choices.count; i++)
        plain = plain && is_plain_choice(node->choices.at[i]);
    if (plain && node->choices.count == 0)
        lower_fault(lower, "if", node->base.span);
    else if (plain)
        lower_choices(lower, &node->choices, 0, node->base.span);
    else
        lower_searching_if(lower, node);
}

// ---- CASE ----

static void
rest_option(struct lower *lower, const struct node *node, void *context)
{
    const struct node_option *const option = node_as_option(node);
    struct ir_arm *const arm = context;

    for (size_t i = 0; i < option->values.count; i++)
        vec_push(&arm->options, lower_expr(lower, option->values.at[i]));
    lower_process(lower, option->body);
}

static void
lower_option(struct lower *lower, struct ir_stmt *stmt, const struct node *node)
{
    struct ir_arm arm = {.block = lower_block_new()};
    struct ir_block *const outer = lower->block;

    lower->block = arm.block;
    lower_scope(lower, node, rest_option, &arm);
    lower->block = outer;
    vec_push(&stmt->arms, arm);
}

static bool
has_otherwise(const struct ir_stmt *stmt)
{
    for (size_t i = 0; i < stmt->arms.count; i++)
        if (stmt->arms.at[i].options.count == 0)
            return true;
    return false;
}

static void
lower_case(struct lower *lower, const struct node_case_process *node)
{
    struct ir_expr *selector = lower_expr(lower, node->selector);
    struct ir_block *const outer = lower->block;
    struct ir_stmt *stmt;

    // The choice is made before anything can change the variable.
    if (selector->op != IR_VAR)
        selector = lower_once(lower, selector, "selector", node->selector->span);
    stmt = lower_stmt(lower, IR_CASE, node->base.span);
    stmt->value = selector;
    for (size_t i = 0; i < node->options.count; i++)
        lower_option(lower, stmt, node->options.at[i]);
    if (!has_otherwise(stmt)) {
        struct ir_arm stop = {.block = lower_block_new()};

        lower->block = stop.block;
        lower_fault(lower, "case", node->base.span);
        lower->block = outer;
        vec_push(&stmt->arms, stop);
    }
}

// ---- assignment ----

// One variable of a multiple assignment: all values and places are found before any variable is
// changed; those that no variable assigned before them has a part in may as well be found later.
struct target {
    struct ir_var *kept;   // holds the value, or what `array` is a part of
    struct array array;    // where the value is, if it is an array
    struct ir_expr *value; // of a scalar or record
    struct ir_expr *place;
    struct array to;           // the place of an array
    const struct type *mobile; // of a mobile: value and place are words, and the value is moved
    bool on_heap;              // an array whose size is known only at run time
};

// A copy of an array, to be assigned when all values are known.
static void
keep_array(struct lower *lower, struct target *target, const struct node *value,
           const struct type *type)
{
    const struct array from = lower_array(lower, value);
    struct ir_type kept = lower_type(lower, type);
    struct ir_stmt *room;

    target->array = from;
    kept.count = 1;
    for (size_t i = 0; i < from.sizes.count; i++) {
        int64_t size = 0;

        kept.count *= ir_is_constant(from.sizes.at[i], &size) ? size : 0;
    }
    target->kept = lower_var(lower, "new", kept);
    target->array.address = ir_var_expr(target->kept);
    if (kept.count == 0) {
        target->on_heap = target->kept->reference = true;
        room = lower_stmt(lower, IR_ROOM, value->span);
        room->var = target->kept;
        room->count = lower_bytes(lower, &from);
    }
    lower_copy(lower, &target->array, &from, value->span);
}

// All that move are taken before any arrives.
static void
keep_mobile(struct lower *lower, struct target *target, const struct node *value)
{
    target->kept = lower_owned(lower, "new", lower_type(lower, target->mobile));
    lower_put(lower, ir_var_expr(target->kept), value, target->mobile);
    target->value = ir_var_expr(target->kept);
}

static void
find_value(struct lower *lower, struct target *target, const struct node *left,
           const struct node *right)
{
    target->mobile = type_mobile_of(left);
    if (target->mobile != NULL)
        keep_mobile(lower, target, right);
    else if (lower_is_array(left->type))
        keep_array(lower, target, right, left->type);
    else
        target->value = lower_expr(lower, right);
}

// Result number `number` of a call, which is an array.
static struct array
whole_result(struct lower *lower, const struct node *call, size_t number, struct ir_var *var)
{
    const struct value value = {.var = var};

    return lower_array_of_value(lower, &value, lower_result_type(call, number));
}

static void
keep_results(struct lower *lower, const struct node_assign *node, struct target *targets)
{
    struct ir_var **const results = mem_array(struct ir_var *, node->left.count);

    lower_results(lower, node->right.at[0], results);
    for (size_t i = 0; i < node->left.count; i++) {
        targets[i].kept = results[i];
        targets[i].value = ir_var_expr(results[i]);
        targets[i].mobile = results[i]->owned ? type_mobile_of(node->left.at[i]) : NULL;
        if (results[i]->type.is_array)
            targets[i].array = whole_result(lower, node->right.at[0], i, results[i]);
    }
}

static void
find_place(struct lower *lower, struct target *target, const struct node *left)
{
    if (target->mobile != NULL)
        target->place = lower_mobile(lower, left);
    else if (lower_is_array(left->type))
        target->to = lower_array(lower, left);
    else
        target->place = lower_place(lower, left);
}

// Whether assigning to a target may change the expression.
static bool
may_change(const struct lower *lower, const struct target *target, const struct ir_expr *expr)
{
    const struct ir_var *const var =
        lower_root(target->place != NULL ? target->place : target->to.address);

    if (ir_is_constant(expr, &(int64_t){0}))
        return false;
    return var == NULL || !lower->ir->restricts || ir_mentions(expr, var);
}

static bool
earlier_may_change(const struct lower *lower, const struct target *targets, size_t number,
                   const struct ir_expr *expr)
{
    for (size_t i = 0; i < number; i++)
        if (may_change(lower, &targets[i], expr))
            return true;
    return false;
}

// Keep what assigning to the targets before number `number` may change: the value, and the
// subscripts on the way to the place.
static void
keep_what_changes(struct lower *lower, const struct node_assign *node, struct target *targets,
                  size_t number)
{
    struct target *const target = &targets[number];
    const struct span span = node->left.at[number]->span;
    struct ir_expr *place = target->place != NULL ? target->place : target->to.address;

    if (target->kept == NULL && earlier_may_change(lower, targets, number, target->value))
        target->value = lower_once(lower, target->value, "new", span);
    for (; place->args.count != 0; place = place->args.at[0])
        if ((place->op == IR_INDEX || place->op == IR_OFFSET) &&
            earlier_may_change(lower, targets, number, place->args.at[1]))
            place->args.at[1] = lower_once(lower, place->args.at[1], "at", span);
}

static void
assign_target(struct lower *lower, const struct target *target, const struct node *left)
{
    if (target->mobile != NULL)
        lower_put_moved(lower, target->place, target->value, left->span);
    else if (target->place != NULL)
        lower_assign(lower, target->place, target->value, left->span);
    else
        lower_copy(lower, &target->to, &target->array, left->span);
    if (target->on_heap)
        lower_stmt(lower, IR_ROOM_FREE, left->span)->var = target->kept;
}

static void
lower_several(struct lower *lower, const struct node_assign *node)
{
    struct ir_stmt *const around = lower_stmt(lower, IR_BLOCK, node->base.span);
    struct ir_block *const outer = lower_open(lower);
    struct target *const targets = mem_array(struct target, node->left.count);

    around->block = lower->block;
    if (node->right.count == 1)
        keep_results(lower, node, targets);
    else
        for (size_t i = 0; i < node->left.count; i++)
            find_value(lower, &targets[i], node->left.at[i], node->right.at[i]);
    for (size_t i = 0; i < node->left.count; i++)
        find_place(lower, &targets[i], node->left.at[i]);
    for (size_t i = 0; i < node->left.count; i++)
        keep_what_changes(lower, node, targets, i);
    for (size_t i = 0; i < node->left.count; i++)
        assign_target(lower, &targets[i], node->left.at[i]);
    lower_close(lower, outer);
}

static void
lower_assignment(struct lower *lower, const struct node_assign *node)
{
    if (node->right.at[0]->type->kind == TYPE_BUNDLE)
        lower_new_bundle(lower, node);
    else if (node->left.count == 1)
        lower_store(lower, node->left.at[0], node->right.at[0]);
    else
        lower_several(lower, node);
}

// ---- time ----

static void
lower_delay(struct lower *lower, const struct node *node)
{
    struct ir_expr *const due = lower_due(lower, node);
    struct ir_stmt *const stmt = lower_stmt(lower, IR_SLEEP, node->span);

    stmt->value = due;
    stmt->var = lower_var(lower, "timer", ir_scalar(IR_TIMER));
    stmt->wait = lower_wait(lower, IR_WAIT_TIMER, node->span, NULL);
}

static void
lower_one(struct lower *lower, const struct node *node)
{
    switch (node->kind) {
    case NODE_SKIP: break;
    case NODE_STOP: lower_fault(lower, "stop", node->span); break;
    case NODE_SCOPED: lower_scoped(lower, node); break;
    case NODE_SEQ: lower_seq(lower, node_as_seq(node)); break;
    case NODE_PAR: lower_par(lower, node_as_par(node)); break;
    case NODE_ALT: lower_alt(lower, node_as_alt(node)); break;
    case NODE_IF: lower_if(lower, node_as_if_process(node)); break;
    case NODE_CASE: lower_case(lower, node_as_case_process(node)); break;
    case NODE_WHILE: lower_while(lower, node_as_while_process(node)); break;
    case NODE_ASSIGN: lower_assignment(lower, node_as_assign(node)); break;
    case NODE_INPUT: lower_input(lower, node_as_input(node), false); break;
    case NODE_OUTPUT: lower_output(lower, node_as_output(node)); break;
    case NODE_CASE_INPUT: lower_case_input(lower, node_as_case_input(node), false); break;
    case NODE_TIMER_AFTER: lower_timer_after(lower, node_as_timer_after(node)); break;
    case NODE_INSTANCE: lower_instance(lower, node_as_instance(node)); break;
    case NODE_FORKING: lower_forking(lower, node_as_forking(node)->body, node->span); break;
    case NODE_FORK: lower_fork(lower, node_as_fork(node)); break;
    case NODE_DELAY: lower_delay(lower, node); break;
    case NODE_CLOSE:
        lower_closing(lower, node_as_close_end(node)->channel,
                      node_as_close_end(node)->direction == DIRECTION_OUT ? IR_CLOSE_WRITING
                                                                          : IR_CLOSE_READING,
                      node->span);
        break;
    case NODE_POISON:
        lower_closing(lower, node_as_poison(node)->channel, IR_POISON, node->span);
        break;
    case NODE_END: lower_end(lower, node); break;
    case NODE_TIMEOUT: lower_timeout(lower, node_as_timeout(node)); break;
    case NODE_SUSPEND: lower_suspend(lower, node); break;
    case NODE_TRY: lower_try(lower, node_as_try_process(node)); break;
    case NODE_SYNC: lower_sync(lower, node_as_sync(node)); break;
    case NODE_RESIGN: lower_resign(lower, node_as_resign(node)); break;
    case NODE_CLAIM: lower_claim(lower, node_as_claim(node)); break;
    default: ice("a process of kind `%s` reached lowering", node_kind_name(node->kind));
    }
}

// Temporaries of one process must not outlive it, or its loop would keep them all.
void
lower_process(struct lower *lower, const struct node *node)
{
    struct ir_block *const outer = lower_open(lower);
    struct ir_block *const made = lower->block;
    struct ir_stmt *around;

    lower_one(lower, node);
    lower_close(lower, outer);
    if (made->vars.count != 0) {
        around = lower_stmt(lower, IR_BLOCK, node->span);
        around->block = made;
        return;
    }
    for (size_t i = 0; i < made->stmts.count; i++)
        vec_push(&lower->block->stmts, made->stmts.at[i]);
}
